"""The work bench of one process: the assignment, a sandbox, and trials of answers to one exercise at a time.

A trial makes only the calls of its own exercise, so that it costs little more than a fork.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from grader.authoring.audit import sources
from grader.authoring.audit.records import Failed, Outcome, Trial
from grader.catalog import Assignment, Exercise
from grader.checks.base import Check, trusted_function
from grader.grading import judge_check, judge_exercise
from grader.model import (
    Answer,
    Finding,
    Formula,
    Given,
    Job,
    Transcript,
    Verdict,
)
from grader.sandbox import Sandbox, SandboxFault, open_sandbox

TRIES = 3


class Bench:
    """A context manager; closes its sandbox."""

    def __init__(self, assignment: Assignment, isolation: str) -> None:
        self.assignment, self.isolation = assignment, isolation
        self.sandbox: Sandbox = open_sandbox(isolation)

    def __enter__(self) -> Bench:
        return self

    def __exit__(self, *_: object) -> None:
        self.sandbox.close()

    def function(self, spec: Given | Formula) -> Callable[..., Any]:
        return trusted_function(self.assignment.trusted, spec)

    def run(self, exercise: Exercise, source: str) -> Transcript:
        """The answers of ``source`` to the calls of ``exercise``."""
        return self.job(
            Job(
                cells=sources.cells(self.assignment, exercise, source),
                calls=exercise.plan,
                given=self.assignment.given,
                limits=self.assignment.limits,
            )
        )

    def job(self, job: Job) -> Transcript:
        """Run ``job``, in a fresh sandbox where this one breaks."""
        for _ in range(TRIES - 1):
            try:
                return self.sandbox.run(job, self.function)
            except SandboxFault:
                self.sandbox.close()
                self.sandbox = open_sandbox(self.isolation)
        return self.sandbox.run(job, self.function)

    def outcomes(
        self, exercise: Exercise, trials: Iterable[Trial], gone: Sequence[tuple[str, Check]] = ()
    ) -> Iterator[Outcome]:
        """How each trial goes; ``gone``: checks that are no longer there, judged beside the others."""
        wider = replace(exercise, checks=(*exercise.checks, *gone))
        for trial in trials:
            begin = time.perf_counter()
            answers = self.run(wider, trial.source).answers
            seconds = time.perf_counter() - begin
            yield judged(exercise, trial.name, answers, gone, seconds)


def judged(
    exercise: Exercise,
    name: str,
    answers: Mapping[str, Answer],
    gone: Sequence[tuple[str, Check]] = (),
    seconds: float = 0.0,
) -> Outcome:
    """The outcome of a trial from its answers. Pure."""
    begin = time.perf_counter()
    with np.errstate(all="ignore"):
        result = judge_exercise(exercise, answers)
        missed = [(key, judge_check(exercise, check, answers)) for key, check in gone]
    seconds += time.perf_counter() - begin
    findings = [(check.id, check.finding) for check in result.checks]
    failed = tuple(_failed(key, one) for key, one in findings if one.verdict is Verdict.FAIL)
    faults = [
        f"{key}: {one.staff or one.verdict.value}"
        for key, one in findings
        if one.verdict in (Verdict.GRADER_ERROR, Verdict.UNDECIDED)
    ]
    return Outcome(
        name=name,
        earned=result.earned,
        failed=failed,
        gone=tuple(_failed(key, one) for key, one in missed if one.verdict is Verdict.FAIL),
        fault="; ".join(" ".join(fault.split()) for fault in faults),
        seconds=seconds,
    )


def _failed(check: str, finding: Finding) -> Failed:
    feedback = finding.feedback
    return Failed(
        check=check,
        label=feedback.label if feedback else "",
        feedback=feedback.reason if feedback else "",
        misconception=finding.misconception,
    )
