"""A report as Gradescope's results.json.

One test per exercise. What students may see at once is the public part; with a hidden part that is shown
after the grades are published, Gradescope hides the total until then, which is its rule and not ours. A result is
written whatever happens: a fault of ours says so in plain words and gives no score of 0 in silence.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from grader.exporters import markdown, words
from grader.exporters.escape import markdown as escaped
from grader.exporters.escape import plain
from grader.model import ExerciseResult, Report, Verdict

Visibility = Literal["visible", "after_due_date", "after_published", "hidden"]


def results(
    report: Report, *, hidden: Visibility = "after_published", penalty: float = 0.0
) -> dict[str, Any]:
    """results.json of a graded submission. ``penalty``: the fraction of the points lost for lateness."""
    tests: list[dict[str, Any]] = []
    for number, exercise in enumerate(report.exercises, start=1):
        tests.append(_test(exercise, str(number), hidden))
    out: dict[str, Any] = {
        "output": _output(report, penalty),
        "output_format": "md",
        "test_output_format": "md",
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": tests,
        "extra_data": {"grader": report.grader, "isolation": report.isolation},
    }
    if penalty:
        out["score"] = round(report.earned * (1 - penalty), 4)
    return out


def _test(exercise: ExerciseResult, number: str, hidden: Visibility) -> dict[str, Any]:
    shown = words.distinct(words.failed(exercise))
    text = "\n\n".join(markdown.failure(check) for check in shown) or "All checks pass."
    if exercise.to_mark:
        text += f"\n\n{words.later(exercise.to_mark)}"
    verdict = words.verdict_of(exercise)
    return {
        "name": f"{exercise.title} ({exercise.name})",
        "number": number,
        "score": exercise.earned,
        "max_score": exercise.points - exercise.to_mark,
        "status": "passed" if verdict in (Verdict.PASS, Verdict.TO_MARK) else "failed",
        "output": text,
        "output_format": "md",
        "visibility": hidden,
    }


def _output(report: Report, penalty: float) -> str:
    out = []
    if words.untouched(report):
        out.append("Nothing is filled in yet: replace each `raise NotImplementedError`.")
    out += [
        f"A part of your file did not run: {plain(words.cell_error(cell.name, cell.error))}"
        for cell in report.cells
        if cell.error is not None
    ]
    out += [escaped(notice.text) for notice in report.notices]
    if penalty:
        out.append(f"Late: {penalty:.0%} of the points are taken off.")
    if report.to_mark:
        out.append(f"{words.points(report.to_mark)} more points are marked by a person.")
    if report.regrade:
        out.append(
            "Some checks could not be judged; that is the grader's fault. You will be regraded."
        )
    return "\n\n".join(out)


def fault(message: str, *, student: bool) -> dict[str, Any]:
    """results.json where nothing could be graded: whose fault it was, in plain words."""
    return {
        "score": 0,
        "output": f"{words.fault(student)} {escaped(message)}",
        "output_format": "md",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "extra_data": {"regrade": not student},
    }


def render(data: dict[str, Any]) -> str:
    return msgspec.json.format(msgspec.json.encode(data), indent=2).decode() + "\n"
