"""Who is in the class: a CSV file as a platform writes it, or as a TA does.

Each column says of which kind its identifiers are (``grader.intake.identity``); in a file of a platform the same word can mean
another kind, so the header as a whole tells which platform it is. Lines that are no students (a row about points, the test student, staff) are
left out. What can't be read for sure is one line with its place, never a student fewer.

Headers by source: Canvas, lib/gradebook_exporter.rb; Moodle, mod/assign/gradingtable.php (grading worksheet) and user/classes/table/participants.php;
Gradescope, Brightspace and Blackboard by files that they let one download; GitHub Classroom, classroom_roster.csv.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, final

from grader.intake.errors import BadInput, named, safe_id, shown
from grader.intake.identity import WORDS, Ids, Kind, normal
from grader.intake.sources import read_file
from grader.intake.text import decode
from grader.model import Record

_MAX_ROSTER = 64 << 20
_LOOKED_AT = 20
"""Lines in which a header is looked for, to say where it is."""
_COLUMNS: dict[str, Kind | str] = {
    **dict.fromkeys(("id", "user id", "userid", "identifier", "student"), Kind.ID),
    **dict.fromkeys(
        ("sid", "student id", "studentid", "student number", "student no", "id number", "idnumber", "matriculation number",
         "matrikelnummer", "sis user id", "sis id", "orgdefinedid", "org defined id"),
        Kind.NUMBER,
    ),
    **dict.fromkeys(("username", "user name", "login", "login id", "sis login id", "netid", "net id"), Kind.LOGIN),
    **dict.fromkeys(("email", "e-mail", "mail", "email address", "e-mail address", "emailaddress"), Kind.EMAIL),
    **dict.fromkeys(("github_username", "github username", "github", "github name", "github login"), Kind.GITHUB),
    **dict.fromkeys(("canvas id", "canvas user id"), Kind.CANVAS),
    **dict.fromkeys(("name", "full name", "fullname", "student name"), "name"),
    **dict.fromkeys(("first name", "firstname", "given name", "forename"), "first"),
    **dict.fromkeys(("last name", "lastname", "surname", "family name"), "last"),
    **dict.fromkeys(("section", "sections"), "sections"),
    **dict.fromkeys(("group", "groups", "group_name", "group name", "team", "teams"), "groups"),
    **dict.fromkeys(("role", "roles"), "role"),
    "last modified (grade)": "modified",
    "maximum grade": "maximum",
}  # fmt: skip
# Which identifier names a student in tables and files, the first that there is.
_NAMES_A_STUDENT = (Kind.ID, Kind.NUMBER, Kind.LOGIN, Kind.EMAIL, Kind.GITHUB, Kind.CANVAS, Kind.PARTICIPANT)  # fmt: skip
_SEPARATOR = re.compile(r'"?sep=([,;\t])"?\s*', re.IGNORECASE)
_NO_STUDENT = re.compile(
    r"\s*(Muted|Manual Posting.*)?\s*", re.IGNORECASE
)  # Canvas: lib/gradebook_importer.rb
_PARTICIPANT = re.compile(r"\D*(\d+)\s*")


class Student(Record, frozen=True, kw_only=True):
    """One line of the roster. ``id`` names the student in reports and exports; ``others``: identifiers beside it and the e-mail
    address. ``kind``: of which kind ``id`` is. ``modified``: Moodle's time of the last grade, as its worksheet says it."""

    id: str
    name: str = ""
    email: str = ""
    sections: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    kind: Kind = Kind.ID
    others: Ids = ()
    modified: str = ""

    @property
    def ids(self) -> Ids:
        """All identifiers."""
        email = ((Kind.EMAIL, self.email),) if self.email and self.kind is not Kind.EMAIL else ()
        return ((self.kind, self.id), *email, *self.others)

    def get(self, kind: Kind) -> str:
        """The identifier of that kind; "" when there is none."""
        return next((value for one, value in self.ids if one is kind), "")


@final
class Roster:
    """All students of a class, in the order of the file. ``notices``: what was left out."""

    def __init__(self, students: Iterable[Student], notices: Sequence[str] = ()) -> None:
        self.students = tuple(students)
        self.notices = tuple(notices)


def read_roster(path: Path) -> Roster:
    """The roster in a CSV file with a header line. Raises BadInput."""
    path = Path(path)
    text = _text(path)
    first, _, rest = text.partition("\n")
    if told := _SEPARATOR.fullmatch(first):  # Excel's own line about the file
        delimiter, skipped, text = told[1], 1, rest
    else:
        delimiter, skipped = max(",;\t", key=first.count), 0
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    columns: list[Kind | str] = []
    lines, start = _Lines(path), skipped + 1
    try:
        columns = _columns(next(reader, []), path, start, text, delimiter)
        start = skipped + reader.line_num + 1
        for row in reader:
            cells = {what: cell.strip() for what, cell in zip(columns, row, strict=False) if what}
            if any("\n" in cell for cell in cells.values()):
                problem = 'a name or id runs over several lines; a quote (") is not closed'
                raise BadInput(path, problem, start)
            lines.add(cells, row, start)
            start = skipped + reader.line_num + 1
    except csv.Error as error:
        problem = f"not readable as CSV ({error}); save it as CSV again"
        if "unexpected end" in str(error):
            problem = 'a quote (") is opened and never closed; close it'
        raise BadInput(path, problem, start) from None
    return lines.roster()


def _text(path: Path) -> str:
    raw = read_file(path, _MAX_ROSTER)
    if raw.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise BadInput(path, "is a workbook, not a CSV file; open it and save it as “CSV UTF-8”")
    try:
        return decode(raw, shown(path))[0]
    except BadInput:
        pass
    try:
        raw.decode("cp1252")
    except UnicodeDecodeError:
        pass
    else:
        offset = next(k for k in range(len(raw)) if raw[k] > 127)
        problem = (
            "is not UTF-8 but probably Windows-1252, as Excel's “CSV” is; save it as “CSV UTF-8”"
        )
        raise BadInput(path, problem, raw.count(b"\n", 0, offset) + 1)
    return decode(raw, shown(path))[0]


def _columns(
    cells: list[str], path: Path, line: int, text: str, delimiter: str
) -> list[Kind | str]:
    """What each column is, "" for those that don't matter."""
    found = _header(cells)
    if not any(isinstance(one, Kind) for one in found):
        for k, other in enumerate(text.splitlines()[1:_LOOKED_AT], start=1):
            if sum(one != "" for one in _header(other.split(delimiter))) > 1:
                problem = f"the names of the columns are in line {line + k}; delete the lines above"
                raise BadInput(path, problem, line)
        problem = (
            "has no column id (nor student number, login, e-mail); its first line names the columns"
        )
        raise BadInput(path, problem, line)
    for kind in (*Kind, "name"):
        twice = [cell for cell, what in zip(cells, found, strict=True) if what == kind]
        if len(twice) > 1:
            word = WORDS[kind] if isinstance(kind, Kind) else kind
            problem = f"{named(twice)} all say the {word}; keep one of these columns"
            raise BadInput(path, problem, line)
    return found


def _header(cells: list[str]) -> list[Kind | str]:
    names = [" ".join(cell.split()).strip('"').lower() for cell in cells]
    found: list[Kind | str] = [_COLUMNS.get(name, "") for name in names]
    here = set(names)

    def put(name: str, what: Kind | str) -> None:
        if name in here:
            found[names.index(name)] = what

    canvas = {"student", "id"} <= here or {"lastname", "firstname", "id"} <= here
    if canvas and here & {"sis login id", "sis user id", "section", "integration id"}:
        put("student", "name")
        put("id", Kind.CANVAS)
    elif "student" in here and "id" in here:
        put("student", "name")
    if "last modified (grade)" in here:  # Moodle's grading worksheet
        put("identifier", Kind.PARTICIPANT)
    return found


class _Lines:
    """The students, line by line."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._students: dict[str, Student] = {}
        self._lines: dict[str, int] = {}
        self._left_out: Counter[str] = Counter()

    def add(self, cells: dict[Any, str], row: list[str], line: int) -> None:
        if all(_NO_STUDENT.fullmatch(cell) for cell in row) or "Points Possible" in row[0]:
            return
        reason = _no_student(cells)
        if reason:
            self._left_out[reason] += 1
            return
        student = self._student(cells, line)
        key = normal(student.id)
        if key in self._students:
            problem = (
                f"{shown(student.id, 40)} is also in line {self._lines[key]}; keep one of them"
            )
            raise BadInput(self._path, problem, line)
        self._students[key], self._lines[key] = student, line

    def _student(self, cells: dict[Any, str], line: int) -> Student:
        ids = {kind: value for kind in Kind if (value := _identifier(kind, cells.get(kind, "")))}
        if cells.get(Kind.PARTICIPANT) and Kind.PARTICIPANT not in ids:
            problem = f"{shown(cells[Kind.PARTICIPANT], 40)!r} has no participant number; download the worksheet again"
            raise BadInput(self._path, problem, line)
        kind = next((one for one in _NAMES_A_STUDENT if one in ids), None)
        if kind is None:
            raise BadInput(self._path, "a student without id; fill it in or delete the line", line)
        id = ids.pop(kind)
        if safe_id(id) != id:
            if kind is Kind.ID:
                problem = (
                    f"the id {shown(id, 40)!r} can't name a file; use letters, digits, - and _"
                )
                raise BadInput(self._path, problem, line)
            ids[kind] = id
            id, kind = safe_id(id), Kind.PLACE
        name = cells.get("name") or f"{cells.get('first', '')} {cells.get('last', '')}"
        email = id if kind is Kind.EMAIL else ids.pop(Kind.EMAIL, "")
        groups = _several(cells.get("groups", ""))
        return Student(
            id=id,
            kind=kind,
            name=shown(" ".join(name.split())),
            email=email,
            sections=(*_several(cells.get("sections", "")), *groups),
            groups=groups,
            others=tuple(ids.items()),
            modified=shown(cells.get("modified", "")),
        )

    def roster(self) -> Roster:
        if not self._students:
            raise BadInput(self._path, "lists no students; one line each, below the header")
        notices = [
            f"{shown(self._path)}: {count} line{'s' * (count > 1)} left out: {reason}."
            for reason, count in sorted(self._left_out.items())
        ]
        return Roster(self._students.values(), notices)


def _identifier(kind: Kind, cell: str) -> str:
    """The identifier in a cell, without what a platform puts around it."""
    if kind is Kind.PARTICIPANT:
        found = _PARTICIPANT.fullmatch(cell)
        return found[1] if found else ""
    if kind in (Kind.NUMBER, Kind.LOGIN):
        cell = cell.removeprefix("#")  # Brightspace, so that spreadsheets keep leading zeros
    return shown(cell)


def _no_student(cells: dict[Any, str]) -> str:
    """Why a line is no student's; "" for a student."""
    role = cells.get("role", "").casefold()
    if role and not re.search(r"student|learner|participant", role):
        return "staff"
    name = cells.get("name") or f"{cells.get('last', '')}, {cells.get('first', '')}"
    login = cells.get(Kind.LOGIN, "")
    # Canvas's test student has a random login and no number of the institution.
    numbered = (
        cells.get(Kind.NUMBER) if Kind.NUMBER in cells else not re.fullmatch(r"[0-9a-f]*", login)
    )
    canvas = Kind.CANVAS in cells and name == "Student, Test" and not numbered
    if canvas or login.casefold().endswith("_previewuser"):
        return "the test student"
    return ""


def _several(cell: str) -> tuple[str, ...]:
    parts = (part.strip() for part in re.split(r"[;|]|,\s", cell))
    return tuple(shown(part) for part in parts if part)
