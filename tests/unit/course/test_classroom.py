"""A class as platforms let a TA download it. Every layout is tried as a folder, as a zip and as a zip in a
folder of its own."""

from __future__ import annotations

import io
import os
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.course import classroom
from grader.course.classroom import Attempt, ClassDownload
from grader.intake import BadInput, Roster, read_roster


def read_class(
    path: Path, *, roster: Roster | None = None, expected: str = "lecture07.py"
) -> ClassDownload:
    return classroom.read_class(path, expected=expected, roster=roster)


CODE = "def relu(z):\n    return {}\n"
ROSTER = """\
SID,Name,Email,Sections
s1,Anna Müller,anna@example.edu,"Mo; A"
s2,José García López,jgarcia@example.edu,Di
s3,李小龍,li@example.edu,Di
s4,Søren Ågård,soren@example.edu,Mo
s5,Nobody Yet,nobody@example.edu,Mo
"""

Members = dict[str, str | bytes]
Pack = Callable[[Members], Path]


def zip_bytes(members: Members) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def fill(folder: Path, members: Members) -> Path:
    for name, content in members.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


@pytest.fixture(params=["folder", "zip", "wrapped folder", "wrapped zip", "zip in a folder"])
def pack(request: pytest.FixtureRequest, tmp_path: Path) -> Pack:
    def make(members: Members) -> Path:
        wrapped: Members = {f"export 7/{name}": content for name, content in members.items()}
        if request.param == "folder":
            return fill(tmp_path / "class", members)
        if request.param == "wrapped folder":
            return fill(tmp_path / "class", wrapped)
        path = tmp_path / ("drop/class.zip" if "in a" in request.param else "class.zip")
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(zip_bytes(wrapped if "wrapped" in request.param else members))
        return path.parent if "in a" in request.param else path

    return make


@pytest.fixture
def roster_path(tmp_path: Path) -> Path:
    path = tmp_path / "roster.csv"
    path.write_text(ROSTER)
    return path


def constant(attempt: Attempt) -> str:
    """What the attempt's relu returns."""
    submission = attempt.load()
    assert submission.id == attempt.student
    return submission.cells[-1].source.split("return ")[1].strip()


def constants(download: ClassDownload) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for attempt in download.attempts:
        found.setdefault(attempt.student, []).append(constant(attempt))
    return found


CANVAS: Members = {
    "mülleranna_1001_555_lecture07.py": CODE.format(1),
    "mülleranna_1001_557_lecture07-2.py": CODE.format(12),
    "mülleranna_1001_556_lecture07-1.py": CODE.format(11),
    "mülleranna_1001_555_notes.pdf": "%PDF",
    "garcíalópezjosé_LATE_1002_558_my solution.py": CODE.format(2),
    "李小龍_1003_559_lecture07.zip": zip_bytes({"work/lecture07.py": CODE.format(3)}),
    "ågårdsøren_1004_560_answers.docx": "PK",
    "strangera_1009_561_lecture07.py": CODE.format(9),
}


class TestCanvas:
    def test_everybody(self, pack: Pack) -> None:
        download = read_class(pack(CANVAS))
        assert download.layout == "Canvas"
        readable = [a for a in download.attempts if a.problem is None]
        assert sorted((a.student, constant(a)) for a in readable) == [
            ("1001", "1"),
            ("1001", "11"),
            ("1001", "12"),
            ("1002", "2"),
            ("1003", "3"),
            ("1009", "9"),
        ]

    def test_copies_are_attempts_oldest_first(self, pack: Pack) -> None:
        download = read_class(pack(CANVAS))
        assert constants_of(download, "1001") == ["1", "11", "12"]
        assert [a.number for a in download.attempts if a.student == "1001"] == [1, 2, 3]
        assert [student for student, _ in download.duplicates] == ["1001"]
        assert len(download.duplicates[0][1]) == 3

    def test_late(self, pack: Pack) -> None:
        late = {a.student: a.late for a in read_class(pack(CANVAS)).attempts}
        assert late["1002"] is True
        assert late["1001"] is False

    def test_no_work_is_a_problem_not_a_gap(self, pack: Pack) -> None:
        [attempt] = [a for a in read_class(pack(CANVAS)).attempts if a.student == "1004"]
        assert attempt.problem is not None
        assert "answers.docx" in attempt.problem
        with pytest.raises(BadInput) as caught:
            attempt.load()
        assert str(caught.value) == attempt.problem

    def test_roster(self, pack: Pack, roster_path: Path) -> None:
        download = read_class(pack(CANVAS), roster=read_roster(roster_path))
        students = {a.student: a for a in download.attempts}
        assert set(students) == {"s1", "s2", "s3", "s4", "1009"}
        assert students["s1"].name == "Anna Müller"
        assert download.unmatched == ("strangera_1009_561_lecture07.py",)
        assert [student.id for student in download.missing] == ["s5"]

    def test_hand_in_of_several_files(self, pack: Pack) -> None:
        members: Members = {
            "a_1_2_lecture07.py": CODE.format(1),
            "a_1_3_conftest.py": "raise SystemExit",
            "b_2_4_solution-1.py": CODE.format(4),
            "b_2_4_solution.py": CODE.format(3),
        }
        assert constants(read_class(pack(members))) == {"1": ["1"], "2": ["3", "4"]}

    def test_anonymous_and_typed(self, pack: Pack, roster_path: Path) -> None:
        members: Members = {
            "anon_Ab1cD_71_lecture07.py": CODE.format(1),
            "LATE_anon_Xy2zW_72_lecture07-1.py": CODE.format(2),
            "LATE_anon_Qq3rS_text.html": "<p>my work</p>",
        }
        download = read_class(pack(members), roster=read_roster(roster_path))
        assert {a.student: (a.late, bool(a.problem)) for a in download.attempts} == {
            "anon Ab1cD": (False, False),
            "anon Xy2zW": (True, False),
            "anon Qq3rS": (True, True),
        }
        assert "anonymous" in download.notices[0]
        assert len(download.unmatched) == 3
        typed: Members = {
            "mülleranna_1001_text.html": "<p>x</p>",
            "agardsoren_LATE_1004_link.html": "<p>x</p>",
            "li_1003_5_lecture07.py": CODE.format(3),
        }
        download = read_class(fill(roster_path.parent / "typed", typed))
        problems = {a.student: a.problem or "" for a in download.attempts}
        assert "only text typed into Canvas" in problems["1001"]
        assert "only text typed into Canvas" in problems["1004"]
        assert problems["1003"] == ""

    def test_two_kinds_of_file_are_one_submission(self, pack: Pack) -> None:
        members: Members = {
            "a_1_2_lecture07.py": CODE.format(1),
            "a_1_3_lecture07-1.ipynb": '{"cells": []}',
            "b_2_4_lecture07.py": CODE.format(3),
            "b_2_5_lecture07-1.py": CODE.format(4),
            "b_2_6_helper.py": "x = 1",
        }
        download = read_class(pack(members))
        assert [(a.student, a.number) for a in download.attempts] == [("1", 1), ("2", 1), ("2", 2)]


def constants_of(download: ClassDownload, student: str) -> list[str]:
    return [constant(a) for a in download.attempts if a.student == student]


MOODLE_FOLDERS: Members = {
    "Anna Müller_101_assignsubmission_file_/lecture07.py": CODE.format(1),
    "Anna Müller_101_assignsubmission_file_/plot.png": "PNG",
    "José García López_102_assignsubmission_file_/lecture07.zip": zip_bytes(
        {"lecture07.py": CODE.format(2)}
    ),
    "Anna Müller_101_assignsubmission_onlinetext_/onlinetext.html": "<p>hi</p>",
    "李小龍_103_assignsubmission_file_/sub folder/lecture07.py": CODE.format(3),
    "Søren Ågård_104_assignsubmission_onlinetext_/onlinetext.html": "<p>hi</p>",
}


MOODLE_FLAT: Members = {
    "Anna Müller_101_assignsubmission_file_lecture07.py": CODE.format(1),
    "Anna Müller_101_assignsubmission_file_plot.png": "PNG",
    "José García López_102_assignsubmission_file_lecture07.zip": zip_bytes(
        {"lecture07.py": CODE.format(2)}
    ),
    "李小龍_103_assignsubmission_file_my_own.py": CODE.format(3),
    "Søren Ågård_104_assignsubmission_onlinetext_onlinetext.html": "<p>hi</p>",
}


class TestMoodle:
    @pytest.mark.parametrize("members", [MOODLE_FOLDERS, MOODLE_FLAT], ids=["folders", "flat"])
    def test_both_forms(self, pack: Pack, members: Members, roster_path: Path) -> None:
        download = read_class(pack(members), roster=read_roster(roster_path))
        assert download.layout == "Moodle"
        problems = [a.student for a in download.attempts if a.problem]
        assert problems == ["s4"]
        readable = {a.student: constant(a) for a in download.attempts if not a.problem}
        assert readable == {"s1": "1", "s2": "2", "s3": "3"}
        assert download.unmatched == ()

    def test_without_roster(self, pack: Pack) -> None:
        download = read_class(pack(MOODLE_FOLDERS))
        assert {a.student: a.name for a in download.attempts}["101"] == "Anna Müller"


GRADESCOPE: Members = {
    "submission_metadata.yml": """\
---
submission_11:
  :submitters:
  - :name: Anna Müller
    :sid: s1
    :email: anna@example.edu
  - :name: 李小龍
    :sid: ''
    :email: li@example.edu
  :created_at: 2025-01-10 12:00:00.123456789 Z
  :score: 0.0
submission_12:
  :submitters:
  - :name: José García López
    :sid:
    :email:
  :created_at: 2025-01-10 13:00:00 -0500
submission_13:
  :submitters:
  - :name: Stranger
    :sid: x9
    :email: x9@example.edu
""",
    "submission_11/lecture07.py": CODE.format(11),
    "submission_11/given.py": "raise SystemExit",
    "submission_12/answer.ipynb": '{"cells": [{"cell_type": "code", "source": "def relu(z):\\n'
    ' return 12"}]}',
    "submission_14/lecture07.py": CODE.format(14),
}


class TestGradescope:
    def test_everybody(self, pack: Pack, roster_path: Path) -> None:
        download = read_class(pack(GRADESCOPE), roster=read_roster(roster_path))
        assert download.layout == "Gradescope"
        readable = {a.student: constant(a) for a in download.attempts if not a.problem}
        assert readable == {"s1": "11", "s3": "11", "s2": "12", "submission_14": "14"}
        assert [a.student for a in download.attempts if a.problem] == ["x9"]
        assert set(download.unmatched) == {"submission_13", "submission_14"}

    def test_times(self, pack: Pack) -> None:
        times = {a.label: a.time for a in read_class(pack(GRADESCOPE)).attempts}
        assert times["submission_11"] == "2025-01-10T12:00:00+00:00"
        assert times["submission_12"] == "2025-01-10T13:00:00-05:00"
        assert times["submission_14"] is None

    @pytest.mark.parametrize(
        ("text", "says"),
        [
            ("a: [", "not readable as YAML"),
            ("- a", "lists no submissions"),
            ("", "lists no submissions"),
            ("[" * 200_000, "not readable as YAML"),
            ("- " * 100_000, "not readable as YAML"),
            ("a: " + "[" * 100_000 + "]" * 100_000, "not readable as YAML"),
            ("a: \0", "not readable as YAML"),
            ("a: &x [*x]\n? [b]\n: c\n", ""),
            ("a: !!python/object/apply:os.system ['true']", ""),
        ],
    )
    def test_metadata_that_is_none(self, tmp_path: Path, text: str, says: str) -> None:
        folder = fill(
            tmp_path / "class", {"submission_metadata.yml": text, "submission_1/a.py": ""}
        )
        if says:
            with pytest.raises(BadInput, match=says):
                read_class(folder)
        else:
            assert [a.label for a in read_class(folder).attempts] == ["a", "submission_1"]


NBGRADER: Members = {
    "submitted/anna/lecture07/work.py": CODE.format(1),
    "submitted/anna/lecture07/timestamp.txt": "2025-02-02 15:58:23.948203 UTC",
    "submitted/anna/lecture06/work.py": CODE.format(6),
    "submitted/josé/lecture07/work.py": CODE.format(2),
    "submitted/josé/lecture07/timestamp.txt": "2025-02-02 15:58:23.948203 Nowhere/Land",
    "submitted/li/lecture06/work.py": CODE.format(6),
}


def test_attempts_in_order_of_time_whatever_the_zone(tmp_path: Path) -> None:
    times = {1: "2025-01-10 12:00:00 Z", 2: "2025-01-10 12:30:00 +0200", 3: "2025-01-10 11:30:00 Z"}
    members: Members = {f"submission_{k}/lecture07.py": CODE.format(k) for k in times}
    members["submission_metadata.yml"] = "".join(
        f"submission_{k}:\n  :submitters:\n  - :sid: s1\n  :created_at: {time}\n"
        for k, time in times.items()
    )
    download = read_class(fill(tmp_path / "class", members))
    assert [(constant(a), a.number) for a in download.attempts] == [("2", 1), ("3", 2), ("1", 3)]


class TestNbgrader:
    def test_from_the_course(self, pack: Pack) -> None:
        download = read_class(pack(NBGRADER))
        assert download.layout == "nbgrader"
        assert constants(download) == {"anna": ["1"], "josé": ["2"]}
        times = {a.student: a.time for a in download.attempts}
        assert times == {"anna": "2025-02-02T15:58:23+00:00", "josé": "2025-02-02T15:58:23"}
        assert "lecture06" in download.notices[0]

    def test_from_submitted(self, pack: Pack) -> None:
        below = {name.removeprefix("submitted/"): text for name, text in NBGRADER.items()}
        assert constants(read_class(pack(below))) == {"anna": ["1"], "josé": ["2"]}

    def test_several_assignments(self, pack: Pack) -> None:
        with pytest.raises(BadInput, match="lecture06, lecture07"):
            read_class(pack(NBGRADER), expected="lecture08.py")


class TestPlain:
    def test_flat(self, pack: Pack, roster_path: Path) -> None:
        members: Members = {
            "anna@example.edu.py": CODE.format(1),
            "lecture07_García López José.py": CODE.format(2),
            "s3_lecture07.py": CODE.format(3),
            "conftest.py": "raise SystemExit",
            "grades.csv": "a,b",
            "🐍 snake.py": CODE.format(7),
        }
        download = read_class(pack(members), roster=read_roster(roster_path))
        assert download.layout == "files"
        found = constants(download)
        assert found["s1"] == ["1"]
        assert found["s2"] == ["2"]
        assert found["s3"] == ["3"]
        assert found["🐍 snake"] == ["7"]
        assert download.unmatched == ("🐍 snake.py",)
        assert "conftest.py, grades.csv" in download.notices[0]

    def test_folder_per_student(self, pack: Pack) -> None:
        members: Members = {
            "Anna Müller/lecture07.py": CODE.format(1),
            "Søren Ågård/uni/lecture07.py": CODE.format(2),
            "Søren Ågård/uni/numpy.py": "x",
            "empty handed/readme.txt": "",
        }
        download = read_class(pack(members))
        assert download.layout == "folders"
        *good, bad = sorted(download.attempts, key=lambda a: a.student == "empty handed")
        assert {a.student: constant(a) for a in good} == {"Anna Müller": "1", "Søren Ågård": "2"}
        with pytest.raises(BadInput, match="no script or notebook"):
            bad.load()

    def test_zip_per_student(self, pack: Pack) -> None:
        members: Members = {
            f"{name}.zip": zip_bytes({f"{name}/lecture07.py": CODE.format(name)})
            for name in ("anna", "ben")
        }
        download = read_class(pack(members))
        assert download.layout == "zips"
        assert constants(download) == {"anna": ["anna"], "ben": ["ben"]}

    def test_mixture_and_duplicates(self, pack: Pack) -> None:
        members: Members = {
            "anna.py": CODE.format(1),
            "anna.zip": zip_bytes({"lecture07.py": CODE.format(2)}),
            "ben/lecture07.py": CODE.format(3),
        }
        download = read_class(pack(members))
        assert download.layout == "mixed"
        assert download.duplicates == (("anna", ("anna.py", "anna.zip")),)

    def test_one_student_folder_is_one_student(self, tmp_path: Path) -> None:
        fill(tmp_path / "class", {"anna/lecture07.py": CODE.format(1), "anna/data/x.csv": ""})
        assert constants(read_class(tmp_path / "class")) == {"anna": ["1"]}

    def test_one_file(self, tmp_path: Path) -> None:
        fill(tmp_path, {"anna.py": CODE.format(1)})
        assert constants(read_class(tmp_path / "anna.py")) == {"anna": ["1"]}


PEOPLE = ("Anna Lena Müller", "李 小龍", "Søren Ågård")
ZIPPED = zip_bytes({"my work/lecture07.py": CODE.format(2), "__MACOSX/my work/._lecture07.py": "x"})
FILES: dict[
    str, str | bytes
] = {  # a copy that a browser numbered, a zip, the name as it was asked for
    "lecture07-1.py": CODE.format(1),
    "lecture07.zip": ZIPPED,
    "lecture07.py": CODE.format(3),
}


def handed_in(pattern: str) -> Members:
    """One file of each person; ``pattern`` says where it lies."""
    return {
        pattern.format(person=person, number=number, file=file): content
        for number, (person, (file, content)) in enumerate(zip(PEOPLE, FILES.items(), strict=True))
    }


def with_metadata() -> Members:
    lines = [
        f"submission_{number}:\n  :submitters:\n  - :name: {person}\n    :sid: p{number}\n"
        f"  :created_at: 2025-01-1{number} 12:00:00 Z\n"
        for number, person in enumerate(PEOPLE)
    ]
    members = handed_in("submission_{number}/{file}")
    return {"submission_metadata.yml": "".join(lines), **members}


def with_times() -> Members:
    times: Members = {
        f"submitted/{person}/lecture07/timestamp.txt": "2025-02-02 15:58:23 UTC"
        for person in PEOPLE
    }
    return handed_in("submitted/{person}/lecture07/{file}") | times


SAME_FOR_ALL = [
    ("Gradescope", with_metadata()),
    ("Moodle", handed_in("{person}_10{number}_assignsubmission_file_/{file}")),
    ("Moodle", handed_in("{person}_10{number}_assignsubmission_file_{file}")),
    ("nbgrader", with_times()),
    ("folders", handed_in("{person}/{file}")),
    ("zips", {f"{person}.zip": content if file.endswith(".zip") else zip_bytes({f"{person}/{file}": content})
              for person, (file, content) in zip(PEOPLE, FILES.items(), strict=True)}),
    ("files", {f"{person}.py": CODE.format(k) for k, person in enumerate(PEOPLE, start=1)}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("layout", "members"), SAME_FOR_ALL, ids=lambda one: one if isinstance(one, str) else ""
)
def test_names_of_the_world_and_what_browsers_make_of_files(
    pack: Pack, tmp_path: Path, layout: str, members: Members
) -> None:
    """The class of one roster in every layout: spaces, umlauts, CJK, numbered copies, zips in zips."""
    path = tmp_path / "people.csv"
    path.write_text("id,name\n" + "".join(f"p{k},{name}\n" for k, name in enumerate(PEOPLE)))
    download = read_class(pack(members), roster=read_roster(path))
    assert download.layout == layout
    assert constants(download) == {"p0": ["1"], "p1": ["2"], "p2": ["3"]}
    assert download.unmatched == download.missing == ()


def test_decomposed_names_are_the_same_people(tmp_path: Path) -> None:
    """macOS writes ü as u and two dots; so do zips made there."""
    path = tmp_path / "people.csv"
    path.write_text("id,name\np0,Anna Lena Müller\np2,Søren Ågård\n")
    members: Members = {
        f"{unicodedata.normalize('NFD', name)}/lecture07.py": CODE.format(k)
        for k, name in enumerate(PEOPLE)
        if k != 1
    }
    download = read_class(fill(tmp_path / "class", members), roster=read_roster(path))
    assert constants(download) == {"p0": ["0"], "p2": ["2"]}


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (["Ana Alder_123456_hw", "Ben Birch_123457_hw", "Cy Cox_123459_hw"], True),
        (["4711 - Ana Alder", "4712 - Ben Birch", "4713 - Cy O'Brien"], True),
        (["hw(20260301)-ana", "hw(20260302)-ben", "hw(20260303)-cy"], True),
        (["s1001", "s1002", "s1003"], False),
        (["1001", "1002", "1003"], False),
        (["Ana Alder", "Ben Birch", "Cy O'Brien"], False),
        (["ana_alder", "ben_birch", "cy_cox"], False),
        (["ana_1", "ben_2", "cy_3"], False),
        (["Ana Alder_123456_hw", "ben", "cy"], False),
    ],
)
def test_a_platform_that_nobody_knows_is_told(tmp_path: Path, names: list[str], told: bool) -> None:
    fill(tmp_path / "class", {f"{name}/lecture07.py": CODE.format(1) for name in names})
    notices = read_class(tmp_path / "class").notices
    assert any("that is not supported" in notice for notice in notices) is told


class TestHostileNeighbours:
    def test_each_costs_only_itself(self, tmp_path: Path) -> None:
        folder = fill(
            tmp_path / "class",
            {
                "anna.py": CODE.format(1),
                "bomb.zip": zip_bytes({"lecture07.py": b"#" * (60 << 20)}),
                "broken.zip": b"PK\x03\x04nothing",
                "latin.py": b"# \xfc",
                "crowd.zip": zip_bytes({str(k): b"" for k in range(10_001)}),
                "nested.zip": zip_bytes(
                    {"a.zip": zip_bytes({"b.zip": zip_bytes({"lecture07.py": "x = 1"})})}
                ),
            },
        )
        (folder / "link.py").symlink_to(folder / "anna.py")
        (folder / "linked").symlink_to(folder)
        os.mkfifo(folder / "pipe.py")
        download = read_class(folder)
        good = [a for a in download.attempts if a.student == "anna"]
        assert [constant(a) for a in good] == ["1"]
        others = [a for a in download.attempts if a.student != "anna"]
        assert {a.student for a in others} == {
            "bomb", "broken", "latin", "crowd", "nested", "link", "pipe"
        }  # fmt: skip
        for attempt in others:
            with pytest.raises(BadInput):
                attempt.load()
        assert any("linked" in notice for notice in download.notices)

    def test_two_names_never_become_one_student(self, tmp_path: Path) -> None:
        fill(tmp_path / "class", {"a?b.py": CODE.format(1), "a:b.py": CODE.format(2)})
        assert len({a.student for a in read_class(tmp_path / "class").attempts}) == 2

    def test_not_another_students_id(self, tmp_path: Path, roster_path: Path) -> None:
        # The platform's number 1001 is somebody else's id on this roster; the name is what there is.
        roster_path.write_text("id,name\n1001,Ben Berg\n7,Anna Müller\n")
        fill(tmp_path / "class", {"mulleranna_1001_5_lecture07.py": CODE.format(1)})
        download = read_class(tmp_path / "class", roster=read_roster(roster_path))
        assert download.attempts[0].student == "7"
        roster_path.write_text("id,name\n1001,Ben Berg\n")
        download = read_class(tmp_path / "class", roster=read_roster(roster_path))
        assert download.attempts[0].student == "1001 (not matched)"
        assert download.unmatched == ("mulleranna_1001_5_lecture07.py",)

    def test_names_of_any_kind(self, tmp_path: Path) -> None:
        names = ["a\nb\x1b[2J", "ü" * 120, "..a", "=cmd()", "a\udcffb"]
        for name in names:
            fill(tmp_path / "class" / name, {"lecture07.py": CODE.format(1)})
        download = read_class(tmp_path / "class")
        assert len({a.student for a in download.attempts}) == len(names)
        for attempt in download.attempts:
            assert constant(attempt) == "1"
            assert (attempt.student + attempt.label).isprintable()
            attempt.label.encode()


class TestRefused:
    @pytest.mark.parametrize(
        ("members", "says"),
        [({}, "holds no submissions"), ({"a.csv": "x"}, "holds no submissions")],
    )
    def test_nothing(self, tmp_path: Path, members: Members, says: str) -> None:
        (tmp_path / "class").mkdir()
        with pytest.raises(BadInput, match=says):
            read_class(fill(tmp_path / "class", members))

    def test_not_a_class(self, tmp_path: Path) -> None:
        fill(tmp_path, {"a.csv": "x"})
        with pytest.raises(BadInput, match="not a class"):
            read_class(tmp_path / "a.csv")

    def test_missing(self, tmp_path: Path) -> None:
        with pytest.raises(BadInput, match="no such file"):
            read_class(tmp_path / "class")


class TestListingIsLazy:
    def test_nothing_is_read(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        from grader.intake.sources import Folder

        def never(*_: object) -> bytes:
            raise AssertionError("a hand-in was read while listing")

        fill(tmp_path / "class", {f"s{k}/lecture07.py": CODE.format(k) for k in range(50)})
        monkeypatch.setattr(Folder, "read", never)
        assert len(read_class(tmp_path / "class").attempts) == 50
