"""The kinds of check. One file per kind; the file's name is the name an author writes in YAML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from grader.checks.analytic import Analytic
from grader.checks.base import Check, CheckError, Subject
from grader.checks.choice import Choice
from grader.checks.cost import Cost
from grader.checks.follows import Follows
from grader.checks.gradient import Gradient
from grader.checks.property import Property
from grader.checks.pure import Pure
from grader.checks.pytest import Pytest
from grader.checks.raises import Raises
from grader.checks.shape import Shape
from grader.checks.trusted import Case, KnownWrong, Trusted
from grader.checks.value import ValueCheck
from grader.checks.written import Written
from grader.model import Raising

KINDS: Mapping[str, type[Check]] = {
    "shape": Shape,
    "value": ValueCheck,
    "gradient": Gradient,
    "follows": Follows,
    "analytic": Analytic,
    "pure": Pure,
    "raises": Raises,
    "choice": Choice,
    "property": Property,
    "cost": Cost,
    "pytest": Pytest,
    "written": Written,
}


def from_entry(entry: Mapping[str, Any]) -> Check:
    """The check of a line of YAML, whose first key is the kind. Raises KeyError and msgspec.ValidationError."""
    return msgspec.convert(fields_of(entry), KINDS[kind_of(entry)])


def kind_of(entry: Mapping[str, Any]) -> str:
    return next(iter(entry), "")


def fields_of(entry: Mapping[str, Any]) -> dict[str, Any]:
    """A line of YAML as the fields of its kind's record."""
    kind = kind_of(entry)
    return {"target": entry[kind], **{key: value for key, value in entry.items() if key != kind}}


def by_person(kind: str) -> bool:
    """Whether a person gives the points of a kind, as reports name it; kinds of other versions of the program don't count."""
    return kind in KINDS and KINDS[kind].by_person


def to_mark(checks: Iterable[tuple[Any, Check]]) -> float:
    """The points that a person gives."""
    return sum((check.points for _, check in checks if check.by_person), 0.0)


__all__ = [
    "KINDS",
    "Case",
    "Check",
    "CheckError",
    "KnownWrong",
    "Raising",
    "Subject",
    "Trusted",
    "by_person",
    "fields_of",
    "from_entry",
    "kind_of",
    "to_mark",
]
