"""Answers to `activations`: see tests/functional/test_answers.py for what their names say."""


def right_step__comparison_times_one(z):
    return 1 * (z >= 0)


def right_step__one_minus_negative(z):
    return 1.0 - np.less(z, 0)


def right_step__loops(z):
    out = np.empty(z.shape)
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            out[i, j] = 0 if z[i, j] < 0 else 1
    return out


def right_sigmoid__tanh(z):
    return (1 + np.tanh(z / 2)) / 2


def right_sigmoid__masks(z):
    out = np.zeros_like(z)
    up = z > 0
    out[up] = 1 / (1 + np.exp(-z[up]))
    low = np.exp(z[~up])
    out[~up] = low / (low + 1)
    return out


def right_sigmoid__clipped_where_nothing_is_left(z):
    return 1 / (1 + np.exp(-np.clip(z, -700, 700)))


def right_dstep__times_zero(z):
    return 0 * z


def right_dsigmoid__square(z):
    e = np.exp(-np.abs(z))
    return e / (1 + e) ** 2


def right_dsigmoid__own_sigmoid(z):
    s = sigmoid(z)
    return s - s**2


def wrong_step__strict(z):
    """it is 1 at $z = 0$"""
    return np.where(z > 0, 1.0, 0.0)


def wrong_step__half_at_zero(z):
    """it is 1 at $z = 0$"""
    return np.heaviside(z, 0.5)


def wrong_step__signs(z):
    """the results are the numbers 0 and 1"""
    return np.where(z >= 0, 1.0, -1.0)


def wrong_step__forgiving(z):
    return np.where(z >= -1e-9, 1.0, 0.0)


def wrong_step__forgiving_a_little(z):
    return np.where(z + 1.0 >= 1.0, 1.0, 0.0)


def wrong_step__rounded(z):
    return np.where(np.round(z, 3) >= 0, 1.0, 0.0)


def wrong_step__cast_to_int_first(z):
    return np.where(z.astype(int) >= 0, 1.0, 0.0)


def wrong_step__float32(z):
    return (z.astype(np.float32) >= 0).astype(float)


def wrong_step__first_column_only(z):
    """may have any shape"""
    out = np.zeros(z.shape)
    out[:, 0] = z[:, 0] >= 0
    return out


def wrong_step__one_number(z):
    """the result has the same shape"""
    return 1.0 if z.flat[0] >= 0 else 0.0


def wrong_step__in_place(z):
    """`z` is unchanged"""
    z[z >= 0] = 1
    z[z < 0] = 0
    return z


def wrong_step__clipped_argument(z):
    z[:] = np.clip(z, -1, 1)
    return (z >= 0) * 1.0


def wrong_sigmoid__overflows(z):
    """without any overflow warning even where $|z| = 10^4$"""
    return 1 / (1 + np.exp(-z))


def wrong_sigmoid__overflows_upwards(z):
    """It must give right values"""
    return np.exp(z) / (1 + np.exp(z))


def wrong_sigmoid__both_branches(z):
    """make sure that `np.exp` only ever sees numbers that are not positive"""
    return np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))


def wrong_sigmoid__clipped(z):
    return 1 / (1 + np.exp(-np.clip(z, -10, 10)))


def wrong_sigmoid__clipped_far(z):
    return 1 / (1 + np.exp(-np.clip(z, -20, 20)))


def wrong_sigmoid__saturates(z):
    e = np.exp(-np.abs(z))
    return np.where(np.abs(z) > 6, (z > 0) * 1.0, np.where(z >= 0, 1, e) / (1 + e))


def wrong_sigmoid__linear_near_zero(z):
    e = np.exp(-np.abs(z))
    return np.where(np.abs(z) < 1e-2, 0.5 + z / 4 + 1e-7, np.where(z >= 0, 1, e) / (1 + e))


def wrong_sigmoid__flat(z):
    """each returns an array of the shape of `z`"""
    e = np.exp(-np.abs(z))
    return (np.where(z >= 0, 1, e) / (1 + e)).ravel()


def wrong_sigmoid__mirrored(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, e, 1) / (1 + e)


def wrong_sigmoid__half_for_zero_only(z):
    e = np.exp(-np.abs(z))
    return np.where(z > 0, 1 / (1 + e), np.where(z < 0, e / (1 + e), 0.0))


def wrong_sigmoid__float32(z):
    e = np.exp(-np.abs(z.astype(np.float32)))
    return (np.where(z >= 0, np.float32(1), e) / (1 + e)).astype(float)


def wrong_sigmoid__halves_its_argument(z):
    z /= 2
    return (1 + np.tanh(z)) / 2


def wrong_dstep__infinite_at_zero(z):
    """return 0 there too"""
    return np.where(z == 0, np.inf, 0.0)


def wrong_dstep__one_at_zero(z):
    """return 0 there too"""
    return np.where(z == 0, 1.0, 0.0)


def wrong_dstep__bump(z):
    return np.where(np.abs(z) < 1e-6, 1.0, 0.0)


def wrong_dstep__a_number(z):
    return 0.0


def wrong_dstep__nan_at_zero(z):
    out = np.zeros(z.shape)
    out[z == 0] = np.nan
    return out


def wrong_dsigmoid__of_the_probability(z):
    """with the right numbers"""
    return z * (1 - z)


def wrong_dsigmoid__sigmoid(z):
    return sigmoid(z)


def wrong_dsigmoid__peak_is_one(z):
    return 4 * sigmoid(z) * sigmoid(-z)


def wrong_dsigmoid__bell(z):
    return np.exp(-(z**2) / 4) / 4


def wrong_dsigmoid__difference_quotient(z):
    return (sigmoid(z + 1e-5) - sigmoid(z - 1e-5)) / 2e-5


def wrong_dsigmoid__overflows(z):
    return np.exp(-z) / (1 + np.exp(-z)) ** 2


def wrong_dsigmoid__never_zero(z):
    return np.maximum(sigmoid(z) * sigmoid(-z), 1e-6)


def wrong_dsigmoid__in_place(z):
    np.abs(z, out=z)
    return np.exp(-z) / (1 + np.exp(-z)) ** 2
