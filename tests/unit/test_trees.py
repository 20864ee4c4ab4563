"""Plain data as trees and back, whatever it is nested in; everything else as a handle."""

from __future__ import annotations

import collections
import contextlib
import enum
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader import trees, wire
from grader.trees import BadTree, Foreign, Handle, Named

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(10**40), 10**40)
    | st.floats(allow_nan=False)
    | st.complex_numbers(allow_nan=False)
    | st.text(max_size=5)
    | st.binary(max_size=5)
)
KEYS = SCALARS | st.tuples(SCALARS, SCALARS)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(KEYS, inner, max_size=3)
        | st.frozensets(KEYS, max_size=3)
        | st.frozensets(KEYS, max_size=3).map(set)
    ),
    max_leaves=10,
)


def refused(value: Any) -> Any:
    raise AssertionError(f"{value!r} is plain")


def there_and_back(value: Any) -> Any:
    """Over the wire as a worker sends it."""
    frame = wire.encode(trees.fold(value, refused))
    return trees.unfold(wire.read(frame[wire.HEADER.size :]), refused)


@given(VALUES)
def test_plain_data_comes_back_as_it_was(value: Any) -> None:
    found = there_and_back(value)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    "value", [range(1, 9, 2), slice(None, -1, 2), slice((1, 2), None), Ellipsis, np.float32(0.5)]
)
def test_what_indexes_comes_back(value: Any) -> None:
    found = there_and_back(value)
    assert found == value
    assert type(found) is type(value)


def test_arrays_come_back_with_their_type() -> None:
    for array in (np.eye(2, dtype="f4"), np.zeros((0, 3)), np.array(1j), np.array([True])):
        found = there_and_back(array)
        assert found.dtype == array.dtype
        assert np.array_equal(found, array)
        assert found.shape == array.shape


class Liar:
    """Subclasses of its kinds say something else than they hold."""

    def __eq__(self, other: object) -> bool:
        return True

    def __len__(self) -> int:
        return 0

    def __iter__(self) -> Any:
        return iter(())

    def __str__(self) -> str:
        return "lie"

    def __float__(self) -> float:
        return 0.0

    def __index__(self) -> int:
        return 0

    __hash__ = None  # type: ignore[assignment]
    __int__ = __index__


@pytest.mark.parametrize(
    "value",
    [[1, 2], (1, 2), {"a": 1}, {1, 2}, frozenset({3}), "text", b"bytes", 7, 2.5],
    ids=lambda value: type(value).__name__,
)
def test_a_subclass_counts_as_what_its_base_holds(value: Any) -> None:
    lying = type("Lying", (Liar, type(value)), {"__hash__": object.__hash__})(value)
    found = trees.plain_base(lying)
    assert type(found) is type(value)
    assert found == value


def test_library_classes_are_plain_and_objects_are_not() -> None:
    class Color(enum.IntEnum):
        RED = 3

    assert trees.plain_base(collections.Counter("aab")) == {"a": 2, "b": 1}
    assert trees.plain_base(Color.RED) == 3
    one = object()
    assert trees.plain_base(one) is one
    masked = np.ma.MaskedArray([1, 2], mask=[True, False])
    assert trees.plain_base(masked) is masked


def test_what_is_elsewhere_is_resolved() -> None:
    for one in (Handle(number=3, kind="Linear", what="class"), Named(name="f"), Foreign(number=1)):
        found = trees.unfold(["l", trees.spelled(one), 5], lambda elsewhere: elsewhere)
        assert found == [one, 5]


def test_a_list_that_holds_itself_is_refused() -> None:
    endless: list[Any] = []
    endless.append(endless)
    with pytest.raises(trees.TooDeep):
        trees.fold(endless, refused)


JUNK = st.recursive(
    SCALARS.filter(lambda value: type(value) is not bytes)
    | st.sampled_from(["l", "d", "s", "h", "n", "f", "g", "b", "r", "c", "e", "z"]),
    lambda inner: st.lists(inner, max_size=4),
    max_leaves=12,
)


@given(JUNK)
def test_any_tree_gives_a_value_or_is_called_bad(tree: Any) -> None:
    with contextlib.suppress(BadTree):
        trees.unfold(tree, lambda elsewhere: 0)
