"""Canvas, "Download Submissions": all files of all students in one folder.

Names are made in canvas-lms, lib/content_zipper.rb: ``lastfirst[_LATE]_USER_ATTACHMENT_file``, in small letters without spaces; of an
anonymous assignment ``[LATE_]anon_CODE_ATTACHMENT_file``; text typed in ends in ``_text.html``, an address in ``_link.html``, both without an
attachment. USER is Canvas's own number. A group's work comes once, under the group's name and one member's number.

The download holds the last submission only. Canvas counts uploads of one file name, ``-N`` (a higher N is newer), so ``work.py`` and
``work-1.ipynb`` are one submission; two files that differ in N alone come from downloads put together, and are two.
"""

from __future__ import annotations

import re
from collections import defaultdict

from grader.intake.choosing import STRAY
from grader.intake.identity import Kind
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
    r"(?:(?P<anonymous_late>late_)?anon_(?P<code>[^_]+)|(?P<who>.+?)_(?P<late>late_)?(?P<user>\d+))"
    r"_(?:(?P<attachment>\d+)_(?P<file>.+)|(?P<typed>(?:text|link)\.html))",
    re.IGNORECASE | re.DOTALL,
)
_COPY = re.compile(r"(?P<stem>.+?)(?:-(?P<number>\d{1,6}))?(?P<ending>(?:\.[^.]*)?)", re.DOTALL)
Match = re.Match[str]


def recognise(source: Source, expected: str) -> Listing | None:
    """The hand-ins when at least half of the files have names of this form."""
    files = source.files(())
    matches = [match for name in files if (match := _NAME.fullmatch(name))]
    if not matches or 2 * len(matches) < len(files) or source.folders(()):
        return None
    students: dict[str, list[Match]] = defaultdict(list)
    for match in matches:
        students[match["user"] or f"anon {match['code']}"].append(match)
    found = [hand_in for each in students.values() for hand_in in _student(source, each, expected)]
    ours = {match[0] for match in matches}
    anonymous = any(match["code"] for match in matches)
    return Listing(
        layout="Canvas",
        found=tuple(found),
        left_over=tuple(name for name in files if name not in ours),
        notices=(
            (
                "An anonymous download, which names nobody; turn anonymous grading off in Canvas and download it again.",
            )
            if anonymous
            else ()
        ),
    )


def _student(source: Source, matches: list[Match], expected: str) -> list[HandIn]:
    """The last submission, and before it those of which a file of the same name is there."""
    names: dict[str, list[tuple[int, Match]]] = defaultdict(list)
    for match in matches:
        number, bare = _copy(match["file"] or match["typed"])
        names[bare].append((number, match))
    for versions in names.values():
        versions.sort(key=lambda one: (one[0], one[1][0]))
    # A file that was handed in once belongs to the last submission, as everything that is no work does.
    count = max((len(v) for name, v in names.items() if _counts(name)), default=1)
    tries: list[dict[str, Match]] = [{} for _ in range(count)]
    for bare, versions in names.items():
        newest = versions if _counts(bare) else versions[-1:]
        for back, (_, match) in enumerate(reversed(newest), start=1):
            tries[-back][bare] = match
    return [_hand_in(source, files, expected) for files in tries]


def _counts(name: str) -> bool:
    return is_work(name) and name.lower() not in STRAY


def _copy(name: str) -> tuple[int, str]:
    """(2, "homework.py") of "homework-2.py"."""
    match = _COPY.fullmatch(name)
    if match is None:
        return 0, name
    return int(match["number"] or 0), match["stem"] + match["ending"]


def _hand_in(source: Source, files: dict[str, Match], expected: str) -> HandIn:
    work = [match for bare, match in files.items() if _counts(bare)]
    first = (work or list(files.values()))[0]
    label = first[0]
    read: Reader = FolderReader(
        Selection(source, label, {bare: (match[0],) for bare, match in files.items()}), (), expected
    )
    problem = None
    if not any(is_work(name) for name in files):
        read, problem = refusing(label, _nothing(files, expected))
    user, code = first["user"], first["code"]
    return HandIn(
        student=user or f"anon {code}",
        label=label,
        read=read,
        ids=((Kind.CANVAS, user),) if user else ((Kind.PLACE, f"Canvas anon {code}"),),
        name=first["who"] or "",
        late=any(match["late"] or match["anonymous_late"] for match in files.values()),
        problem=problem,
    )


def _nothing(files: dict[str, Match], expected: str) -> str:
    if any(match["typed"] for match in files.values()):
        return f"only text typed into Canvas or an address; hand in {expected}"
    return nothing_to_grade([match["file"] for match in files.values()], expected)
