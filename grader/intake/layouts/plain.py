"""No platform: a file, a folder or a zip per student, named after the student, or a mixture.

``anna.py``, ``homework_anna.ipynb``, ``anna.zip`` and ``anna/`` are all Anna's. Files that can't be work (a roster, a
syllabus) or that never are (``conftest.py``) are left over, aloud.
"""

from __future__ import annotations

import re

from grader.intake.layouts.base import HandIn, Listing, file_reader, folder_reader, is_work
from grader.intake.sources import Source
from grader.intake.submission import STRAY, kind_of, stem


def recognise(source: Source, expected: str) -> Listing | None:
    """The hand-ins; None when nothing at the top can be one."""
    folders = source.folders(())
    files = [name for name in source.files(()) if is_work(name) and name.lower() not in STRAY]
    if not folders and not files:
        return None
    readers = [(name, name, folder_reader(source, (name,), expected)) for name in folders]
    readers += [
        (_student(name, expected), name, file_reader(source, (name,), expected)) for name in files
    ]
    found = [
        HandIn(student=student, label=name, read=read, ids=(student,), names=(student,))
        for student, name, read in readers
    ]
    kinds = {"folders"} if folders else set()
    kinds |= {"files" if kind_of(name) else "zips" for name in files}
    return Listing(
        layout=kinds.pop() if len(kinds) == 1 else "mixed",
        found=tuple(sorted(found, key=lambda one: (one.student, one.label))),
        left_over=tuple(name for name in source.files(()) if name not in files),
    )


def _student(name: str, expected: str) -> str:
    """The file's stem without the assignment's name: "anna" of "homework_anna.py"."""
    bare = stem(name)
    assignment = re.escape(stem(expected))
    rest = re.sub(rf"^{assignment}[ _-]+|[ _-]+{assignment}$", "", bare, flags=re.IGNORECASE)
    return rest or bare
