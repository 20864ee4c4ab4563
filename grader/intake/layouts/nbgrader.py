"""nbgrader: ``submitted/STUDENT/ASSIGNMENT/file.ipynb``, with the time of the hand-in in ``timestamp.txt``.

A course's folder holds all its assignments; the one whose folder has the name of the expected file's stem is
graded, or the only one there is.
"""

from __future__ import annotations

from collections import Counter

from grader.intake.choosing import stem
from grader.intake.errors import BadInput, named
from grader.intake.identity import Kind
from grader.intake.layouts.base import FolderReader, HandIn, Listing, iso_time
from grader.intake.sources import Source

TIMESTAMP = "timestamp.txt"
_LOOKED_AT = 50


def recognise(source: Source, expected: str) -> Listing | None:
    """The hand-ins when there is a folder ``submitted``, or a time stamp two folders down."""
    base: tuple[str, ...] = ("submitted",) if "submitted" in source.folders(()) else ()
    students = source.folders(base)
    if not base and not any(_stamped(source, student) for student in students[:_LOOKED_AT]):
        return None
    counts = Counter(name for student in students for name in source.folders((*base, student)))
    assignment = _assignment(source, counts, expected)
    if assignment is None:
        return None
    found: list[HandIn] = []
    for student in students:
        if assignment not in source.folders((*base, student)):
            continue
        folder = (*base, student, assignment)
        found.append(
            HandIn(
                student=student,
                label="/".join(folder),
                read=FolderReader(source, folder, expected),
                ids=((Kind.ID, student),),
                time=_time(source, folder),
            )
        )
    others = sorted(set(counts) - {assignment})
    notices = (f"Only {assignment} is graded, not {named(others)}.",) if others else ()
    return Listing(
        layout="nbgrader", found=tuple(found), left_over=tuple(source.files(base)), notices=notices
    )


def _stamped(source: Source, student: str) -> bool:
    return any(TIMESTAMP in source.files((student, name)) for name in source.folders((student,)))


def _assignment(source: Source, counts: Counter[str], expected: str) -> str | None:
    wanted = [name for name in counts if name.casefold() == stem(expected).casefold()]
    if len(wanted) == 1 or len(counts) <= 1:
        return next(iter(wanted or counts), None)
    raise BadInput(
        source.place(()),
        f"holds several assignments ({named(sorted(counts))}), none called {stem(expected)}; "
        "leave only the folders of one",
    )


def _time(source: Source, folder: tuple[str, ...]) -> str | None:
    if TIMESTAMP not in source.files(folder):
        return None
    try:
        return iso_time(source.read((*folder, TIMESTAMP), 200).decode("ascii", "replace").strip())
    except BadInput:
        return None
