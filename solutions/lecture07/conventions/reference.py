"""The four conventions for ∂v/∂u as programs: shapes, overlaps, and numbers."""

from collections.abc import Callable

import numpy as np


def derivative_shape(v_shape: tuple[int, int], u_shape: tuple[int, int]) -> tuple[int, ...]:
    """The shape of ∂v/∂u by the four conventions.

    v_shape and u_shape are the shapes of v and u, pairs like (3, 1); a scalar has (1, 1). The result is
    a tuple: () where rule 1 applies (both are scalars), a pair elsewhere. Raises ValueError where no
    rule applies.
    """
    rules = applicable_rules(v_shape, u_shape)
    if not rules:
        raise ValueError(f"no rule lays out the derivative of {v_shape} by {u_shape}")
    if 1 in rules:
        return ()
    if 4 in rules:
        return (u_shape[0], u_shape[1])
    return (u_shape[0], v_shape[0])


def applicable_rules(v_shape: tuple[int, int], u_shape: tuple[int, int]) -> list[int]:
    """The numbers (1 to 4) of all conventions that cover v and u of these shapes, in increasing order.

    v_shape and u_shape are pairs like (3, 1); a scalar has (1, 1), and sizes of 1 count: a scalar is also
    a vector of length 1. The list is empty where no rule applies.
    """
    v_scalar, u_scalar = v_shape == (1, 1), u_shape == (1, 1)
    v_column, u_column = v_shape[1] == 1, u_shape[1] == 1
    applies = {
        1: v_scalar and u_scalar,
        2: v_scalar and u_column,
        3: v_column and u_column,
        4: v_scalar,
    }
    return [rule for rule, fits in applies.items() if fits]


def derivative(v: "Callable[[np.ndarray], np.ndarray]", u: np.ndarray, rule: int) -> np.ndarray:
    """The derivative of the function v at u, computed numerically and laid out by convention ``rule``.

    u is (b, c) and v(u) is 2-D. The result is a scalar for rule 1, (b, 1) for rule 2, (b, c) for rule 3
    with v(u) of shape (c, 1) and u of shape (b, 1), and (b, c) for rule 4. Six digits are enough.
    """
    h = 1e-5
    slopes = []
    for at in np.ndindex(u.shape):
        change = np.zeros(u.shape)
        change[at] = h
        slopes.append(np.ravel(v(u + change) - v(u - change)) / (2 * h))
    table = np.array(slopes)  # one row per entry of u, one column per entry of v
    if rule == 1:
        return table[0, 0]
    return table if rule == 3 else table.reshape(u.shape)


def rules_agree(v: "Callable[[np.ndarray], np.ndarray]", u: np.ndarray) -> bool:
    """Whether all conventions that apply to v at u give the same numbers.

    u is (b, c) and v(u) is 2-D. A scalar and an array with that one entry count as the same numbers.
    Raises ValueError where no rule applies.
    """
    rules = applicable_rules(np.shape(v(u)), np.shape(u))
    if not rules:
        raise ValueError("no rule applies to v and u")
    first = np.ravel(derivative(v, u, rules[0]))
    return all(np.allclose(np.ravel(derivative(v, u, rule)), first) for rule in rules[1:])
