"""Patterns of *how* an answer is wrong, which need no author: a table of small functions, most specific first.

Each gets the cases that are wrong and those that are right, and answers with a diagnosis that holds in every wrong case, or
None. A pattern must be *telling*: it may only speak when a right answer would look different. And it must survive the right
cases: where the mistake would have shown in one of them, it is another mistake.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from grader.diagnosis.matching import array, close, distinct, nothing, rounded
from grader.diagnosis.records import Diagnosis, Evidence
from grader.model import Raising, Value

Array = np.ndarray[Any, Any]
Pattern = Callable[[Sequence[Evidence], Sequence[Evidence]], Diagnosis | None]
Pairs = Sequence[tuple[Value, Value]]

NEARLY_ONE = 1e-3
"""Factors as near to 1 are lost digits, not factors."""


def _arrays(bad: Sequence[Evidence]) -> list[tuple[Array, Array]] | None:
    pairs = [(array(item.got), array(item.expected)) for item in bad]
    if any(got is None or expected is None for got, expected in pairs):
        return None
    return [(got, expected) for got, expected in pairs if got is not None and expected is not None]


def _same_shapes(pairs: Sequence[tuple[Array, Array]]) -> bool:
    return all(got.shape == expected.shape for got, expected in pairs)


def _information(pairs: Sequence[tuple[Array, Array]]) -> int:
    """How many distinct non-zero numbers the right answers hold: what a match by chance would have to hit."""
    return sum(distinct(expected) for _, expected in pairs)


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


def _pairs(items: Sequence[Evidence]) -> list[tuple[Value, Value]]:
    return [(item.got, item.expected) for item in items]


def _several(item: Evidence) -> bool:
    """Whether more than one number is due."""
    due = array(item.expected)
    return due is None or due.size > 1


def _nothing(right: Sequence[Evidence]) -> bool:
    """Whether nothing but zeros is due in the cases that are right, so that no factor shows there."""
    return all((due := array(item.expected)) is not None and not np.any(due) for item in right)


def _factor(bad: Sequence[Evidence], right: Sequence[Evidence]) -> Diagnosis | None:
    if not _nothing(right):
        return None
    factor = factor_of(_pairs(bad))
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


def _size_factor(bad: Sequence[Evidence], right: Sequence[Evidence]) -> Diagnosis | None:
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


def _transposed(bad: Sequence[Evidence], right: Sequence[Evidence]) -> Diagnosis | None:
    if len(bad) < 2 or not transposed(_pairs(bad)):
        return None
    for item in right:
        due = array(item.expected)
        if due is None or (due.size > 1 and (due.ndim != 2 or not _symmetric(due))):
            return None
    shapes = [np.shape(item.expected) for item in bad if np.size(item.expected) > 1]
    if all(shape[1] == 1 for shape in shapes):
        return Diagnosis(
            label="row_for_column",
            sentence="The numbers are right, but they stand in a row: a column, (n, 1), is due.",
            next_step="The derivative of a scalar by a column is a column of the same size."
            if bad[0].derivative
            else "Vectors are columns: which `.T` is one too many, or missing?",
        )
    if all(shape[0] == 1 for shape in shapes):
        return Diagnosis(
            label="column_for_row",
            sentence="The numbers are right, but they stand in a column: a row, (1, n), is due.",
            next_step="In ∂v/∂u the index of u runs down, that of v across."
            if bad[0].derivative
            else "Which `.T` is one too many, or missing?",
        )
    if bad[0].derivative:
        return Diagnosis(
            label="numerator_layout",
            sentence="The numbers are right, but rows and columns are swapped, as in the numerator "
            "layout.",
            next_step="Entry (j, k) of ∂v/∂u is ∂v_k/∂u_j, u's index is the row; and the derivative of "
            "a number by a matrix has the matrix's own shape.",
        )
    return Diagnosis(
        label="transposed",
        sentence="The numbers are right, but rows and columns are swapped.",
        next_step="Which index runs down, and which across? One `.T` is too many, or missing.",
    )


def _symmetric(due: Array) -> bool:
    return due.shape == due.T.shape and close(due, due.T)


def _zeros(bad: Sequence[Evidence], _: Sequence[Evidence]) -> Diagnosis | None:
    pairs = _arrays(bad)
    if pairs is None or len(pairs) < 2 or not _same_shapes(pairs):
        return None
    if not all(nothing(got, expected) and np.any(expected) for got, expected in pairs):
        return None
    return Diagnosis(
        label="zeros",
        sentence="Where it is wrong, every entry is 0.",
        next_step="Print the values just before `return`: which line should have made them other than 0?",
    )


def _flat(bad: Sequence[Evidence], right: Sequence[Evidence]) -> Diagnosis | None:
    pairs = _arrays(bad)
    if pairs is None or _information(pairs) < 3 or any(map(_several, right)):
        return None
    for got, expected in pairs:
        if got.ndim != 1 or expected.ndim != 2 or got.size != expected.size:
            return None
        if not close(got, np.ravel(expected)):
            return None
    due = [expected.shape for _, expected in pairs if expected.size > 1]
    form, cure = "an array of two dimensions", "Keep arrays 2-D: `keepdims=True` in sums helps."
    if due and all(shape[1] == 1 for shape in due):
        form, cure = (
            "a column, (n, 1),",
            "Keep arrays 2-D: `.reshape(-1, 1)`, or `keepdims=True` in sums.",
        )
    elif due and all(shape[0] == 1 for shape in due):
        form, cure = (
            "a row, (1, n),",
            "Keep arrays 2-D: `.reshape(1, -1)`, or `keepdims=True` in sums.",
        )
    return Diagnosis(
        label="flat",
        sentence=f"The numbers are right, but in a flat array: {form} is due.",
        next_step=cure,
    )


def _diagonal(bad: Sequence[Evidence], right: Sequence[Evidence]) -> Diagnosis | None:
    pairs = _arrays(bad)
    if pairs is None or any(map(_several, right)):
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


def _summed(bad: Sequence[Evidence], right: Sequence[Evidence]) -> Diagnosis | None:
    pairs = _arrays(bad)
    if pairs is None or len(pairs) < 2 or any(1 not in _sizes(item) for item in right):
        return None  # a sum of one term is right anyway
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


def _table(bad: Sequence[Evidence], right: Sequence[Evidence]) -> Diagnosis | None:
    """A table whose rows or columns add up to the column that is due: `*` where `@` does the summing."""
    pairs = _arrays(bad)
    if pairs is None or any(1 not in _sizes(item) for item in right):
        return None
    telling = 0
    for got, expected in pairs:
        if expected.ndim != 2 or got.ndim != 2 or expected.shape[1] != 1:
            return None
        if got.shape[0] != expected.shape[0] or got.shape[1] < 2:
            if got.size == expected.size == 1:
                continue
            return None
        if not close(np.sum(got, axis=1, keepdims=True), expected):
            return None
        telling += 1
    if telling < 2:
        return None
    return Diagnosis(
        label="table",
        sentence="The terms are right, but they stand in a table: each row should be added up.",
        next_step="A product of matrices sums for you: `@` where you have `*`.",
    )


def _elementwise(bad: Sequence[Evidence], right: Sequence[Evidence]) -> Diagnosis | None:
    """Two arguments (or transposes) whose matrix product is due and whose elementwise product was returned."""
    names: set[tuple[str, str]] | None = None
    # Where the answer is right, the two products must be the same.
    for item in [*bad, *filter(_several, right)]:
        got, expected = array(item.got), array(item.expected)
        if got is None or expected is None or expected.ndim != 2:
            return None
        factors = {
            label: value
            for name, argument in item.args.items()
            if (matrix := array(argument)) is not None and matrix.ndim == 2 and matrix.size > 1
            for label, value in ((name, matrix), (f"{name}ᵀ", matrix.T))
        }
        if len(factors) > 12:
            return None
        here = {
            (one, other)
            for one, first in factors.items()
            for other, second in factors.items()
            if first.shape[1] == second.shape[0]
            and _broadcasts(first, second, got.shape)
            and close(got, first * second)
            and _product(first, second, expected)
        }
        names = here if names is None else names & here
    if not names or len(bad) < 2:
        return None
    one, other = sorted(names)[0]
    return Diagnosis(
        label="elementwise",
        sentence=f"You multiply {one} and {other} entry by entry; a product of matrices is due.",
        next_step=f"Write `@` for `*`, and look at the sizes of {one} and {other}.",
    )


def _broadcasts(one: Array, other: Array, shape: tuple[int, ...]) -> bool:
    try:
        return np.broadcast_shapes(one.shape, other.shape) == shape
    except ValueError:
        return False


def _product(one: Array, other: Array, expected: Array) -> bool:
    found = one @ other
    return found.shape == expected.shape and close(found, expected)


def _only_size(bad: Sequence[Evidence], right: Sequence[Evidence]) -> Diagnosis | None:
    """Right where all sizes are 1, or where all are equal, and only there; and wrong as sizes that are mixed up make it."""
    if len(bad) < 3 or not right or not all(item.sizes for item in [*bad, *right]):
        return None
    # Numbers that are wrong have other reasons: that the small case came out right may be luck.
    if not all(map(_misplaced, bad)):
        return None
    if all(_sizes(item) == {1} for item in right):
        label, where = "only_size_one", "where every size is 1"
    elif all(len(_sizes(i)) == 1 for i in right) and all(len(_sizes(i)) > 1 for i in bad):
        label, where = "only_square", "where all sizes are equal"
    else:
        return None
    return Diagnosis(
        label=label,
        sentence=f"In our cases it is right {where}, and nowhere else.",
        next_step="Write down the size of each factor where all sizes differ, such as 4 and 3.",
    )


def _misplaced(item: Evidence) -> bool:
    """Whether sizes did not fit: an error of NumPy's, another shape, or the right numbers in other places."""
    if isinstance(item.got, Raising):
        return item.got.kind in ("ValueError", "IndexError")
    got, due = array(item.got), array(item.expected)
    if got is None or due is None:
        return False
    return got.shape != due.shape or close(np.sort(got, axis=None), np.sort(due, axis=None))


def _sizes(item: Evidence) -> set[int]:
    found: set[int] = set()
    for size in item.sizes.values():
        found |= set(size) if isinstance(size, list) else {size}
    return found


def _digits(bad: Sequence[Evidence], right: Sequence[Evidence]) -> Diagnosis | None:
    """Nearly right: rounded to some decimals, computed in short floats, or for some other reason."""
    pairs = _arrays(bad)
    if pairs is None or not _same_shapes(pairs):
        return None
    worst = 0.0
    for got, expected in pairs:
        largest = float(np.max(np.abs(expected), initial=0.0))
        if largest == 0.0 or not np.all(np.isfinite(got)):
            return None
        worst = max(worst, float(np.max(np.abs(got - expected))) / largest)
    for decimals in range(1, 9):
        everything = [*pairs, *(_arrays(right) or [])]
        if all(rounded(got, expected, decimals) for got, expected in everything):
            if _information(pairs) < 3 or worst > 0.2:
                return None
            return Diagnosis(
                label="digits.rounded",
                sentence=f"The numbers are right, but rounded to {decimals} decimal"
                f"{'s' if decimals > 1 else ''}.",
                next_step="Return the value as it is; rounding is for printing.",
            )
    for kind, limit in ((np.float16, 5e-3), (np.float32, 2e-6)):
        with np.errstate(all="ignore"):  # what is too large for the short type is not of it
            short = all(np.array_equal(got, got.astype(kind)) for got, _ in pairs)
        if short and worst < limit and _information(pairs) >= 3:
            name = np.dtype(kind).name
            return Diagnosis(
                label=f"digits.{name}",
                sentence=f"The numbers are right to the digits that {name} has, which are too few here.",
                next_step=f"Leave out `{name}`: NumPy's own float64 has more than twice the digits.",
            )
    if not 1e-12 < worst < 2e-5:
        return None
    return Diagnosis(
        label="digits",
        sentence="The numbers are nearly right, but not to all the digits that the formula has.",
        next_step="Return the formula's own value; rounding, float32 and steps of finite size cost digits.",
    )


PATTERNS: tuple[Pattern, ...] = (
    _zeros,
    _flat,
    _transposed,
    _factor,
    _size_factor,
    _diagonal,
    _summed,
    _table,
    _elementwise,
    _digits,
)
"""How; :mod:`grader.diagnosis.places` says where."""

LAST_PATTERNS: tuple[Pattern, ...] = (_only_size,)
