"""A student's standing: the attempt that counts, and what it is worth after lateness.

A report says what the work is worth and stays the same bytes for ever. What a class table adds (which of several
attempts counts, how late it was, what that costs, what people marked) depends on the course's rules and lives here.
"""

from __future__ import annotations

from grader.model import Record, Report


class Standing(Record, frozen=True, kw_only=True):
    """``report`` has people's marks in it. ``final``: points after lateness, without those that are still to be marked;
    ``open``: whether marking can still change it; ``penalty``: the fraction taken off. ``late``: yes, no, or "" when
    neither the platform nor a due date tells; ``seconds_late`` None: not known. ``counted`` is the number of the
    attempt that counts, of ``attempts``."""

    student: str
    final: float
    open: bool = False
    penalty: float = 0.0
    late: str = ""
    seconds_late: float | None = None
    at: str = ""
    counted: int = 1
    attempts: int = 1
    report: Report


class Alike(Record, frozen=True, kw_only=True):
    """Students whose work is alike. ``share``: how much of the smaller work, beside what many have, is in the other; 1 when nothing
    but names, numbers and layout differ."""

    students: tuple[str, ...]
    share: float
