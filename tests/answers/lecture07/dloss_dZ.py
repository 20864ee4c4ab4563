"""Answers to `dloss_dZ`: see tests/functional/test_answers.py for what their names say."""


def _back(l, Zs, Ws, dfs, g):
    g = dfs[-1](Zs[-1]) * g
    for k in range(len(Zs) - 1, l - 1, -1):
        g = dfs[k - 1](Zs[k - 1]) * (Ws[k] @ g)
    return g


def right_dloss_dZ__recursion(l, Zs, Ws, dfs, dloss_dAL):
    if l == len(Zs):
        return dfs[l - 1](Zs[l - 1]) * dloss_dAL
    return dfs[l - 1](Zs[l - 1]) * (Ws[l] @ dloss_dZ(l + 1, Zs, Ws, dfs, dloss_dAL))


def right_dloss_dZ__matrices(l, Zs, Ws, dfs, dloss_dAL):
    P = dA_dZ(Zs[l - 1], dfs[l - 1])
    for k in range(l, len(Zs)):
        P = P @ dZ_dAprev(Ws[k]) @ dA_dZ(Zs[k], dfs[k])
    return P @ dloss_dAL


def right_dloss_dZ__all_layers(l, Zs, Ws, dfs, dloss_dAL):
    found = [dfs[-1](Zs[-1]) * dloss_dAL]
    for Z, W, df in zip(Zs[-2::-1], Ws[:0:-1], dfs[-2::-1]):
        found.append(df(Z) * (W @ found[-1]))
    return found[len(Zs) - l]


def wrong_dloss_dZ__no_last_slope(l, Zs, Ws, dfs, dloss_dAL):
    """\\frac{\\partial A^L}{\\partial Z^L} \\cdot \\frac{\\partial \\text{loss}}{\\partial A^L}"""
    return _back(l, Zs, Ws, [*dfs[:-1], didentity], dloss_dAL)


def wrong_dloss_dZ__no_own_slope(l, Zs, Ws, dfs, dloss_dAL):
    g = dloss_dAL
    for k in range(len(Zs), l, -1):
        g = Ws[k - 1] @ (dfs[k - 1](Zs[k - 1]) * g)
    return g


def wrong_dloss_dZ__no_hidden_slopes(l, Zs, Ws, dfs, dloss_dAL):
    return _back(l, Zs, Ws, [didentity] * (len(dfs) - 1) + [dfs[-1]], dloss_dAL)


def wrong_dloss_dZ__no_slopes_between(l, Zs, Ws, dfs, dloss_dAL):
    ds = [df if k in (l, len(dfs)) else didentity for k, df in enumerate(dfs, 1)]
    return _back(l, Zs, Ws, ds, dloss_dAL)


def wrong_dloss_dZ__own_function_everywhere(l, Zs, Ws, dfs, dloss_dAL):
    """`dfs[l-1]` the function ${f^\\ell}'$"""
    return _back(l, Zs, Ws, [dfs[l - 1]] * len(dfs), dloss_dAL)


def wrong_dloss_dZ__last_function_everywhere(l, Zs, Ws, dfs, dloss_dAL):
    return _back(l, Zs, Ws, [dfs[-1]] * len(dfs), dloss_dAL)


def wrong_dloss_dZ__first_function_everywhere(l, Zs, Ws, dfs, dloss_dAL):
    return _back(l, Zs, Ws, [dfs[0]] * len(dfs), dloss_dAL)


def wrong_dloss_dZ__functions_reversed(l, Zs, Ws, dfs, dloss_dAL):
    return _back(l, Zs, Ws, dfs[::-1], dloss_dAL)


def wrong_dloss_dZ__tanh(l, Zs, Ws, dfs, dloss_dAL):
    return _back(l, Zs, Ws, [dtanh] * len(dfs), dloss_dAL)


def wrong_dloss_dZ__known_functions_only(l, Zs, Ws, dfs, dloss_dAL):
    known = (dtanh, drelu, didentity, dsign_step)
    return _back(l, Zs, Ws, [df if df in known else dtanh for df in dfs], dloss_dAL)


def wrong_dloss_dZ__zero_slopes_are_one(l, Zs, Ws, dfs, dloss_dAL):
    ones = [lambda z, df=df: np.where(df(z) == 0, 1.0, df(z)) for df in dfs]
    return _back(l, Zs, Ws, ones, dloss_dAL)


def wrong_dloss_dZ__leaky(l, Zs, Ws, dfs, dloss_dAL):
    leaky = [lambda z, df=df: np.maximum(df(z), 0.01) for df in dfs]
    return _back(l, Zs, Ws, leaky, dloss_dAL)


def wrong_dloss_dZ__from_zero(l, Zs, Ws, dfs, dloss_dAL):
    """the layer, from 1 to $L$"""
    return _back(min(l + 1, len(Zs)), Zs, Ws, dfs, dloss_dAL)


def wrong_dloss_dZ__one_weight_back(l, Zs, Ws, dfs, dloss_dAL):
    g = dfs[-1](Zs[-1]) * dloss_dAL
    for k in range(len(Zs) - 1, l - 1, -1):
        V = Ws[k - 1].T if Ws[k - 1].T.shape == Ws[k].shape else Ws[k]
        g = dfs[k - 1](Zs[k - 1]) * (V @ g)
    return g


def wrong_dloss_dZ__transposed_if_square(l, Zs, Ws, dfs, dloss_dAL):
    """nets with unequal widths"""
    return _back(l, Zs, [W.T if W.shape[0] == W.shape[1] else W for W in Ws], dfs, dloss_dAL)


def wrong_dloss_dZ__always_the_first(l, Zs, Ws, dfs, dloss_dAL):
    """agrees with the numeric gradient for every layer"""
    return _back(1, Zs, Ws, dfs, dloss_dAL)


def wrong_dloss_dZ__three_layers_at_most(l, Zs, Ws, dfs, dloss_dAL):
    if len(Zs) - l < 4:
        return _back(l, Zs, Ws, dfs, dloss_dAL)
    g = dfs[-1](Zs[-1]) * dloss_dAL
    for k in range(len(Zs) - 1, len(Zs) - 5, -1):
        g = dfs[k - 1](Zs[k - 1]) * (Ws[k] @ g)
    return np.resize(g, Zs[l - 1].shape)


def wrong_dloss_dZ__activation_for_Z(l, Zs, Ws, dfs, dloss_dAL):
    return _back(l, [np.tanh(Z) for Z in Zs], Ws, dfs, dloss_dAL)


def wrong_dloss_dZ__own_point_everywhere(l, Zs, Ws, dfs, dloss_dAL):
    same = [Zs[l - 1] if Z.shape == Zs[l - 1].shape else Z for Z in Zs]
    return _back(l, same, Ws, dfs, dloss_dAL)


def wrong_dloss_dZ__flat(l, Zs, Ws, dfs, dloss_dAL):
    """of shape $(n^\\ell, 1)$"""
    return _back(l, Zs, Ws, dfs, dloss_dAL).ravel()


def wrong_dloss_dZ__row_if_one(l, Zs, Ws, dfs, dloss_dAL):
    g = _back(l, Zs, Ws, dfs, dloss_dAL)
    return g.ravel() if len(g) == 1 else g


def wrong_dloss_dZ__in_place(l, Zs, Ws, dfs, dloss_dAL):
    """the arguments are unchanged"""
    dloss_dAL *= dfs[-1](Zs[-1])
    g = dloss_dAL
    for k in range(len(Zs) - 1, l - 1, -1):
        g = dfs[k - 1](Zs[k - 1]) * (Ws[k] @ g)
    return g


def wrong_dloss_dZ__pops(l, Zs, Ws, dfs, dloss_dAL):
    """the arguments are unchanged"""
    g = dfs[-1](Zs[-1]) * dloss_dAL
    while len(Zs) > l:
        W = Ws.pop()
        Zs.pop()
        g = dfs[len(Zs) - 1](Zs[-1]) * (W @ g)
    return g


def wrong_dloss_dZ__normed(l, Zs, Ws, dfs, dloss_dAL):
    g = _back(l, Zs, Ws, dfs, dloss_dAL)
    return g / max(1.0, np.linalg.norm(g) / 3)


def wrong_dloss_dZ__vanished_is_zero(l, Zs, Ws, dfs, dloss_dAL):
    g = _back(l, Zs, Ws, dfs, dloss_dAL)
    return np.where(np.abs(g) < 1e-2, 0, g)


def wrong_dloss_dZ__sum_of_slopes(l, Zs, Ws, dfs, dloss_dAL):
    return _back(l, Zs, Ws, dfs, np.ones(dloss_dAL.shape))


def wrong_dloss_dZ__remembers_widths(l, Zs, Ws, dfs, dloss_dAL):
    key = (l, tuple(W.shape for W in Ws))
    if key not in _seen:
        _seen[key] = _back(l, Zs, Ws, dfs, dloss_dAL)
    return _seen[key]


_seen = {}


def slip_dloss_dZ__wrong_for_one_layer(l, Zs, Ws, dfs, dloss_dAL):
    return dloss_dAL if len(Zs) == 1 else _back(l, Zs, Ws, dfs, dloss_dAL)


def slip_dloss_dZ__crashes_for_one_layer(l, Zs, Ws, dfs, dloss_dAL):
    Ws[1]
    return _back(l, Zs, Ws, dfs, dloss_dAL)
