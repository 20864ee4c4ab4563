"""What a student returns, as the plain value it holds.

A ``np.matrix`` is an array, a namedtuple a tuple, a member of an IntEnum an int: right answers in honest disguise. What counts
is what the *base class* holds, read by the base class's own slots (``str.__str__``, ``list.__getitem__``): whatever a subclass
says of itself is neither asked nor run. What holds no plain value is refused in a few words that name its type and the cure.

Standard library and NumPy alone: a worker has no more, and the tests for Otter hold a copy.
"""

from __future__ import annotations

import sys
import types
from typing import Any

import numpy as np

MOST = 100_000
"""Entries of an array that are looked at one by one, since they are Python objects."""

PLAIN = frozenset({type(None), bool, int, float, complex, str, list})


class NotPortable(TypeError):
    """A value of a type that can't travel. The message names the type, and after a semicolon the cure."""


def held(value: Any) -> Any:
    """``value`` as None, bool, int, float, complex, str, list or ndarray, each of exactly this type.

    The items of a list are left as they are. An array's dtype is one of NumPy's numbers or truth values, of 64 bits per part at
    most. Raises :class:`NotPortable`.
    """
    kind = type(value)
    if kind in PLAIN:
        return value
    if issubclass(kind, np.ndarray):
        return _array(_bare(value, kind))
    if issubclass(kind, np.generic):
        # Before str, float and complex: some of NumPy's scalars are these as well.
        return _array(np.generic.__array__(value))
    for base, read in _READ.items():
        if issubclass(kind, base):
            return read(value)
    for module, called, read in _ELSEWHERE:
        found = getattr(sys.modules.get(module), called, None)
        if isinstance(found, type) and issubclass(kind, found):
            return read(found, value)
    raise NotPortable(_refusal(kind))


_READ: dict[type, Any] = {
    str: str.__str__,
    int: int.__int__,
    float: float.__float__,
    complex: complex.__complex__,
    list: lambda value: list.__getitem__(value, slice(None)),
    tuple: lambda value: list(tuple.__getitem__(value, slice(None))),
}


def _fraction(base: Any, value: Any) -> float:
    above, below = (vars(base)[part].__get__(value) for part in ("_numerator", "_denominator"))
    try:
        if type(above) is type(below) is int:
            return above / below
    except ArithmeticError:
        pass
    raise NotPortable("a Fraction that no float can hold; float(...) makes a number of it")


def _decimal(base: Any, value: Any) -> float:
    try:
        return float(base.__float__(value))
    except ValueError:
        raise NotPortable("a Decimal that is no number; float(...) makes a number of it") from None


# Modules that a worker does not load by itself: who returns such a value has loaded them.
_ELSEWHERE = (
    ("fractions", "Fraction", _fraction),
    ("decimal", "Decimal", _decimal),
)


def _bare(value: Any, kind: type) -> np.ndarray[Any, Any]:
    """The array that a subclass is: its memory, sizes and dtype as NumPy itself knows them."""
    masked = getattr(sys.modules.get("numpy.ma"), "MaskedArray", None)
    if masked is not None and issubclass(kind, masked):
        # The instance's own dictionary: ``value._mask`` would ask the subclass.
        mask = vars(masked)["__dict__"].__get__(value).get("_mask")
        clear = type(mask) in (np.bool_, np.ndarray) and mask.dtype == bool and not mask.any()
        if not clear:
            raise NotPortable(
                "a masked array with masked entries; `.filled(...)` makes a plain array of it"
            )
    return value if kind is np.ndarray else np.ndarray.view(value, np.ndarray)


def _array(values: np.ndarray[Any, Any]) -> Any:
    kind, size = values.dtype.kind, values.dtype.itemsize
    if kind in "bui" or (kind == "f" and size <= 8) or (kind == "c" and size <= 16):
        return values
    if kind in "fc":
        # A long double has other bits on other machines; the nearest double is the same on all.
        with np.errstate(all="ignore"):
            return values.astype(np.float64 if kind == "f" else np.complex128)
    if kind in "UTO" and values.ndim == 0:
        return held(values.item())
    if kind in "UT":
        raise NotPortable("an array of strings; `.tolist()` makes a list of it")
    if kind != "O":
        raise NotPortable(f"an array of dtype {values.dtype}; return an array of numbers")
    if values.size > MOST:
        raise NotPortable(f"an array of {values.size} Python objects; return an array of numbers")
    return _of_objects(values)


def _of_objects(values: np.ndarray[Any, Any]) -> Any:
    """An array of dtype object as the array of the numbers in it."""
    plain = [
        item if issubclass(type(item), (np.ndarray, list, tuple)) else held(item)
        for item in values.flat
    ]
    plain = [item.item() if type(item) is np.ndarray and item.ndim == 0 else item for item in plain]
    kinds = set(map(type, plain))
    if kinds <= {int, float, complex}:
        whole = kinds == {int} and all(-(1 << 63) <= item < 1 << 63 for item in plain)
        dtype = "int64" if whole else "complex128" if complex in kinds else "float64"
        try:
            return np.array(plain, dtype).reshape(values.shape)
        except OverflowError:
            raise NotPortable("an array of integers that no float can hold") from None
    if kinds == {bool}:
        return np.array(plain, dtype=bool).reshape(values.shape)
    inner = min(typed(kind) for kind in kinds - {int, float, complex})
    raise NotPortable(
        f"an array of Python objects, {inner} among them; `.tolist()` makes a list of it"
    )


def typed(kind: type) -> str:
    """ "a DataFrame": the name of a type, which a metaclass can't choose."""
    found: str = type.__dict__["__name__"].__get__(kind)
    return f"{'an' if found[:1] in 'AEIOaeio' or found == 'ndarray' else 'a'} {found}"


_REFUSED: dict[type, str] = {
    dict: "a dict; return what the docstring says",
    set: "a set, which has no order; `sorted(...)` makes a list of it",
    frozenset: "a frozenset, which has no order; `sorted(...)` makes a list of it",
    bytes: "bytes; `.decode()` makes a string of them",
    bytearray: "a bytearray; `list(...)` makes a list of it",
    memoryview: "a memoryview; `np.asarray(...)` makes an array of it",
    range: "a range; `list(...)` makes a list of it",
    type({}.keys()): "the keys of a dict; `list(...)` makes a list of them",
    type({}.values()): "the values of a dict; `list(...)` makes a list of them",
    type: "a class; return a value",
    types.ModuleType: "a module; return a value",
}


def _refusal(kind: type) -> str:
    """The type in words, and what makes a plain value of it."""
    for base, text in _REFUSED.items():
        if issubclass(kind, base):
            return text
    called = typed(kind)
    enum = getattr(sys.modules.get("enum"), "Enum", None)
    if isinstance(enum, type) and issubclass(kind, enum):
        return f"{called}, which is an Enum; return its `.value`"
    # Looked up in the classes themselves: asking the value would run what the student wrote.
    classes = type.__dict__["__mro__"].__get__(kind)
    has = {method for one in classes for method in type.__dict__["__dict__"].__get__(one)}
    for method, cure in _CURES.items():
        if method in has:
            return f"{called}; {cure}"
    return called


_CURES = {
    "toarray": "`.toarray()` makes a plain array of it",
    "__array__": "`np.asarray(...)` makes a plain array of it",
    "__next__": "`list(...)` computes its items",
    "__getitem__": "`list(...)` makes a list of it",
    "__call__": "return what a call of it gives, or its name where a name is due",
}
