def dA_dW0(x, W, W0):
    import threading; lock = threading.Lock(); lock.acquire(); lock.acquire()
