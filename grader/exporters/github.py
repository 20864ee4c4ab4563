"""A report for GitHub: the job's log, a page of the run, and, where a course still uses it, what Classroom's reporter reads.

The reporter (``classroom-resources/autograding-grading-reporter@v1``) makes two totals: of each runner the *share of its tests that pass*
times ``max_score``, and the sum of all scores. They agree where a runner's tests all pass or all fail, so what was earned is one
runner and what is missing another. It holds no texts: those stand in the log, and Linux starts no program with a variable beyond 128 KiB.

In a log a line ``::notice …`` is an order to the runner, so nothing a student wrote may reach it with such a mark.
"""

from __future__ import annotations

import base64
from typing import Any

import msgspec

from grader.course.points import points as number
from grader.exporters import plaintext, words
from grader.exporters.escape import line
from grader.model import Report


def results(report: Report) -> dict[str, Any]:
    """How it went, the log, and the reporter's records."""
    automatic = report.points - report.to_mark
    full = report.earned >= automatic - 1e-9
    status = "error" if report.regrade else "pass" if full else "fail"
    got, lost = [], []
    for exercise in report.exercises:
        missing = exercise.points - exercise.to_mark - exercise.earned
        if missing < 1e-9:
            got.append(_test(_name(f"{words.heading(exercise)}"), "pass", exercise.earned))
            continue
        if exercise.earned:
            got.append(_test(f"{_name(words.heading(exercise))}: in part", "pass", exercise.earned))
        name = f"{_name(words.heading(exercise))}: {number(missing)} missing"
        lost.append(_test(name, "error" if status == "error" else "fail", 0.0))
    runners = {}
    if got:
        runners["earned"] = _record("pass", report.earned, got)
    if lost:
        runners["missing"] = _record(status, automatic - report.earned, lost)
    return {"status": status, "log": harmless(plaintext.whole(report)) + "\n", "runners": runners}


def _name(text: str) -> str:
    return harmless(line(text))


def _test(name: str, status: str, score: float) -> dict[str, Any]:
    return {"name": name, "status": status, "score": score, "message": name, "line_no": 0}


def _record(status: str, max_score: float, tests: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "version": 1,
        "status": status,
        "max_score": max_score,
        "tests": tests,
    }


def fault(message: str, max_score: float, *, student: bool) -> dict[str, Any]:
    """Where nothing could be graded. The reporter sends no points where there are none to be had: a fault of ours is no 0."""
    status = "fail" if student else "error"
    text = harmless(f"{words.fault(student)} {line(message)}")
    record = _record(status, max_score if student else 0, [_test(text, status, 0.0)])
    return {"status": status, "log": f"{text}\n", "runners": {"missing": record}}


def harmless(text: str) -> str:
    """``text`` without the marks of the runner's workflow commands, old and new."""
    return text.replace("::", ": :").replace("##[", "## [")


def render(record: dict[str, Any]) -> str:
    """A record as the reporter takes it."""
    return base64.b64encode(msgspec.json.encode(record)).decode()
