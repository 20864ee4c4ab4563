"""The trusted process of one test file: pytest collects it once, and each test runs in a fork.

    python -m grader.sealed FILE MODULE NAME,NAME SECONDS own|none     frames on descriptors 0 and 1

To this process:    ["run", index, public]      ["answer", answer] | ["gone"]
From this process:  ["collected", [[test], …], [[line, problem], …]]
                    ["ask", key, function, arguments, public]    ["done", outcome]    ["died", why]

A fork per test, live or replayed, so that what one test leaves behind in the test file's own names, for this student or the next,
decides nothing. Memory, files and processor time of a fork have limits; how long it may take by the clock is kept by the grader.
"""

from __future__ import annotations

import ast
import contextlib
import math
import os
import random
import re
import reprlib
import resource
import signal
import sys
import tempfile
import warnings
from collections.abc import Callable, Generator
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from grader import wire
from grader.model import Answer, Call
from grader.sealed import gradescope
from grader.sealed.connection import Connection
from grader.sealed.errors import NotAnswered, StudentCodeStopped
from grader.sealed.remote import RemoteModule, remote

MEMORY_BYTES = 2 << 30
FILE_BYTES = 64 << 20
MAX_TEXT = 4000
LIMIT = wire.MAX_START
SHORT = reprlib.Repr()
SHORT.maxlist = SHORT.maxtuple = SHORT.maxset = SHORT.maxfrozenset = SHORT.maxdict = 20
SHORT.maxstring = SHORT.maxother = 400


class Gone(BaseException):
    """The grader has no answer: what is being run is no longer wanted."""


class Pipe:
    """Frames to and from the grader, both trusted."""

    def __init__(self, source: int, sink: int) -> None:
        self._source, self._sink = source, sink

    def _exactly(self, count: int) -> bytes:
        parts = b""
        while len(parts) < count:
            part = os.read(self._source, count - len(parts))
            if not part:
                os._exit(0)
            parts += part
        return parts

    def receive(self) -> Any:
        size = int.from_bytes(self._exactly(wire.HEADER.size), "big")
        return wire.decode(self._exactly(size), trusted=True)

    def send(self, message: Any) -> None:
        rest = memoryview(wire.encode(message, limit=LIMIT, trusted=True))
        while rest:
            rest = rest[os.write(self._sink, rest) :]


class Serving:
    """The pytest plugin."""

    def __init__(
        self,
        file: Path,
        pipe: Pipe,
        connection: Connection,
        module: RemoteModule,
        seconds: int,
        temporary: str,
    ) -> None:
        self._file, self._pipe, self._connection, self._module = file, pipe, connection, module
        self._seconds, self._temporary = seconds, temporary
        self._problems: list[list[Any]] = []
        self._outcome: dict[str, Any] = {}

    def pytest_configure(self, config: pytest.Config) -> None:
        config.addinivalue_line("markers", "points(number): what the test is worth")
        config.option.tbstyle = "native"  # an option of the terminal's, which is not there

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            line, text = self._problem(report)
            self._problems.append([line, text])

    def _problem(self, report: pytest.CollectReport) -> tuple[int, str]:
        """(line of the test file, what is wrong) of a file that can't be collected."""
        crash = getattr(report.longrepr, "reprcrash", None)
        text = str(report.longrepr)
        line = 1
        for row in text.splitlines():
            found = (
                row.lstrip("E ").rpartition(f"{self._file.name}:")[2]
                if self._file.name in row
                else ""
            )
            digits = found.partition(":")[0]
            if digits.isdigit():
                line = int(digits)
            elif '"' in row and f'{self._file.name}", line ' in row:
                line = int("".join(c for c in row.rpartition("line ")[2] if c.isdigit()) or 1)
        said = crash.message if crash else text.strip().splitlines()[-1].lstrip("E ")
        return line, said.splitlines()[0] if said else "can't be loaded"

    @pytest.hookimpl(tryfirst=True)
    def pytest_assertrepr_compare(self, op: str, left: object, right: object) -> list[str]:
        """Both sides, cut: pytest's own difference of two long values can take minutes."""
        return [f"{SHORT.repr(left)} {op} {SHORT.repr(right)}"]

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self._pipe.send(
            ["collected", [self._described(item) for item in session.items], self._problems]
        )
        while True:
            _, index, public = self._pipe.receive()
            child = os.fork()
            if child == 0:
                self._run(session.items[index], public)
            _, status = os.waitpid(child, 0)
            if status:
                self._pipe.send(["died", _why(status)])

    def _described(self, item: pytest.Item) -> list[Any]:
        """[name, line, docstring, points, visibility, number] of one test."""
        function = getattr(item, "obj", None)
        marker = item.get_closest_marker("points")
        points = float(marker.args[0]) if marker and marker.args else None
        said = gradescope.of(function)
        name = item.nodeid.partition("::")[2]
        doc = " ".join((getattr(function, "__doc__", None) or "").split())
        line = item.location[1]
        skipped = item.get_closest_marker("skip") is not None
        return [
            name,
            0 if line is None else line + 1,
            doc,
            said.weight if points is None else points,
            said.visibility,
            said.number,
            skipped,
        ]

    # --- in the fork ---------------------------------------------------------------------------

    def _run(self, item: pytest.Item, public: bool) -> None:
        """Run one test and end."""
        code = 1
        try:
            resource.setrlimit(resource.RLIMIT_CPU, (self._seconds, self._seconds + 1))
            self._connection.open(self._ask, public)
            space = getattr(getattr(item, "module", None), "__dict__", {})
            self._outcome = {"outcome": "passed", "phase": "", "public": public}
            _seeds_both(self._connection)
            with contextlib.suppress(StudentCodeStopped):
                self._module.rebind([space])
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
            function = getattr(getattr(item, "obj", None), "__func__", getattr(item, "obj", None))
            self._outcome["score"] = gradescope.score(function)
            self._outcome["missing"] = list(dict.fromkeys(self._connection.missing))
            self._pipe.send(["done", self._outcome])
            code = 0
        except Gone:
            code = 0
        finally:
            os._exit(code)

    def _ask(self, call: Call) -> Answer:
        self._pipe.send(["ask", call.key, call.function, call.args, call.public])
        message = self._pipe.receive()
        if message[0] == "gone":
            raise Gone
        answer: Answer = message[1]
        return answer

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        report = yield
        if report.outcome != "passed" and self._outcome.get("outcome") == "passed":
            if hasattr(report, "wasxfail"):
                return report
            self._outcome |= {"outcome": report.outcome, "phase": report.when}
            if call.excinfo is not None:
                self._outcome |= self._failure(call.excinfo, report)
        return report

    def _failure(
        self, info: pytest.ExceptionInfo[BaseException], report: pytest.TestReport
    ) -> dict[str, Any]:
        """What went wrong: ``kind``, ``line`` of the test file, ``said``, a message that is a constant in the source, ``shown``, all
        that pytest says, and ``stopped``, what happened to the student's code."""
        line = next(
            (e.lineno + 1 for e in reversed(info.traceback) if Path(e.path) == self._file), 0
        )
        error, own = info.value, isinstance(info.value, NotAnswered)
        place = getattr(error, "student_line", None)
        crash = getattr(report.longrepr, "reprcrash", None)
        return {
            "kind": _builtin(error),
            "line": line,
            "said": constant_message(self._file, line)
            if isinstance(error, AssertionError | pytest.fail.Exception)
            else "",
            "shown": self._scrubbed(str(crash.message if crash and not own else error)[:MAX_TEXT]),
            "stopped": str(error) if isinstance(error, StudentCodeStopped) else "",
            "raised": list(place) if place else None,
        }

    def _scrubbed(self, text: str) -> str:
        """``text`` without what differs from run to run: addresses, and where temporary files lie."""
        return re.sub(r"0x[0-9a-f]{6,}", "0x…", text).replace(self._temporary, "/tmp")


def _builtin(error: BaseException) -> str:
    return next(
        (k.__name__ for k in type(error).__mro__ if k.__module__ == "builtins"), "Exception"
    )


def constant_message(file: Path, line: int) -> str:
    """The message of the assertion at ``line``, where it is a constant of the source: an f-string may carry what the student sent."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tree = ast.parse(file.read_bytes())
    for node in ast.walk(tree):
        if not isinstance(node, ast.stmt | ast.expr):
            continue
        if not node.lineno <= line <= (node.end_lineno or 0):
            continue
        said: ast.expr | None = None
        if isinstance(node, ast.Assert):
            said = node.msg
        elif isinstance(node, ast.Call) and _name(node.func) in ("fail", "AssertionError"):
            said = node.args[0] if node.args else None
        if isinstance(said, ast.Constant) and isinstance(said.value, str):
            return said.value
    return ""


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _why(status: int) -> str:
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        if number in (signal.SIGXCPU, signal.SIGKILL):
            return "time"
        return signal.Signals(number).name
    return f"exit code {os.WEXITSTATUS(status)}"


def _importable(name: str, module: RemoteModule) -> None:
    """Let ``import`` find the submission, also as a module of packages that are not there."""
    parts = name.split(".")
    child: ModuleType = module
    for k in range(len(parts), 0, -1):
        sys.modules[".".join(parts[:k])] = child
        package = ModuleType(".".join(parts[: k - 1]))
        package.__path__ = []
        setattr(package, parts[k - 1], child)
        child = package


def _seeds_both(connection: Connection) -> None:
    """A test that seeds a source of chance seeds the student's as well: plainly run, the two share it."""
    for which, source in (("random", random), ("numpy", np.random)):
        own = source.seed

        def seed(*arguments: Any, which: str = which, own: Callable[..., None] = own) -> None:
            own(*arguments)
            connection.step("seed", which, list(arguments))

        source.seed = seed  # type: ignore[attr-defined]


def main(arguments: list[str]) -> None:
    file, name, names, seconds, own_operators = arguments
    pipe = Pipe(os.dup(0), os.dup(1))
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1):
        os.dup2(null, descriptor)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES, FILE_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    connection = Connection(remote, own_operators == "own")
    module = RemoteModule(name, connection, tuple(filter(None, names.split(","))))
    _importable(name, module)
    random.seed(0)
    np.random.seed(0)
    gradescope.offer(f"{name.rpartition('.')[2]}.py")
    temporary = tempfile.mkdtemp(prefix="grader-")
    serving = Serving(Path(file), pipe, connection, module, math.ceil(float(seconds)), temporary)
    code = pytest.main(
        [
            file, "-p", "no:terminal", "-p", "no:cacheprovider", "-p", "no:faulthandler", "-p", "no:xdist",
            "-p", "no:randomly", "--capture=sys", "--basetemp", temporary, "--rootdir", str(Path(file).parent), "-c", os.devnull, "--import-mode=prepend",
            "--continue-on-collection-errors",
        ],
        plugins=[serving],
    )  # fmt: skip
    # Only a file without any test, or pytest's own failure, ends the loop before it began.
    pipe.send(
        [
            "collected",
            [],
            serving._problems or [[1, f"pytest collects no test (exit code {int(code)})"]],
        ]
    )
