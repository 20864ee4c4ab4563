"""Answers to `forward`: see tests/functional/test_answers.py for what their names say."""


def _net(x, Ws, W0s, fs):
    Zs, As = [], [x]
    for W, W0, f in zip(Ws, W0s, fs):
        Zs.append(W.T @ As[-1] + W0)
        As.append(f(Zs[-1]))
    return Zs, As


def right_forward__indices(x, Ws, W0s, fs):
    L = len(Ws)
    Zs, As = [None] * L, [x] + [None] * L
    for l in range(1, L + 1):
        Zs[l - 1] = np.dot(np.transpose(Ws[l - 1]), As[l - 1]) + W0s[l - 1]
        As[l] = fs[l - 1](Zs[l - 1])
    return Zs, As


def right_forward__copies(x, Ws, W0s, fs):
    Zs, As = _net(x, Ws, W0s, fs)
    return [Z.copy() for Z in Zs], [A.copy() for A in As]


def right_forward__tuples(x, Ws, W0s, fs):
    A, pairs = x, []
    for W, W0, f in zip(Ws, W0s, fs):
        Z = layer(A, W, W0)
        A = f(Z)
        pairs.append((Z, A))
    return [Z for Z, _ in pairs], [x, *(A for _, A in pairs)]


def slip_forward__x_left_out(x, Ws, W0s, fs):
    """`As[0]` is `x`"""
    Zs, As = _net(x, Ws, W0s, fs)
    return Zs, As[1:]


def wrong_forward__swapped(x, Ws, W0s, fs):
    """Return two lists `(Zs, As)`"""
    return _net(x, Ws, W0s, fs)[::-1]


def wrong_forward__x_in_both(x, Ws, W0s, fs):
    """`Zs`, of length $L$"""
    Zs, As = _net(x, Ws, W0s, fs)
    return [x, *Zs], As


def wrong_forward__last_only(x, Ws, W0s, fs):
    Zs, As = _net(x, Ws, W0s, fs)
    return Zs[-1], As[-1]


def wrong_forward__activations_twice(x, Ws, W0s, fs):
    """`Zs[l-1]` is $Z^\\ell$"""
    Zs, As = _net(x, Ws, W0s, fs)
    return As[1:], As


def wrong_forward__fed_with_Z(x, Ws, W0s, fs):
    Zs, As = [], [x]
    Z = x
    for W, W0, f in zip(Ws, W0s, fs):
        Z = W.T @ Z + W0
        Zs.append(Z)
        As.append(f(Z))
    return Zs, As


def wrong_forward__first_function(x, Ws, W0s, fs):
    """`fs[l-1]` is the function $f^\\ell$"""
    return _net(x, Ws, W0s, [fs[0]] * len(fs))


def wrong_forward__last_function(x, Ws, W0s, fs):
    return _net(x, Ws, W0s, [fs[-1]] * len(fs))


def wrong_forward__functions_reversed(x, Ws, W0s, fs):
    return _net(x, Ws, W0s, fs[::-1])


def wrong_forward__linear_output(x, Ws, W0s, fs):
    return _net(x, Ws, W0s, [*fs[:-1], identity])


def wrong_forward__tanh(x, Ws, W0s, fs):
    """A^\\ell = f^\\ell(Z^\\ell)"""
    return _net(x, Ws, W0s, [np.tanh] * len(fs))


def wrong_forward__known_functions_only(x, Ws, W0s, fs):
    known = {f: f for f in (tanh, relu, identity, sign_step)}
    return _net(x, Ws, W0s, [known.get(f, tanh) for f in fs])


def wrong_forward__no_offsets(x, Ws, W0s, fs):
    return _net(x, Ws, [0 * W0 for W0 in W0s], fs)


def wrong_forward__first_offset_left_out(x, Ws, W0s, fs):
    return _net(x, Ws, [0 * W0s[0], *W0s[1:]], fs)


def wrong_forward__four_layers_at_most(x, Ws, W0s, fs):
    Zs, As = [], [x]
    for l in range(len(Ws)):
        Zs.append(Ws[l].T @ As[min(l, 4)] + W0s[l] if l < 5 else Zs[-1])
        As.append(fs[l](Zs[-1]))
    return Zs, As


def wrong_forward__untransposed_if_square(x, Ws, W0s, fs):
    return _net(x, [W.T if W.shape[0] == W.shape[1] else W for W in Ws], W0s, fs)


def wrong_forward__middle_untransposed_if_square(x, Ws, W0s, fs):
    Vs = [W.T if 0 < l < len(Ws) - 1 and W.shape[0] == W.shape[1] else W for l, W in enumerate(Ws)]
    return _net(x, Vs, W0s, fs)


def wrong_forward__flat(x, Ws, W0s, fs):
    """of shape $(n^\\ell, 1)$"""
    Zs, As = _net(x, Ws, W0s, fs)
    return [Z.ravel() for Z in Zs], [A.ravel() for A in As]


def wrong_forward__flat_if_one(x, Ws, W0s, fs):
    Zs, As = _net(x, Ws, W0s, fs)
    return [Z.ravel() if len(Z) == 1 else Z for Z in Zs], As


def wrong_forward__relu_in_place(x, Ws, W0s, fs):
    Zs, As = [], [x]
    for W, W0, f in zip(Ws, W0s, fs):
        Z = W.T @ As[-1] + W0
        Zs.append(Z)
        Z[:] = f(Z)
        As.append(Z)
    return Zs, As


def wrong_forward__one_array(x, Ws, W0s, fs):
    A, Zs, As = x, [], [x]
    for W, W0, f in zip(Ws, W0s, fs):
        Z = W.T @ A + W0
        Zs.append(Z)
        A = f(Z)
        As.append(As[-1] if A.shape == As[-1].shape else A)
    return Zs, As


def wrong_forward__changes_x(x, Ws, W0s, fs):
    """the arguments are unchanged"""
    out = _net(x.copy(), Ws, W0s, fs)
    x *= 2
    return out


def wrong_forward__eats_the_lists(x, Ws, W0s, fs):
    """the arguments are unchanged"""
    Zs, As = [], [x]
    while Ws:
        Zs.append(Ws.pop(0).T @ As[-1] + W0s.pop(0))
        As.append(fs.pop(0)(Zs[-1]))
    return Zs, As


def wrong_forward__remembers_widths(x, Ws, W0s, fs):
    key = tuple(W.shape for W in Ws)
    if key not in _seen:
        _seen[key] = _net(x, Ws, W0s, fs)
    return _seen[key]


_seen = {}


def wrong_forward__depth_two(x, Ws, W0s, fs):
    """for any $L \\ge 1$"""
    return _net(x, Ws[:2], W0s[:2], fs[:2])


def wrong_forward__saturated(x, Ws, W0s, fs):
    Zs, As = _net(x, Ws, W0s, fs)
    return [np.clip(Z, -4, 4) for Z in Zs], As


def slip_forward__crashes_for_one_layer(x, Ws, W0s, fs):
    Ws[1]
    return _net(x, Ws, W0s, fs)


def slip_forward__wrong_in_deep_nets(x, Ws, W0s, fs):
    Zs, As = _net(x, Ws, W0s, fs)
    if len(Ws) > 4:
        As[-1] = Zs[-1] * 0
    return Zs, As
