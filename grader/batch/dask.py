"""Many submissions on many machines, by dask.distributed.

What travels is bytes of our own making: a *parcel* (the assignment with its solutions, the kind of isolation, the
versions) once to the workers, a submission without its student's name to one of them, a report and its answers back. The
parcel and the results go between this process and the workers directly, never through the scheduler, whose web page,
logs and memory are not ours; a worker unpacks the parcel into a private folder, loads it and deletes the folder before any student code runs.

A worker that dies takes nothing with it: dask gives its submissions to another, and to those that kill one worker
after the other it says so; that becomes a report with a grader error. When every holder of the parcel is gone, it is sent again.
"""

from __future__ import annotations

import logging
import re
import tempfile
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import distributed
import msgspec
import numpy as np
from distributed.client import ClosedClientError
from distributed.comm.core import CommClosedError
from distributed.scheduler import KilledWorker

import grader
from grader.batch.engine import Bench, Done
from grader.catalog import Assignment
from grader.catalog.parcel import sealed, unpack
from grader.gradebook.store import packed
from grader.grading import broken
from grader.intake.errors import WrongUse
from grader.model import Record, Report, Submission, Transcript

CONNECT_SECONDS = 15
WORKER_SECONDS = 120
GONE = "the scheduler is gone; run the batch again to continue"
ROOM = 64
"""Submissions under way at least, so that a cluster that grows with its work sees some."""
_ADDRESS = re.compile(r"(tcp|tls|ws|wss|ucx)://[^\s/]+:\d+")


class Parcel(Record, frozen=True, kw_only=True):
    """All that a worker needs to start. ``versions`` must be its own, or results would depend on the worker."""

    assignment: str
    files: dict[str, bytes]
    isolation: str
    versions: dict[str, str]


class Reply(Record, frozen=True, kw_only=True):
    """What a worker sends back. ``unfit``: why it can't grade at all, "" when it can."""

    report: bytes = b""
    answers: bytes | None = None
    prints: bytes = b""
    unfit: str = ""


class Unfit(WrongUse):
    """The workers can't grade this; ``str()`` says what to change."""


# --- on a worker --------------------------------------------------------------------------------

_own = threading.local()


def grade(parcel: bytes, submission: bytes) -> bytes:
    """Grade one submission on a worker. A bench per thread, kept while the parcel stays the same."""
    if getattr(_own, "parcel", None) != parcel:
        found = _open(msgspec.msgpack.decode(parcel, type=Parcel))
        if isinstance(found, str):
            return msgspec.msgpack.encode(Reply(unfit=found))
        if old := getattr(_own, "bench", None):
            old.close()
        _own.bench, _own.parcel = found, parcel
    bench: Bench = _own.bench
    done = bench.grade(msgspec.msgpack.decode(submission, type=Submission))
    # Packed here, where there are many: the batch only passes them on.
    answers = packed(done.transcript) if isinstance(done.transcript, Transcript) else None
    report = msgspec.json.encode(done.report)
    return msgspec.msgpack.encode(Reply(report=report, answers=answers, prints=done.prints))


def _open(parcel: Parcel) -> Bench | str:
    """A bench for the assignment of ``parcel``, or why there is none on this machine."""
    if parcel.versions != (here := _versions()):
        told = ", ".join(f"{k} {here[k]} instead of {v}" for k, v in parcel.versions.items())
        return f"has {told}; install the same versions everywhere"
    with tempfile.TemporaryDirectory(prefix="grader-") as folder:  # readable to its owner only
        assignment = unpack(parcel.files, Path(folder))
    if assignment.digest != parcel.assignment:
        return "received another assignment than was sent; start the batch again"
    try:
        return Bench(assignment, parcel.isolation)
    except WrongUse as error:
        return str(error)


def _versions() -> dict[str, str]:
    return {"grader": grader.__version__, "numpy": np.__version__}


# --- at the batch -------------------------------------------------------------------------------


def grade_all(
    assignment: Assignment,
    submissions: Iterable[Submission],
    *,
    isolation: str,
    scheduler: str = "",
    jobs: int = 1,
) -> Iterator[Done]:
    """Grade on the cluster at ``scheduler`` ("tls://host:8786"), or on one of ``jobs`` processes of this machine,
    which is encrypted and ends with the batch. Raises :class:`Unfit` when there is no cluster that can grade."""
    parcel = msgspec.msgpack.encode(
        Parcel(
            assignment=assignment.digest,
            files=sealed(assignment),
            isolation=isolation,
            versions=_versions(),
        )
    )
    with _quiet(), _while_there(), _connected(scheduler, jobs) as client:
        yield from _Run(client, assignment, parcel).results(iter(submissions))


class _Run:
    """One batch on one cluster."""

    def __init__(self, client: Any, assignment: Assignment, parcel: bytes) -> None:
        self.client, self.assignment, self.parcel = client, assignment, parcel
        self.running: dict[Any, Submission] = {}
        self.again: deque[Submission] = deque()
        self._send()

    def _send(self) -> None:
        """The parcel to all workers that are there; those who come later get it from them."""
        try:
            self.client.wait_for_workers(1, timeout=WORKER_SECONDS)
        except TimeoutError:
            raise Unfit(
                f"no worker came to {self.client.scheduler.address} within {WORKER_SECONDS} s; start some"
            ) from None
        self.sent = self.client.scatter(self.parcel, direct=True, broadcast=True, hash=False)

    def results(self, source: Iterator[Submission]) -> Iterator[Done]:
        coming = distributed.as_completed(loop=self.client.loop, raise_errors=False)
        try:
            self._fill(source, coming)
            while self.running:
                future = next(coming)
                submission = self.running.pop(future)
                done = self._result(future, submission)
                future.release()
                if done is not None:
                    yield done
                self._fill(source, coming)
        finally:
            self.client.cancel(list(self.running), force=True)

    def _fill(self, source: Iterator[Submission], coming: Any) -> None:
        room = max(ROOM, 4 * sum(self.client.nthreads().values()) if not self.running else ROOM)
        while len(self.running) < room:
            submission = self.again.popleft() if self.again else next(source, None)
            if submission is None:
                return
            # Whose work it is stays here; the gradebook keeps results by content.
            nameless = msgspec.structs.replace(submission, id="", notices=(), files=())
            future = self.client.submit(
                grade, self.sent, msgspec.msgpack.encode(nameless), pure=False
            )
            self.running[future] = submission
            coming.add(future)

    def _result(self, future: Any, submission: Submission) -> Done | None:
        """What came of a submission; None when it is to be tried again."""
        try:
            reply = msgspec.msgpack.decode(future.result(), type=Reply)
        except KilledWorker:
            report = broken(
                self.assignment, submission, "the grading process died, on every worker"
            )
            return Done(submission=submission, report=report, transcript=None)
        except CancelledError:
            if self.client.status != "running":
                raise Unfit(GONE) from None
            # The parcel was lost with the last worker that had it.
            if self.sent.status != "finished":
                self._send()
            self.again.append(submission)
            return None
        except ModuleNotFoundError as error:
            raise Unfit(f"the workers have no {error.name}; install grader[dask] there") from None
        if reply.unfit:
            raise Unfit(f"a worker {reply.unfit}")
        bare = msgspec.json.decode(reply.report, type=Report)
        report = msgspec.structs.replace(bare, submission=submission.id, notices=submission.notices)
        return Done(
            submission=submission, report=report, transcript=reply.answers, prints=reply.prints
        )


@contextmanager
def _while_there() -> Iterator[None]:
    """Wherever Dask notices that its scheduler is gone, also while it tidies up, the batch says the same."""
    try:
        yield
    except (CommClosedError, ClosedClientError):
        raise Unfit(GONE) from None


@contextmanager
def _connected(scheduler: str, jobs: int) -> Iterator[Any]:
    if scheduler and not _ADDRESS.fullmatch(scheduler):
        raise Unfit(f"{scheduler}: is no scheduler's address; write it like tls://host:8786")
    with ExitStack() as stack:
        where: Any = scheduler
        if not scheduler:
            # A worker that is never short of memory writes nothing of what it holds to disk.
            where = stack.enter_context(
                distributed.LocalCluster(
                    n_workers=jobs,
                    threads_per_worker=1,
                    host="127.0.0.1",
                    protocol="tls",
                    security=True,
                    dashboard_address=None,
                    memory_limit=0,
                    silence_logs=logging.CRITICAL,
                )
            )
        try:
            client = distributed.Client(
                where, timeout=CONNECT_SECONDS, direct_to_workers=True, set_as_default=False
            )
        except (OSError, ValueError, TypeError, RuntimeError) as error:
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise Unfit(f"{scheduler}: no scheduler answers there ({reason})") from None
        yield stack.enter_context(client)


@contextmanager
def _quiet() -> Iterator[None]:
    """Dask logs each lost worker with a traceback; what matters of that is said by the batch."""
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)
