"""What a check is, and what it may know.

A check *plans* calls and *judges* the answers; both are pure. All it knows of its exercise is a
:class:`Subject`: the cases, and *facts*. A fact is a trusted value (the reference's answer on a case,
a numeric derivative with its error bar, what a known-wrong function returns) under a stable key.
Facts are computed at most once, can be stored on disk, and can be handed to a student's machine
for the public cases alone, where the functions that made them are not.

A check kind is one file in this package whose name is the kind and which defines one final
subclass of :class:`Check` named in :data:`grader.checks.KINDS`.
"""

from __future__ import annotations

import abc
import functools
import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

import msgspec

from grader import sealed
from grader.asking import Ask
from grader.checks import hidden
from grader.checks.hidden import Problem
from grader.checks.ids import CallId
from grader.checks.memo import Memo
from grader.checks.trusted import Case, KnownWrong, Trusted, answer_of, plain
from grader.model import (
    Call,
    Finding,
    Raising,
    Record,
    Value,
    Verdict,
)

FactTable = dict[str, Value]
AGAIN = "again"
"""The variant of a call that is made twice with the very same arguments, so that what changed in them shows in its answer."""


class CheckError(ValueError):
    """A check's specification does not fit its exercise. ``key`` is the YAML key at fault."""

    def __init__(self, message: str, key: str = "") -> None:
        super().__init__(message)
        self.key = key


@dataclass(frozen=True, eq=False)
class Subject:
    """All that checks may know of one exercise. ``elsewhere``: the functions that other exercises ask for."""

    exercise: str
    parameters: Mapping[str, tuple[str, ...]]
    cases: tuple[Case, ...]
    known_wrong: tuple[KnownWrong, ...]
    trusted: Trusted | None
    elsewhere: tuple[str, ...] = ()
    facts: FactTable = field(default_factory=dict)
    memo: Memo = field(default_factory=Memo)
    due: frozenset[str] = frozenset()
    """The names that students write in the whole assignment, this exercise's among them."""

    def fact(self, key: str, compute: Callable[[Trusted], Value]) -> Value:
        """The trusted value under ``key``, computed on first use.

        Raises :class:`LookupError` where it is neither stored nor can be computed.
        """
        full = f"{self.exercise}/{key}"
        try:
            return self.facts[full]
        except KeyError:
            if self.trusted is None:
                raise LookupError(f"no stored value for {full}") from None
            value = self.facts[full] = plain(compute(self.trusted))
            return value

    def expected(self, function: str, case: Case) -> Value:
        """What the reference of ``function`` returns on ``case``, or :class:`Raising`."""
        return self.fact(
            f"expected/{function}/{case.id}",
            lambda trusted: self._run(trusted, trusted.references[function], function, case),
        )

    def wrong_answer(self, known: KnownWrong, case: Case) -> Value:
        """What the known-wrong function returns on ``case``, or :class:`Raising`."""
        return self.fact(
            f"wrong/{known.function}/{known.name}/{case.id}",
            lambda trusted: self._run(
                trusted, trusted.known_wrong[known.function, known.name], known.function, case
            ),
        )

    def elsewhere_answer(self, function: str, case: Case) -> Value:
        """What another exercise's ``function`` returns on the inputs of ``case`` that bear its parameters' names.

        Raises :class:`LookupError` where ``case`` has not all of them.
        """

        def compute(trusted: Trusted) -> Value:
            code = trusted.elsewhere[function]
            names = tuple(inspect.signature(code).parameters)
            if not names or not case.inputs.keys() >= set(names):
                raise LookupError(f"{case.id} has not all of {', '.join(names)}")
            return answer_of(trusted, code, names, case)

        return self.fact(f"elsewhere/{function}/{case.id}", compute)

    def answered_elsewhere(self) -> list[str]:
        """The functions of other exercises of which answers to some case here are stored."""
        keys = {
            f: [f"{self.exercise}/elsewhere/{f}/{case.id}" for case in self.cases]
            for f in self.elsewhere
        }
        return sorted(f for f, names in keys.items() if not self.facts.keys().isdisjoint(names))

    def _run(self, trusted: Trusted, code: Callable[..., Any], function: str, case: Case) -> Value:
        return answer_of(trusted, code, self.parameters[function], case) if callable(code) else code

    def cases_of(self, function: str, which: str = "all") -> tuple[Case, ...]:
        """The cases that concern ``function``: all, public or hidden ones outside groups, or the group ``which``."""
        return self.memo.cases.once(
            (function, which),
            lambda: tuple(
                case for case in self.cases if function in case.functions and _is_among(case, which)
            ),
        )

    def answered_cases(self, function: str, which: str = "all") -> tuple[Case, ...]:
        """The cases of ``function`` on which its reference returns a value, rather than raising."""
        return self.memo.answered.once(
            (function, which),
            lambda: tuple(
                case
                for case in self.cases_of(function, which)
                if not isinstance(self.expected(function, case), Raising)
            ),
        )

    def call(self, function: str, case: Case, variant: str = "") -> Call:
        """The call of ``function`` on ``case``; ``variant`` tells repeated calls apart."""
        key = (function, case.id, variant)
        found = self.memo.calls.get(key)
        if found is None:
            found = self.memo.calls[key] = self._call(function, case, variant)
        return found

    def _call(self, function: str, case: Case, variant: str) -> Call:
        arguments = tuple(case.inputs[name] for name in self.parameters[function])
        return Call(
            key=str(CallId(self.exercise, function, case.id, variant)),
            function=function,
            args=arguments,
            public=case.public,
            exercise=self.exercise,
            times=2 if variant == AGAIN else 1,
        )


SHARES = ("all", "public", "hidden")
"""What ``cases`` of a check may say besides the name of a group."""
EVERY = "every"
"""As ``all``, groups too."""


def _is_among(case: Case, which: str) -> bool:
    if which not in SHARES:
        return which in (case.group, EVERY)
    return not case.group and (which == "all" or case.public == (which == "public"))


class Drawn(Record, frozen=True, kw_only=True):
    """A check as the tests for Otter hold it: ``judge``, a function of ``authoring/otter/judging.py``, its options, and what
    it expects of each function on each case. ``gate`` as in :class:`Check`; ``again``: the first case is called twice."""

    judge: str
    wanted: dict[tuple[str, str], Any]
    options: dict[str, Any] = msgspec.field(default_factory=dict)
    again: bool = False


class Check(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, dict=True):
    """Abstract. One check of one exercise, as its YAML line says.

    ``target`` is the value of the kind's own key: a function name, or a list of them. What the rest of the program has to know
    of a kind, the kind says itself, so that nothing else lists kinds.
    """

    needs_solutions: ClassVar[bool] = False
    """Judging calls functions of the solutions, so a student's desk can't."""
    by_person: ClassVar[bool] = False
    """A person gives the points; nothing is a pass or a fail."""
    manners: ClassVar[bool] = False
    """It asks how an answer is made, not whether it is right: worth nothing where nothing of the function is right."""
    proves: ClassVar[bool] = True
    """A pass says that something is right, not only that it has the right form or is made in the right way."""
    gate: ClassVar[bool] = False
    """Where it fails, later checks of the same functions say nothing; see :meth:`after`."""
    derivative: ClassVar[bool] = False
    """Right answers are derivatives, so that a wrong layout of them has a name."""
    interactive: ClassVar[bool] = False
    """It asks as it goes, since what it asks depends on earlier answers, and plans no calls."""
    problems: ClassVar[tuple[Problem, ...]] = (Problem.VALUE,)
    """What may be wrong in a hidden case, the main problem first; what any check may say comes beside it (``hidden.ANY``)."""
    explains: ClassVar[bool] = False
    """It asks why answers are wrong, so that it may say a name of that."""
    private: ClassVar[frozenset[str]] = frozenset()
    """Options that students don't read."""
    wording: ClassVar[frozenset[str]] = frozenset({"points", "title"})
    """Options that change no verdict."""

    @classmethod
    def each(cls, entry: Mapping[str, Any], files: sealed.Files) -> Sequence[Mapping[str, Any]]:
        """The checks that a line of YAML stands for, each as a line of its own. Raises :class:`CheckError`."""
        return (entry,)

    target: Any
    points: float = 0.0
    cases: str = "all"
    """Which cases it judges: ``all``, ``public`` or ``hidden`` ones, or those of a group."""
    title: str = ""

    @functools.cached_property
    def kind(self) -> str:
        """The name of the kind in YAML: the module's name."""
        return type(self).__module__.rpartition(".")[2]

    @functools.cached_property
    def identity(self) -> bytes:
        """The check's whole specification: what a memo remembers it by."""
        return msgspec.msgpack.encode((self.kind, self))

    @functools.cached_property
    def functions(self) -> tuple[str, ...]:
        """The student functions (or variables) it judges."""
        return (self.target,) if isinstance(self.target, str) else tuple(self.target)

    @property
    def label(self) -> str:
        """A short title for tables: the author's, or "shape of dA_dW0"."""
        return self.title or f"{self.kind} of {', '.join(self.functions)}"

    @abc.abstractmethod
    def validate(self, subject: Subject) -> None:
        """Raise :class:`CheckError` when the specification does not fit the exercise."""

    @abc.abstractmethod
    def plan(self, subject: Subject) -> tuple[Call, ...]:
        """The calls that :meth:`judge` wants answers to."""

    @abc.abstractmethod
    def judge(self, subject: Subject, ask: Ask) -> Finding:
        """The finding, from the answers to the planned calls; interactive kinds may ask whatever they want."""

    def after(self, earlier: Check) -> bool:
        """Whether this check says nothing where ``earlier``, which comes before it, has failed."""
        shared = not set(earlier.functions).isdisjoint(self.functions)
        return earlier.gate and shared and not self.manners

    def shows(self, subject: Subject) -> bool:
        """Whether a public case is among those it judges."""
        return any(
            case.public for name in self.functions for case in subject.cases_of(name, self.cases)
        )

    def texts(self, subject: Subject, ask: Ask) -> dict[str, str]:
        """What a student wrote for a person to read, by the name of the variable; goes into the report."""
        return {}

    def otter(self, subject: Subject) -> Drawn | None:
        """How Otter judges it with NumPy alone; None where it can't."""
        return None

    def words(self, problem: Problem) -> tuple[str, str]:
        """What is wrong in a hidden case, as what follows the function's name, and the next step, from the specification alone."""
        return f"is wrong in {hidden.PLACE}", hidden.TRY

    def sentences(self, subject: Subject) -> tuple[str, ...]:
        """Sentences of the exercise's author that may be said of a hidden case as they are."""
        return ()

    @property
    def alone_gives(self) -> str:
        """What nothing else gives where this check is gone and no wrong answer shows it; "" for nothing."""
        return ""

    @property
    def case_by_case(self) -> bool:
        """Whether answers that pass on each case alone pass on all of them together."""
        return False

    def passes(self, subject: Subject, ask: Ask) -> bool:
        """Whether :meth:`judge` finds nothing wrong; a kind may have a shorter way to say the same."""
        return self.judge(subject, ask).verdict in (Verdict.PASS, Verdict.TO_MARK)
