"""Numeric derivatives with an honest bar, and comparisons that know what rounding can do.

One file per idea: ``layout`` (the lecture's four rules), ``derivatives`` (what is asked for), ``complex_step``, ``extrapolation``
(black boxes), ``stacked`` (many points at once), ``rounding`` (how far a right answer moves), ``comparing`` (agrees, disagrees, undecided), ``showing`` (what people read of a number).
Pure numpy; starts nothing, reads nothing.
"""

from grader.numeric.comparing import (
    are_truths,
    compare,
    compare_value,
    decided,
    looks_finite_differenced,
    numbers,
    truth,
)
from grader.numeric.derivatives import cross_check, derivative, derivatives_of_items
from grader.numeric.extrapolation import combine, directional, steps
from grader.numeric.layout import layout_shape
from grader.numeric.records import Agreement, Comparison, Estimate
from grader.numeric.rounding import input_spread, jittered
from grader.numeric.showing import clearly_wrong, shown, six_digits
from grader.numeric.stacked import Stack, together

__all__ = [
    "Agreement",
    "Comparison",
    "Estimate",
    "Stack",
    "are_truths",
    "clearly_wrong",
    "combine",
    "compare",
    "compare_value",
    "cross_check",
    "decided",
    "derivative",
    "derivatives_of_items",
    "directional",
    "input_spread",
    "jittered",
    "layout_shape",
    "looks_finite_differenced",
    "numbers",
    "shown",
    "six_digits",
    "steps",
    "together",
    "truth",
]
