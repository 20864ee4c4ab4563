"""Any Python value as a tree of what the wire carries: plain data as a copy, everything else as a handle.

A sealed test and the student's code live in two processes. What passes between them is either *plain*, and then it is copied, or
it is an object that stays where it was made and is known to the other side by a number. A tree spells this out with what every
frame may hold, so that the wire needs no more types than it has:

* None, bool, int, float, complex, str and ndarray stand for themselves;
* everything else is a list that begins with one of the letters below.

=====  ======================================================================================
l t s  list, tuple, set; the items follow (``z``: frozenset)
d      dict; key, value, key, value …
b      bytes, as an array of uint8
g      a NumPy scalar, as an array without dimensions
r c    range and slice: start, stop, step
e      Ellipsis
h      an object of the student's: its number, its class's name, and what it is (see :class:`Handle`)
n      a name of the submission's own, looked up where it is used
f i    a function of the test's, or an iterator that is such a function: its number
v      a value of the standard library: its class's name, and what makes it
y      a built-in type: its name
T #    a deep tree in pieces: the pieces, each of which refers to later ones by their place, once each
=====  ======================================================================================

Objects of library classes that *are* plain data, such as a ``Counter``, travel as the dict, list, tuple, text or number that they hold;
what they hold is read by the base class's own means, since a method of theirs may lie.
"""

from __future__ import annotations

import contextlib
import importlib
from collections.abc import Callable
from typing import Any, Final

import numpy as np

from grader import plain
from grader.model import Record

Tree = Any
PIECE_DEPTH: Final = 24
"""Below the wire's own limit, which counts the message around a tree as well."""
MAX_DEPTH: Final = 240
MAX_PIECES: Final = 2000

_ITSELF: Final = frozenset({type(None), bool, int, float, complex, str})
_ITEMS: Final[dict[str, type]] = {"l": list, "t": tuple, "s": set, "z": frozenset}
_LETTERS: Final = {kind: letter for letter, kind in _ITEMS.items()}


class Handle(Record, frozen=True):
    """An object that stays in the worker. ``what``: "class", "exception", "function", "method", "module" or "object"; both texts are
    the student's own word, good for messages alone."""

    number: int
    kind: str = ""
    what: str = "object"


class Named(Record, frozen=True):
    """What the submission calls so."""

    name: str


class Foreign(Record, frozen=True):
    """A function that stays in the test, or the ``__next__`` of an iterator that does."""

    number: int
    iterator: bool = False


Elsewhere = Handle | Named | Foreign


class BadTree(ValueError):
    """Not a tree, or one that holds what can't be."""


class TooDeep(ValueError):
    """Nested beyond :data:`MAX_DEPTH`, or without end."""


def fold(value: Any, keep: Callable[[Any], Tree]) -> Tree:
    """``value`` as a tree; ``keep`` gives the tree of what is not plain. Raises :class:`TooDeep`."""
    pieces: list[Tree] = [None]
    whole = _fold(value, keep, 0, pieces)
    if len(pieces) == 1:
        return whole
    pieces[0] = whole
    return ["T", *pieces]


def _fold(value: Any, keep: Callable[[Any], Tree], depth: int, pieces: list[Tree]) -> Tree:
    kind = type(value)
    if kind in _ITSELF:
        return value
    if depth > MAX_DEPTH or len(pieces) > MAX_PIECES:
        raise TooDeep(f"something nested deeper than {MAX_DEPTH}, or that holds itself")
    if depth and depth % PIECE_DEPTH == 0 and (kind in _LETTERS or kind is dict):
        at = len(pieces)
        pieces.append(None)
        pieces[at] = _container(value, keep, depth, pieces)
        return ["#", at]
    return _container(value, keep, depth, pieces)


def _container(value: Any, keep: Callable[[Any], Tree], depth: int, pieces: list[Tree]) -> Tree:
    kind = type(value)
    if kind in _LETTERS:
        return [_LETTERS[kind], *(_fold(item, keep, depth + 1, pieces) for item in value)]
    if kind is dict:
        tree = ["d"]
        for key, item in value.items():
            tree += (_fold(key, keep, depth + 1, pieces), _fold(item, keep, depth + 1, pieces))
        return tree
    if kind is np.ndarray:
        return value if value.dtype.kind in "biufc" and value.dtype.itemsize <= 16 else keep(value)
    if kind is bytes or kind is bytearray:
        return ["b", np.frombuffer(bytes(value), np.uint8)]
    if isinstance(value, np.generic) and value.dtype.kind in "biufc":
        return ["g", np.asarray(value)]
    if kind is range or kind is slice:
        parts = (value.start, value.stop, value.step)
        letter = "r" if kind is range else "c"
        return [letter, *(_fold(part, keep, depth + 1, pieces) for part in parts)]
    if value is Ellipsis:
        return ["e"]
    if kind is type and value in _NAMES:
        return ["y", _NAMES[value]]
    made = _VALUES.get((kind.__module__, kind.__name__))
    if made is not None:
        return [
            "v", kind.__name__, *(_fold(part, keep, depth + 1, pieces) for part in made(value))
        ]  # fmt: skip
    return keep(value)


_NAMES: Final[dict[type, str]] = {
    kind: kind.__name__
    for kind in (bool, int, float, complex, str, bytes, list, tuple, dict, set, frozenset, object)
}
_TYPES: Final = {name: kind for kind, name in _NAMES.items()}
_VALUES: Final[dict[tuple[str, str], Callable[[Any], tuple[Any, ...]]]] = {
    ("fractions", "Fraction"): lambda v: (v.numerator, v.denominator),
    ("decimal", "Decimal"): lambda v: (str(v),),
    ("datetime", "date"): lambda v: (v.year, v.month, v.day),
    ("datetime", "time"): lambda v: (v.hour, v.minute, v.second, v.microsecond),
    ("datetime", "datetime"): lambda v: (v.year, v.month, v.day, v.hour, v.minute, v.second, v.microsecond),
    ("datetime", "timedelta"): lambda v: (v.days, v.seconds, v.microseconds),
    ("collections", "deque"): lambda v: (list(v), v.maxlen),
}  # fmt: skip
"""What makes such a value again. (A time's zone is left out.)"""
_MODULES: Final = {name: module for module, name in _VALUES}


def plain_base(value: Any) -> Any:
    """The plain value that an object of a subclass holds, or the object itself. None of its own methods runs."""
    kind = type(value)
    for base, held in _HELD.items():
        if issubclass(kind, base):
            return value if kind is base else held(value)
    if issubclass(kind, _NUMBERS_AND_LISTS):
        with contextlib.suppress(plain.NotPortable):
            return plain.held(value)
    return value


_NUMBERS_AND_LISTS: Final = (int, float, complex, str, list, np.ndarray)
_HELD: Final[dict[type, Callable[[Any], Any]]] = {
    bytes: lambda value: bytes.__getitem__(value, slice(None)),
    tuple: lambda value: tuple.__getitem__(value, slice(None)),
    dict: lambda value: {key: dict.__getitem__(value, key) for key in dict.__iter__(value)},
    set: lambda value: set(set.__iter__(value)),
    frozenset: lambda value: frozenset(frozenset.__iter__(value)),
}


def unfold(tree: Tree, resolve: Callable[[Elsewhere], Any]) -> Any:
    """The value of a tree; ``resolve`` gives what stands for a handle. Raises :class:`BadTree`: any side may lie."""
    if type(tree) is list and tree[:1] == ["T"] and len(tree) > 1:
        return _unfold(tree[1], resolve, dict(enumerate(tree[2:], 1)))
    return _unfold(tree, resolve, {})


def _unfold(tree: Tree, resolve: Callable[[Elsewhere], Any], pieces: dict[int, Tree]) -> Any:
    """``pieces``: those not yet used. Each is used once, or a small tree could stand for an endless value."""
    if type(tree) is not list:
        return tree
    if not tree or type(tree[0]) is not str:
        raise BadTree("a list without a letter")
    letter, *rest = tree
    try:
        if letter in _ITEMS:
            return _ITEMS[letter](_unfold(item, resolve, pieces) for item in rest)
        if letter == "d":
            pairs = zip(rest[::2], rest[1::2], strict=True)
            return {
                _unfold(key, resolve, pieces): _unfold(item, resolve, pieces) for key, item in pairs
            }
        if letter == "#":
            (at,) = rest
            if type(at) is not int or at not in pieces:
                raise BadTree("a piece that is not there")
            return _unfold(pieces.pop(at), resolve, pieces)
        return _other(letter, rest, resolve, pieces)
    except BadTree:
        raise
    except (TypeError, ValueError, ArithmeticError) as error:
        raise BadTree(str(error)) from None


def _other(
    letter: str, rest: list[Any], resolve: Callable[[Elsewhere], Any], pieces: dict[int, Tree]
) -> Any:
    match letter, rest:
        case "b", [np.ndarray() as data]:
            return data.astype(np.uint8, copy=False).tobytes()
        case "g", [np.ndarray() as data] if data.ndim == 0:
            return data[()]
        case "r", [int() as start, int() as stop, int() as step]:
            return range(start, stop, step)
        case "c", [start, stop, step]:
            return slice(*(_unfold(part, resolve, pieces) for part in (start, stop, step)))
        case "e", []:
            return Ellipsis
        case "h", [int() as number, str() as kind, str() as what]:
            return resolve(Handle(number=number, kind=kind[:100], what=what[:20]))
        case "n", [str() as name]:
            return resolve(Named(name=name))
        case "f" | "i", [int() as number]:
            return resolve(Foreign(number=number, iterator=letter == "i"))
        case "y", [str() as name] if name in _TYPES:
            return _TYPES[name]
        case "v", [str() as name, *parts] if name in _MODULES:
            kind = getattr(importlib.import_module(_MODULES[name]), name)
            return kind(*(_unfold(part, resolve, pieces) for part in parts))
    raise BadTree(f"no such letter as {letter[:10]!r}")


def spelled(one: Elsewhere) -> Tree:
    """The tree of what is elsewhere."""
    if isinstance(one, Handle):
        return ["h", one.number, one.kind, one.what]
    if isinstance(one, Named):
        return ["n", one.name]
    return ["i" if one.iterator else "f", one.number]
