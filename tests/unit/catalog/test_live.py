"""Draws are taken again while they leave doubt or hide a mistake, and the same ones on every load."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from grader.catalog import Assignment, CatalogError, load_assignment
from grader.checks.rehearsal import rehearse
from grader.diagnosis.matching import differs
from grader.model import Verdict
from tests.conftest import DRAWN, Load
from tests.small import made

SEEDS = range(12)


def loads(place: Path) -> list[Assignment]:
    return [load_assignment(str(place), seed=seed) for seed in SEEDS]


KINKED = """\
functions: [slope]
inputs:
  u: {integers: [1, 1], low: -1, high: 1}
cases: {public: [{}], hidden: 4}
checks:
  - {gradient: slope, of: corner, wrt: u, points: 1}
"""
CORNER = "def corner(u):\n    return max(float(u[0, 0]), 0.0)\n"


def test_a_point_at_a_kink_is_drawn_again(tmp_path: Path) -> None:
    """The trusted function takes no complex numbers, so at 0 nothing can be said."""
    place = made(
        tmp_path,
        KINKED,
        "def slope(u):\n    return np.where(u > 0, 1.0, 0.0)\n",
        checks=CORNER,
    )
    drawn = [
        float(case.inputs["u"][0, 0])
        for assignment in loads(place)
        for case in assignment.exercises[0].subject.cases
    ]
    assert len(drawn) == 5 * len(SEEDS)
    assert set(drawn) == {-1.0, 1.0}


RARE = """\
functions: [f]
inputs:
  k: {index: 10}
cases: {public: [{}], hidden: 2}
checks:
  - {value: f, points: 1}
"""


def test_a_mistake_that_rarely_shows_is_made_to_show(tmp_path: Path) -> None:
    place = made(
        tmp_path,
        RARE,
        "def f(k):\n    return float(k)\n",
        'def f__seven(k):\n    """Seven is seven."""\n    return 0.5 if k == 7 else float(k)\n'
        'def f__three(k):\n    """Three is three."""\n    return 0.5 if k == 3 else float(k)\n',
    )
    first = [
        {case.inputs["k"] for case in assignment.exercises[0].subject.cases}
        for assignment in loads(place)
    ]
    assert all({3, 7} <= seen for seen in first)
    again = [
        {case.inputs["k"] for case in assignment.exercises[0].subject.cases}
        for assignment in loads(place)
    ]
    assert first == again


def test_a_tiny_entry_is_drawn_again(tmp_path: Path) -> None:
    place = made(
        tmp_path,
        RARE.replace("index: 10", "choose: [1.0, 1.0e-9]"),
        "def f(k):\n    return np.array([[1.0], [k]])\n",
    )
    for assignment in loads(place):
        assert [c.inputs["k"] for c in assignment.exercises[0].subject.cases] == [1.0] * 3


def test_inputs_that_the_author_fixed_stay_even_when_they_leave_doubt(tmp_path: Path) -> None:
    place = made(
        tmp_path,
        KINKED.replace("{integers: [1, 1], low: -1, high: 1}", "{array: [[0]]}"),
        "def slope(u):\n    return np.zeros(u.shape)\n",
        checks=CORNER,
    )
    exercise = load_assignment(str(place)).exercises[0]
    assert len(exercise.subject.cases) == 5
    assert rehearse(exercise.checks[0][1], exercise.subject).verdict is Verdict.UNDECIDED


def test_answers_that_are_never_finite_are_the_authors_mistake(tmp_path: Path) -> None:
    place = made(tmp_path, RARE, "def f(k):\n    return float('nan')\n")
    with pytest.raises(CatalogError, match="no case in 200 draws gives finite reference answers"):
        load_assignment(str(place))


@pytest.mark.parametrize("name", DRAWN)
@pytest.mark.parametrize("seed", [None, 1, 2])
def test_no_reference_is_left_in_doubt_and_every_mistake_shows(
    name: str, seed: int | None, load: Load
) -> None:
    first = load(name)
    assignment = first if seed is None else load_assignment(str(first.directory), seed=seed)
    for exercise in assignment.exercises:
        subject = exercise.subject
        for check_id, check in exercise.checks:
            found = rehearse(check, subject)
            assert found.verdict in (Verdict.PASS, Verdict.TO_MARK), (check_id, found)
        silent = {c.target for _, c in exercise.checks if getattr(c, "silent", False)}
        for known in subject.known_wrong:
            shows = any(
                differs(subject.wrong_answer(known, case), subject.expected(known.function, case))
                for case in subject.cases_of(known.function)
            )
            # A function that must not warn may be wrong by its warnings alone.
            assert shows or known.function in silent, known
        answers = [
            subject.expected(function, case)
            for function in exercise.functions
            for case in subject.cases_of(function)
        ]
        assert all(
            np.isfinite(answer).all() for answer in answers if isinstance(answer, np.ndarray)
        )
