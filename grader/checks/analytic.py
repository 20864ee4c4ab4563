"""``analytic``: the answer is exact to rounding, so it was not itself made by finite differences.

A difference quotient carries an error of 1e-6 to 1e-11 relative to its scale; a formula evaluated in
double precision one of 1e-16 to 1e-13. Answers that are plainly wrong are left to the other checks.
"""

from __future__ import annotations

from typing import Any, ClassVar, final

import numpy as np

from grader import numeric
from grader.checks import hidden
from grader.checks.base import Drawn, Subject
from grader.checks.hidden import Problem
from grader.checks.messages import where
from grader.checks.outcomes import PASSED, Outcome
from grader.checks.percase import PerCase
from grader.checks.quick import Bars, bars_of
from grader.checks.trusted import Case
from grader.model import Feedback, Returned, Value

FEW_DIGITS = "is right to a few digits only; a formula is exact to rounding"
CHAIN_RULE = "Derive the expression with the chain rule and program just that."


@final
class Analytic(PerCase, frozen=True, kw_only=True):
    problems: ClassVar[tuple[Problem, ...]] = (Problem.QUOTIENT,)

    def evident(self, subject: Subject, case: Case, answer: Returned) -> bool:
        # What is not off at all is not off as difference quotients are.
        return self._own(subject, case, answer.value)

    def bars(self, subject: Subject, case: Case) -> Bars | None:
        return bars_of(self._expected(subject, case), lambda value: _exact(value).tolerance)

    def judge_case(self, subject: Subject, case: Case, value: Value, answer: Returned) -> Outcome:
        expected = self._expected(subject, case)
        pairs = (
            list(zip(value, expected, strict=False))
            if isinstance(expected, list) and isinstance(value, list | tuple)
            else [(value, expected)]
        )
        for got, wanted in pairs:
            numbers = numeric.numbers(got)
            one = isinstance(wanted, np.ndarray | float)
            if numbers is None or not one or numbers.size != np.size(wanted):
                continue
            if numeric.looks_finite_differenced(numbers, np.reshape(wanted, numbers.shape)):
                return Outcome(
                    problem=Problem.QUOTIENT,
                    told=lambda: Feedback(
                        label="analytic",
                        what=f"`{self.function}` {FEW_DIGITS}.",
                        where=where(subject, self.function, case),
                        reason="A step of finite size, rounding and float32 all cost digits.",
                        next_step=CHAIN_RULE,
                    ),
                )
        return PASSED

    def words(self, problem: Problem) -> tuple[str, str]:
        return f"{FEW_DIGITS} ({hidden.PLACE})", CHAIN_RULE

    def otter(self, subject: Subject) -> Drawn:
        return self.drawn(subject, lambda case: self._expected(subject, case))


def _exact(value: np.ndarray[Any, Any]) -> numeric.Comparison:
    """As near as a formula comes: the quick way for most answers."""
    return numeric.compare_value(value, value, rtol=1e-14)
