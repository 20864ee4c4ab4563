"""The grader's end of a test file's process: what tests there are, and what came of one with a given ``Ask``."""

from __future__ import annotations

import atexit
import contextlib
import hashlib
import os
import select
import subprocess
import sys
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Any, final

import msgspec

from grader import wire
from grader.model import Answer, Call, Record

SILENT_SECONDS = 120.0
"""How long a test may do neither anything of its own nor of the student's. Its processor time has a limit of its own, so this is
for tests that sleep or wait."""
MOST_PROCESSES = 8
Ask = Callable[[Call], Answer]


class Broken(Exception):
    """The test file is not a test file. ``line`` is the line at fault, ``file`` where that is."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(problem)
        self.line, self.problem = line, problem
        self.file: Path | None = None

    def at(self, file: Path) -> Broken:
        self.file = file
        return self


class Test(Record, frozen=True):
    """One test that pytest collects from a file. ``points`` None: its share of what the file is worth."""

    __test__ = False

    name: str
    line: int
    doc: str = ""
    points: float | None = None
    visibility: str = ""
    number: str = ""
    skipped: bool = False


class Outcome(Record, frozen=True):
    """What came of a test.

    ``outcome``: "passed", "failed", "skipped", or "died" where the test itself ended or took too long. ``kind``: the built-in class of
    what was raised; ``line``: where in the test file; ``said``: an assertion's message that is a constant; ``shown``: pytest's own
    words, which may hold what the student sent; ``stopped``: how the student's code ended; ``raised``: the place and line of the
    student's own exception; ``missing``: names that the submission does not define; ``score`` by ``@partial_credit``.
    """

    outcome: str
    phase: str = ""
    public: bool = False
    kind: str = ""
    line: int = 0
    said: str = ""
    shown: str = ""
    stopped: str = ""
    raised: tuple[str, int | None] | None = None
    missing: tuple[str, ...] = ()
    score: float | None = None


class Setting(Record, frozen=True):
    """What a test file finds: the submission's ``module``, the ``names`` that ``import *`` brings, ``seconds`` of processor time
    for each test, and whether objects compare themselves (``remote.py``)."""

    module: str
    names: tuple[str, ...]
    seconds: float
    own_operators: bool = False

    def arguments(self) -> tuple[str, ...]:
        own = "own" if self.own_operators else "none"
        return self.module, ",".join(self.names), f"{self.seconds:g}", own


def _environment() -> dict[str, str]:
    """Options that are meant for another pytest have no say. A test must do the same on the record as live; under CI hypothesis
    draws the same examples each time."""
    others = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")}
    return {**others, "PYTHONHASHSEED": "0", "CI": "true"}


@final
class TestProcess:
    """One test file, collected. Starts with the first question, ends with the program."""

    __test__ = False

    def __init__(self, file: Path, setting: Setting) -> None:
        # Frames over a pipe that two processes read in turn: what is left unread of one must not be buffered in another.
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "grader.sealed", file, *setting.arguments()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            start_new_session=True,
            env=_environment(),
        )
        self.tests: tuple[Test, ...] = ()
        _, tests, problems = self._receive()
        if problems:
            self.close()
            raise Broken(*problems[0])
        fields = Test.__struct_fields__
        self.tests = tuple(Test(**dict(zip(fields, test, strict=True))) for test in tests)

    def run(self, index: int, ask: Ask, public: bool) -> Outcome:
        """Run one test over ``ask``; whatever ``ask`` raises comes out as it is."""
        self._send(["run", index, public])
        while True:
            message = self._receive()
            match message:
                case ["ask", key, function, args, asked_public]:
                    call = Call(key=key, function=function, args=tuple(args), public=asked_public)
                    try:
                        answer = ask(call)
                    except BaseException:
                        self._send(["gone"])
                        raise
                    self._send(["answer", answer])
                case ["done", dict() as found]:
                    return msgspec.convert(found, Outcome)
                case ["died", why]:
                    return Outcome(outcome="died", kind=str(why), public=public)
                case _:
                    raise RuntimeError(f"a test's process said {message!r}")

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def close(self) -> None:
        with contextlib.suppress(OSError):
            os.killpg(self._process.pid, 9)
        for end in (self._process.stdin, self._process.stdout):
            if end is not None:
                with contextlib.suppress(OSError):
                    end.close()
        self._process.wait()

    def _send(self, message: Any) -> None:
        assert self._process.stdin is not None
        rest = memoryview(wire.encode(message, limit=wire.MAX_START, trusted=True))
        while rest:
            rest = rest[self._process.stdin.write(rest) or 0 :]

    def _receive(self) -> list[Any]:
        size = int.from_bytes(self._exactly(wire.HEADER.size), "big")
        message: list[Any] = wire.decode(self._exactly(size), trusted=True)
        return message

    def _exactly(self, count: int) -> bytes:
        assert self._process.stdout is not None
        parts = b""
        while len(parts) < count:
            ready, _, _ = select.select([self._process.stdout], [], [], SILENT_SECONDS)
            part = self._process.stdout.read(count - len(parts)) if ready else b""
            if not part:
                self.close()
                raise Silent("waits without end" if not ready else "ended pytest itself")
            parts += part
        return parts


class Silent(Exception):
    """A test's process ended or said nothing for too long; it is gone."""


_running: OrderedDict[tuple[Any, ...], TestProcess] = OrderedDict()


def tests_of(file: Path, setting: Setting) -> tuple[Test, ...]:
    """The tests that pytest collects from ``file``. Raises :class:`Broken`."""
    try:
        return _process(file, setting).tests
    except Silent as problem:
        raise Broken(1, f"while pytest collects its tests, it {problem}") from None


def run(file: Path, setting: Setting, index: int, ask: Ask, public: bool) -> Outcome:
    """What comes of the test at ``index``. Whatever ``ask`` raises comes out as it is."""
    try:
        return _process(file, setting).run(index, ask, public)
    except Silent as problem:
        return Outcome(outcome="died", kind=str(problem), public=public)


def _process(file: Path, setting: Setting) -> TestProcess:
    digest = hashlib.sha256(file.read_bytes()).digest()
    # A pool's processes are forks of one that may have started some.
    key = (os.getpid(), file, digest, setting)
    found = _running.get(key)
    if found is None or not found.alive:
        found = _running[key] = TestProcess(file, setting)
        while len(_running) > MOST_PROCESSES:
            old, process = _running.popitem(last=False)
            if old[0] == os.getpid():
                process.close()
    _running.move_to_end(key)
    return found


@atexit.register
def _end() -> None:
    for (pid, *_), process in _running.items():
        if pid == os.getpid():
            process.close()
