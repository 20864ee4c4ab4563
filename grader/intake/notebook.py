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


class _RawCell(msgspec.Struct):
    cell_type: Any = None
    source: Any = None
    input: Any = None


class _Worksheet(msgspec.Struct):
    cells: list[_RawCell] = []


class _Notebook(msgspec.Struct):
    cells: list[_RawCell] | None = None
    worksheets: list[_Worksheet] | None = None
    metadata: Any = None


def read_notebook(raw: bytes, place: str) -> tuple[tuple[Cell, ...], tuple[Notice, ...]]:
    """The code cells of the notebook ``raw``, named "cell 1", "cell 2", … Raises BadInput."""
    notebook = _decode(raw, place)
    found = notebook.cells
    if found is None and notebook.worksheets is not None:
        found = [cell for sheet in notebook.worksheets for cell in sheet.cells]
    if found is None:
        raise BadInput(place, f"JSON, but not a notebook (it has no cells); {_NOT_A_NOTEBOOK}")
    cells: list[Cell] = []
    notices = list(_language(notebook.metadata, place))
    number = filled = 0
    for raw_cell in found:
        if raw_cell.cell_type != "code":
            continue
        number += 1
        name = f"cell {number}"
        source, damaged = _text(raw_cell.source if raw_cell.source is not None else raw_cell.input)
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
        notices += magic_notices(name, taken)
    if len(cells) > MAX_CELLS:
        raise BadInput(
            place, "has too many broken cells; run them in Jupyter and mend what it marks"
        )
    return tuple(cells), tuple(notices)


def looks_like_notebook(raw: bytes) -> bool:
    head = raw[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    return head.startswith(b"{") and (b'"cells"' in raw or b'"worksheets"' in raw)


def _decode(raw: bytes, place: str) -> _Notebook:
    if not raw.strip():
        raise BadInput(place, f"the notebook is empty; {_NOT_A_NOTEBOOK}")
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    if raw[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        raw = raw.decode("utf-16", "replace").encode()
    try:
        return msgspec.json.decode(raw, type=_Notebook)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        pass
    # Python's own writer makes NaN and lone surrogates, which are no JSON; its reader takes them.
    try:
        return msgspec.convert(json.loads(raw.decode("utf-8")), _Notebook)
    except json.JSONDecodeError as error:
        conflict = b"\n<<<<<<<" in raw
        why = "it holds the marks of a merge conflict" if conflict else error.msg
        raise BadInput(
            place, f"not a readable notebook ({why}); {_NOT_A_NOTEBOOK}", line=error.lineno
        ) from None
    except UnicodeDecodeError as error:
        raise BadInput(
            place, f"byte {error.start} is not UTF-8 text; {_NOT_A_NOTEBOOK}"
        ) from None
    except RecursionError:
        raise BadInput(place, f"nested too deeply for a notebook; {_NOT_A_NOTEBOOK}") from None
    except (msgspec.ValidationError, ValueError):
        raise BadInput(place, f"JSON, but not a notebook; {_NOT_A_NOTEBOOK}") from None


def _text(source: Any) -> tuple[str, bool]:
    """The text of a ``source`` field (a string or a list of lines) and whether some of it was lost."""
    damaged = False
    if source is None:
        source = ""
    if isinstance(source, list):
        damaged = not all(isinstance(line, str) for line in source)
        source = "".join(line for line in source if isinstance(line, str))
    if not isinstance(source, str):
        return "", True
    text = source.encode("utf-8", "replace").decode("utf-8")
    damaged = damaged or (text != source)
    return text.replace("\r\n", "\n").replace("\r", "\n"), damaged


def _language(metadata: Any, place: str) -> tuple[Notice, ...]:
    for key, field in (("kernelspec", "language"), ("language_info", "name")):
        part = metadata.get(key) if isinstance(metadata, dict) else None
        language = part.get(field) if isinstance(part, dict) else None
        if isinstance(language, str) and not language.lower().startswith(("python", "ipython")):
            return (
                Notice(
                    label="intake.language",
                    text="The notebook says its language is not Python; it is graded as Python.",
                    place=place,
                ),
            )
    return ()
