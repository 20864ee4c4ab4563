"""Is what students get fresh, does it score 0, and does it give nothing away?"""

from __future__ import annotations

import ast
from pathlib import Path

from grader.authoring import student
from grader.authoring.audit import sources
from grader.authoring.audit.records import Problem
from grader.catalog import Assignment
from grader.desk import bundle
from grader.grading import Grader
from grader.intake.cells import split_script
from grader.intake.errors import WrongUse
from grader.intake.submission import digest
from grader.model import Submission
from grader.sandbox import Sandbox

SHORT = 12
"""A statement of fewer characters (``return W``) may stand in a prompt by chance."""


def problems(assignment: Assignment, sandbox: Sandbox) -> list[Problem]:
    """Everything wrong with the template."""
    members = student.template(assignment)
    return [
        Problem(question="template", exercise="", text=text)
        for text in (
            *_untouched(assignment, sandbox),
            *_stale(assignment, members),
            *_secrets(assignment, members),
        )
    ]


def _untouched(assignment: Assignment, sandbox: Sandbox) -> list[str]:
    cells, _ = split_script(student.render_script(assignment), assignment.submission)
    untouched = Submission(id="untouched", cells=cells, digest=digest(cells))
    report = Grader(assignment, sandbox).grade(untouched).report
    return [
        f"the untouched template earns {exercise.earned:g} points in {exercise.name}; no check with points may pass a stub"
        for exercise in report.exercises
        if exercise.earned
    ] + (["the untouched template can't be judged"] if report.regrade else [])


def folder_of(assignment: Assignment) -> Path:
    """Where the template of an assignment is kept, beside assignments/ and solutions/."""
    return assignment.directory.parent.parent / "student_template" / assignment.name


def _stale(assignment: Assignment, members: dict[str, bytes]) -> list[str]:
    folder = folder_of(assignment)
    again = f"`grader build student -a {assignment.name} -o student_template/{assignment.name}`"
    if not folder.is_dir():
        return [f"there is no template; make it with {again}"]
    present = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    found = [
        f"{name} in the template is of no use; remove it" for name in sorted(present - set(members))
    ]
    for name, content in members.items():
        if name not in present or not _same(name, content, folder / name):
            found.append(f"{name} in the template is stale; make it anew with {again}")
    return found


def _same(name: str, content: bytes, file: Path) -> bool:
    if name != bundle.NAME:
        return file.read_bytes() == content
    # Numbers may differ in the last digit between machines, so the bundle is compared by what it holds.
    try:
        old = bundle.read(file)
    except WrongUse:
        return False
    made = bundle.parse(content, bundle.NAME)
    return [_content(e) for e in old.exercises] == [_content(e) for e in made.exercises]


def _content(exercise: bundle.DeskExercise) -> object:
    return exercise.name, exercise.checks, exercise.subject.known_wrong, set(exercise.subject.facts)


def _secrets(assignment: Assignment, members: dict[str, bytes]) -> list[str]:
    text = "\n".join(content.decode("utf-8", "ignore") for content in members.values())
    found: list[str] = []
    for exercise in assignment.exercises:
        # What stands in a hint is given away on purpose, a step at a time.
        shown = "\n".join((assignment.given, *exercise.hints))
        for node in ast.parse(sources.reference(exercise)).body:
            if isinstance(node, ast.FunctionDef):
                codes = [ast.unparse(statement) for statement in node.body[1:]]
                found += [
                    f"the template holds a line of the reference of {exercise.name}: {code}"
                    for code in codes
                    if len(code) > SHORT and code in text and code not in shown
                ]
        found += [
            f"the template names the known-wrong function {known.function}__{known.name}"
            for known in exercise.subject.known_wrong
            if f"{known.function}__{known.name}" in text
        ]
    return found
