"""The wire reads whatever comes: a value or Malformed, and never more than the caps allow."""

from __future__ import annotations

import contextlib
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from grader import wire
from grader.model import Asked, Formula, Given, Returned, Transcript

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(1 << 200), 1 << 200)
    | st.floats()
    | st.text(max_size=20)
    | st.complex_numbers()
)
ARRAYS = hnp.arrays(
    st.sampled_from(["?", "i1", "i8", "u2", "f2", "f4", "f8", "c8", "c16"]),
    hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4),
)
VALUES: Any = st.recursive(
    SCALARS | ARRAYS, lambda inner: st.lists(inner, max_size=4), max_leaves=12
)


def same(one: Any, other: Any) -> bool:
    if isinstance(one, np.ndarray):
        return (
            isinstance(other, np.ndarray)
            and one.shape == other.shape
            and one.dtype == other.dtype
            and one.tobytes() == other.tobytes()
        )
    if isinstance(one, list | tuple):
        return type(one) is type(other) and len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, float):
        return one == other or (math.isnan(one) and math.isnan(other))
    if isinstance(one, complex):
        return same([one.real, one.imag], [other.real, other.imag])
    return type(one) is type(other) and bool(one == other)


def body(value: Any, **options: Any) -> bytes:
    frame = wire.encode(value, **options)
    assert wire.body_size(frame[: wire.HEADER.size]) == len(frame) - wire.HEADER.size
    return frame[wire.HEADER.size :]


@given(VALUES)
def test_values_come_back(value: Any) -> None:
    assert same(wire.decode(body(value)), value)


@settings(max_examples=2000)
@given(st.binary(max_size=400))
def test_any_bytes_give_a_value_or_malformed(raw: bytes) -> None:
    with contextlib.suppress(wire.Malformed):
        wire.decode(raw)


@settings(max_examples=500)
@given(VALUES, st.data())
def test_bent_frames_give_a_value_or_malformed(value: Any, data: st.DataObject) -> None:
    raw = bytearray(body(value))
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(wire.Malformed):
        wire.decode(bytes(raw))


def test_trusted_direction_carries_tuples_and_callables() -> None:
    value = (
        "call",
        (1, [2, (3, np.eye(2))]),
        Asked(function=Formula(source="M @ u", parameters=("u",), constants={"M": np.eye(2)})),
        Given(name="tanh"),
    )
    found = wire.decode(body(value, trusted=True), trusted=True)
    assert found[1][1][1][0] == 3
    assert found[2].function.source == "M @ u"
    assert np.array_equal(found[2].function.constants["M"], np.eye(2))
    assert found[3] == Given(name="tanh")
    transcript = Transcript(cells=(), answers={"f/p1": Returned(value=[1.0])})
    assert wire.decode(body(transcript, trusted=True), trusted=True) == transcript


def test_tuples_arrive_as_lists_from_a_worker() -> None:
    assert wire.decode(body((1, 2))) == [1, 2]


@pytest.mark.parametrize("code", [3, 5, 6, 127])
def test_a_worker_cannot_send_what_is_the_graders(code: int) -> None:
    with pytest.raises(wire.Malformed):
        wire.decode(bytes([0xC7, 1, code, 0x90]))


@pytest.mark.parametrize(
    "value",
    [
        {1: 2},
        {"a"},
        object(),
        np.array([object()]),
        np.zeros(1, dtype=[("a", "f8")]),
        np.zeros((1,) * 9),
        10**6000,
        b"bytes",
        "\ud800",
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_cannot_travel_says_so(value: Any) -> None:
    with pytest.raises(wire.NotPortable):
        wire.encode(value)


def test_depth_and_size_are_capped() -> None:
    nested: list[Any] = []
    for _ in range(wire.MAX_DEPTH + 5):
        nested = [nested]
    with pytest.raises(wire.NotPortable):
        wire.encode(nested)
    with pytest.raises(wire.Malformed):
        wire.decode(b"\x91" * (wire.MAX_DEPTH + 5) + b"\xc0")
    with pytest.raises(wire.Malformed):
        wire.encode("x" * (wire.MAX_FRAME + 1))
    with pytest.raises(wire.Malformed):
        wire.body_size((wire.MAX_FRAME + 1).to_bytes(4, "big"))


@pytest.mark.parametrize(
    "raw",
    [
        b"\xdd\xff\xff\xff\xff",  # an array of four thousand million items
        b"\xdf\x7f\xff\xff\xff",
        b"\xdd\x00\x0f\xff\xff" + b"\x90" * 0xFFFFF,  # a million empty lists
        b"\xc6\xff\xff\xff\xff",
        b"\xc7\x12\x01d\x01" + b"\xff" * 8,  # an array larger than its bytes
        b"\xc8\x00\x12\x01d\x02" + b"\x00" * 8 + b"\xff" * 8,  # nothing times everything
        b"\xc7\x0b\x01?\x01" + b"\x00" * 7 + b"\x01\x02",  # a boolean that is 2
        b"\x01\x01",
        b"",
    ],
)
def test_lies_about_size_are_malformed_and_cheap(raw: bytes) -> None:
    import tracemalloc

    tracemalloc.start()
    try:
        with pytest.raises(wire.Malformed):
            wire.decode(raw)
        assert tracemalloc.get_traced_memory()[1] < 8 << 20
    finally:
        tracemalloc.stop()


@given(ARRAYS, st.integers(0, 70_000))
def test_the_quick_way_reads_what_the_other_reads(array: Any, number: int) -> None:
    raw = body(["answer", number, ["returned", array, [], []]])
    quick = wire.returned_array(raw)
    if quick is not None:
        assert same([number, array], list(quick))
    assert same(wire.decode(raw)[2][1], array)
    large = 32 < array.nbytes < 1 << 16 and number < 1 << 16
    assert quick is not None or not large


@given(ARRAYS, st.data())
def test_the_quick_way_takes_no_other_bytes(array: Any, data: st.DataObject) -> None:
    raw = bytearray(body(["answer", 7, ["returned", array, [], []]]))
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(raw) - 1))
        raw[at : at + data.draw(st.integers(0, 2))] = data.draw(st.binary(max_size=2))
    try:
        quick = wire.returned_array(bytes(raw))
    except wire.Malformed:
        with pytest.raises(wire.Malformed):
            wire.decode(bytes(raw))
        return
    if quick is not None:
        assert same(wire.decode(bytes(raw)), ["answer", quick[0], ["returned", quick[1], [], []]])
