"""``analytic``: the answer is exact to rounding, so it was not itself made by finite differences.

A difference quotient carries an error of 1e-6 to 1e-11 relative to its scale; a formula evaluated in
double precision one of 1e-16 to 1e-13. Answers that are plainly wrong are left to the other checks.
"""

from __future__ import annotations

from typing import Any, final

import numpy as np

from grader import numeric
from grader.checks.base import Case, Drawn, Subject
from grader.checks.messages import where
from grader.checks.percase import PASSED, Outcome, PerCase, all_within
from grader.checks.quick import Bars
from grader.model import Feedback, Returned, Value, Verdict


@final
class Analytic(PerCase, frozen=True, kw_only=True):
    def evident(self, subject: Subject, case: Case, answer: Returned) -> bool:
        # What is not off at all is not off as difference quotients are.
        return self._own(subject, case, answer.value)

    def bars(self, subject: Subject, case: Case) -> Bars | None:
        expected = self._expected(subject, case)
        found: Bars = []
        for value in expected if isinstance(expected, list | tuple) else [expected]:
            if not isinstance(value, np.ndarray | float) or np.asarray(value).dtype.kind != "f":
                return None
            found.append((np.asarray(value), _exact(np.asarray(value)).tolerance))
        return found

    def judge_case(self, subject: Subject, case: Case, value: Value, answer: Returned) -> Outcome:
        expected = subject.expected(self.function, case)
        if self.part is not None:
            expected = expected[self.part]
        if all_within(subject, ("exact", self.identity, case.id), value, expected, _exact):
            return PASSED
        pairs = (
            list(zip(value, expected, strict=False))
            if isinstance(expected, list) and isinstance(value, list | tuple)
            else [(value, expected)]
        )
        for got, wanted in pairs:
            numbers = numeric.numbers(got)
            if numbers is None or numbers.size != np.size(wanted):
                continue
            if numeric.looks_finite_differenced(numbers, np.reshape(wanted, numbers.shape)):
                return Outcome(
                    verdict=Verdict.FAIL,
                    feedback=Feedback(
                        label="analytic",
                        what=f"`{self.function}` is right to a few digits only; a formula is exact to rounding.",
                        where=where(subject, self.function, case),
                        reason="A step of finite size, rounding and float32 all cost digits.",
                        next_step="Derive the expression with the chain rule and program just that.",
                    ),
                )
        return PASSED

    def otter(self, subject: Subject) -> Drawn:
        return self.drawn(subject, lambda case: self._expected(subject, case))


def _exact(value: np.ndarray[Any, Any]) -> numeric.Comparison:
    """As near as a formula comes: the quick way for most answers."""
    return numeric.compare_value(value, value, rtol=1e-14)
