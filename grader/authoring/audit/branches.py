"""Which way a reference goes on a case: comparisons, conditions, the larger of two, in it and in given.py.

A copy of the author's code is run in which each of these says what it saw. What is seen on some case that an exercise allows, and on none
of its hidden cases, is a branch that no case shows (``domain.py``).
"""

from __future__ import annotations

import ast
from types import ModuleType
from typing import Any

import numpy as np

from grader.authoring.audit import sources
from grader.catalog import Assignment, Exercise
from grader.catalog.python import visible
from grader.checks.trusted import Case
from grader.model import Asked, Formula, Given, Value

Seen = set[tuple[str, str]]
"""Places in the code, in words, and what was seen there."""

LARGER = {"max", "maximum", "fmax"}
CHOOSING = LARGER | {"min", "minimum", "fmin"}
ORDER = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)


class Watched:
    """The functions of an exercise, written down anew so that they tell which way they go."""

    def __init__(self, assignment: Assignment, exercise: Exercise) -> None:
        self._seen: Seen = set()
        given = ModuleType("given")
        reference = ModuleType("reference")
        self._run(given, assignment.given, "given.py")
        with visible({"given": given}):
            self._run(reference, sources.reference(exercise), "reference.py")
        self._given, self._own = given.__dict__, reference.__dict__
        self._parameters = exercise.subject.parameters
        self.flat = frozenset(name for name in given.__dict__ if _is_flat(given, name))
        """The given functions that have no slope."""

    def _run(self, module: ModuleType, source: str, file: str) -> None:
        tree = _Telling(file).visit(ast.parse(source))
        module.__dict__["_told"] = _Told(self._seen)
        code = compile(ast.fix_missing_locations(tree), file, "exec")
        exec(code, module.__dict__)  # noqa: S102 (the author's own code)

    def seen(self, function: str, case: Case) -> Seen:
        """What ``function`` sees on ``case``."""
        self._seen.clear()
        arguments = [self._made(case.inputs[name]) for name in self._parameters[function]]
        try:
            self._own[function](*arguments)
        except Exception:  # a reference may raise on purpose
            return set(self._seen)
        return set(self._seen)

    def _made(self, value: Value) -> Any:
        if isinstance(value, Asked):
            return self._made(value.function)
        if isinstance(value, Given):
            return self._given[value.name]
        if isinstance(value, Formula):
            code = f"lambda {', '.join(value.parameters)}: {value.source}"
            return eval(code, {"np": np, **value.constants})  # noqa: S307 (the author's)
        if isinstance(value, list):
            return [self._made(item) for item in value]
        return value.copy() if isinstance(value, np.ndarray) else value


def _is_flat(given: ModuleType, name: str) -> bool:
    slope = getattr(given, f"d{name}", None)
    try:
        return slope is not None and not np.any(slope(np.linspace(-3.0, 3.0, 12)))
    except Exception:  # it is no function of numbers
        return False


class _Told:
    """What the rewritten code calls."""

    def __init__(self, seen: Seen) -> None:
        self.seen = seen

    def truth(self, place: str, value: Any) -> Any:
        self.seen.add((place, "true" if value else "false"))
        return value

    def order(self, place: str, one: Any, other: Any) -> None:
        """Tell how the two compare, entry by entry."""
        try:
            one, other = np.real(one), np.real(other)
            ways = (np.less, "below"), (np.greater, "above")
            self.seen.update((place, word) for way, word in ways if np.any(way(one, other)))
        except (TypeError, ValueError):
            return

    def compare(self, place: str, one: Any, other: Any) -> tuple[Any, Any]:
        self.order(place, one, other)
        return one, other

    def choose(self, place: str, function: Any, *arguments: Any) -> Any:
        self.order(place, *arguments)
        return function(*arguments)


class _Telling(ast.NodeTransformer):
    """Puts the calls in."""

    def __init__(self, file: str) -> None:
        self.file = file

    def _place(self, node: ast.AST) -> ast.Constant:
        line = getattr(node, "lineno", 0)
        return ast.Constant(f"`{ast.unparse(node)}` ({self.file}, line {line})")

    def visit_If(self, node: ast.If) -> ast.AST:
        return self._asked(node)

    def visit_IfExp(self, node: ast.IfExp) -> ast.AST:
        return self._asked(node)

    def _asked(self, node: ast.If | ast.IfExp) -> ast.AST:
        place = self._place(node.test)
        self.generic_visit(node)
        node.test = _call("truth", place, node.test)
        return node

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        place = self._place(node)
        self.generic_visit(node)
        if len(node.ops) != 1 or not isinstance(node.ops[0], ORDER):
            return node
        # (lambda p: p[0] < p[1])(told.compare(place, a, b))
        pair = ast.Name("_p", ast.Load())
        parts = [ast.Subscript(pair, ast.Constant(k), ast.Load()) for k in (0, 1)]
        body = ast.Compare(parts[0], node.ops, [parts[1]])
        return ast.Call(
            ast.Lambda(
                ast.arguments([], [ast.arg("_p")], None, [], [], None, []),
                body,
            ),
            [_call("compare", place, node.left, node.comparators[0])],
            [],
        )

    def visit_Call(self, node: ast.Call) -> ast.AST:
        place = self._place(node)
        self.generic_visit(node)
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        name = node.func.id if isinstance(node.func, ast.Name) else name
        plain = len(node.args) == 2 and not node.keywords
        if name not in CHOOSING or not plain:
            return node
        return _call("choose", place, node.func, *node.args)


def _call(name: str, *arguments: ast.expr) -> ast.Call:
    told = ast.Attribute(ast.Name("_told", ast.Load()), name, ast.Load())
    return ast.Call(told, list(arguments), [])
