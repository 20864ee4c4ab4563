"""Do right answers that are written differently get full marks?"""

from __future__ import annotations

from collections.abc import Mapping

from grader.authoring.audit import sources
from grader.authoring.audit.records import Outcome, Problem, Trial
from grader.catalog import Exercise

FILE = "alternatives.py"
PREFIX = "alternatives/"
"""Both files may have a function of the same name."""


def trials(exercise: Exercise) -> list[Trial]:
    """Each alternative in place of its reference."""
    return [
        Trial(name=f"{PREFIX}{name}", source=sources.in_place(exercise, FILE, name))
        for name in sources.variants(exercise, FILE)
    ]


def problems(exercise: Exercise, outcomes: Mapping[str, Outcome]) -> list[Problem]:
    return [
        Problem(
            question="alternatives",
            exercise=exercise.name,
            text=f"{name} is right and loses points: "
            + (outcome.fault or ", ".join(f"{f.check} ({f.label})" for f in outcome.failed)),
        )
        for name, outcome in outcomes.items()
        if not outcome.right
    ]
