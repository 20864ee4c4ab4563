"""What may stand in ``assignment.yaml`` and ``exercise.yaml``, as typed records.

The same records make the JSON schema that editors complete from.
"""

from __future__ import annotations

from typing import Any

import msgspec


class Spec(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base: unknown keys are mistakes."""


class LimitsSpec(Spec, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Overrides of :class:`grader.model.Limits`; each may be left out."""

    call_seconds: float | None = None
    test_seconds: float | None = None
    cells_seconds: float | None = None
    submission_seconds: float | None = None
    memory_bytes: int | None = None
    answer_bytes: int | None = None
    output_bytes: int | None = None
    file_bytes: int | None = None
    asks: int | None = None


class LateSpec(Spec, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Late policy: ``per_day`` and ``max`` are percentages of the points; ``grace`` like ``15m``, ``2h``."""

    per_day: str = "0%"
    max: str = "100%"
    grace: str = "0m"


class AssignmentSpec(Spec, frozen=True, kw_only=True, forbid_unknown_fields=True):
    title: str
    exercises: tuple[str, ...]
    points: float
    seed: int = 0
    submission: str = ""
    description: str = ""
    limits: LimitsSpec = LimitsSpec()
    late: LateSpec | None = None


class CasesSpec(Spec, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``hidden`` may be a number of cases, or a list of mappings."""

    public: list[dict[str, Any]] = []
    hidden: int | list[dict[str, Any]] = 0


class ExerciseSpec(Spec, frozen=True, kw_only=True, forbid_unknown_fields=True):
    title: str
    points: float
    functions: tuple[str, ...] = ()
    variables: tuple[str, ...] = ()
    sizes: dict[str, Any] = {}
    inputs: dict[str, dict[str, Any]] = {}
    cases: CasesSpec = CasesSpec()
    checks: list[dict[str, Any]]
