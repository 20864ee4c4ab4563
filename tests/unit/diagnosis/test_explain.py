"""Diagnosis: every pattern is named where it is, and nothing is named where nothing is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from grader import diagnosis
from grader.catalog import Assignment
from grader.checks.base import Raising
from grader.diagnosis import Diagnosis, Evidence
from grader.draws import Draws

SIZES = ((4, 3), (2, 5), (3, 3), (5, 4))


def evidence(wrong: Callable[[np.ndarray, Draws], Any], column: bool = False) -> list[Evidence]:
    """Four cases of a right (m, n) array, or (n, 1) column, and what ``wrong`` makes of it."""
    made = []
    for k, (m, n) in enumerate(SIZES):
        draws = Draws("diagnosis", k)
        right = draws.normal(n if column else m, 1 if column else n)
        made.append(
            Evidence(
                function="f",
                sizes={"m": m, "n": n},
                args={},
                got=wrong(right, draws),
                expected=right,
            )
        )
    return made


def explain(wrong: Callable[[np.ndarray, Draws], Any], column: bool = False) -> Diagnosis | None:
    return diagnosis.explain(evidence(wrong, column), {}, {})


def without_first_row(right: np.ndarray) -> np.ndarray:
    changed = right.copy()
    changed[0] += 1
    return changed


@pytest.mark.parametrize(
    ("wrong", "column", "label"),
    [
        (lambda r, d: r.T, False, "transposed"),
        (lambda r, d: -r, False, "factor.-1"),
        (lambda r, d: 2 * r, False, "factor.2"),
        (lambda r, d: r / 2, False, "factor.1/2"),
        (lambda r, d: -3 * r, False, "factor.-3"),
        (lambda r, d: r / r.shape[0], True, "factor.1/n"),
        (lambda r, d: r * r.shape[0], True, "factor.n"),
        (lambda r, d: r.ravel(), True, "flat"),
        (lambda r, d: np.round(r, 6) + 1e-7, False, "digits"),
        (lambda r, d: without_first_row(r), False, "entries.first_row"),
    ],
)
def test_patterns_are_named(wrong: Any, column: bool, label: str) -> None:
    found = explain(wrong, column)
    assert found is not None
    assert found.label == label
    assert found.misconception is None
    assert found.sentence


def test_right_answers_need_no_explanation() -> None:
    assert explain(lambda r, d: r) is None
    assert explain(lambda r, d: r + 1e-13 * r) is None


def test_a_symmetric_matrix_is_never_called_transposed() -> None:
    cases = [
        Evidence(function="f", sizes={"n": 3}, args={}, got=np.eye(3) * 1.5, expected=np.eye(3))
        for _ in range(3)
    ]
    found = diagnosis.explain(cases, {}, {})
    assert found is None or found.label != "transposed"


def test_a_known_wrong_answer_comes_first() -> None:
    cases = evidence(lambda r, d: 2 * r)
    wrong = {"doubled": ([2 * case.expected for case in cases], "You doubled it.")}
    found = diagnosis.explain(cases, wrong, {})
    assert found is not None
    assert (found.misconception, found.sentence) == ("doubled", "You doubled it.")


def test_a_known_wrong_answer_times_a_factor() -> None:
    cases = evidence(lambda r, d: -3 * (r + 1))
    wrong = {"plus_one": ([case.expected + 1 for case in cases], "You added 1.")}
    found = diagnosis.explain(cases, wrong, {})
    assert found is not None
    assert found.misconception == "plus_one"
    assert "3 times too large and of the wrong sign" in found.sentence


def test_two_that_fit_equally_well_name_nobody() -> None:
    cases = evidence(lambda r, d: np.sin(r))
    answers = [np.sin(case.expected) for case in cases]
    found = diagnosis.explain(cases, {"one": (answers, "One."), "other": (answers, "Other.")}, {})
    assert found is None or found.misconception is None


def test_what_raised_equals_only_what_raises() -> None:
    case = Evidence(function="f", sizes={}, args={}, got=None, expected=Raising(kind="ValueError"))
    wrong = {
        "silent": ([None, None], "It should refuse."),
        "loud": ([Raising(kind="TypeError")] * 2, "The wrong error."),
    }
    found = diagnosis.explain([case, case], wrong, {})
    assert found is not None
    assert found.misconception == "silent"


def test_another_functions_answer_is_recognised() -> None:
    cases = evidence(lambda r, d: np.cos(r))
    found = diagnosis.explain(cases, {}, {"g": [np.cos(case.expected) for case in cases]})
    assert found is not None
    assert found.label == "other_function"
    assert "`g`" in found.sentence


def test_unrelated_wrong_answers_are_never_named(lecture07: Assignment) -> None:
    """A thousand random answers of the right shapes, over all exercises: none gets a name."""
    named: list[str] = []
    tried = 0
    for exercise in lecture07.exercises:
        subject = exercise.subject
        for function in exercise.functions:
            cases = subject.cases_of(function)
            expected = [subject.expected(function, case) for case in cases]
            if not all(isinstance(value, np.ndarray) for value in expected):
                continue
            wrong = {
                known.name: ([subject.wrong_answer(known, c) for c in cases], known.feedback)
                for known in subject.known_wrong
                if known.function == function
            }
            for k in range(60):
                draws = Draws("unrelated", function, k)
                found = diagnosis.explain(
                    [
                        Evidence(
                            function=function,
                            sizes=case.sizes,
                            args={},
                            got=draws.normal(*value.shape),
                            expected=value,
                        )
                        for case, value in zip(cases, expected, strict=True)
                    ],
                    wrong,
                    {},
                )
                tried += 1
                if found is not None:
                    named.append(f"{function}: {found.label}")
    assert tried >= 1000
    assert named == []
