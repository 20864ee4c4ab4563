"""A report as JUnit XML, which GitLab, Jenkins and every other CI show: a suite per exercise, a case per check.

What failed is a ``failure``; what could not be judged is an ``error``, never a failure. Points are properties of a case.
"""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

from grader.exporters import plaintext, words
from grader.exporters.escape import line
from grader.model import CheckResult, ExerciseResult, Report, Verdict

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML may hold, however it is written."""


def render(report: Report) -> str:
    checks = [check for exercise in report.exercises for check in exercise.checks]
    rows = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f"<testsuites name={_attribute(report.assignment)}{_counts(checks)}>",
        *(_suite(exercise) for exercise in report.exercises),
        "</testsuites>",
    ]
    return "\n".join(rows) + "\n"


def fault(message: str, *, student: bool) -> str:
    """Where nothing could be graded: one case, which failed, or is in error where that is the grader's fault."""
    kind = "failure" if student else "error"
    said = f"{words.fault(student)} {line(message)}"
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<testsuites tests="1" failures="{int(student)}" errors="{int(not student)}"><testsuite name="submission" tests="1" '
        f'failures="{int(student)}" errors="{int(not student)}" skipped="0"><testcase classname="submission" name="could be graded">'
        f"<{kind} message={_attribute(said)}/></testcase></testsuite></testsuites>\n"
    )


def _suite(exercise: ExerciseResult) -> str:
    rows = [f"<testsuite name={_attribute(words.heading(exercise))}{_counts(exercise.checks)}>"]
    rows += [_case(exercise.name, check) for check in exercise.checks]
    return "\n".join([*rows, "</testsuite>"])


def _case(group: str, check: CheckResult) -> str:
    verdict = check.finding.verdict
    told = plaintext.failure(check) if check.finding.feedback is not None else ""
    first = told.partition("\n")[0]
    body = {
        Verdict.PASS: "",
        Verdict.MARKED: "",
        Verdict.FAIL: f"<failure message={_attribute(first)}>{_text(told)}</failure>",
        Verdict.TO_MARK: '<skipped message="marked by a person"/>',
        Verdict.BLOCKED: '<skipped message="an earlier check of the same function fails"/>',
    }.get(verdict, f"<error message={_attribute(first)}>{_text(told)}</error>")
    properties = "".join(
        f'<property name="{name}" value="{words.points(value)}"/>'
        for name, value in (("points", check.earned), ("max_points", check.points))
    )
    return (
        f"<testcase classname={_attribute(group)} name={_attribute(check.title)}>"
        f"<properties>{properties}</properties>{body}</testcase>"
    )


def _counts(checks: tuple[CheckResult, ...] | list[CheckResult]) -> str:
    found = [check.finding.verdict for check in checks]
    counts = {
        "tests": len(found),
        "failures": found.count(Verdict.FAIL),
        "errors": sum(verdict in (Verdict.UNDECIDED, Verdict.GRADER_ERROR) for verdict in found),
        "skipped": sum(verdict in (Verdict.TO_MARK, Verdict.BLOCKED) for verdict in found),
    }
    return "".join(f' {name}="{count}"' for name, count in counts.items())


def _attribute(text: str) -> str:
    return quoteattr(_FORBIDDEN.sub("\ufffd", text))


def _text(text: str) -> str:
    return escape(_FORBIDDEN.sub("\ufffd", text))
