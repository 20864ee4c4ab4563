"""A report as Gradescope's results.json.

Hidden cases are told after the grades are published (or as the course likes it); then students see at once what the public
cases alone say, without points: one test for all exercises in which they pass, and one for each other. With a hidden part Gradescope
hides the total too, which is its rule and not ours. What could not be judged stands in a test that only staff can see.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from grader.exporters import markdown, words
from grader.exporters.escape import block, plain
from grader.exporters.escape import markdown as escaped
from grader.model import CheckResult, ExerciseResult, Report, Verdict

Visibility = Literal["visible", "after_due_date", "after_published", "hidden"]
Grain = Literal["exercise", "check"]

LATER = {
    "after_due_date": "Points and what the hidden cases say are shown after the due date.",
    "after_published": "Points and what the hidden cases say are shown when the grades are published.",
    "hidden": "Points, the total and what the hidden cases say are never shown here; the staff has them.",
}


def results(
    report: Report,
    *,
    hidden: Visibility = "after_published",
    grain: Grain = "exercise",
    penalty: float = 0.0,
) -> dict[str, Any]:
    """results.json of a graded submission.

    ``hidden``: when students see what the hidden cases say. ``grain``: what one test with points stands for.
    ``penalty``: the fraction of the points lost for lateness.
    """
    tests: list[dict[str, Any]] = []
    seen = [
        msgspec.structs.replace(exercise, checks=tuple(map(_seen, exercise.checks)))
        for exercise in report.exercises
        if hidden != "visible"
    ]
    passing = [exercise for exercise in seen if _passes(exercise)]
    if passing:
        tests.append(_all_pass(passing))
    for number, exercise in enumerate(report.exercises, start=1):
        if hidden != "visible" and not _passes(seen[number - 1]):
            tests.append(_public(seen[number - 1], str(number)))
        if grain == "check":
            tests += _checks(exercise, number, hidden)
        else:
            at = str(number) if hidden == "visible" else f"{number}.1"
            tests.append(_whole(exercise, at, hidden))
    if report.regrade:
        tests.append(_for_staff(report))
    out: dict[str, Any] = {
        "output": _output(report, hidden, penalty),
        "output_format": "md",
        "test_output_format": "md",
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": tests,
        "extra_data": {
            "grader": report.grader,
            "isolation": report.isolation,
            "regrade": report.regrade,
        },
    }
    if penalty:
        out["score"] = round(report.earned * (1 - penalty), 4)
    return out


def _passes(seen: ExerciseResult) -> bool:
    return words.verdict_of(seen) in (Verdict.PASS, Verdict.TO_MARK) and not words.failed(seen)


def _all_pass(seen: list[ExerciseResult]) -> dict[str, Any]:
    """One test for all exercises in which the public cases pass: there is no more to be said of them."""
    return {
        "name": "Public cases that pass",
        "status": "passed",
        "output": "\n".join(f"- {escaped(words.heading(exercise))}" for exercise in seen),
        "output_format": "md",
        "visibility": "visible",
    }


def _public(seen: ExerciseResult, number: str) -> dict[str, Any]:
    """What the public cases alone say. No points: those come from all cases together."""
    return {
        "name": f"{seen.title} ({seen.name}): public cases",
        "number": number,
        "status": _status(words.verdict_of(seen)),
        "output": _text(words.failed(seen)) or "This could not be judged.",
        "output_format": "md",
        "visibility": "visible",
    }


def _for_staff(report: Report) -> dict[str, Any]:
    """What could not be judged and why. It may tell of hidden cases and of the solutions."""
    parts = [
        f"{escaped(check.id)}: {words.WORDS[check.finding.verdict]}\n\n{block(check.finding.staff or 'no more is known')}"
        for exercise in report.exercises
        for check in exercise.checks
        if check.finding.verdict in (Verdict.GRADER_ERROR, Verdict.UNDECIDED)
    ]
    return {
        "name": "For the staff: what could not be judged",
        "status": "failed",
        "output": "\n\n".join(parts),
        "output_format": "md",
        "visibility": "hidden",
    }


def _seen(check: CheckResult) -> CheckResult:
    """``check`` as if there were no hidden cases."""
    finding = msgspec.structs.replace(
        check.finding,
        verdict=check.finding.public_verdict,
        feedback=check.finding.public_feedback,
    )
    return msgspec.structs.replace(check, finding=finding)


def _whole(exercise: ExerciseResult, number: str, hidden: Visibility) -> dict[str, Any]:
    failed = words.failed(exercise)
    # Where there is a public part, it has said what the public cases say.
    new = [
        check
        for check in failed
        if hidden == "visible" or check.finding.feedback != check.finding.public_feedback
    ]
    parts = [_text(new)] if new else []
    if len(new) < len(failed):
        parts.append("What the public cases say counts here.")
    if not failed and words.verdict_of(exercise) in (Verdict.PASS, Verdict.TO_MARK):
        parts.append("All checks pass.")
    if exercise.to_mark:
        parts.append(words.later(exercise.to_mark))
    return {
        "name": f"{exercise.title} ({exercise.name})",
        "number": number,
        "score": exercise.earned,
        "max_score": exercise.points - exercise.to_mark,
        "status": _status(words.verdict_of(exercise)),
        "output": "\n\n".join(parts) or "This could not be judged.",
        "output_format": "md",
        "visibility": hidden,
    }


def _checks(exercise: ExerciseResult, number: int, hidden: Visibility) -> list[dict[str, Any]]:
    """A test for each check but those that a person marks."""
    automatic = [c for c in exercise.checks if c.finding.verdict is not Verdict.TO_MARK]
    out = []
    for k, check in enumerate(automatic, start=1):
        verdict = check.finding.verdict
        text = markdown.failure(check) if check.finding.feedback is not None else ""
        if verdict is Verdict.BLOCKED:
            text = "Blocked: see the checks before this one."
        out.append(
            {
                "name": f"{exercise.title} ({exercise.name}): {plain(check.title)}",
                "number": f"{number}.{k}",
                "score": check.earned,
                "max_score": check.points,
                "status": _status(verdict),
                "output": text or "Passes.",
                "output_format": "md",
                "visibility": hidden,
            }
        )
    return out


def _text(failed: list[CheckResult]) -> str:
    return "\n\n".join(markdown.failure(check) for check in words.distinct(failed))


def _status(verdict: Verdict) -> str:
    return "passed" if verdict in (Verdict.PASS, Verdict.TO_MARK) else "failed"


def _output(report: Report, hidden: Visibility, penalty: float) -> str:
    out = []
    if words.untouched(report):
        out.append("Nothing is filled in yet: replace each `raise NotImplementedError`.")
    out += [
        f"{words.DID_NOT_RUN}\n\n{block(error)}\n\n{markdown.prose(consequence)}"
        for error, consequence in words.stopped(report)
    ]
    out += [escaped(text) for text in words.noticed(report)]
    if penalty:
        out.append(f"Late: {words.points(100 * penalty)}% of the points are taken off.")
    if report.to_mark:
        out.append(f"{words.points(report.to_mark)} more points are marked by a person.")
    if report.regrade:
        out.append(
            "Some checks could not be judged; that is the grader's fault. You will be regraded."
        )
    if hidden in LATER:
        out.append(LATER[hidden])
    return "\n\n".join(out)


def fault(message: str) -> dict[str, Any]:
    """results.json of what can't be read: why, for the student. Faults of ours have no results.json (see platforms.gradescope)."""
    return {
        "score": 0,
        "output": f"{words.fault(student=True)} {escaped(message)}",
        "output_format": "md",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "extra_data": {"regrade": False},
    }


def render(data: dict[str, Any]) -> str:
    return msgspec.json.format(msgspec.json.encode(data), indent=2).decode() + "\n"
