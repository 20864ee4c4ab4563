"""docs/authoring.md is true: every file on that page is made and graded."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from grader.authoring import student
from grader.catalog import load_assignment
from grader.checks import KINDS
from grader.grading import Grader
from grader.model import Report, Verdict
from grader.sandbox import open_sandbox
from tests.conftest import Cli
from tests.kinds import BLOCK, GUIDE, SECTIONS, blocks_of, made
from tests.submissions import in_place, references, submission


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


def graded(folder: Path, isolation: str, *all_sources: dict[str, str]) -> list[Report]:
    with Grader(load_assignment(str(folder)), open_sandbox(isolation)) as grader:
        return [grader.grade(submission(sources)).report for sources in all_sources]


def commands() -> list[str]:
    """The commands of the guide, in order."""
    return re.findall(r"^grader .*$", BLOCK.sub("", GUIDE), re.MULTILINE)


def test_the_walk_from_a_blank_page_to_an_audited_exercise(
    tmp_path: Path, best_isolation: str, cli: Cli
) -> None:
    """Every command and every file of the guide, in the order of the page."""
    (start, *others) = commands()
    assert [line.split()[1] for line in (start, *others)] == ["new", "build", "audit"]
    made = cli(*start.split()[1:], cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    place = ("--isolation", best_isolation, "--jobs", 1, "--seeds", 20, "--cases", 500)
    fresh = cli("audit", "-a", "statistics", *place, cwd=tmp_path)
    assert fresh.returncode == 0, fresh.stdout
    files = dict(BLOCK.findall(GUIDE))
    for name in files:
        assert (tmp_path / name).exists(), f"{name} is not among what `grader new` makes"
    write(tmp_path, files)
    stale = cli("audit", "-a", "statistics", *place, cwd=tmp_path)
    assert stale.returncode == 1
    assert "is stale" in " ".join(stale.stdout.split())
    for line in others:
        more = place if line.split()[1] == "audit" else ()
        done = cli(*line.split()[1:], *more, cwd=tmp_path)
        assert done.returncode == 0, done.stdout + done.stderr
    assert "Sound." in done.stdout
    # Not a word of the scaffolding is left, and the record knows the exercise.
    assert not [
        file for file in tmp_path.rglob("*") if file.is_file() and b"fill in" in file.read_bytes()
    ]
    assert "weighted_mean__row" not in (tmp_path / "solutions/statistics/audit.json").read_text()
    assert "dmean_dx__row" in (tmp_path / "solutions/statistics/audit.json").read_text()


def test_the_guide_makes_a_sound_assignment(tmp_path: Path, best_isolation: str) -> None:
    files = dict(BLOCK.findall(GUIDE))
    assert len(files) == 6
    write(tmp_path, files)
    folder = tmp_path / "assignments" / "statistics"
    assignment = load_assignment(str(folder))
    (exercise,) = assignment.exercises
    wrong = [f"{known.function}__{known.name}" for known in exercise.subject.known_wrong]
    other = re.findall(
        r"^def (\w+__\w+)", (exercise.solution_dir / "alternatives.py").read_text(), re.M
    )
    assert len(wrong) >= 5
    assert len(other) >= 2
    right = [references(assignment)] + [
        {exercise.name: in_place(exercise, "alternatives.py", name, name.partition("__")[0])}
        for name in other
    ]
    for report in graded(folder, best_isolation, *right):
        assert report.earned == assignment.points, report
    mistaken = [
        {exercise.name: in_place(exercise, "known_wrong.py", name, name.partition("__")[0])}
        for name in wrong
    ]
    for name, report in zip(wrong, graded(folder, best_isolation, *mistaken), strict=True):
        assert report.earned < assignment.points
        named = {check.finding.misconception for check in report.exercises[0].checks}
        assert name.partition("__")[2] in named
    assert "def weighted_mean" in student.files(assignment)["statistics.py"]


def test_every_kind_has_its_section() -> None:
    assert list(SECTIONS) == list(KINDS)


@pytest.mark.parametrize("kind", SECTIONS)
def test_kind(kind: str, tmp_path: Path, best_isolation: str) -> None:
    blocks = blocks_of(kind)
    assert {"exercise.yaml", "reference.py", "wrong.py"} <= blocks.keys()
    points = yaml.safe_load(blocks["exercise.yaml"])["points"]
    folder = made(kind, tmp_path)
    right, wrong = graded(
        folder, best_isolation, {"one": blocks["reference.py"]}, {"one": blocks["wrong.py"]}
    )
    assert right.earned + right.to_mark == points
    good = next(c.finding for c in right.exercises[0].checks if c.kind == kind)
    bad = next(
        c.finding
        for c, other in zip(wrong.exercises[0].checks, right.exercises[0].checks, strict=True)
        if c.kind == kind and c.finding != other.finding
    )
    assert good.feedback is None
    assert bad.feedback is not None
    if kind == "written":
        assert good.verdict is bad.verdict is Verdict.TO_MARK
        assert bad.feedback.label == "written.template"
    else:
        assert good.verdict is Verdict.PASS
        assert bad.verdict is Verdict.FAIL
        assert wrong.earned < points
