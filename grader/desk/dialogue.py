"""A test's dialogue with the code of a notebook, in the notebook's own process.

What the test asks is done in the main thread, as when the student calls the function, so that it can be interrupted; the test's
side waits in a thread of its own. The same code takes the steps as in a worker (``grader/objects.py``).
"""

from __future__ import annotations

import queue
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, suppress
from typing import Any, Protocol, final

from grader.asking import Live
from grader.checks.base import Check, Subject
from grader.model import Answer, Call, Exchange, TimedOut
from grader.objects import Objects
from grader.sandbox.answers import read_answer
from grader.worker import Session


class Bell(Protocol):
    """Interrupts the main thread when time is up."""

    rang: bool


class _Over(BaseException):
    """Nothing more is asked, or answered."""


@final
class Dialogue:
    """``bell`` limits the time of a step; ``lists`` gives an answer as it would have come over the wire."""

    def __init__(
        self,
        session: Session,
        seconds: float,
        bell: Callable[[float], AbstractContextManager[Bell]],
        lists: Callable[[list[Any]], list[Any]],
    ) -> None:
        self._session, self._seconds, self._bell, self._lists = session, seconds, bell, lists
        self._requests: queue.Queue[Call | None] = queue.Queue()
        self._answers: queue.Queue[Answer | None] = queue.Queue()
        self._stopped: Answer | None = None
        self._ringing: Bell | None = None

    def run(self, check: Check, subject: Subject) -> tuple[Exchange, ...]:
        """What ``check`` asks and is answered."""
        live = Live(self._ask)
        test = threading.Thread(target=self._judge, args=(check, subject, live), daemon=True)
        names = self._session.names
        names.setdefault("__name__", "__main__")
        objects = Objects(
            names,
            sys.modules["given"].__dict__,
            self._receive,
            self._send,
            self._session.describe,
            self._program,
            _Over,
        )
        test.start()
        try:
            with suppress(_Over):
                while True:
                    function, arguments = self._receive()
                    with self._bell(self._seconds) as self._ringing:
                        objects.step(function, arguments)
        finally:
            self._answers.put(None)
        test.join()
        return tuple(live.exchanges)

    def _judge(self, check: Check, subject: Subject, live: Live) -> None:
        # What fails here fails again, and is told, when it is replayed.
        try:
            with suppress(Exception, _Over):
                check.judge(subject, live)
        finally:
            self._requests.put(None)

    def _ask(self, request: Call) -> Answer:
        if self._stopped is None:
            self._requests.put(request)
            answer = self._answers.get()
            if answer is None:
                raise _Over
            if isinstance(answer, TimedOut):
                self._stopped = answer
            return answer
        return self._stopped

    def _receive(self) -> tuple[str, Sequence[Any]]:
        request = self._requests.get()
        if request is None:
            raise _Over
        return request.function, request.args or ()

    def _send(self, answer: list[Any]) -> None:
        if self._ringing is not None and self._ringing.rang:
            self._answers.put(TimedOut(seconds=self._seconds))
        else:
            self._answers.put(read_answer(self._lists(["returned", answer, [], []]), {}))

    def _program(self) -> None:
        raise RuntimeError(
            "a notebook can't be run as a program here; `grader check` in a terminal can"
        )
