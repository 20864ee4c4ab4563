"""Files of an output folder: whole or not at all, and no leftovers."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from grader.batch.files import clear, listing, write_atomic
from grader.intake.errors import WrongUse


def test_leftovers_of_the_dead_are_cleared_and_of_nobody_else(tmp_path: Path) -> None:
    code = (
        "import os, pathlib, sys\n"
        "from grader.batch import files\n"
        "files.os.replace = lambda *_: os._exit(9)\n"
        "files.write_atomic(pathlib.Path(sys.argv[1]) / 'a.md', 'half')\n"
    )
    dead = subprocess.run([sys.executable, "-c", code, tmp_path], check=False)
    assert dead.returncode == 9
    (left,) = tmp_path.iterdir()
    start, pid, end = left.name.rsplit("-", 2)
    assert start.startswith(".writing-")
    alive = tmp_path / f"{start}-{os.getppid()}-{end}"
    elsewhere = tmp_path / f".writing-otherhost-{pid}-x"
    alive.touch()
    elsewhere.touch()
    clear(tmp_path)
    assert sorted(tmp_path.iterdir()) == sorted([alive, elsewhere])


def test_what_can_not_be_written_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.md").mkdir()
    with pytest.raises(WrongUse, match="can't be written"):
        write_atomic(tmp_path / "a.md", "text")
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]


def test_listing_sees_what_was_changed_deleted_or_added(tmp_path: Path) -> None:
    folder = tmp_path / "feedback"
    folder.mkdir()
    paths = (tmp_path / "gradebook.csv", folder)
    empty = listing(paths)
    seen = {empty}
    for path, text in ((paths[0], "a"), (folder / "x.md", "b"), (folder / "x.md", "longer")):
        path.write_text(text)
        seen.add(listing(paths))
    assert len(seen) == 4
    for path in (paths[0], folder / "x.md"):
        path.unlink()
    assert listing(paths) == empty
