"""Do the references get full marks whatever the seed?

The cases of one seed may be kind by chance. So cases are drawn again with many seeds and the references judged
on them. They are the author's own code, so their answers come from this process and not from a sandbox.

Nothing is left out: every draw is judged by every check with its own error bars, since a reference that is right on most
draws can be undecided on one. Nothing is asked twice, either:

* Drawing judges each case by every check already, and takes it when all pass (``catalog/live.py``). A check that looks at one case at a
  time passes on all cases when it passes on each, so only checks that look at cases together are put to all of them.
  Where a case is taken that is not live (nothing better was to be had, or the author fixed it), all checks are.
* An answer that is the expected one to the bit is within any tolerance, so for ``value`` and ``analytic`` the tolerance need not be
  derived (``Check.passes``; the reference is called once for what is expected and once for its answer). Derivatives are
  taken in full: whether their bars are narrow enough to decide is what is asked.
* A case in which chance decides nothing is the same with every seed, and looked at once for all seeds that are asked together.

* Cases of one group are drawn alike, so each seed draws one of each.

One seed of each stretch draws all cases, as loading does, and is judged by all checks on all of them, as grading does, so that a flaw in
this would show.

What was right is not asked again in a later audit (``kept.py``).
"""

from __future__ import annotations

from collections.abc import Iterable

from grader.authoring.audit.records import Problem
from grader.catalog import CatalogError, Exercise, redraw
from grader.catalog.live import Fixed
from grader.checks.rehearsal import on_case, rehearse
from grader.model import Finding, Verdict

SHOWN = 3
"""Seeds, or cases, that are named for one exercise; the others are counted."""

STRETCH = 25
"""Seeds that are asked at once, and remembered together (``kept.py``)."""


def problems(exercise: Exercise, seeds: Iterable[int]) -> list[Problem]:
    """A sentence for each seed on which the references of ``exercise`` lose points, at most a few."""
    fixed: Fixed = {}
    whys = [(seed, why) for seed in seeds if (why := _wrong(exercise, seed, fixed))]
    more = f" (and {len(whys) - SHOWN} more seeds)" if len(whys) > SHOWN else ""
    return [
        Problem(question="references", exercise=exercise.name, text=f"seed {seed}: {why}{more}")
        for seed, why in whys[:SHOWN]
    ]


def doubts(exercise: Exercise) -> list[Problem]:
    """What checks don't pass in the exercise's own cases: an author may have fixed inputs that decide nothing."""
    texts: list[str] = []
    for check_id, check in exercise.checks:
        if _passed(whole := rehearse(check, exercise.subject)):
            continue
        alone = {
            case.id: rehearse(check, on_case(exercise.subject, case))
            for case in exercise.subject.cases
        }
        found = {case_id: one for case_id, one in alone.items() if not _passed(one)}
        more = f" (and {len(found) - SHOWN} more cases)" if len(found) > SHOWN else ""
        for case_id, finding in list((found or {"all together": whole}).items())[:SHOWN]:
            staff = " ".join(finding.staff.split()).removeprefix(f"{case_id}: ")
            texts.append(
                f"case {case_id}: {check_id} says “{finding.verdict.value}” of the reference's own answer"
                f"{f' ({staff})' if staff else ''}; draw its inputs, or fix others{more}"
            )
    return [Problem(question="references", exercise=exercise.name, text=text) for text in texts]


def _passed(finding: Finding) -> bool:
    return finding.verdict in (Verdict.PASS, Verdict.TO_MARK)


def _wrong(exercise: Exercise, seed: int, fixed: Fixed) -> str:
    try:
        drawn, live = redraw(exercise, seed, fixed, once=seed % STRETCH > 0)
    except CatalogError as error:
        return str(error)
    for check_id, check in drawn.checks:
        if live and check.case_by_case and seed % STRETCH:
            continue
        finding = rehearse(check, drawn.subject)
        if not _passed(finding):
            staff = " ".join(finding.staff.split())
            return f"the reference gets {finding.verdict.value} at {check_id} {staff}"
    return ""
