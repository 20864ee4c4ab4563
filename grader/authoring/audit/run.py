"""The audit from beginning to end: hand out the work, collect what came of it, and put the questions.

The work of all exercises is spread over processes; a mutant that survives is compared with its reference as soon as
all mutants of its exercise are through. With ``jobs=0`` everything runs in this process, on an assignment
that may exist in memory only.
"""

from __future__ import annotations

import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field

import msgspec

from grader.authoring.audit import (
    alternatives,
    coverage,
    guards,
    kept,
    known_wrong,
    mutants,
    mutation,
    references,
    wording,
    work,
)
from grader.authoring.audit.bench import Bench
from grader.authoring.audit.equivalence import Compared
from grader.authoring.audit.records import (
    Audit,
    ExerciseAudit,
    Mutant,
    Outcome,
    Problem,
    Survivor,
)
from grader.authoring.audit.work import Done, Task
from grader.catalog import Assignment, Exercise
from grader.pool import processes

AT_ONCE = 40
PARTS = 5
RANDOM_CASES = 10_000
DRAWN = 1_000
"""Random cases of each function in which traits are looked for that no hidden case has."""

SEEDS = 1_000


@dataclass(frozen=True)
class Ask:
    """How much is asked. ``only``: these exercises (all where empty). ``fresh``: also what an earlier audit of the
    same files found right; so it is always with ``jobs=0``, since what is in memory need not be what the files say."""

    seeds: int = SEEDS
    cases: int = RANDOM_CASES
    only: tuple[str, ...] = ()
    isolation: str = "auto"
    jobs: int = 0
    fresh: bool = False


@dataclass
class Collected:
    """What came in so far for one exercise."""

    mutants: tuple[Mutant, ...]
    key: str = ""
    known: frozenset[int] = frozenset()
    """First seeds of the stretches on which an earlier audit found the references right."""
    right: set[int] = field(default_factory=set)
    """Those and the ones of this audit."""
    open: int = 0
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    tried: dict[str, Outcome] = field(default_factory=dict)
    compared: dict[str, list[Compared]] = field(default_factory=lambda: defaultdict(list))
    problems: list[Problem] = field(default_factory=list)


Step = Callable[[int, int], None]


def audit(
    assignment: Assignment, ask: Ask, step: Step = lambda done, total: None
) -> tuple[Audit, guards.Guards]:
    """The audit, and what its record should hold. ``step`` hears of the progress: (units done, units in all).

    Raises :class:`ValueError` when the record can't be read, and SandboxUnavailable.
    """
    begin = time.monotonic()
    recorded = guards.load(assignment)
    exercises = [e for e in assignment.exercises if not ask.only or e.name in ask.only]
    found = {e.name: Collected(mutants.of_exercise(e)) for e in exercises}
    for e in exercises if ask.jobs else []:
        found[e.name].key = kept.key(assignment, e)
        found[e.name].known = frozenset() if ask.fresh else kept.read(found[e.name].key)
        found[e.name].right = set(found[e.name].known)
    general: list[Problem] = []
    if not ask.only:
        general += [*wording.problems(assignment), *guards.exercises_gone(assignment, recorded)]
    todo = deque(_tasks(exercises, found, ask))
    done, total = 0, sum(task.units for task in todo)
    isolation = ask.isolation
    for result in _results(assignment, recorded, ask, todo):
        task = result.task
        done += task.units
        if task.kind == "template":
            general += result.problems
        else:
            more = _take_in(found[task.exercise], result, ask)
            if _is_kept(task) and not result.problems:
                _keep(assignment, found[task.exercise], task)
            # The long tasks first, so that all processes have something to do up to the end.
            todo.extendleft(reversed(more))
            total += sum(task.units for task in more)
        step(done, total)
    parts = [_exercise(e, found[e.name], recorded, ask) for e in exercises]
    problems = [*general, *(problem for _, listed in parts for problem in listed)]
    problems += mutation.green_means_little([part for part, _ in parts])
    return (
        Audit(
            assignment=assignment.name,
            title=assignment.title,
            points=assignment.points,
            exercises=tuple(part for part, _ in parts),
            problems=tuple(problems),
            notes=(*_known(exercises, found, ask), *_notes(exercises, recorded)),
            isolation=isolation,
            seconds=time.monotonic() - begin,
        ),
        {
            **(recorded or {}),
            **{e.name: guards.taken(e, found[e.name].outcomes) for e in exercises},
        },
    )


def _tasks(exercises: Sequence[Exercise], found: dict[str, Collected], ask: Ask) -> Iterator[Task]:
    if not ask.only:
        yield Task(kind="template", units=20)
    for exercise in exercises:
        own = found[exercise.name]
        for start in range(0, len(own.mutants), AT_ONCE):
            part = own.mutants[start : start + AT_ONCE]
            own.open += 1
            yield Task(kind="mutants", exercise=exercise.name, mutants=part, units=len(part))
        known = len(exercise.subject.known_wrong)
        yield Task(kind="trials", exercise=exercise.name, units=known + 3)
        if ask.cases:
            drawn = min(ask.cases, DRAWN)
            yield Task(kind="domain", exercise=exercise.name, count=drawn, units=20)
    # Stretch by stretch, so that what is wrong in any exercise comes early.
    for start in range(1, ask.seeds + 1, references.STRETCH):
        count = min(references.STRETCH, ask.seeds + 1 - start)
        for exercise in exercises:
            task = Task(kind="seeds", exercise=exercise.name, start=start, count=count, units=count)
            if not (_is_kept(task) and start in found[exercise.name].known):
                yield task


def _is_kept(task: Task) -> bool:
    """Whether it is a whole stretch of seeds, which is remembered where the references are right on it."""
    return task.kind == "seeds" and task.count == references.STRETCH


def _keep(assignment: Assignment, own: Collected, task: Task) -> None:
    """Remember a stretch at once: an audit that is stopped goes on where it was. Not when a file has changed."""
    own.right.add(task.start)
    if own.key and own.key == kept.key(assignment, assignment.exercise(task.exercise)):
        kept.write(own.key, own.right)


def _take_in(own: Collected, result: Done, ask: Ask) -> list[Task]:
    """Keep a result; what is to be done because of it."""
    task = result.task
    own.problems += result.problems
    if task.kind == "trials":
        own.tried = {outcome.name: outcome for outcome in result.outcomes}
    for one in result.compared:
        own.compared[one.name].append(one)
    if task.kind != "mutants":
        return []
    own.outcomes |= {outcome.name: outcome for outcome in result.outcomes}
    own.open -= 1
    alive = mutation.survivors(own.mutants, own.outcomes) if not own.open else []
    if not alive or not ask.cases:
        return []
    share = -(-ask.cases // PARTS)
    return [
        Task(
            kind="compare",
            exercise=task.exercise,
            mutants=tuple(alive),
            start=part,
            count=share,
            units=5 * len(alive),
        )
        for part in range(PARTS)
    ]


def _exercise(
    exercise: Exercise, own: Collected, recorded: guards.Guards | None, ask: Ask
) -> tuple[ExerciseAudit, list[Problem]]:
    """The numbers of one exercise, and all that is wrong with it."""
    wrong = _tried(own, known_wrong.PREFIX)
    right = _tried(own, alternatives.PREFIX)
    alive = [
        mutation.fate(mutant, own.outcomes[mutant.name], own.compared[mutant.name])
        for mutant in mutation.survivors(own.mutants, own.outcomes)
    ]
    guarded = (recorded or {}).get(exercise.name)
    everything = {**own.outcomes, **wrong}
    problems = [
        *own.problems,
        *alternatives.problems(exercise, {work.REFERENCE: own.tried[work.REFERENCE], **right}),
        *known_wrong.problems(exercise, wrong),
        *mutation.problems(exercise.name, alive, ask.cases),
        *coverage.problems(exercise, everything.values()),
        *guards.problems(exercise, guarded, guards.gone(exercise, guarded), everything),
        *_faults(exercise, own.outcomes),
    ]
    return _numbers(exercise, own, alive, ask), problems


def _tried(own: Collected, prefix: str) -> dict[str, Outcome]:
    return {k.removeprefix(prefix): v for k, v in own.tried.items() if k.startswith(prefix)}


def _numbers(
    exercise: Exercise, own: Collected, alive: Sequence[Survivor], ask: Ask
) -> ExerciseAudit:
    known = len(exercise.subject.known_wrong)
    return ExerciseAudit(
        name=exercise.name,
        title=exercise.title,
        points=exercise.points,
        checks=len(exercise.checks),
        mutants=len(own.mutants),
        killed=len(own.mutants) - len(alive),
        killed_publicly=sum(own.outcomes[mutant.name].public for mutant in own.mutants),
        survivors=tuple(
            msgspec.structs.replace(one, mutant=msgspec.structs.replace(one.mutant, source=""))
            for one in alive
        ),
        known_wrong=known,
        alternatives=len(_tried(own, alternatives.PREFIX)),
        seeds=ask.seeds,
        calls=len(exercise.plan),
        milliseconds=round(1e3 * own.tried[work.REFERENCE].seconds, 1),
    )


def _faults(exercise: Exercise, outcomes: dict[str, Outcome]) -> list[Problem]:
    """Answers on which a check itself broke."""
    return [
        Problem(
            question="mutation",
            exercise=exercise.name,
            text=f"the grader can't judge `{name}`: {outcome.fault}",
        )
        for name, outcome in outcomes.items()
        if "Error" in outcome.fault
    ]


def _known(
    exercises: Sequence[Exercise], found: dict[str, Collected], ask: Ask
) -> Iterator[Problem]:
    """How much of what is said of seeds was found by an earlier audit."""
    full = range(1, ask.seeds + 2 - references.STRETCH, references.STRETCH)
    known = [references.STRETCH * len(found[e.name].known.intersection(full)) for e in exercises]
    if any(known):
        text = (
            f"{sum(known):,} of {ask.seeds * len(exercises):,} draws of all cases were found right by an earlier "
            "audit of the same files; --fresh asks them again"
        )
        yield Problem(question="references", exercise="", text=text)


def _notes(exercises: Sequence[Exercise], recorded: guards.Guards | None) -> list[Problem]:
    """What the record does not know yet."""
    if recorded is None:
        text = (
            f"no {guards.NAME} yet: a check or known-wrong function that is deleted would not be missed. "
            "Write it with --accept"
        )
        return [Problem(question="guards", exercise="", text=text)]
    found: list[Problem] = []
    for exercise in exercises:
        guarded = recorded.get(exercise.name)
        old = {guards.key_of(entry) for entry in guarded.checks} if guarded else set[str]()
        new = [guards.key_of(entry) for entry in exercise.spec.checks]
        texts = [f"the check {key}" for key in new if key not in old]
        names = [f"{k.function}__{k.name}" for k in exercise.subject.known_wrong]
        texts += [
            f"the known-wrong function {name}"
            for name in names
            if guarded is None or name not in guarded.known_wrong
        ]
        found += [
            Problem(
                question="guards",
                exercise=exercise.name,
                text=f"{text} is new since the record; write it with --accept",
            )
            for text in texts
        ]
    return found


# --- processes ----------------------------------------------------------------------------------


def _results(
    assignment: Assignment, recorded: guards.Guards | None, ask: Ask, todo: deque[Task]
) -> Iterator[Done]:
    """Results in the order in which they come; ``todo`` may grow while they are taken."""
    if ask.jobs == 0:
        with Bench(assignment, ask.isolation) as bench:
            while todo:
                yield work.do(bench, recorded, todo.popleft())
        return
    with processes(ask.jobs, work.start, str(assignment.directory), ask.isolation) as pool:
        running: set[Future[tuple[Done, float]]] = set()
        while todo or running:
            while todo and len(running) < 2 * ask.jobs:
                running.add(pool.submit(work.do_here, todo.popleft()))
            finished, running = wait(running, return_when=FIRST_COMPLETED)
            for future in finished:
                yield future.result()[0]
