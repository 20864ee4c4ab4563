"""Judging the saved answers of a class again, on all cores.

Processes read the gradebook themselves and give back results as they are kept; only the batch writes, a chunk in one
transaction. What was judged before a run ended early stands, so that running it again goes on. A few submissions are judged
faster than a process starts.
"""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import TypeAlias

from grader.batch.engine import TRIES
from grader.batch.rejudge import Rejudge
from grader.catalog import Assignment, load_assignment
from grader.gradebook import Gradebook, Result
from grader.pool import processes

FEW = 100
"""Judged in this process."""
CHUNK = 16

Judged: TypeAlias = list[tuple[str, Result | None]]
"""Submissions and their results; None where there are no saved answers to the calls of today."""

_again: Rejudge | None = None


def judge_all(
    assignment: Assignment, book: Gradebook, submissions: Sequence[str], jobs: int
) -> Iterator[Judged]:
    """Judge these contents, in this order, a chunk at a time."""
    chunks = deque(submissions[k : k + CHUNK] for k in range(0, len(submissions), CHUNK))
    for _ in range(TRIES if jobs > 1 and len(submissions) > FEW else 0):
        try:
            yield from _in_processes(assignment, book, chunks, jobs)
        except BrokenProcessPool:
            continue  # with what is left
    here = Rejudge(assignment, book)
    while chunks:
        yield _judge(here, chunks.popleft())


def _in_processes(
    assignment: Assignment, book: Gradebook, chunks: deque[Sequence[str]], jobs: int
) -> Iterator[Judged]:
    """Take chunks as they are judged; one is taken from ``chunks`` only when its results are there."""
    with processes(jobs, _start, str(assignment.directory), str(book.path)) as pool:
        running: deque[Future[Judged]] = deque()
        while chunks:
            for chunk in itertools.islice(chunks, len(running), 2 * jobs):
                running.append(pool.submit(_judge_chunk, chunk))
            judged = running.popleft().result()
            chunks.popleft()
            yield judged


def _start(assignment: str, book: str) -> None:
    global _again
    _again = Rejudge(load_assignment(assignment), Gradebook(Path(book)))


def _judge_chunk(chunk: Sequence[str]) -> Judged:
    assert _again is not None
    return _judge(_again, chunk)


def _judge(again: Rejudge, chunk: Sequence[str]) -> Judged:
    return [(submission, again.judge(submission)) for submission in chunk]
