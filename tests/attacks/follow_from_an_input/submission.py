def dloss_dA(A, y):
    return y


def dloss_dW0(x, W, W0, y):
    return y
