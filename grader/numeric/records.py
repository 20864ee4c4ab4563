"""What a numeric derivative is, and what a comparison says. Immutable, without logic.

A derivative is never a bare number here: it comes with a bar per entry, and a verdict that needs more
digits than the bar leaves is *undecided*, never a guess.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

Array: TypeAlias = np.ndarray[Any, np.dtype[Any]]

EPS = float(np.finfo(np.float64).eps)


@dataclass(frozen=True, eq=False)
class Estimate:
    """A derivative and how far off it may be.

    ``value``, ``error`` (≥ 0, infinite where nothing is known) and ``kink`` have the derivative's shape; where
    ``kink`` is true the slope lies within ``value ± error`` and nothing more can be said. The function was
    evaluated at ``evaluations`` points.
    """

    value: Array
    error: Array
    kink: Array
    evaluations: int = 0

    def facts(self) -> tuple[Array, Array, Array]:
        """The plain tuple that can be stored; see :meth:`of`."""
        return self.value, self.error, self.kink

    @classmethod
    def of(cls, facts: Sequence[Any]) -> Estimate:
        """The estimate that :meth:`facts` came from, but for the number of evaluations."""
        value, error, kink = facts
        return cls(
            np.asarray(value, dtype=float),
            np.asarray(error, dtype=float),
            np.asarray(kink, dtype=bool),
        )


class Agreement(enum.Enum):
    AGREES = "agrees"
    DISAGREES = "disagrees"
    UNDECIDED = "undecided"


@dataclass(frozen=True, eq=False)
class Comparison:
    """``wrong`` marks the entries outside the tolerance. ``entry`` is the index of the first that is *clearly* wrong, or of
    the first undecided one, or None. ``tolerance`` has the shape of the expected answer. ``decides``: whether
    the tolerance is narrow enough in every entry to tell right from wrong, whatever the answer."""

    verdict: Agreement
    wrong: Array
    entry: tuple[int, ...] | None
    tolerance: Array
    decides: bool
