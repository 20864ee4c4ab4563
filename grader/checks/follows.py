"""``follows``: credit for a right derivation on a wrong start, as a person marking would give it.

Two forms. With ``by``, a trusted function says what the answer should be, given the student's *own* answer to
``start`` (their ∂loss/∂A carried on to ∂loss/∂W₀). With ``loss`` and ``wrt``, the answer is compared with the
numeric derivative of the student's own ``start`` (their forward pass): it is called at points along
one random direction, all in the same batch of calls, and extrapolated with an error bar; the answer's
slope along that direction must lie within it.

A start that ignores its inputs would let anything follow from it: where it is zero, or the same in all cases of one
size, or where a part of the answer is zero that should not be, nothing is earned. A slope that is lost in its own bar
decides nothing.
"""

from __future__ import annotations

import functools
import math
from typing import Any, ClassVar, final

import numpy as np

from grader import numeric
from grader.asking import Ask
from grader.checks.base import Case, Check, CheckError, Subject
from grader.checks.hidden import Problem
from grader.checks.ids import CallId
from grader.checks.messages import not_returned, where
from grader.checks.outcomes import PASSED, Outcome, finding, unanswered
from grader.checks.value import SCALARS
from grader.draws import Draws
from grader.model import Call, Feedback, Finding, Returned, Value

TOLERANCE = 1e-6
STUDENTS_VALUES = (ValueError, TypeError, IndexError, AttributeError, ArithmeticError)
"""What a loss or a rule raises on values that have not even the sizes it needs."""

Slope = tuple[float, float, bool]
"""A slope, its bar, and whether there is a kink."""
MOST_SLOPES = 4


@final
class Follows(Check, frozen=True, kw_only=True):
    """``start``: the student's own function; ``by`` or (``loss`` and ``wrt``) as above."""

    needs_solutions: ClassVar[bool] = True
    problems: ClassVar[tuple[Problem, ...]] = (
        Problem.FOLLOWS,
        Problem.CONSTANT,
        Problem.ROUGH,
        Problem.START,
    )

    start: str
    by: str | None = None
    loss: str | None = None
    wrt: tuple[str, ...] = ()

    @property
    def alone_gives(self) -> str:
        return (
            f"a right {self.function} that follows from a wrong {self.start} earns nothing for it"
        )

    @property
    def function(self) -> str:
        return self.functions[0]

    def validate(self, subject: Subject) -> None:
        if self.function not in subject.parameters:
            raise CheckError(f"no function {self.function!r} in this exercise", "follows")
        if (self.by is None) == (self.loss is None):
            raise CheckError(
                "needs either `by: NAME` or `loss: NAME` with `wrt: [inputs]`", "follows"
            )
        if self.loss is not None and not self.wrt:
            raise CheckError("`loss` needs `wrt: [inputs]`", "wrt")
        for name in (self.by, self.loss):
            if name and subject.trusted is not None and name not in subject.trusted.others:
                raise CheckError(f"checks.py has no function {name!r}", "by" if self.by else "loss")
        if subject.trusted is not None and self._start_parameters(subject) is None:
            raise CheckError(
                f"no function {self.start!r} here, nor one of that name in checks.py", "start"
            )

    def _start_parameters(self, subject: Subject) -> tuple[str, ...] | None:
        """The start's parameters: of this exercise, or of a stand-in of that name in checks.py."""
        if self.start in subject.parameters:
            return subject.parameters[self.start]

        def compute(trusted: Any) -> Value:
            from grader.checks.wrt import trusted_parameters

            code = trusted.others.get(self.start)
            return None if code is None else list(trusted_parameters(code))

        names = subject.fact(f"parameters/{self.start}", compute)
        return None if names is None else tuple(names)

    def _cases(self, subject: Subject) -> tuple[Case, ...]:
        return subject.memo.relevant.once(self.identity, lambda: self._find_cases(subject))

    def _find_cases(self, subject: Subject) -> tuple[Case, ...]:
        found = subject.answered_cases(self.function, self.cases)
        # A slope takes a dozen calls, and one random direction tells a wrong gradient almost surely.
        return found if self.by is not None else found[:MOST_SLOPES]

    def _start_call(self, subject: Subject, case: Case, changed: dict[str, Value], k: str) -> Call:
        names = self._start_parameters(subject) or ()
        inputs = case.inputs | changed
        return Call(
            key=str(CallId(subject.exercise, self.start, case.id, k)),
            function=self.start,
            args=tuple(inputs[name] for name in names),
            public=case.public,
            exercise=subject.exercise,
        )

    def _start_calls(self, subject: Subject, case: Case) -> tuple[Call, ...]:
        return subject.memo.starts.once(
            (self.identity, case.id), lambda: self._make_start_calls(subject, case)
        )

    def _make_start_calls(self, subject: Subject, case: Case) -> tuple[Call, ...]:
        if self.by is not None:
            return (self._start_call(subject, case, {}, ""),)
        direction = self._direction(subject, case)
        paths = {name: _path(case.inputs[name], direction[name]) for name in self.wrt}
        return tuple(
            self._start_call(
                subject,
                case,
                {name: path[k] for name, path in paths.items()},
                f"{self.function}-along-{k}",
            )
            for k in range(len(_times()))
        )

    def _direction(self, subject: Subject, case: Case) -> dict[str, Value]:
        return subject.memo.directions.once(
            (self.identity, case.id),
            lambda: {
                name: _random_like(case.inputs[name], (subject.exercise, case.id, name))
                for name in self.wrt
            },
        )

    def plan(self, subject: Subject) -> tuple[Call, ...]:
        if subject.trusted is None:
            return ()  # needs checks.py, which stays with the grader
        return tuple(
            call
            for case in self._cases(subject)
            for call in (subject.call(self.function, case), *self._start_calls(subject, case))
        )

    def judge(self, subject: Subject, ask: Ask) -> Finding:
        if subject.trusted is None:
            return finding(self, subject, (), ())
        cases = self._cases(subject)
        slopes = self._slopes(subject, cases, ask) if self.loss is not None else {}
        outcomes = [self._outcome(subject, case, ask, slopes.get(case.id)) for case in cases]
        constant = Outcome(
            problem=Problem.CONSTANT,
            told=lambda: self._said(Problem.CONSTANT, subject, None),
        )
        # What is said of public cases follows from these alone.
        public = tuple(case for case in cases if case.public)
        trivial = {
            True: self._starts_are_trivial(subject, public, ask),
            False: self._starts_are_trivial(subject, cases, ask),
        }
        outcomes = [
            constant if trivial[case.public] else outcome
            for case, outcome in zip(cases, outcomes, strict=True)
        ]
        return finding(self, subject, cases, outcomes)

    def _starts_are_trivial(self, subject: Subject, cases: tuple[Case, ...], ask: Ask) -> bool:
        """Whether the student's start is zero in all cases, or the same in all cases of one size."""
        starts: list[list[np.ndarray[Any, Any]]] = []
        for case in cases:
            answer = ask(self._start_calls(subject, case)[0])
            if isinstance(answer, Returned):
                starts.append([np.asarray(n, dtype=float) for n in _arrays(answer.value)])
        if not starts:
            return False  # what each case says of a start that did not come back is nearer the mark
        if not any(np.any(array) for start in starts for array in start):
            return True
        alike = [
            all(map(np.array_equal, one, other))
            for k, one in enumerate(starts)
            for other in starts[:k]
            if [a.shape for a in one] == [a.shape for a in other]
        ]
        sized = [array for start in starts for array in start if array.size]
        return (bool(alike) and all(alike)) or (
            len(starts) > 2
            and all(
                float(np.ptp(array)) == 0.0 and float(array.flat[0]) == float(sized[0].flat[0])
                for array in sized
            )
        )

    def _slopes(self, subject: Subject, cases: tuple[Case, ...], ask: Ask) -> dict[str, Slope]:
        """The slope of the loss of the student's start in each case: all cases in one extrapolation."""
        assert subject.trusted is not None
        assert self.loss is not None
        loss = subject.trusted.others[self.loss]
        columns: dict[str, list[float]] = {}
        for case in cases:
            starts = [ask(call) for call in self._start_calls(subject, case)]
            values = [start.value for start in starts if isinstance(start, Returned)]
            if not all(map(_real, values)):
                continue
            try:
                column = [float(np.asarray(loss(case, value)).reshape(())) for value in values]
            except STUDENTS_VALUES:
                continue
            if len(column) == len(starts) and np.all(np.isfinite(column)):
                columns[case.id] = column
        if not columns:
            return {}
        found = numeric.combine(list(np.array(list(columns.values())).T), *_PATH)
        each = zip(found.value.tolist(), found.error.tolist(), found.kink.tolist(), strict=True)
        return dict(zip(columns, each, strict=True))

    def _outcome(self, subject: Subject, case: Case, ask: Ask, slope: Slope | None) -> Outcome:
        answer = ask(subject.call(self.function, case))
        if not isinstance(answer, Returned):
            return unanswered(subject, self.function, case, answer)
        starts: list[Value] = []
        for call in self._start_calls(subject, case):
            found = ask(call)
            if not isinstance(found, Returned):
                return Outcome(
                    problem=Problem.START,
                    told=functools.partial(not_returned, subject, self.start, case, found),
                )
            starts.append(found.value)
        fits: bool | None
        try:
            fits = all(map(_real, starts)) and (
                self._fits_by(subject, case, answer.value, starts[0])
                if self.by is not None
                else slope is not None and self._fits_slope(subject, case, answer.value, slope)
            )
        except STUDENTS_VALUES:
            fits = False  # the student's values do not even have the sizes that the rule needs
        if fits:
            return PASSED
        # A slope that is lost in its bar is the student's own function's: it is too rough to follow from.
        problem = Problem.ROUGH if fits is None else Problem.FOLLOWS
        return Outcome(problem=problem, told=lambda: self._said(problem, subject, case))

    def _said(self, problem: Problem, subject: Subject, case: Case | None) -> Feedback:
        what, next_step = self.words(problem)
        return Feedback(
            label=problem,
            what=f"`{self.function}` {what}.",
            where="" if case is None else where(subject, self.function, case),
            next_step=next_step,
        )

    def words(self, problem: Problem) -> tuple[str, str]:
        if problem is Problem.CONSTANT:
            return (
                f"can't follow from your `{self.start}`, which gives the same result whatever goes in",
                f"Fix `{self.start}` first.",
            )
        if problem is Problem.ROUGH:
            return (
                f"can't be compared with your `{self.start}`, which is too rough to have a slope",
                f"Fix `{self.start}` first.",
            )
        if problem is Problem.START:
            return (
                f"can't be compared with your `{self.start}`, which gives no answer there",
                f"Fix `{self.start}` first.",
            )
        return (
            f"does not follow from your own `{self.start}`",
            f"Use `{self.start}` and the chain rule; the sizes tell the order of the terms.",
        )

    def _fits_by(self, subject: Subject, case: Case, got: Value, start: Value) -> bool:
        assert subject.trusted is not None
        assert self.by is not None
        wanted = np.asarray(subject.trusted.others[self.by](case, start), dtype=float)
        numbers = numeric.numbers(got)
        if numbers is not None and {numbers.shape, wanted.shape} <= SCALARS:
            numbers = numbers.reshape(wanted.shape)
        if numbers is None or numbers.shape != wanted.shape:
            return False
        largest = float(np.max(np.abs(wanted), initial=0.0))
        return bool(np.all(np.abs(numbers - wanted) <= TOLERANCE * largest))

    def _fits_slope(self, subject: Subject, case: Case, got: Value, estimate: Slope) -> bool | None:
        """Whether the slope along the direction is the answer's; None where it is lost in its bar."""
        slope, bar, kink = estimate
        if self._ignores_a_part(subject, case, got):
            return False
        direction = self._direction(subject, case)
        parts = [got] if len(self.wrt) == 1 else list(got)
        along, size = 0.0, 0.0
        for name, part in zip(self.wrt, parts, strict=True):
            for one, other in zip(_arrays(part), _arrays(direction[name]), strict=True):
                if {one.shape, other.shape} <= SCALARS:
                    one = one.reshape(other.shape)
                if one.shape != other.shape:
                    return False
                along += float(np.sum(one * other))
                size += float(np.sum(np.abs(one * other)))
        if kink:
            return abs(along - slope) <= bar * (1 + TOLERANCE)
        limit = max(4 * bar, TOLERANCE * max(abs(slope), 1e-3 * size))
        if abs(along - slope) > limit or slope == 0.0:
            return False
        return True if abs(slope) > 10 * bar else None

    def _ignores_a_part(self, subject: Subject, case: Case, got: Value) -> bool:
        """Whether an array of the answer is zero throughout that should not be: then the start may not depend on it."""
        expected = _arrays(subject.expected(self.function, case))
        given = _arrays(got)
        return len(given) == len(expected) and any(
            bool(np.any(wanted)) and not np.any(one)
            for one, wanted in zip(given, expected, strict=True)
        )


# The path parameter t runs through the steps for a scalar u = 1: every input moves by t − 1 times its
# direction.
_PATH = (1.0, 1.0)


@functools.cache
def _times() -> tuple[float, ...]:
    return tuple(float(point) for point in numeric.steps(*_PATH))


def _path(value: Value, direction: Value) -> list[Value]:
    """The values at all steps."""
    if isinstance(value, list):
        paths = [_path(one, other) for one, other in zip(value, direction, strict=True)]
        return [list(step) for step in zip(*paths, strict=True)]
    steps = np.array(_times()).reshape(-1, *[1] * np.ndim(value)) - 1.0
    found = value + steps * direction
    return list(found) if np.ndim(value) else found.tolist()


def _real(value: Value) -> bool:
    """Whether there are only real numbers in ``value``: no gradient follows from a complex start, say."""
    if isinstance(value, list | tuple):
        return all(map(_real, value))
    return np.asarray(value).dtype.kind in "fiu"


def _arrays(value: Value) -> list[np.ndarray[Any, Any]]:
    """All arrays of numbers in ``value``, lists flattened."""
    if isinstance(value, list | tuple):
        return [array for item in value for array in _arrays(item)]
    numbers = numeric.numbers(value)
    return [] if numbers is None else [numbers]


def _random_like(value: Value, words: tuple[str, ...]) -> Value:
    """A random direction for an array, or one for each array of a list."""
    # The stream has the case's name, not its seed: it is the same whenever cases are drawn again.
    numbers = _directions(words, max(64, 1 << _size(value).bit_length()))
    return _cut(value, numbers, 0)[0]


def _size(value: Value) -> int:
    return sum(map(_size, value)) if isinstance(value, list) else math.prod(np.shape(value))


def _cut(value: Value, numbers: np.ndarray[Any, Any], start: int) -> tuple[Value, int]:
    """The numbers from ``start`` on in the form of ``value``, and where they end."""
    if isinstance(value, list):
        items: list[Value] = []
        for item in value:
            found, start = _cut(item, numbers, start)
            items.append(found)
        return items, start
    shape = np.shape(value)
    end = start + math.prod(shape)
    return (numbers[start:end].reshape(shape) if shape else float(numbers[start])), end


@functools.lru_cache(maxsize=256)
def _directions(words: tuple[str, ...], count: int) -> np.ndarray[Any, Any]:
    """The first numbers of a stream. Shared: not to be written to."""
    numbers = np.asarray(Draws("direction", *words).normal(count))
    numbers.setflags(write=False)
    return numbers
