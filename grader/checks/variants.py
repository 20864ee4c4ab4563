"""What a reference would return if one thing about its arguments were otherwise.

A student who takes the next layer's values, leaves a derivative out or evaluates it at A, drops an argument or updates with
a new value computes what the right formula gives for other arguments. So the reference is asked for
that, once per case, and nobody has to write these mistakes down for every exercise. Which argument plays which part is in
the exercise's own YAML: whole numbers that a size bounds are indices, callables named like d<f> are the derivative of f.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.checks.base import Subject
from grader.checks.trusted import Case, Trusted, builtin_name, trusted_function, trusted_value
from grader.diagnosis import Variant
from grader.model import Asked, Given, Raising, Value

MOST_ARGUMENTS = 12


@dataclass(frozen=True, eq=False)
class Change:
    """One thing that is otherwise. ``make`` gives the changed arguments by name, or None where it can't apply."""

    label: str
    sentence: str
    next_step: str
    make: Callable[[Trusted, dict[str, Value], Value], dict[str, Value] | None]


def variants(subject: Subject, function: str, cases: Sequence[Case]) -> list[Variant]:
    """The answers of all changed references on ``cases``, but those that can't be had (no trusted function here)."""
    found: list[Variant] = []
    for change in changes(subject, function, cases):
        try:
            answers = tuple(_answer(subject, function, change, case) for case in cases)
        except LookupError:
            continue
        found.append(
            Variant(
                label=change.label,
                sentence=change.sentence,
                next_step=change.next_step,
                answers=answers,
            )
        )
    return found


def changes(subject: Subject, function: str, cases: Sequence[Case]) -> Iterator[Change]:
    """All changes that the arguments of ``function`` allow."""
    names = subject.parameters.get(function, ())[:MOST_ARGUMENTS]
    for name in names:
        values = [case.inputs[name] for case in cases]
        if _is_index(name, cases):
            for step, words in ((1, "one too large"), (-1, "one too small")):
                yield Change(
                    f"index.{name}{step:+d}",
                    f"That is the right answer for {name} {'+' if step > 0 else '−'} 1: your {name} is "
                    f"{words} somewhere.",
                    f"From which number does {name} count here, and from which does Python?",
                    _shifted(name, step),
                )
        if all(_slopes(value) for value in values):
            yield Change(
                f"slope_missing.{name}",
                f"That is what comes out when the derivatives in {name} are left out, as if each were 1.",
                "∂A/∂Z = diag(f′(Z)) is a factor of its own: it is 1 for the identity only.",
                _replaced(name, lambda f, df: np.ones_like),
            )
            yield Change(
                f"slope_at_A.{name}",
                "That is what comes out when f′ is taken at A = f(Z).",
                "∂A/∂Z = diag(f′(Z)): f′ is taken where f was applied, at Z.",
                _replaced(name, lambda f, df: lambda z: df(f(z))),
            )
    for name in names:
        if all(isinstance(case.inputs[name], np.ndarray | float) for case in cases):
            yield Change(
                f"unused.{name}",
                f"That is what comes out when {name} is 0: is it left out?",
                f"Where does {name} enter? Follow it through your formula.",
                _zeroed(name),
            )
    for name in names:
        yield Change(
            f"updated.{name}",
            f"One of your results is computed with the new {name} in place of the old one.",
            "Every value on the right-hand side is from the step before: compute all changes first, "
            "and make them afterwards.",
            _updated(name, names),
        )


def _is_index(name: str, cases: Sequence[Case]) -> bool:
    """Whether the argument ``name`` counts something: a whole number that one of the sizes bounds in every case. A label, a rule's
    number or a size is none."""
    return any(
        all(
            name not in case.sizes
            and type(at := case.inputs[name]) is int
            and type(size := case.sizes.get(bound)) is int
            and 0 <= at <= size
            for case in cases
        )
        for bound in cases[0].sizes
    )


def _answer(subject: Subject, function: str, change: Change, case: Case) -> Value:
    def compute(trusted: Trusted) -> Value:
        names = subject.parameters[function]
        inputs = {name: case.inputs[name] for name in names}
        expected = subject.expected(function, case)
        changed = change.make(trusted, inputs, expected)
        if changed is None:
            return Raising(kind="")
        arguments = {name: trusted_value(trusted, value) for name, value in inputs.items()}
        try:
            with np.errstate(all="ignore"):
                answer = trusted.references[function](**(arguments | changed))
        except Exception as error:  # an index outside, a size that does not fit
            return Raising(kind=builtin_name(error))
        if change.label.startswith("updated."):
            # Only what comes after the update sees the new value.
            place = _place_of_update(inputs, change.label.partition(".")[2], expected) or 0
            return [*expected[: place + 1], *answer[place + 1 :]]
        return answer

    return subject.fact(f"variant/{function}/{change.label}/{case.id}", compute)


def _shifted(name: str, step: int) -> Any:
    return lambda trusted, inputs, expected: {name: inputs[name] + step}


def _zeroed(name: str) -> Any:
    return lambda trusted, inputs, expected: {name: 0.0 * inputs[name]}


def _given(value: Value) -> Given | None:
    inner = value.function if isinstance(value, Asked) else value
    return inner if isinstance(inner, Given) else None


def _slopes(value: Value) -> bool:
    """Whether the argument is a given derivative d<f>, or a list of them."""
    if isinstance(value, list):
        return bool(value) and all(map(_slopes, value))
    found = _given(value)
    return found is not None and found.name.startswith("d")


def _replaced(name: str, by: Callable[[Any, Any], Any]) -> Any:
    def change(trusted: Trusted, value: Value) -> Value:
        if isinstance(value, list):
            return [change(trusted, item) for item in value]
        found = _given(value)
        if found is None or found.name[1:] not in trusted.given:
            raise KeyError(name)
        return by(trusted.given[found.name[1:]], trusted_function(trusted, found))

    def make(trusted: Trusted, inputs: dict[str, Value], expected: Value) -> Any:
        try:
            return {name: change(trusted, inputs[name])}
        except KeyError:
            return None

    return make


def _place_of_update(inputs: dict[str, Value], name: str, expected: Value) -> int | None:
    """Which of several results is the new value of the argument ``name``: the first of its shape, by order."""
    if not isinstance(expected, tuple) or not isinstance(inputs[name], np.ndarray):
        return None
    free = [key for key in inputs if isinstance(inputs[key], np.ndarray)]
    for place, result in enumerate(expected):
        if not isinstance(result, np.ndarray):
            return None
        owners = [key for key in free if inputs[key].shape == result.shape]
        if not owners:
            return None
        # The last argument of the result's shape: data come first, parameters after them.
        owner = owners[-1]
        free.remove(owner)
        if owner == name:
            return place
    return None


def _updated(name: str, names: Sequence[str]) -> Any:
    def make(trusted: Trusted, inputs: dict[str, Value], expected: Value) -> Any:
        place = _place_of_update(inputs, name, expected)
        if place is None or place + 1 >= len(expected):
            return None
        return {name: np.array(expected[place])}

    return make
