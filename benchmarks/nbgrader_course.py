"""A course for nbgrader with an assignment of ours: its functions as the students' cells, a locked test cell per exercise.

A test cell makes the public calls whose arguments can be written down, and compares with the reference. That is less than
ours do: no hidden cases, no numeric derivatives, no feedback.
"""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

import nbformat
import numpy as np

from grader.catalog import Assignment, Exercise
from grader.intake import read_submission
from grader.model import Given

Locked = dict[str, Any]


def seconds_each(
    python: str, assignment: Assignment, perfect: Path, course: Path, count: int
) -> float:
    """Seconds per submission of ``nbgrader autograde`` in the empty folder ``course``, with the nbgrader of ``python``.
    Raises SystemExit when it does not give ``count`` right submissions all points."""

    def nbgrader(*command: str) -> None:
        done = subprocess.run(
            [python, "-m", "nbgrader", *command], cwd=course, capture_output=True, text=True,
            check=False, env=os.environ | {"PATH": f"{Path(python).parent}:{os.environ['PATH']}"},
        )  # fmt: skip
        if done.returncode:
            raise SystemExit(f"nbgrader {' '.join(command)} failed:\n{done.stderr[-2000:]}")

    name = assignment.name
    source = course / "source" / name
    source.mkdir(parents=True)
    (course / "nbgrader_config.py").write_text(
        "c = get_config()\nc.CourseDirectory.course_id = 'course'\n"
    )
    write(assignment, perfect, source / f"{name}.ipynb")
    shutil.copy(assignment.directory / "given.py", source)
    nbgrader("generate_assignment", name)
    for number in range(count):
        shutil.copytree(course / "release" / name, course / "submitted" / f"s{number}" / name)
    begin = time.perf_counter()
    nbgrader("autograde", name)
    took = time.perf_counter() - begin
    nbgrader("export")
    with (course / "grades.csv").open() as file:
        grades = [(row["score"], row["max_score"]) for row in csv.DictReader(file)]
    if len(grades) != count or any(float(score) != float(most) for score, most in grades):
        raise SystemExit(f"nbgrader gave right submissions {grades}")
    return took / count


def write(assignment: Assignment, perfect: Path, path: Path) -> None:
    """The notebook of right answers, with the test cells that nbgrader locks."""
    work = read_submission(perfect, expected=assignment.submission)
    cells = [nbformat.v4.new_code_cell(cell.source) for cell in work.cells]
    for exercise in assignment.exercises:
        if text := tests(exercise):
            locked = {"grade": True, "solution": False, "locked": True, "task": False,
                      "grade_id": exercise.name, "points": 1, "schema_version": 3}  # fmt: skip
            cells.append(nbformat.v4.new_code_cell(text, metadata={"nbgrader": locked}))
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), path)


def tests(exercise: Exercise) -> str:
    """The asserts of an exercise; "" when no public call can be written down."""
    subject, lines = exercise.subject, []
    for case in subject.cases:
        for function in case.functions:
            arguments = [case.inputs.get(name) for name in subject.parameters[function]]
            expected = subject.expected(function, case) if case.public else None
            if isinstance(expected, np.ndarray | float | int) and all(map(writable, arguments)):
                written = ", ".join(map(literal, arguments))
                lines.append(f"assert np.allclose({function}({written}), {literal(expected)})")
    return "\n".join(["import numpy as np", "from given import *", *lines]) if lines else ""


def writable(value: Any) -> bool:
    if isinstance(value, list):
        return all(map(writable, value))
    return isinstance(value, np.ndarray | float | int | str | Given) or value is None


def literal(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(literal, value))}]"
    if isinstance(value, np.ndarray):
        return f"np.array({value.tolist()!r}).reshape({value.shape!r})"
    return value.name if isinstance(value, Given) else repr(value)
