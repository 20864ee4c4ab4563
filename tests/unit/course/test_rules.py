"""When late begins: a moment, whatever the clocks of the place do, and never guessed."""

from __future__ import annotations

import pytest

from grader.course.rules import due_time
from grader.intake.errors import WrongUse


@pytest.mark.parametrize(
    ("said", "due"),
    [
        ("2026-03-01T23:59+01:00", "2026-03-01T23:59+01:00"),
        ("2026-03-01T23:59Z", "2026-03-01T23:59+00:00"),
        ("2026-03-01T23:59 Europe/Berlin", "2026-03-01T23:59+01:00"),
        ("2026-07-01T23:59:30 Europe/Berlin", "2026-07-01T23:59:30+02:00"),
        # Summer time ends: the clock shows this time twice, and the student gets the second.
        ("2026-10-25T02:30 Europe/Berlin", "2026-10-25T02:30+01:00"),
        # It begins: no clock shows this time.
        ("2026-03-29T02:30 Europe/Berlin", "2026-03-29T03:30+02:00"),
    ],
)
def test_moments(said: str, due: str) -> None:
    assert due_time(said) == due
    assert due_time(due) == due


@pytest.mark.parametrize("said", ["2026-03-01T23:59", "2026-03-01"])
def test_no_zone_is_no_moment(said: str) -> None:
    with pytest.raises(WrongUse, match="tells no time zone; write it like"):
        due_time(said)


@pytest.mark.parametrize(
    "said", ["tomorrow", "2026-13-01T00:00Z", "2026-03-01T23:59 Europe/Nowhere"]
)
def test_no_time(said: str) -> None:
    with pytest.raises(WrongUse, match="is no time; write it like"):
        due_time(said)
