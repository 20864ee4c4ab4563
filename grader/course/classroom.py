"""A class as it was downloaded: who handed in what.

Nobody is dropped. A hand-in that can't be read is an attempt with a problem; one whose student is not known for sure is graded under a
name of its own and listed; a group's counts for each of its members; students with several attempts, and students without any, are listed too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import msgspec

from grader.course.matching import Found, match
from grader.intake.download import read_listing
from grader.intake.errors import named, shown
from grader.intake.layouts import HandIn, Listing
from grader.intake.roster import Roster, Student
from grader.intake.submission import Work
from grader.model import Record, Submission


class Attempt(Record, frozen=True, kw_only=True):
    """One hand-in of one student.

    ``student`` is the roster's id when that is sure, else a name of its own; ``identity`` whom the platform names. ``label`` is where
    it lies in the download, unique among the student's attempts; ``number`` counts them from 1, the oldest. ``time`` is
    ISO 8601, ``late`` the platform's word; None: not told. ``find`` opens its files; it raises
    BadInput when that can't be done, always so when ``problem`` is set (then with that text).
    """

    student: str
    label: str
    find: Callable[[], Work]
    identity: str = ""
    number: int = 1
    name: str = ""
    time: str | None = None
    late: bool | None = None
    problem: str | None = None

    def load(self) -> Submission:
        """The submission. Raises BadInput."""
        return self.find().read()


class ClassDownload(Record, frozen=True, kw_only=True):
    """All attempts, those of one student together and oldest first.

    ``unmatched``: labels of attempts whose student is not known for sure; ``duplicates``: students with
    several attempts and their labels; ``missing``: students on the roster without any. ``ignored``: files that nothing was made of.
    """

    layout: str
    attempts: tuple[Attempt, ...]
    unmatched: tuple[str, ...] = ()
    duplicates: tuple[tuple[str, tuple[str, ...]], ...] = ()
    missing: tuple[Student, ...] = ()
    ignored: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


def read_class(path: Path, *, expected: str, roster: Roster | None = None) -> ClassDownload:
    """A download, matched to a roster and nothing else. Raises BadInput."""
    listing = read_listing(path, expected)
    students = roster.students if roster else ()
    return arrange(listing, match(students, [one.who for one in listing.found]), students)


def arrange(
    listing: Listing, matching: Mapping[str, Found], students: tuple[Student, ...]
) -> ClassDownload:
    """The attempts of a download, by student. ``matching`` has everybody in it; ``students``: the roster."""
    by_student: dict[str, list[Attempt]] = defaultdict(list)
    known = {student.id: student for student in students}
    unmatched: list[str] = []
    for one in listing.found:
        who = matching[one.who.key]
        for student in who.students:
            labels = {attempt.label for attempt in by_student[student]}
            name = known[student].name if student in known else ""
            attempt = _attempt(one, student, name, labels)
            by_student[student].append(attempt)
        if students and not who.on_roster:
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
        missing=tuple(student for student in students if student.id not in by_student),
        ignored=listing.left_over,
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


def _attempt(one: HandIn, student: str, name: str, labels: set[str]) -> Attempt:
    label, number = shown(one.label, 200), 1
    while label in labels:
        number += 1
        label = f"{shown(one.label, 200)} ({number})"
    return Attempt(
        student=student,
        label=label,
        identity=one.who.key,
        find=partial(one.read, student),
        name=name or shown(one.name),
        time=one.time,
        late=one.late,
        problem=one.problem,
    )
