"""Answers to `no_substitution`: see tests/functional/test_answers.py for what their names say."""


def right_dA_dW__loops(x, n):
    out = np.zeros((len(x), n, n))
    for j in range(len(x)):
        for k in range(n):
            out[j, k, k] = x[j, 0]
    return out


def right_dA_dW__outer(x, n):
    return np.multiply.outer(x[:, 0], np.eye(n))


def right_dA_dW__fancy(x, n):
    out = np.zeros((x.size, n, n))
    out[:, np.arange(n), np.arange(n)] = x
    return out


def right_substitution_fits__shapes(m, n):
    return np.zeros((m, n)).shape == (np.zeros((m, n)) @ np.zeros((n, 1))).shape


def right_substitution_fits__numpy(m, n):
    return np.bool_(n == 1)


def wrong_dA_dW__matrix(x, n):
    """an array of shape $(m, n, n)$"""
    return np.repeat(x, n, axis=1)


def wrong_dA_dW__full(x, n):
    """with entry `[j, k, p]` $= \\partial A_p/\\partial W_{jk}$"""
    return np.tile(x[:, :, None], (1, n, n))


def wrong_dA_dW__ones(x, n):
    return np.tile(np.eye(n), (len(x), 1, 1))


def wrong_dA_dW__first_output(x, n):
    out = np.zeros((len(x), n, n))
    out[:, 0, 0] = x[:, 0]
    return out


def wrong_dA_dW__backwards(x, n):
    return x[:, :, None] * np.eye(n)[::-1]


def wrong_dA_dW__moved_index(x, n):
    return np.moveaxis(x[:, :, None] * np.eye(n), 0, 2)


def wrong_dA_dW__inputs_reversed(x, n):
    return x[::-1, :, None] * np.eye(n)


def wrong_dA_dW__square(x, n):
    return x[:, :, None] * np.eye(len(x))


def wrong_dA_dW__no_last_index_for_one(x, n):
    return x[:, :, None] * np.eye(n) if n > 1 else x.reshape(-1, 1)


def wrong_dA_dW__no_first_index_for_one(x, n):
    out = x[:, :, None] * np.eye(n)
    return out[0] if len(x) == 1 else out


def wrong_dA_dW__absolute(x, n):
    return np.abs(x)[:, :, None] * np.eye(n)


def wrong_dA_dW__ints(x, n):
    out = np.zeros((len(x), n, n), dtype=int)
    for k in range(n):
        out[:, k, k] = x[:, 0]
    return out


def wrong_dA_dW__three_at_most(x, n):
    out = np.zeros((len(x), n, n))
    for k in range(min(n, 3)):
        out[:, k, k] = x[:, 0]
    return out


def wrong_dA_dW__zeroes_input(x, n):
    out = x[:, :, None] * np.eye(n)
    x[:] = 0
    return out


def wrong_dA_dW__small_is_zero(x, n):
    return np.where(np.abs(x) < 1e-2, 0, x)[:, :, None] * np.eye(n)


def wrong_dA_dW__scaled(x, n):
    return x[:, :, None] / max(1.0, np.max(np.abs(x)) / 50) * np.eye(n)


def wrong_substitution_fits__never(m, n):
    """there could be *some* matrix $M$"""
    return False


def wrong_substitution_fits__always(m, n):
    """otherwise `False`"""
    return True


def wrong_substitution_fits__square(m, n):
    return m == n


def wrong_substitution_fits__both_one(m, n):
    """has the size $m \\times n$"""
    return m == n == 1


def wrong_substitution_fits__one_input(m, n):
    return m == 1


def wrong_substitution_fits__either(m, n):
    return m == 1 or n == 1


def wrong_substitution_fits__one_output_not_one_input(m, n):
    return n == 1 and m > 1


def wrong_substitution_fits__divisible(m, n):
    return m % n == 0


def wrong_substitution_fits__fewer_outputs(m, n):
    return n < m


def wrong_substitution_fits__small(m, n):
    return n <= 1 or m * n <= 2


def wrong_substitution_fits__far(m, n):
    return n == 1 and m < 5


def wrong_substitution_fits__number(m, n):
    return 1 if n == 1 else 0


def wrong_substitution_fits__words(m, n):
    return "True" if n == 1 else "False"
