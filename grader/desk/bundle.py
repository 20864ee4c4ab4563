"""The public part of an assignment as one file, read on a student's own machine.

It is written by :mod:`grader.desk.packing` and holds the public cases with their inputs, and *facts*: the expected values,
numeric derivatives and the answers of known-wrong functions on those cases. No function of the solutions and no hidden case is in
it, so it may be handed out; and since the very same checks judge from it, a student reads what grading would say.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from grader import storage, wire
from grader.checks import from_entry, to_mark
from grader.checks.base import Check, Subject
from grader.checks.trusted import Case, KnownWrong
from grader.intake.errors import WrongUse
from grader.model import FileName, Limits

NAME = "public.checks"
VERSION = 3


@dataclass(frozen=True, eq=False)
class DeskExercise:
    """One exercise's public part, ready to plan and judge. Its points are those of its public checks."""

    name: str
    number: int
    title: str
    functions: tuple[str, ...]
    subject: Subject
    checks: tuple[tuple[str, Check], ...]
    hints: tuple[str, ...] = ()

    @property
    def points(self) -> float:
        return sum(check.points for _, check in self.checks)

    @property
    def to_mark(self) -> float:
        return to_mark(self.checks)


@dataclass(frozen=True, eq=False)
class Bundle:
    title: str
    submission: FileName
    given: str
    limits: Limits
    exercises: tuple[DeskExercise, ...]


def read(path: Path) -> Bundle:
    """The bundle in the file ``path``. Raises :class:`WrongUse`."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise WrongUse(
            f"{path}: can't be read ({error.strerror}); get the template's folder again"
        ) from None
    return parse(raw, str(path))


def parse(raw: bytes, place: str) -> Bundle:
    """The bundle in ``raw``, which lies at ``place``. Raises :class:`WrongUse`."""
    try:
        data = storage.load(raw)
        if data["version"] > VERSION:
            raise storage.Newer(f"version {data['version']}")
        due = frozenset(name for item in data["exercises"] for name in item["parameters"])
        return Bundle(
            title=data["title"],
            submission=FileName(data["submission"], due),
            given=data["given"],
            limits=msgspec.convert(data["limits"], Limits),
            exercises=tuple(
                _read_exercise(item, number, due)
                for number, item in enumerate(data["exercises"], start=1)
            ),
        )
    except storage.Newer:
        raise WrongUse(
            f"{place}: was made by a newer version of grader; update this one (`pip install -U grader`)"
        ) from None
    except (wire.Malformed, KeyError, TypeError, ValueError, LookupError):
        raise WrongUse(f"{place}: is damaged; get the template's folder again") from None


def _read_exercise(data: dict[str, Any], number: int, due: frozenset[str]) -> DeskExercise:
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
                group=case.get("group", ""),
            )
            for case in data["cases"]
        ),
        known_wrong=tuple(
            KnownWrong(name=name, function=function, feedback=feedback)
            for name, function, feedback in data["known_wrong"]
        ),
        trusted=None,
        elsewhere=tuple(data["elsewhere"]),
        facts=data["facts"],
        due=due,
    )
    return DeskExercise(
        name=data["name"],
        number=number,
        title=data["title"],
        functions=tuple(data["functions"]),
        subject=subject,
        hints=tuple(data.get("hints", ())),
        checks=tuple((check_id, from_entry(entry)) for check_id, entry in data["checks"]),
    )


def find(start: Path) -> Path:
    """The bundle beside ``start`` (a file or folder) or in a folder above it. Raises :class:`WrongUse`."""
    if not start.exists():
        raise WrongUse(f"{start}: no such file; check its name and the folder you are in")
    folder = start if start.is_dir() else start.parent
    for place in (folder.resolve(), *folder.resolve().parents):
        if (place / NAME).is_file():
            return place / NAME
    raise WrongUse(
        f"{folder}: this is not the template's folder (it has no {NAME}); go there, and keep your file in it"
    )
