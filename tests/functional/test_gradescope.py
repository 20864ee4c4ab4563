"""The Gradescope bundle, run from the folders that the platform lays out."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from grader.catalog import Assignment
from grader.platforms import gradescope
from tests.conftest import ROOT

EXAMPLES = ROOT / "assignments" / "lecture07" / "examples"


@pytest.fixture(scope="module")
def bundle(lecture07: Assignment) -> bytes:
    return gradescope.build(lecture07, (ROOT / "constraints.txt").read_text())


@pytest.fixture
def container(bundle: bytes, tmp_path: Path) -> Path:
    """/autograder as it is at run time."""
    archive = tmp_path / "autograder.zip"
    archive.write_bytes(bundle)
    root = tmp_path / "autograder"
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(root / "source")
    (root / "submission").mkdir()
    return root


def run(root: Path) -> dict[str, Any]:
    """What run_autograder runs, with this machine's Python in the place of the image's."""
    source = root / "source"
    subprocess.run(
        [sys.executable, "-m", "grader.platforms.gradescope", "lecture07"],
        cwd=source,
        env=os.environ | {"PYTHONPATH": str(source), "AUTOGRADER_ROOT": str(root)},
        check=True,
        timeout=100,
    )
    found: dict[str, Any] = json.loads((root / "results" / "results.json").read_text())
    return found


def test_two_builds_are_the_same_bytes(lecture07: Assignment, bundle: bytes) -> None:
    assert gradescope.build(lecture07, (ROOT / "constraints.txt").read_text()) == bundle


def test_scripts_stand_at_the_root_and_pins_are_exact(container: Path, bundle: bytes) -> None:
    names = {p.name for p in (container / "source").iterdir()}
    assert {"setup.sh", "run_autograder", "requirements.txt", "grader", "solutions"} <= names
    pins = (container / "source" / "requirements.txt").read_text().split()
    assert all("==" in pin for pin in pins)
    assert any(pin.startswith("numpy==") for pin in pins)
    for script in ("setup.sh", "run_autograder"):
        subprocess.run(["bash", "-n", container / "source" / script], check=True)


@pytest.mark.parametrize(
    ("example", "earned"),
    [("perfect.py", 90), ("untouched.py", 0), ("misconceptions.py", 82), ("notebook.ipynb", 85)],
)
def test_scores_are_those_of_grade(
    container: Path, example: str, earned: float, best_isolation: str
) -> None:
    shutil.copy(EXAMPLES / example, container / "submission")
    results = run(container)
    # Also with the package itself below /tmp, as it is here.
    assert results["extra_data"]["isolation"] == best_isolation
    assert len(results["tests"]) == 16
    assert sum(test["score"] for test in results["tests"]) == earned
    assert sum(test["max_score"] for test in results["tests"]) == 90
    assert {test["visibility"] for test in results["tests"]} == {"after_published"}
    assert {test["status"] for test in results["tests"]} <= {"passed", "failed"}


def test_late_submissions_lose_by_the_policy(container: Path) -> None:
    shutil.copy(EXAMPLES / "perfect.py", container / "submission")
    metadata = {
        "created_at": "2026-03-03T12:00:00.000000-05:00",
        "assignment": {"due_date": "2026-03-02T00:00:00.000000-05:00"},
        "users": [{"assignment": {"due_date": "2026-03-02T00:00:00.000000-05:00"}}],
    }
    (container / "submission_metadata.json").write_text(json.dumps(metadata))
    results = run(container)
    assert results["score"] == 90 * 0.8
    assert "20%" in results["output"]


def test_students_fault_is_said(container: Path) -> None:
    (container / "submission" / "notes.txt").write_text("forgot the file")
    results = run(container)
    assert results["score"] == 0
    assert "Your submission could not be graded" in results["output"]
    assert results["extra_data"]["regrade"] is False


def test_our_fault_is_said(container: Path) -> None:
    shutil.copy(EXAMPLES / "perfect.py", container / "submission")
    shutil.rmtree(container / "source" / "solutions")
    results = run(container)
    assert "not your fault" in results["output"]
    assert results["extra_data"]["regrade"] is True
