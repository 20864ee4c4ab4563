"""GitHub: both repositories as they are built, and the workflow's own grading step run in them."""

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
from grader.catalog import Assignment, load_assignment
from grader.exporters import github as exporter
from grader.platforms import bundle, github
from tests import waiting
from tests.conftest import ROOT, Cli

EXAMPLES = ROOT / "assignments" / "lecture07" / "examples"
CONSTRAINTS = (ROOT / "constraints.txt").read_text()


@pytest.fixture(scope="module")
def built(cli: Cli, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("github")
    done = cli("build", "github", "-a", "lecture07", "-o", out, "--reporter")
    assert done.returncode == 0, done.stderr
    return out


def decoded(text: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(base64.b64decode(text))
    return found


def outputs(text: str) -> dict[str, Any]:
    """The runners' records in a step's outputs."""
    told = dict(row.split("=", 1) for row in text.splitlines())
    return {name: decoded(told[name]) for name in told.pop("runners").split(",")}


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
        env=os.environ
        | {
            "PYTHONPATH": str(built / "staff"),
            "GITHUB_OUTPUT": str(output),
            "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
        },
        capture_output=True,
        text=True,
    )
    return outputs(output.read_text()), done


def workflow(built: Path) -> dict[str, Any]:
    file = built / "template" / ".github" / "workflows" / "autograding.yml"
    found: dict[str, Any] = yaml.safe_load(file.read_text())["jobs"]["autograding"]
    return found


def test_two_builds_are_the_same(lecture07: Assignment, built: Path) -> None:
    members = github.build(lecture07, CONSTRAINTS, student.members(lecture07), reporter=True)
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
    assert names == {*student.members(lecture07), ".github/workflows/autograding.yml"}


def test_scores_are_those_of_grade(built: Path, tmp_path: Path) -> None:
    result, done = step(built, tmp_path, EXAMPLES / "perfect.py")
    assert list(result) == ["earned"]
    assert result["earned"]["max_score"] == sum(t["score"] for t in result["earned"]["tests"]) == 90
    assert done.returncode == 0
    assert done.stdout.splitlines()[0] == "90 of 90 automatic + 10 to be marked"
    assert "90 of 90" in (tmp_path / "summary").read_text().splitlines()[0]


def test_the_workflow_grades_a_students_repository(built: Path, tmp_path: Path) -> None:
    """The job's own shell lines, on a commit of the template with one file filled in."""
    grading = next(one for one in workflow(built)["steps"] if one.get("id") == "autograding")
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
    python = tmp_path / "staff" / "venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    python.chmod(0o755)
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    done = waiting.run(
        ["bash", "-e", "-c", grading["run"]],
        cwd=tmp_path,
        env=environment | {"RUNNER_TEMP": str(tmp_path), "GITHUB_OUTPUT": str(tmp_path / "output")},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1, done.stderr
    result = outputs((tmp_path / "output").read_text())
    assert result["earned"]["max_score"] == 83.5
    assert result["missing"]["max_score"] == 6.5
    assert "lecture07.py is graded, not lecture07.ipynb" in done.stdout
    assert "given.py" not in done.stdout  # the template's own files are nobody's mistake


def test_without_the_reporter_no_right_but_reading_is_asked_for(
    built: Path, lecture07: Assignment
) -> None:
    members = github.build(lecture07, CONSTRAINTS, {})
    plain = yaml.safe_load(members["template/.github/workflows/autograding.yml"])
    assert plain["permissions"] == {"contents": "read"}
    assert "reporter" not in json.dumps(plain)
    assert "autograding-grading-reporter" in workflow(built)["steps"][-1]["uses"]


def test_a_step_without_a_result_sends_no_points(built: Path) -> None:
    report = workflow(built)["steps"][-1]
    fallback = decoded(report["env"]["MISSING_RESULTS"].split("'")[1])
    assert fallback["max_score"] == 0
    assert fallback["status"] == "error"
    assert "not your fault" in fallback["tests"][0]["message"]


def test_running_out_of_time_sends_no_points(built: Path, tmp_path: Path) -> None:
    endless = tmp_path / "endless.py"
    endless.write_text("while True:\n    pass\n")
    result, done = step(built, tmp_path, endless, "--seconds", "0.05")
    assert done.returncode == 3
    assert result["missing"]["status"] == "error"
    assert result["missing"]["max_score"] == 0
    assert "did not end within 0.05 s" in done.stdout


def test_students_fault_is_said(built: Path, tmp_path: Path) -> None:
    work = tmp_path / "work"
    work.mkdir()
    (work / "notes.txt").write_text("forgot the file")
    result, done = step(built, tmp_path, work)
    assert done.returncode == 2
    assert result["missing"]["status"] == "fail"
    assert result["missing"]["max_score"] == 90
    assert "Your submission could not be graded: no script or notebook" in done.stdout
    assert str(tmp_path) not in done.stdout


def test_our_fault_is_said(built: Path, tmp_path: Path) -> None:
    staff = tmp_path / "copy"
    shutil.copytree(built / "staff", staff / "staff")
    shutil.rmtree(staff / "staff" / "solutions")
    result, done = step(staff, tmp_path, EXAMPLES / "perfect.py")
    assert done.returncode == 3
    assert result["missing"]["status"] == "error"
    assert "not your fault" in done.stdout
    assert "solutions" not in done.stdout + done.stderr


def test_every_variable_of_the_reporter_fits(built: Path, tmp_path: Path) -> None:
    """Linux starts no program with a variable beyond 128 KiB, however much a student's code says."""
    work = tmp_path / "lecture07.py"
    names = [
        name for exercise in load_assignment("lecture07").exercises for name in exercise.functions
    ]
    text = "chr(0x4e00) * 100_000"
    work.write_text("\n".join(f"def {name}(*a): raise ValueError({text})" for name in names))
    step(built, tmp_path, work)
    assert all(len(row) < 20_000 for row in (tmp_path / "output").read_text().splitlines())


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
    assert len(exporter.fault("why", 90, student=True)["runners"]["missing"]["tests"]) == 1


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
