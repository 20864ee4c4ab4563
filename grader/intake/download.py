"""A class as it was downloaded: who handed in what, matched to the roster.

Nobody is dropped. A hand-in that can't be read is an attempt with a problem; one whose student is not on
the roster is graded under the platform's name for them and listed; students with several attempts, and
students without any, are listed too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import msgspec

from grader.intake.archive import nested, open_source
from grader.intake.choosing import STRAY, copy_number, kind_of
from grader.intake.errors import BadInput, named, safe_id, shown
from grader.intake.layouts import PLATFORMS, HandIn, Listing, plain
from grader.intake.layouts.base import Selection, is_work
from grader.intake.roster import Roster, Student
from grader.intake.sources import (
    MAX_CLASS_ENTRIES,
    Folder,
    Source,
    Subfolder,
)
from grader.intake.submission import Work
from grader.model import Record, Submission

_DEEPEST = 4
_MAX_CLASS_ZIP = 512 << 20


class Attempt(Record, frozen=True, kw_only=True):
    """One hand-in of one student.

    ``student`` is the roster's id when there is a match, else the platform's own name made safe for
    files. ``label`` is where it lies in the download, unique among the student's attempts; ``number`` counts them
    from 1, the oldest. ``time`` is
    ISO 8601, ``late`` the platform's word; None: not told. ``find`` opens its files; it raises
    BadInput when that can't be done, always so when ``problem`` is set (then with that text).
    """

    student: str
    label: str
    find: Callable[[], Work]
    number: int = 1
    name: str = ""
    email: str = ""
    sections: tuple[str, ...] = ()
    time: str | None = None
    late: bool | None = None
    problem: str | None = None

    def load(self) -> Submission:
        """The submission. Raises BadInput."""
        return self.find().read()


class ClassDownload(Record, frozen=True, kw_only=True):
    """All attempts, those of one student together and oldest first.

    ``unmatched``: labels of attempts whose student is not on the roster; ``duplicates``: students with
    several attempts and their labels; ``missing``: students on the roster without any.
    """

    layout: str
    attempts: tuple[Attempt, ...]
    unmatched: tuple[str, ...] = ()
    duplicates: tuple[tuple[str, tuple[str, ...]], ...] = ()
    missing: tuple[Student, ...] = ()
    notices: tuple[str, ...] = ()


def read_class(path: Path, *, expected: str, roster: Roster | None = None) -> ClassDownload:
    """The hand-ins in a folder or zip as a platform made it. Contents are read by ``Attempt.find`` and ``load`` only.

    Raises BadInput when ``path`` is neither, or holds nothing that could be a submission.
    """
    path = Path(path)
    source = open_source(path, MAX_CLASS_ENTRIES)
    if source is None:
        if kind_of(path.name) is None:
            raise BadInput(path, "not a class; give the folder or zip that the platform made")
        source = Folder(path.parent)
        found = Selection(source, path.parent.name, {path.name: (path.name,)})
        listing = plain.recognise(found, expected)
    else:
        listing = _recognise(source, expected, 0)
    if listing is None:
        raise BadInput(
            path, f"holds no submissions; expected {expected}, notebooks, zips or folders"
        )
    return _matched(listing, roster)


def _recognise(source: Source, expected: str, depth: int) -> Listing | None:
    """The listing by the first layout that fits, also when it lies in a folder or zip of its own."""
    for layout in PLATFORMS:
        if (listing := layout(source, expected)) is not None:
            return listing
    inner = _wrapped(source) if depth < _DEEPEST else None
    if inner is not None and _is_class(inner, expected):
        listing = _recognise(inner, expected, depth + 1)
        if listing is not None:
            return listing
    return plain.recognise(source, expected)


def _wrapped(source: Source) -> Source | None:
    """The one folder or zip in which everything lies, if that is so."""
    folders = source.folders(())
    work = [name for name in source.files(()) if is_work(name)]
    if len(folders) == 1 and not work:
        return Subfolder(source, (folders[0],))
    if folders or len(work) != 1 or kind_of(work[0]) is not None:
        return None
    try:
        return nested(source, (work[0],), _MAX_CLASS_ZIP, MAX_CLASS_ENTRIES)
    except BadInput:
        return None  # one student's damaged zip: an attempt with a problem


def _is_class(source: Source, expected: str) -> bool:
    """Whether ``source`` holds several students' work, rather than one's."""
    if any(layout(source, expected) is not None for layout in PLATFORMS):
        return True
    work = [n for n in source.files(()) if is_work(n) and n.lower() not in STRAY]
    if any(copy_number(name, expected) is not None for name in work):
        return False
    if len(work) + len(source.folders(())) > 1:
        return True
    inner = _wrapped(source)
    return inner is not None and _is_class(inner, expected)


def _matched(listing: Listing, roster: Roster | None) -> ClassDownload:
    by_student: dict[str, list[Attempt]] = defaultdict(list)
    unmatched: list[str] = []
    taken = {student.id.casefold() for student in roster.students} if roster else set()
    for one in listing.found:
        known = roster.find(one.ids, one.names) if roster else None
        student = known.id if known else safe_id(one.student)
        if known is None and student.casefold() in taken:
            student = f"{student} (not matched)"  # never into another student's row
        labels = {attempt.label for attempt in by_student[student]}
        attempt = _attempt(one, known, student, labels)
        by_student[student].append(attempt)
        if roster is not None and known is None:
            unmatched.append(attempt.label)
    attempts = tuple(attempt for each in by_student.values() for attempt in _in_order(each))
    notices = list(listing.notices)
    if listing.left_over:
        notices.append(f"Not looked at: {named(list(listing.left_over))}.")
    return ClassDownload(
        layout=listing.layout,
        attempts=attempts,
        unmatched=tuple(unmatched),
        duplicates=tuple(
            (student, tuple(attempt.label for attempt in each))
            for student, each in by_student.items()
            if len(each) > 1
        ),
        missing=tuple(s for s in roster.students if s.id not in by_student) if roster else (),
        notices=tuple(notices),
    )


def _in_order(attempts: list[Attempt]) -> list[Attempt]:
    """Oldest first: by time where all are told, else as the layout has them."""
    if all(attempt.time for attempt in attempts):
        attempts = sorted(attempts, key=lambda a: _moment(a.time or ""))
    return [
        attempt if attempt.number == k else msgspec.structs.replace(attempt, number=k)
        for k, attempt in enumerate(attempts, 1)
    ]


def _moment(time: str) -> float:
    moment = datetime.fromisoformat(time)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _attempt(one: HandIn, known: Student | None, student: str, labels: set[str]) -> Attempt:
    label, number = shown(one.label, 200), 1
    while label in labels:
        number += 1
        label = f"{shown(one.label, 200)} ({number})"
    return Attempt(
        student=student,
        label=label,
        find=partial(one.read, student),
        name=(known.name if known else "") or shown(one.name),
        email=(known.email if known else "") or shown(one.email),
        sections=known.sections if known else (),
        time=one.time,
        late=one.late,
        problem=one.problem,
    )
