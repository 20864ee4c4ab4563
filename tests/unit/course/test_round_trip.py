"""From a platform's download to what its importer makes of the export, person by person, in every layout.

Twenty people with the names that break things: twice the same, umlauts, CJK, right to left, apostrophes, commas, hyphens, one word. Each hands
in a file that says who wrote it, and whose grade is their number; what the platform reads back must be exactly that. Layouts are made as the
platforms make them (see the modules in ``grader/intake/layouts``), rosters as they export them.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.course import unmatched
from grader.course.classroom import arrange
from grader.course.people import People
from grader.course.standing import Standing
from grader.exporters import lms, returned
from grader.gradebook import Attempt, Gradebook
from grader.intake import Student, read_listing, read_roster
from tests import importers
from tests.made_up import report

NAMES = (
    ("Alex", "Kim"), ("Alex", "Kim"), ("Anna", "Müller"), ("Jürgen", "Groß-Weiß"), ("小明", "王"), ("明", "李"),
    ("Seán", "O'Brien"), ("María José", "D'Angelo"), ("محمد", "الأحمد"), ("יעל", "כהן"), ("Jean-Luc", "de la Fontaine"),
    ("Łukasz", "Żółć"), ("Thị Minh Khai", "Nguyễn"), ("Björk", "Guðmundsdóttir"), ("Søren", "Ångström"),
    ("민준", "김"), ("Kenzaburō", "Ōe"), ("Robert", "Smith Jr."), ("Mary-Ann", "Smith"), ("", "Madonna"),
)  # fmt: skip
ABSENT = 3
"""The last of them are on the roster and hand in nothing."""
STRANGER = 20
"""Somebody who is not on the roster and has the name of one who is."""


def ids(number: int) -> dict[str, str]:
    """What platforms know of a person. Numbers of one kind are others' of another."""
    return {
        "number": str(1000 + number),
        "canvas": str(1001 + number),
        "participant": str(1002 + number),
        "brightspace": str(1003 + number),
        "login": f"u{number:02}",
        "email": f"p{number}@u.edu",
        "github": f"hub-{number}",
    }


def person(number: int) -> tuple[str, str]:
    return NAMES[number] if number < len(NAMES) else NAMES[2]


def full(number: int) -> str:
    return " ".join(person(number)).strip()


def sortable(number: int) -> str:
    first, last = person(number)
    return f"{last}, {first}" if first else last


def squashed(number: int) -> str:
    return re.sub(r"[^\w]", "", sortable(number)).casefold()


HERE = [*range(len(NAMES) - ABSENT), STRANGER]
EVERYBODY = range(len(NAMES))
Write = Callable[[Path], None]


def put(path: Path, number: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"def relu(z):\n    return {number}\n", encoding="utf-8")


def table(path: Path, head: str, rows: list[list[str]], delimiter: str = ",") -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(head.split(","))
    writer.writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8")


# --- downloads ----------------------------------------------------------------------------------


def canvas(folder: Path) -> None:
    for k in HERE:
        late = "LATE_" if k % 3 == 0 else ""
        put(folder / f"{squashed(k)}_{late}{ids(k)['canvas']}_{7000 + k}_lecture07-1.py", k)


def moodle(folder: Path, number: str = "participant", end: str = "") -> None:
    for k in HERE:
        put(folder / f"{full(k)}_{ids(k)[number]}_assignsubmission_file{end}" / "lecture07.py", k)


def moodle_flat(folder: Path) -> None:
    for k in HERE:
        name = f"{full(k)}_{ids(k)['participant']}_assignsubmission_file_lecture07.py"
        put(folder / unicodedata.normalize("NFD", name), k)


def moodle_blind(folder: Path) -> None:
    for k in HERE:
        name = f"Participant_{ids(k)['participant']}_assignsubmission_file_"
        put(folder / name / "lecture07.py", k)


def gradescope(folder: Path) -> None:
    text = "---\n"
    for k in HERE:
        put(folder / f"submission_{9000 + k}" / "lecture07.py", k)
        name, told = full(k).replace("'", "''"), ids(k)
        text += (
            f"submission_{9000 + k}:\n  :submitters:\n  - :name: '{name}'\n    :sid: '{told['number'] if k % 4 else ''}'\n"
            f"    :email: {told['email']}\n  :created_at: 2026-03-01 12:00:00 Z\n"
        )
    (folder / "submission_metadata.yml").write_text(text, encoding="utf-8")


def blackboard(folder: Path) -> None:
    for k in HERE:
        start = f"Home_work 7_{ids(k)['login']}_attempt_2026-03-01-12-00-{k:02}"
        put(folder / f"{start}_lecture07.py", k)
        text = f"Name: {full(k)} ({ids(k)['login']})\nAssignment: Home_work 7\nDate Submitted: Sunday\n"
        (folder / f"{start}.txt").write_text(text, encoding="utf-8")


def brightspace(folder: Path) -> None:
    for k in HERE:
        name = f"{ids(k)['brightspace']}-555001 - {full(k)} - Mar 1, 2026 11{k:02} PM"
        put(folder / name / "lecture07.py", k)
    (folder / "index.html").write_text("<html>")


def sakai(folder: Path) -> None:
    for k in HERE:
        place = folder / "Homework 7" / f"{sortable(k)}({ids(k)['login']})"
        put(place / "Submission attachment(s)" / "lecture07.py", k)
        (place / "timestamp.txt").write_text(f"202603011200{k:02}000")
    (folder / "Homework 7" / "grades.csv").write_text('"Homework 7","Points"\n')


def clones(folder: Path) -> None:
    for k in HERE:
        put(folder / "lecture07-submissions" / f"lecture07-{ids(k)['github']}" / "lecture07.py", k)


def nbgrader(folder: Path) -> None:
    for k in HERE:
        put(folder / "submitted" / ids(k)["number"] / "lecture07" / "lecture07.py", k)


def google(folder: Path) -> None:
    for k in HERE[1:-1]:  # of two people of one name, one file would replace the other
        put(folder / f"{full(k)} - lecture07.py", k)


# --- rosters ------------------------------------------------------------------------------------


def canvas_list(path: Path) -> None:
    rows = [["", "", "", "", "", "Manual Posting"], ["    Points Possible", "", "", "", "", "10"]]
    for k in EVERYBODY:
        one = ids(k)
        rows.append([sortable(k), one["canvas"], one["number"], one["login"], f"S{k % 2}", ""])
    rows.append(["Student, Test", "999", "", "8b1f0ac3d1a9", "S0", ""])
    table(path, "Student,ID,SIS User ID,SIS Login ID,Section,HW (1)", rows)


def worksheet(path: Path) -> None:
    rows = [
        [
            f"Participant {ids(k)['participant']}",
            full(k),
            ids(k)["email"],
            "",
            "10.00",
            "Monday, 2 March 2026, 10:15 AM",
        ]
        for k in EVERYBODY
    ]
    table(
        path, "Identifier,Full name,Email address,Grade,Maximum Grade,Last modified (grade)", rows
    )


def blind_worksheet(path: Path) -> None:
    rows = [[f"Participant {ids(k)['participant']}", "", "-"] for k in EVERYBODY]
    table(path, "Identifier,Grade,Last modified (grade)", rows)


def gradescope_list(path: Path) -> None:
    rows = [
        [*person(k), ids(k)["number"] if k % 5 else "", ids(k)["email"], "Student"]
        for k in EVERYBODY
    ]
    rows.append(["Tea", "Cher", "", "t@u.edu", "Instructor"])
    table(path, "First Name,Last Name,SID,Email,Role", rows)


def blackboard_list(path: Path) -> None:
    rows = [[person(k)[1], person(k)[0], ids(k)["login"], ids(k)["number"]] for k in EVERYBODY]
    table(path, "Last Name,First Name,Username,Student ID", rows)


def brightspace_list(path: Path) -> None:
    rows = [
        [f"#{ids(k)['number']}", f"#{ids(k)['login']}", person(k)[1], person(k)[0], "#"]
        for k in EVERYBODY
    ]
    table(path, "OrgDefinedId,Username,Last Name,First Name,End-of-Line Indicator", rows)


def github_list(path: Path) -> None:
    rows = [[ids(k)["number"], ids(k)["github"], "", full(k)] for k in EVERYBODY]
    table(path, "identifier,github_username,github_id,name", rows, ";")


def plain_list(path: Path) -> None:
    rows = [[ids(k)["number"], full(k), ids(k)["email"]] for k in EVERYBODY]
    table(path, "id,name,email", rows)


TWINS = {0, 1}
# Of the stranger's namesake nobody can be sure where only names can be compared.
BY_NAME = TWINS | {2}
LAYOUTS: dict[str, tuple[str, Callable[[Path], None], Callable[[Path], None], set[int], str]] = {
    "Canvas": ("Canvas", canvas, canvas_list, set(), "canvas"),
    "Canvas, plain roster": ("Canvas", canvas, plain_list, BY_NAME, "canvas"),
    "Moodle": ("Moodle", moodle, worksheet, set(), "moodle"),
    "Moodle, flat and decomposed": ("Moodle", moodle_flat, worksheet, set(), "moodle"),
    "Moodle, blind": ("Moodle", moodle_blind, blind_worksheet, set(), "moodle"),
    "Moodle, plain roster": ("Moodle", moodle, plain_list, BY_NAME, "moodle"),
    "Gradescope": ("Gradescope", gradescope, gradescope_list, set(), "moodle general"),
    "Blackboard": ("Blackboard", blackboard, blackboard_list, set(), "blackboard"),
    "Brightspace": ("Brightspace", brightspace, brightspace_list, BY_NAME, "brightspace"),
    "Sakai": ("Sakai", sakai, blackboard_list, set(), "blackboard"),
    "GitHub": ("folders", clones, github_list, set(), "brightspace"),
    "nbgrader": ("nbgrader", nbgrader, plain_list, set(), "canvas"),
    "Google Classroom": ("Google Classroom", google, plain_list, {0}, "canvas"),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_each_gets_their_own_grade(name: str, tmp_path: Path) -> None:
    layout, hand_in, roster, unsure, platform = LAYOUTS[name]
    hand_in(tmp_path / "dl")
    roster(tmp_path / "roster.csv")
    with Gradebook(tmp_path / "gradebook.sqlite") as book:
        people = People(book)
        people.set_roster(read_roster(tmp_path / "roster.csv"))
        listing = read_listing(tmp_path / "dl", "lecture07.py")
        assert listing.layout == layout
        people.see(one.who for one in listing.found)
        graded = grade(people, listing, book)
        here = [k for k in HERE if name != "Google Classroom" or k not in (0, STRANGER)]
        assert sorted(graded.values()) == sorted(here), "none lost, none twice"
        if (
            name == "Google Classroom"
        ):  # one of two of one name is there: by the other's absence nobody knows
            assert unsure_of(people, graded) == {1}
            unsure = {0, 1}
        else:
            assert unsure_of(people, graded) == {*unsure, STRANGER}
        want = {k: float(k) for k in here if k not in unsure and k != STRANGER}
        assert exported(people, graded, platform) == want
        if unsure - {0}:
            decide(people, listing, tmp_path, graded)
            graded = grade(people, listing, book)
            want = {k: float(k) for k in here if k != STRANGER}
            assert exported(people, graded, platform) == want


def grade(people: People, listing: object, book: Gradebook) -> dict[str, int]:
    """What a batch does but for the grading: the number in each file, by student."""
    matching = people.matching()
    download = arrange(listing, matching, people.roster())  # type: ignore[arg-type]
    people.move(matching)
    people.own("lecture07", download.attempts)
    found = {}
    for one in download.attempts:
        number = int(one.load().cells[-1].source.split("return ")[1])
        assert one.student not in found
        found[one.student] = number
        book.record(
            "lecture07", Attempt(student=one.student, label=one.label, submission=str(number))
        )
    return found


def unsure_of(people: People, graded: dict[str, int]) -> set[int]:
    roster = {one.id for one in people.roster()}
    return {number for student, number in graded.items() if student not in roster}


def exported(people: People, graded: dict[str, int], platform: str) -> dict[int, float | None]:
    """What the platform's importer makes of our export, person by person."""
    everybody = people.everybody()
    made = report("pppp")
    lines = [
        (
            one,
            Standing(student=one.id, final=float(graded[one.id]), report=made)
            if one.id in graded
            else None,
        )
        for one in everybody.roster
    ]
    trusted = lms.Ids(everybody.roster, roster=True)
    site = importers.Platform([(k, full(k), ids(k)) for k in (*EVERYBODY, STRANGER)])
    match platform:
        case "canvas":
            return importers.canvas(site, lms.canvas(made, lines, trusted, "HW (1)").text)
        case "moodle":
            return dict(importers.moodle(site, lms.moodle(lines, trusted).text))
        case "moodle general":
            return dict(importers.moodle_general(site, lms.moodle(lines, trusted).text))
        case "brightspace":
            return dict(importers.brightspace(site, lms.brightspace(lines, trusted, "HW").text))
        case _:
            return dict(importers.blackboard(site, lms.blackboard(made, lines, trusted, "HW").text))


def decide(people: People, listing: object, tmp_path: Path, graded: dict[str, int]) -> None:
    """Fill in unmatched.csv as somebody would who knows, and read it back."""
    matching, identities = people.matching(), people.identities()
    keys = unmatched.undecided(matching, listing)  # type: ignore[arg-type]
    text = unmatched.table(keys, matching, identities, listing, people.roster())  # type: ignore[arg-type]
    rows = list(csv.DictReader(io.StringIO(text)))
    numbers = {k: one.id for one in people.roster() for k in EVERYBODY if is_of(one, k)}
    for row in rows:
        (number,) = (
            graded[one] for one in matching[next(k for k in keys if k == row["who"])].students
        )
        row["student"] = numbers.get(number, "-")
    out = io.StringIO()
    writer = csv.DictWriter(out, unmatched.COLUMNS, delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    path = tmp_path / "unmatched.csv"
    path.write_text(out.getvalue(), encoding="utf-8-sig")
    for key, students in unmatched.read(path, identities, people.roster()):
        people.decide(key, students, "--match")


def is_of(student: Student, k: int) -> bool:
    """Whether a line of the roster is a person's: all identifiers are theirs, each of its kind."""
    told = ids(k) | {"id": ids(k)["number"]}
    return all(told[kind.value] == value for kind, value in student.ids)


def test_feedback_goes_back_to_its_person(tmp_path: Path) -> None:
    """Moodle takes the number between the first two ``_``, Canvas the first two numbers between ``_``."""
    for hand_in, roster, kind in (
        (moodle, worksheet, "participant"),
        (canvas, canvas_list, "canvas"),
    ):
        folder = tmp_path / kind
        hand_in(folder / "dl")
        roster(folder / "roster.csv")
        with Gradebook(folder / "gradebook.sqlite") as book:
            people = People(book)
            people.set_roster(read_roster(folder / "roster.csv"))
            listing = read_listing(folder / "dl", "lecture07.py")
            people.see(one.who for one in listing.found)
            graded = grade(people, listing, book)
            everybody = people.everybody()
            pages = [
                (one, book.label("lecture07", one.id, 1), f"page of {graded[one.id]}")
                for one in everybody.roster
                if one.id in graded
            ]
            zipped, left_out = returned.pack(pages, lms.Ids(everybody.roster, roster=True))
        assert left_out == ()
        site = importers.Platform([(k, full(k), ids(k)) for k in EVERYBODY])
        got = {}
        with zipfile.ZipFile(io.BytesIO(zipped)) as archive:
            for name in archive.namelist():
                parts = name.split("_")
                number = (
                    parts[1] if kind == "participant" else next(p for p in parts if p.isdigit())
                )
                if kind == "participant":
                    assert parts[2:4] == ["assignsubmission", "file"]
                else:
                    assert [p for p in parts if p.isdigit()][1].startswith("70")
                got[site.find(kind, number)] = archive.read(name).decode()
        assert got == {k: f"page of {k}" for k in HERE if k != STRANGER}
