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


def stub(source: str, name: str, file: Path) -> str:
    """The stub of the function or class ``name`` in ``source``. Raises :class:`CatalogError`."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == name:
            if ast.get_docstring(node) is None:
                raise CatalogError(file, node.lineno, f"{name} has no docstring; students need one")
            lines = source.splitlines()
            return "\n".join(
                _function(node, lines) if isinstance(node, ast.FunctionDef) else _class(node, lines)
            )
    raise CatalogError(file, None, f"does not define {name} at its top level; define it there")


def _function(node: ast.FunctionDef, lines: list[str]) -> list[str]:
    # From "def" (decorators belong to the solution) to the docstring's last line, as written.
    last = node.body[0].end_lineno if ast.get_docstring(node) else node.body[0].lineno - 1
    indent = " " * (node.col_offset + 4)
    if node.body[0].lineno == node.lineno:  # all in one line
        return [
            f"{' ' * node.col_offset}def {node.name}({ast.unparse(node.args)}):",
            f"{indent}raise NotImplementedError",
        ]
    return [*lines[node.lineno - 1 : last], f"{indent}raise NotImplementedError"]


def _class(node: ast.ClassDef, lines: list[str]) -> list[str]:
    """The class with its docstring and the stubs of its methods; what begins with an underscore alone is the solution's."""
    made = lines[node.lineno - 1 : node.body[0].end_lineno]
    for method in node.body:
        if not isinstance(method, ast.FunctionDef):
            continue
        if method.name.startswith("_") and not method.name.startswith("__"):
            continue
        kept = [f"{' ' * method.col_offset}@{ast.unparse(one)}" for one in method.decorator_list]
        made += ["", *kept, *_function(method, lines)]
    return made


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
    stubs = [stub(source, name, file) for name in exercise.functions]
    return [*stubs, *(VARIABLE.format(name=name) for name in exercise.variables)]


def exercise_imports(exercise: Exercise) -> list[str]:
    return imports((exercise.solution_dir / "reference.py").read_text(encoding="utf-8-sig"))
