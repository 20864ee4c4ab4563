"""Random cases far wilder than an exercise's own, to tell a mutant from its reference.

All groups of ``cases`` are drawn again and again: with sizes that may also be 1 or equal, lists longer than usual, each input as any
group draws it where that goes together (``pools.py``), and with arrays that are now and then whole numbers, full of zeros, constant, of
one sign, huge or tiny. What ``uniform`` draws stays within its bounds, and takes them. A case on which the reference gives no
finite answer is left out, and one on which it raises, unless a check asks for that.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import numpy as np

from grader.authoring.audit import sources
from grader.authoring.audit.pools import Pools, stays
from grader.catalog import Exercise
from grader.catalog.cases import SPECIAL, CaseMaker
from grader.checks.base import Subject
from grader.checks.raises import Raises
from grader.checks.trusted import Case
from grader.expressions import BadExpression, evaluate
from grader.model import Asked, Raising, Value

MOST_DRAWS = 5
LONG = 6
"""Lists are drawn up to this length, or as long as the exercise has them."""


class Wild:
    """A stream like :class:`grader.draws.Draws`, quicker and wilder, which takes from ``random`` as it comes."""

    def __init__(self, random: np.random.Generator, scale: float = 1.0) -> None:
        self.random = random
        self.scale = scale

    def normal(self, *shape: int, scale: float = 1.0) -> Any:
        plain = np.asarray(self.random.standard_normal(shape))
        mood = int(self.random.integers(12))
        if mood == 0:
            plain = np.rint(2 * plain)
        elif mood == 1:
            plain = plain * (self.random.random(shape) < 0.5)
        elif mood == 2:
            plain = np.zeros(shape) + float(self.random.integers(-2, 3))
        elif mood == 3:
            plain = np.abs(plain) * self.random.choice([-1.0, 1.0])
        elif mood == 4:
            plain = plain * 10.0 ** self.random.integers(-3, 5)
        found = plain.round(4) * (scale * self.scale)
        return found if shape else float(found)

    def uniform(self, *shape: int, low: float = 0.0, high: float = 1.0) -> Any:
        mood = self.random.integers(8)
        unit = np.asarray(self.random.random(shape) if mood > 1 else float(mood) + np.zeros(shape))
        found = np.round(low + (high - low) * unit, 4) * self.scale
        return found if shape else float(found)

    def integer(self, low: int, high: int) -> int:
        return int(self.random.integers(low, high + 1))

    def integers(self, *shape: int, low: int = 0, high: int = 9) -> Any:
        found = self.random.integers(low, high + 1, shape).astype(float)
        return found if shape else float(found)

    def choose(self, items: Any) -> Any:
        return items[self.integer(0, len(items) - 1)]


def random_cases(
    exercise: Exercise, functions: frozenset[str], seed: int, count: int
) -> Iterator[tuple[Case, Subject]]:
    """Cases until each of ``functions`` had ``count`` of them (or no more can be had), each with a subject of
    its own that knows the references' answers."""
    subject = exercise.subject
    trusted = subject.trusted
    assert trusted is not None
    random = np.random.Generator(np.random.PCG64([*exercise.name.encode(), seed]))
    maker = CaseMaker(
        exercise.document,
        exercise.spec,
        seed,
        exercise.name,
        trusted.others,
        sources.called(exercise),
        lambda *_, scale: Wild(random, scale),
    )
    raising = raised(exercise)
    groups = [
        group
        for group in maker.groups()
        if functions & set(group[2].get("for", sources.called(exercise)))
        and group[2].get("count", 1)
    ]
    pools = Pools(exercise, groups, raising)
    missing = dict.fromkeys(functions, count)
    wild = Wild(random)
    for attempt in range(MOST_DRAWS * count * len(functions)):
        if not groups or all(left <= 0 for left in missing.values()):
            return
        public, place, entry = groups[attempt % len(groups)]
        try:
            case = maker.case(
                f"r{attempt}", public, place, _changed(exercise, pools, entry, wild), attempt
            )
        except Exception:  # sizes that other inputs of this group do not fit
            continue
        one = Subject(
            exercise=exercise.name,
            parameters=subject.parameters,
            cases=(case,),
            known_wrong=(),
            trusted=trusted,
        )
        asked = [f for f in case.functions if f in functions]
        with np.errstate(all="ignore"):
            if not asked or not all(_finite(one.expected(f, case), f in raising) for f in asked):
                continue
        for function in asked:
            missing[function] -= 1
        yield case, one


def raised(exercise: Exercise) -> frozenset[str]:
    """The functions of which a check asks that they refuse some inputs."""
    kinds = [check for _, check in exercise.checks if isinstance(check, Raises)]
    return frozenset(function for check in kinds for function in check.functions)


def _finite(value: Value, may_raise: bool) -> bool:
    if isinstance(value, list | tuple):
        return all(_finite(item, may_raise) for item in value)
    if isinstance(value, float) or (isinstance(value, np.ndarray) and value.dtype.kind == "f"):
        return bool(np.isfinite(value).all())
    return not isinstance(value, Raising) or may_raise


def _changed(exercise: Exercise, pools: Pools, entry: dict[str, Any], wild: Wild) -> dict[str, Any]:
    """The group with other sizes and inputs; one whose inputs belong together with other sizes alone, at times."""
    fixed = "inputs" in entry
    if not wild.integer(0, 2) or stays(entry, exercise.spec.inputs):
        return _other_sizes(exercise, pools, entry, wild, keep=fixed or wild.integer(0, 3) > 0)
    functions = tuple(entry.get("for", sources.called(exercise)))
    inputs = {name: wild.choose(draws) for name, draws in pools.of(functions).items() if draws}
    free = {key: value for key, value in entry.items() if key in SPECIAL}
    return _other_sizes(exercise, pools, {**free, "inputs": inputs}, wild, keep=False)


def _other_sizes(
    exercise: Exercise, pools: Pools, entry: dict[str, Any], wild: Wild, *, keep: bool
) -> dict[str, Any]:
    """The group with sizes drawn freely from 1 up to the end of their ranges, unless it fixes them and they are to be kept."""
    changed = {key: value for key, value in entry.items() if key != "count"}
    functions = tuple(entry.get("for", sources.called(exercise)))
    known: dict[str, Any] = {}
    for name, spec in exercise.spec.sizes.items():
        if name in entry and keep:
            spec = entry[name]
        try:
            known[name] = changed[name] = _size(
                spec, known, wild, least=pools.least(name, functions), listed=name in pools.listed
            )
        except BadExpression:
            continue
    return {key: value for key, value in changed.items() if key in SPECIAL or value is not None}


def _size(
    spec: Any, known: dict[str, Any], wild: Wild, *, least: int | None = None, listed: bool = False
) -> Any:
    if isinstance(spec, dict):
        count = evaluate(spec["list"], known)
        alike = not wild.integer(0, 5)
        items = [_size(spec["of"], known, wild) for _ in range(count)]
        return items[:1] * count if alike else items
    if isinstance(spec, list):
        return [evaluate(item, known) for item in spec]
    if isinstance(spec, str) and ".." in spec:
        low, _, high = spec.partition("..")
        first, most = evaluate(low, known), evaluate(high, known)
        first = min(first if first > 2 else min(1, first), first if least is None else least)
        if not wild.integer(0, 4):
            return first
        return wild.integer(first, max(most, LONG) if listed else most)
    return evaluate(spec, known)


def uncounted(value: Value) -> Value:
    """``value`` with callables that need not be asked for."""
    if isinstance(value, Asked):
        return value.function
    if isinstance(value, list):
        return [uncounted(item) for item in value]
    return value


def freely(case: Case) -> Case:
    """The case with all its callables in the worker's hands."""
    return msgspec.structs.replace(case, inputs={k: uncounted(v) for k, v in case.inputs.items()})
