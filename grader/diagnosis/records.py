"""Evidence goes in, a diagnosis comes out."""

from __future__ import annotations

from typing import Any

from grader.model import Record, Value


class Evidence(Record, frozen=True, kw_only=True):
    """One case: the function, the case's sizes and arguments, what came back and what should have.

    ``derivative``: the answer is one, so that its layout has a name.
    """

    function: str
    sizes: dict[str, Any]
    args: dict[str, Value]
    got: Value
    expected: Value
    derivative: bool = False


class Variant(Record, frozen=True, kw_only=True):
    """What the reference would return if one thing were otherwise: ``answers`` aligned with the evidence."""

    label: str
    sentence: str
    next_step: str
    answers: tuple[Value, ...]


class Diagnosis(Record, frozen=True, kw_only=True):
    """``label`` is for machines ("factor", "transposed"), ``sentence`` for the student; it holds no values of
    any case."""

    label: str
    sentence: str
    next_step: str = ""
    misconception: str | None = None
