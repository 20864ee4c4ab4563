"""``follows``: credit for a right derivation on a wrong start, as a person marking would give it.

Two forms. With ``by``, a trusted function says what the answer should be, given the student's *own* answer to
``start`` (their ∂loss/∂A carried on to ∂loss/∂W₀). With ``loss`` and ``wrt``, the answer is compared with the
numeric derivative of the student's own ``start`` (their forward pass): it is called at points along
one random direction, all in the same batch of calls, and extrapolated with an error bar; the answer's
slope along that direction must lie within it.

A start that ignores its inputs would let anything follow from it: where it is zero, or the same in all cases of one
size, or stays the same when an input is exchanged that the reference's start depends on, or where a part of the answer is zero
that should not be, nothing is earned. A start that is right where it is asked must be followed by the right answer, whatever it
says at the points around, which a program could tell from others. A slope that is lost in its own bar decides nothing.
"""

from __future__ import annotations

import functools
from typing import Any, ClassVar, final

import msgspec
import numpy as np

from grader import numeric
from grader.asking import Ask
from grader.checks import along
from grader.checks.base import Check, CheckError, Subject
from grader.checks.hidden import Problem
from grader.checks.ids import CallId
from grader.checks.messages import not_returned, where
from grader.checks.outcomes import PASSED, Outcome, finding, unanswered
from grader.checks.same import same
from grader.checks.trusted import Case, Trusted, answer_of
from grader.checks.value import SCALARS
from grader.model import Call, Feedback, Finding, Raising, Returned, Value

TOLERANCE = 1e-6
RIGHT, FOLLOWED = 1e-4, 1e-3
"""Within which share of its largest entry a start counts as right, more than `value` allows; and what follows from that one."""
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
        paths = {name: along.path(case.inputs[name], direction[name]) for name in self.wrt}
        return tuple(
            self._start_call(
                subject,
                case,
                {name: path[k] for name, path in paths.items()},
                f"{self.function}-along-{k}",
            )
            for k in range(len(along.times()))
        )

    def _direction(self, subject: Subject, case: Case) -> dict[str, Value]:
        return subject.memo.directions.once(
            (self.identity, case.id),
            lambda: {
                name: along.random_like(case.inputs[name], (subject.exercise, case.id, name))
                for name in self.wrt
            },
        )

    def plan(self, subject: Subject) -> tuple[Call, ...]:
        if subject.trusted is None:
            return ()  # needs checks.py, which stays with the grader
        return tuple(
            call
            for case in self._cases(subject)
            for call in (
                subject.call(self.function, case),
                *self._start_calls(subject, case),
                *self._exchanged(subject, case).values(),
            )
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

    def _exchanged(self, subject: Subject, case: Case) -> dict[str, Call]:
        """Calls of the start with one input exchanged, for those that it depends on: in the first public and the first hidden case."""
        key = (self.identity, case.id)
        return subject.memo.exchanged.once(key, lambda: self._exchange(subject, case))

    def _exchange(self, subject: Subject, case: Case) -> dict[str, Call]:
        if case is not next(one for one in self._cases(subject) if one.public == case.public):
            return {}
        names = [name for name in self._start_parameters(subject) or () if name not in self.wrt]
        return {
            name: self._start_call(subject, case, {name: other}, f"{self.function}-other-{name}")
            for name in names
            if (other := along.another(case.inputs[name])) is not None
            and self._matters(subject, case, name, other)
        }

    def _matters(self, subject: Subject, case: Case, name: str, other: Value) -> bool:
        """Whether the reference's start is another one with ``other`` for the input ``name``."""

        def compute(trusted: Trusted) -> Value:
            changed = msgspec.structs.replace(case, inputs=case.inputs | {name: other})
            both = [self._reference(subject, trusted, one) for one in (case, changed)]
            computed = not any(one is None or isinstance(one, Raising) for one in both)
            return computed and not self._stays(trusted, case, *both)

        return bool(subject.fact(f"matters/{self.start}/{case.id}/{name}", compute))

    def _reference(self, subject: Subject, trusted: Trusted, case: Case) -> Value:
        """What the reference's start, or its stand-in, returns."""
        code = trusted.references.get(self.start) or trusted.others.get(self.start)
        names = self._start_parameters(subject)
        return None if code is None or names is None else answer_of(trusted, code, names, case)

    def _starts_are_trivial(self, subject: Subject, cases: tuple[Case, ...], ask: Ask) -> bool:
        """Whether the student's start is zero in all cases, or the same in all cases of one size, or whatever one input is."""
        if self._ignores_an_input(subject, cases, ask):
            return True
        starts: list[list[np.ndarray[Any, Any]]] = []
        for case in cases:
            answer = ask(self._start_calls(subject, case)[0])
            if isinstance(answer, Returned):
                starts.append([np.asarray(n, dtype=float) for n in along.arrays(answer.value)])
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

    def _ignores_an_input(self, subject: Subject, cases: tuple[Case, ...], ask: Ask) -> bool:
        """Whether what follows from the start stays the same in all cases in which some input was exchanged."""
        assert subject.trusted is not None
        unmoved: dict[str, bool] = {}
        for case in cases:
            start = ask(self._start_calls(subject, case)[0])
            for name, call in self._exchanged(subject, case).items():
                both = [one.value for one in (start, ask(call)) if isinstance(one, Returned)]
                stays = len(both) == 2 and self._stays(subject.trusted, case, *both)
                unmoved[name] = stays and unmoved.get(name, True)
        return any(unmoved.values())

    def _stays(self, trusted: Trusted, case: Case, *starts: Value) -> bool:
        """Whether the same follows from both starts: what they hand through counts for nothing."""
        used = trusted.others[self.by or self.loss or ""]
        try:
            return along.real(list(starts)) and same(
                *(np.asarray(used(case, one)) for one in starts)
            )
        except STUDENTS_VALUES:
            return False

    def _slopes(self, subject: Subject, cases: tuple[Case, ...], ask: Ask) -> dict[str, Slope]:
        """The slope of the loss of the student's start in each case: all cases in one extrapolation."""
        assert subject.trusted is not None
        assert self.loss is not None
        loss = subject.trusted.others[self.loss]
        columns: dict[str, list[float]] = {}
        for case in cases:
            starts = [ask(call) for call in self._start_calls(subject, case)]
            values = [start.value for start in starts if isinstance(start, Returned)]
            if not all(map(along.real, values)):
                continue
            try:
                column = [float(np.asarray(loss(case, value)).reshape(())) for value in values]
            except STUDENTS_VALUES:
                continue
            if len(column) == len(starts) and np.all(np.isfinite(column)):
                columns[case.id] = column
        if not columns:
            return {}
        found = numeric.combine(list(np.array(list(columns.values())).T), *along.PATH)
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
            if not all(map(along.real, starts)):
                fits = False
            elif self.by is not None:
                fits = self._fits_by(subject, case, answer.value, starts[0])
            elif self._is_right(subject, case, starts[0]):
                fits = along.near(answer.value, subject.expected(self.function, case), FOLLOWED)
            else:
                fits = slope is not None and self._fits_slope(subject, case, answer.value, slope)
        except STUDENTS_VALUES:
            fits = False  # the student's values do not even have the sizes that the rule needs
        if fits:
            return PASSED
        # A slope that is lost in its bar is the student's own function's: it is too rough to follow from.
        problem = Problem.ROUGH if fits is None else Problem.FOLLOWS
        return Outcome(problem=problem, told=lambda: self._said(problem, subject, case))

    def _is_right(self, subject: Subject, case: Case, start: Value) -> bool:
        """Whether the student's start is the reference's in this case."""
        key = f"start/{self.start}/{case.id}"
        right = subject.fact(key, lambda trusted: self._reference(subject, trusted, case))
        return along.near(start, right, RIGHT)

    def _said(self, problem: Problem, subject: Subject, case: Case | None) -> Feedback:
        what, next_step = self.words(problem)
        return Feedback(
            label=problem,
            what=f"`{self.function}` {what}.",
            where="" if case is None else where(subject, self.function, case),
            next_step=next_step,
        )

    def words(self, problem: Problem) -> tuple[str, str]:
        first = {
            Problem.CONSTANT: (
                "follow from",
                "whose result is the same whatever one of its inputs is",
            ),
            Problem.ROUGH: ("be compared with", "which is too rough to have a slope"),
            Problem.START: ("be compared with", "which gives no answer there"),
        }
        if problem in first:
            how, why = first[problem]
            return f"can't {how} your `{self.start}`, {why}", f"Fix `{self.start}` first."
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
        slope_of_it, size = 0.0, 0.0
        for name, part in zip(self.wrt, parts, strict=True):
            for one, other in zip(along.arrays(part), along.arrays(direction[name]), strict=True):
                if {one.shape, other.shape} <= SCALARS:
                    one = one.reshape(other.shape)
                if one.shape != other.shape:
                    return False
                slope_of_it += float(np.sum(one * other))
                size += float(np.sum(np.abs(one * other)))
        if kink:
            return abs(slope_of_it - slope) <= bar * (1 + TOLERANCE)
        limit = max(4 * bar, TOLERANCE * max(abs(slope), 1e-3 * size))
        if abs(slope_of_it - slope) > limit or slope == 0.0:
            return False
        return True if abs(slope) > 10 * bar else None

    def _ignores_a_part(self, subject: Subject, case: Case, got: Value) -> bool:
        """Whether an array of the answer is zero throughout that should not be: then the start may not depend on it."""
        expected = along.arrays(subject.expected(self.function, case))
        given = along.arrays(got)
        return len(given) == len(expected) and any(
            bool(np.any(wanted)) and not np.any(one)
            for one, wanted in zip(given, expected, strict=True)
        )
