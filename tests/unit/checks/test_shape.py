"""``shape``: exact shapes, and one number in any of its three forms."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from grader.checks import Case, Shape, Subject
from grader.model import Returned, Verdict


def verdict(wanted: Any, value: Any) -> Verdict:
    case = Case(id="p1", public=True, sizes={"n": 3}, inputs={}, functions=("f",))
    subject = Subject(
        exercise="e", parameters={"f": ()}, cases=(case,), known_wrong=(), trusted=None
    )
    subject.facts["e/expected/f/p1"] = np.ones((3, 1) if "n" in wanted else (1, 1))
    check = Shape(target="f", is_=wanted)
    return check.judge(subject, lambda _: Returned(value=value)).verdict


@pytest.mark.parametrize("wanted", ["scalar", [1, 1]])
@pytest.mark.parametrize("value", [0.5, np.array(0.5), np.array([[0.5]])], ids=repr)
def test_one_number_may_be_a_float_0d_or_1_by_1(wanted: Any, value: Any) -> None:
    assert verdict(wanted, value) is Verdict.PASS


@pytest.mark.parametrize("wanted", ["scalar", [1, 1]])
@pytest.mark.parametrize(
    "value", [np.array([0.5]), np.array(True), np.array(1j), True, "1", None, [0.5]], ids=repr
)
def test_what_is_not_one_number(wanted: Any, value: Any) -> None:
    assert verdict(wanted, value) is Verdict.FAIL


@pytest.mark.parametrize("value", [0.5, np.array(0.5), np.ones(3), np.ones((1, 3))], ids=repr)
def test_a_column_is_nothing_else(value: Any) -> None:
    assert verdict(["n", 1], value) is Verdict.FAIL
