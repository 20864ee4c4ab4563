def dA_dW0(x, W, W0):
    import faulthandler
    faulthandler._sigsegv()
