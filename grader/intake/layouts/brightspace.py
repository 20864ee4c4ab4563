"""Brightspace (D2L), "Download" of an assignment folder.

``PERSON-ITEM - First Last - Mon D, YYYY HMM AM`` is a folder, or, with `` - file`` after it, a file; one for each submission, with an ``index.html``
beside them. PERSON is Brightspace's own number (a group's in a group assignment). The clock is the course's, without a zone.
"""

from __future__ import annotations

import re
from collections import defaultdict

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

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATE = (
    r"(?:(?P<month>[A-Za-z]{3,9})\.? (?P<day>\d{1,2})|(?P<day2>\d{1,2}) (?P<month2>[A-Za-z]{3,9})),? "
    r"(?P<year>\d{4})(?: (?:at )?(?P<hour>\d{1,2})[:.]?(?P<minute>\d\d) ?(?P<half>[AP]M)?)"
)
_NAME = re.compile(
    rf"(?P<person>\d+)-(?P<item>\d+) - (?P<who>.+?) - (?P<date>{_DATE})(?: - (?P<file>.+))?",
    re.IGNORECASE | re.DOTALL,
)


def recognise(source: Source, expected: str) -> Listing | None:
    """The hand-ins when at least half of what lies at the top has names of this form."""
    folders, files = source.folders(()), source.files(())
    tries: dict[tuple[str, str, str], list[tuple[re.Match[str], bool]]] = defaultdict(list)
    left_over: list[str] = []
    for name, is_folder in [*((n, True) for n in folders), *((n, False) for n in files)]:
        match = _NAME.fullmatch(name)
        if match and bool(match["file"]) is not is_folder:
            tries[match["person"], match["who"], match["date"]].append((match, is_folder))
        elif name.casefold() != "index.html":
            left_over.append(name)
    if not tries or len(left_over) > len(folders) + len(files) - len(left_over):
        return None
    found = [_hand_in(source, matches, expected) for matches in tries.values()]
    found.sort(key=lambda one: (one.student, one.time or "", one.label))
    return Listing(layout="Brightspace", found=tuple(found), left_over=tuple(left_over))


def _hand_in(source: Source, matches: list[tuple[re.Match[str], bool]], expected: str) -> HandIn:
    first = next((match for match, is_folder in matches if is_folder), matches[0][0])
    files = {match["file"]: (match[0],) for match, is_folder in matches if not is_folder}
    label, problem = first[0], None
    read: Reader
    if not files:
        read = FolderReader(source, (label,), expected)
    else:
        read = FolderReader(Selection(source, label, files), (), expected)
        if not any(is_work(name) for name in files):
            read, problem = refusing(label, nothing_to_grade(list(files), expected))
    return HandIn(
        student=first["person"],
        label=label,
        read=read,
        ids=((Kind.BRIGHTSPACE, first["person"]),),
        name=first["who"],
        time=_time(first),
        problem=problem,
    )


def _time(match: re.Match[str]) -> str | None:
    """ "2026-03-01T23:59:00" of "Mar 1, 2026 1159 PM"; None when it is no time."""
    name = (match["month"] or match["month2"])[:3].casefold()
    hour, minute = int(match["hour"]), int(match["minute"])
    if match["half"]:
        hour = hour % 12 + 12 * (match["half"].upper() == "PM")
    day = int(match["day"] or match["day2"])
    if name not in _MONTHS or hour > 23 or minute > 59 or not 1 <= day <= 31:
        return None
    return f"{match['year']}-{_MONTHS.index(name) + 1:02}-{day:02}T{hour:02}:{minute:02}:00"
