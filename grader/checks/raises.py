"""``raises``: where the reference raises an error, so must the student's function.

The reference is the rule: in the cases in which it raises ``error``, returning anything is wrong; and so is raising it in the cases
in which the reference returns a value.
"""

from __future__ import annotations

import builtins
from typing import final

from grader.asking import Ask
from grader.checks.base import Case, Check, CheckError, Drawn, Subject
from grader.checks.explain import explain
from grader.checks.messages import not_returned, short, where
from grader.checks.percase import PASSED, Outcome, finding
from grader.model import Answer, Call, Feedback, Finding, Raised, Raising, Returned, Verdict


@final
class Raises(Check, frozen=True, kw_only=True):
    error: str = "ValueError"

    def validate(self, subject: Subject) -> None:
        if self.functions[0] not in subject.parameters:
            raise CheckError(f"no function {self.functions[0]!r} in this exercise", "raises")
        kind = getattr(builtins, self.error, None)
        if not (isinstance(kind, type) and issubclass(kind, Exception)):
            raise CheckError(f"{self.error!r} is no built-in exception", "error")
        if not self._cases(subject):
            raise CheckError(f"the reference raises {self.error} in none of the cases", "error")

    def _cases(self, subject: Subject) -> tuple[Case, ...]:
        function = self.functions[0]
        return tuple(
            case
            for case in subject.cases_of(function, self.cases)
            if isinstance(found := subject.expected(function, case), Raising)
            and found.kind == self.error
        )

    def plan(self, subject: Subject) -> tuple[Call, ...]:
        function, raising = self.functions[0], self._cases(subject)
        others = subject.answered_cases(function, self.cases) if raising else ()
        return tuple(subject.call(function, case) for case in (*raising, *others))

    def judge(self, subject: Subject, ask: Ask) -> Finding:
        cases = self._cases(subject)
        function = self.functions[0]
        outcomes = [
            self._outcome(subject, case, ask(subject.call(function, case))) for case in cases
        ]
        # Who always raises has not told the cases apart.
        refused = [
            case
            for case in (subject.answered_cases(function, self.cases) if cases else ())
            if self._raises(ask(subject.call(function, case)))
        ]
        outcomes += [self._refusal(subject, case) for case in refused]
        return finding([*cases, *refused], outcomes, lambda: explain(subject, function, cases, ask))

    def otter(self, subject: Subject) -> Drawn:
        wanted = {(self.functions[0], case.id): None for case in self._cases(subject)}
        return Drawn(judge=self.kind, wanted=wanted, options={"error": self.error})

    def _raises(self, answer: Answer) -> bool:
        return isinstance(answer, Raised) and issubclass(
            getattr(builtins, answer.kind, Exception), getattr(builtins, self.error)
        )

    def _refusal(self, subject: Subject, case: Case) -> Outcome:
        function = self.functions[0]
        return Outcome(
            verdict=Verdict.FAIL,
            feedback=Feedback(
                label="raises.always",
                what=f"`{function}` raises {self.error} where it should return a value.",
                where=where(subject, function, case),
                next_step="Raise only where the rules say nothing about the arguments.",
            ),
        )

    def _outcome(self, subject: Subject, case: Case, answer: Answer) -> Outcome:
        function = self.functions[0]
        if self._raises(answer):
            return PASSED
        if not isinstance(answer, Returned):
            return Outcome(
                verdict=Verdict.FAIL, feedback=not_returned(subject, function, case, answer)
            )
        return Outcome(
            verdict=Verdict.FAIL,
            feedback=Feedback(
                label="raises.returned",
                what=f"`{function}` returns a value where it should raise {self.error}.",
                where=where(subject, function, case),
                got=short(answer.value),
                expected=f"raise {self.error}(…)",
                next_step="Let the function refuse what the rules say nothing about.",
            ),
        )
