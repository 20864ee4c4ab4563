"""``property``: a Python function of the exercise's ``checks.py`` says what is wrong, or None.

For what no table of values can say. The function sees the case and the returned values of the
student functions it concerns. An exception in it is the grader's fault, unless an answer has not the form of the reference's, or
is not finite where that is: no author can foresee whatever may be returned.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import CodeType
from typing import ClassVar, final

from grader.asking import Ask
from grader.checks import hidden
from grader.checks.base import Check, CheckError, Subject
from grader.checks.hidden import Problem
from grader.checks.messages import where
from grader.checks.outcomes import PASSED, Outcome, finding, unanswered
from grader.checks.same import like
from grader.checks.trusted import Case
from grader.model import Call, Feedback, Finding, Returned, Value


@final
class Property(Check, frozen=True, kw_only=True):
    needs_solutions: ClassVar[bool] = True
    problems: ClassVar[tuple[Problem, ...]] = (Problem.PROPERTY,)

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
            return finding(self, subject, (), ())
        cases = self._cases(subject)
        return finding(self, subject, cases, [self._outcome(subject, case, ask) for case in cases])

    def _outcome(self, subject: Subject, case: Case, ask: Ask) -> Outcome:
        values: dict[str, Value] = {}
        for number, function in enumerate(self.functions):
            answer = ask(subject.call(function, case))
            if not isinstance(answer, Returned):
                return unanswered(subject, function, case, answer, number)
            values[function] = answer.value
        assert subject.trusted is not None
        try:
            wrong = subject.trusted.others[self.holds](case, values)
        except Exception:
            if all(like(values[f], subject.expected(f, case)) for f in self.functions):
                raise
            wrong = f"`{self.functions[0]}` does not return what its docstring says."
        if wrong is None:
            return PASSED
        text, known = str(wrong), self.sentences(subject)
        return Outcome(
            problem=Problem.PROPERTY,
            told=lambda: Feedback(
                label=f"property.{self.holds}",
                what=text,
                where=where(subject, self.functions[0], case),
            ),
            # What its author wrote as it stands can be said of a hidden case, too; what is put together can't.
            sentence=known.index(text) if text in known else None,
        )

    def sentences(self, subject: Subject) -> tuple[str, ...]:
        """The texts in the function's code, which are all that it can say without making something up."""
        if subject.trusted is None:
            return ()
        code = getattr(subject.trusted.others[self.holds], "__code__", None)
        return tuple(dict.fromkeys(_texts(code))) if code is not None else ()

    def words(self, problem: Problem) -> tuple[str, str]:
        return (
            f"has not the property that is asked for in {hidden.PLACE} ({self.label})",
            hidden.TRY,
        )


def _texts(code: CodeType) -> Iterator[str]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _texts(constant)
        elif isinstance(constant, str):
            yield constant
