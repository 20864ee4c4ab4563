"""The zip for Otter, with the real ``otter run``, where Otter is installed.

A Python that has it may be named in ``OTTER_PYTHON``; it needs this package's own requirements beside Otter.
"""

from __future__ import annotations

import importlib.util
import io
import json
import os
import pickle
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from grader.catalog import Assignment
from grader.grading import Grader
from grader.intake import read_submission
from grader.platforms import bundle, otter
from tests.conftest import ROOT, Cli

EXAMPLES = ROOT / "assignments" / "lecture07" / "examples"
OTTER = os.environ.get("OTTER_PYTHON") or (
    sys.executable if importlib.util.find_spec("otter") else ""
)
needs_otter = pytest.mark.skipif(
    not OTTER,
    reason="otter-grader is not installed; pip install '.[otter]', or name a Python in OTTER_PYTHON",
)


@pytest.fixture(scope="module")
def archive(cli: Cli, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("otter") / "lecture07.zip"
    done = cli("build", "otter", "-a", "lecture07", "-o", out)
    assert done.returncode == 0, done.stderr
    return out


def run(work: Path, archive: Path, out: Path) -> dict[str, Any]:
    """What a TA types, with this checkout as the installed package."""
    out.mkdir(exist_ok=True)
    done = subprocess.run(
        [OTTER, "-m", "otter", "run", work, "-a", archive, "-o", out, "--no-logo"],
        cwd=out,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    found: dict[str, Any] = json.loads((out / "results.json").read_text())
    return found


def scores(results: dict[str, Any]) -> list[float]:
    return [test["score"] for test in results["tests"]]


def test_two_builds_are_the_same_bytes(lecture07: Assignment, archive: Path) -> None:
    pins = (ROOT / "constraints.txt").read_text()
    assert otter.build(lecture07, pins) == archive.read_bytes()


def test_nothing_to_read_where_otter_puts_tests(archive: Path) -> None:
    with zipfile.ZipFile(archive) as opened:
        names = opened.namelist()
        config = json.loads(opened.read("otter_config.json"))
    assert [name for name in names if name.startswith(("tests/", "files/"))] == ["files/", "tests/"]
    assert {name.split("/")[0] for name in names} == {
        *("otter_config.json", "tests", "files", "sealed"),
        *("setup.sh", "run_autograder", "requirements.txt", bundle.wheel()[0]),
    }
    assert list(config["plugins"][0]) == [otter.PLUGIN]


@needs_otter
@pytest.mark.parametrize("example", ["perfect.py", "misconceptions.py", "notebook.ipynb"])
def test_scores_are_those_of_grade(
    archive: Path, tmp_path: Path, grader07: Grader, example: str
) -> None:
    report = grader07.grade(read_submission(EXAMPLES / example, expected="lecture07.py")).report
    results = run(EXAMPLES / example, archive, tmp_path / "out")
    assert [test["name"] for test in results["tests"]] == [e.name for e in report.exercises]
    assert scores(results) == [e.earned for e in report.exercises]
    assert sum(test["max_score"] for test in results["tests"]) == 90
    assert {test["visibility"] for test in results["tests"]} == {"after_published"}
    for test, exercise in zip(results["tests"], report.exercises, strict=True):
        passed = exercise.earned == exercise.points - exercise.to_mark
        assert ("All test cases passed" in test["output"]) == passed


@needs_otter
def test_student_code_never_enters_otters_processes(archive: Path, tmp_path: Path) -> None:
    """A file that shadows a module the kernel imports, another beside it, and a log that is a pickle."""
    marker = tmp_path / "entered"
    code = f"open({str(marker)!r}, 'a').write('entered')\n"

    class Bomb:
        def __reduce__(self) -> tuple[Any, ...]:
            return exec, (code,)

    handed_in = tmp_path / "handed_in.zip"
    with zipfile.ZipFile(handed_in, "w") as made:
        made.writestr("socket.py", code + (EXAMPLES / "perfect.py").read_text())
        made.writestr("dill/__init__.py", code)
        made.writestr("otter/__init__.py", code)
        made.writestr(".OTTER_LOG", pickle.dumps(Bomb()))
    results = run(handed_in, archive, tmp_path / "out")
    assert not marker.exists()
    # Nor did it get there in the sandbox: writing fails, so the first line ends the only cell.
    assert "A part of your file did not run" in results["output"]


@needs_otter
@pytest.mark.parametrize("name", ["socket.py", "pickle.py"])
def test_a_name_that_shadows_a_module_is_graded(archive: Path, tmp_path: Path, name: str) -> None:
    shutil.copy(EXAMPLES / "perfect.py", tmp_path / name)
    assert sum(scores(run(tmp_path / name, archive, tmp_path / "out"))) == 90


@needs_otter
def test_students_fault_is_said(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "lecture07.py").write_bytes(b"x = '\xe9'\n")
    results = run(tmp_path / "lecture07.py", archive, tmp_path / "out")
    assert scores(results) == [0]
    assert [test["max_score"] for test in results["tests"]] == [90]
    assert "Your submission could not be graded" in results["output"]
    assert "save the file as UTF-8" in results["output"]


@needs_otter
@pytest.mark.parametrize("broken", ["solutions", "version"])
def test_our_fault_is_said(archive: Path, tmp_path: Path, broken: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(archive) as whole, zipfile.ZipFile(out, "w") as part:
        for name in whole.namelist():
            data = whole.read(name)
            if broken == "version" and name == "otter_config.json":
                data = data.replace(b'"version": "', b'"version": "9.')
            if not (broken == "solutions" and name.startswith("sealed/solutions/")):
                part.writestr(name, data)
    (tmp_path / "broken.zip").write_bytes(out.getvalue())
    results = run(EXAMPLES / "perfect.py", tmp_path / "broken.zip", tmp_path / "out")
    assert "not your fault" in results["output"]
    assert results["tests"][0]["name"] == "The autograder failed"
    assert ("build it again" in results["output"]) == (broken == "version")


def test_wrong_use_is_one_line(cli: Cli, tmp_path: Path) -> None:
    done = cli("build", "otter", "-a", "lecture07", "-o", tmp_path / "none" / "x.zip")
    assert done.returncode == 2
    assert "choose another place" in done.stderr
    assert len(done.stderr.splitlines()) == 1
