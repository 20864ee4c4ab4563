"""What the command line says when the disk is at fault, and how it lists its commands."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.cli import COMMANDS, _no_room, cli
from grader.gradebook import Gradebook
from grader.intake.download import class_layout
from grader.intake.errors import WrongUse


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (sqlite3.OperationalError("database or disk is full"), "the disk is full; make room"),
        (sqlite3.OperationalError("attempt to write a readonly database"), "may not be written"),
        (sqlite3.OperationalError("unable to open database file"), "can't be opened"),
        (OSError(errno.ENOSPC, "No space left on device"), "the disk is full; make room"),
        (OSError(errno.EROFS, "Read-only file system"), "can only be read"),
        (OSError(errno.ENOENT, "No such file"), ""),
        (sqlite3.OperationalError("no such table: x"), ""),
        (ValueError("x"), ""),
    ],
)
def test_a_disk_at_fault_is_no_fault_of_ours(error: Exception, says: str) -> None:
    assert (says in _no_room(error)) if says else _no_room(error) == ""


def test_a_full_disk_while_grading(tmp_path: Path) -> None:
    with Gradebook(tmp_path / "gradebook.sqlite") as book:
        pages = book._db.execute("PRAGMA page_count").fetchone()[0]
        book._db.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(sqlite3.OperationalError) as caught:
            book.note("x" * 100_000, "full")
        assert _no_room(caught.value) == "the disk is full; make room"


def test_a_folder_that_may_not_be_written(tmp_path: Path) -> None:
    (tmp_path / "gradebook.sqlite").mkdir()
    with pytest.raises(WrongUse, match="can't be opened or written"):
        Gradebook(tmp_path / "gradebook.sqlite")


def test_help_is_whole() -> None:
    shown = CliRunner().invoke(cli, ["--help"]).output
    assert "..." not in shown.partition("Commands:")[2]
    assert all(name in shown for name in COMMANDS)


def test_a_class_is_known_from_one_students_work(tmp_path: Path) -> None:
    one = tmp_path / "one"
    for name in ("lecture07.py", "helper.py", "tests/test_mine.py"):
        (one / name).parent.mkdir(parents=True, exist_ok=True)
        (one / name).write_text("x = 1\n")
    assert class_layout(one, "lecture07.py") == ""
    several = tmp_path / "dl"
    several.mkdir()
    for k in range(3):
        (several / f"kim_{k}_7{k}_lecture07.py").write_text("x = 1\n")
    assert class_layout(several, "lecture07.py") == "Canvas"
    assert class_layout(tmp_path / "one" / "lecture07.py", "lecture07.py") == ""
