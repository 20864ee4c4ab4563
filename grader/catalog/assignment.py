"""What loading gives: an assignment and its exercises, ready to plan calls and to judge answers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import ModuleType

from grader.catalog.errors import CatalogError
from grader.catalog.late import LatePolicy
from grader.catalog.positions import Document
from grader.catalog.spec import ExerciseSpec
from grader.checks import to_mark
from grader.checks.base import Check, Subject
from grader.checks.trusted import Trusted
from grader.model import Call, FileName, Limits


@dataclass(frozen=True, eq=False)
class Exercise:
    """One exercise, ready to plan and judge. ``checks``: (id, check) in the author's order."""

    name: str
    title: str
    points: float
    prompt: str
    functions: tuple[str, ...]
    variables: tuple[str, ...]
    subject: Subject
    attempts: dict[str, int]
    """By case: which draw was taken."""
    checks: tuple[tuple[str, Check], ...]
    spec: ExerciseSpec
    document: Document
    reference: ModuleType
    solution_dir: Path
    faults: tuple[CatalogError, ...] = ()
    """What is wrong with it and does not keep it from being looked at; empty unless loaded leniently."""
    number: int = 0
    """Its place in the assignment, from 1."""
    hints: tuple[str, ...] = ()
    """What students may ask for, each a step further."""

    @property
    def to_mark(self) -> float:
        """The points that a person gives."""
        return to_mark(self.checks)

    @cached_property
    def plan(self) -> tuple[Call, ...]:
        """The calls of all checks, each key once, public ones first."""
        calls = {call.key: call for _, check in self.checks for call in check.plan(self.subject)}
        return tuple(sorted(calls.values(), key=lambda call: not call.public))


@dataclass(frozen=True, eq=False)
class Assignment:
    """An assignment. ``digest`` changes whenever anything that can change a grade does."""

    name: str
    title: str
    description: str
    seed: int
    points: float
    exercises: tuple[Exercise, ...]
    limits: Limits
    late: LatePolicy | None
    submission: FileName
    given: str
    digest: str
    directory: Path
    solutions: Path
    document: Document
    faults: tuple[CatalogError, ...] = ()
    """Points that don't add up, where ``lenient`` loading let them pass."""

    @cached_property
    def plan(self) -> tuple[Call, ...]:
        """All calls of all exercises, public ones first; the same tuple for every submission."""
        calls = [call for exercise in self.exercises for call in exercise.plan]
        return tuple(sorted(calls, key=lambda call: not call.public))

    @cached_property
    def trusted(self) -> Trusted:
        """Given functions, for callables that stay with the grader."""
        trusted = self.exercises[0].subject.trusted
        assert trusted is not None
        return trusted

    @property
    def to_mark(self) -> float:
        return sum((exercise.to_mark for exercise in self.exercises), 0.0)

    def exercise(self, name: str) -> Exercise:
        return next(exercise for exercise in self.exercises if exercise.name == name)
