"""Calls and answers as bytes, safe to read whoever wrote them.

A frame is a 4-byte big-endian length and that many bytes of msgpack. Values are None, bool, int,
float, complex, str, list, tuple, dict and ndarray; there is no pickle and no object dtype. The reader
checks the length against a cap before it reads the body, walks the msgpack structure counting nodes
and depth before it builds anything, and checks an array's dtype, shape and byte count before it
allocates. Any bytes give a value or :class:`Malformed`.

msgpack has no arrays of numbers, tuples, complex numbers or big integers; they travel as extension
types:

====  =========================================================================================
code  body
====  =========================================================================================
1     ndarray: dtype letter, dimensions (1 byte), each size as 8 bytes big-endian, C-order bytes
2     complex: two 8-byte IEEE doubles, big-endian
3     tuple: the msgpack array of its items (trusted direction only)
4     integer outside 64 bits: decimal digits
5     callable argument or record of the grader's own: tag and fields (trusted direction only)
====  =========================================================================================

What a worker sends is read with ``trusted=False``: mappings, bytes, time stamps and codes 3 and 5 do
not exist there, so a tuple that a student returns arrives as a list.
"""

from __future__ import annotations

import contextlib
import math
import struct
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import numpy as np

from grader import model
from grader.plain import NotPortable as NotPortable
from grader.plain import held

MAX_FRAME = 1 << 20
MAX_START = 4 << 20
MAX_NODES = 100_000
MAX_DEPTH = 32
MAX_DIMENSIONS = 8
MAX_INTEGER_DIGITS = 4096

HEADER = struct.Struct(">I")
_SIZES = [struct.Struct(f">{dimensions}Q") for dimensions in range(MAX_DIMENSIONS + 1)]
_COMPLEX = struct.Struct(">dd")

_ARRAY, _COMPLEX_CODE, _TUPLE, _INTEGER, _RECORD = 1, 2, 3, 4, 5

# Letters rather than numpy's own dtype strings: nothing outside this table can be named.
_DTYPES: dict[bytes, np.dtype[Any]] = {
    b"?": np.dtype("bool"),
    b"b": np.dtype("int8"),
    b"h": np.dtype("<i2"),
    b"i": np.dtype("<i4"),
    b"q": np.dtype("<i8"),
    b"B": np.dtype("uint8"),
    b"H": np.dtype("<u2"),
    b"I": np.dtype("<u4"),
    b"Q": np.dtype("<u8"),
    b"e": np.dtype("<f2"),
    b"f": np.dtype("<f4"),
    b"d": np.dtype("<f8"),
    b"F": np.dtype("<c8"),
    b"D": np.dtype("<c16"),
}
_AS_THEY_ARE = frozenset({float, str, bool, type(None)})
_DTYPE_OF_BYTE = [_DTYPES.get(bytes((byte,))) for byte in range(256)]
_STARTS = [2 + sizes.size for sizes in _SIZES]
_LETTERS: dict[np.dtype[Any], bytes] = {dtype: letter for letter, dtype in _DTYPES.items()}


KINDS: dict[str, type[msgspec.Struct]] = {
    kind.__name__: kind
    for kind in (
        model.Given, model.Formula, model.Asked, model.Cell, model.Returned, model.Raised, model.Missing,
        model.BadSignature, model.Unreadable, model.TooBig, model.TimedOut, model.Died, model.CellOutcome,
        model.Exchange, model.Transcript, model.Raising,
    )
}  # fmt: skip
"""Records that may travel towards the worker, by their names, or be kept on disk (``storage.py``)."""
_TAGS: dict[type, str] = {kind: name for name, kind in KINDS.items()}


class Malformed(ValueError):
    """The bytes are not a frame of ours, or break a cap."""


# --- writing ------------------------------------------------------------------------------------


def _letter(dtype: np.dtype[Any]) -> bytes | None:
    if dtype.kind not in "biufc":
        return None
    return _LETTERS.get(dtype) or _LETTERS.get(dtype.newbyteorder("<"))


def _encode_array(array: np.ndarray[Any, Any], letter: bytes) -> bytes:
    if array.ndim > MAX_DIMENSIONS:
        raise NotPortable(f"an array of {array.ndim} dimensions")
    if array.nbytes > MAX_START:
        raise Malformed(f"an array of {array.nbytes} bytes")  # before it is copied
    if array.dtype is not _DTYPES[letter]:
        array = array.astype(_DTYPES[letter])
    head = letter + bytes((array.ndim,)) + _SIZES[array.ndim].pack(*array.shape)
    return head + array.tobytes()


def _pack(value: Any, trusted: bool, depth: int) -> Any:
    """``value`` as msgspec can write it. Of a student's, what holds a plain value in disguise is that value."""
    if depth > MAX_DEPTH:
        raise NotPortable(f"something nested deeper than {MAX_DEPTH}")
    kind = type(value)
    if kind in _AS_THEY_ARE:
        return value
    if kind is np.ndarray and (letter := _letter(value.dtype)) is not None:
        return msgspec.msgpack.Ext(_ARRAY, _encode_array(value, letter))
    if kind is int:
        if -(1 << 63) <= value < 1 << 64:
            return value
        # 3.33 bits a digit; sized before str(), which takes long for huge numbers.
        if value.bit_length() > 3 * MAX_INTEGER_DIGITS:
            raise NotPortable("an integer of thousands of digits")
        return msgspec.msgpack.Ext(_INTEGER, str(value).encode())
    if kind is list or (kind is tuple and not trusted):
        return [
            item if type(item) in _AS_THEY_ARE else _pack(item, trusted, depth + 1)
            for item in value
        ]
    if kind is tuple:
        items = [_pack(item, trusted, depth + 1) for item in value]
        return msgspec.msgpack.Ext(_TUPLE, msgspec.msgpack.encode(items))
    if kind is complex:
        return msgspec.msgpack.Ext(_COMPLEX_CODE, _COMPLEX.pack(value.real, value.imag))
    if not trusted:
        return _pack(held(value), trusted, depth)
    if isinstance(value, np.generic):
        return _pack(np.asarray(value), trusted, depth)
    if kind is dict:
        return {str(key): _pack(item, trusted, depth + 1) for key, item in value.items()}
    if kind is msgspec.Raw:
        return value
    if kind in _TAGS:
        fields = [_pack(getattr(value, f), trusted, depth + 1) for f in kind.__struct_fields__]
        body = msgspec.msgpack.encode([_TAGS[kind], *fields])
        return msgspec.msgpack.Ext(_RECORD, body)
    raise NotPortable(
        f"an array of dtype {value.dtype}" if kind is np.ndarray else f"a {kind.__name__}"
    )


def packed(value: Any) -> msgspec.Raw:
    """A trusted value as it stands inside messages: what several of them hold is written once."""
    return msgspec.Raw(msgspec.msgpack.encode(_pack(value, True, 1)))


def encode(message: Any, *, limit: int = MAX_FRAME, trusted: bool = False) -> bytes:
    """One frame holding ``message``, any portable value.

    Raises :class:`NotPortable` for other types, :class:`Malformed` when the body exceeds ``limit`` bytes
    or, untrusted, the reader's caps.
    """
    try:
        body = msgspec.msgpack.encode(_pack(message, trusted, 0))
    except (RecursionError, OverflowError, UnicodeError) as error:
        raise NotPortable(f"something that can't be written ({error})") from None
    except MemoryError:
        raise Malformed("more than memory holds") from None
    if len(body) > limit:
        raise Malformed(f"frame of {len(body)} bytes, limit {limit}")
    if not trusted and len(body) > MAX_NODES:
        scan(body)  # fewer bytes hold fewer values
    return HEADER.pack(len(body)) + body


# --- reading ------------------------------------------------------------------------------------


def body_size(header: bytes, *, limit: int = MAX_FRAME) -> int:
    """The byte count of the body that follows ``header``; :class:`Malformed` when over ``limit``."""
    if len(header) != HEADER.size:
        raise Malformed("short header")
    size: int = HEADER.unpack(header)[0]
    if size > limit:
        raise Malformed(f"frame of {size} bytes, limit {limit}")
    return size


def read(body: bytes | memoryview) -> Any:
    """What a worker sent in ``body`` (without the length). Raises :class:`Malformed`."""
    scan(body)
    return unscanned(body)


def unscanned(body: bytes | memoryview) -> Any:
    """The same of a body that :func:`scan` has let pass."""
    return _decoded(body, False)


def decode(body: bytes | memoryview, *, trusted: bool = False) -> Any:
    """The value in ``body`` (without the length). Raises :class:`Malformed`, and nothing else."""
    return _decoded(body, True) if trusted else read(body)


def _decoded(body: bytes | memoryview, trusted: bool) -> Any:
    with malformed():
        return (_TRUSTED if trusted else _UNTRUSTED).decode(body)


@contextlib.contextmanager
def malformed() -> Iterator[None]:
    """Whatever reading raises is :class:`Malformed`."""
    try:
        yield
    except Malformed:
        raise
    except (
        msgspec.MsgspecError,
        LookupError,
        TypeError,
        ValueError,
        RecursionError,
        MemoryError,
        OverflowError,
    ) as error:
        raise Malformed(str(error) or type(error).__name__) from None


_ANSWER, _RETURNED, _CLEAN = b"\x93\xa6answer", b"\x94\xa8returned", b"\x90\x90"


def returned_array(body: bytes) -> tuple[int, np.ndarray[Any, Any]] | None:
    """(number, array) of ``["answer", number, ["returned", array, [], []]]``, None for any other bytes.

    Most answers are such, and this one form is read without walking it: all its bytes are accounted for here. Raises
    :class:`Malformed` for an array that is none.
    """
    if not body.startswith(_ANSWER) or not body.endswith(_CLEAN) or len(body) < 32:
        return None
    at = len(_ANSWER) + 1
    number = body[at - 1]
    if number >= 0x80:
        width = {0xCC: 1, 0xCD: 2}.get(number)
        if width is None:
            return None
        number = int.from_bytes(body[at : at + width], "big")
        at += width
    if not body.startswith(_RETURNED, at):
        return None
    at += len(_RETURNED)
    if body[at] == 0xC7:
        size, code, start = body[at + 1], body[at + 2], at + 3
    elif body[at] == 0xC8:
        size, code, start = int.from_bytes(body[at + 1 : at + 3], "big"), body[at + 3], at + 4
    else:
        return None
    if code != _ARRAY or start + size != len(body) - len(_CLEAN):
        return None
    return number, _array(memoryview(body)[start : start + size])


def scan(body: bytes | memoryview) -> tuple[int, int]:
    """What decoding a worker's bytes would build, without building it: how many values, an array being worth ten, and how long
    the longest string is.

    Raises :class:`Malformed` for more than ``MAX_NODES`` values, nesting beyond ``MAX_DEPTH``, and types that
    a worker has no use for. One byte can ask for a 56-byte object, so a cap on bytes alone is no cap on memory.
    """
    position, end, nodes, arrays, longest = 0, len(body), 0, 0, 0
    open_items = [1]
    while open_items:
        if open_items[-1] == 0:
            open_items.pop()
            continue
        open_items[-1] -= 1
        nodes += 1
        if nodes > MAX_NODES:
            raise Malformed(f"more than {MAX_NODES} values")
        if position >= end:
            raise Malformed("ends too early")
        byte = body[position]
        position += 1
        if byte < 0x80 or byte >= 0xE0 or byte in (0xC0, 0xC2, 0xC3):
            continue
        if 0x90 <= byte < 0xA0:
            items = byte & 0x0F
        elif 0xA0 <= byte < 0xC0:
            position += byte & 0x1F
            continue
        elif byte in _STRINGS:
            width = _STRINGS[byte]
            size = int.from_bytes(body[position : position + width], "big")
            position += width + size
            longest = max(longest, size)
            continue
        elif byte in _EXTENSIONS:
            width, size = _EXTENSIONS[byte]
            if width:
                size = int.from_bytes(body[position : position + width], "big")
            position += width
            if position >= end or body[position] not in _UNTRUSTED_CODES:
                raise Malformed("extension type not allowed")
            arrays += body[position] == _ARRAY
            position += 1 + size
            continue
        elif byte in _NUMBERS:
            position += _NUMBERS[byte]
            continue
        elif byte in _LISTS:
            width = _LISTS[byte]
            items = int.from_bytes(body[position : position + width], "big")
            position += width
        else:
            raise Malformed(f"type {byte:#x} not allowed")
        # Each item takes a byte at least: a count beyond the rest of the body is a lie.
        if items > end - position:
            raise Malformed("announces more values than it holds")
        open_items.append(items)
        if len(open_items) > MAX_DEPTH + 2:
            raise Malformed("nested too deeply")
    if position != end:
        raise Malformed("is longer or shorter than its values")
    return nodes + 9 * arrays, longest


# msgpack's own table by first byte: the width of the length field, for extensions of a fixed size that size,
# for numbers their own size.
_STRINGS = {0xD9: 1, 0xDA: 2, 0xDB: 4}
_EXTENSIONS = {
    0xC7: (1, 0), 0xC8: (2, 0), 0xC9: (4, 0),
    0xD4: (0, 1), 0xD5: (0, 2), 0xD6: (0, 4), 0xD7: (0, 8), 0xD8: (0, 16),
}  # fmt: skip
_NUMBERS = {
    0xCA: 4, 0xCB: 8, 0xCC: 1, 0xCD: 2, 0xCE: 4, 0xCF: 8, 0xD0: 1, 0xD1: 2, 0xD2: 4, 0xD3: 8,
}  # fmt: skip
_LISTS = {0xDC: 2, 0xDD: 4}
_UNTRUSTED_CODES = (_ARRAY, _COMPLEX_CODE, _INTEGER)


def _array(body: memoryview) -> np.ndarray[Any, Any]:
    if len(body) < 2:
        raise Malformed("short array")
    dtype, dimensions = _DTYPE_OF_BYTE[body[0]], body[1]
    if dtype is None or dimensions > MAX_DIMENSIONS:
        raise Malformed("array dtype or dimensions not allowed")
    start = _STARTS[dimensions]
    if len(body) < start:
        raise Malformed("short array")
    shape = _SIZES[dimensions].unpack_from(body, 2)
    # A zero size would let the others be absurd; numpy refuses those with an error of its own.
    if math.prod(shape) * dtype.itemsize != len(body) - start or (shape and max(shape) >= 1 << 31):
        raise Malformed("array size does not match its shape")
    data = bytearray(body[start:])
    if dtype.kind == "b" and data.strip(b"\x00\x01"):
        raise Malformed("boolean array with other bytes")
    try:
        return np.ndarray(shape, dtype, data)
    except ValueError as error:  # sizes whose product overflows beside a zero
        raise Malformed(str(error)) from None


def _untrusted_ext(code: int, body: memoryview) -> Any:
    if code == _ARRAY:
        return _array(body)
    if code == _COMPLEX_CODE:
        if len(body) != _COMPLEX.size:
            raise Malformed("complex number of the wrong size")
        return complex(*_COMPLEX.unpack(body))
    if code == _INTEGER:
        digits = bytes(body)
        if len(digits) > MAX_INTEGER_DIGITS or not digits.removeprefix(b"-").isdigit():
            raise Malformed("integer without digits")
        return int(digits)
    raise Malformed(f"extension type {code}")


def _own_array(body: memoryview) -> np.ndarray[Any, Any]:
    """An array that the grader itself has written."""
    sizes = _SIZES[body[1]]
    shape, data = sizes.unpack_from(body, 2), bytearray(body[2 + sizes.size :])
    return np.ndarray(shape, _DTYPES[bytes(body[:1])], data)


def extensions(record: Callable[[str, list[Any]], Any]) -> Callable[[int, memoryview], Any]:
    """What reads the grader's own extension types: records are made by ``record`` from their tag and values."""

    def read(code: int, body: memoryview) -> Any:
        if code == _ARRAY:
            return _own_array(body)
        if code == _TUPLE:
            return tuple(decoder.decode(body)) if body != _NO_ITEMS else ()
        if code == _RECORD:
            tag, *values = decoder.decode(body)
            return record(tag, values)
        return _untrusted_ext(code, body)

    decoder = msgspec.msgpack.Decoder(ext_hook=read)
    return read


def _of_these_fields(tag: str, values: list[Any]) -> Any:
    kind = KINDS[tag]
    return kind(**dict(zip(kind.__struct_fields__, values, strict=True)))


_NO_ITEMS = msgspec.msgpack.encode([])
_UNTRUSTED = msgspec.msgpack.Decoder(ext_hook=_untrusted_ext)
_TRUSTED = msgspec.msgpack.Decoder(ext_hook=extensions(_of_these_fields))
