"""Sources to run in the sandbox: a reference, a mutant, or one function of another file in its place."""

from __future__ import annotations

import ast
from pathlib import Path

from grader.catalog import Assignment, Exercise
from grader.model import Cell


def read(file: Path) -> str:
    """The text of a file of the assignment; empty where there is none."""
    return file.read_text(encoding="utf-8-sig") if file.exists() else ""


def reference(exercise: Exercise) -> str:
    return read(exercise.solution_dir / "reference.py")


def variants(exercise: Exercise, file: str) -> tuple[str, ...]:
    """The names ``<function>__<what>`` of the public functions in ``file`` beside the reference."""
    return tuple(
        node.name
        for node in ast.parse(read(exercise.solution_dir / file)).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and "__" in node.name
    )


def in_place(exercise: Exercise, file: str, name: str) -> str:
    """The reference, with the function that ``name`` is a variant of replaced by ``name`` of ``file``.

    That file is run as a module of its own: its helpers must not see the replaced name.
    """
    own, other = reference(exercise), read(exercise.solution_dir / file)
    return (
        f"{own}\n\nimport sys, types\n"
        f"_r = types.ModuleType('reference')\nexec({own!r}, _r.__dict__)\n"
        f"sys.modules['reference'] = _r\n"
        f"_k = types.ModuleType('other')\nexec({other!r}, _k.__dict__)\n"
        f"{name.partition('__')[0]} = _k.{name}\n"
    )


def cells(assignment: Assignment, exercise: Exercise, source: str) -> tuple[Cell, ...]:
    """What a submission with ``source`` for this exercise needs to run: also the references of exercises
    whose functions its checks call."""
    called = {call.function for call in exercise.plan} - {
        *exercise.functions,
        *exercise.variables,
    }
    others = [
        other
        for other in assignment.exercises
        if other is not exercise and called & set(other.functions)
    ]
    return (
        *(Cell(source=reference(other), name=f"{other.name}.py") for other in others),
        Cell(source=source, name=f"{exercise.name}.py"),
    )
