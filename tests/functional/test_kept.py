"""Files that the first version wrote, which are judged, exported and opened again for ever.

``tests/kept/first`` was made once, with an assignment whose cases are all fixed, and is never made again: the gradebook of a batch in
which calls hang, die, raise and return what can't be sent, with a mark given by a person; the facts that were cached; and the students'
``public.checks``.
"""

from __future__ import annotations

import csv
import io
import shutil
import sqlite3
import zlib
from pathlib import Path

import msgspec
import pytest

from grader import storage, wire
from grader.batch.rejudge import Rejudge
from grader.catalog import Assignment, facts, load_assignment
from grader.gradebook import Gradebook
from grader.model import Report
from tests.conftest import ROOT, Cli
from tests.unit.test_wire import same

FIRST = ROOT / "tests" / "kept" / "first"
POINTS = {"ada": 17.0, "ben": 0.0, "cem": 0.0, "dan": 0.0}


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """A copy, as files of one's own."""
    copied = shutil.copytree(FIRST, tmp_path / "first")
    (copied / "keepsake.facts").chmod(0o600)
    return copied


@pytest.fixture
def keepsake(first: Path) -> Assignment:
    return load_assignment(str(first / "assignments" / "keepsake"))


def kept_reports(book: Path) -> dict[str, Report]:
    """Student → the report as the file has it."""
    rows = sqlite3.connect(book).execute(
        "SELECT student, report FROM attempts JOIN results USING (submission)"
    )
    return {
        student: msgspec.json.decode(zlib.decompress(raw), type=Report) for student, raw in rows
    }


def test_saved_answers_are_judged_again_without_running_them(
    first: Path, keepsake: Assignment
) -> None:
    before = kept_reports(first / "gradebook.sqlite")
    with Gradebook(first / "gradebook.sqlite") as book:
        again = Rejudge(keepsake, book)
        for attempt in book.attempts("keepsake"):
            judged = again.judge(attempt.submission)
            assert judged is not None, "the answers are those to today's calls"
            report = msgspec.json.decode(zlib.decompress(judged.report), type=Report)
            then = before[attempt.student]
            assert report.earned == then.earned == POINTS[attempt.student]
            assert {(cell.name, str(cell.error)) for cell in report.cells if cell.error} == {
                (cell.name, str(cell.error)) for cell in then.cells if cell.error
            }
            assert report.output == then.output
            assert [
                (check.id, check.earned, check.finding.misconception)
                for exercise in report.exercises
                for check in exercise.checks
            ] == [
                (check.id, check.earned, check.finding.misconception)
                for exercise in then.exercises
                for check in exercise.checks
            ]


def test_a_batch_goes_on_in_it_and_exports_it(
    first: Path, keepsake: Assignment, cli: Cli, best_isolation: str
) -> None:
    handed_in = first / "handed_in"
    handed_in.mkdir()
    for name in ("ada.py", "ben.py"):
        shutil.copy(first / name, handed_in)
    out = first / "out"
    out.mkdir()
    shutil.move(first / "gradebook.sqlite", out)
    done = cli(
        "batch", handed_in, "-a", keepsake.directory, "-o", out, "--isolation", best_isolation,
        "--jobs", 1,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    done = cli("export", "csv", "-g", out / "gradebook.sqlite", "-a", keepsake.directory)
    assert done.returncode == 0, done.stderr
    rows = {row["student"]: row for row in csv.DictReader(io.StringIO(done.stdout))}
    assert {name: float(row["automatic"]) for name, row in rows.items()} == POINTS
    assert float(rows["ada"]["marked"]) == 2.0, "what a person has marked stays"


def test_facts_are_what_they_were(
    first: Path, keepsake: Assignment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRADER_CACHE", str(first / "cache"))
    (first / "cache" / "facts").mkdir(parents=True)
    (first / "keepsake.facts").rename(first / "cache" / "facts" / "keepsake.facts")
    known = facts.read("keepsake")
    assert known is not None
    compared = 0
    for exercise in keepsake.exercises:
        _, then = known[exercise.name]
        for key, value in exercise.subject.facts.items():
            if "/expected/" in key or "/wrong/" in key:
                assert same(then[key], value) or then[key] == value, key
                compared += 1
    assert compared >= 15


@pytest.mark.parametrize(("work", "code"), [("ada.py", 0), ("ben.py", 1)])
def test_a_template_handed_out_then_is_checked(first: Path, cli: Cli, work: str, code: int) -> None:
    done = cli("check", first / work)
    assert done.returncode == code, done.stdout + done.stderr
    assert "slopes" in done.stdout.lower()
    assert not done.stderr


def newer(raw: bytes) -> bytes:
    """The same as a later version would write it."""
    assert raw.startswith(storage._OPENING)
    place = len(storage._OPENING)
    return raw[:place] + bytes([raw[place] + 1]) + raw[place + 1 :]


def test_a_newer_template_is_said_to_be_one(first: Path, keepsake: Assignment, cli: Cli) -> None:
    from grader.desk import packing

    raw = packing.make(keepsake)
    (first / "public.checks").write_bytes(raw[: wire.HEADER.size] + newer(raw[wire.HEADER.size :]))
    done = cli("check", first / "ada.py")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "newer version of grader" in done.stderr


def test_newer_answers_are_said_to_be_some(first: Path, keepsake: Assignment, cli: Cli) -> None:
    out = first / "out"
    out.mkdir()
    book = out / "gradebook.sqlite"
    shutil.move(first / "gradebook.sqlite", book)
    (first / "handed_in").mkdir()
    shutil.copy(first / "ada.py", first / "handed_in")
    with sqlite3.connect(book) as db:
        for rowid, raw in db.execute("SELECT submission, transcript FROM results").fetchall():
            kept = newer(storage.dump(storage.load(zlib.decompress(raw)), limit=1 << 26))
            db.execute(
                "UPDATE results SET transcript = ? WHERE submission = ?",
                (zlib.compress(kept), rowid),
            )
        db.execute("UPDATE judgings SET judged_by = '{}'")
    db.close()
    done = cli(
        "batch", first / "handed_in", "-a", keepsake.directory, "-o", out, "--rejudge", "--quiet"
    )  # fmt: skip
    assert done.returncode == 2, done.stdout + done.stderr
    assert "kept by a newer version of grader" in done.stderr
    assert "Traceback" not in done.stderr
