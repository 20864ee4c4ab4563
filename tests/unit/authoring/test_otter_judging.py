"""The judging that goes into the tests for Otter is that of ``grader.numeric``, whatever the numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from grader import numeric
from grader.authoring import otter
from grader.authoring.otter import judging
from grader.authoring.otter.calls import Returned
from grader.numeric import comparing

SHAPES = ((), (1, 1), (3, 1), (2, 3))
SCALES = (0.0, 1e-300, 1e-8, 1e-3, 1.0, 1e6)
OFF = (0.0, 1e-16, 1e-13, 1e-11, 1e-9, 3e-7, 4e-6, 1e-4, 3e-3, 0.5)
NUMBERS = st.one_of(
    st.sampled_from([0.0, 1.0, -2.5, 1e-9, 1e8, np.inf, np.nan]),
    st.floats(-10, 10, allow_nan=False),
)


@st.composite
def arrays(draw: Any, shape: tuple[int, ...]) -> Any:
    size = int(np.prod(shape))
    return np.array(draw(st.lists(NUMBERS, min_size=size, max_size=size))).reshape(shape)


@st.composite
def answers(draw: Any) -> tuple[Any, Any, Any]:
    """(expected, an answer near it in some precision, a bar)."""
    shape = draw(st.sampled_from(SHAPES))
    expected = draw(arrays(shape))
    off = draw(st.sampled_from(OFF)) * draw(st.sampled_from([1.0, -1.0]))
    kind = draw(st.sampled_from(["float64", "float32", "float16"]))
    with np.errstate(all="ignore"):
        got = np.asarray(expected * (1 + off)).astype(kind)
        bar = np.asarray(np.abs(draw(arrays(shape))) * draw(st.sampled_from(SCALES)))
    return expected, got, np.asarray(np.nan_to_num(bar, nan=np.inf, posinf=np.inf))


def passes(judge: Callable[[], None]) -> bool:
    try:
        judge()
    except judging.Wrong:
        return False
    return True


def agrees(comparison: numeric.Comparison) -> bool:
    return comparison.verdict is numeric.Agreement.AGREES


@given(answers())
@example((np.zeros(()), np.zeros(()), np.array(1e-300)))  # a slope that vanishes, but for underflow
@example((np.zeros(()), np.zeros((), "float16"), np.array(1e-90)))  # wider than that: undecided
@example((np.ones(()), np.ones((), "float16"), np.zeros(())))  # equal is right where no bar decides
def test_derivatives(made: tuple[Any, Any, Any]) -> None:
    expected, got, bar = made
    estimate = numeric.Estimate.of((expected, bar, np.zeros(expected.shape, dtype=bool)))
    assert agrees(numeric.compare(got, estimate)) == passes(
        lambda: judging.gradient({}, Returned(got, [], []), (expected, bar))
    )


@given(answers(), st.sampled_from(["derived", "spread", "rtol", "exact"]))
def test_values(made: tuple[Any, Any, Any], how: str) -> None:
    expected, got, bar = made
    options: dict[str, Any] = {"rtol": {"rtol": 1e-4}, "exact": {"exact": True}}.get(how, {})
    spread = np.where(np.isfinite(bar), bar, 0.0) * 1e-12 if how == "spread" else None
    result = comparing.compare_value(got, expected, spread=spread, **options)
    assert agrees(result) == passes(
        lambda: judging.value(options, Returned(got, [], []), (expected, spread))
    )


@given(answers())
def test_finite_differences(made: tuple[Any, Any, Any]) -> None:
    expected, got, _ = made
    assert numeric.looks_finite_differenced(got, expected) != passes(
        lambda: judging.analytic({}, Returned(got, [], []), expected)
    )


def test_the_module_is_one_file_of_ascii_that_imports_nothing_of_ours() -> None:
    text = otter.module()
    assert text.isascii()
    assert "grader." not in text.replace("grader.checks", "").replace("grader.numeric", "")
    compile(text, "otter_checks.py", "exec")
    with pytest.raises(UnicodeEncodeError):
        otter.ascii_only("∂")
