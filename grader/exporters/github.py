"""A report as the result that GitHub Classroom's reporter takes from an autograding step.

It is base64 of JSON; the reporter adds up the scores and takes ``max_score`` for the denominator, so that must be there
whatever happened. It and we print to the job's log, in which a line ``::notice …`` is an order to the runner; the
reporter itself sends the grade with one. So nothing a student wrote may reach the log with such a mark in it.
"""

from __future__ import annotations

import base64
from typing import Any

import msgspec

from grader.exporters import plaintext, words
from grader.exporters.escape import line
from grader.model import ExerciseResult, Report, Verdict

VERSION = 1


def results(report: Report) -> dict[str, Any]:
    """The reporter's record of a graded submission: one test per exercise."""
    full = report.earned >= report.points - report.to_mark - 1e-9
    notes = harmless("\n".join(plaintext.notes(report)))
    return {
        "version": VERSION,
        "status": "error" if report.regrade else "pass" if full else "fail",
        "message": notes or None,
        "max_score": report.points - report.to_mark,
        "tests": [_test(exercise) for exercise in report.exercises],
    }


def _test(exercise: ExerciseResult) -> dict[str, Any]:
    verdict = words.verdict_of(exercise)
    status = {Verdict.PASS: "pass", Verdict.TO_MARK: "pass", Verdict.FAIL: "fail"}
    text = harmless(plaintext.exercise(exercise))
    return _record(
        f"{words.heading(exercise)}: {words.exercise_score(exercise)}",
        status.get(verdict, "error"),
        exercise.earned,
        text,
    )


def _record(name: str, status: str, score: float, text: str) -> dict[str, Any]:
    return {
        "name": name,
        "status": status,
        "score": score,
        "message": text,
        "test_code": "",
        "task_id": 0,
        "filename": "",
        "line_no": 0,
        "duration": 0,
        "output": text,
    }


def fault(message: str, max_score: float, *, student: bool) -> dict[str, Any]:
    """The reporter's record where nothing could be graded. The points stay in the denominator."""
    status = "fail" if student else "error"
    text = harmless(f"{words.fault(student)} {line(message)}")
    return {
        "version": VERSION,
        "status": status,
        "message": text,
        "max_score": max_score,
        "tests": [_record("Autograding", status, 0.0, text)],
    }


def harmless(text: str) -> str:
    """``text`` without the marks of the runner's workflow commands, old and new."""
    return text.replace("::", ": :").replace("##[", "## [")


def log(data: dict[str, Any]) -> str:
    """What the step prints: everything but the passed exercises' texts."""
    parts = [data["message"]] if data["message"] else []
    for test in data["tests"]:
        passed = test["status"] == "pass" and test["output"] == "All checks pass."
        parts.append(
            f"{words.MARKS[Verdict.PASS] if test['status'] == 'pass' else words.MARKS[Verdict.FAIL]} {test['name']}"
        )
        if not passed and test["output"] != data["message"]:
            parts.append("\n".join(f"    {row}" for row in test["output"].splitlines()))
    return harmless("\n".join(parts)) + "\n"


def render(data: dict[str, Any]) -> str:
    """The step's output ``result``."""
    return base64.b64encode(msgspec.json.encode(data)).decode()
