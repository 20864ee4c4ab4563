"""Grades as learning platforms take them back, so that no row can reach a wrong person.

Only rows with a grade are written: Canvas takes an empty cell for a change, Moodle's general import stores it as no grade. Only identifiers that
one student alone has are written, and a row without any is left out and named, since Canvas would go on to look for the name, and
Moodle would keep the student of the line before. The rules are those of the platforms' own importers:

* Canvas: canvas-lms, lib/gradebook_importer.rb. ID is column 2 and Canvas's own number, then SIS User ID, SIS Login ID, the last one before
  the grades is Section; a person is looked up in that order.
* Moodle, grading worksheet: mod/assign/feedback/offline/importgradeslib.php and locallib.php. Identifier, Grade and Last modified (grade) are needed;
  "Participant 5001" is cut after its first word; a grade that is newer in Moodle stays unless one asks otherwise.
* Moodle, general: grade/import/csv. It aborts at a person it doesn't know.
* Brightspace: "Importing grades" of its help. OrgDefinedId or Username with ``#``, "… Points Grade", End-of-Line Indicator ``#``.
* Blackboard: "Upload Grades" of its help. Username, and a column of points.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal

from grader.course.standing import Standing
from grader.exporters import words
from grader.exporters.escape import cell
from grader.intake.identity import WORDS, Kind, normal
from grader.intake.roster import Student
from grader.model import Record, Report

Line = tuple[Student, Standing | None]


class Sheet(Record, frozen=True, kw_only=True):
    """A file's text; ``left_out``: the students who have a grade and no identifier that the platform would know."""

    text: str
    left_out: tuple[str, ...] = ()
    needs: str = ""


class Ids:
    """The identifiers of a class that can be trusted to name one student. ``roster``: whether ids come from a roster, so that an ``id`` of
    unknown kind is a student number."""

    def __init__(self, students: Sequence[Student], *, roster: bool) -> None:
        self._roster = roster
        self._counts = Counter(
            (kind, normal(value)) for student in students for kind, value in set(student.ids)
        )
        self.kinds = {kind for kind, _ in self._counts}

    def get(self, student: Student, *kinds: Kind) -> str:
        """The first of those identifiers that nobody else has and a spreadsheet leaves as it is; "" when there is none."""
        for kind in kinds:
            value = student.get(kind)
            if kind is Kind.ID and (not self._roster or Kind.NUMBER in self.kinds):
                continue
            if value and self._counts[kind, normal(value)] == 1 and cell(value) == value:
                return value
        return ""


def canvas(report: Report, lines: Iterable[Line], ids: Ids, column: str) -> Sheet:
    """``column`` is the assignment's column in Canvas, "Name (1234)"; another name makes a new assignment."""
    head = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", cell(column)]
    rows = [["    Points Possible", "", "", "", "", words.points(report.points)]]
    left_out = []
    for student, grade in _graded(lines):
        own = ids.get(student, Kind.CANVAS)
        sis = ids.get(student, Kind.NUMBER, Kind.ID)
        login = ids.get(student, Kind.LOGIN, Kind.EMAIL)
        if not (own.isdigit() or sis or login):
            left_out.append(student.id)
            continue
        name = cell(student.name or student.id)
        rows.append([name, own if own.isdigit() else "", sis, login, _sections(student), grade])
    return Sheet(
        text=_table(head, rows),
        left_out=tuple(left_out),
        needs="Canvas's own gradebook (Grades, Export) as --roster",
    )


def moodle(lines: Iterable[Line], ids: Ids) -> Sheet:
    """The grading worksheet where participants' numbers are known, else a table for the general import."""
    if Kind.PARTICIPANT in ids.kinds:
        return _worksheet(lines, ids)
    graded = list(_graded(lines))
    # A blank in the column by which Moodle finds people would give the grade to the student of the line before.
    columns = [
        ("ID number", [ids.get(student, Kind.NUMBER, Kind.ID) for student, _ in graded]),
        ("Email address", [ids.get(student, Kind.EMAIL) for student, _ in graded]),
        ("Username", [ids.get(student, Kind.LOGIN) for student, _ in graded]),
    ]
    most = max(sum(map(bool, values)) for _, values in columns)
    first = next(values for _, values in columns if sum(map(bool, values)) == most)
    there = [k for k in range(len(graded)) if first[k]]
    kept = [(name, values) for name, values in columns if all(values[k] for k in there)]
    rows = [
        [*(values[k] for _, values in kept), cell(graded[k][0].name), graded[k][1]] for k in there
    ]
    return Sheet(
        text=_table([*(name for name, _ in kept), "Full name", "Grade"], rows),
        left_out=tuple(student.id for k, (student, _) in enumerate(graded) if not first[k]),
        needs="Moodle's grading worksheet as --roster",
    )


def _worksheet(lines: Iterable[Line], ids: Ids) -> Sheet:
    head = ["Identifier", "Full name", "Email address", "Grade", "Last modified (grade)"]
    rows, left_out = [], []
    for student, grade in _graded(lines):
        number = ids.get(student, Kind.PARTICIPANT)
        if not number:
            left_out.append(student.id)
            continue
        modified = student.modified or "-"
        name, email = cell(student.name), cell(student.email)
        rows.append([f"Participant {number}", name, email, grade, modified])
    return Sheet(
        text=_table(head, rows),
        left_out=tuple(left_out),
        needs="Moodle's grading worksheet as --roster",
    )


def brightspace(lines: Iterable[Line], ids: Ids, column: str) -> Sheet:
    """``column`` is the grade item's name there."""
    graded = list(_graded(lines))
    columns = [
        ("OrgDefinedId", [ids.get(student, Kind.NUMBER, Kind.ID) for student, _ in graded]),
        ("Username", [ids.get(student, Kind.LOGIN) for student, _ in graded]),
    ]
    name, values = max(columns, key=lambda one: sum(map(bool, one[1])))
    rows = [
        [f"#{value}", grade, "#"] for value, (_, grade) in zip(values, graded, strict=True) if value
    ]
    return Sheet(
        text=_table([name, f"{cell(column)} Points Grade", "End-of-Line Indicator"], rows),
        left_out=tuple(
            student.id for value, (student, _) in zip(values, graded, strict=True) if not value
        ),
        needs=f"Brightspace's own grades (Export, with {WORDS[Kind.LOGIN]} and OrgDefinedId) as --roster",
    )


def blackboard(report: Report, lines: Iterable[Line], ids: Ids, column: str) -> Sheet:
    """``column`` is the column's name there, "Name [Total Pts: 100 Score] |1234" as a download has it; another name makes a new column."""
    if "[" not in column:
        column = f"{column} [Total Pts: {words.points(report.points)} Score]"
    rows, left_out = [], []
    for student, grade in _graded(lines):
        login = ids.get(student, Kind.LOGIN) or (
            ids.get(student, Kind.ID) if Kind.LOGIN not in ids.kinds else ""
        )
        if not login:
            left_out.append(student.id)
            continue
        first, last = names(student.name)
        rows.append([cell(last), cell(first), login, grade])
    return Sheet(
        text=_table(["Last Name", "First Name", "Username", cell(column)], rows, csv.QUOTE_ALL),
        left_out=tuple(left_out),
        needs="Blackboard's own grades (Download) as --roster",
    )


def grade_of(standing: Standing | None) -> str:
    """A final grade; "" while there is none."""
    if standing is None or standing.report.regrade or standing.open:
        return ""
    return words.points(standing.final)


def names(name: str) -> tuple[str, str]:
    """("Anna Maria", "Müller") of "Anna Maria Müller" or "Müller, Anna Maria"."""
    if "," in name:
        last, first = name.split(",", 1)
        return first.strip(), last.strip()
    first, _, last = name.rpartition(" ")
    return first, last


def _graded(lines: Iterable[Line]) -> Iterable[tuple[Student, str]]:
    return ((student, grade) for student, one in lines if (grade := grade_of(one)))


def _sections(student: Student) -> str:
    return cell("; ".join(student.sections))


def _table(
    head: list[str], rows: Iterable[list[str]], quoting: Literal[0, 1] = csv.QUOTE_MINIMAL
) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n", quoting=quoting)
    writer.writerow(head)
    writer.writerows(rows)
    return out.getvalue()
