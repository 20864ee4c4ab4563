"""What a worker sent, as records: hostile data, believed in nothing that can be looked up instead."""

from __future__ import annotations

import builtins
from collections.abc import Mapping, Sequence

from grader import wire
from grader.model import (
    Answer,
    BadSignature,
    Missing,
    Raised,
    Returned,
    TooBig,
    Unreadable,
    Value,
)

MAX_TEXT = 600
MAX_NAME = 100

Lines = Mapping[str, Mapping[int, str]]


def tagged(message: Value) -> list[Value]:
    """``message``, which must be a list that begins with a word: a pattern would compare an array entry by entry, and
    the truth of that is an error. Raises :class:`grader.wire.Malformed`."""
    if type(message) is list and message and type(message[0]) is str:
        return message
    raise wire.Malformed("no message")


def read_answer(answer: Value, lines: Lines, counts: Sequence[int] = ()) -> Answer:
    """The record of an answer that a worker sent, checked as the hostile data it is.

    ``lines``: the source by place and line number. Raises :class:`grader.wire.Malformed`.
    """
    match tagged(answer):
        case ["returned", value, list() as mutated, list() as categories, *form]:
            changed = {k for k in mutated if type(k) is int and 0 <= k < MAX_NAME}
            return Returned(
                value=value,
                mutated=tuple(sorted(changed)),
                warnings=tuple(n[:MAX_NAME] for n in categories[:5] if isinstance(n, str)),
                asked=tuple(counts),
                form="tuple" if type(value) is list and form == ["tuple"] else "",
            )
        case ["raised", *_]:
            return read_error(answer, lines)
        case ["missing", list() as names]:
            return Missing(
                defined=tuple(
                    name
                    for name in names[:50]
                    if isinstance(name, str) and len(name) <= MAX_NAME and name.isidentifier()
                )
            )
        case ["signature", str() as got]:
            return BadSignature(got=got[:MAX_TEXT])
        case ["unreadable", str() as why]:
            return Unreadable(why=why[:MAX_TEXT])
        case ["toobig"]:
            return TooBig()
    raise wire.Malformed("no answer")


def read_error(error: Value, lines: Lines) -> Raised:
    """The record of an error that a worker sent; the line of code is looked up, not believed."""
    match tagged(error):
        case ["raised", str() as kind, str() as message, str() as place, line]:
            known = getattr(builtins, kind, None)
            if not (isinstance(known, type) and issubclass(known, BaseException)):
                kind = "Exception"
            source = lines.get(place, {})
            known_line = line if type(line) is int and line in source else None
            return Raised(
                kind=kind,
                message=message[:MAX_TEXT],
                place=place if known_line else "",
                line=known_line,
                text=source[known_line].strip()[:MAX_TEXT] if known_line else "",
            )
    raise wire.Malformed("no error")
