"""A stranger's Python, parsed within bounds.

A text of more than ``PARSED`` characters, or with a name of hundreds of dots, for which Python's parser takes a gigabyte, is
not parsed at all. Hostile nesting the parser itself refuses with an exception.
"""

from __future__ import annotations

import ast
import re
import warnings

PARSED = 64 << 10
_DOTTED = re.compile(r"(?:\.[\s\\]*+\w++[\s\\]*+){200}")


def within_bounds(source: str) -> bool:
    return len(source) <= PARSED and _DOTTED.search(source) is None


def parse(source: str) -> ast.Module | None:
    """The syntax tree of a text within bounds; None when it is no Python."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
