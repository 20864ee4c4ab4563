"""Tests that were written for Gradescope's own ``gradescope-utils``: what its decorators say of them.

``@weight``, ``@number``, ``@visibility`` and ``@partial_credit`` leave attributes on the test method (``autograder_utils/decorators.py``
of that package). Where the package is not installed, a module that leaves the same attributes stands for it.
"""

from __future__ import annotations

import functools
import importlib.util
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

from grader.model import Record

PACKAGE = "gradescope_utils"
MODULE, FILES = (f"{PACKAGE}.autograder_utils.{name}" for name in ("decorators", "files"))


class Said(Record, frozen=True):
    weight: float | None = None
    visibility: str = ""
    number: str = ""


def of(function: Any) -> Said:
    """What the decorators say of a test."""
    weight = getattr(function, "__weight__", None)
    return Said(
        weight=None if weight is None else float(weight),
        visibility=str(getattr(function, "__visibility__", None) or ""),
        number=str(getattr(function, "__number__", None) or ""),
    )


def score(function: Any) -> float | None:
    """What a test with ``@partial_credit`` has set."""
    found = getattr(function, "__score__", None)
    return None if found is None else float(found)


def _marker(attribute: str) -> Callable[[Any], Callable[[Any], Any]]:
    def decorator(*values: Any) -> Callable[[Any], Any]:
        def mark(function: Any) -> Any:
            setattr(function, attribute, values[0] if values else None)
            return function

        return mark

    return decorator


def _partial_credit(weight: float) -> Callable[[Any], Any]:
    def mark(function: Any) -> Any:
        @functools.wraps(function)
        def wrapper(*arguments: Any, **named: Any) -> Any:
            named["set_score"] = lambda points: setattr(wrapper, "__score__", points)
            return function(*arguments, **named)

        wrapper.__weight__ = weight  # type: ignore[attr-defined]
        return wrapper

    return mark


def _leaderboard(column: str, sort_order: str = "desc") -> Callable[[Any], Any]:
    def mark(function: Any) -> Any:
        @functools.wraps(function)
        def wrapper(*arguments: Any, **named: Any) -> Any:
            return function(*arguments, **named | {"set_leaderboard_value": lambda value: None})

        return wrapper

    return mark


def offer(submitted: str) -> None:
    """Make the decorators importable where the package is not installed. ``submitted``: the name of the file handed in."""
    if PACKAGE in sys.modules or importlib.util.find_spec(PACKAGE) is not None:
        return
    decorators = ModuleType(MODULE)
    for name in ("weight", "number", "visibility", "hide_errors", "tags"):
        setattr(decorators, name, _marker(f"__{name}__"))
    decorators.partial_credit = _partial_credit  # type: ignore[attr-defined]
    decorators.leaderboard = _leaderboard  # type: ignore[attr-defined]
    files = ModuleType(FILES)
    files.check_submitted_files = lambda paths, base="": [p for p in paths if p != submitted]  # type: ignore[attr-defined]
    parts = MODULE.split(".")
    for k in range(1, len(parts)):
        package = ModuleType(".".join(parts[:k]))
        package.__path__ = []
        sys.modules[package.__name__] = package
    sys.modules |= {MODULE: decorators, FILES: files}
