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
f      a function of the test's: its number
=====  ======================================================================================

Objects of library classes that *are* plain data, such as a ``Counter``, travel as the dict, list, tuple, text or number that they hold;
what they hold is read by the base class's own means, since a method of theirs may lie.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any, Final

import numpy as np

from grader import plain
from grader.model import Record

Tree = Any
MAX_DEPTH: Final = 28
"""Below the wire's own limit, which counts the message around a tree as well."""

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
    """A function that stays in the test."""

    number: int


Elsewhere = Handle | Named | Foreign


class BadTree(ValueError):
    """Not a tree, or one that holds what can't be."""


class TooDeep(ValueError):
    """Nested beyond :data:`MAX_DEPTH`, or without end."""


def fold(value: Any, keep: Callable[[Any], Tree], depth: int = 0) -> Tree:
    """``value`` as a tree; ``keep`` gives the tree of what is not plain. Raises :class:`TooDeep`."""
    kind = type(value)
    if kind in _ITSELF:
        return value
    if depth > MAX_DEPTH:
        raise TooDeep(f"something nested deeper than {MAX_DEPTH}, or that holds itself")
    if kind in _LETTERS:
        return [_LETTERS[kind], *(fold(item, keep, depth + 1) for item in value)]
    if kind is dict:
        tree = ["d"]
        for key, item in value.items():
            tree += (fold(key, keep, depth + 1), fold(item, keep, depth + 1))
        return tree
    if kind is np.ndarray:
        return value if value.dtype.kind in "biufc" and value.dtype.itemsize <= 16 else keep(value)
    if kind is bytes or kind is bytearray:
        return ["b", np.frombuffer(bytes(value), np.uint8)]
    if isinstance(value, np.generic) and value.dtype.kind in "biufc":
        return ["g", np.asarray(value)]
    if kind is range or kind is slice:
        parts = (value.start, value.stop, value.step)
        return [
            "r" if kind is range else "c",
            *(fold(part, keep, depth + 1) for part in parts),
        ]
    if value is Ellipsis:
        return ["e"]
    return keep(value)


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
    if type(tree) is not list:
        return tree
    if not tree or type(tree[0]) is not str:
        raise BadTree("a list without a letter")
    letter, *rest = tree
    try:
        if letter in _ITEMS:
            return _ITEMS[letter](unfold(item, resolve) for item in rest)
        if letter == "d":
            pairs = zip(rest[::2], rest[1::2], strict=True)
            return {unfold(key, resolve): unfold(item, resolve) for key, item in pairs}
        return _other(letter, rest, resolve)
    except BadTree:
        raise
    except (TypeError, ValueError) as error:
        raise BadTree(str(error)) from None


def _other(letter: str, rest: list[Any], resolve: Callable[[Elsewhere], Any]) -> Any:
    match letter, rest:
        case "b", [np.ndarray() as data]:
            return data.astype(np.uint8, copy=False).tobytes()
        case "g", [np.ndarray() as data] if data.ndim == 0:
            return data[()]
        case "r", [int() as start, int() as stop, int() as step]:
            return range(start, stop, step)
        case "c", [start, stop, step]:
            return slice(*(unfold(part, resolve) for part in (start, stop, step)))
        case "e", []:
            return Ellipsis
        case "h", [int() as number, str() as kind, str() as what]:
            return resolve(Handle(number=number, kind=kind[:100], what=what[:20]))
        case "n", [str() as name]:
            return resolve(Named(name=name))
        case "f", [int() as number]:
            return resolve(Foreign(number=number))
    raise BadTree(f"no such letter as {letter[:10]!r}")


def spelled(one: Elsewhere) -> Tree:
    """The tree of what is elsewhere."""
    if isinstance(one, Handle):
        return ["h", one.number, one.kind, one.what]
    return ["n", one.name] if isinstance(one, Named) else ["f", one.number]
