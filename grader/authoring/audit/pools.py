"""What an exercise allows, beyond what each group of its cases draws: the draws that may stand for one another.

A group of cases fixes some inputs. Where those are loose, that is drawn by chance in the exercise or of a kind that goes with any
other (numbers, indices, shapes, words, given activations), another group's draw of the same input may stand in their place. Formulas, values and
what Python draws often belong together with other inputs of their group; a group that fixes one of those stays as it is.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from grader.authoring.audit import sources
from grader.catalog import Exercise

Draw = dict[str, Any]
Group = tuple[bool, Any, dict[str, Any]]

LOOSE = {
    "index",
    "uniform",
    "normal",
    "integers",
    "choose",
    "tuple",
    "given",
    "size",
    "derivative_of",
}
WORDS = " {}", "{} ", "{}s", "the {}", "{} or so"
ENDS = 1e-13, 1e-11, 1e-10, 1e-7, 1e-4
"""How near to a number that an author fixed a draw may come."""


class Pools:
    """``raising``: functions that are to refuse what their rules say nothing about."""

    def __init__(self, exercise: Exercise, groups: Iterable[Group], raising: Iterable[str]) -> None:
        self.exercise = exercise
        self.groups = tuple(groups)
        self.raising = frozenset(raising)
        self._known: dict[tuple[str, ...], dict[str, list[Draw]]] = {}
        self.listed = {
            str(draw["list"]) for draw in exercise.spec.inputs.values() if "list" in draw
        }
        """Sizes that are lengths of lists."""

    def least(self, name: str, functions: tuple[str, ...]) -> int | None:
        """The smallest that a group of some of these functions fixes a size to."""
        fixed = [
            entry[name]
            for _, _, entry in self.groups
            if isinstance(entry.get(name), int)
            and set(functions) <= set(entry.get("for", sources.called(self.exercise)))
        ]
        return min(fixed, default=None)

    def of(self, functions: tuple[str, ...]) -> Mapping[str, list[Draw]]:
        """The loose draws of each input in the groups that concern one of ``functions``."""
        if functions not in self._known:
            self._known[functions] = {
                name: self._of(name, functions) for name in self.exercise.spec.inputs
            }
        return self._known[functions]

    def _of(self, name: str, functions: tuple[str, ...]) -> list[Draw]:
        exercise = self.exercise
        taking = {f for f in functions if name in exercise.subject.parameters[f]}
        draws = [exercise.spec.inputs[name]]
        for _, _, entry in self.groups:
            fixed = entry.get("inputs", {})
            if name in fixed and taking & set(entry.get("for", sources.called(exercise))):
                draws.append(fixed[name])
        if not taking:
            return [one for one in draws if is_loose(one)][:1]
        scalar = numbers(draws)
        if len(scalar) == len(draws) and {"uniform", "normal"} & set(draws[0]):
            return _between(draws, scalar)
        found = [one for one in draws if is_loose(one)]
        words = sorted(_words(draws))
        if words and taking <= self.raising:
            found += [{"value": text.format(word)} for word in words for text in WORDS]
            found += [{"value": word.upper()} for word in words] + [{"value": words[0][:-1]}]
        names = sorted(_names(draws))
        if names and "list" in exercise.spec.inputs[name]:
            length = exercise.spec.inputs[name]["list"]
            found += 3 * [{"list": length, "of": {"given": names}}]
        return found


def is_loose(draw: Draw) -> bool:
    if "list" in draw:
        return is_loose(draw.get("of", {}))
    if "items" in draw:
        return False  # as long as it is, which L need not be
    return bool(LOOSE & set(draw)) or isinstance(draw.get("value"), str)


def stays(entry: Mapping[str, Any], inputs: Mapping[str, Draw]) -> bool:
    """Whether the inputs that a group fixes belong together."""
    return any(
        not (is_loose(draw) or (is_loose(inputs[name]) and _replaceable(draw)))
        for name, draw in entry.get("inputs", {}).items()
    )


def _replaceable(draw: Draw) -> bool:
    """A draw in whose place the exercise's own may stand: nothing else of the group need fit it."""
    return "formula" not in draw and "python" not in draw


def numbers(draws: list[Draw]) -> list[tuple[float, float]]:
    """The ranges of the draws that give one number."""
    found = []
    for draw in draws:
        value = draw.get("value")
        if isinstance(value, int | float) and not isinstance(value, bool):
            found.append((float(value), float(value)))
        elif draw.get("uniform") == []:
            found.append((draw.get("low", 0.0), draw.get("high", 1.0)))
        elif draw.get("normal") == []:
            reach = 4.0 * draw.get("scale", 1.0)
            found.append((-reach, reach))
    return found


def _between(draws: list[Draw], ranges: list[tuple[float, float]]) -> list[Draw]:
    """Numbers of all sizes between the smallest and the largest that the draws give, and near to those."""
    low, high = min(one for one, _ in ranges), max(other for _, other in ranges)
    fixed = {one for one, other in ranges if one == other}
    values = set(fixed)
    for one in {low, high, *fixed, 0.0}:
        values |= {one + sign * end for end in ENDS for sign in (-1, 1)}
    for decade in range(-2, 1 + math.ceil(math.log10(max(abs(low), abs(high), 1.0)))):
        values |= {sign * step * 10.0**decade for step in (1.3, 2.4, 4.3, 7.9) for sign in (-1, 1)}
    inside = sorted(value for value in values if low <= value <= high)
    return [*draws, *({"value": value} for value in inside)]


def _words(draws: list[Draw]) -> set[str]:
    texts = set[str]()
    for draw in draws:
        for value in [draw.get("value"), *(draw.get("choose") or [])]:
            if isinstance(value, str) and value:
                texts.add(value)
    return texts


def _names(draws: list[Draw]) -> set[str]:
    """The given functions that lists of them may hold."""
    found = set[str]()
    for draw in draws:
        for inner in [draw.get("of", {}), *draw.get("items", [])]:
            names = inner.get("given", [])
            found |= set(names if isinstance(names, list) else [names])
    return found
