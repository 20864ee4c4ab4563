"""Answers that are a number times the right one: which number, and whether it is one that says something.

Any two scalars have a ratio. So a factor is named only where several entries agree on it, and where it is a simple fraction or one of
the sizes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from grader.diagnosis.matching import array, close, distinct
from grader.diagnosis.records import Diagnosis, Evidence
from grader.model import Value

Array = np.ndarray[Any, Any]
Pattern = Callable[[Sequence[Evidence], Sequence[Evidence]], Diagnosis | None]
Pairs = Sequence[tuple[Value, Value]]

NEARLY_ONE = 1e-3
"""Factors as near to 1 are lost digits, not factors."""


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
        if not np.all(np.isfinite(one)) or (largest == 0.0 and np.any(one)):
            return None
        if largest == 0.0:
            continue  # any factor of nothing
        # Of nearly equal ones the first, whichever the last bits make the largest.
        at = np.unravel_index(np.argmax(np.abs(other) >= (1 - 1e-6) * largest), other.shape)
        ratio = float(one[at] / other[at])
        if not 1e-300 < abs(ratio) < 1e300 or not close(one, ratio * other):
            return None
        ratios.append(ratio)
        entries += distinct(other)
    if entries < 3 or not ratios or max(ratios) - min(ratios) > 1e-6 * max(map(abs, ratios)):
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


def pairs_of(items: Sequence[Evidence]) -> list[tuple[Value, Value]]:
    return [(item.got, item.expected) for item in items]


def _nothing(right: Sequence[Evidence]) -> bool:
    """Whether nothing but zeros is due in the cases that are right, so that no factor shows there."""
    return all((due := array(item.expected)) is not None and not np.any(due) for item in right)


def constant_factor(bad: Sequence[Evidence], right: Sequence[Evidence]) -> Diagnosis | None:
    if not _nothing(right):
        return None
    factor = factor_of(pairs_of(bad))
    if factor is None or len(bad) < 2 or abs(factor - 1) < NEARLY_ONE:
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


def size_factor(bad: Sequence[Evidence], right: Sequence[Evidence]) -> Diagnosis | None:
    """A factor that is one of the sizes or arguments, or one over it, in every case; where it is right, that one is 1."""
    candidates: set[tuple[str, int]] | None = None
    seen: list[float] = []
    for item in bad:
        factor = factor_of([(item.got, item.expected)])
        if factor is None or abs(factor - 1) < NEARLY_ONE:
            return None
        seen.append(factor)
        numbers = {
            k: v
            for k, v in (item.args | item.sizes).items()
            if type(v) in (int, float) and v and abs(v) < 1e300
        }
        fitting = {(k, 1) for k, v in numbers.items() if abs(factor / v - 1) < 1e-6}
        fitting |= {(k, -1) for k, v in numbers.items() if abs(factor * v - 1) < 1e-6}
        candidates = fitting if candidates is None else candidates & fitting
    if not candidates or len(candidates) != 1 or distinct(np.array(seen)) < 2:
        return None
    ((name, power),) = candidates
    if any((item.args | item.sizes).get(name) != 1 and not _nothing([item]) for item in right):
        return None
    text = f"{name} times too large" if power == 1 else f"{name} times too small"
    is_size = all(name in item.sizes for item in bad)
    return Diagnosis(
        label=f"factor.{name}" if power == 1 else f"factor.1/{name}",
        sentence=f"Every entry is {text}: a sum where a mean is due, or the other way round."
        if is_size
        else f"Every entry is {text}.",
        next_step="Look at the definition: what is summed, what is a mean, and over which index?"
        if is_size
        else f"How often should {name} stand in your formula?",
    )
