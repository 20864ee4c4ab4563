"""The work bench of one process: the assignment, a sandbox, and trials of answers to one exercise at a time.

A trial makes only the calls of its own exercise, so that it costs little more than a fork. Mutants share even that: a
worker runs several, each as a module of its own, and every call gets arguments of its own as always. They are the author's
functions with one change and reach nothing that another one uses. Should one end or hang the worker, or answer in any other way than
with a value, an exception or what can't be sent, all that shared its worker are run again, each alone. So may the cases be that an
answer is judged on one by one.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from grader.asking import Replay
from grader.authoring.audit import sources
from grader.authoring.audit.records import Failed, Outcome, Trial
from grader.catalog import Assignment, Exercise
from grader.checks.base import Check
from grader.checks.trusted import trusted_function
from grader.grading import judge_check, judge_exercise
from grader.model import (
    Answer,
    Call,
    Finding,
    Formula,
    Given,
    Job,
    Raised,
    Returned,
    Transcript,
    Unreadable,
    Verdict,
)
from grader.sandbox import Sandbox, SandboxFault, open_sandbox

TRIES = 3
PLAIN = Returned | Raised | Unreadable
"""Answers that a function gives alone as well as after others."""

TOGETHER = 20
"""Mutants that share a worker."""


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

    def run_cases(self, exercises: Sequence[Exercise], source: str) -> list[Mapping[str, Answer]]:
        """The answers of ``source`` to the calls of each, which are one exercise on different cases: from one worker where all goes
        well."""
        if len(exercises) < 2:
            return [self.run(one, source).answers for one in exercises]
        calls = {call.key: call for one in exercises for call in one.plan}
        found = self.job(
            Job(
                cells=sources.cells(self.assignment, exercises[0], source),
                calls=tuple(calls.values()),
                given=self.assignment.given,
                limits=self.assignment.limits,
            )
        ).answers
        if all(isinstance(answer, PLAIN) for answer in found.values()):
            return [found] * len(exercises)
        return [self.run(one, source).answers for one in exercises]

    def run_together(
        self, exercise: Exercise, texts: Sequence[str]
    ) -> Iterator[Mapping[str, Answer]]:
        """The answers of each of ``texts`` to the calls of ``exercise``, several in one worker."""
        own = {*exercise.functions, *exercise.variables}
        names = sorted(own.intersection(call.function for call in exercise.plan))
        calls = tuple(
            Call(
                key=f"{k}/{call.key}",
                function=f"{sources.mark(k)}{call.function}"
                if call.function in own
                else call.function,
                args=call.args,
                public=call.public,
                times=call.times,
            )
            for k in range(TOGETHER)
            for call in exercise.plan
        )
        for start in range(0, len(texts), TOGETHER):
            part = texts[start : start + TOGETHER]
            job = Job(
                cells=sources.cells_together(self.assignment, exercise, part, names),
                calls=calls if len(part) == TOGETHER else calls[: len(part) * len(exercise.plan)],
                given=self.assignment.given,
                limits=self.assignment.limits,
            )
            found = self.job(job).answers
            plain = all(isinstance(answer, PLAIN) for answer in found.values())
            for k, text in enumerate(part):
                if plain:
                    yield {call.key: found[f"{k}/{call.key}"] for call in exercise.plan}
                else:
                    yield self.run(exercise, text).answers

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

    def outcomes_together(
        self, exercise: Exercise, trials: Sequence[Trial], gone: Sequence[tuple[str, Check]] = ()
    ) -> Iterator[Outcome]:
        """As :meth:`outcomes`, quicker, for trials that trust each other; without the seconds of each."""
        wider = replace(exercise, checks=(*exercise.checks, *gone))
        texts = [trial.source for trial in trials]
        for trial, answers in zip(trials, self.run_together(wider, texts), strict=True):
            yield judged(exercise, trial.name, answers, gone)


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
        missed = [(key, judge_check(exercise, check, Replay(answers), key)) for key, check in gone]
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
        public=any(one.public_verdict is Verdict.FAIL for _, one in findings),
    )


def _failed(check: str, finding: Finding) -> Failed:
    feedback = finding.feedback
    return Failed(
        check=check,
        label=feedback.label if feedback else "",
        feedback=feedback.reason if feedback else "",
        misconception=finding.misconception,
    )
