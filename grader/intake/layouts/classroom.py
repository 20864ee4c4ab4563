"""Google Classroom, its folder in Drive: ``Student Name - file``, all in one folder. A name is all that it tells."""

from __future__ import annotations

import re
from collections import defaultdict

from grader.intake.choosing import STRAY, copy_number, stem
from grader.intake.layouts.base import FolderReader, HandIn, Listing, Selection, is_work
from grader.intake.sources import Source

_NAME = re.compile(r"(?P<who>[^-]+(?:-[^-]+)*?) - (?P<file>.+)", re.DOTALL)


def recognise(source: Source, expected: str) -> Listing | None:
    """The hand-ins when all work has names of this form, and most of it is called as was asked for."""
    files = source.files(())
    work = [name for name in files if is_work(name) and name.lower() not in STRAY]
    matches = [match for name in work if (match := _NAME.fullmatch(name))]
    if not matches or len(matches) < len(work) or source.folders(()):
        return None
    wanted = [match for match in matches if _asked_for(match["file"], expected)]
    if 2 * len(wanted) < len(matches):
        return None
    people: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for match in matches:
        people[match["who"]][match["file"]] = (match[0],)
    found = []
    for who, named in people.items():
        label = next(iter(named.values()))[0]
        read = FolderReader(Selection(source, label, named), (), expected)
        found.append(HandIn(student=who, label=label, read=read, name=who))
    ours = {match[0] for match in matches}
    left_over = tuple(name for name in files if name not in ours)
    return Listing(layout="Google Classroom", found=tuple(found), left_over=left_over)


def _asked_for(name: str, expected: str) -> bool:
    same = stem(name).casefold() == stem(expected).casefold()
    return same or copy_number(name, expected) is not None
