"""What an author wrote, as checks know it: cases, known-wrong functions, and the trusted functions with how they are called."""

from __future__ import annotations

import copy
import functools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import CodeType
from typing import Any

import numpy as np

from grader import sealed
from grader.model import Asked, Formula, Function, Given, Raising, Record, Value

FUNCTIONS = (Given, Formula, Asked)


class Case(Record, frozen=True):
    """One drawn set of inputs. ``functions`` are those it concerns; ``sizes`` may hold lists.

    A case with a ``group`` is judged only by checks that name that group.
    """

    id: str
    public: bool
    sizes: dict[str, Any]
    inputs: dict[str, Value]
    functions: tuple[str, ...]
    group: str = ""


class KnownWrong(Record, frozen=True):
    """A known-wrong function's name, without its body: ``feedback`` is its docstring."""

    name: str
    function: str
    feedback: str


@dataclass(frozen=True)
class Trusted:
    """The functions of an assignment, where they are at hand (never on a student's machine).

    ``references``: by function name, this exercise's. ``others``: all further functions that checks may
    name (given.py, checks.py). ``known_wrong``: by function name and misconception. ``elsewhere``: the references of
    the assignment's other exercises.
    """

    references: Mapping[str, Callable[..., Any]]
    others: Mapping[str, Callable[..., Any]]
    known_wrong: Mapping[tuple[str, str], Callable[..., Any]]
    given: Mapping[str, Callable[..., Any]]
    elsewhere: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    files: sealed.Files | None = None
    """Where test files lie, for checks that run them."""

    def named(self, name: str) -> Callable[..., Any] | None:
        return self.references.get(name) or self.others.get(name) or self.given.get(name)


def answer_of(
    trusted: Trusted, code: Callable[..., Any], names: Iterable[str], case: Case
) -> Value | Raising:
    """What the trusted function returns on the case's inputs of these names, or what it raises."""
    try:
        return code(*trusted_arguments(trusted, names, case))
    except (
        Exception
    ) as error:  # known-wrong functions, and inputs made for others, may raise anything
        return Raising(kind=builtin_name(error))


def plain(value: Value) -> Value:
    """``value`` with NumPy's scalars as Python's own, as they come back from where facts are stored."""
    if isinstance(value, np.generic):
        return value.item()
    if type(value) in (list, tuple):
        return type(value)(map(plain, value))
    return value


def builtin_name(error: BaseException) -> str:
    """The name of the nearest built-in class of ``error``."""
    for kind in type(error).__mro__:
        if kind.__module__ == "builtins":
            return kind.__name__
    return "Exception"


def trusted_function(trusted: Trusted, function: Function) -> Callable[..., Any]:
    """The callable that an argument record stands for."""
    if isinstance(function, Asked):
        return trusted_function(trusted, function.function)
    if isinstance(function, Given):
        return trusted.given[function.name]
    return formula(function)


def formula(spec: Formula) -> Callable[..., Any]:
    """The callable of an expression. The expression is the author's, never a student's."""
    code = _compiled(f"lambda {', '.join(spec.parameters)}: {spec.source}")
    made: Callable[..., Any] = eval(code, {"np": np, **spec.constants})  # noqa: S307
    return made


@functools.lru_cache(maxsize=1024)
def _compiled(source: str) -> CodeType:
    return compile(source, "<string>", "eval")


UNCHANGEABLE = frozenset({int, float, str, bool, type(None)})


def trusted_value(trusted: Trusted, value: Value) -> Value:
    """``value`` with callables made real and arrays copied, so that no trusted function can spoil a case."""
    # The drawing of cases comes through here most of all.
    kind = type(value)
    if kind is np.ndarray:
        return value.copy("K")
    if kind in UNCHANGEABLE:
        return value
    if isinstance(value, list):
        return [trusted_value(trusted, item) for item in value]
    if isinstance(value, FUNCTIONS):
        return trusted_function(trusted, value)
    if isinstance(value, tuple):
        return tuple(trusted_value(trusted, item) for item in value)
    return copy.copy(value)


def trusted_arguments(trusted: Trusted, names: Iterable[str], case: Case) -> list[Value]:
    return [trusted_value(trusted, case.inputs[name]) for name in names]
