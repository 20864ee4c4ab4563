"""A student's standing: the attempt that counts, and what it is worth after lateness.

A report says what the work is worth and stays the same bytes for ever. What a class table adds (which of several
attempts counts, how late it was, what that costs, what people marked) depends on the course's rules and lives here.
:func:`standing` is the one way from a report and what people decided to points.

How late a hand-in was is known only from its time and a due date. A platform that says "not late" is believed (an
extension); one that says "late" without saying how much is shown, and costs nothing until a due date is given.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from grader.catalog import Assignment
from grader.course.points import after_lateness
from grader.course.rules import Rules, moment
from grader.gradebook import Attempt
from grader.model import Record, Report

Decided = Callable[[Report], Report]
"""What people decided about a report's points: puts their marks into it, or leaves out what they mark."""


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


def standing(
    assignment: Assignment, rules: Rules, attempt: Attempt, report: Report, decided: Decided
) -> Standing:
    """What one attempt is worth by its report, the rules, and what people decided."""
    found = decided(report)
    late, seconds = lateness(rules, attempt)
    penalty = assignment.late.penalty(seconds) if assignment.late and seconds else 0.0
    return Standing(
        student=attempt.student,
        final=round(after_lateness(found.earned, penalty), 4),
        penalty=penalty,
        late=late,
        seconds_late=seconds,
        at=attempt.at,
        counted=attempt.number,
        report=found,
    )


def ceiling(standing: Standing) -> float:
    """The most that an attempt can be worth when all of it is marked."""
    report = standing.report
    most = after_lateness(report.earned + report.to_mark, standing.penalty)
    return most if report.to_mark else standing.final


def lateness(rules: Rules, attempt: Attempt) -> tuple[str, float | None]:
    """("yes", seconds late), as far as it is known."""
    if attempt.late == "no":
        return "no", 0.0
    if rules.due and attempt.at and datetime.fromisoformat(attempt.at).tzinfo:
        seconds = max(0.0, moment(attempt.at) - moment(rules.due))
        return ("yes" if seconds else "no"), seconds
    return attempt.late, None


def unknown_lateness(standing: Standing, rules: Rules) -> bool:
    """Whether a hand-in may be late, and nobody knows how much: no time, no due date, or a clock without a zone."""
    clock = bool(rules.due and standing.at)
    return standing.seconds_late is None and (standing.late == "yes" or clock)
