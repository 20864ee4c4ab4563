"""Lecture 7 is sound: right answers get all points, wrong ones lose some and are told why."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from grader.authoring import student
from grader.catalog import Assignment, Exercise
from grader.desk import bundle
from grader.grading import Grader
from grader.intake.submission import digest
from grader.model import Cell, ExerciseResult, Report, Submission, Verdict


def reference_source(exercise: Exercise) -> str:
    return (exercise.solution_dir / "reference.py").read_text()


def submission(sources: dict[str, str]) -> Submission:
    cells = tuple(Cell(source=source, name=f"{name}.py") for name, source in sources.items())
    return Submission(id="student", cells=cells, digest=digest(cells))


def references(assignment: Assignment) -> dict[str, str]:
    return {e.name: reference_source(e) for e in assignment.exercises}


def in_place(exercise: Exercise, file: str, name: str, function: str) -> str:
    """The reference, with ``function`` replaced by ``name`` of another file beside it.

    That file is run as a module of its own: its helpers must not see the replaced name.
    """
    reference = reference_source(exercise)
    other = (exercise.solution_dir / file).read_text()
    return (
        f"{reference}\n\nimport sys, types\n"
        f"_r = types.ModuleType('reference')\nexec({reference!r}, _r.__dict__)\n"
        f"sys.modules['reference'] = _r\n"
        f"_k = types.ModuleType('other')\nexec({other!r}, _k.__dict__)\n"
        f"{function} = _k.{name}\n"
    )


def result_of(report: Report, exercise: str) -> ExerciseResult:
    return next(result for result in report.exercises if result.name == exercise)


def test_references_score_90_automatic_and_10_to_mark(
    lecture07: Assignment, grader07: Grader
) -> None:
    report = grader07.grade(submission(references(lecture07))).report
    assert (report.earned, report.points, report.to_mark) == (90, 100, 10)
    assert not report.regrade


def test_explicit_exercises_carry_at_least_60_points(lecture07: Assignment) -> None:
    explicit = {
        "conventions", "order_of_terms", "bias_jacobian", "no_substitution", "layer_jacobians",
        "dloss_dZ", "layer_gradients", "step_gradients",
    }  # fmt: skip
    assert len(lecture07.exercises) == 16
    assert sum(e.points for e in lecture07.exercises if e.name in explicit) >= 60
    assert lecture07.to_mark <= 10


def test_untouched_template_scores_0_and_says_what_to_do(
    lecture07: Assignment, grader07: Grader
) -> None:
    from grader.exporters import markdown
    from grader.intake.cells import split_script

    cells, _ = split_script(student.render_script(lecture07), "lecture07.py")
    report = grader07.grade(Submission(id="untouched", cells=cells, digest=digest(cells))).report
    assert report.earned == 0
    assert not report.regrade
    assert "Nothing is filled in yet" in markdown.render(report)


def known_wrong_ids() -> list[tuple[str, str, str]]:
    folder = Path(__file__).resolve().parents[2] / "solutions" / "lecture07"
    found = []
    for file in sorted(folder.glob("*/known_wrong.py")):
        for node in ast.parse(file.read_text()).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                function, _, name = node.name.partition("__")
                found.append((file.parent.name, function, name))
    return found


@pytest.mark.parametrize(
    ("exercise_name", "function", "misconception"),
    known_wrong_ids(),
    ids=lambda part: part,
)
def test_known_wrong_loses_points_and_is_named(
    lecture07: Assignment,
    grader07: Grader,
    exercise_name: str,
    function: str,
    misconception: str,
) -> None:
    exercise = lecture07.exercise(exercise_name)
    sources = references(lecture07)
    sources[exercise_name] = in_place(
        exercise, "known_wrong.py", f"{function}__{misconception}", function
    )
    report = grader07.grade(submission(sources)).report
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
    assert own, [check.finding.feedback for check in result.checks]
    assert any(" ".join(feedback.split()) == " ".join(f.feedback.reason.split()) for f in own)


def alternative_ids() -> list[tuple[str, str]]:
    folder = Path(__file__).resolve().parents[2] / "solutions" / "lecture07"
    return [
        (file.parent.name, node.name)
        for file in sorted(folder.glob("*/alternatives.py"))
        for node in ast.parse(file.read_text()).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and "__" in node.name
    ]


@pytest.mark.parametrize(("exercise_name", "name"), alternative_ids(), ids=lambda part: part)
def test_right_answers_written_differently_get_all_points(
    lecture07: Assignment, grader07: Grader, exercise_name: str, name: str
) -> None:
    exercise = lecture07.exercise(exercise_name)
    sources = references(lecture07)
    sources[exercise_name] = in_place(exercise, "alternatives.py", name, name.split("__")[0])
    report = grader07.grade(submission(sources)).report
    result = result_of(report, exercise_name)
    lost = [c.finding.feedback for c in result.checks if c.finding.verdict is not Verdict.PASS]
    assert result.earned == result.points - result.to_mark, lost


def test_committed_template_is_what_the_assignment_makes(
    lecture07: Assignment, root: Path, tmp_path: Path
) -> None:
    folder = root / "student_template" / "lecture07"
    made = {p.relative_to(tmp_path).as_posix() for p in student.build(lecture07, tmp_path)}
    assert {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()} == made
    for name in made - {bundle.NAME}:
        assert (folder / name).read_bytes() == (tmp_path / name).read_bytes(), f"{name} is stale"
    # Numbers may differ in the last digit between machines, so the bundle is compared by its content.
    old, new = bundle.read(folder / bundle.NAME), bundle.read(tmp_path / bundle.NAME)
    assert [e.name for e in old.exercises] == [e.name for e in new.exercises]
    for one, other in zip(old.exercises, new.exercises, strict=True):
        assert one.checks == other.checks
        assert one.subject.known_wrong == other.subject.known_wrong
        assert one.subject.facts.keys() == other.subject.facts.keys()


def test_template_holds_no_secret(lecture07: Assignment, root: Path) -> None:
    folder = root / "student_template" / "lecture07"
    given = lecture07.given
    text = "\n".join(
        p.read_bytes().decode("utf-8", "ignore") for p in sorted(folder.rglob("*")) if p.is_file()
    )
    for exercise in lecture07.exercises:
        for node in ast.parse(reference_source(exercise)).body:
            if not isinstance(node, ast.FunctionDef):
                continue
            for statement in node.body[1:]:
                code = ast.unparse(statement)
                if len(code) > 12 and code not in given:
                    assert code not in text, f"{exercise.name}: {code}"
        for known in exercise.subject.known_wrong:
            assert f"{known.function}__{known.name}" not in text


def test_endless_loop_costs_that_function_only(lecture07: Assignment, grader07: Grader) -> None:
    sources = references(lecture07)
    sources["order_of_terms"] += "\n\ndef same_result(n):\n    while True:\n        pass\n"
    report = grader07.grade(submission(sources)).report
    lost = {c.id: c.earned for e in report.exercises for c in e.checks if c.earned < c.points}
    written = {c.id for e in report.exercises for c in e.checks if c.kind == "written"}
    assert set(lost) - written == {"order_of_terms/3-choice-same_result"}
