"""A student's own file on the student's own machine: a separate process, limits where there are any, and nothing more.

There is nothing to protect from its author, so a worker is a fork of the checking process itself, which has NumPy loaded:
no interpreter has to start. Where a fork of a process is not safe (macOS) or not there (Windows), an interpreter is
started instead; :class:`Ahead` starts it before NumPy is loaded here, so that both load it side by side.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
import time
from typing import TYPE_CHECKING, final

from grader.sandbox import queueing
from grader.sandbox.base import GRACE_SECONDS, Channel, SandboxFault, Spawner

if TYPE_CHECKING:
    from grader.sandbox.pipes import Pipe

FORKS = sys.platform == "linux" and hasattr(os, "fork")
MAX_DESCRIPTOR = 256


@final
class Ahead(Spawner):
    """A spawner whose first worker is started when it is made."""

    def __init__(self, inner: Spawner, memory_bytes: int = 0, file_bytes: int = 0) -> None:
        self._inner = inner
        self._started: Channel | None = inner.spawn(memory_bytes, file_bytes)

    def spawn(self, memory_bytes: int, file_bytes: int) -> Channel:
        started, self._started = self._started, None
        return started or self._inner.spawn(memory_bytes, file_bytes)

    def close(self) -> None:
        if self._started is not None:
            self._started.end(wait=False)
            self._started = None
        self._inner.close()


def spawner() -> Spawner:
    """What starts workers at this desk. Asked for first of all, before NumPy is loaded."""
    if FORKS:
        return OwnForks()
    from grader.sandbox.plain import PlainSpawner

    return Ahead(PlainSpawner())


@final
class OwnForks(Spawner):
    """Workers are forks of this process."""

    def spawn(self, memory_bytes: int, file_bytes: int) -> Channel:
        from grader.sandbox.pipes import Pipes

        pipes = Pipes()
        try:
            child = os.fork()
        except OSError as error:
            pipes.close_theirs()
            pipes.close_ours()
            raise SandboxFault(f"no worker process could be started ({error})") from None
        if child == 0:
            _become_worker(pipes.theirs, memory_bytes, file_bytes)
        pipes.close_theirs()
        return OwnChannel(child, pipes.ours)

    def close(self) -> None:
        """Nothing outlives its channel."""


@final
class OwnChannel(Channel):
    def __init__(self, child: int, ours: list[Pipe]) -> None:
        self._child, self._ours = child, ours
        self.calls, self.answers, self.output = ours

    def starved(self) -> float:
        return queueing.of_pid(self._child)

    def end(self, wait: bool) -> str:
        from grader.sandbox.pipes import describe

        pid, status = os.waitpid(self._child, os.WNOHANG)
        patience = time.monotonic() + (GRACE_SECONDS if wait else 0.0)
        while pid == 0 and time.monotonic() < patience:
            time.sleep(0.001)
            pid, status = os.waitpid(self._child, os.WNOHANG)
        # Its group too: what student code left running ends with it.
        with contextlib.suppress(OSError):
            os.killpg(self._child, signal.SIGKILL)
        if pid == 0:
            with contextlib.suppress(OSError):
                os.kill(self._child, signal.SIGKILL)
            os.waitpid(self._child, 0)
        for ours in self._ours:
            ours.close()
        return "killed" if pid == 0 else describe(status)


def _become_worker(descriptors: list[int], memory_bytes: int, file_bytes: int) -> None:
    code = 70
    try:
        from grader import worker
        from grader.sandbox import limits

        os.setsid()
        for target, descriptor in enumerate(descriptors):
            os.dup2(descriptor, target)
        source, sink = worker.take_descriptors()
        low = 3
        for kept in sorted((source, sink)):
            os.closerange(low, kept)
            low = kept + 1
        os.closerange(low, MAX_DESCRIPTOR)
        limits.apply(memory_bytes, file_bytes, limits.virtual_size(), processes=False)
        # As in grading: no file of one's own is near, so code that needs one fails here already.
        here = os.getcwd()
        os.chdir("/")
        sys.path[:] = [entry for entry in sys.path if entry not in ("", here)]
        sys.argv[:] = ["submission"]
        # What is here now is never garbage; what student code makes may be.
        gc.freeze()
        gc.enable()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGPIPE):
            signal.signal(number, signal.SIG_DFL)
        worker.serve(source, sink)
        code = 0
    except BaseException:
        # Said on the output pipe; the checking side takes an early end for what it is.
        with contextlib.suppress(BaseException):
            import traceback

            traceback.print_exc()
    os._exit(code)
