"""Steps of a test, one after the other, over one ``Ask``: values out as trees, answers in as what they stand for.

What comes in is hostile: anything that is not an answer ends the test as the student's.
"""

from __future__ import annotations

import builtins
import contextlib
import sys
from collections.abc import Callable
from typing import Any

from grader import trees
from grader.model import (
    Answer,
    BadSignature,
    Call,
    Died,
    Missing,
    Raised,
    Returned,
    TimedOut,
    TooBig,
)
from grader.objects import INPUT, READLINE, STEP
from grader.sealed.copying import copy_back
from grader.sealed.errors import NotDefined, Problem, StudentCodeStopped, exception, named
from grader.trees import Elsewhere, Foreign, Handle, Named, Tree

ODD = "your code broke the protocol"
LOADING = "the submission can be used inside tests and fixtures, not while the test file loads"
MAX_STEPS = 20_000
"""Steps that one test may take: an iteration of the student's may have no end."""


class Outside:
    """What stands for an object of the student's."""

    __slots__ = ("_connection_", "_elsewhere_")


def elsewhere(remote: Any) -> Handle | Named:
    """What a remote object stands for."""
    one: Handle | Named = object.__getattribute__(remote, "_elsewhere_")
    return one


class Connection:
    """Steps in order, over one ``Ask``. Between tests there is none: a module may not use the student's code while it loads."""

    def __init__(
        self, remote: Callable[[Connection, Handle | Named], Any], own_operators: bool = False
    ) -> None:
        self._remote = remote
        self.own_operators = own_operators
        self._remotes: dict[int, Any] = {}
        self._known: dict[Any, Any] = {}
        self._ask: Callable[[Call], Answer] | None = None
        self._steps = 0
        self._foreign: list[Callable[..., Any]] = []
        self.public = False
        self.missing: list[str] = []
        """Names that the test wanted and the submission does not have."""

    def open(self, ask: Callable[[Call], Answer], public: bool) -> None:
        self._ask, self.public, self._steps = ask, public, 0
        self._foreign, self.missing, self._remotes, self._known = [], [], {}, {}

    @property
    def is_open(self) -> bool:
        return self._ask is not None

    def step(self, name: str, *arguments: Any) -> Any:
        """One step; what it gives, or what the student's code raised."""
        mutable: list[Any] = list(arguments)
        folded = [self._fold(argument) for argument in arguments]
        payload = self._request(name, folded)
        while payload[0] == "called":
            payload = self._request(*self._reply(payload))
        return self._result(payload, mutable)

    def once(self, key: Any, name: str, *arguments: Any) -> Any:
        """A step whose answer stays as it is: a class that a name stands for, whether an object is of a class."""
        if key not in self._known:
            self._known[key] = self.step(name, *arguments)
        return self._known[key]

    def forget(self, key: Any) -> None:
        self._known.pop(key, None)

    def _request(self, name: str, folded: list[Tree]) -> list[Any]:
        if self._ask is None:
            raise StudentCodeStopped(LOADING)
        self._steps += 1
        if self._steps > MAX_STEPS:
            raise StudentCodeStopped(f"more than {MAX_STEPS} steps in one test")
        key = f"step {self._steps}"
        call = Call(key=key, function=STEP + name, args=tuple(folded), public=self.public)
        match self._ask(call):
            case Returned(value=["missing", str() as wanted]):
                self.missing.append(wanted)
                raise NotDefined(f"the submission does not define {wanted!r}")
            case Returned(value=["value" | "raised" | "called", *_] as payload):
                return list(payload)
            case TimedOut(seconds=seconds):
                raise StudentCodeStopped(f"your code took longer than {seconds:g} seconds")
            case Died(why=why):
                raise StudentCodeStopped(f"your code ended the process ({why})")
            case TooBig():
                raise TypeError("your code returned more than can be sent")
            case Missing() | BadSignature() | Raised():
                raise StudentCodeStopped("your code stopped")
            case other:
                raise TypeError(f"your code returned {getattr(other, 'why', 'something odd')}")

    # --- values --------------------------------------------------------------------------------

    def _fold(self, value: Any) -> Tree:
        return trees.fold(value, self._kept)

    def _kept(self, value: Any) -> Tree:
        if isinstance(value, Outside):
            return trees.spelled(elsewhere(value))
        base = trees.plain_base(value)
        if base is not value:
            return self._fold(base)
        iterator = not callable(value) and hasattr(type(value), "__next__")
        if iterator or callable(value):
            self._foreign.append(value.__next__ if iterator else value)
            return trees.spelled(Foreign(number=len(self._foreign) - 1, iterator=iterator))
        raise TypeError(f"a {type(value).__name__} of the test's can't be sent to the submission")

    def unfold(self, tree: Tree) -> Any:
        return trees.unfold(tree, self._real)

    def _received(self, tree: Tree) -> Any:
        try:
            return self.unfold(tree)
        except (trees.BadTree, LookupError, RecursionError):
            raise StudentCodeStopped(ODD) from None

    def _real(self, one: Elsewhere) -> Any:
        if isinstance(one, Foreign):
            return self._foreign[one.number]
        if isinstance(one, Named):
            return self._remote(self, one)
        if one.what == "exception":
            return named(one.kind)
        # One object is one object here, too, so that `is` holds.
        if one.number not in self._remotes:
            self._remotes[one.number] = self._remote(self, one)
        return self._remotes[one.number]

    def _result(self, payload: list[Any], arguments: list[Any]) -> Any:
        match payload:
            case ["value", tree, list() as changes, str() as printed, str() as errors]:
                _print(printed, errors)
                self._change(changes, arguments)
                return self._received(tree)
            case [
                "raised",
                str() as kind,
                problem,
                str() as message,
                str() as place,
                line,
                list() as changes,
                str() as printed,
                str() as errors,
            ] if line is None or type(line) is int:
                _print(printed, errors)
                self._change(changes, arguments)
                raise exception(kind, self._classes(problem), message, place, line)
        raise StudentCodeStopped(ODD)

    def _classes(self, problem: Tree) -> Problem:
        """What came with an exception: its classes' names, its arguments, and itself."""
        match self._received(problem):
            case (list() as names, tuple() as arguments, own) if all(type(n) is str for n in names):
                return Problem(tuple(names), arguments, own)
        return Problem()

    def _change(self, changes: list[Any], arguments: list[Any]) -> None:
        for change in changes:
            match change:
                case [int() as group, (int() | str()) as at, tree]:
                    now = self._received(tree)
                    with contextlib.suppress(LookupError, TypeError):
                        held: Any = arguments[group] if group else arguments
                        copy_back(held[at], now)
                case _:
                    raise StudentCodeStopped(ODD)

    # --- functions of the test's ---------------------------------------------------------------

    def _reply(self, payload: list[Any]) -> tuple[str, list[Tree]]:
        """What to answer the student's code, which called a function of the test's and waits."""
        match payload:
            case [_, int() as number, arguments, named, str() as printed, str() as errors]:
                _print(printed, errors)
                given, by_name = self._received(arguments), self._received(named)
            case _:
                raise StudentCodeStopped(ODD)
        if (
            type(given) is not list
            or type(by_name) is not dict
            or not set(map(type, by_name)) <= {str}
        ):
            raise StudentCodeStopped(ODD)
        function = self._function(number)
        try:
            return "reply", [self._fold(function(*given, **by_name))]
        except Exception as problem:
            kind = next(k.__name__ for k in type(problem).__mro__ if k.__module__ == "builtins")
            text = problem.args[0] if len(problem.args) == 1 else problem
            return "throw", [kind, str(text)[:500]]

    def _function(self, number: int) -> Callable[..., Any]:
        if number == INPUT:
            return _read_input
        if number == READLINE:
            return _read_line
        if not 0 <= number < len(self._foreign):
            raise StudentCodeStopped(ODD)
        return self._foreign[number]


def _print(printed: str, errors: str) -> None:
    """What the student's code printed, where ``capsys`` finds it."""
    if printed:
        sys.stdout.write(printed)
    if errors:
        sys.stderr.write(errors)


_INPUT = builtins.input


def _read_input(*prompt: str) -> str:
    """``input()`` of the student's code: what the test has put in its place, or a line of the test's stdin."""
    if builtins.input is not _INPUT:
        return builtins.input(*prompt)
    sys.stdout.write("".join(prompt))
    line = _read_line()
    if not line:
        raise EOFError("EOF when reading a line")
    return line.rstrip("\n")


def _read_line() -> str:
    if builtins.input is not _INPUT:
        try:
            return f"{builtins.input()}\n"
        except (EOFError, StopIteration):
            return ""
    try:
        return sys.stdin.readline()
    except OSError:  # pytest's stand-in for a stdin that a test has not set
        return ""
