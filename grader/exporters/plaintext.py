"""A report as plain text, for consoles and for pages that show text as it is."""

from __future__ import annotations

from grader.exporters import words
from grader.exporters.escape import line, plain
from grader.model import CheckResult, ExerciseResult, Report, Verdict


def notes(report: Report) -> list[str]:
    """What concerns the whole submission, one paragraph each."""
    out = []
    if words.untouched(report):
        out.append("Nothing is filled in yet: replace each `raise NotImplementedError`.")
    out += [
        f"{words.DID_NOT_RUN} {plain(error, 2000)}\n{plain(consequence)}"
        for error, consequence in words.stopped(report)
    ]
    out += [line(text) for text in words.noticed(report)]
    if report.to_mark:
        out.append(f"{words.points(report.to_mark)} more points are marked by a person.")
    if report.regrade:
        out.append(
            "Some checks could not be judged; that is the grader's fault. You will be regraded."
        )
    return out


def whole(report: Report) -> str:
    """The total, then a line for each exercise and the reasons below those that fall short."""
    parts = [words.total(report), *notes(report)]
    for result in report.exercises:
        passed = words.verdict_of(result) in (Verdict.PASS, Verdict.TO_MARK)
        mark = words.MARKS[Verdict.PASS if passed else Verdict.FAIL]
        parts.append(f"{mark} {words.heading(result)}: {words.exercise_score(result)}")
        if words.failed(result):
            parts.append("\n".join(f"    {row}" for row in exercise(result).splitlines()))
    return "\n".join(parts)


def exercise(result: ExerciseResult) -> str:
    """All that is to be said about one exercise."""
    parts = [failure(check) for check in words.distinct(words.failed(result))]
    if not parts:
        parts = ["All checks pass."]
    if result.to_mark:
        parts.append(words.later(result.to_mark))
    return "\n\n".join(parts)


def failure(check: CheckResult) -> str:
    """One check that did not pass: what, then the fields that are filled."""
    feedback = check.finding.feedback
    assert feedback is not None
    rows = [f"{words.MARKS[check.finding.verdict]} {plain(feedback.what)}"]
    for heading, text in words.lines(feedback):
        shown = plain(text)
        if "\n" in shown:
            rows += [f"  {heading}:", *(f"    {row}" for row in shown.splitlines())]
        else:
            rows.append(f"  {heading}: {shown}")
    return "\n".join(rows)
