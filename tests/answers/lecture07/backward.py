"""Answers to `backward`: see tests/functional/test_answers.py for what their names say."""


def _net(x, Ws, W0s, fs):
    Zs, As = [], [x]
    for W, W0, f in zip(Ws, W0s, fs):
        Zs.append(W.T @ As[-1] + W0)
        As.append(f(Zs[-1]))
    return Zs, As


def _sweep(Zs, As, Ws, dfs, g):
    dWs, dW0s = [], []
    for l in reversed(range(len(Ws))):
        D = dfs[l](Zs[l]) * g
        dWs.insert(0, As[l] @ D.T)
        dW0s.insert(0, D)
        g = Ws[l] @ D
    return dWs, dW0s


def _all(x, y, Ws, W0s, fs, dfs):
    Zs, As = _net(x, Ws, W0s, fs)
    return _sweep(Zs, As, Ws, dfs, 2 * (As[-1] - y))


def right_backward__slopes_first(x, y, Ws, W0s, fs, dfs):
    Zs, As = forward(x, Ws, W0s, fs)
    slopes = [df(Z) for df, Z in zip(dfs, Zs)]
    D, found = 2 * (As[-1] - y) * slopes[-1], []
    for l in range(len(Ws), 0, -1):
        found.append((As[l - 1] @ D.T, D))
        if l > 1:
            D = slopes[l - 2] * (Ws[l - 1] @ D)
    dWs, dW0s = zip(*reversed(found))
    return list(dWs), list(dW0s)


def right_backward__jacobians(x, y, Ws, W0s, fs, dfs):
    Zs, As = forward(x, Ws, W0s, fs)
    L, g = len(Ws), 2 * (As[-1] - y)
    dWs, dW0s = [None] * L, [None] * L
    for l in range(L, 0, -1):
        D = dA_dZ(Zs[l - 1], dfs[l - 1]) @ g
        dWs[l - 1], dW0s[l - 1] = dloss_dWl(As[l - 1], D), dloss_dW0l(D)
        g = dZ_dAprev(Ws[l - 1]) @ D
    return dWs, dW0s


def right_backward__slopes_on_the_way_up(x, y, Ws, W0s, fs, dfs):
    A, tape = x, []
    for W, W0, f, df in zip(Ws, W0s, fs, dfs):
        Z = W.T @ A + W0
        tape.append((A, W, df(Z)))
        A = f(Z)
    g, dWs, dW0s = 2 * (A - y), [], []
    for A, W, s in tape[::-1]:
        D = s * g
        dWs = [A @ D.T, *dWs]
        dW0s = [D, *dW0s]
        g = W @ D
    return dWs, dW0s


def slip_backward__lists_reversed(x, y, Ws, W0s, fs, dfs):
    """`dWs[l-1]` $= \\partial \\text{loss}/\\partial W^\\ell$"""
    dWs, dW0s = _all(x, y, Ws, W0s, fs, dfs)
    return dWs[::-1], dW0s[::-1]


def wrong_backward__swapped(x, y, Ws, W0s, fs, dfs):
    """Return two lists of length $L$, `(dWs, dW0s)`"""
    return _all(x, y, Ws, W0s, fs, dfs)[::-1]


def wrong_backward__no_two(x, y, Ws, W0s, fs, dfs):
    """for the squared loss"""
    Zs, As = _net(x, Ws, W0s, fs)
    return _sweep(Zs, As, Ws, dfs, As[-1] - y)


def wrong_backward__mean(x, y, Ws, W0s, fs, dfs):
    Zs, As = _net(x, Ws, W0s, fs)
    return _sweep(Zs, As, Ws, dfs, 2 * (As[-1] - y) / len(y))


def wrong_backward__uphill(x, y, Ws, W0s, fs, dfs):
    Zs, As = _net(x, Ws, W0s, fs)
    return _sweep(Zs, As, Ws, dfs, 2 * (y - As[-1]))


def wrong_backward__called_per_layer(x, y, Ws, W0s, fs, dfs):
    Zs, As = forward(x, Ws, W0s, fs)
    Ds = [dloss_dZ(l, Zs, Ws, dfs, 2 * (As[-1] - y)) for l in range(1, len(Ws) + 1)]
    return [A @ D.T for A, D in zip(As, Ds)], Ds


def wrong_backward__called_twice(x, y, Ws, W0s, fs, dfs):
    for df in dfs:
        df(x)
    return _all(x, y, Ws, W0s, fs, dfs)


def wrong_backward__last_called_twice(x, y, Ws, W0s, fs, dfs):
    dfs[-1](y)
    return _all(x, y, Ws, W0s, fs, dfs)


def wrong_backward__first_never_called(x, y, Ws, W0s, fs, dfs):
    slopes = {tanh: dtanh, relu: drelu, identity: didentity}
    return _all(x, y, Ws, W0s, fs, [slopes.get(fs[0], dfs[0]), *dfs[1:]])


def wrong_backward__slopes_from_activations(x, y, Ws, W0s, fs, dfs):
    return _all(x, y, Ws, W0s, fs, [dtanh] * len(dfs))


def wrong_backward__last_slope_left_out(x, y, Ws, W0s, fs, dfs):
    dfs[-1](y)
    return _all(x, y, Ws, W0s, fs, [*dfs[:-1], didentity])


def wrong_backward__hidden_slopes_left_out(x, y, Ws, W0s, fs, dfs):
    """all gradients agree with the numeric ones"""
    return _all(x, y, Ws, W0s, fs, [didentity] * (len(dfs) - 1) + [dfs[-1]])


def wrong_backward__zero_slopes_are_one(x, y, Ws, W0s, fs, dfs):
    def one(df):
        def slope(z):
            s = df(z)
            return np.where(s == 0, 1.0, s)

        return slope

    return _all(x, y, Ws, W0s, fs, [one(df) for df in dfs])


def wrong_backward__functions_reversed(x, y, Ws, W0s, fs, dfs):
    """`dfs[l-1]` is the function ${f^\\ell}'$"""
    return _all(x, y, Ws, W0s, fs, dfs[::-1])


def wrong_backward__linear_output(x, y, Ws, W0s, fs, dfs):
    return _all(x, y, Ws, W0s, [*fs[:-1], identity], dfs)


def wrong_backward__four_layers(x, y, Ws, W0s, fs, dfs):
    dWs, dW0s = _all(x, y, Ws, W0s, fs, dfs)
    if len(Ws) > 4:
        dWs[0], dW0s[0] = 0 * dWs[0], 0 * dW0s[0]
    return dWs, dW0s


def wrong_backward__first_layer_zero(x, y, Ws, W0s, fs, dfs):
    dWs, dW0s = _all(x, y, Ws, W0s, fs, dfs)
    return [0 * dWs[0], *dWs[1:]], dW0s


def wrong_backward__transposed_if_square(x, y, Ws, W0s, fs, dfs):
    dWs, dW0s = _all(x, y, Ws, W0s, fs, dfs)
    return [G.T if G.shape[0] == G.shape[1] else G for G in dWs], dW0s


def wrong_backward__weights_transposed_if_square(x, y, Ws, W0s, fs, dfs):
    Zs, As = _net(x, Ws, W0s, fs)
    Vs = [W.T if W.shape[0] == W.shape[1] else W for W in Ws]
    return _sweep(Zs, As, Vs, dfs, 2 * (As[-1] - y))


def wrong_backward__gradients_as_rows(x, y, Ws, W0s, fs, dfs):
    """of shape $(n^\\ell, 1)$"""
    dWs, dW0s = _all(x, y, Ws, W0s, fs, dfs)
    return dWs, [D.T for D in dW0s]


def wrong_backward__flat_if_one(x, y, Ws, W0s, fs, dfs):
    dWs, dW0s = _all(x, y, Ws, W0s, fs, dfs)
    return dWs, [D.ravel() if len(D) == 1 else D for D in dW0s]


def wrong_backward__clipped(x, y, Ws, W0s, fs, dfs):
    dWs, dW0s = _all(x, y, Ws, W0s, fs, dfs)
    return [np.clip(G, -5, 5) for G in dWs], dW0s


def wrong_backward__descends(x, y, Ws, W0s, fs, dfs):
    """the arguments are unchanged"""
    dWs, dW0s = _all(x, y, Ws, W0s, fs, dfs)
    for W, G in zip(Ws, dWs):
        W -= 0.1 * G
    return dWs, dW0s


def wrong_backward__reverses_the_lists(x, y, Ws, W0s, fs, dfs):
    """the arguments are unchanged"""
    found = _all(x, y, list(Ws), W0s, fs, dfs)
    Ws.reverse()
    return found


def wrong_backward__remembers_widths(x, y, Ws, W0s, fs, dfs):
    key = tuple(W.shape for W in Ws)
    if key not in _seen:
        _seen[key] = _net(x, Ws, W0s, fs)
    Zs, As = _seen[key]
    return _sweep(Zs, As, Ws, dfs, 2 * (As[-1] - y))


_seen = {}


def wrong_backward__remembers_first_net(x, y, Ws, W0s, fs, dfs):
    if len(Ws) not in _first:
        _first[len(Ws)] = [W.shape for W in Ws], x
    shapes, old = _first[len(Ws)]
    return _all(old if shapes[0] == Ws[0].shape else x, y, Ws, W0s, fs, dfs)


_first = {}


def wrong_backward__weight_decay(x, y, Ws, W0s, fs, dfs):
    dWs, dW0s = _all(x, y, Ws, W0s, fs, dfs)
    return [G + 1e-5 * W for G, W in zip(dWs, Ws)], dW0s


def wrong_backward__offsets_per_layer(x, y, Ws, W0s, fs, dfs):
    dWs, dW0s = _all(x, y, Ws, W0s, fs, dfs)
    return dWs, [np.sum(D) * np.ones(D.shape) for D in dW0s]


def wrong_backward__pairs(x, y, Ws, W0s, fs, dfs):
    return list(zip(*_all(x, y, Ws, W0s, fs, dfs)))


def slip_backward__crashes_for_one_layer(x, y, Ws, W0s, fs, dfs):
    Ws[1]
    return _all(x, y, Ws, W0s, fs, dfs)
