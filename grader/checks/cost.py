"""``cost``: how often a given callable was called, as the grader counted it.

Cost is counted, never timed: sharing the computation makes the gradients of L layers need each
derivative once, not L(L+1)/2 times. The counted callables stay with the grader (``model.Asked``), so
student code can't reset a counter.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, final

from grader.checks import hidden
from grader.checks.base import CheckError, Subject
from grader.checks.hidden import Problem
from grader.checks.messages import where
from grader.checks.outcomes import PASSED, Outcome
from grader.checks.percase import PerCase
from grader.checks.trusted import Case
from grader.expressions import BadExpression, evaluate
from grader.model import Asked, Feedback, Returned, Value

SHARED = "Compute what is shared once, keep it, and use it for all results."


@final
class Cost(PerCase, frozen=True, kw_only=True):
    """``calls``: the input of counted callables; each must be called ``exactly``/``at_most`` so often,
    or all together at most ``total`` times (a size expression)."""

    needs_solutions: ClassVar[bool] = True
    problems: ClassVar[tuple[Problem, ...]] = (Problem.COST, Problem.TOO_FEW)

    proves = False

    calls: str
    exactly: int | None = None
    at_most: int | None = None
    total: str | int | None = None

    def validate(self, subject: Subject) -> None:
        super().validate(subject)
        if self.calls not in subject.parameters[self.function]:
            raise CheckError(f"{self.function} has no argument {self.calls!r}", "calls")
        if self.exactly is None and self.at_most is None and self.total is None:
            raise CheckError("needs `exactly`, `at_most` or `total`", "cost")
        if not self.relevant(subject):
            raise CheckError(f"no case has a counted {self.calls!r} (`counted: true`)", "calls")
        for case in self.relevant(subject):
            try:
                evaluate(self.total or 0, case.sizes)
            except BadExpression as error:
                raise CheckError(str(error), "total") from None

    def relevant(self, subject: Subject) -> tuple[Case, ...]:
        return tuple(case for case in super().relevant(subject) if _count(case.inputs[self.calls]))

    def judge_case(self, subject: Subject, case: Case, value: Value, answer: Returned) -> Outcome:
        start = 0
        for name in subject.parameters[self.function]:
            if name == self.calls:
                break
            start += _count(case.inputs[name])
        counts = answer.asked[start : start + _count(case.inputs[self.calls])]
        wanted = ""
        if self.exactly is not None and any(count != self.exactly for count in counts):
            wanted = f"exactly {self.exactly}"
        elif self.at_most is not None and any(count > self.at_most for count in counts):
            wanted = f"at most {self.at_most}"
        elif self.total is not None and sum(counts) > evaluate(self.total, case.sizes):
            wanted = f"{evaluate(self.total, case.sizes)} in all"
        if not wanted:
            return PASSED
        times = ", ".join(map(str, counts)) if self.total is None else str(sum(counts))
        each = " for each" if self.total is None else ""
        if self.exactly is not None and min(counts) < self.exactly:
            return self._too_few(subject, case, counts)
        return Outcome(
            problem=Problem.COST,
            told=lambda: Feedback(
                label="cost",
                what=f"`{self.function}` calls the functions in `{self.calls}` {times} times; "
                f"{wanted}{each} is enough.",
                where=where(subject, self.function, case),
                reason="Work that several results share is done again for each of them.",
                next_step=SHARED,
            ),
        )

    def _too_few(self, subject: Subject, case: Case, counts: Sequence[int]) -> Outcome:
        never = "never calls" if not any(counts) else "does not call"
        some = "the functions" if not any(counts) else "each of the functions"
        return Outcome(
            problem=Problem.TOO_FEW,
            told=lambda: Feedback(
                label="cost.too_few",
                what=f"`{self.function}` {never} {some} in `{self.calls}`"
                + (f" {self.exactly} times." if self.exactly != 1 else "."),
                where=where(subject, self.function, case),
                reason=f"The answer has to come out for whatever functions are in `{self.calls}`.",
                next_step=self._enter(),
            ),
        )

    def _enter(self) -> str:
        return f"Where does each item of `{self.calls}` enter the formula? Call it there."

    def words(self, problem: Problem) -> tuple[str, str]:
        if problem is Problem.TOO_FEW:
            return f"does not call each function in `{self.calls}` in {hidden.PLACE}", self._enter()
        return f"calls the functions in `{self.calls}` too many times in {hidden.PLACE}", SHARED


def _count(value: Value) -> int:
    if isinstance(value, Asked):
        return 1
    if isinstance(value, list | tuple):
        return sum(map(_count, value))
    return 0
