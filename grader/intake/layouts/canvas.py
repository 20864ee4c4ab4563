"""Canvas, "Download Submissions": all files of all students in one folder.

``lastnamefirst[_LATE]_USERID_SUBMISSIONID_filename[-N].ext``: the name in small letters without spaces, and
``-N`` when a student handed in a file of the same name again (a higher N is newer).
"""

from __future__ import annotations

import re
from collections import defaultdict

from grader.intake.choosing import STRAY, stem
from grader.intake.layouts.base import (
    FolderReader,
    HandIn,
    Listing,
    Reader,
    Selection,
    is_work,
    nothing_to_grade,
    refusing,
)
from grader.intake.sources import Source

_NAME = re.compile(
    r"(?P<who>[^_]+)_(?P<late>late_)?(?P<user>\d+)_(?P<submission>\d+)_(?P<file>.+)",
    re.IGNORECASE | re.DOTALL,
)
_COPY = re.compile(r"(?P<stem>.+?)(?:-(?P<number>\d{1,6}))?(?P<ending>(?:\.[^.]*)?)", re.DOTALL)


def recognise(source: Source, expected: str) -> Listing | None:
    """The hand-ins when at least half of the files have names of this form."""
    files = source.files(())
    matches = [match for name in files if (match := _NAME.fullmatch(name))]
    if not matches or 2 * len(matches) < len(files) or source.folders(()):
        return None
    students: dict[str, list[re.Match[str]]] = defaultdict(list)
    for match in matches:
        students[match["user"]].append(match)
    found = [one for each in students.values() for one in _student(source, each, expected)]
    ours = {match[0] for match in matches}
    return Listing(
        layout="Canvas",
        found=tuple(found),
        left_over=tuple(name for name in files if name not in ours),
    )


def _student(source: Source, matches: list[re.Match[str]], expected: str) -> list[HandIn]:
    """One hand-in per number when the files are numbered copies of the expected one, else one in all."""
    numbered: dict[int, dict[str, re.Match[str]]] = defaultdict(dict)
    for match in matches:
        number, bare = _copy(match["file"])
        if is_work(match["file"]) and stem(bare).casefold() == stem(expected).casefold():
            numbered[number][bare] = match
    if not numbered:
        # "-N" is Canvas's own mark; two files that differ in it alone are one file, the higher is newer.
        work = [m for m in matches if is_work(m["file"]) and m["file"].lower() not in STRAY]
        names = {_copy(match["file"])[1] for match in work}
        if len(names) == 1:
            for match in work:
                number, bare = _copy(match["file"])
                numbered[number][bare] = match
        else:
            numbered[0] = {match["file"]: match for match in matches}
    return [_hand_in(source, numbered[number], matches, expected) for number in sorted(numbered)]


def _copy(name: str) -> tuple[int, str]:
    """(2, "homework.py") of "homework-2.py"."""
    match = _COPY.fullmatch(name)
    if match is None:
        return 0, name
    return int(match["number"] or 0), match["stem"] + match["ending"]


def _hand_in(
    source: Source,
    files: dict[str, re.Match[str]],
    all_files: list[re.Match[str]],
    expected: str,
) -> HandIn:
    first = next(iter(files.values()))
    label = first[0]
    selected = Selection(source, label, {bare: (match[0],) for bare, match in files.items()})
    read: Reader = FolderReader(selected, (), expected)
    problem = None
    if not any(is_work(name) for name in files):
        names = [match["file"] for match in all_files]
        read, problem = refusing(label, nothing_to_grade(names, expected))
    return HandIn(
        student=first["user"],
        label=label,
        read=read,
        ids=(first["user"],),
        names=(first["who"],),
        name=first["who"],
        late=any(match["late"] for match in files.values()),
        problem=problem,
    )
