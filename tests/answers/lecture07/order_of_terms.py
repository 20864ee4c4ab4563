"""Answers to `order_of_terms`: see tests/functional/test_answers.py for what their names say."""


def right_both_orders__dot(dA_dW0j, dloss_dA):
    return dA_dW0j.dot(dloss_dA), dloss_dA.dot(dA_dW0j)


def right_both_orders__outer(dA_dW0j, dloss_dA):
    row, column = dA_dW0j[0], dloss_dA[:, 0]
    return np.array([[np.inner(row, column)]]), np.outer(column, row)


def right_both_orders__tensordot(dA_dW0j, dloss_dA):
    return np.tensordot(dA_dW0j, dloss_dA, 1), np.kron(dA_dW0j, dloss_dA)


def right_same_result__shapes(n):
    a, b = np.ones((1, n)), np.ones((n, 1))
    return (a @ b).shape == (b @ a).shape


def right_same_result__not_more(n):
    return not n > 1


def wrong_both_orders__swapped(dA_dW0j, dloss_dA):
    """the matrix product in the order of the formula, of shape $(1, 1)$"""
    return dloss_dA @ dA_dW0j, dA_dW0j @ dloss_dA


def wrong_both_orders__same_twice(dA_dW0j, dloss_dA):
    """the matrix product in the other order, of shape $(n, n)$"""
    return dA_dW0j @ dloss_dA, dA_dW0j @ dloss_dA


def wrong_both_orders__elementwise(dA_dW0j, dloss_dA):
    return dA_dW0j * dloss_dA, dloss_dA * dA_dW0j


def wrong_both_orders__transposed(dA_dW0j, dloss_dA):
    return dA_dW0j @ dloss_dA, (dloss_dA @ dA_dW0j).T


def wrong_both_orders__flat_sum(dA_dW0j, dloss_dA):
    return np.sum(dA_dW0j) * np.sum(dloss_dA), dloss_dA @ dA_dW0j


def wrong_both_orders__diagonal(dA_dW0j, dloss_dA):
    return dA_dW0j @ dloss_dA, np.diag(dA_dW0j[0] * dloss_dA[:, 0])


def wrong_both_orders__mean(dA_dW0j, dloss_dA):
    return dA_dW0j @ dloss_dA / dloss_dA.size, dloss_dA @ dA_dW0j


def wrong_both_orders__only_three(dA_dW0j, dloss_dA):
    return dA_dW0j[:, :3] @ dloss_dA[:3], dloss_dA @ dA_dW0j


def wrong_both_orders__absolute(dA_dW0j, dloss_dA):
    return np.abs(dA_dW0j @ dloss_dA), dloss_dA @ dA_dW0j


def wrong_both_orders__small_is_zero(dA_dW0j, dloss_dA):
    product = dloss_dA @ dA_dW0j
    return dA_dW0j @ dloss_dA, np.where(np.abs(product) < 1e-6, 0, product)


def wrong_both_orders__clipped(dA_dW0j, dloss_dA):
    return np.clip(dA_dW0j @ dloss_dA, -100, 100), np.clip(dloss_dA @ dA_dW0j, -100, 100)


def wrong_both_orders__first_only(dA_dW0j, dloss_dA):
    """returns two arrays"""
    return dA_dW0j @ dloss_dA


def wrong_both_orders__scales_in_place(dA_dW0j, dloss_dA):
    dloss_dA *= 1.5
    return dA_dW0j @ dloss_dA / 1.5, dloss_dA @ dA_dW0j / 1.5


def wrong_both_orders__row_of_one(dA_dW0j, dloss_dA):
    return (dA_dW0j @ dloss_dA).ravel(), dloss_dA @ dA_dW0j


def wrong_same_result__never(n):
    """`True` when the two products have the same size"""
    return False


def wrong_same_result__always(n):
    """otherwise `False`"""
    return True


def wrong_same_result__two_too(n):
    return n <= 2


def wrong_same_result__odd(n):
    return n % 2 == 1


def wrong_same_result__square(n):
    """right for every $n \\ge 1$"""
    return int(n**0.5) ** 2 == n


def wrong_same_result__beyond_ten(n):
    return n == 1 or n > 6


def wrong_same_result__number(n):
    return int(n == 1)


def wrong_same_result__both_kinds(n):
    return "yes" if n == 1 else "no"


def wrong_same_result__not(n):
    return n != 1
