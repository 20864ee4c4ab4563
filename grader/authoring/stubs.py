"""Stubs: a reference without its body, so that a stub can't drift from its solution.

Taken from the syntax tree: signature, annotations and docstring stay as written, the body becomes
``raise NotImplementedError``, and nothing else of the file (helpers, comments, constants) leaks.
"""

from __future__ import annotations

import ast
from pathlib import Path

from grader.catalog import CatalogError, Exercise
from grader.checks.written import TEMPLATE

VARIABLE = f'{{name}}: str = """{TEMPLATE}"""'


def function_stub(source: str, name: str, file: Path) -> str:
    """The stub of the function ``name`` in ``source``. Raises :class:`CatalogError`."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef) and node.name == name:
            if ast.get_docstring(node) is None:
                raise CatalogError(file, node.lineno, f"{name} has no docstring; students need one")
            lines = source.splitlines()
            documented = node.body[0]
            # From "def" (decorators belong to the solution) to the docstring's last line, as written.
            kept = lines[node.lineno - 1 : documented.end_lineno]
            return "\n".join([*kept, "    raise NotImplementedError"])
    raise CatalogError(file, None, f"does not define {name} at its top level; define it there")


def imports(source: str) -> list[str]:
    """The import lines that annotations of the stubs may need (never from given or reference)."""
    found = []
    for node in ast.parse(source).body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            module = node.module if isinstance(node, ast.ImportFrom) else node.names[0].name
            if module not in ("given", "reference", "__future__"):
                found.append(ast.unparse(node))
    return found


def exercise_stubs(exercise: Exercise) -> list[str]:
    """The code of one exercise's stub cell: functions, then variables."""
    file = exercise.solution_dir / "reference.py"
    source = file.read_text(encoding="utf-8-sig")
    stubs = [function_stub(source, name, file) for name in exercise.functions]
    return [*stubs, *(VARIABLE.format(name=name) for name in exercise.variables)]


def exercise_imports(exercise: Exercise) -> list[str]:
    return imports((exercise.solution_dir / "reference.py").read_text(encoding="utf-8-sig"))
