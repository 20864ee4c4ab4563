"""Patterns of wrongness that need no author: a table of small functions, most specific first.

Each gets the differing cases and all cases, and answers with a diagnosis that holds in every differing case, or
None. A pattern must be *telling*: it may only speak when a right answer would look different.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from grader.diagnosis.matching import array, close
from grader.diagnosis.records import Diagnosis, Evidence
from grader.model import Value

Array = np.ndarray[Any, Any]
Pattern = Callable[[Sequence[Evidence], Sequence[Evidence]], Diagnosis | None]
Pairs = Sequence[tuple[Value, Value]]


def _arrays(bad: Sequence[Evidence]) -> list[tuple[Array, Array]] | None:
    pairs = [(array(item.got), array(item.expected)) for item in bad]
    if any(got is None or expected is None for got, expected in pairs):
        return None
    return [(got, expected) for got, expected in pairs if got is not None and expected is not None]


def _same_shapes(pairs: Sequence[tuple[Array, Array]]) -> bool:
    return all(got.shape == expected.shape for got, expected in pairs)


def _information(pairs: Sequence[tuple[Array, Array]]) -> int:
    """How many distinct non-zero numbers the right answers hold: what a match by chance would have to hit."""
    return sum(len(np.unique(expected[expected != 0])) for _, expected in pairs)


def transposed(pairs: Pairs) -> bool:
    """Whether each first is the transpose of each second, and at least one second is not symmetric."""
    telling = 0
    for got, expected in pairs:
        one, other = array(got), array(expected)
        if one is None or other is None or other.ndim != 2 or one.shape != other.T.shape:
            return False
        if not close(one, other.T):
            return False
        telling += other.shape != other.T.shape or not close(other, other.T)
    return telling >= 1 and sum(np.size(second) for _, second in pairs) >= 4


def factor_of(pairs: Pairs) -> float | None:
    """The one number c with first = c · second in all pairs, or None."""
    ratios: list[float] = []
    entries = 0
    for got, expected in pairs:
        one, other = array(got), array(expected)
        if one is None or other is None or one.size != other.size:
            return None
        if one.shape != other.shape and one.size != 1:
            return None
        one = one.reshape(other.shape)
        largest = float(np.max(np.abs(other), initial=0.0))
        if largest == 0.0 or not np.all(np.isfinite(one)):
            return None
        at = np.unravel_index(int(np.argmax(np.abs(other))), other.shape)
        ratio = float(one[at] / other[at])
        if not 1e-300 < abs(ratio) < 1e300 or not close(one, ratio * other):
            return None
        ratios.append(ratio)
        entries += len(np.unique(other[other != 0]))
    if entries < 3 or max(ratios) - min(ratios) > 1e-6 * max(map(abs, ratios)):
        return None
    return ratios[0]


def factor_words(factor: float) -> str:
    """ "2 times too large", "of the wrong sign"."""
    if abs(factor + 1) < 1e-6:
        return "of the wrong sign"
    sign = " and of the wrong sign" if factor < 0 else ""
    size = abs(factor)
    exact = Fraction(size).limit_denominator(64)
    if size > 1:
        number = str(exact) if abs(float(exact) - size) < 1e-6 * size else f"{size:.4g}"
        return f"{number} times too large{sign}"
    exact = Fraction(1 / size).limit_denominator(64)
    number = str(exact) if abs(float(exact) * size - 1) < 1e-6 else f"{1 / size:.4g}"
    return f"{number} times too small{sign}"


def _factor(bad: Sequence[Evidence], _: Sequence[Evidence]) -> Diagnosis | None:
    factor = factor_of([(item.got, item.expected) for item in bad])
    if factor is None or len(bad) < 2:
        return None
    nice = Fraction(abs(factor)).limit_denominator(12)
    if abs(float(nice) - abs(factor)) > 1e-6 * abs(factor) or nice.numerator > 12:
        return None
    if abs(factor + 1) < 1e-6:
        return Diagnosis(
            label="factor.-1",
            sentence="Every entry has the right size and the wrong sign.",
            next_step="Which way round is the difference: A − y or y − A?",
        )
    return Diagnosis(
        label=f"factor.{'-' if factor < 0 else ''}{nice}",
        sentence=f"Every entry is {factor_words(factor)}.",
        next_step="Look for a constant: a 2 from differentiating a square, a mean instead of a sum.",
    )


def _size_factor(bad: Sequence[Evidence], _: Sequence[Evidence]) -> Diagnosis | None:
    """A factor that is one of the sizes, or one over it, in every case."""
    candidates: set[tuple[str, int]] | None = None
    seen: set[float] = set()
    for item in bad:
        factor = factor_of([(item.got, item.expected)])
        if factor is None:
            return None
        seen.add(round(factor, 9))
        sizes = {k: v for k, v in item.sizes.items() if isinstance(v, int) and v > 0}
        fitting = {(k, 1) for k, v in sizes.items() if abs(factor / v - 1) < 1e-6}
        fitting |= {(k, -1) for k, v in sizes.items() if abs(factor * v - 1) < 1e-6}
        candidates = fitting if candidates is None else candidates & fitting
    if not candidates or len(candidates) != 1 or len(seen) < 2:
        return None
    ((name, power),) = candidates
    text = f"{name} times too large" if power == 1 else f"{name} times too small"
    return Diagnosis(
        label=f"factor.{name}" if power == 1 else f"factor.1/{name}",
        sentence=f"Every entry is {text}: a sum where a mean is due, or the other way round.",
        next_step="Look at the definition: what is summed, what is a mean, and over which index?",
    )


def _transposed(bad: Sequence[Evidence], _: Sequence[Evidence]) -> Diagnosis | None:
    if len(bad) < 2 or not transposed([(item.got, item.expected) for item in bad]):
        return None
    return Diagnosis(
        label="transposed",
        sentence="The numbers are right, but rows and columns are swapped.",
        next_step="Entry (j, k) of ∂v/∂u is ∂v_k/∂u_j: u's index is the row.",
    )


def _flat(bad: Sequence[Evidence], _: Sequence[Evidence]) -> Diagnosis | None:
    pairs = _arrays(bad)
    if pairs is None or _information(pairs) < 3:
        return None
    for got, expected in pairs:
        if got.ndim != 1 or expected.ndim != 2 or got.size != expected.size:
            return None
        if not close(got, np.ravel(expected)):
            return None
    return Diagnosis(
        label="flat",
        sentence="The numbers are right, but in a flat array: vectors are columns of shape (n, 1).",
        next_step="Keep arrays 2-D: `.reshape(-1, 1)`, or `keepdims=True` in sums.",
    )


def _diagonal(bad: Sequence[Evidence], _: Sequence[Evidence]) -> Diagnosis | None:
    pairs = _arrays(bad)
    if pairs is None:
        return None
    for got, expected in pairs:
        if expected.ndim != 2 or expected.shape[0] != expected.shape[1] or expected.size < 4:
            return None
        diagonal = np.diag(expected)
        if not close(expected, np.diag(diagonal)) or got.size != diagonal.size:
            return None
        if not close(np.ravel(got), diagonal):
            return None
    return Diagnosis(
        label="diagonal",
        sentence="That is the diagonal alone; the derivative of a vector by a vector is a matrix.",
        next_step="Entry (j, k) is ∂v_k/∂u_j, zeros included.",
    )


def _summed(bad: Sequence[Evidence], _: Sequence[Evidence]) -> Diagnosis | None:
    pairs = _arrays(bad)
    if pairs is None or len(pairs) < 2:
        return None
    for got, expected in pairs:
        if expected.size != 1 or got.size < 2:
            return None
        if not close(np.sum(got).reshape(()), expected.reshape(())):
            return None
    return Diagnosis(
        label="not_summed",
        sentence="The terms are right, but they are not added up: the result should be one number.",
        next_step="Which index does the sum run over? A row times a column does the summing.",
    )


def _some_entries(bad: Sequence[Evidence], everything: Sequence[Evidence]) -> Diagnosis | None:
    """The same rows or columns are wrong in every case: the first, the last, all but one."""
    pairs = _arrays(bad)
    if pairs is None or len(pairs) < 2 or not _same_shapes(pairs):
        return None
    for axis, word in ((0, "row"), (1, "column")):
        found: set[str] | None = None
        for got, expected in pairs:
            if expected.ndim != 2 or expected.shape[axis] < 3:
                continue
            other = 1 - axis
            wrong = ~np.isclose(got, expected, rtol=1e-7, atol=1e-12)
            lines = np.any(wrong, axis=other)
            names = set()
            if lines[0] and not lines[1:].any():
                names.add("first")
            if lines[-1] and not lines[:-1].any():
                names.add("last")
            found = names if found is None else found & names
        if found and len(found) == 1:
            (which,) = found
            return Diagnosis(
                label=f"entries.{which}_{word}",
                sentence=f"Only the {which} {word} is wrong.",
                next_step="Does a loop start or stop one too early? Python counts from 0.",
            )
    return None


def _only_size_one(bad: Sequence[Evidence], everything: Sequence[Evidence]) -> Diagnosis | None:
    good = [item for item in everything if all(item is not other for other in bad)]
    small = [
        item for item in good if all(v == 1 for v in item.sizes.values() if isinstance(v, int))
    ]
    sized = [item for item in everything if item.sizes]
    if len(bad) < 3 or not small or len(small) != len(good) or len(sized) != len(everything):
        return None
    return Diagnosis(
        label="only_size_one",
        sentence="It is right only where every size is 1, where order and transposes don't matter.",
        next_step="Write down the size of each factor where all sizes differ, such as 4 and 3.",
    )


def _rounding(bad: Sequence[Evidence], _: Sequence[Evidence]) -> Diagnosis | None:
    pairs = _arrays(bad)
    if pairs is None or not _same_shapes(pairs):
        return None
    worst = 0.0
    for got, expected in pairs:
        largest = float(np.max(np.abs(expected), initial=0.0))
        if largest == 0.0 or not np.all(np.isfinite(got)):
            return None
        worst = max(worst, float(np.max(np.abs(got - expected))) / largest)
    if not 1e-12 < worst < 2e-5:
        return None
    return Diagnosis(
        label="digits",
        sentence="The numbers are nearly right, to a few digits: rounded, or from finite differences.",
        next_step="Return the formula's value itself, without rounding or difference quotients.",
    )


PATTERNS: tuple[Pattern, ...] = (
    _flat,
    _transposed,
    _factor,
    _size_factor,
    _diagonal,
    _summed,
    _rounding,
    _some_entries,
    _only_size_one,
)
