"""Answers to `sigmoid_and_slope`: see tests/functional/test_answers.py for what their names say."""


def _s(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


def right_sigmoid__tanh(z):
    return 0.5 + 0.5 * np.tanh(z / 2)


def right_sigmoid__two_powers(z):
    a, b = np.exp(np.minimum(z, 0)), np.exp(-np.maximum(z, 0))
    return a / (a + b)


def right_sigmoid__loops(z):
    out = np.empty(z.shape)
    for at in np.ndindex(z.shape):
        e = np.exp(-abs(z[at]))
        out[at] = (1 if z[at] >= 0 else e) / (1 + e)
    return out


def right_dsigmoid__product(z):
    return _s(z) * (1 - _s(z))


def right_dsigmoid__cosh(z):
    e = np.exp(-np.abs(z) / 2)
    return 1 / (1 / e + e) ** 2 if np.max(np.abs(z)) < 600 else (e / (1 + e * e)) ** 2


def wrong_sigmoid__overflows(z):
    """without any overflow warning"""
    return 1 / (1 + np.exp(-z))


def wrong_sigmoid__overflows_upwards(z):
    """where $|z|$ is as large as $10^4$"""
    return np.exp(z) / (1 + np.exp(z))


def wrong_sigmoid__both_branches(z):
    """`np.exp` gets only numbers that are not positive"""
    return np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))


def wrong_sigmoid__clipped(z):
    return 1 / (1 + np.exp(-np.clip(z, -15, 15)))


def wrong_sigmoid__mirrored(z):
    return _s(-z)


def wrong_sigmoid__one_number(z):
    """arrays of the shape of `z`"""
    return float(_s(z).flat[0])


def wrong_sigmoid__flat(z):
    """arrays of the shape of `z`"""
    return _s(z).ravel()


def wrong_sigmoid__tanh_itself(z):
    """The sigmoid turns a score into a probability"""
    return np.tanh(z)


def wrong_sigmoid__labels(z):
    return (z >= 0).astype(float)


def wrong_sigmoid__base_ten(z):
    return 1 / (1 + 10.0 ** -np.clip(z, -300, 300))


def wrong_sigmoid__in_place(z):
    """`z` is unchanged"""
    np.clip(z, -700, 700, out=z)
    return 1 / (1 + np.exp(-z))


def wrong_sigmoid__float32(z):
    return _s(z.astype(np.float32)).astype(float)


def wrong_sigmoid__zero_at_zero(z):
    return np.where(z == 0, 0, _s(z))


def wrong_sigmoid__first_column(z):
    out = np.zeros(z.shape)
    out[:, 0] = _s(z[:, 0])
    return out


def wrong_dsigmoid__of_the_probability(z):
    """at the score `z` (not at the probability)"""
    return z * (1 - z)


def wrong_dsigmoid__overflows(z):
    """Both must be right, and without any overflow warning"""
    return np.exp(-z) / (1 + np.exp(-z)) ** 2


def wrong_dsigmoid__no_square(z):
    e = np.exp(-np.abs(z))
    return e / (1 + e)


def wrong_dsigmoid__tanh(z):
    return 1 - np.tanh(z) ** 2


def wrong_dsigmoid__odd(z):
    return np.sign(z) * _s(z) * _s(-z)


def wrong_dsigmoid__sign(z):
    return -_s(z) * _s(-z)


def wrong_dsigmoid__quotient(z):
    return (_s(z + 1e-6) - _s(z - 1e-6)) / 2e-6


def wrong_dsigmoid__twice(z):
    return _s(_s(z)) * _s(-_s(z))


def wrong_dsigmoid__in_place(z):
    """`z` is unchanged"""
    z[:] = np.abs(z)
    return np.exp(-z) / (1 + np.exp(-z)) ** 2


def wrong_dsigmoid__floor(z):
    return np.maximum(_s(z) * _s(-z), 1e-5)


def wrong_dsigmoid__saturates(z):
    return np.where(np.abs(z) > 5, 0, _s(z) * _s(-z))
