"""Hostile submissions: one folder each, with what it tries and the outcome it must get.

``submission.py`` is the hostile code; it becomes a cell before or after an otherwise perfect submission
(``place``). ``earned`` is exactly what the honest rest is worth (``at_most``: or less). Whatever an attack does, the
report must be an honest one of ours, hold nothing that was hidden, and the next submission in the same sandbox must get the report
it gets in a fresh one.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from grader.catalog import Assignment
from grader.exporters import json, markdown
from grader.grading import Grader
from grader.intake import read_submission
from grader.intake.submission import digest
from grader.model import Cell, Submission, Verdict
from grader.sandbox import SandboxUnavailable, open_sandbox
from tests.conftest import ROOT

HERE = Path(__file__).parent
ATTACKS = sorted(p.parent.name for p in HERE.glob("*/expected.yaml"))
PERFECT = ROOT / "assignments" / "lecture07" / "examples" / "perfect.py"
CALL, CELLS, SUBMISSION = 0.4, 1.0, 6.0


@pytest.fixture(scope="module")
def hasty(lecture07: Assignment) -> Assignment:
    """Lecture 7 with short limits: an attack that hangs costs its limit."""
    limits = msgspec.structs.replace(
        lecture07.limits,
        call_seconds=CALL,
        cells_seconds=CELLS,
        submission_seconds=SUBMISSION,
    )
    return replace(lecture07, limits=limits)


@pytest.fixture(scope="module")
def perfect(lecture07: Assignment) -> Submission:
    return read_submission(PERFECT, expected=lecture07.submission, id="neighbour")


@pytest.fixture(scope="module", params=["namespaces", "container"])
def grader(request: pytest.FixtureRequest, hasty: Assignment) -> Iterator[Grader]:
    os.environ["GRADER_CANARY"] = "canary-in-the-environment"
    try:
        sandbox = open_sandbox(request.param)
    except SandboxUnavailable as error:
        pytest.skip(str(error))
    finally:
        del os.environ["GRADER_CANARY"]
    with Grader(hasty, sandbox) as opened:
        yield opened


@pytest.fixture(scope="module")
def undisturbed(grader: Grader, perfect: Submission) -> str:
    return json.render(grader.grade(perfect).report)


def hostile(name: str, expected: dict[str, Any], body: Submission) -> Submission:
    cell = Cell(source=(HERE / name / "submission.py").read_text(), name="attack.py")
    cells = (cell, *body.cells) if expected["place"] == "before" else (*body.cells, cell)
    return Submission(id=name, cells=cells, digest=digest(cells))


@pytest.mark.parametrize("name", ATTACKS)
def test_attack(name: str, grader: Grader, perfect: Submission, undisturbed: str) -> None:
    expected = yaml.safe_load((HERE / name / "expected.yaml").read_text())
    begin = time.monotonic()
    report = grader.grade(hostile(name, expected, perfect)).report
    # No clock decides a verdict here: the margin only catches a run that does not end.
    assert time.monotonic() - begin < SUBMISSION + 20
    shown = json.render(report) + markdown.render(report)
    if expected.get("at_most"):
        assert report.earned <= expected["earned"] - (1 if "below" in expected else 0)
    else:
        assert report.earned == expected["earned"], [
            (c.id, c.finding.feedback)
            for e in report.exercises
            for c in e.checks
            if c.earned < c.points and c.kind != "written"
        ]
    verdicts = {c.finding.verdict for e in report.exercises for c in e.checks}
    assert Verdict.GRADER_ERROR not in verdicts
    for word in expected.get("silent", []):
        assert word not in shown
    if expected.get("hidden_silent"):
        exercise = grader.assignment.exercise("bias_jacobian")
        for case in exercise.subject.cases:
            if not case.public:
                number = repr(abs(float(case.inputs["x"].flat[0])))
                assert number not in shown, f"{case.id} got out"
    assert "\x1b" not in markdown.render(report)
    assert json.render(grader.grade(perfect).report) == undisturbed


def test_there_are_enough_attacks() -> None:
    assert len(ATTACKS) >= 100
