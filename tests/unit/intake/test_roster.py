"""Rosters, and finding people by what platforms call them."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.intake import BadInput, Roster, Student, read_roster


def roster(tmp_path: Path, text: str, encoding: str = "utf-8") -> Roster:
    (tmp_path / "roster.csv").write_bytes(text.encode(encoding))
    return read_roster(tmp_path / "roster.csv")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_as_spreadsheets_write_it(tmp_path: Path, encoding: str, delimiter: str) -> None:
    lines = [["Student ID", "First Name", "Last Name", "Email"], ["s1", "Anna", "Müller", "a@b.de"]]
    text = "\r\n".join(delimiter.join(line) for line in lines)
    assert roster(tmp_path, text, encoding).students == (
        Student(id="s1", name="Anna Müller", email="a@b.de"),
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "roster.csv:1: has no column id"),
        ("name\nAnna\n", "roster.csv:1: has no column id"),
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


ANNA = Student(id="s1", name="Anna Maria Müller", email="am@example.edu")
BEN = Student(id="s2", name="Strauß, Ben", email="ben.strauss@example.edu")
LI = Student(id="s3", name="李 小龍")
CLASS = Roster([ANNA, BEN, LI])


@pytest.mark.parametrize(
    ("called", "student"),
    [
        ("Anna Maria Müller", ANNA),
        ("Müller, Anna Maria", ANNA),
        ("müllerannamaria", ANNA),
        ("mullerannamaria", ANNA),
        ("Anna Maria Mueller", ANNA),
        ("mu\u0308llerannamaria", ANNA),
        ("ben strauß", BEN),
        ("straussben", BEN),
        ("ben.strauss", BEN),
        ("小龍李", LI),
        ("Anna", None),
        ("", None),
        ("!!", None),
    ],
)
def test_names(called: str, student: Student | None) -> None:
    assert CLASS.find((), [called]) is student


def test_ids_and_addresses() -> None:
    assert CLASS.find(["S2"], ()) is BEN
    assert CLASS.find(["AM@example.edu"], ()) is ANNA


def test_shared_name_finds_nobody() -> None:
    twins = Roster([Student(id="1", name="Anna Berg"), Student(id="2", name="Anna Berg")])
    assert twins.find((), ["Anna Berg"]) is None
    assert twins.find(["2"], ["Anna Berg"]) is twins.students[1]


def test_id_and_name_that_disagree_find_nobody() -> None:
    assert CLASS.find(["s1"], ["Ben Strauß"]) is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_separator_line_of_excel(tmp_path: Path, encoding: str) -> None:
    text = "sep=;\r\nid;name;email\r\ns1;Müller, Anna;a@b.de\r\n;;\r\n"
    (one,) = roster(tmp_path, text, encoding).students
    assert one == Student(id="s1", name="Müller, Anna", email="a@b.de")
    with pytest.raises(BadInput, match=r"roster\.csv:4: s1 is also in line 3"):
        roster(tmp_path, "sep=;\nid;name\ns1;A\ns1;B\n")


def test_gradebook_of_canvas(tmp_path: Path) -> None:
    text = (
        "Student,ID,SIS User ID,SIS Login ID,Section,Lecture 7 (12)\n"
        "    Points Possible,,,,,90\n"
        '"Müller, Anna",1001,s1,anna@b.de,Mo,\n'
    )
    (one,) = roster(tmp_path, text).students
    assert one == Student(id="1001", name="Müller, Anna", sections=("Mo",))


def test_two_columns_for_one_thing_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="id, username all say the id; keep one of these columns"):
        roster(tmp_path, "id,username,name\ns1,anna,Anna\n")
