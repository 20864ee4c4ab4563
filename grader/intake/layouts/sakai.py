"""Sakai, "Download All": ``Last, First(login)/Submission attachment(s)/file``, with a ``timestamp.txt`` in each person's folder and a ``grades.csv`` beside
them (sakai, AssignmentServiceImpl.java, zipSubmissions)."""

from __future__ import annotations

import re

from grader.intake.errors import BadInput
from grader.intake.identity import Kind
from grader.intake.layouts.base import FolderReader, HandIn, Listing, Reader, refusing
from grader.intake.sources import Source, Subfolder

ATTACHMENTS = "Submission attachment(s)"
_NAME = re.compile(r"(?P<who>.+?)\s*\((?P<login>[^()]+)\)", re.DOTALL)
_STAMP = re.compile(r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)\d{0,3}\s*")
_LOOKED_AT = 50
# What Sakai puts beside the folders.
_BESIDE = ("grades.csv", "grades.xls", "grades.xlsx", "readme.txt")


def recognise(source: Source, expected: str) -> Listing | None:
    """The hand-ins when folders have names of this form, and one has attachments in it."""
    folders = source.folders(())
    if len(folders) == 1 and not _NAME.fullmatch(folders[0]):
        # All lies in a folder called after the assignment; else nbgrader's layout would fit.
        source = Subfolder(source, (folders[0],))
        folders = source.folders(())
    matches = [match for name in folders if (match := _NAME.fullmatch(name))]
    if not matches or 2 * len(matches) < len(folders):
        return None
    if not any(ATTACHMENTS in source.folders((m[0],)) for m in matches[:_LOOKED_AT]):
        return None
    ours = {match[0] for match in matches}
    others = [name for name in source.files(()) if name.casefold() not in _BESIDE]
    return Listing(
        layout="Sakai",
        found=tuple(_hand_in(source, match, expected) for match in matches),
        left_over=(*(name for name in folders if name not in ours), *others),
    )


def _hand_in(source: Source, match: re.Match[str], expected: str) -> HandIn:
    folder, problem = match[0], None
    read: Reader = FolderReader(source, (folder, ATTACHMENTS), expected)
    if ATTACHMENTS not in source.folders((folder,)):
        read, problem = refusing(source.place((folder,)), f"no attachment; hand in {expected}")
    return HandIn(
        student=match["login"],
        label=folder,
        read=read,
        ids=((Kind.LOGIN, match["login"]),),
        name=match["who"],
        time=_time(source, folder),
        problem=problem,
    )


def _time(source: Source, folder: str) -> str | None:
    """The time in ``timestamp.txt``, by the server's clock."""
    if "timestamp.txt" not in source.files((folder,)):
        return None
    try:
        text = source.read((folder, "timestamp.txt"), 200).decode("ascii", "replace").strip()
    except BadInput:
        return None
    match = _STAMP.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second = match.groups()
    return f"{year}-{month}-{day}T{hour}:{minute}:{second}"
