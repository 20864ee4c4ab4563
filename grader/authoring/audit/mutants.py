"""All mutants of a reference: every operator at every place of every function, one change each.

Docstrings, annotations, decorators and imports stay. Two changes that give the same code are one mutant.
"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from grader.authoring.audit import operators, slips, sources, wholes
from grader.authoring.audit.operators import Operator, Scope
from grader.authoring.audit.records import Mutant
from grader.catalog import Exercise
from grader.model import Asked, Formula, Given, Value

EXPRESSIONS = (*operators.EXPRESSIONS, *slips.EXPRESSIONS)
STATEMENTS = (*operators.STATEMENTS, *slips.STATEMENTS)
MAX_TEXT = 200

UNCHANGED = {
    *("annotation", "body", "orelse", "finalbody", "targets", "target", "ctx", "returns"),
    *("handlers", "cases", "optional_vars", "decorator_list"),
}
"""Parts of a statement that are others, or in which nothing is computed."""

Place = tuple[ast.AST, str, int | None]


def of_exercise(exercise: Exercise) -> tuple[Mutant, ...]:
    """The mutants of the exercise's reference."""
    source = (exercise.solution_dir / "reference.py").read_text(encoding="utf-8-sig")
    uses = [wholes.use(exercise, function) for function in sources.called(exercise)]
    return mutants(source, argument_kinds(exercise), uses)


def argument_kinds(exercise: Exercise) -> dict[str, str]:
    """Input → what can be spoilt about it: "array", "arrays", "list", "counted", "slope", "slopes", or ""."""
    found: dict[str, str] = {}
    for case in exercise.subject.cases:
        for name, value in case.inputs.items():
            kind = _kind(value)
            if not kind and "derivative_of" in exercise.spec.inputs[name]:
                kind = "slopes" if isinstance(value, list) else "slope"
            found[name] = kind or found.get(name, "")
    return found


def _kind(value: Value) -> str:
    if isinstance(value, np.ndarray):
        return "array"
    if isinstance(value, Asked):
        return "counted"
    if isinstance(value, list) and value:
        inner = _kind(value[0])
        plain = not isinstance(value[0], Given | Formula)
        return {"array": "arrays", "counted": "counted"}.get(inner, "list" if plain else "")
    return ""


def mutants(
    source: str, kinds: Mapping[str, str], uses: Sequence[wholes.Use] = ()
) -> tuple[Mutant, ...]:
    """All mutants of the module ``source``; ``kinds`` as of :func:`argument_kinds`, ``uses``: how its functions are called."""
    tree = ast.parse(source)
    numpy = any(
        alias.asname == "np"
        for node in tree.body
        if isinstance(node, ast.Import)
        for alias in node.names
    )
    called = {use.function: use for use in uses}
    seen = {ast.unparse(tree)}
    found: list[Mutant] = []
    for k, top in enumerate(tree.body):
        if not isinstance(top, ast.FunctionDef | ast.ClassDef):
            continue
        around = Around(
            _unparsed(tree.body[:k]), top, _unparsed(tree.body[k:])[len(_unparsed([top])) :]
        )
        for name, function in _functions(top):
            offers = _of_function(name, function, kinds, numpy, around)
            whole = wholes.offers(function, called[name]) if name in called else ()
            for mutant in itertools.chain(offers, _of_whole(whole, around)):
                if mutant.source not in seen:
                    seen.add(mutant.source)
                    found.append(mutant)
    return tuple(found)


def _functions(top: ast.FunctionDef | ast.ClassDef) -> Iterator[tuple[str, ast.FunctionDef]]:
    """A function, or the methods of a class; functions inside are part of what they stand in."""
    if isinstance(top, ast.FunctionDef):
        yield top.name, top
        return
    for node in top.body:
        if isinstance(node, ast.FunctionDef):
            yield f"{top.name}.{node.name}", node


class Around(NamedTuple):
    """What stands at the top of a module, and the source before and after it, which its mutants share."""

    before: str
    top: ast.FunctionDef | ast.ClassDef
    after: str

    def source(self, text: str = "") -> str:
        return f"{self.before}\n\n{text or ast.unparse(self.top)}{self.after}"


def _unparsed(body: list[ast.stmt]) -> str:
    return ast.unparse(ast.Module(body=body, type_ignores=[]))


def _of_whole(offers: Iterable[wholes.Offer], around: Around) -> Iterator[Mutant]:
    for operator, text, code in offers:
        name = around.top.name
        yield Mutant(
            name=f"{name}/{operator}: {text}",
            function=name,
            line=around.top.lineno,
            operator=operator,
            before=f"def {name}",
            after=text[:MAX_TEXT],
            source=around.source(code),
        )


def _of_function(
    name: str, function: ast.FunctionDef, kinds: Mapping[str, str], numpy: bool, around: Around
) -> Iterator[Mutant]:
    parameters = {arg.arg: kinds.get(arg.arg, "") for arg in function.args.args}
    strings = tuple(dict.fromkeys(_strings(function)))
    for statement, bound in _statements(function):
        place, text = statement, ast.unparse(_statement(statement))
        line = getattr(_statement(statement), "lineno", function.lineno)
        names = tuple(dict.fromkeys([*parameters, *bound]))
        sites: list[tuple[Place, bool, tuple[Operator, ...]]] = [(place, False, STATEMENTS)]
        sites += [
            (at, inside, EXPRESSIONS)
            for at, inside in _expressions(_statement(statement), names, False)
        ]
        for at, inside, applied in sites:
            node = _get(at)
            scope = Scope(names, parameters, inside, numpy, strings)
            for operator in applied:
                for offer in operator(node, scope):
                    _set(at, offer)
                    try:
                        after = ast.unparse(ast.fix_missing_locations(_statement(statement)))
                        source = around.source() if after != text else ""
                    finally:
                        _set(at, node)
                    if source:
                        yield _mutant(name, line, operator.__name__, text, after, source)


def _mutant(
    function: str, line: int, operator: str, before: str, after: str, source: str
) -> Mutant:
    one, other = _difference(before, after)
    return Mutant(
        name=f"{function}/{operator}: {one} → {other}",
        function=function,
        line=line,
        operator=operator,
        before=one,
        after=other,
        source=source,
    )


def _difference(before: str, after: str) -> tuple[str, str]:
    """The lines in which two statements differ, joined to one."""
    one, other = before.splitlines(), after.splitlines()
    start = 0
    while start < min(len(one), len(other)) - 1 and one[start] == other[start]:
        start += 1
    end = 0
    while end < min(len(one), len(other)) - start - 1 and one[-1 - end] == other[-1 - end]:
        end += 1
    return (
        "; ".join(line.strip() for line in one[start : len(one) - end])[:MAX_TEXT],
        "; ".join(line.strip() for line in other[start : len(other) - end])[:MAX_TEXT],
    )


def _get(place: Place) -> ast.AST:
    parent, field, k = place
    value: Any = getattr(parent, field)
    node: ast.AST = value if k is None else value[k]
    return node


def _set(place: Place, node: ast.AST) -> None:
    parent, field, k = place
    if k is None:
        setattr(parent, field, node)
    else:
        getattr(parent, field)[k] = node


def _statement(place: Place) -> ast.AST:
    return _get(place)


def _strings(function: ast.FunctionDef) -> list[str]:
    documented = ast.get_docstring(function, clean=False)
    return [
        node.value
        for node in ast.walk(function)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node.value != documented
        and len(node.value) < 30
        and not _annotates(function, node)
        and not _said(function, node)
    ]


def _annotates(function: ast.FunctionDef, node: ast.Constant) -> bool:
    notes = [arg.annotation for arg in function.args.args] + [function.returns]
    return any(note is not None and node in ast.walk(note) for note in notes)


def _said(function: ast.FunctionDef, node: ast.Constant) -> bool:
    """Whether ``node`` belongs to the words of an error."""
    return any(node in ast.walk(one) for one in ast.walk(function) if isinstance(one, ast.Raise))


def _statements(function: ast.FunctionDef) -> Iterator[tuple[Place, list[str]]]:
    """Every statement of the function (its docstring apart) with the variables bound before it."""
    bound: list[str] = []

    def walk(parent: ast.AST, field: str) -> Iterator[tuple[Place, list[str]]]:
        for k, node in enumerate(getattr(parent, field)):
            documented = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
            if documented:
                continue
            if isinstance(node, ast.For):
                inside = [*bound, *_targets(node.target)]
                yield (parent, field, k), list(dict.fromkeys(inside))
                bound.extend(_targets(node.target))
            elif not isinstance(node, ast.FunctionDef | ast.ClassDef):
                yield (parent, field, k), list(bound)
            if isinstance(node, ast.Assign):
                for target in node.targets:
                    bound.extend(_targets(target))
            if isinstance(node, ast.With):
                bound.extend(_targets(node))
            for inner in ("body", "orelse", "finalbody", "handlers", "cases"):
                for part in getattr(node, inner, []):
                    if isinstance(part, ast.ExceptHandler | ast.match_case):
                        yield from walk(part, "body")
                if inner not in ("handlers", "cases") and getattr(node, inner, None):
                    yield from walk(node, inner)

    yield from walk(function, "body")


def _targets(node: ast.AST) -> list[str]:
    return [
        inner.id
        for inner in ast.walk(node)
        if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store)
    ]


def _expressions(
    node: ast.AST, names: tuple[str, ...], inside: bool
) -> Iterator[tuple[Place, bool]]:
    """The places of all expressions of a statement (not of those inside it); whether they are in an index."""
    if isinstance(node, ast.Raise) or (isinstance(node, ast.keyword) and node.arg == "strict"):
        return  # the words of an error are nobody's mistake
    for field, value in ast.iter_fields(node):
        if field in UNCHANGED:
            expression = field in ("body", "orelse") and isinstance(value, ast.expr)
            stored = field == "targets" and isinstance(value[0], ast.Subscript)
            if not expression and not stored:
                continue
        index = inside or (isinstance(node, ast.Subscript) and field == "slice")
        items = list(enumerate(value)) if isinstance(value, list) else [(None, value)]
        for k, item in items:
            if isinstance(item, ast.expr):
                yield (node, field, k), index
            if isinstance(item, ast.AST) and not isinstance(item, ast.stmt):
                yield from _expressions(item, names, index)
