"""The reports of lecture 7's example submissions, for benchmarks of what is made from reports."""

from __future__ import annotations

from pathlib import Path

from grader.catalog import load_assignment
from grader.grading import Grader
from grader.intake import read_submission
from grader.model import Report
from grader.sandbox import open_sandbox

ASSIGNMENT = Path(__file__).resolve().parent.parent / "assignments" / "lecture07"


def reports() -> list[Report]:
    """By name of the example."""
    assignment = load_assignment(str(ASSIGNMENT))
    with Grader(assignment, open_sandbox("auto")) as grader:
        return [
            grader.grade(read_submission(path, expected=assignment.submission)).report
            for path in sorted((ASSIGNMENT / "examples").iterdir())
        ]
