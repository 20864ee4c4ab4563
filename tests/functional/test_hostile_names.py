"""A class whose file names are attacks: on the file system, SQLite, spreadsheets, pages and terminals."""

from __future__ import annotations

import csv
import os
import sqlite3
from pathlib import Path

from tests.conftest import ROOT, Cli

NAMES = [
    b"\xff\xfe.py",
    b"a'; DROP TABLE results; --.py",
    b'"; ATTACH DATABASE "x" AS y; --.py',
    b"new\nline.py",
    "\u202egnp.py".encode(),
    b"=cmd().py",
    b"-rf.py",
    b"..py",
    b"x" * 250 + b".py",
    "\U0001f600.py".encode(),
    b"<img src=x onerror=alert(1)>.py",
    b"\x1b[2J.py",
    b"a%s%n{0}${HOME}.py",
]


def test_no_name_stops_a_class_or_leaves_its_place(cli: Cli, tmp_path: Path) -> None:
    folder, out = tmp_path / "class", tmp_path / "out"
    folder.mkdir()
    work = (ROOT / "assignments/lecture07/examples/untouched.py").read_bytes()
    for number, name in enumerate(NAMES):
        with open(os.path.join(os.fsencode(folder), name), "wb") as file:
            file.write(work + b"\nNUMBER = %d\n" % number)
    done = cli("batch", folder, "-a", "lecture07", "-o", out, "--jobs", 2)
    assert done.returncode == 0, done.stderr
    assert f"Graded {len(NAMES)}" in done.stdout
    assert "\x1b[2J" not in done.stdout + done.stderr
    with sqlite3.connect(out / "gradebook.sqlite") as db:
        students = [student for (student,) in db.execute("SELECT student FROM attempts")]
        assert db.execute("SELECT count(*) FROM results").fetchone() == (len(NAMES),)
    assert len(set(students)) == len(NAMES)
    for student in students:
        assert student.isprintable()
        assert not student.startswith(".")
        assert "/" not in student
    with (out / "gradebook.csv").open(newline="") as table:
        cells = [row[0] for row in csv.reader(table)]
    assert len(cells) == 1 + len(NAMES)
    assert not [cell for cell in cells if cell.startswith(("=", "-", "+", "@"))]
    page = (out / "report.html").read_text()
    assert "<img src=x" not in page
    assert not set(page) & set("\x1b\u202e")
    assert len(list((out / "feedback").iterdir())) == 2 * len(NAMES)
    assert {path.name for path in tmp_path.iterdir()} == {"class", "out"}
