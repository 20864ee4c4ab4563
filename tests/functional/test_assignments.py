"""Every assignment is sound: right answers get all points, wrong ones lose some and are told why.

What is asked here is asked of each folder in ``assignments``; a new one needs no line in this file.
"""

from __future__ import annotations

import ast
import json
import platform
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader.authoring import otter, student
from grader.desk import bundle
from grader.exporters import markdown
from grader.intake.cells import split_script
from grader.intake.submission import digest
from grader.model import Submission, Verdict
from tests.conftest import ASSIGNMENTS, ROOT, GraderOf, Load
from tests.submissions import in_place, references, result_of, submission

MOST_WRONG = (
    5  # at least so many known-wrong answers per exercise, unless its answers are only a few words
)
FEW_ANSWERS = {"raises", "choice", "written"}

NUMBER = re.compile(rb"-?\b\d+\.\d*(?:e[-+]?\d+)?|-?\b\d+e[-+]?\d+|\b(?:inf|nan)\b")

every_assignment = pytest.mark.parametrize("name", ASSIGNMENTS)


def variants(file: str) -> list[tuple[str, str, str]]:
    """(assignment, exercise, ``<function>__<what>``) of all public functions in files of that name."""
    return [
        (path.parts[-3], path.parts[-2], node.name)
        for path in sorted((ROOT / "solutions").glob(f"*/*/{file}"))
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and "__" in node.name
    ]


def one_by_one(file: str) -> pytest.MarkDecorator:
    found = variants(file)
    return pytest.mark.parametrize(
        ("name", "exercise_name", "variant"), found, ids=["-".join(item[1:]) for item in found]
    )


@every_assignment
def test_references_get_all_automatic_points(name: str, load: Load, grader_of: GraderOf) -> None:
    assignment = load(name)
    report = grader_of(name).grade(submission(references(assignment))).report
    lost = [
        c.finding for e in report.exercises for c in e.checks if c.finding.verdict is Verdict.FAIL
    ]
    assert report.earned == assignment.points - assignment.to_mark, lost
    assert (report.points, report.to_mark) == (assignment.points, assignment.to_mark)
    assert not report.regrade


@every_assignment
def test_untouched_template_scores_0_and_says_what_to_do(
    name: str, load: Load, grader_of: GraderOf
) -> None:
    assignment = load(name)
    cells, _ = split_script(student.render_script(assignment), assignment.submission)
    untouched = Submission(id="untouched", cells=cells, digest=digest(cells))
    report = grader_of(name).grade(untouched).report
    assert report.earned == 0
    assert not report.regrade
    assert "Nothing is filled in yet" in markdown.render(report)


@one_by_one("known_wrong.py")
def test_known_wrong_loses_points_and_is_named(
    name: str, exercise_name: str, variant: str, load: Load, grader_of: GraderOf
) -> None:
    assignment = load(name)
    exercise = assignment.exercise(exercise_name)
    function, _, misconception = variant.partition("__")
    sources = references(assignment)
    sources[exercise_name] = in_place(exercise, "known_wrong.py", variant, function)
    report = grader_of(name).grade(submission(sources)).report
    result = result_of(report, exercise_name)
    assert result.earned < result.points - result.to_mark
    assert not report.regrade
    own = [
        check.finding
        for check in result.checks
        if check.finding.misconception == misconception
        and check.finding.feedback is not None
        and check.finding.verdict is Verdict.FAIL
    ]
    feedback = next(
        known.feedback
        for known in exercise.subject.known_wrong
        if (known.function, known.name) == (function, misconception)
    )
    assert own, [(c.finding.misconception, c.finding.feedback) for c in result.checks]
    assert any(" ".join(feedback.split()) == " ".join(f.feedback.reason.split()) for f in own)


@one_by_one("alternatives.py")
def test_right_answers_written_differently_get_all_points(
    name: str, exercise_name: str, variant: str, load: Load, grader_of: GraderOf
) -> None:
    assignment = load(name)
    exercise = assignment.exercise(exercise_name)
    sources = references(assignment)
    function = variant.partition("__")[0]
    sources[exercise_name] = in_place(exercise, "alternatives.py", variant, function)
    result = result_of(grader_of(name).grade(submission(sources)).report, exercise_name)
    lost = [c.finding for c in result.checks if c.finding.verdict is not Verdict.PASS]
    assert result.earned == result.points - result.to_mark, lost


@every_assignment
def test_every_exercise_knows_wrong_answers_and_other_right_ones(name: str, load: Load) -> None:
    others = {item[:2] for item in variants("alternatives.py")}
    for exercise in load(name).exercises:
        known = exercise.subject.known_wrong
        kinds = {check.kind for _, check in exercise.checks if check.points}
        assert {item.function for item in known} == set(exercise.functions), exercise.name
        assert len(known) >= MOST_WRONG or kinds <= FEW_ANSWERS, exercise.name
        assert len({item.feedback for item in known}) == len(known), exercise.name
        assert (name, exercise.name) in others


@every_assignment
def test_committed_template_is_what_the_assignment_makes(
    name: str, load: Load, tmp_path: Path
) -> None:
    folder = ROOT / "student_template" / name
    made = {p.relative_to(tmp_path).as_posix() for p in student.build(load(name), tmp_path)}
    assert {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()} == made
    # Whichever processor makes them; but there is no kernel that all architectures have.
    ours = platform.machine() in ("x86_64", "AMD64")
    for file in made if ours else made - {bundle.NAME}:
        old_text, new_text = ((place / file).read_bytes() for place in (folder, tmp_path))
        if file.startswith("tests/") and not ours:
            old_text, new_text = (NUMBER.sub(b"#", text) for text in (old_text, new_text))
        assert old_text == new_text, f"{file} is stale"
    old, new = bundle.read(folder / bundle.NAME), bundle.read(tmp_path / bundle.NAME)
    assert [e.name for e in old.exercises] == [e.name for e in new.exercises]
    for one, other in zip(old.exercises, new.exercises, strict=True):
        assert one.checks == other.checks
        assert one.subject.known_wrong == other.subject.known_wrong
        assert one.subject.facts.keys() == other.subject.facts.keys()


@every_assignment
def test_template_holds_no_secret(name: str, load: Load) -> None:
    """No line of a reference's or known-wrong function's body, no name of a mistake, nothing of a hidden case."""
    assignment = load(name)
    folder = ROOT / "student_template" / name
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    assert any(file.parent.name == "tests" for file in files)
    raw = b"\n".join(p.read_bytes() for p in files)
    text = raw.decode("utf-8", "ignore")
    # Our own module for Otter holds nothing of an assignment, and common lines of Python.
    own = b"\n".join(p.read_bytes() for p in files if p.stem != otter.MODULE)
    lines = {" ".join(line.split()) for line in own.decode("utf-8", "ignore").splitlines()}
    lines |= {" ".join(line.split()) for line in notebook_lines(folder)}
    given = {" ".join(line.split()) for line in assignment.given.splitlines()}
    for exercise in assignment.exercises:
        for file in ("reference.py", "known_wrong.py", "checks.py", "alternatives.py"):
            path = exercise.solution_dir / file
            for line in body_lines(path.read_text()) if path.is_file() else ():
                assert line not in lines - given, f"{exercise.name}/{file}: {line}"
        for known in exercise.subject.known_wrong:
            assert f"{known.function}__{known.name}" not in text
        for case in exercise.subject.cases:
            if not case.public:
                for array in arrays_in(case.inputs):
                    assert array.tobytes() not in raw, f"{exercise.name}: hidden case {case.id}"
                    for row in array.tolist():
                        written = ", ".join(map(repr, row))
                        assert len(row) < 2 or written not in text, f"hidden {case.id}: {written}"


def notebook_lines(folder: Path) -> list[str]:
    books = [json.loads(path.read_text()) for path in folder.glob("*.ipynb")]
    sources = ["".join(cell["source"]) for book in books for cell in book["cells"]]
    return [line for source in sources for line in source.splitlines()]


def body_lines(source: str) -> set[str]:
    """The lines of all function bodies, docstrings, stubs' signatures and comments left out."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.FunctionDef):
            continue
        documented = ast.get_docstring(node) is not None
        for statement in node.body[1:] if documented else node.body:
            found |= {" ".join(line.split()) for line in ast.unparse(statement).splitlines()}
            last = statement.end_lineno or statement.lineno
            written = source.splitlines()[statement.lineno - 1 : last]
            found |= {
                " ".join(line.split()) for line in written if not line.strip().startswith("#")
            }
    # A signature is in the stub, and "return z" in any prose.
    return {line for line in found if len(line) > 12 and not line.startswith("def ")}


def arrays_in(value: Any) -> list[np.ndarray[Any, Any]]:
    """All matrices of a few random numbers at least in ``value``: nobody else has the same."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        return [array for item in value for array in arrays_in(item)]
    drawn = isinstance(value, np.ndarray) and value.ndim == 2 and value.size > 2
    return [value] if drawn and len(np.unique(value)) > 2 else []


def words_of_code(source: str) -> tuple[set[str], set[str]]:
    """The names that Python code uses, and the words in its strings; docstrings and comments left out."""
    tree = ast.parse(source)
    prose = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    names: set[str] = set()
    words: set[str] = set()
    for node in ast.walk(tree):
        for _, value in ast.iter_fields(node):
            items = value if isinstance(value, list) else [value]
            texts = [item for item in items if isinstance(item, str)]
            if isinstance(node, ast.Constant):
                if id(node) not in prose:
                    words.update(word for text in texts for word in re.findall(r"\w+", text))
            else:
                names.update(word for text in texts for word in text.split("."))
    return names, words


def test_words_of_code_finds_names_and_strings() -> None:
    names, words = words_of_code(
        'def f(x):\n    "not_me"\n    return x.nor_me == "one_word and" or {"a": g}\n'
    )
    assert names == {"f", "x", "nor_me", "g"}
    assert words == {"one_word", "and", "a"}


def test_no_module_of_the_grader_names_an_exercise(load: Load) -> None:
    """The framework serves any assignment. Docstrings may give examples; code may not.

    An exercise called by a plain word (forward) may share it with a variable, but not with a string.
    """
    exercises: set[str] = set()
    functions: set[str] = set()
    for name in ASSIGNMENTS:
        exercises |= {exercise.name for exercise in load(name).exercises}
        for exercise in load(name).exercises:
            functions |= {*exercise.functions, *exercise.variables}
    modules = sorted((ROOT / "grader").rglob("*.py"))
    assert len(modules) > 50
    for module in modules:
        names, words = words_of_code(module.read_text())
        long = {word for word in exercises | functions if "_" in word}
        found = ((names | words) & long) | (words & exercises)
        assert not found, f"{module.relative_to(ROOT)} names {', '.join(sorted(found))}"
