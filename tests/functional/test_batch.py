"""A class graded in one go: continues, keeps what is unchanged, judges saved answers again."""

from __future__ import annotations

import csv
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests import waiting
from tests.conftest import ROOT, Cli

EXAMPLES = ROOT / "assignments" / "lecture07" / "examples"
SOME = ("perfect.py", "untouched.py", "misconceptions.py", "notebook.ipynb", "crash.py")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "class"
    made.mkdir()
    for name in SOME:
        shutil.copy(EXAMPLES / name, made)
    (made / "broken.py").write_bytes(b"\xff\xfe\xff")
    return made


def batch(cli: Cli, folder: Path, out: Path, *more: str) -> str:
    done = cli("batch", folder, "-a", "lecture07", "-o", out, "--jobs", 2, *more)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_batch_writes_grades_feedback_and_summary(cli: Cli, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    shown = batch(cli, folder, out)
    rows = (out / "gradebook.csv").read_text().splitlines()
    assert len(rows) == 1 + 6
    assert rows[0].startswith("student,name,email,sections,activations,")
    assert {p.stem for p in (out / "feedback").iterdir()} == {
        "perfect", "untouched", "misconceptions", "notebook", "crash", "broken",
    }  # fmt: skip
    assert "could not be read" in (out / "feedback" / "broken.md").read_text()
    assert "Commonest misconceptions" in shown
    assert "gradebook.csv" in shown
    page = (out / "report.html").read_text()
    links = set(re.findall(r'href="(feedback/[^"]+)"', page))
    assert len(links) == 6
    assert all((out / link).is_file() for link in links)


def test_second_run_grades_nothing_and_changes_nothing(
    cli: Cli, folder: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    batch(cli, folder, out)
    before = (out / "gradebook.csv").read_bytes()
    shown = batch(cli, folder, out)
    assert "Graded 0, unchanged 5, unreadable 1" in shown
    assert (out / "gradebook.csv").read_bytes() == before
    shown = batch(cli, folder, out, "--rejudge")
    assert "Graded 0, unchanged 5" in shown
    assert (out / "gradebook.csv").read_bytes() == before


def test_copies_are_graded_once_and_counted_each(cli: Cli, tmp_path: Path) -> None:
    class_ = tmp_path / "class"
    class_.mkdir()
    for name in ("ana", "ben"):
        shutil.copy(EXAMPLES / "perfect.py", class_ / f"{name}.py")
    assert "Graded 2, unchanged 0, unreadable 0" in batch(cli, class_, tmp_path / "out")


def test_mended_check_is_judged_and_only_changed_feedback_written(
    cli: Cli, folder: Path, tmp_path: Path
) -> None:
    for part in ("assignments", "solutions"):
        shutil.copytree(ROOT / part / "lecture07", tmp_path / part / "lecture07")
    assignment, out = tmp_path / "assignments" / "lecture07", tmp_path / "out"

    def batch(*more: str) -> str:
        done = cli("batch", folder, "-a", assignment, "-o", out, "--jobs", 2, *more)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def feedback() -> dict[str, int]:
        return {one.name: one.stat().st_mtime_ns for one in (out / "feedback").iterdir()}

    def grades() -> dict[str, str]:
        with (out / "gradebook.csv").open() as file:
            return {row["student"]: row["total"] for row in csv.DictReader(file)}

    batch()
    written, before = feedback(), grades()
    file = assignment / "two_layers" / "exercise.yaml"
    text = file.read_text(encoding="utf-8")
    title = re.search(r"^title: (.*)$", text, re.MULTILINE)
    assert title is not None
    # What no file says: nothing is written but the table and the page.
    file.write_text(f"{text}\n# mended\n", encoding="utf-8")
    assert "Graded 0, unchanged 5, unreadable 1" in batch("--rejudge")
    assert grades() == before
    assert feedback() == written
    (out / "feedback" / "perfect.md").unlink()
    batch()
    assert feedback().keys() == written.keys()
    assert all(feedback()[name] > written[name] for name in written)
    written = feedback()
    # What everybody's file says.
    file.write_text(text.replace(title[0], "title: Mended"), encoding="utf-8")
    assert "Graded 0, unchanged 5, unreadable 1" in batch("--rejudge")
    assert grades() == before
    assert all(feedback()[name] > written[name] for name in written)
    assert "Mended" in (out / "feedback" / "crash.html").read_text()


FAST = ("perfect.py", "untouched.py", "misconceptions.py", "half_done.py", "crash.py")


def rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """All that a gradebook holds but the moments at which it was written."""
    with sqlite3.connect(path) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return {
            "results": db.execute("SELECT * FROM results ORDER BY 1, 2, 3").fetchall(),
            "attempts": db.execute(
                "SELECT assignment, student, label, submission, number, at, late, problem, notices "
                "FROM attempts ORDER BY 1, 2, 3"
            ).fetchall(),
            "meta": db.execute("SELECT * FROM meta ORDER BY 1").fetchall(),
            "history": db.execute("SELECT who, what, why FROM history ORDER BY id").fetchall(),
        }


def test_run_killed_again_and_again_ends_like_an_undisturbed_one(cli: Cli, tmp_path: Path) -> None:
    folder, whole, killed = tmp_path / "class", tmp_path / "whole", tmp_path / "killed"
    folder.mkdir()
    for number in range(120):
        text = (EXAMPLES / FAST[number % len(FAST)]).read_text(encoding="utf-8")
        (folder / f"s{number:03}.py").write_text(f"{text}\nNUMBER = {number}\n", encoding="utf-8")
    batch(cli, folder, whole)
    seed = random.randrange(2**32)
    print(f"seed {seed}")  # shown when the test fails
    chance = random.Random(seed)
    command = [sys.executable, "-m", "grader", "batch", folder, "-a", "lecture07", "-o", killed]
    book = killed / "gradebook.sqlite"
    done: list[int] = []
    children: set[int] = set()
    for _ in range(6):
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        # Stopped at a moment that no other event marks, once a part of what is left is graded.
        before = graded(book)
        enough = before + int(chance.uniform(0, 0.25) * (120 - before))
        reached(book, enough, process)
        time.sleep(chance.uniform(0, 0.05))
        children |= {pid for pid, parent in processes().items() if parent == process.pid}
        process.send_signal(signal.SIGKILL)
        process.wait()
        done.append(graded(book))
    print(f"graded after each kill: {done}")
    assert done[0] < 120, "the first kill came too late to mean anything"
    batch(cli, folder, killed)
    one, other = rows(whole / "gradebook.sqlite"), rows(killed / "gradebook.sqlite")
    assert len(one["results"]) == len(one["attempts"]) == 120
    for name in one:
        assert one[name] == other[name], name
    for name in ("gradebook.csv", "report.html"):
        assert (killed / name).read_bytes() == (whole / name).read_bytes()
    assert end_of(children) == set(), "a killed batch must take its pool with it"


def reached(book: Path, count: int, process: subprocess.Popen[Any]) -> None:
    """Wait until so many are graded, or the run is over."""
    waiting.until(
        lambda: graded(book) >= count or process.poll() is not None,
        lambda: f"{graded(book)} graded",
    )


def graded(book: Path) -> int:
    """How many results are kept."""
    try:
        with closing(sqlite3.connect(f"file:{book}?mode=ro", uri=True)) as db:
            return int(db.execute("SELECT count(*) FROM results").fetchone()[0])
    except sqlite3.OperationalError:
        return 0  # not made yet


def processes() -> dict[int, int]:
    """The parent of each process that is not over."""
    listed = subprocess.run(
        ["ps", "-eo", "pid=,ppid=,stat="], capture_output=True, text=True, check=True
    ).stdout
    found = (line.split() for line in listed.splitlines())
    return {int(pid): int(parent) for pid, parent, stat, *_ in found if not stat.startswith("Z")}


def end_of(pids: set[int]) -> set[int]:
    """Those of ``pids`` that go on."""
    waiting.until(lambda: not pids & processes().keys(), lambda: str(pids & processes().keys()))
    return pids & processes().keys()


def test_failed_grades_again_what_is_marked(cli: Cli, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    batch(cli, folder, out)
    assert "Graded 0, unchanged 0, unreadable 0" in batch(cli, folder, out, "--failed")
    with sqlite3.connect(out / "gradebook.sqlite") as db:
        before = db.execute("SELECT * FROM results ORDER BY submission").fetchall()
        db.execute("UPDATE results SET regrade = 1 WHERE submission = ?", (before[0][0],))
    shutil.copy(EXAMPLES / "half_done.py", folder / "new.py")
    assert "Graded 1, unchanged 0, unreadable 0" in batch(cli, folder, out, "--failed")
    with sqlite3.connect(out / "gradebook.sqlite") as db:
        assert db.execute("SELECT * FROM results ORDER BY submission").fetchall() == before
    done = cli("batch", folder, "-a", "lecture07", "-o", out, "--failed", "--rejudge")
    assert done.returncode == 2
    assert "--failed" in done.stderr


def test_rules_are_kept_and_duplicates_shown(cli: Cli, tmp_path: Path) -> None:
    folder, out = tmp_path / "assignment_1_export", tmp_path / "out"
    meta = []
    for number, (name, day) in enumerate((("perfect", 1), ("half_done", 3)), start=1):
        (folder / f"submission_{number}").mkdir(parents=True)
        shutil.copy(EXAMPLES / f"{name}.py", folder / f"submission_{number}" / "lecture07.py")
        meta.append(
            f"submission_{number}:\n  :submitters:\n  - :name: Ada L\n    :sid: ada\n"
            f"    :email: ada@example.org\n  :created_at: 2026-03-0{day}T10:00:00+00:00\n"
        )
    (folder / "submission_metadata.yml").write_text("".join(meta))

    def row() -> dict[str, str]:
        with (out / "gradebook.csv").open() as file:
            (found,) = csv.DictReader(file)
        return found

    shown = batch(cli, folder, out, "--due", "2026-03-02T10:00+00:00")
    assert "Several attempts (the latest counts): ada (2)" in shown
    assert (row()["counted"], row()["late"], row()["penalty"]) == ("2", "yes", "4.5")
    assert "4.5 for lateness" in (out / "feedback" / "ada.html").read_text()
    batch(cli, folder, out, "--policy", "best")
    assert (row()["counted"], row()["late"], row()["total"]) == ("1", "no", "90")
    shown = batch(cli, folder, out)
    assert "the best counts" in shown
    assert row()["total"] == "90"


def test_only_runs_one_student_again(cli: Cli, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    batch(cli, folder, out)
    assert "Graded 1, unchanged 0" in batch(cli, folder, out, "--only", "perfect")
    done = cli("batch", folder, "-a", "lecture07", "-o", out, "--only", "nobody")
    assert done.returncode == 2
    assert "nobody" in done.stderr


def test_two_batches_at_once_on_one_gradebook(cli: Cli, tmp_path: Path) -> None:
    """One of them on half of the class, so that they end at different times and write different tables first."""
    whole, half, out, alone = (tmp_path / name for name in ("whole", "half", "out", "alone"))
    whole.mkdir()
    half.mkdir()
    for number in range(40):
        text = (EXAMPLES / FAST[number % len(FAST)]).read_text(encoding="utf-8")
        for folder in (whole, *([half] if number % 2 else [])):
            (folder / f"s{number:03}.py").write_text(
                f"{text}\nNUMBER = {number}\n", encoding="utf-8"
            )
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "grader", "batch", folder, "-a", "lecture07", "-o", out,
             "--jobs", "1", "--quiet"],
            cwd=ROOT, stderr=subprocess.PIPE, text=True,
        )
        for folder in (half, whole)
    ]  # fmt: skip
    for process in running:
        _, said = waiting.end(process)
        assert process.returncode == 0, said
        assert said == ""
    batch(cli, whole, alone)
    assert rows(out / "gradebook.sqlite") == rows(alone / "gradebook.sqlite")
    for name in ("gradebook.csv", "report.html"):
        assert (out / name).read_bytes() == (alone / name).read_bytes()


def test_what_was_changed_by_hand_is_written_again(cli: Cli, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    batch(cli, folder, out)
    whole = {path: path.read_bytes() for path in out.rglob("*.[mch]*") if path.is_file()}
    before = {path: path.stat().st_mtime_ns for path in whole}
    shown = batch(cli, folder, out)
    assert {path: path.stat().st_mtime_ns for path in whole} == before, "nothing had changed"
    assert "Commonest misconceptions" in shown
    (out / "feedback" / "perfect.html").write_text("mine")
    (out / "gradebook.csv").unlink()
    batch(cli, folder, out)
    assert {path: path.read_bytes() for path in whole} == whole
