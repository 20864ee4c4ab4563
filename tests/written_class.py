"""A class whose written answers are to be marked: lecture 7 solved by its references, with texts of their own."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec
import numpy as np

from grader.asking import Request
from grader.catalog import Assignment, Exercise
from grader.checks import rehearsal
from grader.gradebook import Attempt, Gradebook
from grader.gradebook.rubric import Key, Mark, digest
from grader.grading import Grader
from grader.model import Answer, Call, ExerciseResult, Report, Returned, Submission
from tests.fake_sandbox import FakeSandbox

WHY_NOT, WHY_ZERO = ("no_substitution", "WHY_NOT"), ("step_gradients", "WHY_ZERO")
SOME = "The sizes of both sides tell that it can't be so, whatever is in them"


BASES: dict[tuple[str, str], Report] = {}
"""Reports without texts, by the assignment's digest and what else is right."""


def report(assignment: Assignment, texts: Mapping[str, str], base: str = "perfect") -> Report:
    """What the grader says of right answers, or of "flat_vectors", with these texts, variable → text."""

    def answer(request: Request) -> Answer:
        assert isinstance(request, Call)
        if request.args is None:
            return Returned(value=texts.get(request.function, SOME))
        found = rehearsal.local(assignment.exercise(request.exercise).subject)(request)
        if base == "flat_vectors" and isinstance(found, Returned):
            return msgspec.structs.replace(found, value=_flat(found.value))
        return found

    def with_texts(exercise: Exercise, result: ExerciseResult) -> ExerciseResult:
        written: dict[str, str] = {}
        checks = list(result.checks)
        for k, (_, check) in enumerate(exercise.checks):
            written |= check.texts(exercise.subject, answer)
            if check.by_person:
                finding = check.judge(exercise.subject, answer)
                checks[k] = msgspec.structs.replace(checks[k], finding=finding)
        return msgspec.structs.replace(result, written=written, checks=tuple(checks))

    key = (assignment.digest, base)
    if key not in BASES:
        submission = Submission(id=base, cells=(), digest="")
        BASES[key] = Grader(assignment, FakeSandbox(answer)).grade(submission).report
    return msgspec.structs.replace(
        BASES[key],
        submission_digest=hashlib.sha256(
            msgspec.json.encode((base, sorted(texts.items())))
        ).hexdigest(),
        exercises=tuple(map(with_texts, assignment.exercises, BASES[key].exercises)),
    )


def _flat(value: object) -> object:
    return value.ravel() if isinstance(value, np.ndarray) and value.shape[1:] == (1,) else value


def hand_in(
    book: Gradebook, assignment: Assignment, student: str, made: Report, number: int = 1
) -> None:
    book.put(made, None)
    book.record(
        assignment.name,
        Attempt(
            student=student,
            label=f"{student}-{number}.py",
            submission=made.submission_digest,
            number=number,
            at=f"2026-03-0{number}T10:00:00+00:00",
        ),
    )


def key(where: tuple[str, str], text: str, label: str = "") -> Key:
    return Key(*where, digest(text.strip(), label))


def mark(one: Key, *items: int, **more: object) -> Mark:
    change = hashlib.sha256(repr((one, items, more)).encode()).hexdigest()
    return Mark(**{"key": one, "items": items, "marker": "ana", "change": change, **more})  # type: ignore[arg-type]


def fill(path: Path, assignment: Assignment, texts: Sequence[Mapping[str, str]]) -> Path:
    """A gradebook of students s000, s001, … with these texts."""
    with Gradebook(path) as book:
        for number, one in enumerate(texts):
            base = ("perfect", "flat_vectors")[number % 2]
            hand_in(book, assignment, f"s{number:03}", report(assignment, one, base))
    return path
