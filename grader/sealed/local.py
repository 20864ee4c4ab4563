"""The author's own reference, asked as a submission in a worker is asked: what a test says of it must be "passed".

The same code takes the steps (``grader/objects.py``), in a thread, since code that calls a function of the test's waits for the reply;
and what passes between the two is written and read as frames, so that nothing is shared that a worker would not share.
"""

from __future__ import annotations

import contextlib
import queue
import random
import threading
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import Any, final

import numpy as np

from grader import trees, wire
from grader.model import Answer, Call, Returned, TooBig, Unreadable
from grader.objects import Objects

SECONDS = 60.0


class _Stop(BaseException):
    """Nothing more is asked."""


@final
class Local:
    """One dialogue with the reference. ``references`` loads its modules, for each dialogue anew, the exercise's own last; ``given``: what
    given.py holds."""

    def __init__(
        self,
        references: Callable[[], Sequence[ModuleType]],
        given: Mapping[str, Any] = MappingProxyType({}),
    ) -> None:
        self._references, self._given = references, given
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
            objects = Objects(
                _Names(self._references()),
                dict(self._given),
                self._receive,
                self._send,
                _described,
                self._program,
                _Stop,
            )
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
        self._answers.put(_sent(answer))

    def _program(self) -> None:
        _run(self._references()[-1])


def follow(
    modules: Sequence[ModuleType], given: Mapping[str, Any], requests: Sequence[Call]
) -> list[Answer]:
    """What the code of ``modules`` answers to ``requests``, which were made to others: up to the first that it can't be asked."""
    answers: list[Answer] = []
    todo = iter(requests)

    def receive() -> tuple[str, Sequence[Any]]:
        request = next(todo, None)
        if request is None:
            raise _Stop
        body = wire.encode([request.function, request.args], limit=wire.MAX_START, trusted=True)
        function, arguments = wire.decode(body[wire.HEADER.size :], trusted=True)
        return function, arguments

    objects = Objects(
        _Names(modules),
        dict(given),
        receive,
        lambda answer: answers.append(_sent(answer)),
        _described,
        lambda: _run(modules[-1]),
        _Stop,
    )
    # An object that the others had, and these have not, can't be asked anything.
    with contextlib.suppress(_Stop, LookupError, trees.BadTree), seeded():
        while True:
            objects.step(*receive())
    return answers


@contextlib.contextmanager
def seeded() -> Iterator[None]:
    """Chance is as in a fresh worker, and what the code draws moves no draw of ours."""
    before = random.getstate(), np.random.get_state()
    random.seed(0)
    np.random.seed(0)
    try:
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        random.setstate(before[0])
        np.random.set_state(before[1])


@final
class _Names(dict[str, Any]):
    """The names of all modules as if they were one: what a test puts in place of one is there for the code of each."""

    def __init__(self, modules: Sequence[ModuleType]) -> None:
        super().__init__()
        for module in modules:
            self.update({k: v for k, v in vars(module).items() if not k.startswith("__")})
        self.update(__name__="reference")
        self._modules = modules

    def __setitem__(self, name: str, value: Any) -> None:
        super().__setitem__(name, value)
        for module in self._modules:
            vars(module)[name] = value

    def __delitem__(self, name: str) -> None:
        super().__delitem__(name)
        for module in self._modules:
            vars(module).pop(name, None)


def _sent(answer: list[Any]) -> Answer:
    """The answer as it would have come from a worker."""
    try:
        frame = wire.encode(answer)
    except wire.NotPortable as problem:
        return Unreadable(why=str(problem))
    except wire.Malformed:
        return TooBig()
    return Returned(value=wire.read(frame[wire.HEADER.size :]))


def _run(module: ModuleType) -> None:
    """The module as a program."""
    own = Path(str(module.__file__))
    exec(compile(own.read_bytes(), str(own), "exec"), {"__name__": "__main__"})  # noqa: S102


def _described(problem: BaseException) -> list[Any]:
    kind = next(
        (k.__name__ for k in type(problem).__mro__ if k.__module__ == "builtins"), "Exception"
    )
    return ["raised", kind, str(problem)[:500], "", None]
