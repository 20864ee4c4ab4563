def dA_dW0(x, W, W0):
    import time; time.sleep(1000)
