"""A class whose written answers are to be marked: golden reports of lecture 7 with other words in them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

import grader
from grader.catalog import Assignment
from grader.exporters import json
from grader.gradebook import Attempt, Gradebook
from grader.gradebook.rubric import Key, Mark, digest
from grader.model import ExerciseResult, Feedback, Report
from tests.conftest import ROOT

GOLDEN = ROOT / "tests" / "golden" / "lecture07"
WHY_NOT, WHY_ZERO = ("no_substitution", "WHY_NOT"), ("step_gradients", "WHY_ZERO")
LABELS = {"": "written.blank", "\n": "written.template"}


def report(assignment: Assignment, texts: Mapping[str, str], base: str = "perfect") -> Report:
    """The golden report with these texts, variable → text, as the grader would have written it."""
    found = json.read((GOLDEN / f"{base}.json").read_bytes())
    exercises = tuple(_exercise(one, texts) for one in found.exercises)
    name = hashlib.sha256(msgspec.json.encode((base, sorted(texts.items())))).hexdigest()
    return msgspec.structs.replace(
        found,
        assignment_digest=assignment.digest,
        grader=grader.__version__,
        submission_digest=name,
        exercises=exercises,
    )


def _exercise(exercise: ExerciseResult, texts: Mapping[str, str]) -> ExerciseResult:
    written, checks = dict(exercise.written), list(exercise.checks)
    for k, check in enumerate(checks):
        variable = check.id.rpartition("-")[2]
        if check.kind != "written" or variable not in texts:
            continue
        text = texts[variable]
        written[variable] = text.strip()
        short = len(text.split()) < 8 and "written.short"
        label = LABELS.get(text, short)
        said = Feedback(label=label, what="Very little.") if label else None
        finding = msgspec.structs.replace(check.finding, feedback=said, public_feedback=said)
        checks[k] = msgspec.structs.replace(check, finding=finding)
    return msgspec.structs.replace(exercise, written=written, checks=tuple(checks))


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
