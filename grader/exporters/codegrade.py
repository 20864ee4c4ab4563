"""A report as the messages of a CodeGrade AutoTest v2 *Custom Test*, one line of JSON each: a suite per exercise, then the points.

The points are a fraction in text. A test that did not pass has its reasons; CodeGrade takes messages of limited length.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import msgspec

from grader.exporters import plaintext, words
from grader.exporters.escape import line
from grader.model import CheckResult, ExerciseResult, Report, Verdict

STATUS = {Verdict.PASS: "success", Verdict.FAIL: "failure"}
LONGEST = 4000
"""Letters of a reason."""


def results(report: Report) -> str:
    """The messages of a graded submission."""
    suites = [{"tag": "unit-test", "results": [_suite(exercise)]} for exercise in report.exercises]
    return "".join(map(_line, suites)) + points(report.earned, report.points - report.to_mark)


def points(earned: float, out_of: float) -> str:
    """The message with the points; what a submission is told that can't be read is 0."""
    share = Fraction(earned) / Fraction(out_of) if out_of else Fraction(1)
    return _line({"tag": "points", "points": str(min(share, Fraction(1)).limit_denominator(10**6))})


def _suite(exercise: ExerciseResult) -> dict[str, Any]:
    return {
        "id": exercise.name,
        "name": line(words.heading(exercise)),
        "testCases": [_case(check) for check in words.automatic_checks(exercise)],
    }


def _case(check: CheckResult) -> dict[str, str]:
    case = {
        "name": line(check.title),
        "status": STATUS.get(check.finding.verdict, "skipped"),
    }
    if check.finding.verdict is not Verdict.PASS and check.finding.feedback is not None:
        case["reason"] = plaintext.failure(check)[:LONGEST]
    return case


def _line(data: dict[str, Any]) -> str:
    return msgspec.json.encode(data).decode() + "\n"
