"""A report as PrairieLearn's results.json: a score from 0 to 1, one test per exercise, at most 1 MB.

What can't be graded is ``gradable: false``: it uses up no attempt and gives no score. That is right for a file that can't
be read, and for a failure of ours, which says so.
"""

from __future__ import annotations

from typing import Any

import msgspec

from grader.exporters import plaintext, words
from grader.exporters.escape import line
from grader.model import ExerciseResult, Report

LIMIT = 1_000_000
# Cuts for texts, tried in turn until the file is small enough.
CUTS = (20_000, 4_000, 500)


def results(report: Report) -> dict[str, Any]:
    """results.json of a graded submission. The points that a person gives are no part of the score."""
    if words.misspelt(report):
        return {
            "gradable": False,
            "format_errors": [
                f"{words.DID_NOT_RUN} {line(error, 2000)} {line(consequence)}".strip()
                for error, consequence in words.stopped(report)
            ],
            "regrade": False,
        }
    automatic = report.points - report.to_mark
    # A sum of floats may come out a hair beyond the whole.
    score = min(1.0, report.earned / automatic) if automatic else 1.0
    return {
        "gradable": True,
        "score": score,
        "message": "\n\n".join(plaintext.notes(report)),
        "tests": [_test(exercise) for exercise in report.exercises],
        "grader": {"version": report.grader, "isolation": report.isolation},
        "regrade": report.regrade,
    }


def _test(exercise: ExerciseResult) -> dict[str, Any]:
    # Each test has points: one without would hide them all.
    return {
        "name": words.heading(exercise),
        "points": exercise.earned,
        "max_points": exercise.points - exercise.to_mark,
        "output": plaintext.exercise(exercise),
    }


def fault(message: str, *, student: bool) -> dict[str, Any]:
    """results.json where nothing could be graded: whose fault it was; no attempt is used up."""
    return {
        "gradable": False,
        "format_errors": [f"{words.fault(student)} {line(message, 2000)}"],
        "regrade": not student,
    }


def render(data: dict[str, Any]) -> bytes:
    """The bytes of the file, with texts cut where it would be too large."""
    made = _encode(data)
    for cut in CUTS:
        if len(made) <= LIMIT:
            break
        made = _encode(_shortened(data, cut))
    return made


def _encode(data: dict[str, Any]) -> bytes:
    return msgspec.json.format(msgspec.json.encode(data), indent=1) + b"\n"


def _shortened(data: dict[str, Any], cut: int) -> dict[str, Any]:
    tests = [{**test, "output": _cut(test["output"], cut)} for test in data.get("tests", [])]
    return {**data, "message": _cut(data.get("message", ""), cut), "tests": tests}


def _cut(text: str, cut: int) -> str:
    return text if len(text) <= cut else f"{text[:cut]}\n… (the rest is left out)"
