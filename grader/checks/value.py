"""``value``: against the reference's answer, entry by entry, with a scale-aware tolerance.

``np.allclose`` would call (3, 1) equal to (3,): kinds and shapes are compared exactly here too, so
that an exercise without a ``shape`` check is still safe. Numbers are compared by
``grader.numeric.compare_value``, whose tolerance follows from the reference's own rounding.
"""

from __future__ import annotations

import functools
from typing import Any, ClassVar, final

import numpy as np

from grader import numeric
from grader.checks import hidden
from grader.checks.base import Drawn, Subject
from grader.checks.hidden import Problem
from grader.checks.messages import short, where
from grader.checks.outcomes import PASSED, Outcome
from grader.checks.percase import PerCase
from grader.checks.quick import Array, Bars, bars_of
from grader.checks.trusted import Case, trusted_arguments
from grader.model import Feedback, Returned, Value


class Difference(Exception):
    """Where two values part: ``entry`` in words, ``got`` and ``expected`` there."""

    def __init__(
        self, problem: Problem, label: str, what: str, entry: str, got: str, expected: str
    ) -> None:
        super().__init__(what)
        self.problem = problem
        self.label, self.what, self.entry, self.got, self.expected = (
            label,
            what,
            entry,
            got,
            expected,
        )


class Undecidable(Exception):
    """The difference is within what rounding could do, and too large to be called equal."""


@final
class ValueCheck(PerCase, frozen=True, kw_only=True):
    """``exact``: no tolerance; ``rtol``: a fixed relative tolerance instead of the derived one;
    ``silent``: a numerical warning (overflow, division by zero) during the call is a failure."""

    problems: ClassVar[tuple[Problem, ...]] = (
        Problem.VALUE,
        Problem.SHAPE,
        Problem.PRECISION,
        Problem.WARNING,
    )

    exact: bool = False
    rtol: float | None = None
    silent: bool = False

    def evident(self, subject: Subject, case: Case, answer: Returned) -> bool:
        # What equals the value expected is right whatever the tolerance is (numeric.comparing).
        if _is_plain(subject.expected(self.function, case)):
            return False  # tuple or list is part of the answer
        return not self._warned(answer) and self._own(subject, case, answer.value)

    def bars(self, subject: Subject, case: Case) -> Bars | None:
        expected = self._expected(subject, case)
        spread = None if isinstance(expected, list | tuple) else self._spread(subject, case)

        def bar(value: Array) -> Array | None:
            result = self._result(value, value, spread)
            return result.tolerance if result.decides and np.isfinite(value).all() else None

        return bars_of(expected, bar)

    @property
    def heeds_warnings(self) -> bool:
        return self.silent

    def judge_case(self, subject: Subject, case: Case, value: Value, answer: Returned) -> Outcome:
        if self._warned(answer):
            return Outcome(
                problem=Problem.WARNING,
                told=lambda: Feedback(
                    label="warning",
                    what=f"`{self.function}` raises a numerical warning: a number grew too large "
                    "or was divided by zero on the way.",
                    where=where(subject, self.function, case),
                    next_step="Rewrite the formula so that exp() only sees numbers ≤ 0, and log() and "
                    "denominators never see 0.",
                ),
            )
        expected = self._expected(subject, case)
        spread = self._spread(subject, case)
        try:
            part = "" if self.part is None else f" in result {self.part + 1}"
            if self.part is None and isinstance(value, list) and _is_plain(expected):
                self._compare_form(answer, expected)
            self._compare(value, expected, part, spread)
        except Difference as wrong:
            return Outcome(
                problem=wrong.problem,
                told=functools.partial(self._told, subject, case, wrong),
                staff=f"got {wrong.got}, expected {wrong.expected} {wrong.entry}".rstrip()
                if wrong.got
                else "",
            )
        except Undecidable as doubt:
            return Outcome(undecided=True, staff=str(doubt))
        return PASSED

    def _told(self, subject: Subject, case: Case, wrong: Difference) -> Feedback:
        return Feedback(
            label=wrong.label,
            what=f"`{self.function}` {wrong.what}" + (f" {wrong.entry}." if wrong.entry else "."),
            where=where(subject, self.function, case),
            got=wrong.got,
            expected=wrong.expected,
            next_step=NEXT_STEPS.get(wrong.label)
            or "Work one small case out by hand"
            + (" and compare entry by entry." if wrong.entry else "."),
        )

    def _spread(self, subject: Subject, case: Case) -> Any:
        """How far the reference itself moves when its inputs change in the last digit."""

        def compute(trusted: Any) -> Value:
            names = subject.parameters[self.function]
            spread = numeric.input_spread(
                trusted.references[self.function], trusted_arguments(trusted, names, case)
            )
            return spread

        expected = subject.expected(self.function, case)
        if (
            self.exact
            or numeric.are_truths(expected)
            or not isinstance(expected, np.ndarray | float)
        ):
            return None
        return subject.fact(f"spread/{self.function}/{case.id}", compute)

    def otter(self, subject: Subject) -> Drawn:
        def drawn(case: Case) -> Any:
            key = f"{subject.exercise}/spread/{self.function}/{case.id}"
            spread = None if self.exact else subject.facts.get(key)
            return self._expected(subject, case), spread

        return self.drawn(subject, drawn, exact=self.exact, rtol=self.rtol, silent=self.silent)

    def _result(self, got: Any, expected: Any, spread: Any) -> numeric.Comparison:
        return numeric.compare_value(got, expected, exact=self.exact, rtol=self.rtol, spread=spread)

    def _compare(self, got: Value, expected: Value, place: str, spread: Any) -> None:
        if isinstance(expected, list | tuple):
            if _is_plain(expected):
                self._compare_plain(got, expected, place)
                return
            if not isinstance(got, list | tuple) or len(got) != len(expected):
                raise Difference(
                    Problem.TYPE,
                    "value.parts",
                    "returns the wrong number of results" + place,
                    "",
                    short(got),
                    f"{len(expected)} results",
                )
            for k, (one, other) in enumerate(zip(got, expected, strict=True)):
                name = f"result {k + 1}" if isinstance(expected, tuple) else f"item {k}"
                inner = f"{place}, {name}" if place else f" in {name}"
                self._compare(one, other, inner, None)
        elif numeric.are_truths(expected):
            self._compare_truths(got, expected, place)
        elif isinstance(expected, np.ndarray | float | int | complex) and not isinstance(
            expected, bool
        ):
            self._compare_numbers(got, expected, place, spread)
        else:
            truth = numeric.truth(got)
            got = got if truth is None else truth
            if not isinstance(got, type(expected)):
                raise Difference(
                    Problem.TYPE,
                    "value.type",
                    f"returns {_kind(got)} where {_kind(expected)} is due{place}",
                    "",
                    short(got),
                    short(expected),
                )
            if got != expected:
                raise Difference(
                    Problem.VALUE,
                    "value.wrong",
                    f"returns the wrong answer{place}",
                    "",
                    short(got),
                    short(expected),
                )

    def _compare_form(self, answer: Returned, expected: Value) -> None:
        """A tuple of plain values is no list, nor the other way round: which it is, is part of the answer."""
        wanted = "tuple" if isinstance(expected, tuple) else ""
        if answer.form != wanted:
            names = {"": "a list", "tuple": "a tuple"}
            raise Difference(
                Problem.TYPE,
                "value.type",
                f"returns {names[answer.form]} where {names[wanted]} is due",
                "",
                short(tuple(answer.value) if answer.form == "tuple" else answer.value),
                short(expected),
            )

    def _compare_plain(self, got: Value, expected: Any, place: str) -> None:
        """A list of whole numbers or words: wrong as a whole, and shown as a whole."""
        form = "list" if isinstance(expected, list) else "tuple"
        if not isinstance(got, list | tuple):
            raise Difference(
                Problem.TYPE,
                "value.type",
                f"returns {_kind(got)} where a {form} is due{place}",
                "",
                short(got),
                short(expected),
            )
        same = len(got) == len(expected) and all(
            isinstance(one, int | np.ndarray | float | str)
            and np.size(one) == 1
            and bool(np.all(one == other))
            for one, other in zip(got, expected, strict=True)
        )
        if not same:
            # Both travel as lists: what came back is shown in the form that is due.
            shown = tuple(got) if form == "tuple" else list(got)
            raise Difference(
                Problem.VALUE,
                "value.wrong",
                f"returns the wrong {form}{place}",
                "",
                short(shown),
                short(expected),
            )

    def _compare_truths(self, got: Value, expected: Any, place: str) -> None:
        """Arrays of True and False: entry by entry, and no number is one of them."""
        if not numeric.are_truths(got):
            raise Difference(
                Problem.TYPE,
                "value.type",
                f"returns {_kind(got)} where an array of True and False is due{place}",
                "",
                short(got),
                short(expected),
            )
        if got.shape != expected.shape:
            raise Difference(
                Problem.SHAPE,
                "value.shape",
                f"has the wrong shape{place}",
                "",
                f"shape {got.shape}",
                f"shape {expected.shape}",
            )
        wrong = np.argwhere(got != expected)
        if len(wrong):
            at = tuple(int(k) for k in wrong[0])
            raise Difference(
                Problem.VALUE,
                "value.wrong",
                f"is wrong{place}",
                f"at entry {list(at)}",
                str(got[at]),
                str(expected[at]),
            )

    def _compare_numbers(self, got: Value, expected: Any, place: str, spread: Any) -> None:
        numbers = numeric.numbers(got)
        wanted = np.asarray(expected)
        if numbers is None:
            raise Difference(
                Problem.TYPE,
                "value.type",
                f"returns {_kind(got)} where numbers are due{place}",
                "",
                short(got),
                short(expected),
            )
        if wanted.size == 1 and numbers.size == 1 and {numbers.shape, wanted.shape} <= SCALARS:
            numbers, wanted = numbers.reshape(()), wanted.reshape(())
            spread = None if spread is None else np.asarray(spread).reshape(())
        if numbers.shape != wanted.shape:
            raise Difference(
                Problem.SHAPE,
                "value.shape",
                f"has the wrong shape{place}",
                "",
                f"shape {numbers.shape}",
                f"shape {wanted.shape}",
            )
        result = self._result(numbers, wanted, spread)
        if result.verdict is numeric.Agreement.DISAGREES:
            at = result.entry
            if at is None:
                # Which digits are wrong is up to the processor's rounding.
                raise Difference(
                    Problem.VALUE, "value.wrong", f"is close, but not right{place}", "", "", ""
                )
            entry = f"at entry {list(at)}" if at else ""
            raise Difference(
                Problem.VALUE,
                "value.wrong",
                f"is wrong{place}",
                entry,
                numeric.six_digits(numbers[at], wanted[at]),
                numeric.six_digits(wanted[at], numbers[at]),
            )
        if result.verdict is numeric.Agreement.UNDECIDED:
            if numbers.dtype.itemsize < 8:
                self._short_of_digits(numbers, wanted, spread, place)
            raise Undecidable(
                f"the difference is within the error bar at {list(result.entry or ())}"
            )

    def _short_of_digits(self, got: Array, wanted: Array, spread: Any, place: str) -> None:
        """What doubles could decide and the student's shorter numbers can't is the student's choice, not a doubt of ours."""
        result = self._result(got.astype(float), wanted, spread)
        if result.verdict is not numeric.Agreement.UNDECIDED:
            raise Difference(
                Problem.PRECISION,
                "precision",
                f"returns {got.dtype} numbers{place}, too few digits to tell right from wrong",
                "",
                str(got.dtype),
                "float64",
            )

    def _warned(self, answer: Returned) -> bool:
        return self.silent and not HARMLESS.issuperset(answer.warnings)

    def words(self, problem: Problem) -> tuple[str, str]:
        if problem is Problem.WARNING:
            return (
                f"raises a numerical warning in {hidden.PLACE}",
                "Rewrite the formula so that exp() only sees numbers ≤ 0, and log() and denominators never see 0.",
            )
        return hidden.usual(problem)


HARMLESS = frozenset(
    {"DeprecationWarning", "PendingDeprecationWarning", "FutureWarning", "ImportWarning"}
)
"""Warnings about code, such as that np.matrix is out of date. Others are about numbers, or the student's own."""


def _is_plain(value: Value) -> bool:
    """Whether ``value`` is a list or tuple of whole numbers or words."""
    return isinstance(value, list | tuple) and all(isinstance(item, int | str) for item in value)


NEXT_STEPS = {
    "value.shape": "Print the `.shape` of what you return, and of each factor in it.",
    "value.type": "Compare your `return` line with the docstring.",
    "value.parts": "Compare your `return` line with the docstring.",
}

SCALARS: set[tuple[int, ...]] = {(), (1, 1)}


def _kind(value: Value) -> str:
    if isinstance(value, np.ndarray):
        return f"an array of {value.dtype}"
    if value is None:
        return "None"
    return {"bool": "True or False", "str": "a string", "int": "a number", "float": "a number"}.get(
        type(value).__name__, f"a {type(value).__name__}"
    )
