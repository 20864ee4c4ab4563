"""Late policy: how much of the points a submission loses per started day, after a time of grace."""

from __future__ import annotations

import math
import re

from grader.catalog.positions import Document
from grader.catalog.spec import LateSpec
from grader.model import Record

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


class LatePolicy(Record, frozen=True):
    """``per_day`` and ``max`` as fractions of the points, ``grace`` in seconds."""

    per_day: float
    max: float
    grace: float

    def penalty(self, seconds_late: float) -> float:
        """The fraction of the points that ``seconds_late`` costs, 0 … ``max``."""
        if seconds_late <= self.grace:
            return 0.0
        return min(self.max, self.per_day * math.ceil(seconds_late / 86400))


def late_policy(document: Document, spec: LateSpec) -> LatePolicy:
    """``spec`` of ``late:`` in assignment.yaml; raises CatalogError with the line."""

    def percent(key: str, text: str) -> float:
        match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*%", text.strip())
        if not match or float(match[1]) > 100:
            raise document.error(
                ("late", key), f"late.{key} is a percentage like 10%, not {text!r}"
            )
        return float(match[1]) / 100

    match = re.fullmatch(r"(\d+)\s*([smhd])", spec.grace.strip())
    if not match:
        raise document.error(("late", "grace"), f"late.grace is like 15m or 2h, not {spec.grace!r}")
    return LatePolicy(
        per_day=percent("per_day", spec.per_day),
        max=percent("max", spec.max),
        grace=float(int(match[1]) * _UNITS[match[2]]),
    )
