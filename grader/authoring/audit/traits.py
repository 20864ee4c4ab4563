"""What is special about a case: its sizes and discrete inputs in pairs, positions in a list in threes, how large its numbers are.

A trait is a sentence about one function on one case, such as "m is 1 and n is more". What can be said of a case that an exercise allows, and of
none of its hidden cases, is something in which a wrong answer may differ from a right one unseen (``domain.py``).
"""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from grader.authoring.audit import pools, sources
from grader.authoring.audit.branches import Watched
from grader.catalog import Exercise
from grader.checks.base import Subject
from grader.checks.trusted import Case
from grader.model import Asked, Given, Raising, Value

WORD = re.compile(r"[A-Za-z_]\w*")
LONG = 5
ENDS = (-1.0, 0.0, 1.0)
STEADY = 1e-3
ONLY = "the only one"
MAGNITUDES = (1.0, "below 1"), (10.0, "above 1"), (100.0, "above 10")
NEAR = 1e-9
Dimension = tuple[str, str]


class Traits:
    """The traits of cases of one exercise."""

    def __init__(self, exercise: Exercise, watched: Watched) -> None:
        self.exercise, self.watched = exercise, watched
        cases = exercise.spec.cases
        groups = [*cases.public, *(cases.hidden if isinstance(cases.hidden, list) else [])]
        self.inputs = [exercise.spec.inputs, *(group.get("inputs", {}) for group in groups)]
        """The draws of the exercise and of each group."""
        self.shaped = {name: self._shaped(name) for name in sources.called(exercise)}
        self.sizes = {name: self._sizes_of(name) for name in sources.called(exercise)}
        inputs = exercise.spec.inputs
        self.index = {name: draw for name, draw in inputs.items() if "index" in draw}
        self.lengths = {name: str(draw["list"]) for name, draw in inputs.items() if "list" in draw}
        self.words = _words(sources.reference(exercise))
        self.fixed = {name: self._fixed(name) for name in inputs}

    def of(self, function: str, case: Case, subject: Subject) -> set[str]:
        """The traits of ``function`` on ``case``; ``subject`` knows the reference's answer."""
        names = self.exercise.subject.parameters[function]
        found = set(self._sizes(function, case))
        single = [*self._discrete(names, case), *self._shapes(function, case)]
        found |= {f"{name} is {kind}" for name, kind in single}
        several = [(name, kind) for name, kind in single if kind != ONLY]
        for (one, kind), (other, other_kind) in itertools.combinations(several, 2):
            found.add(f"{one} is {kind} and {other} is {other_kind}")
        for name in names:
            found |= set(self._positions(name, names, case))
            found |= set(self._numbers(name, case.inputs[name]))
        found |= set(_results(subject.expected(function, case)))
        found |= {f"{place} is {what}" for place, what in self.watched.seen(function, case)}
        return found

    def _sizes_of(self, function: str) -> tuple[str, ...]:
        """The sizes on which the arguments of ``function`` depend."""
        exercise = self.exercise
        draws = [
            given[name]
            for name in exercise.subject.parameters[function]
            for given in self.inputs
            if name in given
        ]
        known = exercise.spec.sizes
        if any("tuple" in draw for draw in draws) or self.shaped[function]:
            return ()  # what it gets are the sizes, or its arrays are not always of the same
        if any("python" in draw for draw in draws):
            return tuple(known)
        used = set(WORD.findall(str([list(draw.items()) for draw in draws])))
        return tuple(name for name in known if name in used)

    def _shaped(self, function: str) -> list[str]:
        """The arguments that groups give shapes made of other sizes."""
        found = []
        for name in self.exercise.subject.parameters[function]:
            draws = [given[name] for given in self.inputs if name in given]
            shapes = {str(draw.get("normal", draw.get("uniform"))) for draw in draws}
            if len(shapes - {"None"}) > 1:
                found.append(name)
        return found

    def _sizes(self, function: str, case: Case) -> Iterator[str]:
        sizes = {name: case.sizes[name] for name in self.sizes[function]}
        plain = {name: size for name, size in sizes.items() if isinstance(size, int)}
        for name, size in plain.items():
            if name in self.lengths.values():
                yield f"{name} is {_length(size)}"
            else:
                yield f"{name} is {_few(size)}"
        pairs = [name for name in plain if name not in self.lengths.values()]
        for one, other in itertools.combinations(pairs, 2):
            yield _related(one, plain[one], other, plain[other])
        for name, size in sizes.items():
            if isinstance(size, list):
                for k in range(1, len(size)):
                    yield _related(f"{name}[l-1]", size[k - 1], f"{name}[l]", size[k])

    def _discrete(self, names: Sequence[str], case: Case) -> Iterator[Dimension]:
        for name in names:
            value = case.inputs[name]
            draw = self.exercise.spec.inputs[name]
            if name in self.index:
                first = int(draw.get("from", 0))
                count = self._count(str(draw["index"]), case)
                if count:
                    yield name, _place(value - first, count)
            elif "size" in draw:
                continue
            elif isinstance(value, bool | Given | Asked) or (
                isinstance(value, int) and "uniform" not in draw
            ):
                yield name, _shown(value)
            elif isinstance(value, str):
                yield name, self._word(value)
            elif isinstance(value, tuple) and all(isinstance(item, int) for item in value):
                yield name, f"({', '.join(_few(item) for item in value)})"

    def _shapes(self, function: str, case: Case) -> Iterator[Dimension]:
        for name in self.shaped[function]:
            shape = np.shape(case.inputs[name])
            yield name, f"({', '.join(_few(size) for size in shape)})"

    def _count(self, size: str, case: Case) -> int:
        value = case.sizes.get(size)
        return value if isinstance(value, int) else 0

    def _word(self, value: str) -> str:
        if value in self.words or not value or not self.words:
            return repr(value)
        for word in self.words:
            if value.lower() == word.lower():
                return "an accepted word in other letters"
            if value.strip() == word:
                return "an accepted word with blanks around it"
            if word in value:
                return "a text that holds an accepted word"
            if word.startswith(value):
                return "the beginning of an accepted word"
        return "another text"

    def _positions(self, name: str, names: Sequence[str], case: Case) -> Iterator[str]:
        """Where each of the words or given functions of a list stands: below, at and above an index, or first, between and last."""
        value = case.inputs[name]
        if not isinstance(value, list) or "derivative_of" in self.exercise.spec.inputs[name]:
            return
        if not value or not all(isinstance(item, str | Given | Asked) for item in value):
            return
        shown = [_shown(item) for item in value]
        length = self.lengths.get(name, "")
        at = next((o for o in names if o in self.index and self.index[o]["index"] == length), "")
        if at:
            k = int(case.inputs[at]) - int(self.index[at].get("from", 0))
            parts = [("below", shown[:k]), ("at", shown[k : k + 1]), ("above", shown[k + 1 :])]
            parts = [(f"{place} {at}", items) for place, items in parts]
        else:
            parts = [("first", shown[:1]), ("in between", shown[1:-1]), ("last", shown[-1:])]
        for word in dict.fromkeys(shown):
            if self._decides(word):
                places = [place for place, items in parts if word in items]
                yield f"{name} has {word} {' and '.join(places)}"
            for (one, here), (other, there) in itertools.permutations(parts, 2):
                # Other words than those the code asks for are all alike to it.
                if word[:1] != "'" and here and there and word in here and word not in there:
                    yield f"{name} has {word} {one} and not {other}"

    def _decides(self, word: str) -> bool:
        """Whether much hangs on where ``word`` stands: the code asks for it, or it is a function without a slope."""
        if word[:1] == "'":
            return word[1:-1] in self.words
        return word in self.watched.flat

    def _fixed(self, name: str) -> tuple[float, ...]:
        """The ends of what an input may be, where a group fixes it to them."""
        draws = [given[name] for given in self.inputs if name in given]
        ranges = pools.numbers(draws)
        ends = {
            min(ranges, default=(0, 0))[0],
            max((high, low) for low, high in ranges or [(0, 0)])[0],
        }
        fixed = {low for low, high in ranges if low == high}
        return tuple(sorted(ends & fixed & set(ENDS)))

    def _numbers(self, name: str, value: Value) -> Iterator[str]:
        if isinstance(value, float):
            size = abs(value)
            kind = next((kind for bound, kind in MAGNITUDES if size < bound), "above 100")
            sign = "negative and " if value < 0 else ""
            if size < STEADY:
                yield f"{name} is tiny" if size else f"{name} is 0"
            else:
                yield f"{name} is {sign}{kind}"
            for fixed in self.fixed[name]:
                if value != fixed and abs(value - fixed) < NEAR:
                    yield f"{name} is hardly off {fixed:g}"
        if isinstance(value, np.ndarray) and value.size:
            if (value > 0).any():
                yield f"{name} has positive entries"
            if (value < 0).any():
                yield f"{name} has negative entries"


def _few(size: int) -> str:
    return "1" if size == 1 else "0" if size == 0 else "more"


def _length(size: int) -> str:
    return str(size) if size < 3 else "3 or 4" if size < LONG else f"{LONG} or more"


def _related(one: str, size: int, other: str, other_size: int) -> str:
    if 1 in (size, other_size):
        return f"{one} is {_few(size)} and {other} is {_few(other_size)}"
    sign = "<" if size < other_size else ">" if size > other_size else "="
    return f"{one} {sign} {other}"


def _place(k: int, count: int) -> str:
    if count == 1:
        return ONLY
    return "the first" if k == 0 else "the last" if k == count - 1 else "between"


def _shown(value: Any) -> str:
    if isinstance(value, Asked):
        value = value.function
    return value.name if isinstance(value, Given) else repr(value)


def _words(source: str) -> tuple[str, ...]:
    """The words with which the code compares something."""
    found: list[str] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Compare):
            for inner in ast.walk(node):
                if isinstance(inner, ast.Constant) and isinstance(inner.value, str) and inner.value:
                    found.append(inner.value)
    return tuple(dict.fromkeys(found))


def _results(value: Value) -> Iterator[str]:
    """What is special about an answer."""
    if isinstance(value, Raising):
        yield f"it raises {value.kind}"
    elif isinstance(value, bool):
        yield f"the answer is {value}"
    elif isinstance(value, tuple):
        for item in value:
            yield from _results(item)
    elif isinstance(value, list) and all(isinstance(item, float) for item in value):
        for before, after in itertools.pairwise(value):
            near = abs(after - before) <= STEADY * abs(before)
            yield "in the answer's list a number " + (
                "hardly differs from the one before" if near else
                "is larger than the one before" if after > before else
                "is smaller than the one before"
            )  # fmt: skip
