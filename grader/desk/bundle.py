"""The public part of an assignment as one file, for a student's own machine.

It holds the public cases with their inputs, and *facts*: the expected values, numeric derivatives and the answers of
known-wrong functions on those cases. No function of the solutions and no hidden case is in it, so it may be handed
out; and since the very same checks judge from it, a student reads what grading would say.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from grader import wire
from grader.catalog import Assignment, Exercise
from grader.checks import KINDS
from grader.checks.base import Case, Check, KnownWrong, Subject
from grader.checks.written import Written
from grader.intake.errors import WrongUse
from grader.model import Answer, Limits, Raised, Raising, Returned

NAME = "public.checks"
VERSION = 1
MAX_BYTES = 32 << 20
NEEDS_SOLUTIONS = {"property", "follows", "cost"}


@dataclass(frozen=True, eq=False)
class DeskExercise:
    """One exercise's public part, ready to plan and judge."""

    name: str
    title: str
    points: float
    functions: tuple[str, ...]
    subject: Subject
    checks: tuple[tuple[str, Check], ...]

    @property
    def to_mark(self) -> float:
        return sum((c.points for _, c in self.checks if isinstance(c, Written)), 0.0)


@dataclass(frozen=True, eq=False)
class Bundle:
    title: str
    submission: str
    given: str
    limits: Limits
    exercises: tuple[DeskExercise, ...]


def make(assignment: Assignment) -> bytes:
    """The bundle of an assignment; the same assignment gives the same bytes."""
    data = {
        "version": VERSION,
        "title": assignment.title,
        "submission": assignment.submission,
        "given": assignment.given,
        "limits": msgspec.to_builtins(assignment.limits),
        "exercises": [_exercise(exercise) for exercise in assignment.exercises],
    }
    return wire.encode(data, limit=MAX_BYTES, trusted=True)


def _exercise(exercise: Exercise) -> dict[str, Any]:
    full = exercise.subject
    public = tuple(case for case in full.cases if case.public)
    subject = Subject(
        exercise=full.exercise,
        parameters=full.parameters,
        cases=public,
        known_wrong=full.known_wrong,
        trusted=full.trusted,
    )
    checks = [
        (check_id, dict(entry))
        for (check_id, check), entry in zip(exercise.checks, exercise.spec.checks, strict=True)
        if check.kind not in NEEDS_SOLUTIONS and check.cases != "hidden"
    ]
    # Judging right answers once asks for every fact that judging any answers can ask for.
    for check_id, check in exercise.checks:
        if check_id in {kept for kept, _ in checks}:
            plan = check.plan(subject)
            check.judge(subject, {call.key: _right(subject, exercise, call.key) for call in plan})
    for known in full.known_wrong:
        for case in public:
            if known.function in case.functions:
                subject.wrong_answer(known, case)
    for function in exercise.functions:
        for case in public:
            subject.expected(function, case)
    return {
        "name": exercise.name,
        "title": exercise.title,
        "points": exercise.points,
        "functions": list(exercise.functions),
        "parameters": {name: list(names) for name, names in full.parameters.items()},
        "cases": [
            {
                "id": case.id,
                "sizes": case.sizes,
                "inputs": {
                    name: value
                    for name, value in case.inputs.items()
                    if any(name in names for names in full.parameters.values())
                },
                "functions": list(case.functions),
            }
            for case in public
        ],
        "known_wrong": [[k.name, k.function, k.feedback] for k in full.known_wrong],
        "checks": [[check_id, _public_entry(entry)] for check_id, entry in checks],
        "facts": dict(sorted(subject.facts.items())),
    }


def _public_entry(entry: dict[str, Any]) -> dict[str, Any]:
    """A check's YAML without what only markers may read."""
    return {k: v for k, v in entry.items() if k not in ("model_answer", "notes")}


def _right(subject: Subject, exercise: Exercise, key: str) -> Answer:
    """The reference's answer to a planned call."""
    for function in (*exercise.functions, *exercise.variables):
        for case in subject.cases:
            for variant in ("", "again"):
                if (
                    subject.call(function, case, variant).key == key
                    and function in exercise.functions
                ):
                    expected = subject.expected(function, case)
                    if isinstance(expected, Raising):
                        return Raised(kind=expected.kind)
                    return Returned(value=expected)
    return Returned(value="")


def read(path: Path) -> Bundle:
    """The bundle in the file ``path``. Raises :class:`WrongUse`."""
    try:
        raw = path.read_bytes()
        data = wire.decode(raw[wire.HEADER.size :], trusted=True)
        if data["version"] != VERSION:
            raise WrongUse(f"{path}: made for another version of grader; get the template again")
        return Bundle(
            title=data["title"],
            submission=data["submission"],
            given=data["given"],
            limits=msgspec.convert(data["limits"], Limits),
            exercises=tuple(_read_exercise(item) for item in data["exercises"]),
        )
    except OSError as error:
        raise WrongUse(
            f"{path}: can't be read ({error.strerror}); get the template's folder again"
        ) from None
    except (wire.Malformed, KeyError, TypeError, ValueError, LookupError):
        raise WrongUse(f"{path}: is damaged; get the template's folder again") from None


def _read_exercise(data: dict[str, Any]) -> DeskExercise:
    subject = Subject(
        exercise=data["name"],
        parameters={name: tuple(names) for name, names in data["parameters"].items()},
        cases=tuple(
            Case(
                id=case["id"],
                public=True,
                sizes=case["sizes"],
                inputs=case["inputs"],
                functions=tuple(case["functions"]),
            )
            for case in data["cases"]
        ),
        known_wrong=tuple(
            KnownWrong(name=name, function=function, feedback=feedback)
            for name, function, feedback in data["known_wrong"]
        ),
        trusted=None,
        facts=data["facts"],
    )
    return DeskExercise(
        name=data["name"],
        title=data["title"],
        points=data["points"],
        functions=tuple(data["functions"]),
        subject=subject,
        checks=tuple((check_id, _check(entry)) for check_id, entry in data["checks"]),
    )


def _check(entry: dict[str, Any]) -> Check:
    kind = next(iter(entry))
    rest = {key: value for key, value in entry.items() if key != kind}
    return msgspec.convert({"target": entry[kind], **rest}, KINDS[kind])


def find(start: Path) -> Path:
    """The bundle beside ``start`` (a file or folder) or in a folder above it. Raises :class:`WrongUse`."""
    folder = start if start.is_dir() else start.parent
    for place in (folder.resolve(), *folder.resolve().parents):
        if (place / NAME).is_file():
            return place / NAME
    raise WrongUse(f"{start}: no {NAME} in its folder; keep your file in the template's folder")
