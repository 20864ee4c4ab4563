"""Judging saved answers again, without running anyone's code.

Judging is pure, and most students' answers to an exercise are the same bytes as some other student's. So an exercise is
judged once per distinct set of answers: its bytes are compared before they are read, and what was seen lately is remembered.

Answers count only for the calls they were given to. When a mended assignment calls a function with other arguments than before
(another seed, other cases), the saved answers say nothing about it, and the submission is run anew.
"""

from __future__ import annotations

import hashlib
import zlib
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from typing import Any, cast

import msgspec
import numpy as np

from grader import wire
from grader.catalog import Assignment
from grader.catalog.load import Exercise
from grader.gradebook import Gradebook
from grader.gradebook.kept import Kept, calls
from grader.grading import judge_exercise, report_of
from grader.model import Answer, ExerciseResult, Report, Submission, Transcript

REMEMBERED = 256
"""Results kept per exercise."""
ISOLATION = "saved answers"


class Rejudge:
    """Judges saved answers in a gradebook by an assignment as it is today."""

    def __init__(self, assignment: Assignment, book: Gradebook) -> None:
        self.assignment, self._book, self._kept = assignment, book, Kept(book)
        self._calls = calls(assignment)
        self._covered: dict[tuple[str, str], bool] = {}
        self._keys = {one.name: [call.key for call in one.plan] for one in assignment.exercises}
        self._seen: dict[str, OrderedDict[bytes, ExerciseResult]] = {
            exercise.name: OrderedDict() for exercise in assignment.exercises
        }

    def judge(self, submission: str) -> tuple[Report, bytes] | None:
        """The report of the content ``submission``, and its answers as they were kept; None when there are none for
        today's calls."""
        for assignment, version in self._book.answered(submission):
            if self._covers(assignment, version):
                packed = self._book.answers(submission, assignment, version)
                return self._judge(submission, zlib.decompress(packed)), packed
        return None

    def _covers(self, assignment: str, version: str) -> bool:
        key = assignment, version
        if key not in self._covered:
            then = self._kept.plan(assignment, version)
            self._covered[key] = bool(then) and self._calls.items() <= then.items()
        return self._covered[key]

    def _judge(self, submission: str, body: bytes) -> Report:
        kept = wire.fields(body)
        answers: dict[str, Any] = kept["answers"]
        with np.errstate(all="ignore"):
            exercises = tuple(self._exercise(one, answers) for one in self.assignment.exercises)
        transcript = Transcript(
            cells=wire.whole(kept["cells"]),
            answers={},
            output=kept["output"],
            output_cut=kept["output_cut"],
            layers=wire.whole(kept["layers"]),
        )
        nameless = Submission(id="", cells=(), digest=submission)
        return report_of(self.assignment, nameless, exercises, transcript, ISOLATION)

    def _exercise(self, exercise: Exercise, answers: dict[str, Any]) -> ExerciseResult:
        parts = msgspec.msgpack.encode([answers[key] for key in self._keys[exercise.name]])
        key, seen = hashlib.sha256(parts).digest(), self._seen[exercise.name]
        found = seen.get(key)
        if found is None:
            found = judge_exercise(exercise, _Unread(answers))
            seen[key] = found
            if len(seen) > REMEMBERED:
                seen.popitem(last=False)
        else:
            seen.move_to_end(key)
        return found


class _Unread(Mapping[str, Answer]):
    """Answers that are read when a check asks for them."""

    def __init__(self, parts: dict[str, Any]) -> None:
        self._parts = parts

    def __getitem__(self, key: str) -> Answer:
        return cast(Answer, wire.whole(self._parts[key]))

    def __iter__(self) -> Iterator[str]:
        return iter(self._parts)

    def __len__(self) -> int:
        return len(self._parts)
