"""Run inside of a folder that a student may have filled: nothing in it becomes the grader's own code."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

STANDARD = ("typing", "json", "random", "sqlite3", "tempfile", "csv")
"""Modules of Python's own: one of these names beside the work would come first, for ``python -m``, before any line of ours."""
OURS = (
    "numpy",
    "msgspec",
    "yaml",
    "ruamel",
    "jupytext",
    "nbformat",
    "rich",
    "given",
    "checks",
    "reference",
)
STARTED = ("sitecustomize", "usercustomize", "conftest")
TRAP = """import os
with open(os.path.join({folder!r}, "ran-" + __name__), "w"):
    pass
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A student's, with everything in it that Python, a library or the grader might take for its own."""
    place = tmp_path / "handed_in" / "anna"
    marks = str(tmp_path)
    place.mkdir(parents=True)
    shutil.copy(ROOT / "assignments/lecture07/examples/perfect.py", place / "lecture07.py")
    shutil.copytree(
        ROOT / "assignments" / "lecture07",
        place / "assignments" / "lecture07",
        ignore=shutil.ignore_patterns("examples"),
    )
    shutil.copytree(ROOT / "solutions" / "lecture07", place / "solutions" / "lecture07")
    for file in [
        place / "assignments/lecture07/given.py",
        *(place / "solutions/lecture07").rglob("*.py"),
    ]:
        file.write_text(TRAP.format(folder=marks) + file.read_text())
    for name in (*STANDARD, *OURS, *STARTED):
        (place / f"{name}.py").write_text(TRAP.format(folder=marks))
    (place / "grader").mkdir()
    for name in ("__init__", "__main__", "cli", "model"):
        (place / "grader" / f"{name}.py").write_text(TRAP.format(folder=marks))
    (place / "strange.pth").write_text(f"import os; open({marks + '/ran-pth'!r}, 'w')\n")
    (place / "jupytext.toml").write_text('formats = "strange"\n')
    (place / "pyproject.toml").write_text('[tool.pytest.ini_options]\naddopts = "-p conftest"\n')
    return place


def run(folder: Path, *command: str, **more: str) -> tuple[int, str, list[str]]:
    """How it ended, what it said, and what ran that should not have."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    environment |= {"XDG_CACHE_HOME": str(folder.parent / "cache"), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment | more,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    ran = sorted(path.name for path in folder.parent.parent.glob("ran-*"))
    return done.returncode, done.stdout + done.stderr, ran


GRADER = str(Path(sys.executable).parent / "grader")
WAYS = {
    "the command": (GRADER,),
    "the module, safely": (sys.executable, "-P", "-m", "grader"),
}


@pytest.mark.parametrize("way", WAYS)
def test_the_courses_assignment_is_used_and_nothing_of_the_folder_runs(
    folder: Path, way: str
) -> None:
    asked = (*WAYS[way], "grade", "lecture07.py", "-a", "lecture07")
    code, said, ran = run(folder, *asked, GRADER_COURSE=str(ROOT))
    assert code == 0, said
    assert "90 of 90" in said
    assert ran == []


@pytest.mark.parametrize(
    "asked",
    [
        ("grade", "lecture07.py", "-a", "lecture07"),
        ("grade", "../anna/lecture07.py", "-a", "lecture07"),
        ("grade", ".", "-a", "lecture07"),
        ("batch", ".", "-a", "lecture07", "-o", "out"),
        ("batch", "..", "-a", "lecture07", "-o", "../../out"),
    ],
)
def test_an_assignment_beside_the_work_is_refused_by_name(
    folder: Path, asked: tuple[str, ...]
) -> None:
    code, said, ran = run(folder, GRADER, *asked)
    assert code == 2, said
    assert "may be a student's" in " ".join(said.split())
    assert ran == []


def test_the_module_takes_nothing_from_the_folder_once_it_has_begun(folder: Path) -> None:
    """What ``python -m`` itself would take is gone here: it comes before any line of ours, see docs/security.md."""
    shutil.rmtree(folder / "grader")
    for name in STANDARD:
        (folder / f"{name}.py").unlink()
    asked = (sys.executable, "-m", "grader", "grade", "lecture07.py", "-a", "lecture07")
    code, said, ran = run(folder, *asked, GRADER_COURSE=str(ROOT))
    assert code == 0, said
    assert ran == []
