"""What an audit asks, tries and finds, as records."""

from __future__ import annotations

from typing import Literal

from grader.model import Record

AUDIT_SCHEMA = 1
"""Version of the JSON layout of :class:`Audit`; raised whenever a field changes its meaning."""

Fate = Literal["killed", "equivalent", "tolerated", "missing case", "survived"]
RIGHT: tuple[Fate, ...] = ("equivalent", "tolerated")
"""Fates of mutants that are as right as the reference: the same, or as near to it as the exercise asks for."""


class Mutant(Record, frozen=True):
    """A reference with one thing in it changed. ``before`` and ``after`` are the statement that changed.

    ``name`` is stable as long as the reference's code is: "dloss_dA/operator `before` → `after`".
    """

    name: str
    function: str
    line: int
    operator: str
    before: str
    after: str
    source: str


class Trial(Record, frozen=True):
    """One answer to one exercise, to be run in the sandbox: ``source`` defines its functions."""

    name: str
    source: str


class Failed(Record, frozen=True):
    """A check that did not pass, what it said, and the misconception that it named."""

    check: str
    label: str
    feedback: str = ""
    misconception: str | None = None


class Outcome(Record, frozen=True):
    """How a trial went. ``fault``: why the grader itself could not say (empty where it could). ``gone``: what
    checks that are no longer there would have said. ``public``: a public case already shows that it is wrong."""

    name: str
    earned: float
    failed: tuple[Failed, ...]
    gone: tuple[Failed, ...] = ()
    fault: str = ""
    seconds: float = 0.0
    public: bool = False

    @property
    def right(self) -> bool:
        return not self.failed and not self.fault


class Survivor(Record, frozen=True):
    """A mutant that no check refused, and why: equal on ``cases`` random cases, or ``case`` tells it apart. "tolerated" ones differ by no more than
    the tolerance that the exercise itself gives."""

    mutant: Mutant
    fate: Fate
    cases: int
    case: str = ""


class Problem(Record, frozen=True):
    """What makes an assignment unsound, in one sentence: ``question`` is the file of the audit that asked."""

    question: str
    exercise: str
    text: str


class ExerciseAudit(Record, frozen=True):
    """One exercise in numbers. ``killed`` of ``mutants`` were refused, ``killed_publicly`` by public cases already; ``survivors`` are the others."""

    name: str
    title: str
    points: float
    checks: int
    mutants: int
    killed: int
    killed_publicly: int
    survivors: tuple[Survivor, ...]
    known_wrong: int
    alternatives: int
    seeds: int
    calls: int
    milliseconds: float

    @property
    def equivalent(self) -> int:
        return sum(survivor.fate in RIGHT for survivor in self.survivors)

    @property
    def score(self) -> float:
        """Killed of all mutants that are not equivalent, 0 … 1."""
        others = self.mutants - self.equivalent
        return self.killed / others if others else 1.0

    @property
    def public_score(self) -> float:
        """The same for what students can see."""
        others = self.mutants - self.equivalent
        return self.killed_publicly / others if others else 1.0


class Audit(Record, frozen=True, kw_only=True):
    """The whole answer. ``notes`` is worth knowing and makes nothing unsound."""

    schema: int = AUDIT_SCHEMA
    assignment: str
    title: str
    points: float
    exercises: tuple[ExerciseAudit, ...]
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]
    isolation: str
    seconds: float

    @property
    def sound(self) -> bool:
        return not self.problems

    @property
    def mutants(self) -> int:
        return sum(exercise.mutants for exercise in self.exercises)

    @property
    def score(self) -> float:
        killed = sum(exercise.killed for exercise in self.exercises)
        others = self.mutants - sum(exercise.equivalent for exercise in self.exercises)
        return killed / others if others else 1.0

    @property
    def public_score(self) -> float:
        killed = sum(exercise.killed_publicly for exercise in self.exercises)
        others = self.mutants - sum(exercise.equivalent for exercise in self.exercises)
        return killed / others if others else 1.0
