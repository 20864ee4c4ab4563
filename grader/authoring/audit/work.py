"""The parts of an audit that take time, one function each, run in processes of their own.

Each process has its own copy of the assignment and its own sandbox; what crosses are names and records.
"""

from __future__ import annotations

import time
from multiprocessing.util import Finalize

from grader.authoring.audit import (
    alternatives,
    domain,
    equivalence,
    guards,
    known_wrong,
    references,
    sources,
    template,
)
from grader.authoring.audit.bench import Bench
from grader.authoring.audit.equivalence import Compared
from grader.authoring.audit.records import Mutant, Outcome, Problem, Trial
from grader.catalog import load_assignment
from grader.model import Record

REFERENCE = "reference"


class Task(Record, frozen=True, kw_only=True):
    """What one process does at a time. ``kind``: trials, mutants, seeds, domain, compare or template; ``units``: its
    share of the progress bar."""

    kind: str
    exercise: str = ""
    start: int = 0
    count: int = 0
    mutants: tuple[Mutant, ...] = ()
    units: int = 1


class Done(Record, frozen=True, kw_only=True):
    """What came of a task."""

    task: Task
    outcomes: tuple[Outcome, ...] = ()
    compared: tuple[Compared, ...] = ()
    problems: tuple[Problem, ...] = ()


def do(bench: Bench, recorded: guards.Guards | None, task: Task) -> Done:
    """Do one task. Raises :class:`grader.sandbox.SandboxFault` when the sandbox breaks again and again."""
    if task.kind == "template":
        found = template.problems(bench.assignment, bench.sandbox)
        return Done(task=task, problems=tuple(found))
    exercise = bench.assignment.exercise(task.exercise)
    missed = guards.gone(exercise, (recorded or {}).get(exercise.name))
    if task.kind == "seeds":
        seeds = range(task.start, task.start + task.count)
        return Done(task=task, problems=tuple(references.problems(exercise, seeds)))
    if task.kind == "domain":
        holes = domain.problems(bench.assignment, exercise, task.count)
        return Done(task=task, problems=tuple(holes))
    if task.kind == "compare":
        found_out = equivalence.compare(bench, exercise, task.mutants, task.start, task.count)
        return Done(task=task, compared=found_out)
    if task.kind == "mutants":
        trials = [Trial(name=mutant.name, source=mutant.source) for mutant in task.mutants]
        return Done(task=task, outcomes=tuple(bench.outcomes_together(exercise, trials, missed)))
    own = Trial(name=REFERENCE, source=sources.reference(exercise))
    # Twice: the first computes the facts that all others share.
    trials = [own, own, *known_wrong.trials(exercise), *alternatives.trials(exercise)]
    return Done(
        task=task,
        outcomes=tuple(bench.outcomes(exercise, trials, missed)),
        problems=tuple(references.doubts(exercise)),
    )


_bench: Bench | None = None
_recorded: guards.Guards | None = None


def start(assignment: str, isolation: str) -> None:
    """Set a process up."""
    global _bench, _recorded
    loaded = load_assignment(assignment, lenient=True)
    _bench, _recorded = Bench(loaded, isolation), guards.load(loaded)
    Finalize(None, _bench.sandbox.close, exitpriority=10)


def do_here(task: Task) -> tuple[Done, float]:
    """Do a task in a process that was set up, and how many seconds it took."""
    assert _bench is not None
    begin = time.perf_counter()
    return do(_bench, _recorded, task), time.perf_counter() - begin
