"""Does every known-wrong function lose points, get its own feedback, and differ from the others?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from itertools import combinations

import numpy as np

from grader.authoring.audit import sources
from grader.authoring.audit.records import Outcome, Problem, Trial
from grader.catalog import Exercise
from grader.checks.base import EVERY
from grader.diagnosis.matching import equal

FILE = "known_wrong.py"
PREFIX = "known_wrong/"
"""Both files may have a function of the same name."""


def trials(exercise: Exercise) -> list[Trial]:
    """Each known-wrong function in place of its reference."""
    return [
        Trial(name=f"{PREFIX}{name}", source=sources.in_place(exercise, FILE, name))
        for name in sources.variants(exercise, FILE)
    ]


def problems(exercise: Exercise, outcomes: Mapping[str, Outcome]) -> list[Problem]:
    """What is wrong with the known-wrong functions, whose trials went as ``outcomes`` say."""
    found: list[str] = []
    said: dict[str, list[str]] = defaultdict(list)
    for known in exercise.subject.known_wrong:
        name = f"{known.function}__{known.name}"
        outcome = outcomes[name]
        said[known.feedback].append(name)
        if outcome.right:
            found.append(f"{name} gets full marks; no check tells it from the reference")
        elif all(failed.misconception != known.name for failed in outcome.failed):
            named = sorted({f.misconception for f in outcome.failed if f.misconception})
            instead = f"is taken for {', '.join(named)}" if named else "is not recognised"
            found.append(f"{name} fails, but {instead}; students would not read its feedback")
    for names in said.values():
        if len(names) > 1:
            found.append(f"{' and '.join(names)} have the same feedback")
    found += _alike(exercise)
    missing = set(exercise.functions) - {known.function for known in exercise.subject.known_wrong}
    found += [f"no known-wrong function for {name}" for name in sorted(missing)]
    return [Problem(question="known_wrong", exercise=exercise.name, text=text) for text in found]


def _alike(exercise: Exercise) -> list[str]:
    subject = exercise.subject
    found: list[str] = []
    with np.errstate(all="ignore"):
        for one, other in combinations(subject.known_wrong, 2):
            if one.function == other.function and all(
                equal(subject.wrong_answer(one, case), subject.wrong_answer(other, case))
                for case in subject.cases_of(one.function, EVERY)
            ):
                found.append(
                    f"{one.function}__{one.name} and {other.function}__{other.name} give the same "
                    "answers in all cases; drop one, or add a case that tells them apart"
                )
    return found
