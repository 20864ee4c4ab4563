"""Many submissions on all cores of this machine.

Each worker process has its own copy of the assignment and its own sandbox. Work is handed out a little at
a time, so memory stays flat whatever the size of the class. A worker that dies takes nothing with it: its
submissions are handed out again, and one that kills workers again and again becomes a report with a grader
error rather than an endless loop.
"""

from __future__ import annotations

import itertools
import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from typing import Any

import msgspec

from grader.batch.engine import TRIES, Bench, Done
from grader.catalog import Assignment, load_assignment
from grader.gradebook.store import packed
from grader.grading import broken
from grader.model import Record, Submission, Transcript
from grader.pool import processes
from grader.sandbox import open_sandbox


class Work(Record, frozen=True, kw_only=True):
    """What a worker process needs to start: no object of ours crosses, only names."""

    assignment: str
    isolation: str


_bench: Bench | None = None


def _start(work: Work) -> None:
    global _bench
    _bench = Bench(load_assignment(work.assignment), work.isolation)


def _grade(submission: Submission) -> Done:
    assert _bench is not None
    done = _bench.grade(submission)
    if not isinstance(done.transcript, Transcript):
        return done
    # Packed here, where there are many: the batch only passes them on.
    return msgspec.structs.replace(done, transcript=packed(done.transcript))


def grade_all(
    work: Work,
    assignment: Assignment,
    submissions: Iterable[Submission],
    jobs: int,
) -> Iterator[Done]:
    """Grade ``submissions`` with ``jobs`` processes, results as they come (in no fixed order).

    Raises :class:`SandboxUnavailable` when there is something to grade and no sandbox of the kind asked for.
    """
    source = iter(submissions)
    first = next(source, None)
    if first is None:
        return
    open_sandbox(work.isolation).close()  # wrong use shows before a pool of processes is started
    source = itertools.chain([first], source)
    again: deque[tuple[Submission, int]] = deque()
    exhausted = False
    while not exhausted or again:
        alone = bool(again) and again[0][1] > 1
        running: dict[Future[Any], tuple[Submission, int]] = {}
        try:
            with processes(1 if alone else jobs, _start, work) as pool:
                while True:
                    room = 1 if alone else 2 * jobs
                    while len(running) < room:
                        if again:
                            item = again.popleft()
                        else:
                            found = next(source, None)
                            if found is None:
                                exhausted = True
                                break
                            item = (found, 0)
                        try:
                            running[pool.submit(_grade, item[0])] = item
                        except BrokenProcessPool:
                            again.appendleft(item)  # never started: costs it no try
                            raise
                    if not running:
                        break
                    done, _ = wait(running, return_when=FIRST_COMPLETED)
                    for future in done:
                        item = running[future]
                        yield future.result()
                        del running[future]
                    if alone:
                        break
        except BrokenProcessPool:
            # Which of them did it can't be known: each is tried again, at last alone.
            for submission, tries in running.values():
                if tries + 1 >= TRIES:
                    report = broken(assignment, submission, "the grading process died")
                    yield Done(submission=submission, report=report, transcript=None)
                else:
                    again.append((submission, tries + 1))


def default_jobs() -> int:
    """One job per core that this process may use."""
    try:
        return max(1, len(os.sched_getaffinity(0)))
    except AttributeError:
        return max(1, os.cpu_count() or 1)
