"""Checks that look at one case at a time.

A student function is called once per case. A check passes when every case does. Why the answers are wrong is asked of ``grader.diagnosis`` with all failing cases at once, since
one case rarely tells a transposed answer from a numerator layout.
"""

from __future__ import annotations

import abc
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

import numpy as np

from grader.asking import Ask
from grader.checks.base import Check, CheckError, Drawn, Subject
from grader.checks.explain import explain
from grader.checks.hidden import Problem
from grader.checks.outcomes import PASSED, Outcome, finding, unanswered
from grader.checks.quick import Bars, Packed, packed
from grader.checks.same import evidently
from grader.checks.trusted import Case
from grader.model import Answer, Call, Feedback, Finding, Returned, Value, Verdict


class PerCase(Check, frozen=True, kw_only=True):
    """Abstract. A check of one function that judges its cases one by one."""

    explains: ClassVar[bool] = True

    part: int | None = None

    @property
    def function(self) -> str:
        return self.functions[0]

    def validate(self, subject: Subject) -> None:
        if not isinstance(self.target, str):
            raise CheckError("names one function, not a list", self.kind)
        if self.function not in subject.parameters:
            known = ", ".join(subject.parameters)
            raise CheckError(f"no function {self.target!r} here; there are {known}", self.kind)

    def relevant(self, subject: Subject) -> tuple[Case, ...]:
        """The cases it judges: those in which the reference returns a value."""
        return subject.answered_cases(self.function, self.cases)

    def plan(self, subject: Subject) -> tuple[Call, ...]:
        return tuple(subject.call(self.function, case) for case in self.relevant(subject))

    def judge(self, subject: Subject, ask: Ask) -> Finding:
        cases = subject.memo.relevant.once(self.identity, lambda: self.relevant(subject))
        pack = subject.memo.packs.once(self.identity, lambda: self._packed(subject, cases))
        if pack.all_right(ask, self.part):
            return finding(self, subject, cases, [PASSED] * len(cases))
        outcomes: list[Outcome] = []
        for k, case in enumerate(cases):
            answer = ask(subject.call(self.function, case))
            right = pack.right(k, answer, self.part)
            outcomes.append(PASSED if right else self._outcome(subject, case, answer))
        return finding(
            self,
            subject,
            cases,
            outcomes,
            lambda: explain(
                subject,
                self.function,
                cases,
                ask,
                self.part,
                derivative=self.derivative,
            ),
        )

    def after(self, earlier: Check) -> bool:
        # A wrong shape of one result says nothing of the others.
        parts = {self.part, earlier.part} if isinstance(earlier, PerCase) else {None}
        return super().after(earlier) and (None in parts or len(parts) == 1)

    @property
    def case_by_case(self) -> bool:
        return True

    def passes(self, subject: Subject, ask: Ask) -> bool:
        """Case by case, without laying out what many submissions are compared with; no word on what is wrong."""
        for case in self.relevant(subject):
            got = ask(subject.call(self.function, case))
            if not isinstance(got, Returned):
                return False
            if not self.evident(subject, case, got) and (
                self._outcome(subject, case, got).verdict is not Verdict.PASS
            ):
                return False
        return True

    def evident(self, subject: Subject, case: Case, answer: Returned) -> bool:
        """Whether an answer is right because it is the reference's own to the bit. False: look closer."""
        return False

    def _own(self, subject: Subject, case: Case, value: Value) -> bool:
        """Whether ``value`` is the reference's own answer, to the bit."""
        expected = subject.expected(self.function, case)
        if self.part is None:
            return evidently(value, expected)
        parted = isinstance(value, list | tuple) and len(value) > self.part
        return parted and evidently(value[self.part], expected[self.part])

    def bars(self, subject: Subject, case: Case) -> Bars | None:
        """What is accepted of doubles on ``case``, for kinds that can tell from that alone."""
        return None

    def _packed(self, subject: Subject, cases: Sequence[Case]) -> Packed:
        with np.errstate(all="ignore"):
            return packed(
                [(subject.call(self.function, case), self.bars(subject, case)) for case in cases],
                silent=self.heeds_warnings,
            )

    @property
    def heeds_warnings(self) -> bool:
        """Whether an answer that came with a warning needs a closer look."""
        return False

    def _expected(self, subject: Subject, case: Case) -> Value:
        expected = subject.expected(self.function, case)
        return expected if self.part is None else expected[self.part]

    def drawn(self, subject: Subject, wanted: Callable[[Case], Any], **options: Any) -> Drawn:
        """For Otter: ``wanted`` says what is expected on a case."""
        return Drawn(
            judge=self.kind,
            options={**options, "part": self.part},
            wanted={(self.function, case.id): wanted(case) for case in self.relevant(subject)},
        )

    def _outcome(self, subject: Subject, case: Case, answer: Answer) -> Outcome:
        if not isinstance(answer, Returned):
            return unanswered(subject, self.function, case, answer)
        value = answer.value
        if self.part is not None:
            if not isinstance(value, list | tuple) or len(value) <= self.part:
                return Outcome(problem=Problem.TYPE, told=self._one_result)
            value = value[self.part]
        return self.judge_case(subject, case, value, answer)

    def _one_result(self) -> Feedback:
        return Feedback(
            label="shape.parts",
            what=f"`{self.function}` should return several results, separated by commas.",
            next_step="Compare your `return` line with the docstring.",
        )

    @abc.abstractmethod
    def judge_case(self, subject: Subject, case: Case, value: Value, answer: Returned) -> Outcome:
        """The outcome of one case whose call returned ``value`` (the part asked for)."""
