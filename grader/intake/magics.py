"""Notebook commands that are not Python, taken out line for line.

``%matplotlib inline``, ``!pip install numpy`` or ``x?`` mean something to Jupyter alone. Each such line
becomes an empty one (``pass`` where a block needs a statement), so that all other lines keep their
numbers. A line that begins with ``%`` inside brackets is the remainder operator and one inside a
string is text: only lines that begin a statement count. A cell that is Python as it stands is left alone.
"""

from __future__ import annotations

import re

# %%time and its like measure or capture the Python below them; all others feed it to something else.
_PYTHON_BELOW = frozenset({"time", "timeit", "capture", "prun", "python", "python3", "debug"})

# Matched against a line without its indentation. Possessive quantifiers (++, *+) and disjoint alternatives
# keep every pattern linear: the text is a stranger's.
_MAGIC = re.compile(
    r"""(?:
        [%!]                                     # %magic, %%magic, !shell
      | \?{1,2}\s*[\w.*%]+                       # ?name
      | [%\w.*]+(?:\[\w*\])?\?{1,2}\s*(?:\#.*)?$ # name?, name??
      | [\w.,\s\[\]"']+=\s*[!%]                  # files = !ls
      | get_ipython\(\)
    )""",
    re.VERBOSE,
)
_CELL_MAGIC = re.compile(r"\s*%%(\w+)")
_PIECE = re.compile(
    r"""\#.*
      | (?P<triple>\"{3}|'{3})
      | "(?:\\.|[^"\\])*(?:"|$)
      | '(?:\\.|[^'\\])*(?:'|$)
      | [()\[\]{}]""",
    re.VERBOSE,
)
_CALL = re.compile(r"^[ \t]*+(?:[\w, \t]++=[ \t]*+)?get_ipython\(\)", re.MULTILINE)


def suspicious(source: str, parses: bool) -> bool:
    """Whether ``source`` may hold commands: always when it is no Python, else only get_ipython()."""
    return not parses or _CALL.search(source) is not None


def blank_magics(source: str) -> tuple[str, list[int]]:
    """``source`` without commands, and the line numbers (from 1) that were taken out."""
    lines = source.split("\n")
    first = next((k for k, line in enumerate(lines) if line.strip()), None)
    if first is None:
        return source, []
    if match := _CELL_MAGIC.match(lines[first]):
        if match[1] not in _PYTHON_BELOW:
            taken = [k for k in range(first, len(lines)) if lines[k].strip()]
            return "\n" * (len(lines) - 1), [k + 1 for k in taken]
        lines[first], taken = "", [first + 1]
    else:
        taken = []
    quotes, depth, k = "", 0, 0
    while k < len(lines):
        if not quotes and depth == 0 and _MAGIC.match(lines[k].lstrip()):
            k = _take_out(lines, k, taken)
        else:
            quotes, depth = _scan(lines[k], quotes, depth)
            k += 1
    return "\n".join(lines), taken


def _take_out(lines: list[str], k: int, taken: list[int]) -> int:
    """Blank the command at ``k`` with the lines that continue it; the index after it."""
    indent = lines[k][: len(lines[k]) - len(lines[k].lstrip())]
    python = lines[k].lstrip().startswith("get_ipython")
    replacement = f"{indent}pass" if indent else ""
    depth, quotes = 0, ""
    while True:
        continued = lines[k].endswith("\\")
        if python:  # a call may span lines; a shell line may hold any quotes
            quotes, depth = _scan(lines[k], quotes, depth)
            continued = continued or bool(quotes) or depth > 0
        lines[k], replacement = replacement, ""
        taken.append(k + 1)
        k += 1
        if not continued or k >= len(lines):
            return k


def _scan(line: str, quotes: str, depth: int) -> tuple[str, int]:
    """The open triple quotes ("" if none) and the bracket depth after ``line``."""
    position = 0
    while position < len(line):
        if quotes:
            end = line.find(quotes, position)
            if end < 0:
                return quotes, depth
            if end > 0 and line[end - 1] == "\\":
                position = end + 1
                continue
            position, quotes = end + 3, ""
            continue
        match = _PIECE.search(line, position)
        if match is None:
            break
        position = match.end()
        if match["triple"]:
            quotes = match["triple"]
        elif match[0] in "([{":
            depth += 1
        elif match[0] in ")]}":
            depth = max(0, depth - 1)
    return quotes, depth
