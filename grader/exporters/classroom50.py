"""A report as Classroom 50's ``result.json`` (``classroom50/result/v1``).

Its scores are whole numbers, so all are multiplied by the smallest factor that makes the points of every check whole: an assignment
of 90 points with halves is worth 180 there. The factor follows from the assignment alone, and what students read says it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from grader.exporters import words
from grader.exporters.escape import line
from grader.model import Report, Verdict

FACTORS = (1, 2, 4, 5, 10, 20, 25, 50, 100, 1000)
COPIED = {
    "classroom": "CLASSROOM",
    "assignment": "ASSIGNMENT",
    "submission": "SUBMISSION_TAG",
    "commit": "COMMIT_URL",
    "release": "RELEASE_URL",
    "review": "REVIEW_URL",
}
"""What the platform says in the environment and reads again."""
SET_BY_THE_RUNNER = "1970-01-01T00:00:00Z"


def factor(report: Report) -> int:
    """By how much points are multiplied."""
    return factor_of([c.points for exercise in report.exercises for c in exercise.checks])


def factor_of(worth: Sequence[float]) -> int:
    """The smallest factor that makes all these whole."""
    for one in FACTORS:
        if all(abs(one * points - round(one * points)) < 1e-9 for points in worth):
            return one
    return FACTORS[-1]


def results(report: Report, environment: Mapping[str, str]) -> dict[str, Any]:
    """result.json of a graded submission."""
    times = factor(report)
    tests = [
        {
            "test-name": line(words.heading(exercise)),
            "passed": words.verdict_of(exercise) in (Verdict.PASS, Verdict.TO_MARK),
            "score": round(times * exercise.earned),
            "max-score": round(times * (exercise.points - exercise.to_mark)),
        }
        for exercise in report.exercises
    ]
    return _result(tests, environment)


def fault(points: float, environment: Mapping[str, str]) -> dict[str, Any]:
    """result.json of a submission that can't be read. Faults of ours have none: the platform then says that grading failed."""
    whole = round(points) or 1
    name = "The submission could be read"
    test = {"test-name": name, "passed": False, "score": 0, "max-score": whole}
    return _result([test], environment)


def _result(tests: list[dict[str, Any]], environment: Mapping[str, str]) -> dict[str, Any]:
    return {
        "schema": "classroom50/result/v1",
        **{field: environment.get(variable, "") for field, variable in COPIED.items()},
        "datetime": SET_BY_THE_RUNNER,
        "score": sum(test["score"] for test in tests),
        "max-score": sum(test["max-score"] for test in tests),
        "tests": tests,
    }


def scaling(report: Report) -> str:
    """The sentence on scaling for students; "" where points are whole as they are."""
    times = factor(report)
    return f"Scores on this page are {times} times the points: {times} stands for 1 point." * (
        times > 1
    )
