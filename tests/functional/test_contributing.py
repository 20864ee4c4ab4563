"""CONTRIBUTING.md is true: a copy of the package gets a kind of check by the files that it names, and all else follows."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT
from tests.small import made

KIND = '''
"""``ascending``: the numbers of the answer go up."""

from __future__ import annotations

from typing import ClassVar, final

import numpy as np

from grader.checks.base import Subject
from grader.checks.trusted import Case
from grader.checks.hidden import Problem
from grader.checks.messages import where
from grader.checks.outcomes import PASSED, Outcome
from grader.checks.percase import PerCase
from grader.model import Feedback, Returned, Value


@final
class Ascending(PerCase, frozen=True, kw_only=True):
    """``strictly``: equal neighbours are wrong."""

    problems: ClassVar[tuple[Problem, ...]] = (Problem.VALUE,)

    strictly: bool = False

    def judge_case(self, subject: Subject, case: Case, value: Value, answer: Returned) -> Outcome:
        steps = np.diff(np.ravel(value)) if isinstance(value, np.ndarray) else np.array([-1.0])
        if np.all(steps > 0) or (not self.strictly and np.all(steps >= 0)):
            return PASSED
        return Outcome(
            problem=Problem.VALUE,
            told=lambda: Feedback(
                label="ascending",
                what=f"`{self.function}` does not go up.",
                where=where(subject, self.function, case),
            ),
        )
'''
EXERCISE = """\
functions: [ordered]
inputs: {x: {normal: [4, 1]}}
cases: {public: [{}], hidden: 3}
checks:
  - {ascending: ordered, strictly: true, points: 1}
"""
USED = """
import json, pathlib, sys

import grader
from grader.asking import Replay
from grader.authoring import student
from grader.authoring.audit import guards
from grader.catalog import load_assignment, schema
from grader.checks import hidden
from grader.checks.rehearsal import answer
from grader.exporters import html, markdown
from grader.grading import judge_exercise, unreadable
from grader.model import Returned, Verdict

assert pathlib.Path(grader.__file__).is_relative_to(sys.argv[1]), grader.__file__
assignment = load_assignment(sys.argv[2])
(exercise,) = assignment.exercises
((_, check),) = exercise.checks
right = {call.key: answer(exercise.subject, call) for call in exercise.plan}
good = judge_exercise(exercise, right)
assert good.earned == 1, good
wrong = {
    key: found if "/p" in key else Returned(value=-found.value) for key, found in right.items()
}
bad = judge_exercise(exercise, wrong).checks[0].finding
listed = [hidden.feedback(check, exercise.subject, said) for said in hidden.sayings(check, exercise.subject)]
assert bad.feedback in listed, bad
assert any("ascending" in one["properties"] for one in schema.exercise_schema()["$defs"]["check"]["oneOf"])
assert "points" not in guards.key_of(exercise.spec.checks[0])
report = unreadable(assignment, "somebody", "it is empty")
assert "ascending of ordered" in markdown.render(report) + html.page(report) + str(report)
assert "small.py" in student.files(assignment)
"""


def test_a_kind_of_check_is_its_file_and_a_line(tmp_path: Path) -> None:
    """And a section of the guide, which is words."""
    package = tmp_path / "package"
    shutil.copytree(
        ROOT / "grader", package / "grader", ignore=shutil.ignore_patterns("__pycache__")
    )
    checks = package / "grader" / "checks"
    (checks / "ascending.py").write_text(KIND)
    listing = checks / "__init__.py"
    listing.write_text(
        listing.read_text()
        .replace(
            "from grader.checks.base",
            "from grader.checks.ascending import Ascending\nfrom grader.checks.base",
            1,
        )
        .replace('    "shape": Shape,\n', '    "shape": Shape,\n    "ascending": Ascending,\n')
    )
    folder = made(
        tmp_path,
        EXERCISE,
        'def ordered(x):\n    """x in order."""\n    return np.sort(x, axis=0)\n',
    )
    done = subprocess.run(
        [sys.executable, "-c", USED, str(package), str(folder)],
        env={**os.environ, "PYTHONPATH": str(package)},
        cwd=package,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
