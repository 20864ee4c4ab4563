"""A report as what an Autolab autograder prints: text for the student, then two lines of JSON.

The last line has the scores of the problems, which are named like the exercises; the one before it makes Autolab show a table. Autolab has no state
for a grader that failed: whatever it can't parse becomes a 0 for every problem. But a score of ``null`` is stored as no score at all, so that
is what a fault of ours gives. The last line passes through a substitution of ``word:`` there, so no name in it may have a colon.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from grader.exporters import plaintext, words
from grader.exporters.escape import line
from grader.model import Report, Verdict

STAGE = "Exercises"


def results(report: Report) -> str:
    """All that a graded submission's autograder prints."""
    table = {}
    for exercise in report.exercises:
        passed = words.verdict_of(exercise) in (Verdict.PASS, Verdict.TO_MARK)
        row: dict[str, Any] = {"passed": passed}
        failed = words.failed(exercise)
        if not passed and failed and failed[0].finding.feedback is not None:
            row["hint"] = line(failed[0].finding.feedback.what)
        table[line(words.label(exercise))] = row
    scores = {
        exercise.name: None
        if words.verdict_of(exercise) is Verdict.GRADER_ERROR
        else round(exercise.earned, 6)
        for exercise in report.exercises
    }
    shown = {"_presentation": "semantic", "stages": [STAGE], STAGE: table}
    return f"{plaintext.whole(report)}\n{_line(shown)}\n{_line({'scores': scores})}\n"


def fault(message: str, exercises: Sequence[str], *, student: bool) -> str:
    """Where nothing could be graded: 0 for a submission that can't be read, no score after a fault of ours."""
    scores = dict.fromkeys(exercises, 0.0 if student else None)
    text = f"{words.fault(student)} {line(message)}"
    return f"{text}\n{_line({'_presentation': 'semantic'})}\n{_line({'scores': scores})}\n"


def _line(data: dict[str, Any]) -> str:
    return msgspec.json.encode(data).decode()
