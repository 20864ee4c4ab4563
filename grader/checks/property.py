"""``property``: a Python function of the exercise's ``checks.py`` says what is wrong, or None.

For what no table of values can say. The function sees the case and the returned values of the
student functions it concerns; an exception in it is the grader's fault, not the student's.
"""

from __future__ import annotations

from typing import ClassVar, final

from grader.asking import Ask
from grader.checks.base import Case, Check, CheckError, Subject
from grader.checks.messages import not_returned, where
from grader.checks.percase import PASSED, Outcome, finding
from grader.model import Call, Feedback, Finding, Returned, Value, Verdict


@final
class Property(Check, frozen=True, kw_only=True):
    needs_solutions: ClassVar[bool] = True

    holds: str

    def validate(self, subject: Subject) -> None:
        for function in self.functions:
            if function not in subject.parameters:
                raise CheckError(f"no function {function!r} in this exercise", "property")
        if subject.trusted is not None and self.holds not in subject.trusted.others:
            raise CheckError(f"checks.py has no function {self.holds!r}", "holds")

    def _cases(self, subject: Subject) -> tuple[Case, ...]:
        return tuple(
            case
            for case in subject.answered_cases(self.functions[0], self.cases)
            if all(case in subject.answered_cases(f, self.cases) for f in self.functions[1:])
        )

    def plan(self, subject: Subject) -> tuple[Call, ...]:
        if subject.trusted is None:
            return ()
        return tuple(
            subject.call(function, case)
            for case in self._cases(subject)
            for function in self.functions
        )

    def judge(self, subject: Subject, ask: Ask) -> Finding:
        if subject.trusted is None:
            return finding((), ())
        cases = self._cases(subject)
        return finding(cases, [self._outcome(subject, case, ask) for case in cases])

    def _outcome(self, subject: Subject, case: Case, ask: Ask) -> Outcome:
        values: dict[str, Value] = {}
        for function in self.functions:
            answer = ask(subject.call(function, case))
            if not isinstance(answer, Returned):
                return Outcome(
                    verdict=Verdict.FAIL, feedback=not_returned(subject, function, case, answer)
                )
            values[function] = answer.value
        assert subject.trusted is not None
        wrong = subject.trusted.others[self.holds](case, values)
        if wrong is None:
            return PASSED
        return Outcome(
            verdict=Verdict.FAIL,
            feedback=Feedback(
                label=f"property.{self.holds}",
                what=str(wrong),
                where=where(subject, self.functions[0], case),
            ),
        )
