"""Trials that share a worker go as they would alone."""

from __future__ import annotations

from dataclasses import replace

import msgspec

from grader.authoring.audit import bench, mutants, sources
from grader.authoring.audit.bench import Bench, judged
from grader.authoring.audit.records import Outcome, Trial
from grader.checks.rehearsal import on_case
from grader.model import Job
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


def test_one_whose_answer_can_not_be_sent_needs_no_worker_of_its_own(
    load: Load, best_isolation: str
) -> None:
    assignment = load("lecture07")
    exercise = assignment.exercise("two_layers")
    own = sources.reference(exercise)
    odd = own + "\ndef two_layers(*_):\n    return print\n"
    trials = [Trial(name="right", source=own), Trial(name="odd", source=odd)]
    with Bench(assignment, best_isolation) as table:
        jobs: list[Job] = []
        run = table.job
        table.job = lambda *asked: jobs.append(asked[0]) or run(*asked)  # type: ignore[method-assign,func-returns-value]
        right, odd_one = table.outcomes_together(exercise, trials)
        assert len(jobs) == 1
        (alone,) = table.outcomes(exercise, trials[1:])
    assert right.right
    assert said(odd_one) == said(alone)


def test_cases_of_one_exercise_go_together_as_they_go_alone(
    load: Load, best_isolation: str
) -> None:
    assignment = load("lecture07")
    exercise = assignment.exercise("sgd_step")
    cases = [
        replace(exercise, subject=on_case(exercise.subject, c)) for c in exercise.subject.cases
    ]
    own = sources.reference(exercise)
    ending = own.replace(
        "    dloss_dA", "    import os\n    len(x) == 2 and os._exit(3)\n    dloss_dA", 1
    )
    assert ending != own
    with Bench(assignment, best_isolation) as table:
        for source in (own, ending):
            together = table.run_cases(cases, source)
            for case, answers in zip(cases, together, strict=True):
                alone = table.run(case, source).answers
                assert {k: type(answers[k]) for k in alone} == {
                    k: type(v) for k, v in alone.items()
                }
                assert judged(case, "", answers).failed == judged(case, "", alone).failed
