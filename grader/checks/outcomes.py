"""From how each case went to what a check finds.

A finding tells of one case: the first public one that failed, with its values; or else of the hidden ones, in the words of
:mod:`grader.checks.hidden`, which no answer reaches.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from grader.checks import hidden
from grader.checks.hidden import Name, Problem, Said
from grader.checks.messages import not_returned, problem_of
from grader.model import Answer, Feedback, Finding, Verdict

if TYPE_CHECKING:
    from grader.checks.base import Check, Subject
    from grader.checks.explain import Explanation
    from grader.checks.trusted import Case


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How one case went. ``told`` writes what is said of a public case, with its values; it is called for one case at most.

    ``function``, ``name`` and ``sentence`` as in :class:`grader.checks.hidden.Said`.
    """

    problem: Problem | None = None
    told: Callable[[], Feedback] | None = None
    function: int = 0
    name: Name | None = None
    sentence: int | None = None
    undecided: bool = False
    staff: str = ""

    @property
    def verdict(self) -> Verdict:
        if self.undecided:
            return Verdict.UNDECIDED
        return Verdict.PASS if self.problem is None else Verdict.FAIL


PASSED = Outcome()


def unanswered(
    subject: Subject, function: str, case: Case, answer: Answer, number: int = 0
) -> Outcome:
    """The outcome where the call of ``function`` (the check's ``number``-th) did not return."""
    return Outcome(
        problem=problem_of(answer),
        told=lambda: not_returned(subject, function, case, answer),
        function=number,
    )


def finding(
    check: Check,
    subject: Subject,
    cases: Sequence[Case],
    outcomes: Sequence[Outcome],
    why: Callable[[], Explanation | None] | None = None,
) -> Finding:
    """One finding of all outcomes. ``why()`` explains the failures; it is called only when there are any."""
    failed = [
        k
        for k, outcome in enumerate(outcomes)
        if outcome is not PASSED and outcome.verdict is not Verdict.PASS
    ]
    if not failed:
        return Finding(verdict=Verdict.PASS, public_verdict=Verdict.PASS, cases=len(cases))
    # A failure says why; what could not be decided has no words.
    worst_first = sorted(failed, key=lambda k: outcomes[k].undecided)
    public = [k for k in worst_first if cases[k].public]
    explanation: Explanation | None = None
    if why is not None and not outcomes[worst_first[0]].undecided:
        explanation = why()
    seen = _public(outcomes[public[0]], explanation) if public else None
    told = seen
    if not public or (outcomes[public[0]].undecided and not outcomes[worst_first[0]].undecided):
        wrong = [cases[k] for k in failed]
        right = [case for case in cases if case not in wrong]
        told = _hidden(check, subject, outcomes[worst_first[0]], explanation, wrong, right)
    return Finding(
        verdict=_verdict(outcomes[k].verdict for k in failed),
        public_verdict=_verdict(outcomes[k].verdict for k in public),
        feedback=told,
        public_feedback=seen,
        misconception=explanation.misconception if explanation else None,
        cases=len(cases),
        failed_cases=len(failed),
        staff="\n".join(f"{cases[k].id}: {outcomes[k].staff}" for k in failed if outcomes[k].staff),
    )


def _verdict(failed: Iterable[Verdict]) -> Verdict:
    kinds = set(failed)
    if not kinds:
        return Verdict.PASS
    return Verdict.FAIL if Verdict.FAIL in kinds else Verdict.UNDECIDED


def _public(outcome: Outcome, explanation: Explanation | None) -> Feedback | None:
    if outcome.told is None:
        return None
    feedback = outcome.told()
    if explanation is None:
        return feedback
    # What the exercise's author says of a misconception comes before any general sentence.
    return msgspec.structs.replace(
        feedback,
        label=explanation.label,
        reason=explanation.reason or feedback.reason,
        next_step=explanation.next_step or feedback.next_step,
    )


def _hidden(
    check: Check,
    subject: Subject,
    outcome: Outcome,
    explanation: Explanation | None,
    wrong: Sequence[Case],
    right: Sequence[Case],
) -> Feedback | None:
    if outcome.problem is None:
        return None
    main = check.problems[0]
    said = Said(problem=outcome.problem, function=outcome.function)
    if outcome.problem in check.problems:
        function = check.functions[outcome.function]
        more = hidden.named(subject, function, explanation.label) if explanation else {}
        if outcome.sentence is not None:
            more = {"sentence": outcome.sentence}
        elif not more and outcome.name is not None:
            more = {"name": outcome.name}
        elif not more and outcome.problem is main:
            more = {"relation": hidden.relation(subject, wrong, right)}
        if more:
            said = msgspec.structs.replace(said, problem=main, **more)
    return hidden.feedback(check, subject, said)
