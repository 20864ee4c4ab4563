"""Do the references get full marks whatever the seed?

The cases of one seed may be kind by chance. So all cases are drawn again with many seeds and the references judged
on them. They are the author's own code, so their answers come from this process and not from a sandbox.

Nothing is left out: every draw is judged by every check with its own error bars, since a reference that is right on most
draws can be undecided on one. So it is slow the first time; what was right is not asked again (``kept.py``).
"""

from __future__ import annotations

from collections.abc import Iterable

from grader.authoring.audit.records import Problem
from grader.catalog import CatalogError, Exercise, redraw
from grader.checks.rehearsal import rehearse
from grader.model import Verdict

SHOWN = 3
"""Seeds that are named for one exercise; the others are counted."""

STRETCH = 25
"""Seeds that are asked at once, and remembered together (``kept.py``)."""


def problems(exercise: Exercise, seeds: Iterable[int]) -> list[Problem]:
    """A sentence for each seed on which the references of ``exercise`` lose points, at most a few."""
    whys = [(seed, why) for seed in seeds if (why := _wrong(exercise, seed))]
    more = f" (and {len(whys) - SHOWN} more seeds)" if len(whys) > SHOWN else ""
    return [
        Problem(question="references", exercise=exercise.name, text=f"seed {seed}: {why}{more}")
        for seed, why in whys[:SHOWN]
    ]


def _wrong(exercise: Exercise, seed: int) -> str:
    try:
        drawn = redraw(exercise, seed)
    except CatalogError as error:
        return str(error)
    for check_id, check in drawn.checks:
        finding = rehearse(check, drawn.subject)
        if finding.verdict not in (Verdict.PASS, Verdict.TO_MARK):
            staff = " ".join(finding.staff.split())
            return f"the reference gets {finding.verdict.value} at {check_id} {staff}"
    return ""
