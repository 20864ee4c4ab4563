"""A gradebook as files for other programs. The files of a made-up class are kept word for word."""

from __future__ import annotations

import csv
import json
import sqlite3
import zipfile
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

import grader
from grader.catalog import Assignment
from tests.conftest import Cli
from tests.made_up import DUE, ROSTER, fill

FORMATS = ("gradescope", "canvas", "moodle", "brightspace", "blackboard", "csv", "jsonl")


@pytest.fixture
def book(tmp_path: Path, lecture07: Assignment) -> Path:
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    return fill(tmp_path / "gradebook.sqlite", lecture07)


@pytest.mark.parametrize("format", FORMATS)
def test_word_for_word(
    format: str, book: Path, cli: Cli, lecture07: Assignment, snapshot: SnapshotAssertion
) -> None:
    out = book.parent / "out"
    done = cli(
        "export", format, "-g", book, "-a", "lecture07", "--roster", book.parent / "roster.csv",
        "--due", DUE, "-o", out,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "To be regraded" in done.stderr
    assert "\x1b" not in done.stderr
    # What changes with every change of the assignment or the version is no part of the format.
    text = out.read_text(encoding="utf-8").replace(lecture07.digest, "DIGEST")
    text = text.replace(f'"grader":"{grader.__version__}"', '"grader":"VERSION"')
    assert text == snapshot


def table(book: Path, cli: Cli, *more: object) -> dict[str, dict[str, str]]:
    done = cli("export", "csv", "-g", book, "-a", "lecture07", *more)
    assert done.returncode == 0, done.stderr
    return {row["student"]: row for row in csv.DictReader(done.stdout.splitlines())}


def test_policies_and_lateness(book: Path, cli: Cli) -> None:
    ada = table(book, cli)["ada"]
    assert (ada["total"], ada["attempts"], ada["counted"], ada["late"]) == ("4", "2", "2", "")
    ada = table(book, cli, "--due", DUE)["ada"]
    # 25 hours late are two started days at 10 % each.
    assert (ada["automatic"], ada["penalty"], ada["total"], ada["late"]) == (
        "4",
        "0.8",
        "3.2",
        "yes",
    )
    for policy in ("best", "first"):
        ada = table(book, cli, "--due", DUE, "--policy", policy)["ada"]
        assert (ada["total"], ada["counted"], ada["late"]) == ("10", "1", "no")
    # 63 minutes late in another time zone: the grace of 15 minutes is over.
    ben = table(book, cli, "--due", DUE)["ben"]
    assert (ben["late"], ben["penalty"]) == ("yes", "0.6")


def test_export_changes_nothing_but_what_it_is_told(book: Path, cli: Cli) -> None:
    before = list(sqlite3.connect(book).iterdump())
    table(book, cli)
    assert list(sqlite3.connect(book).iterdump()) == before
    # Rules and roster are those of the next batch, too.
    assert table(book, cli, "--policy", "best", "--due", DUE)["ada"]["total"] == "10"
    assert table(book, cli)["ada"]["total"] == "10"
    assert (
        table(book, cli, "--roster", book.parent / "roster.csv")["ada"]["name"] == "Lovelace, Ada"
    )
    assert table(book, cli)["ada"]["name"] == "Lovelace, Ada"


def test_sections_and_students(book: Path, cli: Cli) -> None:
    found = table(book, cli, "--roster", book.parent / "roster.csv", "--section", "b")
    assert set(found) == {"ben", "fay"}
    assert set(table(book, cli, "--only", "ADA@example.org", "--only", "ben")) == {"ada", "ben"}
    done = cli("export", "csv", "-g", book, "-a", "lecture07", "--section", "C")
    assert done.returncode == 2
    assert "nobody is in 'C'; there are A, B" in done.stderr


def test_feedback_goes_back(book: Path, cli: Cli, tmp_path: Path) -> None:
    out = tmp_path / "feedback.zip"
    arguments = (
        "export",
        "feedback",
        "-g",
        book,
        "-a",
        "lecture07",
        "--roster",
        book.parent / "roster.csv",
    )
    done = cli(*arguments, "-o", out)
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(out) as archive:
        assert archive.namelist() == ["ada.html", "ben.html"]
        assert b"<title>Derivatives" in archive.read("ada.html")
    again = tmp_path / "again.zip"
    assert cli(*arguments, "-o", again).returncode == 0
    assert again.read_bytes() == out.read_bytes()
    done = cli(*arguments)
    assert done.returncode == 2
    assert "feedback is a zip; say where" in done.stderr


def test_json_lines(book: Path, cli: Cli) -> None:
    done = cli("export", "jsonl", "-g", book, "-a", "lecture07", "--policy", "best")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(lines) == 8
    assert {line["student"]: line["final"] for line in lines}["ada"] == 10


def test_canvas_column(book: Path, cli: Cli) -> None:
    done = cli(
        "export", "canvas", "-g", book, "-a", "lecture07", "--column", "Lecture 7 (1234)",
        "--roster", book.parent / "roster.csv",
    )  # fmt: skip
    assert done.stdout.splitlines()[0].endswith(",Lecture 7 (1234)")


def test_ids_that_nobody_vouched_for_go_to_no_platform(book: Path, cli: Cli) -> None:
    for platform in ("canvas", "moodle", "brightspace", "blackboard"):
        done = cli("export", platform, "-g", book, "-a", "lecture07")
        assert done.returncode == 2
        assert "nobody has an identifier that the platform knows; give" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["excel"], "no format 'excel'"),
        (["csv", "-g", "nowhere.sqlite"], "nowhere.sqlite"),
        (["csv", "-a", "nothing"], "nothing"),
        (["csv", "--due", "tomorrow"], "'tomorrow' is no time"),
        (["csv", "--roster", "README.md"], "README.md"),
        (["csv", "-g", "README.md"], "is no gradebook"),
        (["csv", "-o", "no/such/folder.csv"], "can't be written"),
    ],
)
def test_wrong_input_gives_one_line(arguments: list[str], said: str, book: Path, cli: Cli) -> None:
    given = [*arguments]
    for option, value in (("-g", str(book)), ("-a", "lecture07")):
        if option not in given:
            given += [option, value]
    done = cli("export", *given)
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert done.stdout == ""


def test_empty_and_outdated_gradebooks(book: Path, cli: Cli, tmp_path: Path) -> None:
    with sqlite3.connect(book) as db:
        db.execute("UPDATE results SET assignment = 'old'")
    done = cli("export", "csv", "-g", book, "-a", "lecture07")
    assert done.returncode == 2
    assert "another version" in done.stderr
    with sqlite3.connect(book) as db:
        db.execute("DELETE FROM attempts")
    done = cli("export", "csv", "-g", book, "-a", "lecture07")
    assert done.returncode == 2
    assert "is empty" in done.stderr
