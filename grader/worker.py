"""The process that runs student code: standard library, numpy and the wire format, nothing else.

It is a fork of a server that has never seen a secret. It reads one frame with the student's cells, runs
them one by one, then reads *one call frame at a time*, by exactly its bytes, so that calls to come
stay in the kernel's pipe and out of this process's memory. Every answer is plain data without any verdict: all
that student code can forge here is its own answers, which is what it is asked for.

Frames to the worker:    ["start", given source, [[source, name, first line], …]]
                         ["call", number, function, arguments | None, times]      ["told", value]
                         ["refused", kind, text]
Frames from the worker:  ["loaded"]  ["cell", name, error | None]  ["ready"]  ["answer", number, answer]
                         ["ask", index, arguments]
"""

from __future__ import annotations
import __future__

import ast
import builtins
import copy
import functools
import importlib.abc
import inspect
import io
import os
import random
import sys
import types
import warnings
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

import grader
from grader import wire
from grader.model import Asked, Formula, Given
from grader.objects import STEP, Objects
from grader.plain import typed

MAX_TEXT = 500
MAX_NAMES = 50
MODULES = sys.stdlib_module_names | {"numpy", "given", "msgspec", "grader"}
"""What can be imported. Where there is no isolation, others may be installed, and a verdict would depend on that."""
# Annotations are not evaluated, so that one naming what isn't there costs nothing; notebooks may await in a cell.
_FLAGS = __future__.annotations.compiler_flag | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT


class NoOthers(importlib.abc.MetaPathFinder):
    """Refuses every module that grading doesn't have, on each machine alike."""

    def find_spec(self, name: str, path: Any, target: Any = None) -> None:
        if name.partition(".")[0] not in MODULES and not name.startswith("_sysconfigdata"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


class Notebook:
    """What a notebook's own names stand for here: whatever is asked of it, nothing happens."""

    def __call__(self, *_: Any, **__: Any) -> None:
        return None

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Notebook()


def add_notebook_names() -> None:
    """Names that every notebook has, for code that was written in one. A student's own names come before them."""
    nothing = Notebook()
    for name, value in {
        "display": nothing,
        "get_ipython": lambda: nothing,
        "In": [],
        "Out": {},
        "_": "",
        "__": "",
        "___": "",
    }.items():
        setattr(builtins, name, value)
    # Cells of a template may run public checks; here they say nothing.
    grader.__dict__.update(case=nothing, check=nothing, hint=nothing, require=nothing)
    otter = types.ModuleType("otter")
    otter.__dict__["Notebook"] = lambda *_, **__: nothing
    sys.modules["otter"] = otter


class Stop(BaseException):
    """The grader closed the pipe: nothing more to do."""


class Link:
    """The two descriptors to the grader."""

    def __init__(self, source: int, sink: int) -> None:
        self._source, self._sink = source, sink

    def _exactly(self, count: int) -> bytes:
        part = os.read(self._source, count)
        if len(part) == count:
            return part
        if not part:
            raise Stop
        parts = [part]
        count -= len(part)
        while count:
            part = os.read(self._source, count)
            if not part:
                raise Stop
            parts.append(part)
            count -= len(part)
        return b"".join(parts)

    def receive(self) -> Any:
        size = int.from_bytes(self._exactly(wire.HEADER.size), "big")
        return wire.decode(self._exactly(size), trusted=True)

    def send(self, message: Any) -> None:
        rest = memoryview(wire.encode(message))
        while rest:
            rest = rest[os.write(self._sink, rest) :]


class Session:
    """One submission: its names, and where its lines stand."""

    def __init__(self, link: Link) -> None:
        self.link = link
        # A module, since dataclasses and others look their own up in sys.modules.
        self.module = types.ModuleType("submission")
        self.names: dict[str, Any] = self.module.__dict__
        self.names["__builtins__"] = __builtins__
        self.names["__file__"] = "submission.py"
        self.places: set[str] = set()

    def load_given(self, source: str) -> None:
        module = types.ModuleType("given")
        module.__file__ = "given.py"
        sys.modules["given"] = module
        exec(compile(source, "given.py", "exec"), module.__dict__)  # noqa: S102

    def run_cell(self, source: str, name: str, first_line: int) -> None:
        """Run one cell and report how it went. Of a statement that failed, what can be run by itself still is."""
        self.places.add(name)
        error: list[Any] | None = None
        text = "\n" * (first_line - 1) + source
        try:
            self._run(text, name)
        except Stop:
            raise
        except BaseException as problem:
            error = self.describe(problem)
            for part in _parts(text) if isinstance(problem, Exception) else ():
                try:
                    self._run(part, name)
                except Stop:
                    raise
                except BaseException:
                    continue  # what failed was told already
        self.link.send(["cell", name, error])

    def _run(self, part: str | ast.Module, name: str) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            code = compile(part, name, "exec", flags=_FLAGS, dont_inherit=True)
        if code.co_flags & inspect.CO_COROUTINE:
            _drive(eval(code, self.names))  # noqa: S307
        else:
            exec(code, self.names)  # noqa: S102

    def describe(self, problem: BaseException) -> list[Any]:
        """["raised", kind, message, place, line] of an exception: what the student needs of it."""
        kind = next(
            (k.__name__ for k in type(problem).__mro__ if k.__module__ == "builtins"), "Exception"
        )
        try:
            message = str(problem)
        except BaseException:
            message = ""
        place, line = "", None
        if isinstance(problem, SyntaxError) and problem.filename in self.places:
            place, line, message = str(problem.filename), problem.lineno, str(problem.msg)
        else:
            step = problem.__traceback__
            while step is not None:
                if step.tb_frame.f_code.co_filename in self.places:
                    place, line = step.tb_frame.f_code.co_filename, step.tb_lineno
                step = step.tb_next
        return ["raised", kind, _plain(message), place, line]

    def callables(self) -> list[str]:
        return [
            name
            for name, value in self.names.items()
            if isinstance(value, types.FunctionType)
            # What was imported is no misspelling of the student's.
            and value.__module__ == self.names.get("__name__")
            and not name.startswith("_")
        ][:MAX_NAMES]

    def argument(self, value: Any, asked: list[int]) -> Any:
        """``value`` with callables made real. ``asked`` counts the ones that stay with the grader."""
        if isinstance(value, Given):
            return getattr(sys.modules["given"], value.name)
        if isinstance(value, Formula):
            code = _compiled(f"lambda {', '.join(value.parameters)}: {value.source}")
            return eval(code, {"np": np, **value.constants})  # noqa: S307
        if isinstance(value, Asked):
            asked[0] += 1
            return self._asking(asked[0] - 1)
        if isinstance(value, list):
            return [self.argument(item, asked) for item in value]
        if isinstance(value, tuple):
            return tuple(self.argument(item, asked) for item in value)
        return value

    def _asking(self, index: int) -> Callable[..., Any]:
        def ask(*arguments: Any) -> Any:
            self.link.send(["ask", index, list(arguments)])
            message = self.link.receive()
            if message[0] == "told":
                return message[1]
            raise {"ValueError": ValueError}.get(message[1], TypeError)(message[2])

        return ask

    def call(self, function: str, arguments: tuple[Any, ...] | None, times: int = 1) -> list[Any]:
        """The answer to one call, as a list the grader validates; of several with the same arguments that to the last."""
        if function not in self.names:
            return ["missing", self.callables()]
        target = self.names[function]
        if arguments is None:
            return self._returned(target, [], [])
        if not callable(target):
            return ["unreadable", f"{typed(type(target))}; `{function}` is due as a function"]
        counter = [0]
        made = tuple([self.argument(value, counter) for value in arguments])
        if not _accepts(target, made):
            return ["signature", _plain(str(inspect.signature(target)))]
        before = [_state(value) for value in made]
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            try:
                for _ in range(times):
                    value = target(*made)
            except Stop:
                raise
            except BaseException as problem:
                return self.describe(problem)
        mutated = [k for k, old in enumerate(before) if _state(made[k]) != old]
        return self._returned(value, mutated, sorted({w.category.__name__ for w in caught}))

    def _returned(self, value: Any, mutated: list[int], categories: list[str]) -> list[Any]:
        # Tuples travel as lists, and an exercise may ask for a list or a tuple.
        form = ["tuple"] if issubclass(type(value), tuple) else []
        return ["returned", value, mutated, categories[:5], *form]

    def answer(self, number: int, answer: list[Any]) -> None:
        """Send an answer; one whose value can't travel becomes one that says why."""
        try:
            self.link.send(["answer", number, answer])
        except wire.NotPortable as problem:
            self.link.send(["answer", number, ["unreadable", _plain(str(problem))]])
        except wire.Malformed:
            self.link.send(["answer", number, ["toobig"]])


def _drive(awaiting: Any) -> None:
    """Run what a cell awaits, where no event loop can be had: all that only gives way to others."""
    try:
        while awaiting.send(None) is None:
            pass
    except StopIteration:
        return
    awaiting.close()
    raise RuntimeError("what is awaited here needs an event loop, which grading doesn't have")


def _parts(text: str) -> Iterator[ast.Module]:
    """What of a single statement that failed may be run alone: each name of an import, a function without its
    decorators."""
    try:
        [statement] = ast.parse(text).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    if isinstance(statement, ast.Import | ast.ImportFrom) and len(statement.names) > 1:
        names, statements = statement.names, []
        for one in names:
            alone = copy.copy(statement)
            alone.names = [one]
            statements.append(alone)
        yield from (ast.Module(body=[one], type_ignores=[]) for one in statements)
    elif isinstance(statement, ast.FunctionDef) and statement.decorator_list:
        statement.decorator_list = []
        yield ast.Module(body=[statement], type_ignores=[])


class Requests:
    """Calls and steps in the order in which they come; ``number`` is the last one's, which its answer bears, and ``times`` how often it
    is to be made."""

    def __init__(self, session: Session, cells: list[list[Any]]) -> None:
        self._session, self._cells = session, cells
        self.number, self.times = 0, 1

    def receive(self) -> tuple[str, Any]:
        _, self.number, function, arguments, self.times = self._session.link.receive()
        return function, arguments

    def answer_step(self, answer: list[Any]) -> None:
        self._session.answer(self.number, ["returned", answer, [], []])

    def program(self) -> None:
        """Run the cells from the first to the last as one program, with names of its own."""
        names = {"__name__": "__main__", "__builtins__": __builtins__}
        for source, name, first_line in self._cells:
            code = compile("\n" * (first_line - 1) + source, name, "exec", dont_inherit=True)
            exec(code, names)  # noqa: S102


@functools.lru_cache(maxsize=256)
def _compiled(source: str) -> types.CodeType:
    return compile(source, "<string>", "eval")


def _accepts(target: Any, arguments: Sequence[Any]) -> bool:
    """Whether ``target`` can be called with these positional arguments."""
    if type(target) is types.FunctionType:
        code = target.__code__
        # CO_VARARGS; keyword-only parameters would need inspect's full rules.
        if not code.co_flags & 0x04 and not code.co_kwonlyargcount:
            least = code.co_argcount - len(target.__defaults__ or ())
            return least <= len(arguments) <= code.co_argcount
    try:
        inspect.signature(target).bind(*arguments)
    except TypeError:
        return False
    except ValueError:
        return True  # a built-in without a signature: the call itself will tell
    return True


def _plain(text: str) -> str:
    """``text`` cut and without what can't be written as UTF-8."""
    return text[:MAX_TEXT].encode("utf-8", "replace").decode()


def _state(value: Any) -> Any:
    """What changes when an argument is changed in place."""
    kind = type(value)
    if kind is np.ndarray:
        return value.shape, value.dtype, value.tobytes()
    if kind is list or kind is tuple:
        return [_state(item) for item in value]
    return value if kind in (int, float, str, bool) else None


def serve(source: int, sink: int) -> None:
    """Serve one submission over the two descriptors, until the grader closes ``source``."""
    link = Link(source, sink)
    session = Session(link)
    try:
        _, given, cells = link.receive()
        # Chance must not decide a grade: what a student draws unseeded is the same on every run.
        random.seed(0)
        if "numpy.random" in sys.modules or any("random" in text for text, _, _ in cells):
            # Loading it takes a tenth of what NumPy itself takes, which a student's desk need not wait for.
            np.random.seed(0)
        session.load_given(given)
        sys.modules["submission"] = session.module
        sys.meta_path.insert(0, NoOthers())
        add_notebook_names()
        link.send(["loaded"])
        for text, name, first_line in cells:
            session.run_cell(text, name, first_line)
        link.send(["ready"])
        requests = Requests(session, cells)
        objects = Objects(
            session.names,
            receive=requests.receive,
            send=requests.answer_step,
            describe=session.describe,
            program=requests.program,
            stop=Stop,
        )
        while True:
            function, arguments = requests.receive()
            if function.startswith(STEP):
                objects.step(function, arguments)
            else:
                session.answer(requests.number, session.call(function, arguments, requests.times))
    except Stop:
        pass


def take_descriptors() -> tuple[int, int]:
    """Move the pipes from 0 and 1 out of the way: student code gets an empty stdin, and its prints go
    where stderr goes. Returns (source, sink)."""
    source, sink = os.dup(0), os.dup(1)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    os.dup2(2, 1)
    # Unbuffered: what was printed before a hang must not be lost.
    sys.stdout = io.TextIOWrapper(
        io.FileIO(1, "wb", closefd=False), "utf-8", "backslashreplace", write_through=True
    )
    sys.stderr = io.TextIOWrapper(
        io.FileIO(2, "wb", closefd=False), "utf-8", "backslashreplace", write_through=True
    )
    sys.stdin = io.StringIO()
    return source, sink


def main() -> None:
    """The worker as a program of its own: frames on stdin and stdout (where there is no fork)."""
    serve(*take_descriptors())
    os._exit(0)
