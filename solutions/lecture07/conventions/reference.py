from collections.abc import Callable

import numpy as np


def derivative_shape(v_shape: tuple[int, int], u_shape: tuple[int, int]) -> tuple[int, ...]:
    """The shape of ∂v/∂u by the first of the four rules that applies.

    v_shape, u_shape: tuples such as (3, 1). Returns a tuple, () for rule 1.
    Raises ValueError where no rule applies.
    """
    rules = applicable_rules(v_shape, u_shape)
    if not rules:
        raise ValueError(f"no rule for v {v_shape} and u {u_shape}")
    if rules[0] == 1:
        return ()
    if rules[0] == 3:
        return (u_shape[0], v_shape[0])
    return tuple(u_shape)


def applicable_rules(v_shape: tuple[int, int], u_shape: tuple[int, int]) -> list[int]:
    """The numbers of all rules that apply to v and u of these shapes, sorted.

    v_shape, u_shape: tuples such as (3, 1). Returns a list, [] when no rule applies.
    """
    v_scalar, u_scalar = tuple(v_shape) == (1, 1), tuple(u_shape) == (1, 1)
    v_column, u_column = v_shape[1] == 1, u_shape[1] == 1
    applies = {
        1: v_scalar and u_scalar,
        2: v_scalar and u_column,
        3: v_column and u_column,
        4: v_scalar,
    }
    return [rule for rule, fits in applies.items() if fits]


def derivative(
    v: Callable[[np.ndarray], np.ndarray], u: np.ndarray, rule: int
) -> float | np.ndarray:
    """The numeric derivative of the function v at u, laid out by one of the four rules.

    v: takes an array like u, returns an array (c, 1) or (1, 1). u: (b, 1), or (b, c) for rule 4.
    rule: 1, 2, 3 or 4. Returns a float for rule 1, (b, 1) for rule 2, (b, c) for rules 3 and 4.
    """
    h = 1e-5
    columns = np.size(v(u)) if rule == 3 else u.shape[1]
    result = np.zeros((u.shape[0], columns))
    for j in range(u.shape[0]):
        for k in range(u.shape[1]):
            moved = np.zeros(u.shape)
            moved[j, k] = h
            slope = (v(u + moved) - v(u - moved)) / (2 * h)
            if rule == 3:
                result[j, :] = np.ravel(slope)
            else:
                result[j, k] = np.ravel(slope)[0]
    return float(result[0, 0]) if rule == 1 else result


def rules_agree(v: Callable[[np.ndarray], np.ndarray], u: np.ndarray) -> bool:
    """Whether all rules that apply to v(u) and u give the same numbers.

    v: takes an array like u, returns an array (c, 1) or (1, 1). u: (b, 1) or (b, c).
    Raises ValueError where no rule applies.
    """
    rules = applicable_rules(np.shape(v(u)), np.shape(u))
    if not rules:
        raise ValueError("no rule applies")
    results = [np.ravel(derivative(v, u, rule)) for rule in rules]
    return all(bool(np.allclose(results[0], other, rtol=1e-4)) for other in results)
