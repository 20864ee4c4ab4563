"""Answers that nobody foresaw: right ones get all points, slips cost little, wrong ones are told apart.

``tests/answers/<assignment>/<exercise>.py`` has functions called ``<kind>_<function>__<how>``, each in place of the student's
``<function>`` in an otherwise perfect submission. ``right`` answers get all automatic points and no failing check; ``wrong`` ones lose
some; a ``slip`` is wrong in one place and costs at most half of the exercise. A docstring quotes the sentence of the prompt
that the answer breaks: then the *public* checks must show it, since students are told that green means done.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.authoring.audit.bench import Bench
from grader.catalog import Assignment, Exercise
from grader.grading import judge_exercise
from grader.model import CheckResult, Feedback, Verdict
from tests.conftest import ROOT, Load

FOLDER = ROOT / "tests" / "answers"
FILES = sorted(FOLDER.glob("*/*.py"))
NAME = re.compile(r"(right|slip|wrong)_(\w+?)__\w+")
MOST_OF_A_SLIP = 0.5
DONE = {Verdict.PASS, Verdict.TO_MARK}

Answer = tuple[str, str, str, str]
"""Its name, kind, function and the sentence it breaks."""


def answers(file: Path) -> list[Answer]:
    return [
        (node.name, found[1], found[2], ast.get_docstring(node) or "")
        for node in ast.parse(file.read_text()).body
        if isinstance(node, ast.FunctionDef) and (found := NAME.fullmatch(node.name))
    ]


def plain(text: str) -> str:
    return " ".join(text.split())


def base(assignment: Assignment) -> str:
    return (assignment.directory / "examples" / "perfect.py").read_text()


def graded(
    bench: Bench, exercise: Exercise, file: Path
) -> Iterator[tuple[Answer, list[CheckResult]]]:
    found = answers(file)
    sources = [
        f"{base(bench.assignment)}\n\n{file.read_text()}\n\n{function} = {name}\n"
        for name, _, function, _ in found
    ]
    for answer, results in zip(found, bench.run_together(exercise, sources), strict=True):
        yield answer, list(judge_exercise(exercise, results).checks)


def mistakes(exercise: Exercise, answer: Answer, checks: list[CheckResult]) -> Iterator[str]:
    """What is wrong with how ``answer`` was judged."""
    name, kind, _, quote = answer
    points = exercise.points - exercise.to_mark
    earned = sum(check.earned for check in checks)
    failed = [check.finding for check in checks if check.finding.verdict not in DONE]
    if any(f.verdict in (Verdict.UNDECIDED, Verdict.GRADER_ERROR) for f in failed):
        yield f"{name}: is not decided: {[f.staff for f in failed]}"
    if kind == "right":
        if earned < points or failed:
            yield f"{name}: is right, and earns {earned:g} of {points:g}: {told(failed)}"
        return
    if earned >= points:
        yield f"{name}: is wrong, and earns all points" + (
            ", though a check fails" if failed else ""
        )
    if kind == "slip" and earned < MOST_OF_A_SLIP * points:
        yield f"{name}: is a slip, and earns {earned:g} of {points:g}"
    said = [f for f in failed if f.verdict is Verdict.FAIL]
    if not said or not all(f.feedback and f.feedback.what for f in said):
        yield f"{name}: nothing is said about it"
    if quote and all(f.public_verdict in DONE for f in failed):
        yield f"{name}: public checks are green, and the prompt says {quote!r}"
    if quote and plain(quote) not in plain(exercise.prompt):
        yield f"{name}: {quote!r} is no part of the prompt"


def told(failed: list[object]) -> list[Feedback | None]:
    return [getattr(finding, "feedback", None) for finding in failed]


@pytest.mark.parametrize("file", FILES, ids=[f"{f.parent.name}-{f.stem}" for f in FILES])
def test_answers_are_told_apart(file: Path, load: Load, best_isolation: str) -> None:
    assignment = load(file.parent.name)
    exercise = assignment.exercise(file.stem)
    with Bench(assignment, best_isolation) as bench:
        found = [
            mistake
            for answer, checks in graded(bench, exercise, file)
            for mistake in mistakes(exercise, answer, checks)
        ]
    assert not found, "\n".join(found)


def test_every_exercise_has_answers_of_both_kinds(load: Load) -> None:
    for name in sorted({file.parent.name for file in FILES}):
        for exercise in load(name).exercises:
            kinds = [
                (kind, function)
                for _, kind, function, _ in answers(FOLDER / name / f"{exercise.name}.py")
            ]
            assert set(exercise.functions) <= {function for _, function in kinds}, exercise.name
            assert sum(kind == "right" for kind, _ in kinds) >= 3, exercise.name
            assert sum(kind == "wrong" for kind, _ in kinds) >= 10, exercise.name
