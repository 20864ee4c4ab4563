"""Mistakes with the four conventions, and what to tell the student."""

from collections.abc import Callable

import numpy as np
from reference import applicable_rules, derivative


def derivative_shape__numerator_layout(
    v_shape: tuple[int, int], u_shape: tuple[int, int]
) -> tuple[int, ...]:
    """You put v's index on the rows, (c, b). Many books and libraries do, but rule 3 of this lecture
    is the other way round: for v of size c and u of size b, ∂v/∂u is b × c. Then the gradient, rule 2, is the
    special case c = 1."""
    if not applicable_rules(v_shape, u_shape):
        raise ValueError("no rule")
    if v_shape == (1, 1) and u_shape == (1, 1):
        return ()
    if v_shape == (1, 1):
        return (u_shape[1], u_shape[0])
    return (v_shape[0], u_shape[0])


def derivative_shape__scalar_as_matrix(
    v_shape: tuple[int, int], u_shape: tuple[int, int]
) -> tuple[int, ...]:
    """For a scalar v and a scalar u you return (1, 1). Rule 1 says that the derivative is a scalar, and
    the shape of a scalar is the empty tuple ()."""
    if not applicable_rules(v_shape, u_shape):
        raise ValueError("no rule")
    return tuple(u_shape) if v_shape == (1, 1) else (u_shape[0], v_shape[0])


def derivative_shape__all_indices(
    v_shape: tuple[int, int], u_shape: tuple[int, int]
) -> tuple[int, ...]:
    """Where no rule applies you make up a shape with more than two indices. Such an array does exist, but
    none of the four conventions lays it out, and the exercise asks for a ValueError there."""
    if v_shape == (1, 1) and u_shape == (1, 1):
        return ()
    if v_shape == (1, 1):
        return tuple(u_shape)
    if v_shape[1] == 1 and u_shape[1] == 1:
        return (u_shape[0], v_shape[0])
    return (*u_shape, *v_shape)


def derivative_shape__always_like_u(
    v_shape: tuple[int, int], u_shape: tuple[int, int]
) -> tuple[int, ...]:
    """You always return the shape of u. That is right for a scalar v (rules 2 and 4), but for a vector v every
    entry of u moves c numbers: rule 3 has one column for each of them."""
    if not applicable_rules(v_shape, u_shape):
        raise ValueError("no rule")
    return () if v_shape == u_shape == (1, 1) else tuple(u_shape)


def applicable_rules__first_only(v_shape: tuple[int, int], u_shape: tuple[int, int]) -> list[int]:
    """You stop at the first rule that fits. The point of this exercise is the overlap: a scalar is also a
    vector of length 1, and a column is also a matrix with one column. List every rule that applies."""
    return applicable_rules(v_shape, u_shape)[:1]


def applicable_rules__scalars_are_no_vectors(
    v_shape: tuple[int, int], u_shape: tuple[int, int]
) -> list[int]:
    """You use rule 3 only when both v and u are longer than 1. Nothing in it says b > 1 or c > 1: with c = 1
    it covers a scalar v as well. Go through the rules again with sizes of 1."""
    long = v_shape[0] > 1 and u_shape[0] > 1
    return [rule for rule in applicable_rules(v_shape, u_shape) if rule != 3 or long]


def applicable_rules__columns_are_no_matrices(
    v_shape: tuple[int, int], u_shape: tuple[int, int]
) -> list[int]:
    """You leave rule 4 out when u is a column. A b × c matrix with c = 1 is a column: rule 4 covers it, too,
    and should agree there with rule 2."""
    wide = u_shape[1] > 1
    return [rule for rule in applicable_rules(v_shape, u_shape) if rule != 4 or wide]


def applicable_rules__vector_by_matrix(
    v_shape: tuple[int, int], u_shape: tuple[int, int]
) -> list[int]:
    """You apply rule 4 to a vector v. It only covers a scalar v by a matrix u; for a vector by a matrix
    there would be three indices, and no rule of the lecture lays them out."""
    rules = set(applicable_rules(v_shape, u_shape))
    return sorted(rules | ({4} if v_shape[1] == 1 else set()))


def derivative__numerator_layout(
    v: Callable[[np.ndarray], np.ndarray], u: np.ndarray, rule: int
) -> np.ndarray:
    """Your numbers are right, but transposed: v's index runs down the rows. The conventions put u's index there:
    entry (j, k) is ∂v_k/∂u_j, so ∂v/∂u has as many rows as u."""
    return np.transpose(derivative(v, u, rule))


def derivative__not_divided(
    v: Callable[[np.ndarray], np.ndarray], u: np.ndarray, rule: int
) -> np.ndarray:
    """You return how much v changes, but not per unit of change in u. Divide the difference of the two values
    of v by the distance of the two points at which you took them."""
    return derivative(v, u, rule) * 2e-5


def derivative__divided_by_h(
    v: Callable[[np.ndarray], np.ndarray], u: np.ndarray, rule: int
) -> np.ndarray:
    """Every entry is twice too large. In v(u + h) − v(u − h) the two points are 2h apart, so 2h is what to
    divide by."""
    return derivative(v, u, rule) * 2


def derivative__all_entries_at_once(
    v: Callable[[np.ndarray], np.ndarray], u: np.ndarray, rule: int
) -> np.ndarray:
    """You add h to the whole of u, so all its entries move together and you get the sum of their
    derivatives. A partial derivative moves one entry u_j and holds the others still: loop over them."""
    slopes = np.ravel(v(u + 1e-5) - v(u - 1e-5)) / 2e-5
    if rule == 1:
        return slopes[0]
    if rule == 3:
        return np.tile(slopes, (u.size, 1))
    return np.full(u.shape, slopes[0])


def rules_agree__compares_layouts(v: Callable[[np.ndarray], np.ndarray], u: np.ndarray) -> bool:
    """You say the rules disagree because their results are laid out differently, a scalar here and a 1 × 1 array
    there. The question is about the numbers: compare the entries."""
    rules = applicable_rules(np.shape(v(u)), np.shape(u))
    if not rules:
        raise ValueError("no rule")
    return len({np.shape(derivative(v, u, rule)) for rule in rules}) == 1


def rules_agree__one_rule_is_no_agreement(
    v: Callable[[np.ndarray], np.ndarray], u: np.ndarray
) -> bool:
    """You return False when only one rule applies. With nothing to contradict it, all applicable rules do
    give the same numbers."""
    rules = applicable_rules(np.shape(v(u)), np.shape(u))
    if not rules:
        raise ValueError("no rule")
    return len(rules) > 1


def rules_agree__never(v: Callable[[np.ndarray], np.ndarray], u: np.ndarray) -> bool:
    """You say that the rules contradict each other. Take a scalar v and a column u of length 2, write
    ∂v/∂u by rule 2, by rule 3 and by rule 4, and compare the entries."""
    if not applicable_rules(np.shape(v(u)), np.shape(u)):
        raise ValueError("no rule")
    return False


def rules_agree__no_error(v: Callable[[np.ndarray], np.ndarray], u: np.ndarray) -> bool:
    """Where no rule applies your function still says True. There is nothing to compare then; like
    `derivative_shape`, it should raise a ValueError."""
    return True
