"""Checks that look at one case at a time, and the order in which they speak.

A student function is called once per case. A check passes when every case does. The finding tells of
one case only: the first public one that failed, with its values, or else the first hidden one without
any. Why the answers are wrong is asked of ``grader.diagnosis`` with all failing cases at once, since
one case rarely tells a transposed answer from a numerator layout.
"""

from __future__ import annotations

import abc
from collections.abc import Callable, Sequence
from typing import Any

import msgspec
import numpy as np

from grader import numeric
from grader.asking import Ask
from grader.checks.base import Case, Check, CheckError, Drawn, Subject
from grader.checks.explain import Explanation, explain
from grader.checks.messages import not_returned
from grader.checks.quick import Bars, Packed, all_right, identical, packed
from grader.model import Answer, Call, Feedback, Finding, Record, Returned, Value, Verdict


def within(subject: Subject, key: Any, got: Any, value: Any, derive: Callable[[], Any]) -> bool:
    """Whether ``got`` lies within the tolerance that a right answer in doubles has on this case.

    The quick way for right answers, which most are: the tolerance is derived once per case, None where it is too wide to
    decide. False means that the full comparison has to say.
    """
    if got.dtype != np.float64 or got.shape != np.shape(value) or numeric.are_truths(value):
        return False
    tolerance = subject.once(key, derive)
    return tolerance is not None and bool((np.abs(got - value) <= tolerance).all())


def form(value: Any) -> Any:
    """The shapes and kinds of number in ``value``: equal forms need no closer look at shapes."""
    if isinstance(value, np.ndarray):
        return value.shape, value.dtype.kind
    if isinstance(value, list | tuple):
        return [form(item) for item in value]
    return type(value)


def all_within(
    subject: Subject, key: Any, got: Any, value: Any, compare: Callable[[Any], Any]
) -> bool:
    """:func:`within` for every array in lists of them; False where the lists differ. ``compare`` judges a double array."""

    def derive() -> Any:
        result = compare(np.asarray(value, dtype=float))
        return result.tolerance if result.decides else None

    if isinstance(value, list | tuple):
        return (
            isinstance(got, list | tuple)
            and len(got) == len(value)
            and all(
                all_within(subject, (key, k), one, other, compare)
                for k, (one, other) in enumerate(zip(got, value, strict=True))
            )
        )
    return (
        isinstance(got, np.ndarray)
        and isinstance(value, np.ndarray)
        and within(subject, key, got, value, derive)
    )


class Outcome(Record, frozen=True):
    """How one case went. ``feedback`` may hold values; they are dropped for hidden cases."""

    verdict: Verdict
    feedback: Feedback | None = None
    staff: str = ""


PASSED = Outcome(verdict=Verdict.PASS)


def hidden(feedback: Feedback) -> Feedback:
    """``feedback`` without anything that could give a hidden case's values away.

    Any value may hold the inputs. The other fields are for who writes them to keep free of what a student chose.
    """
    return msgspec.structs.replace(feedback, got="", expected="")


class PerCase(Check, frozen=True, kw_only=True):
    """Abstract. A check of one function that judges its cases one by one."""

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
        identity = self.identity
        cases = subject.once(("relevant", identity), lambda: self.relevant(subject))
        pack = subject.once(("packed", identity), lambda: self._packed(subject, cases))
        if pack is not None and all_right(pack, ask, self.part):
            return finding(cases, [PASSED] * len(cases))
        outcomes = [
            self._outcome(subject, case, ask(subject.call(self.function, case))) for case in cases
        ]
        return finding(
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
            return identical(value, expected)
        parted = isinstance(value, list | tuple) and len(value) > self.part
        return parted and identical(value[self.part], expected[self.part])

    def bars(self, subject: Subject, case: Case) -> Bars | None:
        """What is accepted of doubles on ``case``, for kinds that can tell from that alone."""
        return None

    def _packed(self, subject: Subject, cases: Sequence[Case]) -> Packed | None:
        with np.errstate(all="ignore"):
            return packed(
                [
                    (
                        subject.call(self.function, case),
                        self.bars(subject, case),
                        isinstance(self._expected(subject, case), list | tuple),
                    )
                    for case in cases
                ]
            )

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
            return Outcome(
                verdict=Verdict.FAIL,
                feedback=not_returned(subject, self.function, case, answer),
            )
        value = answer.value
        if self.part is not None:
            if not isinstance(value, list | tuple) or len(value) <= self.part:
                return Outcome(
                    verdict=Verdict.FAIL,
                    feedback=Feedback(
                        label="shape.parts",
                        what=f"`{self.function}` should return several results, separated by commas.",
                        next_step="Compare your `return` line with the docstring.",
                    ),
                )
            value = value[self.part]
        return self.judge_case(subject, case, value, answer)

    @abc.abstractmethod
    def judge_case(self, subject: Subject, case: Case, value: Value, answer: Returned) -> Outcome:
        """The outcome of one case whose call returned ``value`` (the part asked for)."""


def finding(cases: Sequence[Case], outcomes: Sequence[Outcome], why: Any = None) -> Finding:
    """One finding of all outcomes. ``why()`` explains the failures; it is called only when there are any."""
    failed = [k for k, outcome in enumerate(outcomes) if outcome.verdict is not Verdict.PASS]
    if not failed:
        return Finding(verdict=Verdict.PASS, public_verdict=Verdict.PASS, cases=len(cases))
    # A failure says why; what could not be decided has no words.
    worst_first = sorted(failed, key=lambda k: outcomes[k].verdict is not Verdict.FAIL)
    public = [k for k in worst_first if cases[k].public]
    explanation: Explanation | None = None
    if why is not None and any(outcomes[k].verdict is Verdict.FAIL for k in failed):
        explanation = why()
    told = [k for k in public if outcomes[k].verdict is Verdict.FAIL]
    first = (told or worst_first)[0]
    return Finding(
        verdict=_verdict(outcomes[k].verdict for k in failed),
        public_verdict=_verdict(outcomes[k].verdict for k in public),
        feedback=_feedback(cases[first], outcomes[first], explanation),
        public_feedback=_feedback(cases[public[0]], outcomes[public[0]], explanation)
        if public
        else None,
        misconception=explanation.misconception if explanation else None,
        cases=len(cases),
        failed_cases=len(failed),
        staff="\n".join(f"{cases[k].id}: {outcomes[k].staff}" for k in failed if outcomes[k].staff),
    )


def _verdict(failed: Any) -> Verdict:
    kinds = set(failed)
    if not kinds:
        return Verdict.PASS
    return Verdict.FAIL if Verdict.FAIL in kinds else Verdict.UNDECIDED


def _feedback(case: Case, outcome: Outcome, explanation: Explanation | None) -> Feedback | None:
    feedback = outcome.feedback
    if feedback is None:
        return None
    if explanation is not None:
        # What the exercise's author says of a misconception comes before any general sentence.
        feedback = msgspec.structs.replace(
            feedback,
            label=explanation.label,
            reason=explanation.reason or feedback.reason,
            next_step=explanation.next_step or feedback.next_step,
        )
    return feedback if case.public else hidden(feedback)
