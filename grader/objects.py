"""The student's objects, worked by a test that lives elsewhere. Runs in the worker, beside student code.

One *step* asks one thing of one object: read an attribute, call, apply an operator. Its answer is

    ["value", tree, changes, printed, errors]           what came of it
    ["raised", built-in kind, problem, message, place, line, changes, printed, errors]
                                                        ``problem``: names of its classes, its arguments, and itself
    ["missing", name]                                   the submission does not define what the step names
    ["called", function, arguments, arguments by name, printed, errors]    the code called a function of the test's and waits

``changes`` are the mutable arguments that the code changed in place, as [index, tree]. While the code waits for a function of the
test's, further steps may come, since that function may use objects too; a ``reply`` or ``throw`` lets it go on. Nothing here is a
secret or a verdict, and all of it could be forged by the code it serves: the other side believes none of it more than an answer.
"""

from __future__ import annotations

import builtins
import contextlib
import copy
import io
import math
import operator
import random
import sys
import types
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from grader import trees
from grader.trees import Elsewhere, Foreign, Handle, Named, TooDeep, Tree

STEP = "@"
"""What the function of a call begins with that is a step; no name of Python's does."""
INPUT, READLINE = -1, -2
"""The functions of the test's that stand for ``input`` and for reading a line from stdin."""
MAX_PRINTED = 64 << 10
MAX_TEXT = 500
MUTABLE = (list, dict, set, bytearray)

OPERATORS: dict[str, Callable[..., Any]] = {
    name: getattr(operator, name)
    for name in ["getitem", "setitem", "delitem", "contains", "add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul", "and_", "or_", "xor", "lshift", "rshift", "iadd", "isub", "imul", "itruediv", "ifloordiv", "imod", "ipow", "imatmul", "iand", "ior", "ixor", "neg", "pos", "abs", "invert", "eq", "lt", "le", "gt", "ge"]
} | {
    "len": len, "iter": iter, "next": next, "str": str, "repr": repr, "float": float, "int": int, "complex": complex,
    "index": operator.index, "round": round, "bool": bool, "reversed": reversed, "hash": hash, "dir": dir,
    "isinstance": isinstance, "format": format, "bytes": bytes, "plain": trees.plain_base, "divmod": divmod,
    "floor": math.floor, "ceil": math.ceil, "trunc": math.trunc, "copy": copy.copy, "deepcopy": copy.deepcopy,
}  # fmt: skip


class _Printed(io.TextIOBase):
    """Takes what is printed during a step, up to a limit."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._room = MAX_PRINTED

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if self._room > 0:
            part = str(text)[: self._room]
            self._parts.append(part)
            self._room -= len(part)
        return len(text)

    def taken(self) -> str:
        text = "".join(self._parts)
        self._parts = []
        return _plain(text, MAX_PRINTED)


class _Stdin(io.TextIOBase):
    """The test's stdin, asked for line by line."""

    def __init__(self, ask: Callable[[], str]) -> None:
        self._ask = ask

    def readable(self) -> bool:
        return True

    def readline(self, size: int = -1) -> str:  # type: ignore[override]
        return self._ask()

    def read(self, size: int | None = -1) -> str:
        return "".join(iter(self._ask, ""))

    def __next__(self) -> str:  # type: ignore[override]
        line = self._ask()
        if not line:
            raise StopIteration
        return line


def _current() -> tuple[Any, ...]:
    return sys.stdout, sys.stderr, sys.stdin, builtins.input


@contextlib.contextmanager
def _streams(*streams: Any) -> Iterator[None]:
    """``print`` and ``input`` work with these (stdout, stderr, stdin, input) meanwhile."""
    saved = _current()
    sys.stdout, sys.stderr, sys.stdin, builtins.input = streams
    try:
        yield
    finally:
        sys.stdout, sys.stderr, sys.stdin, builtins.input = saved


class Objects:
    """The objects of one submission by their numbers.

    ``names``: the submission's own. ``receive`` gives the next step, ``send`` takes an answer, ``describe`` tells of an exception as
    the worker does, ``program`` runs the submission from its beginning as a program would run. ``stop`` is no exception of the code's.
    """

    def __init__(
        self,
        names: dict[str, Any],
        receive: Callable[[], tuple[str, Sequence[Any]]],
        send: Callable[[list[Any]], None],
        describe: Callable[[BaseException], list[Any]],
        program: Callable[[], None],
        stop: type[BaseException],
    ) -> None:
        self._names, self._receive, self._send = names, receive, send
        self._describe, self._program, self._stop = describe, program, stop
        self._kept: list[Any] = []
        self._numbers: dict[int, int] = {}
        self._foreign: dict[int, tuple[Any, Tree]] = {}
        self._out, self._err = _Printed(), _Printed()
        self._outside: tuple[Any, ...] = ()

    # --- values --------------------------------------------------------------------------------

    def _keep(self, value: Any) -> Tree:
        """The tree of an object that is not plain: the plain value it holds, where its class is a library's, or a handle."""
        kind = type(value)
        if id(value) in self._foreign:
            return self._foreign[id(value)][1]
        if getattr(kind, "__module__", "") != self._names["__name__"]:
            base = trees.plain_base(value)
            if base is not value:
                return trees.fold(base, self._keep)
        number = self._numbers.get(id(value))
        if number is None:
            number = self._numbers[id(value)] = len(self._kept)
            self._kept.append(value)
        name = kind.__name__ if not isinstance(value, type) else value.__name__
        return trees.spelled(Handle(number=number, kind=str(name)[:100], what=_what(value)))

    def _real(self, one: Elsewhere) -> Any:
        if isinstance(one, Foreign):
            made = self._items(one.number) if one.iterator else self._function(one.number)
            self._foreign[id(made)] = made, trees.spelled(one)
            return made
        return self._names[one.name] if isinstance(one, Named) else self._kept[one.number]

    def _items(self, number: int) -> Iterator[Any]:
        with contextlib.suppress(StopIteration):
            while True:
                yield self._ask_test(number, (), {})

    def _function(self, number: int) -> Callable[..., Any]:
        def function(*arguments: Any, **named: Any) -> Any:
            return self._ask_test(number, arguments, named)

        return function

    # --- steps ---------------------------------------------------------------------------------

    def step(self, name: str, arguments: Sequence[Any]) -> None:
        """Take one step and send its answer."""
        if name == STEP + "run":
            self._send(self._run(arguments[0], arguments[1][1:]))
            return
        if name == STEP + "names":
            self._send(["value", self._plain_names(arguments[0][1:]), [], "", ""])
            return
        try:
            made = [trees.unfold(tree, self._real) for tree in arguments]
        except KeyError as unknown:
            self._send(["missing", str(unknown.args[0])])
            return
        before = [
            (k, at, _copied(trees.fold(value, _nothing))) for k, at, value in _mutable(name, made)
        ]
        outside, self._outside = self._outside, _current()
        try:
            with _streams(self._out, self._err, _Stdin(self._line), self._input):
                value = self._do(name.removeprefix(STEP), made)
            head = ["value", trees.fold(value, self._keep)]
        except TooDeep as problem:
            head = ["raised", "TypeError", None, _plain(str(problem)), "", None]
        except self._stop:
            raise
        except BaseException as problem:
            _, kind, message, place, line = self._describe(problem)
            head = ["raised", kind, self._problem(problem), message, place, line]
        finally:
            self._outside = outside
        changes = []
        for (k, at, old), (_, _, value) in zip(before, _mutable(name, made), strict=True):
            new = trees.fold(value, self._keep)
            if not _same(old, new):
                changes.append([k, at, new])
        self._send([*head, changes, self._out.taken(), self._err.taken()])

    def _do(self, name: str, made: list[Any]) -> Any:
        match name, made:
            case "name", [value]:
                return value
            case "get", [target, str() as attribute]:
                return getattr(target, attribute)
            case "set", [target, str() as attribute, value]:
                return setattr(target, attribute, value)
            case "define", [str() as wanted, value]:
                self._names[wanted] = value
                return None
            case "delete", [target, str() as attribute]:
                return delattr(target, attribute)
            case "call", [target, list() as arguments, dict() as named]:
                return target(*arguments, **named)
            case "special", [target, str() as method, list() as arguments]:
                return getattr(type(target), method)(target, *arguments)
            case "is", [one, other]:
                return one is other
            case "alike", [target]:
                return _compares(type(target)), trees.plain_base(target)
            case "instance", [target, kind]:
                return _is_subclass(type(target), kind)
            case "subclass", [target, kind]:
                return isinstance(target, type) and _is_subclass(target, kind)
            case "seed", [str() as which, list() as arguments]:
                source = random if which == "random" else sys.modules["numpy"].random
                source.seed(*arguments)
                return None
            case _ if name in OPERATORS:
                return OPERATORS[name](*made)
        raise TypeError(f"no such step as {name[:20]!r}")

    def _plain_names(self, wanted: Sequence[str]) -> Tree:
        """Those of the ``wanted`` names that stand for plain data or exceptions, with them, as the tree of a dict."""
        tree: Tree = ["d"]
        for name in wanted:
            if name in self._names and (
                not callable(self._names[name]) or _what(self._names[name]) == "exception"
            ):
                with contextlib.suppress(TooDeep):
                    value = trees.fold(self._names[name], self._keep)
                    if type(value) is not list or value[0] != "h" or value[3] == "exception":
                        tree += (name, value)
        return tree

    def _problem(self, problem: BaseException) -> Tree:
        """The names of an exception's own classes, its arguments and itself."""
        names = [k.__name__[:100] for k in _classes(type(problem)) if k.__module__ != "builtins"]
        try:
            arguments = trees.fold(BaseException.__dict__["args"].__get__(problem), self._keep)
        except TooDeep:
            arguments = ["t"]
        return ["t", ["l", *names[:10]], arguments, self._keep(problem)]

    # --- what the code asks of the test --------------------------------------------------------

    def _ask_test(self, number: int, arguments: Sequence[Any], named: dict[str, Any]) -> Any:
        """Call a function of the test's: send the question, take steps until the reply comes."""
        question = [
            trees.fold(list(arguments), self._keep),
            trees.fold(dict(named), self._keep),
        ]
        with _streams(*self._outside):
            self._send(["called", number, *question, self._out.taken(), self._err.taken()])
            while (step := self._receive())[0] not in (STEP + "reply", STEP + "throw"):
                self.step(*step)
        name, rest = step
        if name == STEP + "reply":
            return trees.unfold(rest[0], self._real)
        raise getattr(builtins, rest[0], RuntimeError)(rest[1])

    def _input(self, *prompt: Any) -> str:
        return str(self._ask_test(INPUT, [str(text) for text in prompt[:1]], {}))

    def _line(self) -> str:
        return str(self._ask_test(READLINE, [], {}))

    # --- programs ------------------------------------------------------------------------------

    def _run(self, stdin: str, arguments: list[str]) -> list[Any]:
        """The submission from its beginning, as ``__main__``: ["value", (output, errors, exit code)]."""
        out, err = _Printed(), _Printed()
        saved, sys.argv = sys.argv, ["submission", *arguments]
        code: Any = 0
        try:
            with _streams(out, err, io.StringIO(stdin), builtins.input):
                self._program()
        except SystemExit as end:
            code = end.code
            if code is None:
                code = 0
            elif type(code) is not int:
                err.write(f"{code}\n")
                code = 1
        except self._stop:
            raise
        except BaseException as problem:
            _, kind, message, place, line = self._describe(problem)
            where = f"{place}, line {line}: " if line else ""
            err.write(f"{where}{kind}: {message}\n")
            code = 1
        finally:
            sys.argv = saved
        return ["value", ["t", out.taken(), err.taken(), code], [], "", ""]


def _mutable(name: str, made: list[Any]) -> list[tuple[int, Any, Any]]:
    """The arguments of a call, or the operands of an operator, that the code may change: where they stand, and themselves."""
    if name == STEP + "call" and len(made) == 3:
        found = [(1, k, value) for k, value in enumerate(made[1])]
        found += [(2, key, value) for key, value in made[2].items()]
    elif name in (STEP + "get", STEP + "name"):
        return []
    else:
        found = [(0, k, value) for k, value in enumerate(made)]
    return [one for one in found if isinstance(one[2], MUTABLE) or _is_array(one[2])]


_classes: Callable[[type], tuple[type, ...]] = type.__dict__["__mro__"].__get__
"""A class and its bases, as Python has them, whatever its metaclass says."""


def _is_subclass(one: type, kind: Any) -> bool:
    return any(known is kind for known in _classes(one))


def _compares(kind: type) -> bool:
    """Whether a class has an ``==`` of its own."""
    return next(k for k in _classes(kind) if "__eq__" in vars(k)) is not object


def _is_array(value: Any) -> bool:
    return type(value).__module__ == "numpy" and type(value).__name__ == "ndarray"


def _nothing(value: Any) -> Tree:
    return ["h", -1, type(value).__name__, "object"]


def _copied(tree: Tree) -> Tree:
    """A tree whose arrays are its own."""
    if isinstance(tree, list):
        return [_copied(part) for part in tree]
    return tree.copy() if _is_array(tree) else tree


def _same(one: Tree, other: Tree) -> bool:
    """Whether two trees are equal, NaN to NaN, without asking anything of a student's object."""
    if type(one) is not type(other):
        return False
    if isinstance(one, list):
        if one[:1] == ["h"] == other[:1]:
            return True
        return len(one) == len(other) and all(map(_same, one, other))
    if _is_array(one):
        return bool(
            one.shape == other.shape
            and one.dtype == other.dtype
            and one.tobytes() == other.tobytes()
        )
    return bool(one == other or (one != one and other != other))


def _what(value: Any) -> str:
    if isinstance(value, type):
        return "exception" if issubclass(value, BaseException) else "class"
    if isinstance(value, types.FunctionType | types.BuiltinFunctionType):
        return "function"
    if isinstance(value, types.MethodType):
        return "method"
    return "module" if isinstance(value, types.ModuleType) else "object"


def _plain(text: str, most: int = MAX_TEXT) -> str:
    return text[:most].encode("utf-8", "replace").decode()
