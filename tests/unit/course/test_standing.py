"""From a report and what people decided to what a student gets."""

from __future__ import annotations

import msgspec
import pytest

from grader.catalog import Assignment
from grader.course import points
from grader.course.rules import Rules
from grader.course.standing import ceiling, lateness, standing, unknown_lateness
from grader.gradebook import Attempt
from grader.model import Report
from tests.written_class import report

DUE = "2026-03-02T12:00:00+00:00"


@pytest.fixture(scope="module")
def made(lecture07: Assignment) -> Report:
    return report(lecture07, {})


def attempt(at: str = "", late: str = "") -> Attempt:
    return Attempt(student="ada", label="ada.py", submission="d", at=at, late=late)


def same(report: Report) -> Report:
    return report


@pytest.mark.parametrize(
    ("at", "word", "late", "seconds"),
    [
        ("2026-03-02T11:59:59+00:00", "", "no", 0.0),
        ("2026-03-02T12:00:01+00:00", "", "yes", 1.0),
        ("2026-03-02T13:00:00+02:00", "", "no", 0.0),
        ("2026-03-09T12:00:00+00:00", "no", "no", 0.0),  # an extension
        ("2026-03-02T13:00:00", "", "", None),  # a clock without a zone
        ("", "yes", "yes", None),
    ],
)
def test_lateness(at: str, word: str, late: str, seconds: float | None) -> None:
    assert lateness(Rules(due=DUE), attempt(at, word)) == (late, seconds)


def test_points_after_lateness(lecture07: Assignment, made: Report) -> None:
    assert lecture07.late is not None
    found = standing(lecture07, Rules(due=DUE), attempt("2026-03-03T11:00:00+00:00"), made, same)
    assert found.penalty == lecture07.late.penalty(23 * 3600) > 0
    assert found.final == round(made.earned * (1 - found.penalty), 4)
    assert ceiling(found) == (made.earned + made.to_mark) * (1 - found.penalty)
    assert not unknown_lateness(found, Rules(due=DUE))


def test_late_without_a_time_costs_nothing_and_is_known(
    lecture07: Assignment, made: Report
) -> None:
    found = standing(lecture07, Rules(), attempt(late="yes"), made, same)
    assert (found.final, found.penalty) == (made.earned, 0.0)
    assert unknown_lateness(found, Rules())


def test_what_people_decided_counts(lecture07: Assignment, made: Report) -> None:
    found = standing(
        lecture07, Rules(), attempt(), made, lambda one: msgspec.structs.replace(one, earned=3.0)
    )
    assert found.final == 3.0
    bare = standing(lecture07, Rules(), attempt(), made, points.automatic_part)
    assert (bare.report.points, bare.report.to_mark) == (made.points - made.to_mark, 0)


def test_points_are_the_sum_of_checks(made: Report) -> None:
    assert points.with_exercises(made, made.exercises) == made
    for one in made.exercises:
        assert points.with_checks(one, one.checks) == one
        earned, out_of = points.automatic(one)
        checks = points.automatic_checks(one)
        assert (earned, out_of) == (sum(c.earned for c in checks), sum(c.points for c in checks))
