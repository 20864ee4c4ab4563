"""Answers to `loss_of_a_point`: see tests/functional/test_answers.py for what their names say."""


def right_nll__formula(g, y):
    g = np.clip(g, 1e-9, 1 - 1e-9)
    return -(y * np.log(g) + (1 - y) * np.log(1 - g))


def right_nll__probability_of_the_label(g, y):
    g = min(max(g, 1e-9), 1 - 1e-9)
    p = g if y == 1 else 1 - g
    return float(-np.log(p))


def right_nll__log1p(g, y):
    g = min(max(g, 1e-9), 1 - 1e-9)
    return -float(np.log(g)) if y else -float(np.log1p(-g))


def right_nll_of_score__logaddexp(z, y):
    return np.logaddexp(0, z) - y * z


def right_nll_of_score__other_logaddexp(z, y):
    return np.logaddexp(0, -z if y else z)


def right_nll_of_score__plain_log(z, y):
    s = -z if y == 1 else z
    return s + np.log(1 + np.exp(-s)) if s > 0 else np.log(1 + np.exp(s))


def wrong_nll__no_clip(g, y):
    """No warning may occur in either"""
    return -(y * np.log(g) + (1 - y) * np.log(1 - g))


def wrong_nll__swapped(g, y):
    """\\mathcal L_{\\text{nll}}(g, y)"""
    g = np.clip(g, 1e-9, 1 - 1e-9)
    return -((1 - y) * np.log(g) + y * np.log(1 - g))


def wrong_nll__positive(g, y):
    g = np.clip(g, 1e-9, 1 - 1e-9)
    return y * np.log(g) + (1 - y) * np.log(1 - g)


def wrong_nll__base_two(g, y):
    """with the natural logarithm"""
    g = np.clip(g, 1e-9, 1 - 1e-9)
    return -(y * np.log2(g) + (1 - y) * np.log2(1 - g))


def wrong_nll__clipped_wider(g, y):
    """**clip** $g$ to the interval $[10^{-9}, 1 - 10^{-9}]$"""
    g = np.clip(g, 1e-8, 1 - 1e-8)
    return -(y * np.log(g) + (1 - y) * np.log(1 - g))


def wrong_nll__clipped_closer(g, y):
    g = np.clip(g, 1e-12, 1 - 1e-12)
    return -(y * np.log(g) + (1 - y) * np.log(1 - g))


def wrong_nll__clipped_below_only(g, y):
    """for $g = 0$ and $g = 1$"""
    g = max(g, 1e-9)
    return -(y * np.log(g) + (1 - y) * np.log(max(1 - g, 1e-16)))


def wrong_nll__clipped_above_only(g, y):
    g = min(g, 1 - 1e-9)
    return -(y * np.log(max(g, 1e-16)) + (1 - y) * np.log(1 - g))


def wrong_nll__two_special_cases(g, y):
    g = 1e-9 if g == 0 else 1 - 1e-9 if g == 1 else g
    return -(y * np.log(g) + (1 - y) * np.log(1 - g))


def wrong_nll__special_below_only(g, y):
    g = 1e-9 if g == 0 else min(g, 1 - 1e-9)
    return -(y * np.log(g) + (1 - y) * np.log(1 - g))


def wrong_nll__added(g, y):
    return -(y * np.log(g + 1e-9) + (1 - y) * np.log(1 - g + 1e-9))


def wrong_nll__clipped_far(g, y):
    g = np.clip(g, 1e-3, 1 - 1e-3)
    return -(y * np.log(g) + (1 - y) * np.log(1 - g))


def wrong_nll__zero_when_right(g, y):
    if round(g) == y and abs(g - y) < 1e-3:
        return 0.0
    g = np.clip(g, 1e-9, 1 - 1e-9)
    return -(y * np.log(g) + (1 - y) * np.log(1 - g))


def wrong_nll__y_only(g, y):
    """for both labels"""
    g = np.clip(g, 1e-9, 1 - 1e-9)
    return -y * np.log(g)


def wrong_nll__squared(g, y):
    return (g - y) ** 2


def wrong_nll__loss_clipped(g, y):
    p = g if y else 1 - g
    return min(20.0, -np.log(max(p, 1e-12)))


def wrong_nll__column(g, y):
    """and so are the results"""
    g = np.clip(g, 1e-9, 1 - 1e-9)
    return np.array([-(y * np.log(g) + (1 - y) * np.log(1 - g))] * 2)


def wrong_nll_of_score__naive(z, y):
    """for scores as large as $|z| = 800$"""
    g = 1 / (1 + np.exp(-z))
    return -(y * np.log(g) + (1 - y) * np.log(1 - g))


def wrong_nll_of_score__through_clipping(z, y):
    """Do **not** clip here"""
    g = 0.5 + 0.5 * np.tanh(z / 2)
    return nll(g, y)


def wrong_nll_of_score__overflows(z, y):
    """No warning may occur in either"""
    return np.log(1 + np.exp(-z if y else z))


def wrong_nll_of_score__straight(z, y):
    return max(0.0, -z if y else z)


def wrong_nll_of_score__straight_beyond_three(z, y):
    s = -z if y else z
    return s if s > 3 else 0.0 if s < -30 else np.log1p(np.exp(s))


def wrong_nll_of_score__straight_beyond_eight(z, y):
    s = -z if y else z
    return s if s > 8 else np.log1p(np.exp(s))


def wrong_nll_of_score__nothing_below_minus_five(z, y):
    s = -z if y else z
    return 0.0 if s < -5 else np.logaddexp(0, s)


def wrong_nll_of_score__clipped_score(z, y):
    s = -z if y else z
    return np.logaddexp(0, np.clip(s, -500, 500))


def wrong_nll_of_score__clipped_score_at_thirty(z, y):
    s = -z if y else z
    return np.logaddexp(0, np.clip(s, -30, 30))


def wrong_nll_of_score__wrong_label(z, y):
    """for both labels"""
    return np.logaddexp(0, z if y else -z)


def wrong_nll_of_score__one_label(z, y):
    return np.logaddexp(0, -z)


def wrong_nll_of_score__at_zero(z, y):
    return 0.5 if z == 0 else np.logaddexp(0, z) - y * z


def wrong_nll_of_score__near_zero(z, y):
    return np.log(2) if abs(z) < 1e-3 else np.logaddexp(0, z) - y * z


def wrong_nll_of_score__base_two(z, y):
    return (np.logaddexp(0, z) - y * z) / np.log(2)


def wrong_nll_of_score__capped(z, y):
    return min(700.0, np.logaddexp(0, z) - y * z)


def wrong_nll_of_score__rounded(z, y):
    return round(float(np.logaddexp(0, z) - y * z), 8)
