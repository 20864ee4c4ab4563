"""Points added up: the only place where that is done, so that no two tables can disagree.

A check's points are *automatic*, judged by the grader, or *marked*, given by a person; which of the two is a matter of the check, whether or
not anybody has marked it yet.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from grader.checks import by_person
from grader.model import CheckResult, ExerciseResult, Report, Verdict


def points(value: float) -> str:
    """ "8", "7.5": no more digits than it has, at most two."""
    return f"{value:.2f}".rstrip("0").rstrip(".") or "0"


def automatic_checks(exercise: ExerciseResult) -> list[CheckResult]:
    """The checks that no person marks."""
    return [check for check in exercise.checks if not by_person(check.kind)]


def automatic(one: Report | ExerciseResult) -> tuple[float, float]:
    """(earned, out of) in what the grader judged itself."""
    earned, out_of = marked(one)
    return one.earned - earned, one.points - one.to_mark - out_of


def marked(one: Report | ExerciseResult) -> tuple[float, float]:
    """(earned, out of) in what a person has marked so far."""
    exercises = one.exercises if isinstance(one, Report) else (one,)
    earned = out_of = 0.0
    for exercise in exercises:
        for check in exercise.checks:
            if check.finding.verdict is Verdict.MARKED:
                earned, out_of = earned + check.earned, out_of + check.points
    return earned, out_of


def with_checks(exercise: ExerciseResult, checks: Sequence[CheckResult]) -> ExerciseResult:
    """``exercise`` with these results in place of its own, added up anew."""
    before = {check.id: check for check in exercise.checks}
    newly = [
        check
        for check in checks
        if check.finding.verdict is Verdict.MARKED
        and before[check.id].finding.verdict is Verdict.TO_MARK
    ]
    return msgspec.structs.replace(
        exercise,
        checks=tuple(checks),
        earned=sum(check.earned for check in checks),
        to_mark=exercise.to_mark - sum(check.points for check in newly),
    )


def with_exercises(report: Report, exercises: Sequence[ExerciseResult]) -> Report:
    """``report`` with these results in place of its own, added up anew."""
    return msgspec.structs.replace(
        report,
        exercises=tuple(exercises),
        earned=sum(one.earned for one in exercises),
        to_mark=sum(one.to_mark for one in exercises),
    )


def automatic_part(report: Report) -> Report:
    """``report`` without what a person marks: for a platform on which that is done elsewhere."""
    if not report.to_mark:
        return report
    exercises = tuple(
        msgspec.structs.replace(
            one,
            points=one.points - one.to_mark,
            to_mark=0.0,
            checks=tuple(automatic_checks(one)),
            written={},
        )
        for one in report.exercises
    )
    return msgspec.structs.replace(
        report, exercises=exercises, points=report.points - report.to_mark, to_mark=0.0
    )


def lost(earned: float, penalty: float) -> float:
    """What lateness takes away; ``penalty`` is a fraction."""
    return earned * penalty


def after_lateness(earned: float, penalty: float) -> float:
    return earned * (1 - penalty)
