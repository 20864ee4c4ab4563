"""Classroom 50: its autograder run as the platform's ``runner.py`` runs it, and results by that program's rules."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest

from grader.exporters import classroom50 as exporter
from grader.model import Verdict
from tests import importers, waiting
from tests.conftest import ROOT, Cli
from tests.functional.test_gradescope import outcome, report

EXAMPLES = ROOT / "assignments" / "lecture07" / "examples"
ENVIRONMENT = {
    "CLASSROOM": "ml",
    "ASSIGNMENT": "lecture07",
    "SUBMISSION_TAG": "submit/2026-06-01T14-32-05Z-a1b2c3d",
    "COMMIT_URL": "https://example.org/commit/a1b2c3d",
    "RELEASE_URL": "https://example.org/releases/tag/x",
    "REVIEW_URL": "https://example.org/compare/a...b",
}


@pytest.fixture(scope="module")
def built(cli: Cli, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("classroom50")
    done = cli("build", "classroom50", "-a", "lecture07", "-o", out)
    assert done.returncode == 0, done.stderr
    python = out / "staff" / "venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    python.chmod(0o755)
    return out


def run(built: Path, checkout: Path, home: str = "staff") -> subprocess.CompletedProcess[str]:
    """Python, the entry point, the checkout as the current folder: ``run_entrypoint`` of runner.py."""
    return waiting.run(
        [sys.executable, built / "autograder.py"],
        cwd=checkout,
        env=os.environ | ENVIRONMENT | {"GRADER_HOME": str(built / home)},
        capture_output=True,
        text=True,
    )


@pytest.fixture
def checkout(built: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "checkout"
    shutil.copytree(built / "template", folder)
    (folder / ".github").mkdir()
    (folder / ".classroom50.yaml").write_text("classroom: ml")
    return folder


def test_no_solution_lies_where_students_can_read(built: Path) -> None:
    text = (built / "autograder.py").read_text()
    assert "solutions" not in text
    assert len(text) < 2000


def test_a_submission_is_graded(built: Path, checkout: Path) -> None:
    shutil.copy(EXAMPLES / "misconceptions.py", checkout / "lecture07.py")
    done = run(built, checkout)
    assert done.returncode == 0, done.stderr
    result = json.loads((checkout / "result.json").read_text())
    importers.classroom50(result, classroom="ml", assignment="lecture07")
    assert (result["score"], result["max-score"]) == (167, 180)
    page = (checkout / "release-body.md").read_text()
    assert "83.5 of 90" in page
    assert "2 times the points" in page
    assert "given.py" not in page


def test_what_can_not_be_read_is_a_failure_that_says_why(built: Path, checkout: Path) -> None:
    (checkout / "lecture07.ipynb").unlink()
    (checkout / "lecture07.py").write_bytes(b"x = '\xe9'\n")
    assert run(built, checkout).returncode == 0
    result = json.loads((checkout / "result.json").read_text())
    importers.classroom50(result, classroom="ml", assignment="lecture07")
    assert (result["score"], result["max-score"]) == (0, 90)
    assert "UTF-8" in (checkout / "release-body.md").read_text()


def test_without_a_grader_the_job_fails_and_nothing_is_recorded(
    built: Path, checkout: Path
) -> None:
    """Any exit but 0 is an error to the platform, which then publishes nothing."""
    done = run(built, checkout, home="elsewhere")
    assert done.returncode != 0
    assert not (checkout / "result.json").exists()


def test_our_fault_records_nothing(built: Path, checkout: Path, tmp_path: Path) -> None:
    shutil.copytree(built, tmp_path / "copy")
    shutil.rmtree(tmp_path / "copy" / "staff" / "solutions")
    done = run(tmp_path / "copy", checkout)
    assert done.returncode == 3
    assert not (checkout / "result.json").exists()
    assert "solutions" not in done.stdout


@pytest.mark.parametrize(
    ("points", "factor"), [(2, 1), (2.5, 2), (1.25, 4), (0.2, 5), (0.1, 10), (0.125, 1000)]
)
def test_points_are_scaled_to_whole_numbers(points: float, factor: int) -> None:
    check = msgspec.structs.replace(
        outcome(verdict=Verdict.PASS, public=Verdict.PASS), points=points, earned=points
    )
    made = report(check)
    exercise = msgspec.structs.replace(made.exercises[0], points=points)
    made = msgspec.structs.replace(made, points=points, earned=points, exercises=(exercise,))
    assert exporter.factor(made) == factor
    result: dict[str, Any] = exporter.results(made, ENVIRONMENT)
    importers.classroom50(result, classroom="ml", assignment="lecture07")
    assert result["max-score"] == points * factor
    assert bool(exporter.scaling(made)) == (factor > 1)
