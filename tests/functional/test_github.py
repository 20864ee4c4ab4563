"""GitHub Classroom: both repositories as they are built, and the workflow's own grading step run in them."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from grader.authoring import student
from grader.catalog import Assignment
from grader.exporters import github as exporter
from grader.grading import Grader
from grader.intake import read_submission
from grader.platforms import bundle, github
from tests import waiting
from tests.conftest import ROOT, Cli

EXAMPLES = ROOT / "assignments" / "lecture07" / "examples"
CONSTRAINTS = (ROOT / "constraints.txt").read_text()


@pytest.fixture(scope="module")
def built(cli: Cli, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("github")
    done = cli("build", "github", "-a", "lecture07", "-o", out)
    assert done.returncode == 0, done.stderr
    return out


def decoded(text: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(base64.b64decode(text))
    return found


def step(
    built: Path, tmp_path: Path, work: Path, *more: str
) -> tuple[dict[str, Any], subprocess.CompletedProcess[str]]:
    """The grading program in the staff repository, as the workflow calls it."""
    output = tmp_path / "output"
    done = waiting.run(
        [
            *(sys.executable, "-m", "grader.platforms.github"),
            *("lecture07", work, "--max-score", "90"),
            *more,
        ],
        cwd=built / "staff",
        env=os.environ | {"PYTHONPATH": str(built / "staff"), "GITHUB_OUTPUT": str(output)},
        capture_output=True,
        text=True,
    )
    name, _, value = output.read_text().strip().partition("=")
    assert name == "result"
    return decoded(value), done


def test_two_builds_are_the_same(lecture07: Assignment, built: Path) -> None:
    members = github.build(lecture07, CONSTRAINTS, student.members(lecture07))
    assert {
        path.relative_to(built).as_posix(): path.read_bytes()
        for path in built.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    } == members


def test_template_holds_no_solution(lecture07: Assignment, built: Path) -> None:
    names = {
        p.relative_to(built / "template").as_posix()
        for p in (built / "template").rglob("*")
        if p.is_file()
    }
    assert names == {*student.members(lecture07), ".github/workflows/classroom.yml"}


@pytest.mark.parametrize("example", ["perfect.py"])
def test_scores_are_those_of_grade(
    built: Path, tmp_path: Path, grader07: Grader, example: str
) -> None:
    report = grader07.grade(read_submission(EXAMPLES / example, expected="lecture07.py")).report
    result, done = step(built, tmp_path, EXAMPLES / example)
    assert [test["score"] for test in result["tests"]] == [e.earned for e in report.exercises]
    assert result["max_score"] == 90
    full = report.earned == 90
    assert result["status"] == ("pass" if full else "fail")
    assert done.returncode == (0 if full else 1)
    assert {test["status"] for test in result["tests"]} <= {"pass", "fail"}
    assert set(result["tests"][0]) == {
        *("name", "status", "score", "message", "test_code", "task_id"),
        *("filename", "line_no", "duration", "output"),
    }


def test_the_workflow_grades_a_students_repository(built: Path, tmp_path: Path) -> None:
    """The job's own shell lines, on a commit of the template with one file filled in."""
    workflow = yaml.safe_load(
        (built / "template" / ".github" / "workflows" / "classroom.yml").read_text()
    )
    steps = workflow["jobs"]["autograding"]["steps"]
    grading = next(item for item in steps if item.get("id") == "autograding")
    shutil.copytree(built / "template", tmp_path / "repository")
    shutil.copytree(built / "staff", tmp_path / "staff")
    shutil.copy(EXAMPLES / "misconceptions.py", tmp_path / "repository" / "lecture07.py")
    identity = ["-c", "user.name=s", "-c", "user.email=s@example.org"]
    for command in (
        ["init", "-q"],
        ["add", "."],
        [*identity, "commit", "-q", "-m", "work"],
    ):
        subprocess.run(["git", *command], cwd=tmp_path / "repository", check=True)
    python = tmp_path / "venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    python.chmod(0o755)
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    done = waiting.run(
        ["bash", "-e", "-c", grading["run"]],
        cwd=tmp_path / grading["working-directory"],
        env=environment | {"RUNNER_TEMP": str(tmp_path), "GITHUB_OUTPUT": str(tmp_path / "output")},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1, done.stderr
    result = decoded((tmp_path / "output").read_text().strip().removeprefix("result="))
    assert sum(test["score"] for test in result["tests"]) == 83.5
    assert "lecture07.py is graded, not lecture07.ipynb" in result["message"]
    assert "given.py" not in result["message"]  # the template's own files are nobody's mistake


def test_a_step_without_a_result_keeps_the_points(built: Path) -> None:
    workflow = yaml.safe_load(
        (built / "template" / ".github" / "workflows" / "classroom.yml").read_text()
    )
    report = workflow["jobs"]["autograding"]["steps"][-1]
    fallback = decoded(report["env"]["AUTOGRADING_RESULTS"].split("'")[1])
    assert fallback["max_score"] == 90
    assert fallback["status"] == "error"
    assert "not your fault" in fallback["message"]


def test_running_out_of_time_keeps_the_points(built: Path, tmp_path: Path) -> None:
    endless = tmp_path / "endless.py"
    endless.write_text("while True:\n    pass\n")
    result, done = step(built, tmp_path, endless, "--seconds", "0.05")
    assert done.returncode == 3
    assert result["status"] == "error"
    assert result["max_score"] == 90
    assert "did not end within 0.05 s" in result["message"]


def test_students_fault_is_said(built: Path, tmp_path: Path) -> None:
    work = tmp_path / "work"
    work.mkdir()
    (work / "notes.txt").write_text("forgot the file")
    result, done = step(built, tmp_path, work)
    assert done.returncode == 2
    assert result["status"] == "fail"
    assert "Your submission could not be graded" in result["message"]
    assert str(tmp_path) not in result["message"]


def test_our_fault_is_said(built: Path, tmp_path: Path) -> None:
    staff = tmp_path / "copy"
    shutil.copytree(built / "staff", staff / "staff")
    shutil.rmtree(staff / "staff" / "solutions")
    result, done = step(staff, tmp_path, EXAMPLES / "perfect.py")
    assert done.returncode == 3
    assert result["status"] == "error"
    assert "not your fault" in result["message"]


def test_no_order_to_the_runner_gets_into_the_log(built: Path, tmp_path: Path) -> None:
    """The reporter sends grades with ``::notice``; a submission must not make us print one."""
    order = '::notice title=Autograding report::{"totalPoints":90,"maxPoints":90}'
    work = tmp_path / "lecture07.py"
    work.write_text(
        "def dA_dW0(*a):\n"
        f"    raise ValueError('''\\n{order}\\n##[set-env name=A;]b''')\n"
        f"raise ValueError('''\\n{order}''')\n"
    )
    result, done = step(built, tmp_path, work)
    everything = json.dumps(result) + done.stdout + done.stderr
    assert "totalPoints" in everything  # what was raised is shown, only not as an order
    assert "::" not in done.stdout + done.stderr
    assert "##[" not in everything
    assert "::" not in json.dumps(result).replace('": ', "")


def test_fault_records_have_a_test() -> None:
    """The reporter divides by their number."""
    assert len(exporter.fault("why", 90, student=True)["tests"]) == 1


def test_wrong_use_is_one_line(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = cli("build", "github", "-a", "lecture07", "-o", tmp_path / "file")
    assert done.returncode == 2
    assert "choose another folder" in done.stderr
    (tmp_path / "few.txt").write_text("numpy==2.4.6\n")
    with_few = ("--constraints", tmp_path / "few.txt")
    done = cli("build", "github", "-a", "lecture07", "-o", tmp_path / "out", *with_few)
    assert done.returncode == 2
    assert "msgspec" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_pins_are_all_that_grading_needs() -> None:
    lines = bundle.pins(CONSTRAINTS).decode().split()
    assert len(lines) == len(bundle.REQUIRED)
    assert all("==" in line for line in lines)
