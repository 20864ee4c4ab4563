"""Submissions made from an assignment's own solutions, for tests of any assignment."""

from __future__ import annotations

from grader.catalog import Assignment, Exercise
from grader.intake.submission import digest
from grader.model import Cell, ExerciseResult, Report, Submission


def reference_source(exercise: Exercise) -> str:
    return (exercise.solution_dir / "reference.py").read_text()


def submission(sources: dict[str, str]) -> Submission:
    cells = tuple(Cell(source=source, name=f"{name}.py") for name, source in sources.items())
    return Submission(id="student", cells=cells, digest=digest(cells))


def references(assignment: Assignment) -> dict[str, str]:
    """Exercise → source of its reference."""
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
