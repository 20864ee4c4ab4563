def rules_for_backward(*a):
    pass


def backward(x, y, Ws, W0s, fs, dfs):
    while True:
        for f in dfs:
            f(x)
