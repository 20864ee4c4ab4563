"""The README of a template only speaks of files that are in it."""

from __future__ import annotations

from pathlib import Path

from grader.authoring import student
from grader.catalog import load_assignment

FILES = {
    "assignments/small/assignment.yaml": "title: Small\npoints: 1\nexercises: [one]\n",
    "assignments/small/one/exercise.yaml": (
        "title: One\npoints: 1\nfunctions: [double]\ninputs: {x: {normal: [2, 1]}}\n"
        "cases: {public: [{}]}\nchecks: [{value: double, points: 1}]\n"
    ),
    "assignments/small/one/prompt.md": "Write `double(x)`.\n",
    "solutions/small/one/reference.py": 'def double(x):\n    """Twice x."""\n    return 2 * x\n',
}


def test_given_is_named_only_where_there_is_one(tmp_path: Path) -> None:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    folder = tmp_path / "assignments" / "small"
    without = student.files(load_assignment(str(folder)))
    assert "given.py" not in without
    assert "given.py" not in without["README.md"]
    (folder / "given.py").write_text('def two():\n    """2."""\n    return 2\n')
    made = student.files(load_assignment(str(folder)))
    assert "given.py" in made
    assert "`given.py`" in made["README.md"]
