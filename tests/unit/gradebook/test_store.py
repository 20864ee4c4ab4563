"""A gradebook says whether anything has changed that its tables and pages are made from."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.gradebook import Attempt, Gradebook
from grader.gradebook.kept import Kept, Reading
from grader.gradebook.marks import Marks


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Gradebook]:
    with Gradebook(tmp_path / "gradebook.sqlite") as book:
        book.record("homework", Attempt(student="ada", label="a.py", submission="1"))
        book.change()
        yield book


CHANGES = {
    "a hand-in": "INSERT INTO attempts SELECT assignment, 'ben', label, submission, number, at, late, "
    "problem, notices, seen FROM attempts",
    "another file": "UPDATE attempts SET submission = '2'",
    "a hand-in less": "DELETE FROM attempts",
    "a result": "INSERT INTO results VALUES ('1', 'a', 'g', x'00', NULL, 0)",
    "a rule": "INSERT INTO meta VALUES ('rules:homework', '{}')",
}


@pytest.mark.parametrize("statement", CHANGES.values(), ids=CHANGES)
def test_each_change_is_known(book: Gradebook, statement: str) -> None:
    before = book.change()
    assert book.change() == before
    with sqlite3.connect(book.path) as other:
        other.execute(statement)
    other.close()
    assert book.change() != before


def test_what_is_kept_to_save_work_is_no_change(book: Gradebook) -> None:
    kept = Kept(book)
    before = book.change()
    kept.keep_reading("work", Reading(submission="1"))
    book.note("something", "somebody")
    book.record("homework", Attempt(student="ada", label="a.py", submission="1"))
    assert book.change() == before


def test_tables_that_come_later_are_watched(book: Gradebook) -> None:
    before = book.change()
    Marks(book, "homework")
    later = book.change()
    assert later != before
    assert book.change() == later


def test_a_gradebook_is_told_from_another(book: Gradebook, tmp_path: Path) -> None:
    with Gradebook(tmp_path / "other.sqlite") as other:
        other.record("homework", Attempt(student="ada", label="a.py", submission="1"))
        assert other.change() != book.change()


def test_word_stays_when_the_file_is_opened_again(book: Gradebook) -> None:
    with Gradebook(book.path) as again:
        assert again.change() == book.change()
