"""The kinds of check. One file per kind; the file's name is the name an author writes in YAML."""

from __future__ import annotations

from collections.abc import Mapping

from grader.checks.analytic import Analytic
from grader.checks.base import Case, Check, CheckError, KnownWrong, Subject, Trusted
from grader.checks.choice import Choice
from grader.checks.cost import Cost
from grader.checks.follows import Follows
from grader.checks.gradient import Gradient
from grader.checks.property import Property
from grader.checks.pure import Pure
from grader.checks.raises import Raises
from grader.checks.shape import Shape
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
    "written": Written,
}

__all__ = [
    "KINDS",
    "Case",
    "Check",
    "CheckError",
    "KnownWrong",
    "Raising",
    "Subject",
    "Trusted",
]
