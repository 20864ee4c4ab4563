"""``pure``: arguments stay as they were, and the same call gives the same answer again.

SGD's right-hand sides are all from the old step; a function that changes its arguments in place breaks
that for whoever calls it next. The worker says which arguments were changed, and it is the student's process; so the function is also
called twice with the very same arguments, and the second answer must be the first one. Answers that count calls give themselves
away as well. Calls that don't come back are left to the other checks.
"""

from __future__ import annotations

from typing import ClassVar, final

from grader.asking import Ask
from grader.checks import hidden
from grader.checks.base import AGAIN, EVERY, Check, CheckError, Drawn, Subject
from grader.checks.hidden import Problem
from grader.checks.messages import where
from grader.checks.outcomes import PASSED, Outcome, finding, unanswered
from grader.checks.same import same
from grader.checks.trusted import Case
from grader.model import Call, Feedback, Finding, Returned


@final
class Pure(Check, frozen=True, kw_only=True):
    manners = True
    proves = False
    problems: ClassVar[tuple[Problem, ...]] = (Problem.MUTATED, Problem.REPEATED)

    def validate(self, subject: Subject) -> None:
        for function in self.functions:
            if function not in subject.parameters:
                raise CheckError(f"no function {function!r} in this exercise", "pure")

    @property
    def case_by_case(self) -> bool:
        return True

    def _asked(self, subject: Subject) -> list[tuple[str, Case, bool]]:
        """Each function with each of its cases, and whether it is called again: on its first public and its first hidden one."""
        seen: set[tuple[str, bool]] = set()
        found: list[tuple[str, Case, bool]] = []
        which = EVERY if self.cases == "all" else self.cases
        for function in self.functions:
            for case in subject.answered_cases(function, which):
                found.append((function, case, (function, case.public) not in seen))
                seen.add((function, case.public))
        return found

    def plan(self, subject: Subject) -> tuple[Call, ...]:
        calls: list[Call] = []
        for function, case, again in self._asked(subject):
            calls.append(subject.call(function, case))
            if again:
                calls.append(subject.call(function, case, AGAIN))
        return tuple(calls)

    def judge(self, subject: Subject, ask: Ask) -> Finding:
        back = self._back(subject, ask)
        outcomes = [self._outcome(subject, *one[:2], ask, one[2]) for one in back]
        return finding(self, subject, [case for _, case, _ in back], outcomes)

    def passes(self, subject: Subject, ask: Ask) -> bool:
        return all(
            self._outcome(subject, function, case, ask, again) is PASSED
            for function, case, again in self._back(subject, ask)
        )

    def _back(self, subject: Subject, ask: Ask) -> list[tuple[str, Case, bool]]:
        """What came back of that; all of it where nothing did."""
        asked = self._asked(subject)
        return [one for one in asked if isinstance(ask(subject.call(*one[:2])), Returned)] or asked

    def words(self, problem: Problem) -> tuple[str, str]:
        if problem is Problem.MUTATED:
            return (
                f"changes an argument in place in {hidden.PLACE}",
                "Make a new array instead of `-=` or `W[...] = …`, or `.copy()` first.",
            )
        return (
            f"gives another answer when called again with the same arguments, in {hidden.PLACE}",
            "Compute the answer from the arguments alone: no global variables, random numbers or counters.",
        )

    def otter(self, subject: Subject) -> Drawn:
        wanted = {(f, case.id): subject.parameters[f] for f, case, _ in self._asked(subject)}
        return Drawn(judge=self.kind, wanted=wanted, again=True)

    def _outcome(
        self,
        subject: Subject,
        function: str,
        case: Case,
        ask: Ask,
        repeated: bool,
    ) -> Outcome:
        first = ask(subject.call(function, case))
        number = self.functions.index(function)
        if not isinstance(first, Returned):
            return unanswered(subject, function, case, first, number)
        if first.mutated:
            names = [
                subject.parameters[function][k]
                for k in first.mutated
                if k < len(subject.parameters[function])
            ]
            return Outcome(
                problem=Problem.MUTATED,
                function=number,
                told=lambda: Feedback(
                    label="pure.mutated",
                    what=f"`{function}` changes its argument {', '.join(names)} in place.",
                    where=where(subject, function, case),
                    reason="Operators such as `-=` and assignments like `W[...] = …` write into the "
                    "caller's array.",
                    next_step=f"Make a new array instead: `{names[0] if names else 'W'} - …`, "
                    "or `.copy()` first.",
                ),
            )
        if repeated:
            second = ask(subject.call(function, case, AGAIN))
            if not isinstance(second, Returned) or not same(first.value, second.value):
                return Outcome(
                    problem=Problem.REPEATED,
                    function=number,
                    told=lambda: Feedback(
                        label="pure.repeat",
                        what=f"`{function}` gives another answer when called again with the same "
                        "arguments.",
                        where=where(subject, function, case),
                        reason="Global variables, random numbers or counters do that.",
                        next_step="Compute the answer from the arguments alone.",
                    ),
                )
        return PASSED
