"""Patterns of *how* an answer is wrong, which need no author: a table of small functions, most specific first.

Each gets the cases that are wrong and those that are right, and answers with a diagnosis that holds in every wrong case, or
None. A pattern must be *telling*: it may only speak when a right answer would look different. And it must survive the right
cases: where the mistake would have shown in one of them, it is another mistake.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from grader.diagnosis.factors import Array, Pairs, Pattern, constant_factor, pairs_of, size_factor
from grader.diagnosis.matching import array, close, distinct, nothing, rounded
from grader.diagnosis.records import Diagnosis, Evidence
from grader.model import Raising


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


def _several(item: Evidence) -> bool:
    """Whether more than one number is due."""
    due = array(item.expected)
    return due is None or due.size > 1


def _transposed(bad: Sequence[Evidence], right: Sequence[Evidence]) -> Diagnosis | None:
    if len(bad) < 2 or not transposed(pairs_of(bad)):
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
    constant_factor,
    size_factor,
    _diagonal,
    _summed,
    _table,
    _elementwise,
    _digits,
)
"""How; :mod:`grader.diagnosis.places` says where."""

LAST_PATTERNS: tuple[Pattern, ...] = (_only_size,)
