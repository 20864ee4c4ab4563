"""What is wrong with a file that was handed in, as one line that any terminal can show.

File names and file contents come from strangers, so every name passes through :func:`shown` before a
person sees it: control characters could repaint the terminal, newlines could forge a second line.
"""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from pathlib import Path

_LONGEST = 120
_LONGEST_ID = 200
_MARK = 32
MARKED = re.compile(rf"-[0-9a-f]{{{_MARK}}}$")


class WrongUse(Exception):
    """The program can't do what was asked; ``str()`` is one line for the user: what is wrong, what to do."""

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows: the line alone."""
        return [f"grader: {self}"]


class BadInput(WrongUse):
    """A submission, download or roster that can't be used as it is.

    ``str()`` is one line: the place, what is wrong, what to do.
    """

    def __init__(self, place: str | Path, problem: str, line: int | None = None) -> None:
        where = shown(_relative(place) if isinstance(place, Path) else place)
        at = f"{where}:{line}" if line is not None else where
        super().__init__(f"{at}: {problem}")


def shown(name: str | Path, longest: int = _LONGEST) -> str:
    """``name`` on one line, without control, format or lone surrogate characters, cut in its middle."""
    clean = str(name)[: 16 * _LONGEST]
    if not clean.isprintable():  # also says no to some that may stand
        clean = "".join(
            "\ufffd" if unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Zl", "Zp"} else letter
            for letter in clean
        )
    if len(clean) <= longest:
        return clean
    return f"{clean[: longest // 2]}…{clean[len(clean) - longest // 2 + 1 :]}"


def safe_id(text: str) -> str:
    """``text`` as a name for reports and their files: one line, no separators, at most 200 bytes. An id stays what it is.

    What had to be changed gets a mark of the original, so that two students never become one.
    """
    whole = unicodedata.normalize("NFC", text)
    clean = re.sub(r'[/\\:*?"<>|\ufffd]+', "_", shown(whole, 400)).strip(" .")
    if clean and clean == whole and len(clean.encode("utf-8", "replace")) <= _LONGEST_ID:
        return clean
    raw = clean.encode("utf-8", "replace")
    if len(raw) > _LONGEST_ID - _MARK - 1:
        clean = raw[: _LONGEST_ID - _MARK - 1].decode("utf-8", "ignore")
    return marked(clean, whole)


def id_of(name: str) -> str:
    """The id that a name gets which a stranger chose. Two names have one id only where they look the same to Unicode (NFC).

    A name that is written like an id with a mark is marked itself, or it would be that id.
    """
    whole = unicodedata.normalize("NFC", name)
    found = safe_id(whole)
    return (
        marked(found[:30], f"name\0{whole}") if found == whole and MARKED.search(found) else found
    )


def marked(clean: str, original: str) -> str:
    """``clean`` with 128 bits that follow from the original: nobody finds another original for them."""
    digest = hashlib.sha256(original.encode("utf-8", "surrogatepass")).hexdigest()[:_MARK]
    return f"{clean or 'unnamed'}-{digest}"


def named(names: list[str], most: int = 5) -> str:
    """ "a.py, b.py and 3 more"."""
    first = ", ".join(shown(name, 60) for name in names[:most])
    return first if len(names) <= most else f"{first} and {len(names) - most} more"


def _relative(path: Path) -> Path:
    try:
        return Path(os.path.abspath(path)).relative_to(Path.cwd())
    except (ValueError, OSError):
        return path
