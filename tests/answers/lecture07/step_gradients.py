"""Answers to `step_gradients`: see tests/functional/test_answers.py for what their names say."""


def _gradient(l, x, y, Ws, W0s, fs, dfs):
    Zs, As = [], [x]
    for W, W0, f in zip(Ws, W0s, fs):
        Zs.append(W.T @ As[-1] + W0)
        As.append(f(Zs[-1]))
    D = dfs[-1](Zs[-1]) * 2 * (As[-1] - y)
    for k in range(len(Ws) - 1, l - 1, -1):
        D = dfs[k - 1](Zs[k - 1]) * (Ws[k] @ D)
    return As[l - 1] @ D.T


def _steps(dfs, W0s):
    return [not np.any(df(W0 + 0.7)) for df, W0 in zip(dfs, W0s)]


def right_zero_gradient_layers__last_step(names):
    return list(range(1, len(names) - names[::-1].index("step") + 1)) if "step" in names else []


def right_zero_gradient_layers__any_above(names):
    return [l for l in range(1, len(names) + 1) if "step" in names[l - 1 :]]


def right_zero_gradient_layers__backwards(names):
    out, cut = [], False
    for l in range(len(names), 0, -1):
        cut = cut or names[l - 1] == "step"
        if cut:
            out.append(l)
    return sorted(out)


def right_step_gradient__own_backward(l, x, y, Ws, W0s, fs, dfs):
    return backward(x, y, Ws, W0s, fs, dfs)[0][l - 1]


def right_step_gradient__zeros_when_cut_off(l, x, y, Ws, W0s, fs, dfs):
    if any(df is dsign_step for df in dfs[l - 1 :]):
        return np.zeros(Ws[l - 1].shape)
    return _gradient(l, x, y, Ws, W0s, fs, dfs)


def right_step_gradient__own_functions(l, x, y, Ws, W0s, fs, dfs):
    Zs, As = forward(x, Ws, W0s, fs)
    return As[l - 1] @ dloss_dZ(l, Zs, Ws, dfs, dloss_dA(As[-1], y)).T


def wrong_zero_gradient_layers__the_steps(names):
    """the layers $\\ell$ (counted from 1) for which"""
    return [l for l, name in enumerate(names, 1) if name == "step"]


def wrong_zero_gradient_layers__below_only(names):
    return right_zero_gradient_layers__any_above(names)[:-1]


def wrong_zero_gradient_layers__above(names):
    return [l for l in range(1, len(names) + 1) if "step" in names[:l]]


def wrong_zero_gradient_layers__from_zero(names):
    """(counted from 1)"""
    return [l - 1 for l in right_zero_gradient_layers__any_above(names)]


def wrong_zero_gradient_layers__up_to_the_first(names):
    return list(range(1, names.index("step") + 2)) if "step" in names else []


def wrong_zero_gradient_layers__two_below(names):
    return [
        l for l in right_zero_gradient_layers__any_above(names) if "step" in names[l - 1 : l + 1]
    ]


def wrong_zero_gradient_layers__not_the_last(names):
    return [l for l in range(1, len(names) + 1) if "step" in names[l - 1 : -1]]


def wrong_zero_gradient_layers__not_the_first(names):
    return [l for l in right_zero_gradient_layers__any_above(names) if l > 1 or names[0] == "step"]


def wrong_zero_gradient_layers__relu_too(names):
    """*whatever the weights are*"""
    return [l for l in range(1, len(names) + 1) if {"step", "relu"} & set(names[l - 1 :])]


def wrong_zero_gradient_layers__sigmoid_too(names):
    return [l for l in range(1, len(names) + 1) if {"step", "sigmoid"} & set(names[l - 1 :])]


def wrong_zero_gradient_layers__tanh_too(names):
    return [l for l in range(1, len(names) + 1) if {"step", "tanh"} & set(names[l - 1 :])]


def wrong_zero_gradient_layers__identity_too(names):
    return [l for l in range(1, len(names) + 1) if {"step", "identity"} & set(names[l - 1 :])]


def wrong_zero_gradient_layers__four_at_most(names):
    return [l for l in range(1, min(len(names), 5) + 1) if "step" in names[l - 1 :]]


def wrong_zero_gradient_layers__reversed(names):
    """Return the sorted list"""
    return right_zero_gradient_layers__any_above(names)[::-1]


def wrong_zero_gradient_layers__tuple(names):
    """Return the sorted list"""
    return tuple(right_zero_gradient_layers__any_above(names))


def wrong_zero_gradient_layers__range(names):
    return range(1, len(right_zero_gradient_layers__any_above(names)) + 1)


def wrong_zero_gradient_layers__array(names):
    """Return the sorted list"""
    return np.array(right_zero_gradient_layers__any_above(names))


def wrong_zero_gradient_layers__none_without_step(names):
    return right_zero_gradient_layers__any_above(names) or None


def wrong_zero_gradient_layers__count(names):
    return len(right_zero_gradient_layers__any_above(names))


def wrong_zero_gradient_layers__eats(names):
    """the arguments are unchanged"""
    found = right_zero_gradient_layers__any_above(names)
    names.clear()
    return found


def wrong_zero_gradient_layers__one_layer_only(names):
    return [] if len(names) == 1 else right_zero_gradient_layers__any_above(names)


def _replaced(dfs, slope):
    return [lambda z, df=df: slope(z) if not np.any(df(np.abs(z) + 0.5)) else df(z) for df in dfs]


def wrong_step_gradient__through_the_step(l, x, y, Ws, W0s, fs, dfs):
    """whose derivative is 0 everywhere"""
    return _gradient(l, x, y, Ws, W0s, fs, _replaced(dfs, np.ones_like))


def wrong_step_gradient__tanh_slope(l, x, y, Ws, W0s, fs, dfs):
    return _gradient(l, x, y, Ws, W0s, fs, _replaced(dfs, dtanh))


def wrong_step_gradient__slope_above_only(l, x, y, Ws, W0s, fs, dfs):
    ds = _replaced(dfs, dtanh)
    return _gradient(l, x, y, Ws, W0s, fs, [*dfs[:l], *ds[l:]])


def wrong_step_gradient__slope_at_the_layer_only(l, x, y, Ws, W0s, fs, dfs):
    ds = _replaced(dfs, dtanh)
    return _gradient(l, x, y, Ws, W0s, fs, [*dfs[: l - 1], ds[l - 1], *dfs[l:]])


def wrong_step_gradient__slope_in_the_last_only(l, x, y, Ws, W0s, fs, dfs):
    ds = _replaced(dfs, dtanh)
    return _gradient(l, x, y, Ws, W0s, fs, [*dfs[:-1], ds[-1]] if l < len(Ws) else dfs)


def wrong_step_gradient__slope_two_above(l, x, y, Ws, W0s, fs, dfs):
    ds = _replaced(dfs, dtanh)
    return _gradient(l, x, y, Ws, W0s, fs, [*dfs[: l + 1], *ds[l + 1 :]])


def wrong_step_gradient__any_step(l, x, y, Ws, W0s, fs, dfs):
    """gradients are right for steps in any place"""
    g = _gradient(l, x, y, Ws, W0s, fs, dfs)
    return 0 * g if any(_steps(dfs, W0s)) else g


def wrong_step_gradient__step_below(l, x, y, Ws, W0s, fs, dfs):
    g = _gradient(l, x, y, Ws, W0s, fs, dfs)
    return 0 * g if any(_steps(dfs, W0s)[: l - 1]) else g


def wrong_step_gradient__first_layer_cut_by_step(l, x, y, Ws, W0s, fs, dfs):
    g = _gradient(l, x, y, Ws, W0s, fs, dfs)
    return 0 * g if _steps(dfs, W0s)[0] else g


def wrong_step_gradient__a_number(l, x, y, Ws, W0s, fs, dfs):
    """zeros **of the right shape**"""
    g = _gradient(l, x, y, Ws, W0s, fs, dfs)
    return g if np.any(g) else 0.0


def wrong_step_gradient__column_of_zeros(l, x, y, Ws, W0s, fs, dfs):
    """zeros **of the right shape**"""
    g = _gradient(l, x, y, Ws, W0s, fs, dfs)
    return g if np.any(g) else np.zeros(W0s[l - 1].shape)


def wrong_step_gradient__transposed_zeros(l, x, y, Ws, W0s, fs, dfs):
    g = _gradient(l, x, y, Ws, W0s, fs, dfs)
    return g if np.any(g) else g.T


def wrong_step_gradient__all_zero(l, x, y, Ws, W0s, fs, dfs):
    return np.zeros(Ws[l - 1].shape)


def wrong_step_gradient__next_layer(l, x, y, Ws, W0s, fs, dfs):
    return _gradient(min(l + 1, len(Ws)), x, y, Ws, W0s, fs, dfs)


def wrong_step_gradient__no_two(l, x, y, Ws, W0s, fs, dfs):
    """for the squared loss"""
    return _gradient(l, x, y, Ws, W0s, fs, dfs) / 2


def wrong_step_gradient__steps_are_tanh(l, x, y, Ws, W0s, fs, dfs):
    soft = [tanh if f is sign_step else f for f in fs]
    return _gradient(l, x, y, Ws, W0s, soft, dfs)


def wrong_step_gradient__all_tanh(l, x, y, Ws, W0s, fs, dfs):
    return _gradient(l, x, y, Ws, W0s, [f if f is sign_step else tanh for f in fs], dfs)


def wrong_step_gradient__relu_never_dead(l, x, y, Ws, W0s, fs, dfs):
    ds = [lambda z, df=df: np.maximum(df(z), 0.01) if df is drelu else df(z) for df in dfs]
    return _gradient(l, x, y, Ws, W0s, fs, ds)


def wrong_step_gradient__relu_is_a_step(l, x, y, Ws, W0s, fs, dfs):
    g = _gradient(l, x, y, Ws, W0s, fs, dfs)
    return 0 * g if drelu in dfs[l - 1 :] else g


def wrong_step_gradient__x_for_every_layer(l, x, y, Ws, W0s, fs, dfs):
    g = _gradient(l, x, y, Ws, W0s, fs, dfs)
    return g if l == 1 or len(x) != len(g) else x @ np.ones((1, len(x))) @ g / len(x)


def wrong_step_gradient__three_layers(l, x, y, Ws, W0s, fs, dfs):
    g = _gradient(l, x, y, Ws, W0s, fs, dfs)
    return g if len(Ws) - l < 4 else 0 * g


def wrong_step_gradient__moves_weights(l, x, y, Ws, W0s, fs, dfs):
    """the arguments are unchanged"""
    g = _gradient(l, x, y, Ws, W0s, fs, dfs)
    Ws[l - 1] -= 0.01 * g + 1e-3
    return g


def slip_step_gradient__crashes_for_one_layer(l, x, y, Ws, W0s, fs, dfs):
    Ws[1]
    return _gradient(l, x, y, Ws, W0s, fs, dfs)
