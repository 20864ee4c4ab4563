"""Can every check fail? One that no mutant and no known-wrong function fails guards nothing."""

from __future__ import annotations

from collections.abc import Iterable

from grader.authoring.audit.records import Outcome, Problem
from grader.catalog import Exercise


def problems(exercise: Exercise, outcomes: Iterable[Outcome]) -> list[Problem]:
    """A sentence for each check that never failed in all ``outcomes``; what a person marks is left out."""
    failing = {failed.check for outcome in outcomes for failed in outcome.failed}
    return [
        Problem(
            question="coverage",
            exercise=exercise.name,
            text=f"check {check_id} fails for no mutant and no known-wrong function; "
            "it guards nothing, or a known-wrong function is missing",
        )
        for check_id, check in exercise.checks
        if check_id not in failing and not check.by_person
    ]
