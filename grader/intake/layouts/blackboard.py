"""Blackboard Learn, "Assignment File Download": all files of all students in one folder.

``Assignment_login_attempt_YYYY-MM-DD-HH-MM-SS_file`` and, for each attempt, a ``.txt`` of the same beginning, which says "Name: Ana Alder
(aalder)". Titles and logins may hold ``_``, so that text is asked first; without it, what all names begin with is the title. The clock is the
server's, without a zone.
"""

from __future__ import annotations

import re
from collections import defaultdict

from grader.intake.errors import BadInput
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
    r"(?P<head>.+)_attempt_(?P<time>\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d)(?:_(?P<file>.+)|\.txt)",
    re.DOTALL,
)
_TOLD = re.compile(
    r"^\W*Name:[ \t]*(?P<name>.*?)[ \t]*\((?P<login>[^()\n]+)\)[ \t]*$", re.MULTILINE
)
_MAX_TEXT = 1 << 20


def recognise(source: Source, expected: str) -> Listing | None:
    """The hand-ins when at least half of the files have names of this form."""
    files = source.files(())
    matches = [match for name in files if (match := _NAME.fullmatch(name))]
    if not matches or 2 * len(matches) < len(files) or source.folders(()):
        return None
    attempts: dict[tuple[str, str], list[re.Match[str]]] = defaultdict(list)
    for match in matches:
        attempts[match["head"], match["time"]].append(match)
    title = _title({head for head, _ in attempts})
    found = [
        _hand_in(source, head, title, time, attempts[head, time], expected)
        for head, time in sorted(attempts)
    ]
    ours = {match[0] for match in matches}
    return Listing(
        layout="Blackboard",
        found=tuple(found),
        left_over=tuple(name for name in files if name not in ours),
    )


def _title(heads: set[str]) -> str:
    """The assignment's title with its ``_``: what all begin with, or all but the last part of the only one."""
    first, last = min(heads), max(heads)
    length = next(
        (k for k, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(first)
    )
    common = first[:length] if len(heads) > 1 else first
    return common[: common.rfind("_") + 1]


def _hand_in(
    source: Source, head: str, title: str, time: str, matches: list[re.Match[str]], expected: str
) -> HandIn:
    files = {match["file"]: (match[0],) for match in matches if match["file"]}
    label = next((path[0] for name, path in files.items() if is_work(name)), matches[0][0])
    login, name = head.removeprefix(title), ""
    for match in matches:
        if match["file"] is None and (told := _told(source, match[0])):
            login, name = told["login"].strip(), told["name"]
    read: Reader = FolderReader(Selection(source, label, files), (), expected)
    problem = None
    if not any(is_work(name) for name in files):
        read, problem = refusing(
            label, nothing_to_grade(list(files) or ["text typed into Blackboard"], expected)
        )
    day, clock = time[:10], time[11:].replace("-", ":")
    return HandIn(
        student=login,
        label=label,
        read=read,
        ids=((Kind.LOGIN, login),),
        name=name,
        time=f"{day}T{clock}",
        problem=problem,
    )


def _told(source: Source, name: str) -> re.Match[str] | None:
    try:
        text = source.read((name,), _MAX_TEXT).decode("utf-8-sig", "replace")
    except BadInput:
        return None
    return _TOLD.search(text.replace("\r", "\n")[:2000])
