"""Calling a student's functions on public cases, from inside Otter's kernel, with NumPy alone.

On Linux the calls are made and judged in a fork of the kernel, which may hang or die without harm: the call at hand gets that
for an answer, and a fresh fork goes on with the rest. Elsewhere a call that hangs is stopped by an exception from a
timer, and one that ends the process ends the kernel.
"""

from __future__ import annotations

import builtins
import contextlib
import ctypes
import difflib
import importlib
import inspect
import io
import json
import linecache
import os
import select
import signal
import sys
import threading
import types
import warnings
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from grader.plain import held, typed

FORKS = sys.platform == "linux" and hasattr(os, "fork")
MOST_PRINTED = 2000

Key = tuple[str, str, bool]
"""Function, case, and whether it is called again."""


class TooSlow(BaseException):
    """Raised inside a call that takes too long, where there is no fork."""


class Given:
    """An argument that is a function of given.py."""

    def __init__(self, name: str) -> None:
        self.name = name

    def made(self) -> Any:
        return getattr(importlib.import_module("given"), self.name)


class Formula:
    """An argument that is a function written as an expression, with the names it uses beside ``np``."""

    def __init__(self, source: str, parameters: tuple[str, ...], constants: dict[str, Any]) -> None:
        self.source, self.parameters, self.constants = source, parameters, constants

    def made(self) -> Any:
        text = f"lambda {', '.join(self.parameters)}: {self.source}"
        return eval(text, {"np": np, **self.constants})  # noqa: S307


class Returned:
    """A value that came back, which arguments were changed, and the names of warnings."""

    def __init__(self, value: Any, mutated: list[int], warned: list[str]) -> None:
        self.value, self.mutated, self.warned = value, mutated, warned
        self.form = ""
        """What a value that is a list here was: "tuple" or, of a list, ""."""
        self.again: Any = None
        """What came back when it was called again, if it was."""


class Failed:
    """What came back instead. ``kind``: the exception's name, if one was raised; ``said``: headings and texts."""

    def __init__(self, what: str, kind: str = "", **said: str) -> None:
        self.what, self.kind, self.said = what, kind, said


class Calls:
    """The calls of one exercise: ``functions`` with their parameters, ``cases`` with their inputs; ``elsewhere``: names that
    other exercises ask for."""

    def __init__(
        self,
        functions: Mapping[str, tuple[str, ...]],
        cases: Mapping[str, Mapping[str, Any]],
        keys: list[Key],
        elsewhere: tuple[str, ...],
        seconds: float,
    ) -> None:
        self.functions, self.cases, self.keys, self.seconds = functions, cases, keys, seconds
        self.elsewhere = elsewhere

    def answer(self, names: Mapping[str, Any], key: Key) -> Returned | Failed:
        """What the function of ``key`` does, whatever that is."""
        function, case, _ = key
        if function not in names:
            others = names.keys() - self.functions.keys() - set(self.elsewhere)
            known = [k for k in sorted(others) if isinstance(names[k], types.FunctionType)]
            close = difflib.get_close_matches(function, known, n=1)
            hint = f"Did you mean `{close[0]}`? That name is defined." if close else ""
            return Failed(
                f"`{function}` is not defined.", why=hint, next="Keep the template's names."
            )
        target = names[function]
        if not callable(target):
            return Failed(f"`{function}` is {typed(type(target))}, not a function.")
        inputs = self.cases[case]["inputs"]
        arguments = [made(inputs[name]) for name in self.functions[function]]
        try:
            inspect.signature(target).bind(*arguments)
        except TypeError:
            return Failed(
                f"`{function}` does not take the arguments it is called with.",
                got=f"def {function}{inspect.signature(target)}",
                expected=f"def {function}({', '.join(self.functions[function])})",
            )
        except ValueError:
            pass  # a built-in without a signature: the call itself will tell
        return self._called(function, target, arguments)

    def _called(self, function: str, target: Any, arguments: list[Any]) -> Returned | Failed:
        before = [_state(argument) for argument in arguments]
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            try:
                value = target(*arguments)
            except TooSlow:
                return self.slow(function)
            except BaseException as problem:
                return _raised(function, problem, target)
        mutated = [k for k, old in enumerate(before) if _state(arguments[k]) != old]
        try:
            answer = Returned(_plain(value), mutated, [w.category.__name__ for w in caught])
            answer.form = "tuple" if issubclass(type(value), tuple) else ""
            return answer
        except (TypeError, RecursionError) as problem:
            got, _, cure = str(problem).partition("; ")
            what = f"`{function}` does not give a number, an array, a string or a list."
            return Failed(what, got=got, next=cure)

    def slow(self, function: str) -> Failed:
        return Failed(
            f"`{function}` gave no answer within {self.seconds:g} s.",
            why="A loop that never ends, or work that grows far too fast.",
            next="Check the condition of each `while` and what your loops run over.",
        )


def names_of(env: Mapping[str, Any], functions: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the student defined, and what only failed to be defined for no fault of its own.

    Otter runs a script as one cell, so an error in it costs all that follows: then its cells are run again one by one, and
    the error costs its own cell only. A notebook's cell that ended at a command for IPython is run again without it.
    """
    missing = [function for function in functions if function not in env]
    cells = [text for text in env.get("In", []) if isinstance(text, str)]
    scripts = [text for text in cells if "\n# %%" in text]
    if not missing or not (scripts or any("get_ipython()" in text for text in cells)):
        return env
    if scripts:
        names: dict[str, Any] = {"__name__": "submission", "__builtins__": builtins}
        again = ["# " + cell for cell in ("\n" + scripts[-1]).split("\n# %%")]
    else:
        names = dict(env)
        again = [
            "\n".join(line for line in text.split("\n") if not line.startswith("get_ipython()"))
            for text in cells
            if "get_ipython()" in text and any(f"def {name}(" in text for name in missing)
        ]
    for cell in again:
        for piece in _pieces(cell):
            with contextlib.suppress(BaseException), contextlib.redirect_stdout(io.StringIO()):
                exec(compile(piece, "cell", "exec"), names)  # noqa: S102
    return names


def _pieces(cell: str) -> list[str]:
    """The cell, or where it is no Python the smallest pieces of it that are, from the top."""
    if _is_python(cell):
        return [cell]
    lines = cell.split("\n")
    starts = [k for k, line in enumerate(lines) if line[:1].strip(" \t#)]}")] + [len(lines)]
    found, at = [], 0
    while at < len(starts) - 1:
        ends = range(at + 1, len(starts))
        whole = ("\n".join(lines[starts[at] : starts[end]]) for end in ends)
        end, piece = next(
            ((e, p) for e, p in zip(ends, whole, strict=True) if _is_python(p)), (at + 1, "")
        )
        found.append(piece)
        at = end
    return found


def _is_python(text: str) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(text, "cell", "exec")
    except (SyntaxError, ValueError):
        return False
    return True


def made(value: Any) -> Any:
    """An argument as the student's function gets it: a new one for each call."""
    if isinstance(value, Given | Formula):
        return value.made()
    if isinstance(value, list | tuple):
        return type(value)(made(item) for item in value)
    return value.copy() if isinstance(value, np.ndarray) else value


def _state(value: Any) -> Any:
    """What changes when an argument is changed in place."""
    if isinstance(value, np.ndarray):
        return value.shape, value.dtype.str, value.tobytes()
    return [_state(item) for item in value] if isinstance(value, list | tuple) else None


def _plain(value: Any) -> Any:
    """``value`` as the plain data it holds, tuples as lists. Raises TypeError for anything else."""
    value = held(value)
    return [_plain(item) for item in value] if type(value) is list else value


def _raised(function: str, problem: BaseException, target: Any) -> Failed:
    kind = next(k.__name__ for k in type(problem).__mro__ if k.__module__ == "builtins")
    if kind == "NotImplementedError":
        cure = "Replace `raise NotImplementedError` with your own code."
        return Failed(f"`{function}` is not done yet.", kind, next=cure)
    place = getattr(getattr(target, "__code__", None), "co_filename", "")
    line, step = "", problem.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename == place:
            line = linecache.getline(place, step.tb_lineno).strip()
        step = step.tb_next
    return Failed(
        f"`{function}` stopped with {kind}.",
        kind,
        got=f"{kind}: {problem}",
        why=f"The line is: `{line}`" if line else "",
        next="Try the call with these sizes yourself and read the last line of the error.",
    )


def inside(calls: Calls, names: Mapping[str, Any], judge: Any) -> tuple[list[str], str]:
    """What ``judge(answers)`` says, and what was printed, from calls in this very process."""
    answers: dict[Key, Returned | Failed] = {}
    hung: set[str] = set()
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        for key in calls.keys:
            if key[0] in hung:
                answers[key] = calls.slow(key[0])
                continue
            answers[key] = calls.slow(key[0])
            with _alarm(calls.seconds) as late:
                answers[key] = calls.answer(names, key)
            if late:
                hung.add(key[0])
    return judge(answers), printed.getvalue()[:MOST_PRINTED]


@contextlib.contextmanager
def _alarm(seconds: float) -> Iterator[list[bool]]:
    """Raise TooSlow in this thread after ``seconds``; what it yields is not empty when it came to that."""
    late: list[bool] = []
    here = threading.get_ident()

    def stop() -> None:
        late.append(True)
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(here), ctypes.py_object(TooSlow))

    timer = threading.Timer(seconds, stop)
    timer.start()
    with contextlib.suppress(TooSlow):
        yield late
        timer.cancel()


def forked(calls: Calls, names: Mapping[str, Any], judge: Any) -> tuple[list[str], str]:
    """The same as :func:`inside`, from forks of this process."""
    lost: dict[Key, Returned | Failed] = {}
    while True:
        source, sink = os.pipe()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of the kernel's threads: the fork uses none of them
            child = os.fork()
        if child == 0:
            _serve(calls, names, judge, lost, sink)
        os.close(sink)
        late = True
        try:
            lines, late = _listen(source, calls.seconds)
        finally:
            os.close(source)
            if late:
                os.kill(child, signal.SIGKILL)
            status = os.waitpid(child, 0)[1]
        if lines and lines[-1].startswith("["):
            messages, printed = json.loads(lines[-1])
            return messages, printed
        at = int(lines[-1]) if lines else 0
        function = calls.keys[at][0]
        if calls.keys[at] in lost:
            raise RuntimeError("the tests themselves failed; please tell the course staff")
        failure = (
            calls.slow(function)
            if late
            else Failed(
                f"The Python process ended during `{function}` ({_ending(status)}).",
                why="Calls like exit(), too much memory or a crash end the whole process.",
                next="Return a value instead, and keep arrays to the sizes of the exercise.",
            )
        )
        lost.update({key: failure for key in calls.keys[at:] if key[0] == function})


def _ending(status: int) -> str:
    code = os.waitstatus_to_exitcode(status)
    return f"exit code {code}" if code >= 0 else f"signal {-code}"


def _serve(
    calls: Calls,
    names: Mapping[str, Any],
    judge: Any,
    lost: Mapping[Key, Returned | Failed],
    sink: int,
) -> None:
    """In the fork: say which call is next, and at the end what the checks say."""
    try:
        sys.stdout = sys.stderr = printed = io.StringIO()
        answers = dict(lost)
        for number, key in enumerate(calls.keys):
            if key not in lost:
                os.write(sink, f"{number}\n".encode())
                answers[key] = calls.answer(names, key)
        text = json.dumps([judge(answers), printed.getvalue()[:MOST_PRINTED]]).encode() + b"\n"
        while text:
            text = text[os.write(sink, text) :]
    finally:
        os._exit(0)


def _listen(source: int, seconds: float) -> tuple[list[str], bool]:
    """The lines that a fork says until it ends or is late, and whether it is late."""
    heard = b""
    while select.select([source], [], [], seconds)[0]:
        part = os.read(source, 1 << 16)
        if not part:
            return heard.decode().splitlines(), False
        heard += part
    return heard.decode().splitlines(), True
