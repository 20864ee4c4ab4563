"""Mutation operators, continued: what is right nearly everywhere.

The operators of ``operators.py`` make mistakes that show in most cases. These make answers that are wrong in a corner of what an exercise allows: words
that hold the right one, numbers beside a threshold, terms that are small beside others, slopes of 0, loops that end early.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping

from grader.authoring.audit.operators import (
    Offers,
    Operator,
    Scope,
    base_of,
    call_name,
    filled,
)

SLOPES = {"slope", "slopes", "counted"}
LIMIT = 4
"""Rounds after which a loop ends that counts on short lists."""

SMALL = 1e-3
FADING = {"exp", "log", "log1p", "expm1", "logaddexp", "tanh"}


def loosened(node: ast.AST, scope: Scope) -> Offers:
    """``task == "nll"`` → ``"nll" in task``, and with blanks or capitals; ``shape[1] == 1`` → ``1 in shape``."""
    match node:
        case ast.Compare(left, [ast.Eq()], [ast.Constant(value=str()) as word]):
            for text in ("w in a", "a.strip() == w", "a.lower() == w", "a.startswith(w)"):
                yield filled(text, a=left, w=word)
        case ast.Compare(ast.Subscript(value, ast.Constant()), [ast.Eq()], [ast.Constant() as one]):
            yield filled("c in a", a=value, c=one)
        case ast.Compare(left, [ast.Eq()], [ast.Tuple(elts=[ast.Constant() as one, *_])]):
            yield filled("c in a", a=left, c=one)


def threshold(node: ast.AST, scope: Scope) -> Offers:
    """``z >= 0`` → ``z >= 1e-9`` and ``z >= -1e-9``."""
    match node:
        case ast.Compare(left, [ast.Lt() | ast.LtE() | ast.Gt() | ast.GtE() as op], [right]):
            for text in ("b + 1e-09", "b - 1e-09"):
                yield ast.Compare(left, [op], [filled(text, b=right)])


def special_cased(node: ast.AST, scope: Scope) -> Offers:
    """``max(g, 1e-9)`` → ``1e-9 if g == 0 else g``: the end is taken out, and not what lies beside it."""
    if not isinstance(node, ast.Call) or len(node.args) != 2 or node.keywords:
        return
    if call_name(node) not in ("max", "min", "maximum", "minimum"):
        return
    for value, bound in (node.args, node.args[::-1]):
        number = _number_of(bound)
        if number is not None and round(number) != number:
            parts: Mapping[str, ast.expr] = {
                "a": value,
                "b": bound,
                "c": ast.Constant(round(number)),
            }
            yield filled("np.where(a == c, b, a)" if scope.numpy else "b if a == c else a", **parts)


def guarded(node: ast.AST, scope: Scope) -> Offers:
    """``a / b`` → ``a / (b + 1e-9)``, ``log(a)`` → ``log(a + 1e-9)``: kept away from 0, and no longer exact."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
        yield filled("a / (b + 1e-09)", a=node.left, b=node.right)
    if isinstance(node, ast.Call) and call_name(node) in ("log", "sqrt") and len(node.args) == 1:
        yield ast.Call(node.func, [filled("a + 1e-09", a=node.args[0])], [])


def small_dropped(node: ast.AST, scope: Scope) -> Offers:
    """``max(s, 0) + log1p(exp(-s))`` → a straight line far out: a term left out where it is small beside the other.

    In functions of numbers; among the entries of arrays such a term may hide for good.
    """
    match node:
        case ast.BinOp(left, ast.Add() | ast.Sub() as op, right) if scope.numpy and not any(
            scope.parameters.values()
        ):
            for small, kept in ((left, right), (right, left)):
                if any(isinstance(n, ast.Call) and call_name(n) in FADING for n in ast.walk(small)):
                    text = f"np.where(np.abs(a) < {SMALL} * np.abs(b), 0.0, a)"
                    less = filled(text, a=small, b=kept)
                    yield ast.BinOp(*((less, op, right) if small is left else (left, op, less)))


def zero_slope(node: ast.AST, scope: Scope) -> Offers:
    """``df(Z)`` → 1 where it is 0, and where all of it is: gradients that pass through what is flat."""
    if not isinstance(node, ast.Call) or not scope.numpy:
        return
    if scope.parameters.get(base_of(node.func)) in SLOPES:
        for text in ("np.where(s == 0, 1.0, s)", "s if np.any(s) else np.ones(np.shape(s))"):
            yield filled(f"(lambda s: {text})(a)", a=node)


def shortened(node: ast.AST, scope: Scope) -> Offers:
    """A loop that ends after four rounds; one that stops where what it collects grows, falls or hardly changes."""
    if not isinstance(node, ast.For):
        return
    yield ast.For(node.target, filled(f"list(a)[:{LIMIT}]", a=node.iter), node.body, [], None)
    for collected in _collected(node):
        tests = [f"{collected}[-1] > {collected}[-2]", f"{collected}[-1] < {collected}[-2]"]
        if scope.numpy:
            tests.append(f"np.allclose({collected}[-1], {collected}[-2], rtol={SMALL})")
        for test in tests:
            stop = ast.parse(f"if len({collected}) > 1 and {test}:\n    break").body
            yield ast.For(node.target, node.iter, [*node.body, *stop], [], None)


def _collected(loop: ast.For) -> list[str]:
    """The lists to which the loop itself appends."""
    found: list[str] = []
    for statement in loop.body:
        match statement:
            case ast.Expr(ast.Call(ast.Attribute(ast.Name(name), "append"))):
                found.append(name)
    return list(dict.fromkeys(found))


def _number_of(node: ast.expr) -> float | None:
    """The number that an expression of literals stands for."""
    match node:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            return float(value)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            inner = _number_of(operand)
            return None if inner is None else -inner
        case ast.BinOp(left, ast.Add() | ast.Sub() as op, right):
            one, other = _number_of(left), _number_of(right)
            if one is None or other is None:
                return None
            return one + other if isinstance(op, ast.Add) else one - other
    return None


EXPRESSIONS: tuple[Operator, ...] = (
    loosened,
    threshold,
    special_cased,
    guarded,
    small_dropped,
    zero_slope,
)
STATEMENTS: tuple[Operator, ...] = (shortened,)
