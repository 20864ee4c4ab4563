"""``gradient``: a derivative against the numeric derivative of a trusted function.

The trusted function is differentiated by the complex step, laid out by the lecture's four rules, with
an error bar per entry; the tolerance follows from that bar. The reference's own formula is not asked,
so a mistake in it would show, and a right derivation of any form passes.
"""

from __future__ import annotations

from typing import Any, ClassVar, Literal, final

from grader import numeric
from grader.checks import hidden, wrt
from grader.checks.base import CheckError, Drawn, Subject
from grader.checks.hidden import Problem
from grader.checks.messages import short, where
from grader.checks.outcomes import PASSED, Outcome
from grader.checks.percase import PerCase
from grader.checks.quick import Bars
from grader.checks.trusted import Case, Trusted
from grader.checks.value import SCALARS
from grader.model import Feedback, Returned, Value

CHANGE = (
    "Change one entry of the input a little, see how the output moves, and compare with your entry."
)


@final
class Gradient(PerCase, frozen=True, kw_only=True):
    """``of``: the trusted function; ``wrt``: the input (entry, item) it is differentiated by; ``reversible``: a list may as
    well run from the last item to the first."""

    derivative: ClassVar[bool] = True
    problems: ClassVar[tuple[Problem, ...]] = (
        Problem.DERIVATIVE,
        Problem.SHAPE,
        Problem.PRECISION,
    )

    of: str
    wrt: str
    layout: Literal["lecture", "indices"] = "lecture"
    reversible: bool = False

    def validate(self, subject: Subject) -> None:
        super().validate(subject)
        name, _ = wrt.parse(self.wrt)
        if subject.trusted is None:
            return
        function = subject.trusted.named(self.of)
        if function is None:
            raise CheckError(
                f"no trusted function {self.of!r} in reference.py, given.py or checks.py", "of"
            )
        if name not in wrt.trusted_parameters(function):
            raise CheckError(f"{self.of} has no parameter {name!r}", "wrt")
        for case in self.relevant(subject):
            missing = set(wrt.trusted_parameters(function)) - set(case.inputs)
            if missing:
                raise CheckError(f"{self.of} needs the inputs {', '.join(sorted(missing))}", "of")

    def estimates(self, subject: Subject, case: Case) -> Value:
        """The expected derivative as facts: one estimate, or a list of them."""

        def compute(trusted: Trusted) -> Value:
            function = trusted.named(self.of)
            if function is None:
                raise LookupError(self.of)
            return wrt.estimates(trusted, subject, function, self.wrt, case, self.layout)

        key = f"gradient/{self.function}/{self.of}/{self.wrt}/{self.layout}/{case.id}"
        return subject.fact(key, compute)

    def bars(self, subject: Subject, case: Case) -> Bars | None:
        facts = self.estimates(subject, case)
        found: list[Bars] = []
        for fact in facts if isinstance(facts, list) else [facts]:
            estimate = numeric.Estimate.of(fact)
            tolerance = numeric.decided(estimate)
            if tolerance is None:
                return None
            found.append((estimate.value, tolerance))
        return found if isinstance(facts, list) else found[0]

    def judge_case(self, subject: Subject, case: Case, value: Value, answer: Returned) -> Outcome:
        outcome = self._judged(subject, case, value)
        if self.reversible and outcome is not PASSED and isinstance(value, list | tuple):
            return PASSED if self._judged(subject, case, value[::-1]) is PASSED else outcome
        return outcome

    def _judged(self, subject: Subject, case: Case, value: Value) -> Outcome:
        facts = self.estimates(subject, case)
        if isinstance(facts, list):
            if not isinstance(value, list | tuple) or len(value) != len(facts):
                return self._wrong(
                    subject,
                    case,
                    f"is not a list of {len(facts)} arrays",
                    value,
                    problem=Problem.TYPE,
                )
            pairs = list(zip(value, facts, strict=True))
        else:
            pairs = [(value, facts)]
        for k, (got, fact) in enumerate(pairs):
            item = f" (item {k})" if len(pairs) > 1 else ""
            outcome = self._compare(
                subject, case, got, self._estimate(subject, case, k, fact), item
            )
            if outcome is not PASSED:
                return outcome
        return PASSED

    def _compare(
        self, subject: Subject, case: Case, value: Value, estimate: numeric.Estimate, item: str
    ) -> Outcome:
        got = numeric.numbers(value)
        if got is None:
            return self._wrong(
                subject, case, f"is no array of numbers{item}", value, problem=Problem.TYPE
            )
        if got.shape in SCALARS and estimate.value.shape in SCALARS:
            got = got.reshape(estimate.value.shape)
        if got.shape != estimate.value.shape:
            return self._wrong(
                subject,
                case,
                f"has shape {got.shape}{item}, the derivative has {estimate.value.shape}",
                value,
                problem=Problem.SHAPE,
            )
        result = numeric.compare(got, estimate)
        if result.verdict is numeric.Agreement.AGREES:
            return PASSED
        at = result.entry
        if result.verdict is numeric.Agreement.UNDECIDED:
            wide = numeric.compare(got.astype(float), estimate)
            if got.dtype.itemsize == 8 or wide.verdict is numeric.Agreement.UNDECIDED:
                due = numeric.six_digits(estimate.value[at])
                staff = f"entry {list(at or ())}{item}: the bar around {due} is too wide to decide"
                return Outcome(undecided=True, staff=staff)
            # What doubles could decide and the student's shorter numbers can't is no doubt of ours.
            return self._wrong(
                subject,
                case,
                f"returns {got.dtype} numbers{item}, too few digits to tell right from wrong",
                value,
                str(got.dtype),
                "float64",
                problem=Problem.PRECISION,
            )
        derivative = f"the derivative of {self._name()} with respect to {self.wrt}{item}"
        if at is None:
            # Which digits are wrong is up to the processor's rounding.
            return self._wrong(
                subject, case, f"is close to {derivative}, but not equal to it", value, got=""
            )
        entry = f" at entry {list(at)}" if at else ""
        shown = numeric.six_digits(got[at], estimate.value[at])
        due = numeric.six_digits(estimate.value[at], got[at])
        staff = f"entry {list(at)}: got {shown}, numeric derivative {due}"
        return self._wrong(
            subject, case, f"is not {derivative}{entry}", value, shown, due, staff=staff
        )

    def _estimate(self, subject: Subject, case: Case, k: int, fact: Value) -> numeric.Estimate:
        # One object per derivative: what is known of how far it decides is kept by it.
        return subject.memo.estimates.once(
            (self.identity, case.id, k), lambda: numeric.Estimate.of(fact)
        )

    def otter(self, subject: Subject) -> Drawn:
        def drawn(case: Case) -> Any:
            facts = self.estimates(subject, case)
            if isinstance(facts, list):
                return [(value, error) for value, error, _ in facts]
            return facts[0], facts[1]

        return self.drawn(subject, drawn, reversible=self.reversible)

    def _name(self) -> str:
        return self.of.replace("_", " ")

    def words(self, problem: Problem) -> tuple[str, str]:
        if problem is Problem.DERIVATIVE:
            return (
                f"is not the derivative of {self._name()} with respect to {self.wrt} in {hidden.PLACE}",
                CHANGE,
            )
        return hidden.usual(problem)

    def _wrong(
        self,
        subject: Subject,
        case: Case,
        what: str,
        value: Value,
        got: str | None = None,
        expected: str = "",
        problem: Problem = Problem.DERIVATIVE,
        staff: str = "",
    ) -> Outcome:
        """``got``: what is shown of ``value``; all of it where None."""
        return Outcome(
            problem=problem,
            told=lambda: Feedback(
                label="gradient.wrong",
                what=f"`{self.function}` {what}.",
                where=where(subject, self.function, case),
                got=short(value) if got is None else got,
                expected=expected,
                next_step=CHANGE,
            ),
            staff=staff,
        )
