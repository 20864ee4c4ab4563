"""A class graded in one go: continues, keeps what is unchanged, judges saved answers again."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

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
    assert rows[0].startswith("submission,activations,")
    assert {p.stem for p in (out / "feedback").iterdir()} == {
        "perfect", "untouched", "misconceptions", "notebook", "crash", "broken",
    }  # fmt: skip
    assert "could not be read" in (out / "feedback" / "broken.md").read_text()
    assert "Commonest misconceptions" in shown
    assert "gradebook.csv" in shown


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


def test_killed_run_is_continued(cli: Cli, folder: Path, tmp_path: Path) -> None:
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    batch(cli, folder, whole)
    command = [sys.executable, "-m", "grader", "batch", folder, "-a", "lecture07", "-o", killed]
    for delay in (0.4, 0.9, 1.4):
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.wait()
    batch(cli, folder, killed)
    assert (killed / "gradebook.csv").read_bytes() == (whole / "gradebook.csv").read_bytes()


def test_only_runs_one_student_again(cli: Cli, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    batch(cli, folder, out)
    assert "Graded 1, unchanged 0" in batch(cli, folder, out, "--only", "perfect")
    done = cli("batch", folder, "-a", "lecture07", "-o", out, "--only", "nobody")
    assert done.returncode == 2
    assert "nobody" in done.stderr
