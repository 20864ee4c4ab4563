"""Checks whose points a person gives against a rubric: what marking needs to know of them, whatever is marked."""

from __future__ import annotations

import math
from typing import ClassVar

from grader.checks.base import Check, CheckError, Subject
from grader.model import Record

MAX_ITEMS = 30


class RubricItem(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing a marker looks for, worth ``points`` (negative takes away)."""

    item: str
    points: float


class Marked(Check, frozen=True, kw_only=True):
    """Abstract. ``model_answer`` and ``notes`` are for markers alone."""

    by_person: ClassVar[bool] = True
    private: ClassVar[frozenset[str]] = frozenset({"model_answer", "notes"})
    wording: ClassVar[frozenset[str]] = Check.wording | {"rubric", "model_answer", "notes"}

    rubric: tuple[RubricItem, ...] = ()
    model_answer: str = ""
    notes: str = ""

    @property
    def variable(self) -> str:
        """The student's variable that is marked."""
        return self.functions[0]

    def validate(self, subject: Subject) -> None:
        if not isinstance(self.target, str):
            raise CheckError("names one variable", self.kind)
        if not self.rubric:
            raise CheckError("needs a rubric: a list of {item, points}", "rubric")
        if len(self.rubric) > MAX_ITEMS:
            raise CheckError(f"has more than {MAX_ITEMS} rubric items; join some", "rubric")
        seen: set[str] = set()
        for number, item in enumerate(self.rubric, start=1):
            if not item.item.strip():
                raise CheckError(
                    f"rubric item {number} says nothing; write what to look for", "rubric"
                )
            if item.item in seen:
                raise CheckError(f"rubric item {number} stands twice; remove one", "rubric")
            if not math.isfinite(item.points) or item.points == 0:
                raise CheckError(
                    f"rubric item {number} is worth {item.points:g}; give it points, or take some away",
                    "rubric",
                )
            seen.add(item.item)
        best = sum(item.points for item in self.rubric if item.points > 0)
        if abs(best - self.points) > 1e-9:
            raise CheckError(
                f"the rubric's items add up to {best:g}, the check has {self.points:g} points",
                "points",
            )
