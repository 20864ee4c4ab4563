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


WAYS = (
    "A is a vector of n numbers and W a matrix, so the derivative needs three indices and no rule lays that out as a matrix",
    "The sizes do not work: the product of any matrix with an n by 1 column has one column but the gradient needs n of them",
    "You can not put W in because then $\\frac{\\partial A}{\\partial W}$ would be a vector by a matrix, which none of the rules covers",
    "Since W has m times n entries and A has n, there are m n n derivatives, too many for a matrix, so each entry goes alone",
    "It is because matrices do not commute and the chain rule has an order that must be kept in every product of this kind",
)
ENDS = (
    "",
    " at all.",
    ", as the lecture says.",
    " (see the rules).",
    " in this layer.",
    ", so it fails unless n is 1.",
)


def many(count: int) -> list[dict[str, str]]:
    """Texts of a class of that size: some the same, many near-identical, some blank or very short, most of their own."""
    made = []
    for number in range(count):
        way = WAYS[number % len(WAYS)]
        if number % 20 == 7:
            text = "\n"
        elif number % 20 == 13:
            text = "wrong sizes"
        elif number % 3 == 0:
            text = way + ENDS[number // 3 % len(ENDS)]
        else:
            words = way.split()
            shift = number * 7 % len(words)
            own = f"Answer {number} in my own words number{number * 17}: "
            text = own + " ".join(
                [*words[shift:], f"thing{number}", *words[:shift]][:: 1 + number % 2]
            )
        step = f"The step is flat{', ' if number % 4 else ' and '}so its slope is zero nearly everywhere{' and nothing below it learns' * (number % 2)}"
        made.append({"WHY_NOT": text, "WHY_ZERO": step})
    return made
