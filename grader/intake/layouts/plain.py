"""No platform: a file, a folder or a zip per student, named after the student, or a mixture.

``anna.py``, ``homework_anna.ipynb``, ``anna.zip`` and ``anna/`` are all Anna's. Files that can't be work (a roster, a
syllabus) or that never are (``conftest.py``) are left over, aloud.
"""

from __future__ import annotations

import re

from grader.intake.choosing import STRAY, kind_of, stem
from grader.intake.layouts.base import (
    FileReader,
    FolderReader,
    HandIn,
    Listing,
    Reader,
    is_work,
)
from grader.intake.sources import Source


def recognise(source: Source, expected: str) -> Listing | None:
    """The hand-ins; None when nothing at the top can be one."""
    folders, names = source.folders(()), source.files(())
    files = [name for name in names if is_work(name) and name.lower() not in STRAY]
    if not folders and not files:
        return None
    readers: list[tuple[str, str, Reader]]
    readers = [(name, name, FolderReader(source, (name,), expected)) for name in folders]
    affix = _affix(expected)
    readers += [
        (_student(name, affix), name, FileReader(source, (name,), expected)) for name in files
    ]
    found = [
        HandIn(student=student, label=name, read=read, ids=(ids := (student,)), names=ids)
        for student, name, read in readers
    ]
    kinds = {"folders"} if folders else set()
    kinds |= {"files" if kind_of(name) else "zips" for name in files}
    used = set(files)
    return Listing(
        layout=kinds.pop() if len(kinds) == 1 else "mixed",
        found=tuple(sorted(found, key=lambda one: (one.student, one.label))),
        left_over=tuple(name for name in names if name not in used),
    )


def _affix(expected: str) -> re.Pattern[str]:
    """The assignment's name before or after a student's."""
    assignment = re.escape(stem(expected))
    return re.compile(rf"^{assignment}[ _-]+|[ _-]+{assignment}$", re.IGNORECASE)


def _student(name: str, affix: re.Pattern[str]) -> str:
    """The file's stem without the assignment's name: "anna" of "homework_anna.py"."""
    bare = stem(name)
    return affix.sub("", bare) or bare
