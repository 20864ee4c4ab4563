"""A script or a notebook's cell, cut so that an error costs as little as possible.

1. A script in the percent format (``# %%``) is cut at its markers.
2. What is Python is cut into its top-level statements: when one raises, those below it still run.
3. Where the text is no Python, the smallest pieces that are Python are looked for from the top: from a line
   that begins at column 0 to the first such line before which the piece parses. What can't be made to parse
   ends at the next such line, and is the one piece that fails.

Looking is bounded, since the text is a stranger's: one that is not ``within_bounds`` is not cut by 2 and 3.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from grader.intake.magics import blank_magics, suspicious
from grader.model import Cell, Notice
from grader.parsing import PARSED, parse, within_bounds

MAX_CELLS = 2_000
_LOOK_AHEAD = 40
_ON_A_LINE = 50
"""So many statements on one line are cut apart; more are no honest work, and finding each takes time."""

_MARKER = re.compile(r"^#[ \t]?%%+(?:[ \t](.*))?$")
_TEXT_CELL = re.compile(r"\[(?:markdown|md|raw)\]")
_QUOTED = re.compile(r"""\s*r?(\"{3}|'{3}).*\1\s*""", re.DOTALL)
_START = re.compile(r"^[^\s#)\]}]")
_GOES_ON = re.compile(r"^(?:else|elif|except|finally)\b")
_DEFINITION = re.compile(r"^(?:def|class|async\s+def)\b|^@")


def split_script(text: str, name: str) -> tuple[tuple[Cell, ...], tuple[Notice, ...]]:
    """The cells of a script called ``name``. At most ``MAX_CELLS``: neighbours are joined when there are more."""
    name = str(name)  # nothing else travels to a worker
    lines = text.split("\n")
    markers = [k for k, line in enumerate(lines) if line.startswith("#") and _MARKER.match(line)]
    if not markers:
        cells, taken = clean_cell(text, name, 1)
    else:
        cells, taken = [], []
        for begin, end in zip([-1, *markers], [*markers, len(lines)], strict=True):
            source = "\n".join(lines[begin + 1 : end])
            title = _MARKER.match(lines[begin]) if begin >= 0 else None
            is_text = title is not None and _TEXT_CELL.search(title[1] or "") is not None
            if has_code(source) and not (is_text and _QUOTED.fullmatch(source)):
                pieces, gone = clean_cell(source, name, begin + 2)
                cells += pieces
                taken += gone
    return tuple(_joined(cells)), magic_notices(name, taken)


def clean_cell(source: str, name: str, first_line: int) -> tuple[list[Cell], list[int]]:
    """One cell without notebook commands, cut into statements, and the lines that were taken out."""
    if not within_bounds(source):
        return [Cell(source=source, name=name, first_line=first_line)], []
    tree = parse(source)
    taken: list[int] = []
    if suspicious(source, tree is not None):
        source, taken = blank_magics(source)
        tree = parse(source) if taken else tree
    lines = source.split("\n")
    if tree is None:
        pieces = [("\n".join(lines[begin:end]), begin) for begin, end in _recover(source)]
    else:
        pieces = list(_statements(tree, lines))
    cells = [
        Cell(source=piece, name=name, first_line=first_line + begin)
        for piece, begin in pieces
        if has_code(piece)
    ]
    return cells, [first_line + k - 1 for k in taken]


def has_code(source: str) -> bool:
    """Whether any line is neither empty nor a comment."""
    return any((bare := line.strip()) and not bare.startswith("#") for line in source.split("\n"))


def magic_notices(place: str, lines: list[int]) -> tuple[Notice, ...]:
    """One notice for all commands taken out of a place."""
    if not lines:
        return ()
    numbers = ", ".join(str(k) for k in lines[:5]) + (", …" if len(lines) > 5 else "")
    plural = "s" if len(lines) > 1 else ""
    return (
        Notice(
            label="intake.magic",
            text=f"Notebook commands (%, !, ?) are not run: line{plural} {numbers} skipped.",
            place=place,
            line=lines[0],
        ),
    )


def _statements(tree: ast.Module, lines: list[str]) -> Iterator[tuple[str, int]]:
    """Each top-level statement and its first line (from 0)."""
    groups: list[tuple[int, int, list[ast.stmt]]] = []
    for node in tree.body:
        decorators: list[ast.expr] = getattr(node, "decorator_list", [])
        begin = min([node.lineno, *(d.lineno for d in decorators)]) - 1
        end = node.end_lineno or node.lineno
        if groups and begin < groups[-1][1]:
            first, last, nodes = groups[-1]
            groups[-1] = (
                first,
                max(end, last),
                [*nodes, node] if len(nodes) <= _ON_A_LINE else nodes,
            )
        else:
            groups.append((begin, end, [node]))
    for begin, end, nodes in groups:
        if 1 < len(nodes) <= _ON_A_LINE:
            yield from ((_between(lines, node), node.lineno - 1) for node in nodes)
        else:
            yield "\n".join(lines[begin:end]), begin


def _between(lines: list[str], node: ast.stmt) -> str:
    """The text of a statement that shares a line with others. (Columns count bytes of UTF-8.)"""
    end = node.end_lineno or node.lineno
    rows = [line.encode() for line in lines[node.lineno - 1 : end]]
    rows[-1] = rows[-1][: node.end_col_offset]
    rows[0] = rows[0][node.col_offset :]
    return b"\n".join(rows).decode()


def _recover(source: str) -> Iterator[tuple[int, int]]:
    """Spans of a text that is no Python: most are, each other one is as small as can be told."""
    lines = source.split("\n")
    starts = [k for k, line in enumerate(lines) if _START.match(line) and not _GOES_ON.match(line)]
    if not starts or starts[0] > 0:
        starts.insert(0, 0)  # an indented beginning belongs to somebody, too
    starts.append(len(lines))
    budget = 2 * PARSED
    here = 0
    while here < len(starts) - 1:
        begin = starts[here]
        following = here + 1
        definition = _DEFINITION.match(lines[begin]) is not None
        for ahead in range(here + 1, min(here + _LOOK_AHEAD, len(starts) - 1) + 1):
            piece = "\n".join(lines[begin : starts[ahead]])
            budget -= len(piece)
            if budget < 0:
                break
            if parse(piece) is not None:
                following = ahead
                break
        else:
            # A broken definition may have lost the indentation of its last lines.
            while (
                definition
                and following < len(starts) - 1
                and lines[starts[following]].startswith("return")
            ):
                following += 1
        yield begin, starts[following]
        here = following


def _joined(cells: list[Cell]) -> list[Cell]:
    """At most MAX_CELLS cells, neighbours joined with the empty lines between them."""
    size = -(-len(cells) // MAX_CELLS)
    return [_join(cells[k : k + size]) for k in range(0, len(cells), size)] if size > 1 else cells


def _join(cells: list[Cell]) -> Cell:
    lines: list[str] = []
    for cell in cells:
        lines += [""] * (cell.first_line - cells[0].first_line - len(lines))
        lines += cell.source.split("\n")
    return Cell(source="\n".join(lines), name=cells[0].name, first_line=cells[0].first_line)
