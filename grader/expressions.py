"""Size expressions such as ``n``, ``L+1`` and ``n[l-1]``: evaluated without ``eval``.

An expression is an integer, a name, ``+ - *`` of expressions, or a name indexed by one. Names stand for
sizes (integers or lists of them) and for the integer inputs of a case.
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Mapping
from typing import Any


class BadExpression(ValueError):
    """The text is not an expression over the known names."""


def evaluate(text: str | int, names: Mapping[str, Any]) -> int:
    """The integer that ``text`` stands for. Raises :class:`BadExpression`."""
    if isinstance(text, int) and not isinstance(text, bool):
        return text
    value = lookup(str(text), names)
    if not isinstance(value, int):
        raise BadExpression(f"{text!r} is a list here; index it, e.g. {text}[0]")
    return value


def lookup(text: str, names: Mapping[str, Any]) -> Any:
    """Like :func:`evaluate`, but the value may be a list of integers."""
    return _value(_parsed(text), names, text)


@functools.lru_cache(maxsize=1000)
def _parsed(text: str) -> ast.expr:
    try:
        return ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise BadExpression(f"{text!r} is no size expression") from None


def _value(node: ast.expr, names: Mapping[str, Any], text: str) -> Any:
    match node:
        case ast.Constant(value=int() as value) if not isinstance(value, bool):
            return value
        case ast.Name(id=name):
            if name not in names:
                known = ", ".join(sorted(names)) or "none"
                raise BadExpression(f"{name!r} in {text!r} is not a known size (known: {known})")
            return names[name]
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_integer(operand, names, text)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _integer(left, names, text) + _integer(right, names, text)
        case ast.BinOp(left=left, op=ast.Sub(), right=right):
            return _integer(left, names, text) - _integer(right, names, text)
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            return _integer(left, names, text) * _integer(right, names, text)
        case ast.Subscript(value=base, slice=index):
            items = _value(base, names, text)
            place = _integer(index, names, text)
            if not isinstance(items, list | tuple):
                raise BadExpression(f"{ast.unparse(base)!r} in {text!r} is no list")
            if not 0 <= place < len(items):
                raise BadExpression(f"index {place} in {text!r} is outside 0..{len(items) - 1}")
            return items[place]
    raise BadExpression(f"{text!r}: only integers, names, + - * and indexing can be used")


def _integer(node: ast.expr, names: Mapping[str, Any], text: str) -> int:
    value = _value(node, names, text)
    if not isinstance(value, int):
        raise BadExpression(f"{ast.unparse(node)!r} in {text!r} is a list; index it")
    return value
