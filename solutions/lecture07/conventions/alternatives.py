"""Right answers written differently."""

from collections.abc import Callable

import numpy as np
from reference import applicable_rules


def derivative_shape__branches(
    v_shape: tuple[int, int], u_shape: tuple[int, int]
) -> tuple[int, ...]:
    """One branch per rule, the most special first."""
    if v_shape == u_shape == (1, 1):
        return ()
    if v_shape == (1, 1):
        return tuple(u_shape)
    if v_shape[1] == 1 and u_shape[1] == 1:
        return (u_shape[0], v_shape[0])
    raise ValueError("a matrix by a matrix has no layout here")


def applicable_rules__appending(v_shape: tuple[int, int], u_shape: tuple[int, int]) -> list[int]:
    """A list that grows."""
    rules = []
    if v_shape == (1, 1):
        rules.append(4)
        if u_shape[1] == 1:
            rules.append(2)
            if u_shape[0] == 1:
                rules.append(1)
    if v_shape[1] == u_shape[1] == 1:
        rules.append(3)
    return sorted(rules)


def derivative__complex_step(
    v: Callable[[np.ndarray], np.ndarray], u: np.ndarray, rule: int
) -> np.ndarray:
    """No subtraction: the imaginary part of v(u + ih) / h."""
    b, c = u.shape
    out = np.zeros((b * c, v(u).size))
    for row in range(b * c):
        moved = u.astype(complex)
        moved[row // c, row % c] += 1e-30j
        out[row] = v(moved).imag.ravel() / 1e-30
    if rule == 1:
        return out[0, 0]
    return out if rule == 3 else out[:, 0].reshape(b, c)


def derivative__forward(
    v: Callable[[np.ndarray], np.ndarray], u: np.ndarray, rule: int
) -> np.ndarray:
    """Forward differences with a small step; less precise, and still within what is asked."""
    h = 1e-7
    base = v(u)
    out = np.zeros((u.size, base.size))
    for row in range(u.size):
        moved = u.copy()
        moved.flat[row] += h
        out[row] = ((v(moved) - base) / h).ravel()
    if rule == 1:
        return out[:1, :1]
    return out if rule == 3 else out.reshape(u.shape)


def rules_agree__shapes_only(v: Callable[[np.ndarray], np.ndarray], u: np.ndarray) -> bool:
    """The overlap is always harmless: what is left to find out is whether any rule applies."""
    if not applicable_rules(v(u).shape, u.shape):
        raise ValueError("no rule")
    return True
