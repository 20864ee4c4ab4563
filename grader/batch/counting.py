"""Which attempt counts, and what lateness costs.

Both are rules of the course, applied when tables are written: changing them grades nothing again and changes no
report. The rules last used are kept in the gradebook, so that every table made from it says the same.

How late a hand-in was is known only from its time and a due date. A platform that says "not late" is believed (an
extension); one that says "late" without saying how much is shown, and costs nothing until a due date is given.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

from grader.catalog import Assignment
from grader.exporters.standing import Standing
from grader.gradebook import Attempt, Gradebook
from grader.gradebook.marked import Marked, automatic_part
from grader.grading import unreadable
from grader.intake.errors import WrongUse
from grader.model import Record, Report

Policy = Literal["latest", "best", "first"]
Marking = Callable[[Report], Report]
"""What puts people's marks into a report, or leaves out what they mark."""


class Rules(Record, frozen=True, kw_only=True):
    """``due`` is ISO 8601 with an offset, "" when there is none."""

    policy: Policy = "latest"
    due: str = ""


def rules(book: Gradebook, assignment: str, policy: Policy | None, due: str | None) -> Rules:
    """The rules last used with this gradebook, changed by what the command line says."""
    text = book.setting(f"rules:{assignment}")
    kept = msgspec.json.decode(text, type=Rules) if text else Rules()
    found = Rules(
        policy=policy or kept.policy,
        due=kept.due if due is None else due,
    )
    return msgspec.structs.replace(found, due=due_time(found.due)) if found.due else found


def due_time(text: str) -> str:
    """ "2026-03-29T23:59+02:00" of that, or of "2026-03-29T23:59 Europe/Berlin". A clock time that comes twice or
    never, when summer time ends or begins, is the later of its readings. Raises WrongUse, also when no zone is told: an hour off would cost somebody points."""
    clock, _, zone = text.strip().partition(" ")
    example = "write it like 2026-03-01T23:59+01:00 or '2026-03-01T23:59 Europe/Berlin'"
    try:
        found = datetime.fromisoformat(clock)
        if zone:
            place = ZoneInfo(zone)
            readings = (found.replace(tzinfo=place, fold=fold).astimezone(UTC) for fold in (0, 1))
            found = max(readings).astimezone(place)
    except (ValueError, KeyError, OSError):
        raise WrongUse(f"{text!r} is no time; {example}") from None
    if found.tzinfo is None:
        raise WrongUse(f"{text!r} tells no time zone; {example}")
    return found.isoformat(timespec="minutes" if not found.second else "seconds")


def keep_rules(book: Gradebook, assignment: str, new: Rules) -> None:
    """Make ``new`` the rules of this gradebook; a change is noted in its history."""
    name, text = f"rules:{assignment}", msgspec.json.encode(new).decode()
    old = book.setting(name)
    if old == text:
        return
    if old:
        book.note(f"{assignment}: rules changed from {old} to {text}", "--policy, --due")
    book.set_setting(name, text)


def moment(time: str) -> float:
    """Seconds since 1970 of an ISO 8601 time; without an offset it is UTC."""
    found = datetime.fromisoformat(time)
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()


def standings(
    assignment: Assignment, book: Gradebook, rules: Rules, *, automatic: bool = False
) -> Iterator[Standing]:
    """One standing per student with a graded attempt, by student; one report in memory at a time, or a
    student's attempts with the policy ``best``. ``automatic``: leave out what a person marks."""
    marks = automatic_part if automatic else Marked.read(book, assignment.name).apply
    for first, *rest in contenders(assignment, book, rules, marks):
        yield msgspec.structs.replace(first, open=first.report.to_mark > 0 or bool(rest))


def contenders(
    assignment: Assignment, book: Gradebook, rules: Rules, marks: Marking
) -> Iterator[tuple[Standing, ...]]:
    """Per student the standing that counts now, then those of attempts that could yet take its place, once they are
    marked (with the policy ``best``)."""
    for _, group in itertools.groupby(book.attempts(assignment.name), lambda one: one.student):
        attempts = sorted(group, key=_age)
        tried = attempts
        if rules.policy != "best":
            tried = [attempts[0 if rules.policy == "first" else -1]]
        found = [s for one in tried if (s := _standing(assignment, book, rules, one, marks))]
        if found:
            # Of equals the latest: it is the one the student sees last.
            best = max(range(len(found)), key=lambda k: (found[k].final, k))
            rest = (s for k, s in enumerate(found) if k != best and _ceiling(s) > found[best].final)
            yield tuple(
                msgspec.structs.replace(one, attempts=len(attempts)) for one in (found[best], *rest)
            )


def _ceiling(standing: Standing) -> float:
    """The most that an attempt can be worth when all of it is marked."""
    report = standing.report
    most = (report.earned + report.to_mark) * (1 - standing.penalty)
    return most if report.to_mark else standing.final


def _age(one: Attempt) -> tuple[float, int, str]:
    """Oldest first. Times decide across downloads, numbers within one that tells no times."""
    try:
        at = moment(one.at)
    except ValueError:
        at = float("-inf")
    return at, one.number, one.label


def _standing(
    assignment: Assignment, book: Gradebook, rules: Rules, attempt: Attempt, marks: Marking
) -> Standing | None:
    bare = _report(assignment, book, attempt)
    if bare is None:
        return None
    report = marks(bare)
    late, seconds = _lateness(rules, attempt)
    penalty = assignment.late.penalty(seconds) if assignment.late and seconds else 0.0
    return Standing(
        student=attempt.student,
        final=round(report.earned * (1 - penalty), 4),
        penalty=penalty,
        late=late,
        seconds_late=seconds,
        at=attempt.at,
        counted=attempt.number,
        report=report,
    )


def _lateness(rules: Rules, attempt: Attempt) -> tuple[str, float | None]:
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


def _report(assignment: Assignment, book: Gradebook, attempt: Attempt) -> Report | None:
    """The report of an attempt; None while it is not graded."""
    if attempt.problem:
        return unreadable(assignment, attempt.student, attempt.problem)
    return book.report(attempt, assignment.digest)
