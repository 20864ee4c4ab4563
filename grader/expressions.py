"""Size expressions such as ``n``, ``L+1`` and ``n[l-1]``: evaluated without ``eval``.

An expression is an integer, a name, ``+ - *`` of expressions, or a name indexed by one. Names stand for
sizes (integers or lists of them) and for the integer inputs of a case.
"""

from __future__ import annotations

import ast
import functools
import operator
from collections.abc import Callable, Mapping
from typing import Any


class BadExpression(ValueError):
    """The text is not an expression over the known names."""


Names = Mapping[str, Any]
Code = Callable[[Names], Any]


def evaluate(text: str | int, names: Names) -> int:
    """The integer that ``text`` stands for. Raises :class:`BadExpression`."""
    if type(text) is int:
        return text
    value = lookup(str(text), names)
    if not isinstance(value, int):
        raise BadExpression(f"{text!r} is a list here; index it, e.g. {text}[0]")
    return value


def lookup(text: str, names: Names) -> Any:
    """Like :func:`evaluate`, but the value may be a list of integers."""
    return _compiled(text)(names)


@functools.lru_cache(maxsize=1000)
def _compiled(text: str) -> Code:
    """What gives the value from the names: sizes are looked up far more often than written down."""
    try:
        node = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise BadExpression(f"{text!r} is no size expression") from None
    return _code(node, text)


def _code(node: ast.expr, text: str) -> Code:
    match node:
        case ast.Constant(value=int() as value) if not isinstance(value, bool):
            return lambda names: value
        case ast.Name(id=name):
            return _named(name, text)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            inner = _integer(operand, text)
            return lambda names: -inner(names)
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() | ast.Mult() as sign, right=right):
            one, other, apply = _integer(left, text), _integer(right, text), SIGNS[type(sign)]
            return lambda names: apply(one(names), other(names))
        case ast.Subscript(value=base, slice=index):
            return _entry(base, index, text)
    raise BadExpression(f"{text!r}: only integers, names, + - * and indexing can be used")


SIGNS: Mapping[type[ast.operator], Callable[[int, int], int]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
}


def _named(name: str, text: str) -> Code:
    def value(names: Names) -> Any:
        if name not in names:
            known = ", ".join(sorted(names)) or "none"
            raise BadExpression(f"{name!r} in {text!r} is not a known size (known: {known})")
        return names[name]

    return value


def _entry(base: ast.expr, index: ast.expr, text: str) -> Code:
    all_of, at = _code(base, text), _integer(index, text)

    def value(names: Names) -> Any:
        items, place = all_of(names), at(names)
        if not isinstance(items, list | tuple):
            raise BadExpression(f"{ast.unparse(base)!r} in {text!r} is no list")
        if not 0 <= place < len(items):
            raise BadExpression(f"index {place} in {text!r} is outside 0..{len(items) - 1}")
        return items[place]

    return value


def _integer(node: ast.expr, text: str) -> Callable[[Names], int]:
    code = _code(node, text)

    def value(names: Names) -> int:
        found = code(names)
        if not isinstance(found, int):
            raise BadExpression(f"{ast.unparse(node)!r} in {text!r} is a list; index it")
        return found

    return value
