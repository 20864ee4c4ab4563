"""``raises``: where the reference raises an error, so must the student's function.

The reference is the rule: in the cases in which it raises ``error``, returning anything is wrong. A function that
always raises refuses nothing: some case in which a value is due must come back, and of hidden ones, which no table can
hold, at most half may be refused.
"""

from __future__ import annotations

import builtins
from collections.abc import Sequence
from typing import ClassVar, final

from grader.asking import Ask
from grader.checks import hidden
from grader.checks.base import Check, CheckError, Drawn, Subject
from grader.checks.explain import explain
from grader.checks.hidden import Problem
from grader.checks.messages import short, where
from grader.checks.outcomes import PASSED, Outcome, finding, unanswered
from grader.checks.trusted import Case
from grader.model import Answer, Call, Feedback, Finding, Raised, Raising, Returned

REFUSE = "Let the function refuse what the rules say nothing about."


@final
class Raises(Check, frozen=True, kw_only=True):
    problems: ClassVar[tuple[Problem, ...]] = (Problem.RETURNED, Problem.ALWAYS)
    explains: ClassVar[bool] = True

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

    def _others(self, subject: Subject, public: bool) -> tuple[Case, ...]:
        """The cases in which a value is due, ``public`` or hidden ones; all where there are none of these."""
        found = subject.answered_cases(self.functions[0], self.cases)
        return tuple(case for case in found if case.public == public) or found

    def plan(self, subject: Subject) -> tuple[Call, ...]:
        cases = (
            *self._cases(subject),
            *subject.answered_cases(self.functions[0], self.cases),
        )
        return tuple(subject.call(self.functions[0], case) for case in cases)

    def judge(self, subject: Subject, ask: Ask) -> Finding:
        cases = self._cases(subject)
        function = self.functions[0]
        outcomes = [
            self._outcome(subject, case, ask(subject.call(function, case))) for case in cases
        ]
        for k, case in enumerate(cases):
            others = self._others(subject, case.public)
            answers = [ask(subject.call(function, other)) for other in others]
            if outcomes[k] is PASSED and answers and self._refuses(answers, case.public):
                outcomes[k] = self._always(subject, case)
        return finding(
            self, subject, cases, outcomes, lambda: explain(subject, function, cases, ask)
        )

    def words(self, problem: Problem) -> tuple[str, str]:
        if problem is Problem.ALWAYS:
            return (
                "seldom returns a value where one is due, so it refuses nothing in particular",
                f"Raise {self.error} only where the exercise says so.",
            )
        return f"returns a value in {hidden.PLACE} where it should raise {self.error}", REFUSE

    def otter(self, subject: Subject) -> Drawn:
        others = tuple(case.id for case in self._others(subject, True))
        wanted = {(self.functions[0], case.id): others for case in self._cases(subject)}
        return Drawn(judge=self.kind, wanted=wanted, options={"error": self.error})

    def _outcome(self, subject: Subject, case: Case, answer: Answer) -> Outcome:
        function = self.functions[0]
        if self._is_refusal(answer):
            return PASSED
        if not isinstance(answer, Returned):
            return unanswered(subject, function, case, answer)
        return Outcome(
            problem=Problem.RETURNED,
            told=lambda: Feedback(
                label="raises.returned",
                what=f"`{function}` returns a value where it should raise {self.error}.",
                where=where(subject, function, case),
                got=short(answer.value),
                expected=f"raise {self.error}(…)",
                next_step=REFUSE,
            ),
        )

    def _is_refusal(self, answer: Answer) -> bool:
        kind = getattr(builtins, answer.kind, Exception) if isinstance(answer, Raised) else object
        return issubclass(kind, getattr(builtins, self.error))

    def _refuses(self, answers: Sequence[Answer], public: bool) -> bool:
        """Whether nothing came back where values are due or, in hidden cases, most of it was refused."""
        if not any(isinstance(answer, Returned) for answer in answers):
            return True
        return not public and 2 * sum(map(self._is_refusal, answers)) > len(answers)

    def _always(self, subject: Subject, case: Case) -> Outcome:
        function = self.functions[0]
        return Outcome(
            problem=Problem.ALWAYS,
            told=lambda: Feedback(
                label="raises.always",
                what=f"`{function}` never returns a value, so it refuses nothing in particular.",
                where=where(subject, function, case),
                next_step=f"Raise {self.error} only where the exercise says so.",
            ),
        )
