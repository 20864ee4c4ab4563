"""The names of checks and of calls: records that are written in one way, so that nobody takes a string apart.

A check's stands in reports and gradebooks, a call's in transcripts: both are kept for good.
"""

from __future__ import annotations

from typing import NamedTuple


class CheckId(NamedTuple):
    """``number`` is the check's place in its exercise, from 1; ``function`` the first that it judges."""

    exercise: str
    number: int
    kind: str
    function: str

    def __str__(self) -> str:
        return f"{self.exercise}/{self.number}-{self.kind}-{self.function}"

    @classmethod
    def read(cls, text: str) -> CheckId:
        """The record that is written as ``text``. Raises :class:`ValueError`."""
        exercise, _, rest = text.partition("/")
        number, kind, function = rest.split("-", 2)
        return cls(exercise, int(number), kind, function)


class CallId(NamedTuple):
    """``case`` is empty for a variable that is read; ``variant`` tells repeated calls apart."""

    exercise: str
    function: str
    case: str = ""
    variant: str = ""

    def __str__(self) -> str:
        return "/".join(filter(None, self))
