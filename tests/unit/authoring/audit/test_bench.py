"""Trials that share a worker go as they would alone."""

from __future__ import annotations

import msgspec

from grader.authoring.audit import bench, mutants, sources
from grader.authoring.audit.bench import Bench
from grader.authoring.audit.records import Outcome, Trial
from tests.conftest import Load


def said(outcome: Outcome) -> tuple[object, ...]:
    """An outcome without its time; the line that raised can't be told of a module within a cell."""
    failed = [msgspec.structs.replace(one, feedback="") for one in outcome.failed]
    return outcome.name, outcome.earned, failed, outcome.gone, outcome.fault


def test_mutants_go_together_as_they_go_alone(load: Load, best_isolation: str) -> None:
    assignment = load("lecture07")
    with Bench(assignment, best_isolation) as table:
        for name, every in {"backward": 25, "sgd_step": 6, "output_activation": 4}.items():
            exercise = assignment.exercise(name)
            chosen = mutants.of_exercise(exercise)[::every]
            trials = [Trial(name=one.name, source=one.source) for one in chosen]
            together = table.outcomes_together(exercise, trials)
            alone = table.outcomes(exercise, trials)
            assert [said(one) for one in together] == [said(one) for one in alone]


def test_one_that_ends_or_hangs_the_worker_spoils_no_other(load: Load, best_isolation: str) -> None:
    assignment = load("lecture07")
    exercise = assignment.exercise("two_layers")
    own = sources.reference(exercise)
    start = own.index("def two_layers")
    trials = [
        Trial(name="right", source=own),
        Trial(
            name="ends",
            source=own[:start] + "def two_layers(*_):\n    import os\n    os._exit(3)\n",
        ),
        Trial(name="breaks", source="1 / 0\n" + own),
        Trial(name="lacks", source=own[:start]),
        Trial(name="right, too", source=own),
    ]
    assert len(trials) <= bench.TOGETHER
    with Bench(assignment, best_isolation) as table:
        right, ends, breaks, lacks, too = table.outcomes_together(exercise, trials)
    assert right.right
    assert too.right
    assert {one.label for one in ends.failed} == {"died"}
    assert {one.label for one in breaks.failed} == {"missing"}
    assert {one.label for one in lacks.failed} == {"missing"}
