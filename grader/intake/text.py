"""Bytes of a script to text, by Python's own rules, and no guessing.

UTF-8 unless the file says otherwise: by a byte order mark (Windows editors write UTF-16 with one), or by
an encoding cookie in its first two lines (PEP 263). Guessing an encoding would turn one student's ``ü``
into two letters without a word, so anything else is refused with the offset of the first bad byte.
"""

from __future__ import annotations

import codecs
import re

from grader.intake.errors import BadInput
from grader.model import Notice

_MARKS = (  # UTF-32 first: its little-endian mark begins with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]{1,40})")
_BLANK = re.compile(rb"^[ \t\f]*(?:#|$)")

# Character sets only. Python also finds rot13, punycode, unicode_escape, ... under such names: they
# are transformations, some of them quadratic, and no editor writes them.
_CHARACTER_SETS = re.compile(
    r"ascii|utf-8|iso8859-\d+|cp\d+|koi8-\w|mac-\w+|gb\w+|big5\w*|euc_\w+|shift_jis\w*|johab|tis-620|kz1048"
)


def decode(raw: bytes, place: str) -> tuple[str, tuple[Notice, ...]]:
    """The text of a script, with ``\\n`` line ends. Raises BadInput."""
    encoding, notices, start = "utf-8", [], 0
    for mark, name, family in _MARKS:
        if raw.startswith(mark):
            encoding, start = name, len(mark)
            notices.append(
                Notice(
                    label="intake.encoding",
                    place=place,
                    text=f"The file is saved as {family}; Python reads UTF-8. Save it as UTF-8.",
                )
            )
            break
    else:
        if raw.startswith(codecs.BOM_UTF8):
            start = len(codecs.BOM_UTF8)
        elif (cookie := _cookie(raw)) is not None:
            encoding = _character_set(cookie, place)
    try:
        text = raw[start:].decode(encoding)
    except UnicodeDecodeError as error:
        offset = start + error.start
        raise BadInput(
            place,
            f"byte {offset} (0x{raw[offset]:02X}) is not {encoding.upper()} text; save the file as UTF-8",
            line=raw.count(b"\n", 0, offset) + 1,
        ) from None
    except UnicodeError as error:
        reason = str(error).splitlines()[0]
        raise BadInput(
            place, f"not {encoding.upper()} text ({reason}); save the file as UTF-8"
        ) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if (offset := text.find("\0")) >= 0:
        raise BadInput(
            place,
            "holds a NUL character, so it is not a Python script (or UTF-16 without its mark); "
            "save it as plain text in UTF-8",
            line=text.count("\n", 0, offset) + 1,
        )
    return text, tuple(notices)


def _cookie(raw: bytes) -> str | None:
    for line in raw[:1000].splitlines()[:2]:
        if match := _COOKIE.match(line):
            return match[1].decode("ascii", "replace")
        if not _BLANK.match(line):
            return None
    return None


def _character_set(cookie: str, place: str) -> str:
    try:
        name = codecs.lookup(cookie).name
    except (LookupError, ValueError):
        name = ""
    if not _CHARACTER_SETS.fullmatch(name):
        raise BadInput(
            place, f'"{shown_cookie(cookie)}" is not an encoding of text; save the file as UTF-8', 1
        )
    return name


def shown_cookie(cookie: str) -> str:
    return cookie.encode("ascii", "replace").decode()
