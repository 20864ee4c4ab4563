"""The author's own reference, asked as a submission in a worker is asked: what a test says of it must be "passed".

The same code takes the steps (``grader/objects.py``), in a thread, since code that calls a function of the test's waits for the reply;
and what passes between the two is written and read as frames, so that nothing is shared that a worker would not share.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, final

from grader import wire
from grader.model import Answer, Call, Returned, TooBig, Unreadable
from grader.objects import Objects

SECONDS = 60.0


class _Stop(BaseException):
    """Nothing more is asked."""


@final
class Local:
    """One dialogue with the reference. ``references`` loads its modules, for each dialogue anew, the exercise's own last."""

    def __init__(self, references: Callable[[], Sequence[ModuleType]]) -> None:
        self._references = references
        self._requests: queue.Queue[bytes | None] = queue.Queue()
        self._answers: queue.Queue[Answer | BaseException] = queue.Queue()
        self._thread: threading.Thread | None = None

    def __call__(self, request: Call) -> Answer:
        if self._thread is None:
            self._thread = threading.Thread(target=self._serve, daemon=True)
            self._thread.start()
        self._requests.put(
            wire.encode([request.function, request.args], limit=wire.MAX_START, trusted=True)
        )
        answer = self._answers.get(timeout=SECONDS)
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def close(self) -> None:
        self._requests.put(None)

    def _serve(self) -> None:
        try:
            names: dict[str, Any] = {}
            for module in self._references():
                names |= {k: v for k, v in vars(module).items() if not k.startswith("__")}
            names["__name__"] = "reference"
            objects = Objects(names, self._receive, self._send, _described, self._program, _Stop)
            while True:
                objects.step(*self._receive())
        except _Stop:
            return
        except BaseException as problem:
            self._answers.put(problem)

    def _receive(self) -> tuple[str, Sequence[Any]]:
        frame = self._requests.get()
        if frame is None:
            raise _Stop
        function, arguments = wire.decode(frame[wire.HEADER.size :], trusted=True)
        return function, arguments

    def _send(self, answer: list[Any]) -> None:
        try:
            frame = wire.encode(answer)
        except wire.NotPortable as problem:
            self._answers.put(Unreadable(why=str(problem)))
        except wire.Malformed:
            self._answers.put(TooBig())
        else:
            self._answers.put(Returned(value=wire.read(frame[wire.HEADER.size :])))

    def _program(self) -> None:
        own = Path(str(self._references()[-1].__file__))
        exec(compile(own.read_bytes(), str(own), "exec"), {"__name__": "__main__"})  # noqa: S102


def _described(problem: BaseException) -> list[Any]:
    kind = next(
        (k.__name__ for k in type(problem).__mro__ if k.__module__ == "builtins"), "Exception"
    )
    return ["raised", kind, str(problem)[:500], "", None]
