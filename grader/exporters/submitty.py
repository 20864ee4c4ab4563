"""A report as what a Submitty *custom validator* leaves: validation_results.json, with a share of one test case's points.

Submitty multiplies the share, a 32-bit float, with the points and drops what stands behind the decimal point: 167/180 of 180 points may become 166. So
points are multiplied until they are whole (see :func:`grader.exporters.classroom50.factor`), and the share lies a quarter of one above its number.
"""

from __future__ import annotations

from typing import Any

from grader.exporters import plaintext, words
from grader.exporters.classroom50 import factor, scaling
from grader.exporters.escape import line
from grader.model import Report, Verdict

STATUS = {
    Verdict.PASS: "success",
    Verdict.MARKED: "success",
    Verdict.TO_MARK: "success",
    Verdict.FAIL: "failure",
}


def results(report: Report, points: int) -> dict[str, Any]:
    """The file of a graded submission. ``points``: what the test case is worth there."""
    earned = round(factor(report) * report.earned)
    share = 1.0 if earned >= points else (earned + 0.25) / points
    first = "\n".join(
        filter(None, [words.total(report), *plaintext.notes(report), scaling(report)])
    )
    messages = [{"message": first, "status": "information"}]
    for exercise in report.exercises:
        head = f"{line(words.heading(exercise))}: {words.exercise_score(exercise)}"
        failed = words.failed(exercise)
        messages.append(
            {
                "message": f"{head}\n{plaintext.exercise(exercise)}" if failed else head,
                "status": STATUS.get(words.verdict_of(exercise), "warning"),
            }
        )
    return {"status": "success", "data": {"score": share, "message": messages}}


def fault(message: str, *, student: bool) -> dict[str, Any]:
    """Where nothing could be graded. A validator's own failure is the state ``fail``, which Submitty tells and scores with 0."""
    text = f"{words.fault(student)} {line(message)}"
    if not student:
        return {"status": "fail", "message": text}
    return {"status": "success", "data": {"score": 0.0, "message": text, "status": "failure"}}
