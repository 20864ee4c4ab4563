"""What a sandbox is, and the one narrow seam under it.

A :class:`Sandbox` opens a :class:`Session` for each submission, which answers calls. How a worker process comes to be differs between kinds;
how a session is held over it does not (``driver.py``). So each kind is just a :class:`Spawner`: it makes
:class:`Channel` s, one fresh worker each.

Two kinds of failure, never mixed: :class:`SandboxUnavailable` means this kind can't be had here
(wrong use, exit 2); :class:`SandboxFault` that ours broke (exit 3). What student code does is neither: it becomes an answer.
"""

from __future__ import annotations

import abc
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import Any, Self, final

from grader.asking import Request
from grader.model import Answer, Call, Formula, Given, Job, Record, Transcript

GRACE_SECONDS = 0.5
"""How long a worker that closed its pipe may take to end by itself."""
SERVER_GONE = "the server ended with it"
"""How a worker ended whose fork server is gone."""

Functions = Callable[[Given | Formula], Callable[..., Any]]


class SandboxUnavailable(Exception):
    """This kind of isolation can't be had here; the text says what is missing and how to get it."""


class SandboxFault(Exception):
    """The sandbox itself failed. Never a student's fault."""


class Layer(Record, frozen=True):
    """One layer of isolation as ``grader doctor`` shows it."""

    name: str
    active: bool
    stops: str
    why_not: str = ""
    get: str = ""


class End(abc.ABC):
    """The grader's end of a way to or from a worker: never blocks, and a selector can wait for it."""

    @abc.abstractmethod
    def fileno(self) -> int:
        """What a selector waits for."""

    @abc.abstractmethod
    def read(self, count: int) -> bytes:
        """At most ``count`` bytes, b"" at the end. Raises BlockingIOError when there is nothing, OSError when broken."""

    @abc.abstractmethod
    def write(self, data: bytes | bytearray) -> int:
        """How many bytes of ``data`` were taken. Raises BlockingIOError when none, OSError when broken."""

    @abc.abstractmethod
    def close(self) -> None:
        """Give it back."""


class Channel(abc.ABC):
    """One fresh worker."""

    calls: End
    """What the grader writes frames to."""
    answers: End
    """What the grader reads frames from."""
    output: End
    """What the grader reads printed output from."""

    @abc.abstractmethod
    def end(self, wait: bool) -> str:
        """Kill the worker and all it started, close the ends; with ``wait`` after a moment in which it
        may end by itself.

        Returns how it had ended: "signal SIGSEGV", "exit code 3", or "killed" when it was still alive.
        """

    def starved(self) -> float:
        """Seconds, since it started, in which the worker could have gone on but got no core; 0 where nobody tells."""
        return 0.0


class Spawner(abc.ABC):
    """Makes workers. One per sandbox."""

    @abc.abstractmethod
    def spawn(self, memory_bytes: int, file_bytes: int) -> Channel:
        """A fresh worker. Raises :class:`SandboxFault`."""

    @abc.abstractmethod
    def close(self) -> None:
        """End everything it started."""


class Session(abc.ABC):
    """One submission in a sandbox. A context manager: its worker ends with it."""

    disturbed = False
    """Whether a worker ended, since :meth:`fresh` was called last, as student code can hardly bring about and others can."""

    @abc.abstractmethod
    def answers(self, calls: Sequence[Call], *, hidden: bool = True) -> Mapping[str, Answer]:
        """The answers to planned calls by key, the public ones first; what was answered before is not asked again. With
        ``hidden`` False those to the public ones alone. Raises :class:`SandboxFault`."""

    @abc.abstractmethod
    def ask(self, request: Request) -> Answer:
        """The answer to a single request, in the worker of the one before. Where that was lost, to a hang or a crash, each further
        request is answered by what happened. Raises :class:`SandboxFault`."""

    @abc.abstractmethod
    def fresh(self) -> None:
        """Let what follows run in a fresh worker, which has run the cells and nothing else."""

    @abc.abstractmethod
    def transcript(self) -> Transcript:
        """How the cells ran, what was printed before anything hidden was sent, and all answers to planned calls."""

    @abc.abstractmethod
    def close(self) -> None:
        """End the worker."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Sandbox(abc.ABC):
    """Runs submissions one after the other. A context manager; one per grading process."""

    name: str
    layers: tuple[str, ...]

    @abc.abstractmethod
    def open(self, job: Job, functions: Functions) -> Session:
        """A session for ``job``; one at a time. ``functions`` resolves the callables that stay with the grader."""

    @final
    def run(self, job: Job, functions: Functions) -> Transcript:
        """The answers to all calls of ``job``."""
        with self.open(job, functions) as session:
            session.answers(job.calls)
            return session.transcript()

    @abc.abstractmethod
    def close(self) -> None:
        """End everything."""

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
