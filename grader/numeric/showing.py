"""Numbers as people read them, the same on every machine.

The last bits of a number follow from the processor, and printing six digits of it can bring them up: 0.1234565 is printed
as …56 or …57 by the bit that it is off, and what should be 0 as 0 or 1.4e-17, which turns a whole array into powers of ten.
So a number is rounded to twelve digits first, and what is nothing beside the largest entry is shown as 0. The entry that is named
is *clearly* wrong: which one of a difference quotient's is farthest off is the processor's doing.

NumPy alone: the tests for Otter hold a copy.
"""

from __future__ import annotations

from typing import Any

import numpy as np

NOTHING = 1e-13
"""Relative to the largest entry, or to the number it stands beside: what rounding leaves where 0 is due."""

CLEARLY = 1.7e-3
"""Relative to the entry, and a tenth of it to the largest: farther off than rounding or a difference quotient leaves. An odd
number, so that no mistake is off by just as much."""

FEW = 36
"""Entries up to which all are shown; of larger arrays the first and last three along each axis."""


def six_digits(value: Any, beside: Any = 0.0) -> str:
    """Six digits of a number; ``beside``: another one that gives the scale."""
    if abs(value) <= NOTHING * abs(beside) < np.inf:
        return "0"
    return f"{float(f'{value:.12g}'):.6g}"


def clearly_wrong(got: Any, expected: Any) -> Any:
    """The entries of ``got`` that are off by more than noise on any machine. Shapes must be equal."""
    with np.errstate(all="ignore"):
        limit = CLEARLY * np.maximum(np.abs(expected), (largest(expected) or largest(got)) / 10)
        same = (got == expected) | (np.isnan(got) & np.isnan(expected))
        return np.asarray(~(np.abs(got - expected) <= limit) & ~same)


def largest(value: Any) -> float:
    """The largest size of a finite entry; 0 where there is none."""
    sizes = np.abs(np.asarray(value, dtype=float))
    return float(np.max(sizes, initial=0.0, where=np.isfinite(sizes)))


def shown(value: Any) -> str:
    """Plain data as a student would print it; of arrays six digits."""
    if isinstance(value, np.ndarray):
        array = np.array2string(
            _settled(value), precision=6, threshold=FEW, edgeitems=3, suppress_small=False
        )
        return f"{array}  shape {value.shape}"
    with np.printoptions(precision=6, threshold=FEW, edgeitems=3):
        return repr(_in_few_digits(value))


def _in_few_digits(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return _settled(value)
    if isinstance(value, float):
        return value if value.is_integer() else float(six_digits(value))
    if type(value) in (list, tuple):
        return type(value)(map(_in_few_digits, value))
    return value


def _settled(value: Any) -> Any:
    """``value`` with what is shown of it rounded to twelve digits."""
    if value.dtype.kind != "f":
        return value
    ends = [range(n) if value.size <= FEW or n <= 6 else (*range(3), *range(n - 3, n)) for n in value.shape]  # fmt: skip
    corner = np.ix_(*(np.array(end, dtype=int) for end in ends)) if ends else ()
    part = np.asarray(value[corner], dtype=float)
    if part.size > 4096:
        return value
    nothing = NOTHING * largest(part)
    found = value.copy()
    found[corner] = np.reshape(
        [0.0 if abs(x) <= nothing else float(f"{x:.12g}") for x in part.ravel().tolist()],
        part.shape,
    )
    return found
