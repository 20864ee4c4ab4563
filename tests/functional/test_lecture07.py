"""What is asked of lecture 7 alone; ``test_assignments.py`` asks the rest of every assignment."""

from __future__ import annotations

from grader.catalog import Assignment
from grader.grading import Grader
from tests.submissions import references, submission


def test_references_score_90_automatic_and_10_to_mark(
    lecture07: Assignment, grader07: Grader
) -> None:
    report = grader07.grade(submission(references(lecture07))).report
    assert (report.earned, report.points, report.to_mark) == (90, 100, 10)


def test_explicit_exercises_carry_at_least_60_points(lecture07: Assignment) -> None:
    explicit = {
        "conventions", "order_of_terms", "bias_jacobian", "no_substitution", "layer_jacobians",
        "dloss_dZ", "layer_gradients", "step_gradients",
    }  # fmt: skip
    assert len(lecture07.exercises) == 16
    assert sum(e.points for e in lecture07.exercises if e.name in explicit) >= 60
    assert lecture07.to_mark <= 10


def test_endless_loop_costs_that_function_only(lecture07: Assignment, grader07: Grader) -> None:
    sources = references(lecture07)
    sources["order_of_terms"] += "\n\ndef same_result(n):\n    while True:\n        pass\n"
    report = grader07.grade(submission(sources)).report
    lost = {c.id: c.earned for e in report.exercises for c in e.checks if c.earned < c.points}
    written = {c.id for e in report.exercises for c in e.checks if c.kind == "written"}
    assert set(lost) - written == {"order_of_terms/3-choice-same_result"}
