"""Who is in the class, and finding a person by what a platform calls them.

Platforms name people in many ways: an id, an e-mail address, "Anna Müller", "Müller, Anna" or "mulleranna". A
name is compared by its letters alone, in every rotation of its words, with ü as u and as ue. A key that two
people share finds nobody: a grade for the wrong person is worse than one line for a TA to sort out.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import final

from grader.intake.errors import BadInput, named, safe_id, shown
from grader.intake.sources import read_file
from grader.intake.text import decode
from grader.model import Record

_MAX_ROSTER = 64 << 20
_HEADERS = {
    "id": "id",
    "sid": "id",
    "student id": "id",
    "studentid": "id",
    "student": "id",
    "user id": "id",
    "username": "id",
    "identifier": "id",
    "id number": "id",
    "name": "name",
    "full name": "name",
    "student name": "name",
    "first name": "first",
    "given name": "first",
    "last name": "last",
    "surname": "last",
    "family name": "last",
    "email": "email",
    "e-mail": "email",
    "mail": "email",
    "email address": "email",
    "section": "sections",
    "sections": "sections",
    "group": "sections",
    "groups": "sections",
}
_SEPARATOR = re.compile(r'"?sep=([,;\t])"?\s*', re.IGNORECASE)
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "æ": "ae"})
_STROKES = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i"})


class Student(Record, frozen=True, kw_only=True):
    """One line of the roster. ``id`` names the student in reports and exports."""

    id: str
    name: str = ""
    email: str = ""
    sections: tuple[str, ...] = ()


@final
class Roster:
    """All students of a class, in the order of the file."""

    def __init__(self, students: Iterable[Student]) -> None:
        self.students = tuple(students)
        self._by_id = {student.id.casefold(): student for student in self.students}
        self._by_key: dict[str, Student | None] = {}
        for student in self.students:
            for key in _keys(student):
                other = self._by_key.get(key, student)
                self._by_key[key] = student if other is student else None

    def find(self, ids: Iterable[str], names: Iterable[str]) -> Student | None:
        """The one student with one of ``ids`` (or e-mail addresses) or ``names``; None when there is none,
        or when an id says one person and a name another (a platform's number may be another's id here)."""
        keys = list(ids)
        by_id = _first(self._by_id.get(key.casefold()) for key in keys)
        by_id = by_id or _first(self._by_key.get(_address(key)) for key in keys)
        by_name = _first(self._by_key.get(key) for name in names for key in name_keys(name))
        return None if by_id and by_name and by_id is not by_name else by_id or by_name


def read_roster(path: Path) -> Roster:
    """The roster in a CSV file with a header line: ``id``, ``name`` (or first and last name), ``email``,
    ``sections`` (several separated by ``;``). Only ``id`` is needed. Raises BadInput."""
    path = Path(path)
    text, _ = decode(read_file(path, _MAX_ROSTER), shown(path))
    first, _, rest = text.partition("\n")
    if told := _SEPARATOR.fullmatch(first):  # Excel's own line about the file
        delimiter, skipped, text = told[1], 1, rest
    else:
        delimiter, skipped = max(",;\t", key=first.count), 0
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    students: dict[str, Student] = {}
    lines: dict[str, int] = {}
    try:
        header = _header(next(reader, []), path, 1 + skipped)
        for row in reader:
            # Canvas puts a line about points between the header and the students.
            if not any(cell.strip() for cell in row) or row[0].strip() == "Points Possible":
                continue
            line = skipped + reader.line_num
            student = _student(dict(zip(header, row, strict=False)), path, line)
            key = student.id.casefold()
            if key in students:
                problem = f"{shown(student.id, 40)} is also in line {lines[key]}; keep one of them"
                raise BadInput(path, problem, line)
            students[key], lines[key] = student, line
    except csv.Error as error:
        problem = f"not readable as CSV ({error}); save it as CSV again"
        raise BadInput(path, problem, skipped + reader.line_num) from None
    if not students:
        raise BadInput(path, "lists no students; one line each, below the header")
    return Roster(students.values())


def _header(cells: list[str], path: Path, line: int) -> list[str]:
    """What each column is, "" for those that don't matter."""
    names = [cell.strip().lower() for cell in cells]
    found = [_HEADERS.get(name, "") for name in names]
    if "student" in names and found.count("id") > 1:
        found[names.index("student")] = "name"  # Canvas: Student, ID, ...
    if "id" not in found:
        raise BadInput(path, "has no column id; its first line names the columns", line)
    for kind in ("id", "name", "email"):
        twice = [cell for cell, what in zip(cells, found, strict=True) if what == kind]
        if len(twice) > 1:
            problem = f"{named(twice)} all say the {kind}; keep one of these columns"
            raise BadInput(path, problem, line)
    return found


def _student(row: dict[str, str], path: Path, line: int) -> Student:
    id = row["id"].strip() if "id" in row else ""
    if not id:
        raise BadInput(path, "a student without id; fill it in or delete the line", line)
    if safe_id(id) != id:
        raise BadInput(
            path, f"the id {shown(id, 40)!r} can't name a file; use letters, digits, - and _", line
        )
    name = row.get("name") or f"{row.get('first', '')} {row.get('last', '')}"
    sections = (part.strip() for part in re.split(r"[;|]|,\s", row.get("sections", "")))
    return Student(
        id=id,
        name=shown(" ".join(name.split())),
        email=shown(row.get("email", "").strip()),
        sections=tuple(shown(part) for part in sections if part),
    )


def _first(students: Iterable[Student | None]) -> Student | None:
    return next((student for student in students if student is not None), None)


def name_keys(name: str) -> tuple[str, ...]:
    """What a name is compared by: its letters and digits alone, ü as u and as ue."""
    lower = unicodedata.normalize("NFC", name).casefold()
    return tuple(dict.fromkeys((_letters(lower), _letters(lower.translate(_UMLAUTS)))))


def _letters(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.translate(_STROKES))
    return "".join(letter for letter in decomposed if letter.isalnum())


def _address(text: str) -> str:
    return text.strip().casefold() if "@" in text else ""


def _keys(student: Student) -> set[str]:
    keys = {_address(student.email)}
    if "@" in student.email:
        keys.update(name_keys(student.email.split("@")[0]))
    words = student.name.replace(",", " ").split()[:8]
    for k in range(len(words)):
        keys.update(name_keys("".join(words[k:] + words[:k])))
    return keys - {""}
