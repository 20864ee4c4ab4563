"""Rosters, and finding people by what platforms call them."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.intake import BadInput, Roster, Student, read_roster
from grader.intake.identity import Kind


def roster(tmp_path: Path, text: str, encoding: str = "utf-8") -> Roster:
    (tmp_path / "roster.csv").write_bytes(text.encode(encoding))
    return read_roster(tmp_path / "roster.csv")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_as_spreadsheets_write_it(tmp_path: Path, encoding: str, delimiter: str) -> None:
    lines = [["Student ID", "First Name", "Last Name", "Email"], ["s1", "Anna", "Müller", "a@b.de"]]
    text = "\r\n".join(delimiter.join(line) for line in lines)
    assert roster(tmp_path, text, encoding).students == (
        Student(id="s1", kind=Kind.NUMBER, name="Anna Müller", email="a@b.de"),
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "roster.csv:1: has no column id"),
        ("name\nAnna\n", "roster.csv:1: has no column id"),
        ('id,name\n1,"Alder, Ana\n2,Ben\n', "roster.csv:2: a quote"),
        ('id,name\n1,"Alder, Ana\n2,Ben"\n', "roster.csv:2: a name or id runs over several lines"),
        ('id,name\n1,"Ana" Alder\n2,Ben\n', "roster.csv:2: not readable as CSV"),
        (
            "Course 6.036,,\n,,\nid,name,email\n1,Ana,a@b\n",
            "roster.csv:1: the names of the columns are in line 3",
        ),
        ("PK\x03\x04etc", "roster.csv: is a workbook"),
        ("id,sid,email,mail\n1,2,a@b,a@b\n", "email, mail all say the e-mail address"),
        (
            "Identifier,Grade,Last modified (grade)\nAna,,-\n",
            "roster.csv:2: 'Ana' has no participant number",
        ),
        ("id,name\n", "lists no students"),
        ("id,name\ns1,Anna\ns1,Ben\n", "roster.csv:3: s1 is also in line 2"),
        ("id,name\n,Anna\n", "roster.csv:2: a student without id"),
        ("id,name\n../x,Anna\n", "roster.csv:2: the id"),
        ("name,id\nAnna\n", "roster.csv:2: a student without id"),
    ],
)
def test_refused(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(BadInput) as caught:
        roster(tmp_path, text)
    assert says in str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_separator_line_of_excel(tmp_path: Path, encoding: str) -> None:
    text = "sep=;\r\nid;name;email\r\ns1;Müller, Anna;a@b.de\r\n;;\r\n"
    (one,) = roster(tmp_path, text, encoding).students
    assert one == Student(id="s1", name="Müller, Anna", email="a@b.de")
    with pytest.raises(BadInput, match=r"roster\.csv:4: s1 is also in line 3"):
        roster(tmp_path, "sep=;\nid;name\ns1;A\ns1;B\n")


def test_windows_text_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"roster\.csv:2: is not UTF-8 but probably Windows-1252"):
        roster(tmp_path, "id,name\n1,Müller\n", "cp1252")


N, L, E, C, P, G = (
    Kind.NUMBER, Kind.LOGIN, Kind.EMAIL, Kind.CANVAS, Kind.PARTICIPANT, Kind.GITHUB
)  # fmt: skip
# header and lines → (id, all identifiers) of each student, and what was left out.
PLATFORMS = {
    "Canvas": (
        "Student,ID,SIS User ID,SIS Login ID,Section,HW (12)\n"
        ",,,,,Manual Posting\n"
        "    Points Possible,,,,,90\n"
        '"Müller, Anna",1001,s1,anna,"Mo and Tu",\n'
        '"Student, Test",1009,,8b1f0ac3d1a9,Mo,\n',
        [("s1", {N: "s1", L: "anna", C: "1001"})],
        "1 line left out: the test student",
    ),
    "Canvas without numbers": (
        "Student,ID,SIS Login ID,Section,HW (12)\n"
        '"Müller, Anna",1001,anna,Mo,\n"Student, Test",1009,8b1f0ac3d1a9,Mo,\n"Student, Test",1010,tstudent,Mo,\n',
        [("anna", {L: "anna", C: "1001"}), ("tstudent", {L: "tstudent", C: "1010"})],
        "1 line left out: the test student",
    ),
    "Canvas, two names": (
        "LastName,FirstName,ID,SIS User ID,SIS Login ID,Section\nMüller,Anna,1001,,anna,Mo\n",
        [("anna", {L: "anna", C: "1001"})],
        "",
    ),
    "Canvas, semicolons": (
        "Student;ID;SIS User ID;SIS Login ID;Section;HW (1)\n;;;;;Muted\n    Points Possible;;;;;100,00\n"
        "Müller, Anna;1001;s1;anna;Mo;\n",
        [("s1", {N: "s1", L: "anna", C: "1001"})],
        "",
    ),
    "Moodle's worksheet": (
        'Identifier,"Full name","ID number","Email address",Status,Grade,"Maximum Grade","Last modified (grade)"\n'
        '"Participant 5001","Anna Müller",s1,a@b.de,-,,100.00,-\n"Participant 5002","Ben Birch",,b@b.de,-,,100.00,-\n',
        [("s1", {N: "s1", P: "5001", E: "a@b.de"}), ("b@b.de", {P: "5002", E: "b@b.de"})],
        "",
    ),
    "Moodle, blind": (
        "Identifier,Status,Grade,Last modified (grade)\nParticipant 5001,-,,-\n",
        [("5001", {P: "5001"})],
        "",
    ),
    "Moodle's participants": (
        "First name,Last name,ID number,Email address,Roles,Groups\nAnna,Müller,s1,a@b.de,Student,Team 3\n"
        "Tea,Cher,,t@b.de,Teacher,\n",
        [("s1", {N: "s1", E: "a@b.de"})],
        "1 line left out: staff",
    ),
    "Gradescope": (
        "First Name,Last Name,SID,Email,Section,Role,Submissions\nAnna,Müller,,a@b.de,A,Student,3\nTea,Cher,9,t@b.de,,TA,0\n",
        [("a@b.de", {E: "a@b.de"})],
        "1 line left out: staff",
    ),
    "Brightspace": (
        "OrgDefinedId,Username,Last Name,First Name,Email,HW Points Grade,End-of-Line Indicator\n"
        "#0012,#anna,Müller,Anna,a@b.de,,#\n",
        [("0012", {N: "0012", L: "anna", E: "a@b.de"})],
        "",
    ),
    "Blackboard": (
        '"Last Name","First Name","Username","Student ID","Last Access","HW [Total Pts: 90 Score] |12"\n'
        '"Müller","Anna","anna","s1","",""\n"Preview","User","tea_previewuser","","",""\n',
        [("s1", {N: "s1", L: "anna"})],
        "1 line left out: the test student",
    ),
    "GitHub Classroom": (
        '"identifier","github_username","github_id","name"\n"s1","octocat","1","Anna"\n"s2","","","Ben"\n',
        [("s1", {Kind.ID: "s1", G: "octocat"}), ("s2", {Kind.ID: "s2"})],
        "",
    ),
    "e-mail only": ("Email\na@b.de\n", [("a@b.de", {E: "a@b.de"})], ""),
    "our own table": ("student,name,email\ns1,Anna,a@b.de\n", [("s1", {Kind.ID: "s1", E: "a@b.de"})], ""),
}  # fmt: skip


@pytest.mark.parametrize("platform", PLATFORMS)
def test_each_platforms_list(tmp_path: Path, platform: str) -> None:
    text, students, left_out = PLATFORMS[platform]
    found = roster(tmp_path, text)
    assert [(one.id, dict(one.ids)) for one in found.students] == students
    assert all(left_out in notice for notice in found.notices)
    assert bool(left_out) == bool(found.notices)


def test_groups_and_times_of_moodle(tmp_path: Path) -> None:
    text = (
        "Identifier,Full name,Group,Grade,Last modified (grade)\n"
        'Participant 5001,Anna,Team 3,,"Monday, 2 March 2026, 10:15 AM"\n'
    )
    (one,) = roster(tmp_path, text).students
    assert (one.groups, one.sections) == (("Team 3",), ("Team 3",))
    assert one.modified == "Monday, 2 March 2026, 10:15 AM"
