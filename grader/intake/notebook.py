"""A notebook's code cells, read leniently and without its outputs.

Only ``cell_type`` and ``source`` matter here, so a missing kernelspec, doubled ids or broken metadata cost
nobody a point. Outputs (megabytes of pictures) are skipped while parsing, never built. Formats 4
(``cells``) and 2 and 3 (``worksheets``, ``input``) are read.
"""

from __future__ import annotations

import json
from typing import Any

import msgspec

from grader.intake.cells import MAX_CELLS, clean_cell, has_code, magic_notices
from grader.intake.errors import BadInput
from grader.model import Cell, Notice

_NOT_A_NOTEBOOK = "open it in Jupyter, save it, and hand that file in"


# Raw fields are slices of the file, read one by one and only when they are small: a hostile file of 50 MiB
# of brackets would become a gigabyte of lists.
_MAX_FIELD = 2 << 20
_MAX_LENIENT = 8 << 20


class _RawCell(msgspec.Struct):
    cell_type: str
    source: msgspec.Raw = msgspec.Raw(b"")
    input: msgspec.Raw = msgspec.Raw(b"")


class _Worksheet(msgspec.Struct):
    cells: list[_RawCell] = []


class _Notebook(msgspec.Struct):
    cells: list[_RawCell] | None = None
    worksheets: list[_Worksheet] | None = None
    metadata: msgspec.Raw = msgspec.Raw(b"")


def read_notebook(raw: bytes, place: str) -> tuple[tuple[Cell, ...], tuple[Notice, ...]]:
    """The code cells of the notebook ``raw``, named "cell 1", "cell 2", … Raises BadInput."""
    notebook = _decode(raw, place)
    found = notebook.cells
    if found is None and notebook.worksheets is not None:
        found = [cell for sheet in notebook.worksheets for cell in sheet.cells]
    if found is None:
        raise BadInput(place, f"JSON, but not a notebook (it has no cells); {_NOT_A_NOTEBOOK}")
    cells: list[Cell] = []
    whole: list[Cell] = []
    notices = list(_language(notebook.metadata, place))
    number = filled = 0
    for raw_cell in found:
        if raw_cell.cell_type != "code":
            continue
        number += 1
        name = f"cell {number}"
        field = raw_cell.source or raw_cell.input
        if len(field) > _MAX_FIELD:
            raise BadInput(f"{place}, {name}", "is far too large; hand in code, not data")
        source, damaged = _text(_value(field) if field else "")
        if damaged:
            notices.append(
                Notice(
                    label="intake.damaged",
                    text="The source of this cell is damaged; what can be read of it is used.",
                    place=name,
                )
            )
        if not has_code(source):
            continue
        filled += 1
        if filled > MAX_CELLS:
            raise BadInput(
                place, f"has more than {MAX_CELLS} code cells; hand in the template's cells only"
            )
        pieces, taken = clean_cell(source, name, 1)
        cells += pieces
        whole.append(Cell(source=source, name=name))
        notices += magic_notices(name, taken)
    # So many statements are no honest work; each would be a message of its own.
    return tuple(cells if len(cells) <= MAX_CELLS else whole), tuple(notices)


def as_utf8(raw: bytes) -> bytes:
    """JSON without its byte order mark, and as UTF-8 where the mark says UTF-16."""
    if raw[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return raw.decode("utf-16", "replace").encode("utf-8", "replace")
    return raw.removeprefix(b"\xef\xbb\xbf")


def looks_like_notebook(raw: bytes) -> bool:
    """Whether ``raw`` (UTF-8) is a JSON object that speaks of cells."""
    return raw.lstrip()[:1] == b"{" and (b'"cells"' in raw or b'"worksheets"' in raw)


def _decode(raw: bytes, place: str) -> _Notebook:
    if not raw.strip():
        raise BadInput(place, f"the notebook is empty; {_NOT_A_NOTEBOOK}")
    try:
        return msgspec.json.decode(raw, type=_Notebook)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        pass
    # Python's own writer makes NaN and lone surrogates, which are no JSON; its reader takes them.
    if len(raw) > _MAX_LENIENT:
        raise BadInput(place, f"not a readable notebook; clear its outputs, or {_NOT_A_NOTEBOOK}")
    try:
        tree = json.loads(raw.decode("utf-8"), parse_constant=lambda _: None)
        clean = json.dumps(tree, ensure_ascii=False).encode("utf-8", "replace")
        return msgspec.json.decode(clean, type=_Notebook)
    except json.JSONDecodeError as error:
        if b"\n<<<<<<<" in raw:
            why = "it holds the marks of a merge conflict"
        elif error.pos >= len(error.doc.rstrip()) or error.msg.startswith("Unterminated"):
            why = "it is cut off: not all of it was saved or loaded"
        else:
            why = error.msg
        raise BadInput(
            place, f"not a readable notebook ({why}); {_NOT_A_NOTEBOOK}", line=error.lineno
        ) from None
    except UnicodeDecodeError as error:
        raise BadInput(place, f"byte {error.start} is not UTF-8 text; {_NOT_A_NOTEBOOK}") from None
    except RecursionError:
        raise BadInput(place, f"nested too deeply for a notebook; {_NOT_A_NOTEBOOK}") from None
    except (msgspec.DecodeError, ValueError):
        raise BadInput(place, f"JSON, but not a notebook; {_NOT_A_NOTEBOOK}") from None


def _value(field: msgspec.Raw) -> Any:
    """The value of a field; None when it is damaged."""
    try:
        return msgspec.json.decode(field)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def _text(source: Any) -> tuple[str, bool]:
    """The text of a ``source`` field (a string or a list of lines) and whether some of it was lost."""
    damaged = False
    if isinstance(source, list):
        damaged = not all(isinstance(line, str) for line in source)
        source = "".join(line for line in source if isinstance(line, str))
    if not isinstance(source, str):
        return "", True
    text = source.encode("utf-8", "replace").decode("utf-8")
    damaged = damaged or (text != source)
    return text.replace("\r\n", "\n").replace("\r", "\n"), damaged


def _language(field: msgspec.Raw, place: str) -> tuple[Notice, ...]:
    metadata = _value(field) if 0 < len(field) <= _MAX_FIELD else None
    for key, entry in (("kernelspec", "language"), ("language_info", "name")):
        part = metadata.get(key) if isinstance(metadata, dict) else None
        language = part.get(entry) if isinstance(part, dict) else None
        if isinstance(language, str) and not language.lower().startswith(("python", "ipython")):
            return (
                Notice(
                    label="intake.language",
                    text="The notebook says its language is not Python; it is graded as Python.",
                    place=place,
                ),
            )
    return ()
