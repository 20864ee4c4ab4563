"""Judging saved answers again, without running anyone's code.

Judging is pure, so a result stands while neither the answers nor anything that judges them has changed (``catalog/judging.py``):
after a check of one exercise was mended, that exercise is judged and all others are copied from the result that was there.
And most students' answers to an exercise are the same bytes as some other student's, so an exercise is judged
once per distinct set of answers: its bytes are compared before they are read, and what was seen lately is remembered.

Answers count only for the calls they were given to. When a mended assignment calls a function with other arguments than before
(another seed, other cases), the saved answers say nothing about it, and the submission is run anew.
"""

from __future__ import annotations

import hashlib
import zlib
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, cast

import msgspec
import numpy as np

import grader
from grader import storage
from grader.catalog import Assignment
from grader.catalog.assignment import Exercise
from grader.catalog.judging import judged_by
from grader.gradebook import Gradebook, Result
from grader.gradebook.kept import Kept, calls
from grader.grading import NOT_RECORDED, judge_exercise, report_of
from grader.intake.errors import WrongUse
from grader.model import (
    Answer,
    CellOutcome,
    ExerciseResult,
    Record,
    Report,
    Submission,
    Transcript,
    Verdict,
)

REMEMBERED = 256
"""Results kept per exercise."""
ISOLATION = "saved answers"
_OPEN = {Verdict.GRADER_ERROR, Verdict.UNDECIDED}


class Source(Record, frozen=True):
    """Saved answers to judge: which assignment's and version's. ``stands``: the exercises whose results need no judging."""

    assignment: str
    version: str
    stands: frozenset[str]


class Rejudge:
    """Judges saved answers in a gradebook by an assignment as it is today."""

    def __init__(self, assignment: Assignment, book: Gradebook) -> None:
        self.assignment, self._book, self._kept = assignment, book, Kept(book)
        self._calls, self._today = calls(assignment), judged_by(assignment)
        self._sources: dict[tuple[str, str], Source | None] = {}
        self._keys = {one.name: [call.key for call in one.plan] for one in assignment.exercises}
        self._asking = {
            one.name: [key for key, check in one.checks if check.interactive]
            for one in assignment.exercises
        }
        self._seen: dict[str, OrderedDict[bytes, ExerciseResult]] = {
            exercise.name: OrderedDict() for exercise in assignment.exercises
        }
        own = self._kept.judging(assignment.digest, grader.__version__)
        self._all_stand = dict(own) == self._today

    def stands(self, submission: str) -> bool:
        """Whether judging the content ``submission`` again would give what the gradebook says."""
        return self._all_stand and self._book.has(submission, self.assignment.digest)

    def judge(self, submission: str) -> Result | None:
        """The result of the content ``submission`` as of today; None when there are no saved answers to today's calls."""
        there = [self._source(*one) for one in self._book.answered(submission)]
        found = [source for source in there if source is not None]
        if not found:
            return None
        source = max(found, key=lambda one: len(one.stands))
        key = submission, source.assignment, source.version
        before = (
            msgspec.json.decode(zlib.decompress(self._book.packed_report(*key)), type=Report)
            if source.stands
            else None
        )
        answers = _Saved(self._book, key)
        with np.errstate(all="ignore"):
            exercises = tuple(
                _standing(before, exercise.name, source.stands) or self._judge(exercise, answers)
                for exercise in self.assignment.exercises
            )
        if any(map(_not_recorded, exercises)):
            return None
        transcript = Transcript(
            cells=before.cells if before else answers.cells,
            answers={},
            output=before.output if before else answers.fields["output"],
            layers=before.layers if before else answers.layers,
        )
        nameless = Submission(id="", cells=(), digest=submission)
        return Result.of(report_of(self.assignment, nameless, exercises, transcript, ISOLATION))

    def _source(self, assignment: str, version: str) -> Source | None:
        """What the saved answers to that assignment are good for; None when they are not to today's calls."""
        key = assignment, version
        if key not in self._sources:
            then = self._kept.plan(assignment, version)
            covered = bool(then) and self._calls.items() <= then.items()
            same = self._kept.judging(assignment, version).items() & self._today.items()
            stands = frozenset(name for name, _ in same)
            self._sources[key] = Source(assignment, version, stands) if covered else None
        return self._sources[key]

    def _judge(self, exercise: Exercise, answers: _Saved) -> ExerciseResult:
        given, noted = answers.fields["answers"], answers.fields["dialogues"]
        dialogues = {key: noted[key] for key in self._asking[exercise.name] if key in noted}
        parts = msgspec.msgpack.encode(
            [[given[key] for key in self._keys[exercise.name]], dialogues]
        )
        key, seen = hashlib.sha256(parts).digest(), self._seen[exercise.name]
        found = seen.get(key)
        if found is None:
            read = {key: answers.parts.whole(part) for key, part in dialogues.items()}
            found = judge_exercise(exercise, _Unread(answers.parts), read)
            seen[key] = found
            if len(seen) > REMEMBERED:
                seen.popitem(last=False)
        else:
            seen.move_to_end(key)
        return found


def _standing(before: Report | None, name: str, stands: frozenset[str]) -> ExerciseResult | None:
    """The result of an exercise that needs no judging; None when there is none. What was our failure is always tried again."""
    if before is None or name not in stands:
        return None
    found = next((one for one in before.exercises if one.name == name), None)
    if found is None or any(check.finding.verdict in _OPEN for check in found.checks):
        return None
    return found


def _not_recorded(result: ExerciseResult) -> bool:
    """Whether a check asks for what the saved answers don't hold."""
    said = (check.finding.feedback for check in result.checks)
    return any(feedback is not None and feedback.label == NOT_RECORDED for feedback in said)


class _Saved:
    """A kept transcript, unpacked when something of it is asked for."""

    def __init__(self, book: Gradebook, key: tuple[str, str, str]) -> None:
        self._book, self._key = book, key

    @property
    def cells(self) -> tuple[CellOutcome, ...]:
        return cast(tuple[CellOutcome, ...], self.parts.whole(self.fields["cells"]))

    @property
    def layers(self) -> tuple[str, ...]:
        return cast(tuple[str, ...], self.parts.whole(self.fields["layers"]))

    @property
    def fields(self) -> dict[str, Any]:
        return self.parts.fields

    @cached_property
    def parts(self) -> storage.Parts:
        try:
            return storage.Parts(zlib.decompress(self._book.answers(*self._key)))
        except storage.Newer:
            raise WrongUse(
                f"{self._book.path}: its answers were kept by a newer version of grader; use that one"
            ) from None


class _Unread(Mapping[str, Answer]):
    """Answers that are read when a check first asks for them."""

    def __init__(self, saved: storage.Parts) -> None:
        self._saved, self._parts = saved, saved.fields["answers"]
        self._read: dict[str, Answer] = {}

    def __getitem__(self, key: str) -> Answer:
        found = self._read.get(key)
        if found is None:
            found = self._read[key] = cast(Answer, self._saved.whole(self._parts[key]))
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._parts)

    def __len__(self) -> int:
        return len(self._parts)
