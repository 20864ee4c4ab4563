"""The PrairieLearn question, graded by its own run.sh from the folders that the platform lays out."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from grader.authoring import student
from grader.catalog import Assignment
from grader.exporters import prairielearn as exporter
from grader.grading import Grader
from grader.intake import read_submission
from grader.platforms import bundle as packed
from grader.platforms import prairielearn
from tests import waiting
from tests.conftest import ROOT, Cli

EXAMPLES = ROOT / "assignments" / "lecture07" / "examples"
CONSTRAINTS = (ROOT / "constraints.txt").read_text()


@pytest.fixture(scope="module")
def question(cli: Cli, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("prairielearn") / "lecture07"
    done = cli("build", "prairielearn", "-a", "lecture07", "-o", out, "--image", "course/grader")
    assert done.returncode == 0, done.stderr
    return out


@pytest.fixture
def job(question: Path, tmp_path: Path) -> Path:
    """/grade as the platform fills it; there is no results folder yet."""
    root = tmp_path / "grade"
    shutil.copytree(question / "tests", root / "tests")
    (root / "student").mkdir()
    (root / "data").mkdir()
    (root / "data" / "data.json").write_text("{}")
    return root


def run(root: Path, python: str = sys.executable) -> dict[str, Any]:
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    waiting.run(
        [root / "tests" / "run.sh"],
        env=environment | {"GRADE_ROOT": str(root), "GRADER_PYTHON": python},
        check=True,
    )
    raw = (root / "results" / "results.json").read_bytes()
    assert len(raw) <= 1_000_000
    found: dict[str, Any] = json.loads(raw)
    return found


def test_two_builds_are_the_same(lecture07: Assignment, question: Path) -> None:
    template = student.members(lecture07)
    members = prairielearn.build(lecture07, CONSTRAINTS, template, "course/grader")
    assert {
        path.relative_to(question).as_posix(): path.read_bytes()
        for path in question.rglob("*")
        if path.is_file()
    } == members


def test_question_is_complete(question: Path) -> None:
    info = json.loads((question / "info.json").read_text())
    assert {"uuid", "title", "topic", "type", "gradingMethod"} <= set(info)
    options = info["externalGradingOptions"]
    assert options["image"] == "course/grader"
    assert options["entrypoint"] == "/grade/tests/run.sh"
    assert not options["enableNetworking"]
    assert prairielearn.SECONDS < options["timeout"] <= 600
    page = (question / "question.html").read_text()
    assert 'optional-file-names="lecture07.py,lecture07.ipynb"' in page
    assert "pl-external-grader-results" in page
    offered = {path.name for path in (question / "clientFilesQuestion").iterdir()}
    assert all(f'file-name="{name}"' in page for name in offered)
    assert os.access(question / "tests" / "run.sh", os.X_OK)


@pytest.mark.parametrize("example", ["perfect.py"])
def test_scores_are_those_of_grade(job: Path, grader07: Grader, example: str) -> None:
    report = grader07.grade(read_submission(EXAMPLES / example, expected="lecture07.py")).report
    work = job / "student" / ("lecture07" + Path(example).suffix)
    shutil.copy(EXAMPLES / example, work)
    results = run(job)
    assert results["gradable"] is True
    assert results["score"] == pytest.approx(report.earned / 90)
    assert [test["points"] for test in results["tests"]] == [e.earned for e in report.exercises]
    assert sum(test["max_points"] for test in results["tests"]) == 90
    assert results["grader"]["isolation"] == report.isolation


def test_unusable_input_uses_no_attempt(job: Path) -> None:
    (job / "student" / "lecture07.py").write_bytes(b"x = '\xe9'\n")
    results = run(job)
    assert results["gradable"] is False
    assert "score" not in results
    assert "save the file as UTF-8" in results["format_errors"][0]
    assert str(job) not in results["format_errors"][0]


def test_a_syntax_error_that_leaves_nothing_uses_no_attempt(job: Path) -> None:
    template = (ROOT / "student_template" / "lecture07" / "lecture07.py").read_text()
    text = template.replace("def dA_dW0j(", "def dA_dW0j((")
    assert text != template
    (job / "student" / "lecture07.py").write_text(text)
    results = run(job)
    assert results["gradable"] is False
    assert "SyntaxError" in results["format_errors"][0]
    assert "Nothing is filled in" not in json.dumps(results)


def test_a_full_disk_leaves_no_torn_result(tmp_path: Path, capfd: Any) -> None:
    """/dev/full takes no byte, as a full disk does."""
    place = tmp_path / "results.json"
    (tmp_path / "results.json.part").symlink_to("/dev/full")
    assert not packed.hand_over(place, b"x" * 100_000)
    assert not list(tmp_path.iterdir())
    assert "No space left" in capfd.readouterr().err


def test_our_fault_is_said_and_uses_no_attempt(job: Path) -> None:
    shutil.copy(EXAMPLES / "perfect.py", job / "student" / "lecture07.py")
    shutil.rmtree(job / "tests" / "solutions")
    results = run(job)
    assert results["gradable"] is False
    assert "not your fault" in results["format_errors"][0]
    assert "solutions" not in results["format_errors"][0]
    assert results["regrade"] is True


def test_a_grader_that_can_not_start_still_writes_results(job: Path) -> None:
    shutil.copy(EXAMPLES / "perfect.py", job / "student" / "lecture07.py")
    results = run(job, python="false")
    assert results["gradable"] is False
    assert "not your fault" in results["format_errors"][0]


# The first alarm may ring where Python only reports an exception; the next one comes through.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_running_out_of_time_is_our_fault(job: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(EXAMPLES / "perfect.py", job / "student" / "lecture07.py")
    monkeypatch.setattr(Grader, "grade", lambda *_: time.sleep(60))
    results = prairielearn.grade(job, "lecture07", seconds=0.05)
    assert results["gradable"] is False
    assert "did not end within" in results["format_errors"][0]


@pytest.mark.parametrize("length", [10_000, 100_000, 5_000_000])
def test_results_stay_below_a_megabyte(length: int) -> None:
    test = {"name": "n", "points": 0.0, "max_points": 1.0, "output": "é\n" * length}
    data = {"gradable": True, "score": 0.0, "message": "m" * length, "tests": [test] * 16}
    raw = exporter.render(data)
    assert len(raw) <= exporter.LIMIT
    assert [t["points"] for t in json.loads(raw)["tests"]] == [0.0] * 16


def test_text_is_harmless_to_the_page() -> None:
    assert prairielearn._text("<b>{{{x}}}</b>") == (
        "&lt;b&gt;&#123;&#123;&#123;x&#125;&#125;&#125;&lt;/b&gt;"
    )


def test_wrong_use_is_one_line(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = cli("build", "prairielearn", "-a", "lecture07", "-o", tmp_path / "file")
    assert done.returncode == 2
    assert "choose another folder" in done.stderr
    missing = ("--constraints", tmp_path / "none.txt")
    done = cli("build", "prairielearn", "-a", "lecture07", "-o", tmp_path / "out", *missing)
    assert done.returncode == 2
    assert "--constraints" in done.stderr
