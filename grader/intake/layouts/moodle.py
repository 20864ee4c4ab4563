"""Moodle, "Download all submissions".

Names are made in moodle, mod/assign/classes/downloader.php: ``Full Name_NUMBER_assignsubmission_file/path`` (before 4.1 with one more ``_``)
or, without folders, ``Full Name_NUMBER_assignsubmission_file_name``. NUMBER is the participant's in this assignment, the one of the
grading worksheet ("Participant 5001"); blind, the name is the word for participant. Of teams it is ``Team_NUMBER_…``, the group's number, or the
default group's name alone. Text typed into Moodle comes as ``_onlinetext_``.
"""

from __future__ import annotations

import re
from collections import defaultdict

from grader.intake.identity import Ids, Kind
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
    r"(?P<who>.+?)(?:_(?P<id>\d+))?_assignsubmission_(?P<kind>[a-z]+)(?:_(?P<file>.*))?", re.DOTALL
)
# get_string('participant', 'mod_assign') in the languages of most sites; no name of a person.
_BLIND = {"participant", "teilnehmer", "teilnehmer in", "teilnehmerin", "participante", "partecipante", "deelnemer"}  # fmt: skip


def recognise(source: Source, expected: str) -> Listing | None:
    """The hand-ins when at least half of what lies at the top has names of this form."""
    folders, files = source.folders(()), source.files(())
    entries: dict[tuple[str, str], list[tuple[re.Match[str], bool]]] = defaultdict(list)
    left_over: list[str] = []
    for name, is_folder in [*((n, True) for n in folders), *((n, False) for n in files)]:
        if match := _NAME.fullmatch(name):
            entries[match["who"], match["id"] or ""].append((match, is_folder))
        else:
            left_over.append(name)
    if not entries or len(left_over) > len(folders) + len(files) - len(left_over):
        return None
    found = [
        _hand_in(source, who, number, matches, expected)
        for (who, number), matches in entries.items()
    ]
    return Listing(layout="Moodle", found=tuple(found), left_over=tuple(left_over))


def _hand_in(
    source: Source,
    who: str,
    number: str,
    matches: list[tuple[re.Match[str], bool]],
    expected: str,
) -> HandIn:
    uploads = [(match, is_folder) for match, is_folder in matches if match["kind"] == "file"]
    folder = next((match for match, is_folder in uploads if is_folder), None)
    label = uploads[0][0][0] if uploads else matches[0][0][0]
    names = {match["file"] or "": (match[0],) for match, is_folder in uploads if not is_folder}
    read: Reader
    problem = None
    if folder is not None:
        read = FolderReader(source, (folder[0],), expected)
    elif any(is_work(name) for name in names):
        read = FolderReader(Selection(source, label, names), (), expected)
    else:
        only = list(names) or ["text typed into Moodle"]
        read, problem = refusing(label, nothing_to_grade(only, expected))
    ids: Ids = ((Kind.PARTICIPANT, number),) if number else ((Kind.GROUP, who),)
    return HandIn(
        student=number or who,
        label=label,
        read=read,
        ids=ids,
        name="" if who.casefold().replace("_", " ") in _BLIND else who,
        problem=problem,
    )
