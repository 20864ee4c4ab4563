"""What does no hidden case show, of all that the exercise allows?

Cases are drawn from all that the exercise's draws allow together (``random_cases.py``), and their *traits* taken down (``traits.py``). A trait of such a case, which
must be live (``catalog/live.py``), that none of the hidden cases has, is a hole: an answer may be wrong there and nobody
sees it. Holes are told by cases that would close them, as few as a greedy choice finds.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from grader.authoring.audit import random_cases, sources
from grader.authoring.audit.branches import Watched
from grader.authoring.audit.records import Problem
from grader.authoring.audit.traits import Traits
from grader.catalog import Assignment, Exercise
from grader.catalog.live import doubt
from grader.checks.base import Subject
from grader.checks.trusted import Case
from grader.model import Asked, Formula, Given, Value

SEED = 4
Holes = dict[str, set[str]]
"""By function."""


def problems(assignment: Assignment, exercise: Exercise, count: int) -> list[Problem]:
    """A sentence for each case that should be there; ``count``: how many are drawn for each function."""
    if not sources.called(exercise):
        return []
    traits = Traits(exercise, Watched(assignment, exercise))
    shown: Holes = defaultdict(set)
    with np.errstate(all="ignore"):
        for case in exercise.subject.cases:
            if not case.public:
                for function in case.functions:
                    shown[function] |= traits.of(function, case, exercise.subject)
        found: list[tuple[Case, Subject, Holes]] = []
        functions = frozenset(sources.called(exercise))
        for case, subject in random_cases.random_cases(exercise, functions, SEED, count):
            holes = {f: traits.of(f, case, subject) - shown[f] for f in case.functions}
            if any(holes.values()):
                found.append((case, subject, holes))
        chosen = _fewest(exercise, found)
    return [
        Problem(question="domain", exercise=exercise.name, text=_told(exercise, *one))
        for one in chosen
    ]


def _fewest(
    exercise: Exercise, found: list[tuple[Case, Subject, Holes]]
) -> list[tuple[Case, Holes]]:
    checks = [check for _, check in exercise.checks]
    chosen: list[tuple[Case, Holes]] = []
    live: dict[str, bool] = {}
    while found:
        counts = [sum(map(len, holes.values())) for _, _, holes in found]
        best = int(np.argmax(counts))
        case, subject, holes = found[best]
        if not counts[best]:
            break
        if not live.setdefault(case.id, not doubt(subject, checks)):
            del found[best]
            continue
        chosen.append((case, holes))
        found = [
            (c, s, rest)
            for c, s, more in found
            if any((rest := {f: own - holes.get(f, set()) for f, own in more.items()}).values())
        ]
    return chosen


def _told(exercise: Exercise, case: Case, holes: Holes) -> str:
    parts = [
        f"{function}: {'; '.join(sorted(texts))}" for function, texts in holes.items() if texts
    ]
    return f"no hidden case shows {' | '.join(parts)}. Such as {_case(exercise, case, holes)} would"


def _case(exercise: Exercise, case: Case, holes: Holes) -> str:
    """A case as it may be written in the YAML; arrays are drawn as always."""
    functions = [function for function in case.functions if holes.get(function)]
    asked = {name for function in functions for name in exercise.subject.parameters[function]}
    inputs: list[str] = []
    for name, value in case.inputs.items():
        drawn = {"size", "derivative_of", "python"} & set(exercise.spec.inputs[name])
        if name in asked and not drawn and (text := _written(value)):
            inputs.append(f"{name}: {text}")
    parts = [f"{name}: {size}" for name, size in case.sizes.items()]
    parts += (
        []
        if len(functions) == len(sources.called(exercise))
        else [f"for: [{', '.join(functions)}]"]
    )
    parts += [f"inputs: {{{', '.join(inputs)}}}"] if inputs else []
    return f"{{{', '.join(parts)}}}"


def _written(value: Value) -> str:
    if isinstance(value, Asked):
        value = value.function
    if isinstance(value, Given):
        return f"{{given: {value.name}}}"
    if isinstance(value, Formula):
        return f"{{formula: {value.source!r}}}"
    if isinstance(value, tuple):
        return f"{{tuple: {list(value)}}}"
    if isinstance(value, list):
        if value and isinstance(value[0], Given | Asked):
            return f"{{items: [{', '.join(map(_written, value))}]}}"
        return f"{{value: {value}}}" if all(isinstance(v, str | int | float) for v in value) else ""
    return f"{{value: {value!r}}}" if isinstance(value, str | int | float) else ""
