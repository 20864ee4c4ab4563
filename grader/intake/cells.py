"""A script as cells that are run one by one, so that an error costs as little as possible.

1. A script in the percent format (``# %%``) is cut at its markers.
2. Any other script that is Python is cut into its top-level statements: when one raises, the functions
   below it still exist.
3. Where the text is no Python, the smallest pieces that are Python are looked for from the top: from a line
   that begins at column 0 to the first such line before which the piece parses. What can't be made to parse
   ends at the next such line, and is the one cell that fails.

Looking is bounded, since the text is a stranger's: one of more than ``PARSED`` characters, or with a name of
hundreds of dots, for which Python's parser takes a gigabyte, is not cut by 2 and 3. Hostile nesting the
parser itself refuses with an exception.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator

from grader.intake.magics import blank_magics, suspicious
from grader.model import Cell, Notice

PARSED = 64 << 10
MAX_CELLS = 2_000
_LOOK_AHEAD = 40

_MARKER = re.compile(r"^#[ \t]?%%+(?:[ \t](.*))?$")
_TEXT_CELL = re.compile(r"\[(?:markdown|md|raw)\]")
_QUOTED = re.compile(r"""\s*r?(\"{3}|'{3}).*\1\s*""", re.DOTALL)
_DOTTED = re.compile(r"(?:\.[\s\\]*+\w++[\s\\]*+){200}")
_START = re.compile(r"^[^\s#)\]}]")
_GOES_ON = re.compile(r"^(?:else|elif|except|finally)\b")
_DEFINITION = re.compile(r"^(?:def|class|async\s+def)\b|^@")
_FUTURE = re.compile(r"^from[ \t]++__future__[ \t]++import[ \t]++[\w, \t]++$", re.MULTILINE)


def split_script(text: str, name: str) -> tuple[tuple[Cell, ...], tuple[Notice, ...]]:
    """The cells of a script called ``name``. At most ``MAX_CELLS``: neighbours are joined when there are more."""
    lines = text.split("\n")
    markers = [k for k, line in enumerate(lines) if line.startswith("#") and _MARKER.match(line)]
    if not markers:
        cells, taken = clean_cell(text, name, 1, statements=True)
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
    cells = _with_future(_joined(cells), _FUTURE.findall(text))
    return tuple(cells), magic_notices(name, taken)


def clean_cell(
    source: str, name: str, first_line: int, *, statements: bool = False
) -> tuple[list[Cell], list[int]]:
    """One cell without notebook commands, cut further where it is no Python (or, with ``statements``, at
    each top-level statement), and the lines that were taken out."""
    if len(source) > PARSED or _DOTTED.search(source):
        return [Cell(source=source, name=name, first_line=first_line)], []
    tree = _parse(source)
    taken: list[int] = []
    if suspicious(source, tree is not None):
        source, taken = blank_magics(source)
        tree = _parse(source) if taken else tree
    if tree is None:
        spans = list(_recover(source))
    elif statements:
        spans = _statements(tree)
    else:
        spans = [(0, source.count("\n") + 1)]
    lines = source.split("\n")
    pieces = (("\n".join(lines[begin:end]), begin) for begin, end in spans)
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


def _parse(source: str) -> ast.Module | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _statements(tree: ast.Module) -> list[tuple[int, int]]:
    """Half-open line spans (from 0), one per top-level statement; statements that share a line stay together."""
    spans: list[tuple[int, int]] = []
    for node in tree.body:
        decorators: list[ast.expr] = getattr(node, "decorator_list", [])
        begin = min([node.lineno, *(d.lineno for d in decorators)]) - 1
        end = node.end_lineno or node.lineno
        if spans and begin < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((begin, end))
    return spans


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
            if _parse(piece) is not None:
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


def _with_future(cells: list[Cell], imports: list[str]) -> list[Cell]:
    """``from __future__ import`` holds for the whole script: repeat it in the line before each later cell."""
    if not imports:
        return cells
    line = "; ".join(dict.fromkeys(imports))
    return [
        cell
        if cell.first_line == 1 or _FUTURE.search(cell.source)
        else Cell(source=f"{line}\n{cell.source}", name=cell.name, first_line=cell.first_line - 1)
        for cell in cells
    ]
