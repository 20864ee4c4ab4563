"""``shape``: exact shapes in symbols and numbers, judged first of all.

NumPy broadcasts: an (n,) array where (n, 1) is due passes many comparisons and then yields (n, n)
somewhere else, so no other check may speak before the shape is right. A scalar may be a float, a 0-d
array or shape (1, 1).
"""

from __future__ import annotations

import functools
import re
from typing import Any, ClassVar, final

import numpy as np

from grader import numeric
from grader.checks import hidden
from grader.checks.base import CheckError, Drawn, Subject
from grader.checks.hidden import Problem
from grader.checks.messages import where
from grader.checks.outcomes import PASSED, Outcome
from grader.checks.percase import PerCase
from grader.checks.quick import Bars, bars_of
from grader.checks.trusted import Case
from grader.expressions import BadExpression, evaluate
from grader.model import Feedback, Returned, Value

PRINT = "Print the `.shape` of every factor in your formula."


class Mismatch(Exception):
    """A value is not of the wanted form: ``got`` and ``expected`` in words, ``label`` the kind."""

    def __init__(self, label: str, what: str, got: str, expected: str, reason: str = "") -> None:
        super().__init__(what)
        self.label, self.what, self.got, self.expected, self.reason = (
            label,
            what,
            got,
            expected,
            reason,
        )


@final
class Shape(PerCase, frozen=True, kw_only=True, rename={"is_": "is"}):
    """``is``: the wanted form; ``like``: the name of an input whose shape it must have."""

    gate: ClassVar[bool] = True
    proves = False
    problems: ClassVar[tuple[Problem, ...]] = (Problem.SHAPE,)

    is_: Any = None
    like: str | None = None

    def validate(self, subject: Subject) -> None:
        super().validate(subject)
        if (self.is_ is None) == (self.like is None):
            raise CheckError("needs either `is: [sizes]` or `like: input`", "shape")
        if self.like is not None and self.like not in subject.parameters[self.function]:
            raise CheckError(f"{self.function} has no argument {self.like!r}", "like")
        for case in self.relevant(subject):
            try:
                self._match(case, self._expected(subject, case), subject)
            except BadExpression as error:
                raise CheckError(str(error), "is") from None
            except Mismatch as error:
                raise CheckError(
                    f"the reference's own result does not fit: {error.got}, not {error.expected}",
                    "is",
                ) from None

    def _match(self, case: Case, value: Value, subject: Subject) -> None:
        """Raise :class:`Mismatch` where ``value`` is not of the form that is due."""
        place = "" if self.part is None else f"(result {self.part + 1}) "
        counted = _counted(value, self._expected(subject, case))
        _match(self.wanted(case), size_names(case), counted, place)

    def wanted(self, case: Case) -> Any:
        """The form that is due, with sizes as expressions."""
        return self.is_ if self.like is None else list(np.shape(case.inputs[self.like]))

    def bars(self, subject: Subject, case: Case) -> Bars | None:
        # The reference's own result has the right form (see validate): numbers of the same form need no words.
        return bars_of(self._expected(subject, case), lambda value: np.full(value.shape, np.inf))

    def judge_case(self, subject: Subject, case: Case, value: Value, answer: Returned) -> Outcome:
        try:
            self._match(case, value, subject)
        except Mismatch as wrong:
            name = hidden.of_label(wrong.label)
            told = functools.partial(self._told, subject, case, wrong)
            return Outcome(problem=Problem.SHAPE, told=told, name=name)
        return PASSED

    def _told(self, subject: Subject, case: Case, wrong: Mismatch) -> Feedback:
        return Feedback(
            label=wrong.label,
            what=f"`{self.function}` {wrong.what}: got {wrong.got}, expected {wrong.expected}.",
            where=where(subject, self.function, case),
            reason=wrong.reason,
            next_step=NEXT_STEPS.get(wrong.label, "Compare your `return` line with the docstring."),
        )

    def words(self, problem: Problem) -> tuple[str, str]:
        due = (
            f"; {self._due(self.is_)} is due"
            if self.like is None
            else f"; that of {self.like} is due"
        )
        return f"has the wrong shape in {hidden.PLACE}{due}", PRINT

    def _due(self, wanted: Any) -> str:
        if isinstance(wanted, dict):
            return f"a list of {wanted['list']}, each {self._due(wanted['of'])}"
        if wanted in ("scalar", []):
            return "a scalar"
        if any(isinstance(item, list | dict) or item == "scalar" for item in wanted):
            return " and ".join(map(self._due, wanted))
        return f"({', '.join(map(str, wanted))}{',' if len(wanted) == 1 else ''})"

    def otter(self, subject: Subject) -> Drawn:
        def due(case: Case) -> tuple[Any, ...]:
            found = form_due(self.wanted(case), size_names(case))
            truths = found[0] == "array" and numeric.are_truths(self._expected(subject, case))
            return ("truths", *found[1:]) if truths else found

        return self.drawn(subject, due)


def form_due(wanted: Any, names: dict[str, Any]) -> tuple[Any, ...]:
    """A shape as YAML says it, with its sizes filled in: ("scalar",), ("array" or "truths", sizes, words), or ("list" | "results", forms)."""
    if isinstance(wanted, dict):
        start = int(wanted.get("from", 1))
        length = evaluate(wanted["list"], names)
        return "list", [form_due(wanted["of"], names | {"l": k + start}) for k in range(length)]
    if wanted in ("scalar", []):
        return ("scalar",)
    if any(isinstance(item, list | dict) or item == "scalar" for item in wanted):
        return "results", [form_due(item, names) for item in wanted]
    sizes = tuple(evaluate(item, names) for item in wanted)
    symbols = f"({', '.join(map(str, wanted))})"
    plain = f"({', '.join(map(str, sizes))})"
    return "array", sizes, f"shape {plain}" if symbols == plain else f"shape {symbols} = {plain}"


def _counted(value: Value, expected: Value) -> Value:
    """``value``, with True and False as numbers where an array of these is due."""
    return (
        value.astype(np.int8)
        if numeric.are_truths(value) and numeric.are_truths(expected)
        else value
    )


NEXT_STEPS = {
    **dict.fromkeys(
        ("shape.wrong", "shape.flat", "shape.transposed", "shape.summed"),
        "Print the `.shape` of every factor in your formula.",
    ),
    "shape.length": "Write down the docstring's list for the smallest case, item by item.",
    "shape.dtype": "Print the `.dtype` of what you return: which line makes it so?",
}


def size_names(case: Case) -> dict[str, Any]:
    """Sizes, and the inputs that are integers (an index such as l)."""
    whole = {k: v for k, v in case.inputs.items() if isinstance(v, int) and not isinstance(v, bool)}
    return whole | case.sizes


def _match(wanted: Any, names: dict[str, Any], value: Value, place: str) -> None:
    if isinstance(wanted, dict):
        _match_list(wanted, names, value, place)
    elif wanted == "scalar" or wanted == []:
        _match_scalar(value, place)
    elif any(isinstance(item, list | dict) or item == "scalar" for item in wanted):
        if not isinstance(value, tuple | list) or len(value) != len(wanted):
            raise Mismatch(
                "shape.parts",
                f"{place}returns the wrong number of results",
                _describe(value),
                f"{len(wanted)} results, `return a, b` style",
            )
        for k, (inner, item) in enumerate(zip(wanted, value, strict=True)):
            _match(inner, names, item, f"{place}(result {k + 1}) ")
    else:
        _match_array(wanted, names, value, place)


def _match_list(wanted: dict[str, Any], names: dict[str, Any], value: Value, place: str) -> None:
    length = evaluate(wanted["list"], names)
    start = int(wanted.get("from", 1))
    if not isinstance(value, list | tuple):
        raise Mismatch(
            "shape.list", f"{place}has the wrong form", _describe(value), f"a list of {length}"
        )
    if len(value) != length:
        raise Mismatch(
            "shape.length",
            f"{place}returns a list of the wrong length",
            str(len(value)),
            f"{wanted['list']} = {length}" if str(length) != str(wanted["list"]) else str(length),
        )
    for k, item in enumerate(value):
        _match(wanted["of"], names | {"l": k + start}, item, f"{place}(item {k}) ")


def _match_scalar(value: Value, place: str) -> None:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    array = (
        isinstance(value, np.ndarray) and value.shape in ((), (1, 1)) and value.dtype.kind in "fiu"
    )
    if not number and not array:
        raise Mismatch(
            "shape.scalar",
            f"{place}has the wrong shape",
            _describe(value),
            "a scalar (a float, or shape (1, 1))",
        )


def _match_array(wanted: list[Any], names: dict[str, Any], value: Value, place: str) -> None:
    sizes = tuple(evaluate(item, names) for item in wanted)
    symbols = "(" + ", ".join(str(item) for item in wanted) + ("," if len(sizes) == 1 else "") + ")"
    expected = f"{symbols} = {sizes}" if symbols != str(sizes) else str(sizes)
    what = f"{place}has the wrong shape"
    # A sum over everything is a float, or a 0-d array: one number, as (1, 1) is.
    if sizes == (1, 1) and not isinstance(value, list | tuple) and np.shape(value) == ():
        _match_scalar(value, place)
        return
    if not isinstance(value, np.ndarray):
        raise Mismatch(
            "shape.type", f"{place}is not a NumPy array", _describe(value), f"shape {expected}"
        )
    if value.dtype.kind not in "fiu":
        raise Mismatch(
            "shape.dtype",
            f"{place}does not hold real numbers",
            f"dtype {value.dtype}",
            "float64",
        )
    if value.shape == sizes:
        return
    got = f"{_symbolic(value.shape, names, wanted)}{value.shape}"
    label, reason = "shape.wrong", ""
    if value.size == int(np.prod(sizes)) and value.ndim == 1 and len(sizes) == 2:
        label = "shape.flat"
        reason = "A flat array, (n,), is no array of two dimensions: neither (n, 1) nor (1, n)."
    elif value.shape == sizes[::-1]:
        label = "shape.transposed"
        reason = "That is the transposed shape."
    elif value.shape == ():
        label = "shape.summed"
        reason = "A single number came back: was something summed over that should not be?"
    raise Mismatch(label, what, got, expected, reason)


def _symbolic(shape: tuple[int, ...], names: dict[str, Any], wanted: list[Any]) -> str:
    """ "(n, m) = " when every number of ``shape`` is 1 or has exactly one name among the sizes that are asked for."""
    asked = {word for item in wanted for word in re.findall(r"[A-Za-z_]\w*", str(item))}
    symbols: list[str] = []
    for number in shape:
        fitting = [k for k, v in names.items() if k in asked and v == number and type(v) is int]
        if number == 1 and not fitting:
            fitting = ["1"]
        if len(fitting) != 1:
            return ""
        symbols.append(fitting[0])
    text = f"({', '.join(symbols)}{',' if len(symbols) == 1 else ''})"
    return f"{text} = " if set(symbols) - {"1"} else ""


def _describe(value: Value) -> str:
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    if isinstance(value, list | tuple):
        return f"a {type(value).__name__} of {len(value)}"
    if value is None:
        return "None (is there a `return`?)"
    return f"a {type(value).__name__}"
