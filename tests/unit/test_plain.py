"""Whatever a subclass says of itself, the value that its base class holds is what counts."""

from __future__ import annotations

import array
import collections
import datetime
import decimal
import enum
import fractions
import types
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader import wire
from grader.plain import MOST, NotPortable, held

Pair = collections.namedtuple("Pair", "first second")


class Word(enum.StrEnum):
    TANH = "tanh"


class OldWord(str, enum.Enum):  # noqa: UP042
    TANH = "tanh"


class Number(enum.IntEnum):
    THREE = 3


class Flags(enum.IntFlag):
    A = 1
    B = 2


class Colour(enum.Enum):
    RED = 1


class Grad(np.ndarray):
    """A subclass as honest people write them."""


class Column(np.ndarray):
    def __array_finalize__(self, other: Any) -> None:
        self.note = getattr(other, "note", "")


class Metres(np.float64):
    pass


def refuse(*_: Any, **__: Any) -> Any:
    raise AssertionError("a method of the student's ran")


EVERYTHING = [
    "__array__",
    "__array_finalize__",
    "__array_function__",
    "__array_interface__",
    "__array_priority__",
    "__array_struct__",
    "__array_ufunc__",
    "__array_wrap__",
    "__bool__",
    "__buffer__",
    "__class__",
    "__complex__",
    "__dict__",
    "__dir__",
    "__eq__",
    "__float__",
    "__format__",
    "__getattr__",
    "__getattribute__",
    "__getitem__",
    "__hash__",
    "__index__",
    "__int__",
    "__iter__",
    "__len__",
    "__length_hint__",
    "__ne__",
    "__reduce__",
    "__reduce_ex__",
    "__repr__",
    "__reversed__",
    "__sizeof__",
    "__str__",
    "__trunc__",
    "T",
    "as_integer_ratio",
    "base",
    "copy",
    "data",
    "denominator",
    "dtype",
    "encode",
    "flags",
    "flat",
    "imag",
    "item",
    "ndim",
    "numerator",
    "real",
    "shape",
    "size",
    "strides",
    "tobytes",
    "tolist",
    "view",
]


class Hostile(type):
    """A metaclass that may be asked for nothing either."""

    def __getattribute__(cls, name: str) -> Any:
        raise AssertionError(f"the class was asked for its {name}")

    def __instancecheck__(cls, instance: Any) -> bool:
        raise AssertionError

    def __subclasscheck__(cls, subclass: type) -> bool:
        raise AssertionError


def lying(base: type, make: Callable[[type], Any]) -> Any:
    """An instance of a subclass of ``base`` of which every name is a lie, made before it learns to lie."""
    kind: Any = type(f"Lying{base.__name__}", (base,), {"__class__": property(refuse)})
    value = make(kind)
    for name in EVERYTHING:
        if name not in ("__dict__", "__hash__", "__class__"):
            setattr(kind, name, property(refuse) if not name.startswith("__") else refuse)
    return value


def sent(value: Any) -> Any:
    """``value`` as it arrives."""
    return wire.decode(wire.encode(value)[wire.HEADER.size :])


def same(one: Any, other: Any) -> bool:
    if isinstance(other, np.ndarray):
        return (
            type(one) is np.ndarray
            and one.dtype == other.dtype
            and one.shape == other.shape
            and one.tobytes() == other.tobytes()
        )
    if isinstance(other, list):
        return type(one) is list and len(one) == len(other) and all(map(same, one, other))
    return type(one) is type(other) and bool(one == other)


GRID = np.array([[1.0, -2.5], [0.0, 4.0]])
HONEST: dict[str, tuple[Any, Any]] = {
    "a matrix": (GRID.view(np.matrix), GRID),
    "a row of a matrix": (GRID.view(np.matrix)[0], GRID[:1]),
    "a matrix of integers": (np.array([[1, 2]]).view(np.matrix), np.array([[1, 2]])),
    "a subclass": (GRID.view(Grad), GRID),
    "a subclass of a subclass": (GRID.view(type("Deeper", (Grad,), {})), GRID),
    "a subclass that keeps a note": (GRID.view(Column), GRID),
    "a record array of plain numbers": (GRID.view(np.recarray), GRID),
    "a transposed subclass": (GRID.T.view(Grad), GRID.T.copy()),
    "a subclass of no dimensions": (np.array(2.0).view(Grad), np.array(2.0)),
    "a subclass of truth values": ((GRID > 0).view(Grad), GRID > 0),
    "a masked array without a mask": (np.ma.array(GRID), GRID),
    "a masked array with a mask of nothing": (np.ma.array(GRID, mask=np.zeros((2, 2))), GRID),
    "a masked array that was filled": (np.ma.array(GRID, mask=GRID == 0).filled(7.0), np.where(GRID, GRID, 7.0)),
    "a masked scalar": (np.ma.array(3.5), np.array(3.5)),
    "a masked sum": (np.ma.array(GRID).sum(axis=1, keepdims=True), GRID.sum(axis=1, keepdims=True)),
    "a long double": (np.longdouble(0.1), np.array(0.1)),
    "an array of long doubles": (GRID.astype(np.longdouble), GRID),
    "complex long doubles": (GRID.astype(np.clongdouble), GRID.astype(complex)),
    "other bytes": (GRID.astype(">f8"), GRID),
    "a dtype with a note": (GRID.astype(np.dtype("f8", metadata={"unit": "m"})), GRID),
    "numbers as objects": (GRID.astype(object), GRID),
    "fractions in an array": (np.array([[fractions.Fraction(1, 4)], [3]], dtype=object), np.array([[0.25], [3.0]])),
    "integers as objects": (np.array([1, 2], dtype=object), np.array([1, 2])),
    "NumPy's numbers as objects": (np.array([np.float64(1.5), 2], dtype=object), np.array([1.5, 2.0])),
    "truth as objects": (np.array([True, False], dtype=object), np.array([True, False])),
    "a word in an array": (np.array("tanh"), "tanh"),
    "None in an array": (np.array(None), None),
    "NumPy's string": (np.str_("tanh"), "tanh"),
    "NumPy's truth": (np.bool_(True), np.array(True)),
    "NumPy's float": (np.float64(0.1), np.array(0.1)),
    "a subclass of NumPy's float": (Metres(0.1), np.array(0.1)),
    "a StrEnum": (Word.TANH, "tanh"),
    "a string Enum": (OldWord.TANH, "tanh"),
    "an IntEnum": (Number.THREE, 3),
    "an IntFlag": (Flags.A | Flags.B, 3),
    "a UserString's data": (collections.UserString("tanh").data, "tanh"),
    "a namedtuple": (Pair(1, GRID), [1, GRID]),
    "a namedtuple of lists": (Pair([GRID], [GRID.view(Grad)]), [[GRID], [GRID]]),
    "a SimpleNamespace's list": (types.SimpleNamespace(z=[1]).z, [1]),
    "a list's subclass": (type("Layers", (list,), {})([1.5, 2.5]), [1.5, 2.5]),
    "a fraction": (fractions.Fraction(1, 3), 1 / 3),
    "a decimal": (decimal.Decimal("0.1"), 0.1),
    "disguises in a list": ([GRID.view(np.matrix), Word.TANH, (Number.THREE,)], [GRID, "tanh", [3]]),
}  # fmt: skip


@pytest.mark.parametrize("kind", HONEST)
def test_values_in_honest_disguise_are_taken_for_what_they_hold(kind: str) -> None:
    value, plain = HONEST[kind]
    assert same(sent(value), plain), sent(value)


LYING: dict[str, tuple[Any, Callable[[type], Any], Any]] = {
    "array": (np.ndarray, lambda kind: GRID.view(kind), GRID),
    "matrix": (np.matrix, lambda kind: GRID.view(kind), GRID),
    "record array": (np.recarray, lambda kind: GRID.view(kind), GRID),
    "str": (str, lambda kind: kind("tanh"), "tanh"),
    "int": (int, lambda kind: kind(3), 3),
    "huge int": (int, lambda kind: kind(10**40), 10**40),
    "float": (float, lambda kind: kind(0.1), 0.1),
    "complex": (complex, lambda kind: kind(1j), 1j),
    "list": (list, lambda kind: kind([1, "a"]), [1, "a"]),
    "tuple": (tuple, lambda kind: kind((1, "a")), [1, "a"]),
    "fraction": (fractions.Fraction, lambda kind: kind(1, 4), 0.25),
    "decimal": (decimal.Decimal, lambda kind: kind("0.25"), 0.25),
    "NumPy's float": (np.float64, lambda kind: kind(0.1), np.array(0.1)),
    "NumPy's string": (np.str_, lambda kind: kind("tanh"), "tanh"),
}


@pytest.mark.parametrize("kind", LYING)
def test_nothing_that_a_subclass_says_is_asked_for_or_believed(kind: str) -> None:
    base, make, plain = LYING[kind]
    assert same(sent(lying(base, make)), plain)


def test_a_class_is_asked_for_nothing_either() -> None:
    value = list.__new__(Hostile("Quiet", (list,), {}))
    list.append(value, 1.5)
    assert same(sent(value), [1.5])
    with pytest.raises(NotPortable, match="an Other"):
        held(object.__new__(Hostile("Other", (), {})))


def test_a_mask_is_looked_up_where_the_base_class_keeps_it() -> None:
    masked = np.ma.array(GRID, mask=GRID == 0)
    kind = type("Clear", (np.ma.MaskedArray,), {})
    value = masked.view(kind)
    kind._mask = property(lambda self: np.False_, refuse)
    kind.mask = property(lambda self: np.False_, refuse)
    with pytest.raises(NotPortable, match="masked entries"):
        held(value)


class Frame:
    """Like a table of pandas, or a tensor: it makes an array of itself when asked."""

    def __array__(self, *_: Any, **__: Any) -> Any:
        return refuse()


class Sparse:
    def toarray(self) -> Any:
        return refuse()


def mixed(*items: Any) -> Any:
    """An array of one row that holds just these objects."""
    made = np.empty((1, len(items)), dtype=object)
    for k, item in enumerate(items):
        made[0, k] = item
    return made


REFUSED = [
    ("a Frame; `np.asarray", Frame()),
    ("a Sparse; `.toarray()`", Sparse()),
    ("a poly1d; `np.asarray", np.poly1d([1, 2])),
    ("a generator; `list(...)`", (k for k in range(3))),
    ("a map; `list(...)`", map(str, range(3))),
    ("a zip; `list(...)`", zip(range(3), range(3), strict=True)),
    ("a function; return what a call of it gives", refuse),
    ("a method; return what a call of it gives", Sparse().toarray),
    ("a class; return", Frame),
    ("a module; return", types),
    ("a dict; return", {"W": GRID}),
    ("a dict; return", collections.defaultdict(list)),
    ("a set, which has no order", {1, 2}),
    ("a frozenset, which has no order", frozenset({1})),
    ("bytes; `.decode()`", b"tanh"),
    ("a bytearray; `list(...)`", bytearray(b"tanh")),
    ("a Colour, which is an Enum; return its `.value`", Colour.RED),
    ("a masked array with masked entries; `.filled", np.ma.array([1.0, 2.0], mask=[0, 1])),
    ("a masked array with masked entries", np.ma.masked),
    ("('a', '<f8')]; return an array of numbers", np.zeros(2, dtype=[("a", "f8")])),
    ("dtype datetime64", np.datetime64("2026-01-01")),
    ("dtype |S4", np.array([b"tanh"])),
    ("a date", datetime.date(2026, 1, 1)),
    ("an object", np.array([[object()]])),
    ("a str among them; `.tolist()`", mixed("a", 1)),
    ("a list among them; `.tolist()`", mixed([1], 2.0)),
    ("an ndarray among them; `.tolist()`", mixed(GRID, np.ones(3))[0]),
    ("an array of strings; `.tolist()`", np.array(["tanh", "relu"])),
    ("an array of strings; `.tolist()`", np.array(["tanh"], dtype=np.dtypes.StringDType())),
    ("a str among them; `.tolist()`", np.array(["tanh"], dtype=object)),
    ("a deque; `list(...)`", collections.deque([1])),
    ("a UserList; `list(...)`", collections.UserList([1])),
    ("the keys of a dict; `list(...)`", {1: 2}.keys()),
    ("the values of a dict; `list(...)`", {1: 2}.values()),
    ("an array; `list(...)`", array.array("d", [1.0])),
    ("a memoryview; `np.asarray(...)`", memoryview(GRID)),
    ("that no float can hold", fractions.Fraction(10**400)),
    ("integers that no float", np.array([10**400], dtype=object)),
    ("a Decimal that is no number", decimal.Decimal("sNaN")),
    ("a range; `list(...)`", range(10**12)),
    ("Python objects", np.full(MOST + 1, None)),
    ("an ellipsis", ...),
]


@pytest.mark.parametrize("words", range(len(REFUSED)), ids=lambda k: REFUSED[k][0])
def test_what_holds_no_plain_value_is_named_with_its_cure(words: int) -> None:
    with pytest.raises(NotPortable) as caught:
        sent(REFUSED[words][1])
    assert REFUSED[words][0] in str(caught.value)


@given(
    st.lists(st.floats(), min_size=1, max_size=6).map(np.array)
    | st.floats()
    | st.integers()
    | st.text(st.characters(exclude_categories=["Cs"]))
    | st.lists(st.booleans() | st.integers(-5, 5))
)
def test_a_disguise_changes_no_bit(value: Any) -> None:
    """What lies about everything travels as the very bytes of what it holds."""
    base = type(value)
    if base is np.ndarray:
        disguised = lying(base, lambda kind: value.view(kind))
    else:
        disguised = lying(base, lambda kind: kind(value))
    assert wire.encode([disguised]) == wire.encode([value])


def test_what_is_nested_in_itself_ends() -> None:
    around = np.empty(1, dtype=object)
    around[0] = around
    with pytest.raises(NotPortable, match="objects"):
        sent(around)
