"""The course's rules: which attempt counts, and when late begins.

They are applied when tables are written: changing them grades nothing again and changes no report. The rules last used
are kept in the gradebook, so that every table made from it says the same.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

from grader.gradebook import Gradebook
from grader.intake.errors import WrongUse
from grader.model import Record

Policy = Literal["latest", "best", "first"]


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
