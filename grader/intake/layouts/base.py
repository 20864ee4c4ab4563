"""What a platform's download is, once it has been recognised: hand-ins, and what is left over.

A layout is one function from a :class:`~grader.intake.sources.Source` to a :class:`Listing`, or None when the
files don't look like its own. It reads names, never contents, so that listing ten thousand hand-ins is quick;
a hand-in is read when somebody asks for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TypeAlias, final
from zoneinfo import ZoneInfo

from grader.intake.archive import nested
from grader.intake.choosing import kind_of
from grader.intake.errors import BadInput, id_of, named, safe_id, shown
from grader.intake.identity import Identity, Ids
from grader.intake.sources import MAX_FILE, Source
from grader.intake.submission import Work, find
from grader.model import Record

Reader: TypeAlias = Callable[[str], Work]
"""From the id a submission shall have to the work. Raises BadInput."""


class HandIn(Record, frozen=True, kw_only=True):
    """One hand-in of one person or group. ``student`` is what they are called when nobody on a roster is meant, the same in all their
    hand-ins; ``ids`` and ``name`` are whom the platform names. ``problem``: why it can't be read, when the names alone tell."""

    student: str
    label: str
    read: Reader
    ids: Ids = ()
    name: str = ""
    time: str | None = None
    late: bool | None = None
    problem: str | None = None

    @property
    def who(self) -> Identity:
        ids = tuple((kind, _as_text(value)) for kind, value in self.ids)
        return Identity(ids=ids, name=shown(self.name), own=id_of(self.student))


def _as_text(value: str) -> str:
    """An identifier that can be shown and kept; what had to be changed gets a mark of the original."""
    return value if shown(value, 400) == value else safe_id(value)


class Listing(Record, frozen=True, kw_only=True):
    """All hand-ins of a download; those of one student stand oldest first."""

    layout: str
    found: tuple[HandIn, ...]
    left_over: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


Layout: TypeAlias = Callable[[Source, str], Listing | None]


@final
class Selection(Source):
    """Some files of another source under names of their own: a student's, where all lie in one folder."""

    def __init__(self, source: Source, title: str, files: Mapping[str, tuple[str, ...]]) -> None:
        super().__init__(title)
        self._source, self._files = source, dict(files)

    def folders(self, under: tuple[str, ...]) -> list[str]:
        return []

    def files(self, under: tuple[str, ...]) -> list[str]:
        return sorted(self._files)

    def read(self, path: tuple[str, ...], limit: int = MAX_FILE) -> bytes:
        return self._source.read(self._files[path[-1]], limit)


# Readers are records, since a class has one for each hand-in, and a function takes six times the memory.


@final
class FolderReader(Record, frozen=True):
    """Finds the work in a folder."""

    source: Source
    under: tuple[str, ...]
    expected: str

    def __call__(self, id: str) -> Work:
        return find(self.source, self.under, self.expected, id)


@final
class FileReader(Record, frozen=True):
    """Finds the work that is one file: a script, a notebook or a zip."""

    source: Source
    path: tuple[str, ...]
    expected: str

    def __call__(self, id: str) -> Work:
        source, path = self.source, self.path
        if path[-1].lower().endswith(".zip"):
            return find(nested(source, path), (), self.expected, id, depth=1)
        return Work(
            raw=source.read(path),
            place=source.place(path),
            name=path[-1],
            expected=self.expected,
            id=id,
        )


def refusing(place: str, problem: str) -> tuple[Reader, str]:
    """A reader that only says what is wrong, and the line it says."""
    error = BadInput(place, problem)

    def read(id: str) -> Work:
        raise error

    return read, str(error)


def is_work(name: str) -> bool:
    """Whether a file may be a submission by its name."""
    return kind_of(name) is not None or name.lower().endswith(".zip")


def nothing_to_grade(names: list[str], expected: str) -> str:
    """What is wrong with a hand-in that has only other files."""
    return f"no script, notebook or zip (found only {named(names)}); hand in {expected}"


_TIME = re.compile(
    r"\s*(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.\d+)?\s*(?:([+-]\d\d):?(\d\d)|([A-Za-z][\w/+-]{0,40}))?"
)


def iso_time(text: str) -> str | None:
    """ "2025-01-10T12:00:00+00:00" of a platform's time stamp, to the second; None when it is none."""
    match = _TIME.fullmatch(text.rstrip())
    if match is None:
        return None
    day, clock, hours, minutes, zone = match.groups()
    try:
        if hours:
            return datetime.fromisoformat(f"{day}T{clock}{hours}:{minutes}").isoformat()
        moment = datetime.fromisoformat(f"{day}T{clock}")
        if zone:
            moment = moment.replace(tzinfo=ZoneInfo("UTC" if zone == "Z" else zone))
    except KeyError:  # a zone this machine doesn't know: the clock of the place, then
        return moment.isoformat()
    except (ValueError, OSError):
        return None
    return moment.isoformat()
