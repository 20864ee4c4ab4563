"""``choice``: one of a few values, and the right one in every case.

With two values to choose from, a guess is right half the time; all cases must agree before a point is
earned, and the kind counts: 1 is not True.
"""

from __future__ import annotations

from typing import Any, ClassVar, final

from grader import numeric
from grader.checks import hidden
from grader.checks.base import CheckError, Drawn, Subject
from grader.checks.hidden import Problem
from grader.checks.messages import short, where
from grader.checks.outcomes import PASSED, Outcome
from grader.checks.percase import PerCase
from grader.checks.trusted import Case
from grader.model import Feedback, Raising, Returned, Value


@final
class Choice(PerCase, frozen=True, kw_only=True):
    problems: ClassVar[tuple[Problem, ...]] = (Problem.CHOICE,)

    among: tuple[Any, ...]

    def validate(self, subject: Subject) -> None:
        super().validate(subject)
        if len(self.among) < 2:
            raise CheckError("needs at least two values to choose from", "among")
        for case in self.relevant(subject):
            expected = subject.expected(self.function, case)
            if not isinstance(expected, Raising) and not self._one_of(expected):
                raise CheckError(
                    f"the reference returns {expected!r}, which is not listed", "among"
                )

    def _one_of(self, value: Value) -> bool:
        return any(type(value) is type(item) and value == item for item in self.among)

    def judge_case(self, subject: Subject, case: Case, value: Value, answer: Returned) -> Outcome:
        truth = numeric.truth(value)
        value = value if truth is None else truth
        expected = subject.expected(self.function, case)
        if type(value) is type(expected) and value == expected:
            return PASSED
        listed = ", ".join(repr(item) for item in self.among)
        known = self._one_of(value)
        return Outcome(
            problem=Problem.CHOICE if known else Problem.TYPE,
            told=lambda: Feedback(
                label="choice.wrong" if known else "choice.unknown",
                what=f"`{self.function}` "
                + ("picks the wrong one of " if known else "returns something that is not one of ")
                + listed
                + ".",
                where=where(subject, self.function, case),
                got=short(value),
                expected=short(expected) if known else f"one of {listed}",
                next_step="Work this case out on paper."
                if known
                else "Return exactly one of these.",
            ),
        )

    def words(self, problem: Problem) -> tuple[str, str]:
        listed = ", ".join(repr(item) for item in self.among)
        return f"picks the wrong one of {listed} in {hidden.PLACE}", hidden.TRY

    def otter(self, subject: Subject) -> Drawn:
        return self.drawn(
            subject, lambda case: subject.expected(self.function, case), among=self.among
        )
