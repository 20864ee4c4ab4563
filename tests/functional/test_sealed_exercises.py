"""docs/sealed.md is true: each of its exercises is made, graded, and sound as the audit sees it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from grader.authoring import student
from grader.authoring.audit import guards, run
from grader.authoring.audit.template import folder_of
from grader.catalog import Assignment, load_assignment
from tests.conftest import ROOT
from tests.kinds import BLOCK

PAGE = (ROOT / "docs" / "sealed.md").read_text()
SECTIONS = dict(re.findall(r"^### ([^\n]+)\n(.*?)(?=^### |\Z)", PAGE, re.M | re.S))
FOLDERS = {"exercise.yaml": "assignments", "test_public.py": "assignments"}
AS_RIGHT = re.compile(
    r"1e-0[89]|axis=-1|axis=\(-2|\[:4\]|\(\(other, (1.0|self.data)\)|np.(ravel|transpose)\([d(]|np.sum\(\{"
)
"""What no test refuses, read and found as right as the reference: within the tolerance, an axis counted from the other end, parents in another
order, four parents where there are two, a vector raveled."""


def made(title: str, root: Path) -> Assignment:
    blocks = dict(BLOCK.findall(SECTIONS[title]))
    names = re.search(r"^functions: \[(.+)\]", blocks["exercise.yaml"], re.M)
    points = re.search(r"^points: (\d+)", blocks["exercise.yaml"], re.M)
    assert names
    assert points
    files = {
        "assignments/a/assignment.yaml": f"title: A\npoints: {points[1]}\nexercises: [one]\nsubmission: work.py\n"
        "limits: {call_seconds: 1}\n",
        "assignments/a/one/prompt.md": f"{names[1]}, as the docstrings say.\n",
        **{f"{FOLDERS.get(n, 'solutions')}/a/one/{n}": text for n, text in blocks.items()},
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    assignment = load_assignment(str(root / "assignments/a"))
    student.build(assignment, folder_of(assignment))
    return assignment


def test_there_are_eight() -> None:
    assert len(SECTIONS) == 8


@pytest.mark.parametrize("title", SECTIONS)
def test_the_audit_calls_it_sound(title: str, tmp_path: Path, best_isolation: str) -> None:
    """Right answers pass, the untouched template earns nothing, known-wrong answers fail and are named, and what no test refuses has been
    looked at."""
    assignment = made(title, tmp_path)
    ask = run.Ask(seeds=1, cases=10, isolation=best_isolation)
    found, record = run.audit(assignment, ask)
    alive = {f"{one.mutant.before} → {one.mutant.after}" for one in found.exercises[0].survivors}
    left = [one.text for one in found.problems if one.question != "mutation"]
    assert (left, {one for one in alive if not AS_RIGHT.search(one)}) == ([], set())
    guards.write(assignment, record)
    accepted, _ = run.audit(assignment, ask) if alive else (found, record)
    assert accepted.sound, accepted.problems
