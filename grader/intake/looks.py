"""What a file is that no student meant to hand in, and what in one is easily overlooked.

A web page saved under a notebook's name, a PDF called ``.py``: each has its own line that says what it is and how to get the file
that was meant. What can't be graded at all is refused rather than graded as nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from grader.intake.choosing import contents
from grader.intake.errors import BadInput
from grader.model import Cell, Notice

_STARTS = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a zip, or a document of an office program"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a rar archive"),
    (b"{\\rtf", "a rich text document"),
    (b"\xd0\xcf\x11\xe0", "a document of an office program"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x7fELF", "a program"),
    (b"bplist", "a link that a browser saved"),
    (b"[InternetShortcut]", "a link that a browser saved"),
)
_WEB_PAGE = re.compile(
    rb"(?:<!--.*?-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_MARIMO = re.compile(r"^(?:import marimo\b|@app\.(?:cell|function)\b)", re.MULTILINE)
_DEFINED = re.compile(r"^def[ \t]++(\w++)", re.MULTILINE)


def refuse_other_kinds(raw: bytes, place: str) -> None:
    """Raises BadInput for a file that by its first bytes is neither a script nor a notebook."""
    head = raw[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    if head[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        head = head.decode("utf-16", "replace").encode().lstrip()
    if _WEB_PAGE.match(head):
        raise BadInput(
            place,
            "is a web page, not the file it shows; download the file itself (on GitHub with Download raw file, in "
            "Jupyter with File > Download) and hand that in",
        )
    what = next((name for start, name in _STARTS if head.startswith(start)), "")
    if not what and raw[2:4] == b"\r\n" and b"\0" in raw[:16]:
        what = "compiled Python (.pyc)"
    if what:
        raise BadInput(
            place, f"is {what}, whatever its name; hand in the script or notebook itself"
        )


def refuse_marimo(text: str, place: str) -> None:
    """Raises BadInput for a marimo notebook, whose cells are functions."""
    if len(set(_MARIMO.findall(text[: 1 << 20]))) > 1:
        raise BadInput(
            place,
            "is a marimo notebook, in which your functions are inside of cells; hand in what "
            "`marimo export script FILE -o NAME.py` makes of it",
        )


def mentioned(source: str, due: frozenset[str]) -> bool:
    """Whether any name that is due stands somewhere in the code."""
    return not due.isdisjoint(re.findall(r"\w++", source))


def twice(cells: Iterable[Cell]) -> tuple[Notice, ...]:
    """Functions with a stub below finished work: Python keeps the last one."""
    places: dict[str, list[tuple[Cell, int]]] = {}
    for cell in cells:
        for match in _DEFINED.finditer(cell.source):
            places.setdefault(match[1], []).append((cell, match.start()))
    notices = []
    for name, found in places.items():
        if len(found) < 2:
            continue
        (last, _), before = found[-1], [cell for cell, _ in found[:-1]]
        due = frozenset({name})
        if contents([last], due)[1] and any(contents([cell], due)[0] for cell in before):
            said = [
                f"line {line}" if cell.name.endswith(".py") else f"line {line} of {cell.name}"
                for cell, line in (
                    (cell, cell.first_line + cell.source.count("\n", 0, start))
                    for cell, start in found
                )
            ]
            text = (
                f"`{name}` is defined {'twice' if len(said) == 2 else f'{len(said)} times'}, {said[0]} and {said[-1]}; the last one counts, and "
                "nothing is filled in there. Delete it."
            )
            notices.append(Notice(label="intake.twice", text=text, place=last.name))
    return tuple(notices)
