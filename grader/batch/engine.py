"""What all engines share: a grader of one's own, one submission at a time, and what comes back.

An engine turns an iterator of submissions into an iterator of :class:`Done`, in no fixed order. It asks for a
submission only when there is room for it, and whatever happens to the processes it uses, each submission comes back exactly
once: graded, or as a report that says the grader failed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from grader.batch.similar import prints
from grader.catalog import Assignment
from grader.grading import Grader, broken
from grader.model import Record, Report, Submission, Transcript
from grader.sandbox import SandboxFault, open_sandbox

TRIES = 3


class Done(Record, frozen=True, kw_only=True):
    """One graded submission. ``transcript``: also as the gradebook keeps it. ``prints``: what it is compared with others by, see ``batch/similar.py``."""

    submission: Submission
    report: Report
    transcript: Transcript | bytes | None
    prints: bytes = b""


Engine: TypeAlias = Callable[[Iterable[Submission]], Iterator[Done]]


class Bench:
    """One process's (or thread's) place to work: its copy of the assignment, and its sandbox."""

    def __init__(self, assignment: Assignment, isolation: str) -> None:
        self._isolation = isolation
        self._grader = Grader(assignment, open_sandbox(isolation))

    def grade(self, submission: Submission) -> Done:
        """Grade; a sandbox that fails is replaced, one that fails again and again is our fault and said so."""
        for _ in range(TRIES):
            try:
                graded = self._grader.grade(submission)
                return Done(
                    submission=submission,
                    report=graded.report,
                    transcript=graded.transcript,
                    prints=prints(submission.cells),
                )
            except SandboxFault as fault:
                problem = str(fault)
                self._grader.sandbox.close()
                self._grader.sandbox = open_sandbox(self._isolation)
        report = broken(self._grader.assignment, submission, problem)
        return Done(submission=submission, report=report, transcript=None)

    def close(self) -> None:
        self._grader.sandbox.close()
