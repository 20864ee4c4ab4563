"""An assignment found by its name is the course's, never one that a student may have handed in."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.catalog import CatalogError, find_assignment

FILE = "assignments/small/assignment.yaml"


def course(folder: Path) -> Path:
    (folder / FILE).parent.mkdir(parents=True)
    (folder / FILE).write_text("title: Small\n")
    (folder / "solutions" / "small").mkdir(parents=True)
    return folder


def found(name: str, start: Path, graded: Path | None) -> Path | None:
    try:
        return find_assignment(name, start, graded)[0]
    except CatalogError:
        return None


@pytest.fixture
def ta(tmp_path: Path) -> Path:
    return course(tmp_path / "course")


@pytest.fixture
def student(tmp_path: Path) -> Path:
    folder = course(tmp_path / "handed_in" / "anna")
    (folder / "work.py").write_text("")
    (folder / "sub").mkdir()
    return folder


def test_the_courses_own_is_found_from_its_folder(ta: Path) -> None:
    (ta / "submissions" / "anna").mkdir(parents=True)
    work = ta / "submissions" / "anna" / "work.py"
    work.write_text("")
    for start in (ta, ta / "submissions", ta / "submissions" / "anna"):
        for graded in (work, work.parent, ta / "submissions", None):
            assert found("small", start, graded) == ta / "assignments" / "small"


@pytest.mark.parametrize("start", [".", "sub", "assignments"])
@pytest.mark.parametrize("graded", ["work.py", ".", "..", "../../handed_in"])
def test_one_that_lies_with_what_is_graded_is_refused(
    student: Path, start: str, graded: str
) -> None:
    assert found("small", student / start, student / graded) is None


def test_a_bare_name_is_no_path_beside_the_work(
    student: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(student / "assignments")
    (student / "assignments" / "work.py").write_text("")
    assert found("small", student, student / "assignments" / "work.py") is None
    assert found("./small", student, student / "assignments" / "work.py") is not None


def test_links_lead_nowhere_else(student: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(student)
    assert found("small", tmp_path / "link", tmp_path / "link" / "work.py") is None


def test_a_path_is_believed(student: Path) -> None:
    place = student / "assignments" / "small"
    assert found(str(place), student, student / "work.py") == place


def test_an_authors_examples_are_nobodys_work(ta: Path) -> None:
    example = ta / "assignments" / "small" / "examples" / "perfect.py"
    example.parent.mkdir()
    example.write_text("")
    assert found("small", ta, example) == ta / "assignments" / "small"


def test_a_course_that_is_named_is_the_only_one(
    ta: Path, student: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRADER_COURSE", str(ta))
    assert found("small", student, student / "work.py") == ta / "assignments" / "small"
    monkeypatch.setenv("GRADER_COURSE", str(student / "sub"))
    assert found("small", student, None) is None
