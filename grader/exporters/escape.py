"""Making text harmless for where it goes. Everything a student wrote passes through here.

Control characters can repaint a terminal, HTML can run, a cell that starts with ``=`` is a formula for
a spreadsheet, and right-to-left overrides show text in another order than it has.
"""

from __future__ import annotations

import hashlib
import re
from html import escape as _html

# C0 and C1 controls but newline and tab, DEL, line separators, and bidirectional overrides.
CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\u200e\u200f\ufeff]"
)
# What means something in Markdown.
_MARKS = re.compile(r"([\\`*_{}\[\]()<>#!|~$])")
# Some spreadsheets read the full-width signs of East Asian keyboards as the signs themselves.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")

_MARKED = re.compile(r"-[0-9a-f]{32}$")


def plain(text: str, limit: int | None = None) -> str:
    """``text`` without control characters, cut at ``limit`` characters; lone surrogates replaced."""
    clean = text
    if not (text.isascii() and text.isprintable()):
        clean = CONTROLS.sub("\ufffd", text).encode("utf-8", "replace").decode()
    return clean if limit is None or len(clean) <= limit else clean[: limit - 1] + "…"


def line(text: str, limit: int | None = None) -> str:
    """``text`` on one line."""
    return plain(" ".join(text.split()), limit)


def html(text: str) -> str:
    return _html(plain(text), quote=True)


def markdown(text: str) -> str:
    """``text`` that Markdown shows as it is: no links, no HTML, no headings."""
    return _MARKS.sub(r"\\\1", line(text))


def code(text: str) -> str:
    """``text`` as inline Markdown code, whatever backquotes it holds."""
    clean = line(text)
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", clean)), default=0))
    space = " " if clean.startswith("`") or clean.endswith("`") else ""
    return f"{fence}{space}{clean}{space}{fence}"


def block(text: str) -> str:
    """``text`` as a fenced Markdown block."""
    clean = plain(text).rstrip("\n")
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", clean)), default=0))
    return f"{fence}text\n{clean}\n{fence}"


def cell(text: str) -> str:
    """``text`` as a CSV cell that no spreadsheet takes for a formula."""
    clean = line(text)
    return f"'{clean}" if clean.startswith(_FORMULA) else clean


def file_name(student: str) -> str:
    """A file name for a student's id that stays in its folder on every system. What had to be changed gets a
    mark of the original, and so does what is written like a name with a mark: no student's file is written over another's."""
    kept = "".join(c if c.isalnum() or c in "-_. @" else "_" for c in student).strip(". ")[:120]
    if kept and kept == student and not _MARKED.search(kept):
        return kept
    mark = hashlib.sha256(student.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return f"{kept[:100] or 'unnamed'}-{mark}"
