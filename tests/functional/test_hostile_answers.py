"""Whatever a worker sends, judging it is no fault of ours: no answer makes a check raise."""

from __future__ import annotations

import os
import random

import msgspec
import pytest

from grader import wire
from grader.exporters import html, markdown
from grader.grading import judge
from grader.intake import read_submission
from grader.model import (
    Verdict,
)
from tests.conftest import DRAWN, ROOT, GraderOf
from tests.hostile import hostile

RUNS = int(os.environ.get("GRADER_HOSTILE_ANSWERS", "40"))


@pytest.mark.parametrize("name", DRAWN)
def test_no_answer_is_a_fault_of_ours(name: str, grader_of: GraderOf) -> None:
    grader = grader_of(name)
    submission = read_submission(
        ROOT / "assignments" / name / "examples" / "perfect.py",
        expected=grader.assignment.submission,
    )
    right = grader.grade(submission).transcript
    functions = sorted({call.function for call in grader.assignment.plan})
    # As everywhere: the same each time before landing, and further at a desk.
    seed = 7 if os.environ.get("CI") else random.randrange(1 << 30)
    print(f"seed {seed}")  # shown when the test fails
    chance = random.Random(seed)
    for _ in range(RUNS):
        answers = dict(right.answers)
        for function in chance.sample(functions, min(len(functions), 4)):
            one = hostile(
                chance, next(a for k, a in answers.items() if f"/{function}/" in k or function in k)
            )
            for call in grader.assignment.plan:
                if call.function == function and chance.random() < 0.9:
                    answers[call.key] = (
                        one if chance.random() < 0.5 else hostile(chance, answers[call.key])
                    )
        transcript = msgspec.structs.replace(right, answers=answers)
        report = judge(grader.assignment, submission, transcript, isolation="test")
        for exercise in report.exercises:
            for check in exercise.checks:
                assert check.finding.verdict is not Verdict.GRADER_ERROR, check.finding.staff
        assert not set(markdown.render(report)) & set("\x1b\u202e")
        assert "<script" not in html.page(report)
        wire.encode(transcript, limit=64 << 20, trusted=True)
