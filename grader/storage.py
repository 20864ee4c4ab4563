"""What is kept on disk: readable by every later version, and never misread by an earlier one.

A kept value has an envelope: the number of the layout and, for each kind of record, the names of its fields. Inside, a record is
the name of its kind and its fields in that order. So a field that was added since has its default when an old file is read, one
that was given up is passed over, and a file of a newer layout is known as such (:class:`Newer`) before anything of it is believed.
Whoever adds a kind or a field raises ``VERSION`` and gives the field a default; a test says so.

The first files had no envelope: their records have the fields of ``_FIRST``. Files of that time lie in ``tests/kept``, to be read
for ever.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Any, final

import msgspec

from grader import wire

VERSION = 6
"""Up to 3 there was no envelope."""

_FIRST: dict[str, list[str]] = {
    "Given": ["name"],
    "Formula": ["source", "parameters", "constants"],
    "Asked": ["function"],
    "Cell": ["source", "name", "first_line"],
    "Returned": ["value", "mutated", "warnings", "asked"],
    "Raised": ["kind", "message", "place", "line", "text"],
    "Missing": ["defined"],
    "BadSignature": ["got"],
    "Unreadable": ["why"],
    "TooBig": [],
    "TimedOut": ["seconds", "skipped", "submission"],
    "Died": ["why", "skipped"],
    "CellOutcome": ["name", "error"],
    "Transcript": ["cells", "answers", "output", "output_cut", "layers"],
    "Raising": ["kind"],
}


class Newer(Exception):
    """Written by a newer version of grader than this one."""


class _Envelope(msgspec.Struct):
    version: int
    fields: msgspec.Raw
    value: msgspec.Raw


_OPENING = b"\x83\xa7version"
_ENVELOPES = msgspec.msgpack.Decoder(_Envelope)
_NAMES = msgspec.msgpack.Decoder(dict[str, list[str]])
_SHALLOW = msgspec.msgpack.Decoder()
_OF_FIRST = msgspec.msgpack.encode(_FIRST)


@functools.cache
def _of_today() -> bytes:
    names = {tag: list(kind.__struct_fields__) for tag, kind in wire.KINDS.items()}
    return msgspec.msgpack.encode(names)


def dump(value: Any, *, limit: int) -> bytes:
    """``value`` as it is kept. Raises :class:`wire.Malformed` beyond ``limit`` bytes, :class:`wire.NotPortable`."""
    frame = wire.encode(value, limit=limit, trusted=True)
    envelope = _Envelope(
        version=VERSION,
        fields=msgspec.Raw(_of_today()),
        value=msgspec.Raw(frame[wire.HEADER.size :]),
    )
    return msgspec.msgpack.encode(envelope)


def load(raw: bytes) -> Any:
    """The value kept in ``raw``. Raises :class:`wire.Malformed` and :class:`Newer`."""
    with wire.malformed():
        body, reader = _opened(raw)
        return reader.decoder.decode(body)


@final
class Parts:
    """A kept record of which only what is asked for is read. ``fields`` holds the records, arrays and tuples in it as they came,
    to be hashed and, if need be, read by :meth:`whole`. Raises :class:`wire.Malformed` and :class:`Newer`."""

    def __init__(self, raw: bytes) -> None:
        with wire.malformed():
            body, self._reader = _opened(raw)
            outer = _SHALLOW.decode(body)
            if not isinstance(outer, msgspec.msgpack.Ext):
                raise wire.Malformed("not a record")
            tag, *values = _SHALLOW.decode(outer.data)
            self.fields = self._reader.defaults(tag) | self._reader.named(tag, values)

    def whole(self, part: Any) -> Any:
        """The value of a part that was left unread."""
        if not isinstance(part, msgspec.msgpack.Ext):
            return part
        with wire.malformed():
            return self._reader.extension(part.code, memoryview(part.data))


def _opened(raw: bytes) -> tuple[bytes | msgspec.Raw, _Reader]:
    """The value's bytes, and what reads them."""
    if (
        raw[:1] < b"\x04"
    ):  # some begin with their length, less than 64 MB, which no kept value looks like
        raw = raw[wire.HEADER.size :]
    if not raw.startswith(_OPENING):
        return raw, _reader(_OF_FIRST)
    envelope = _ENVELOPES.decode(raw)
    if envelope.version > VERSION:
        raise Newer(f"layout {envelope.version}, of a newer version of grader")
    return envelope.value, _reader(bytes(envelope.fields))


@functools.lru_cache(maxsize=16)
def _reader(names: bytes) -> _Reader:
    return _Reader(_NAMES.decode(names))


@final
class _Reader:
    """Reads values whose records have these fields."""

    def __init__(self, names: Mapping[str, Sequence[str]]) -> None:
        self._names = {tag: names[tag] for tag in names.keys() & wire.KINDS.keys()}
        self.extension: Callable[[int, memoryview], Any] = wire.extensions(self._record)
        self.decoder = msgspec.msgpack.Decoder(ext_hook=self.extension)

    def named(self, tag: str, values: Sequence[Any]) -> dict[str, Any]:
        known = wire.KINDS[tag].__struct_fields__
        pairs = zip(self._names[tag], values, strict=True)
        return {name: value for name, value in pairs if name in known}

    def defaults(self, tag: str) -> dict[str, Any]:
        return {
            field.name: field.default
            if field.default is not msgspec.NODEFAULT
            else field.default_factory()
            for field in msgspec.structs.fields(wire.KINDS[tag])
            if not field.required
        }

    def _record(self, tag: str, values: Sequence[Any]) -> Any:
        return wire.KINDS[tag](**self.named(tag, values))
