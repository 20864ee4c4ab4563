"""Sources to run in the sandbox: a reference, a mutant, or one function of another file in its place."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from pathlib import Path

from grader.catalog import Assignment, Exercise
from grader.model import Cell


def read(file: Path) -> str:
    """The text of a file of the assignment; empty where there is none."""
    return file.read_text(encoding="utf-8-sig") if file.exists() else ""


def reference(exercise: Exercise) -> str:
    return read(exercise.solution_dir / "reference.py")


def called(exercise: Exercise) -> tuple[str, ...]:
    """The functions that are called on cases; others are asked for by tests alone."""
    return tuple(name for name in exercise.functions if name in exercise.subject.parameters)


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
    return (*_others(assignment, exercise), Cell(source=source, name=f"{exercise.name}.py"))


def _others(assignment: Assignment, exercise: Exercise) -> list[Cell]:
    called = {call.function for call in exercise.plan} - {*exercise.functions, *exercise.variables}
    return [
        Cell(source=reference(other), name=f"{other.name}.py")
        for other in assignment.exercises
        if other is not exercise and called & set(other.functions)
    ]


def mark(k: int) -> str:
    """What the names of the source number ``k`` start with where several are run together."""
    return f"_{k}_"


def cells_together(
    assignment: Assignment, exercise: Exercise, texts: Sequence[str], names: Sequence[str]
) -> tuple[Cell, ...]:
    """Like :func:`cells` for several sources, each a module of its own whose ``names`` get the :func:`mark` of its number."""
    return (
        *_others(assignment, exercise),
        *(
            Cell(
                source=f"import types\n_m = types.ModuleType('submission')\n"
                f"exec(compile({text!r}, 'reference.py', 'exec'), _m.__dict__)\n"
                + "".join(f"{mark(k)}{name} = _m.{name}\n" for name in names),
                name=f"{k}.py",
            )
            for k, text in enumerate(texts)
        ),
    )
