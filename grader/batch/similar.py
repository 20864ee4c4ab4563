"""Whose code is alike: fingerprints of normalised tokens, compared over a class.

Tokens are the kinds of the nodes of Python's own syntax tree, in order, and the names of attributes (``T``, ``reshape``): other names,
numbers, comments, docstrings and layout leave no trace. Runs of ``RUN`` tokens within a function are hashed, and of each ``WINDOW``
neighbours the smallest hash is kept (winnowing: Schleimer, Wilkerson, Aiken, 2003), so that a shared stretch of
``RUN + WINDOW - 1`` tokens is always seen.

What many have in common is the template or the one obvious answer and says nothing: a print found in more than ``COMMON``
different works is left out. Of what is left, two works are alike when they share ``LEAST`` prints and ``SHARE`` of the smaller one's. That is
a reason to look, never a verdict.
"""

from __future__ import annotations

import ast
import functools
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from grader.course.standing import Alike, Standing
from grader.gradebook import Gradebook
from grader.gradebook.kept import PART, Kept
from grader.model import Cell

RUN = 12
WINDOW = 4
COMMON = 10
LEAST = 12
SHARE = 0.5
_SKIPPED = (ast.expr_context, ast.Import, ast.ImportFrom)
_BASE = 1_000_003
_POWERS = np.array([pow(_BASE, k, 1 << 64) for k in range(RUN)], dtype=np.uint64)


def prints(cells: Sequence[Cell]) -> bytes:
    """The prints of a submission: sorted distinct 32-bit numbers."""
    found: set[int] = set()
    for cell in cells:
        found.update(_of_source(cell.source))
    return np.array(sorted(found), dtype="<u4").tobytes()


@functools.lru_cache(1024)
def _of_source(source: str) -> tuple[int, ...]:
    """The prints of one cell; imports, given code and untouched functions are the same in most submissions."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ()
    tokens = np.fromiter((_code(token) for token in _tokens(tree)), dtype=np.uint64)
    if len(tokens) < RUN:
        return ()
    runs = np.lib.stride_tricks.sliding_window_view(tokens, RUN)
    hashes = (runs * _POWERS).sum(1, dtype=np.uint64)
    # The upper half of a product depends on all bits below; one more multiplication mixes the last token in.
    hashes = (hashes * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(32)
    if len(hashes) > WINDOW:
        hashes = np.lib.stride_tricks.sliding_window_view(hashes, WINDOW).min(1)
    return tuple(np.unique(hashes).tolist())


@functools.lru_cache(4096)
def _code(token: str) -> int:
    return zlib.crc32(token.encode("utf-8", "surrogatepass")) | 1


def _tokens(tree: ast.AST) -> Iterator[str]:
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, _SKIPPED) or _is_text(node) or _is_stub(node):
            continue
        yield type(node).__name__
        if isinstance(node, ast.Attribute):
            yield node.attr
        waiting.extend(reversed(list(ast.iter_child_nodes(node))))


def _is_text(node: ast.AST) -> bool:
    """A docstring, or another string that stands alone."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _is_stub(node: ast.AST) -> bool:
    """A function of the template that nobody has filled in."""
    if not isinstance(node, ast.FunctionDef):
        return False
    body = [one for one in node.body if not _is_text(one)]
    return (
        len(body) == 1
        and isinstance(body[0], ast.Raise)
        and isinstance(body[0].exc, ast.Name)
        and body[0].exc.id == "NotImplementedError"
    )


class Comparison:
    """The works that count, as they come, and which of them are alike."""

    def __init__(self, assignment: str, book: Gradebook) -> None:
        # A gradebook without these tables is read as it is.
        self._kept = Kept(book) if book.part_version(PART) else None
        self._book, self._assignment = book, assignment
        self._works: list[tuple[str, str, bytes]] = []
        self._held: dict[bytes, bytes] = {}  # equal prints are held once

    def add(self, standing: Standing) -> None:
        # A group's one hand-in lies in one place of the download.
        found = self._book.label(self._assignment, standing.student, standing.counted)
        label = found or standing.student
        mine = self._kept.prints(standing.report.submission_digest) if self._kept else b""
        if mine:
            mine = self._held.setdefault(mine, mine)
            self._works.append((standing.student, label, mine))

    def alike(self) -> list[Alike]:
        return alike(self._works)


def alike(works: Sequence[tuple[str, str, bytes]]) -> list[Alike]:
    """The groups among ``works`` (student, group, prints), most alike first. Those of one ``group`` handed in together and are not
    compared."""
    by_prints: dict[bytes, list[int]] = defaultdict(list)
    for k, (_, _, mine) in enumerate(works):
        by_prints[mine].append(k)
    different = [(held, np.frombuffer(held, dtype="<u4")) for held in by_prints if held]
    if not different:
        return []
    rare = _rare([numbers for _, numbers in different])
    found = [
        Alike(students=tuple(works[k][0] for k in same), share=1.0)
        for (held, _), mine in zip(different, rare, strict=True)
        if len(mine) >= LEAST and len(same := _apart(works, by_prints[held])) > 1
    ]
    for (a, b), shared in _shared(rare).items():
        share = shared / min(len(rare[a]), len(rare[b]))
        if share >= SHARE:
            same = _apart(works, [by_prints[different[k][0]][0] for k in (a, b)])
            if len(same) > 1:
                found.append(Alike(students=tuple(works[k][0] for k in same), share=share))
    return sorted(found, key=lambda one: (-one.share, one.students))


def _apart(works: Sequence[tuple[str, str, bytes]], some: list[int]) -> list[int]:
    """Of some works, one for each group that handed in together."""
    first: dict[str, int] = {}
    for k in some:
        first.setdefault(works[k][1], k)
    return list(first.values())


Numbers = np.ndarray[Any, np.dtype[np.uint32]]


def _rare(works: list[Numbers]) -> list[Numbers]:
    """Of each work the prints that at most ``COMMON`` works have, and no more than a third of a small class."""
    numbers, counts = np.unique(np.concatenate(works), return_counts=True)
    most = min(COMMON, max(2, len(works) // 3))
    common = numbers[counts > most]
    return [work[~np.isin(work, common, assume_unique=True)] for work in works]


def _shared(works: list[Numbers]) -> dict[tuple[int, int], int]:
    """How many prints each two works share, of those that share enough of them."""
    owners = np.concatenate([np.full(len(work), k) for k, work in enumerate(works)])
    numbers = np.concatenate(works)
    order = np.lexsort((owners, numbers))
    owners, numbers = owners[order], numbers[order]
    # A print has few owners, and they stand together: each two of them are at most so far apart.
    pairs = [
        owners[:-apart][same] * len(works) + owners[apart:][same]
        for apart in range(1, COMMON)
        if (same := numbers[:-apart] == numbers[apart:]).any()
    ]
    if not pairs:
        return {}
    found, counts = np.unique(np.concatenate(pairs), return_counts=True)
    enough = counts >= LEAST
    return {
        divmod(pair, len(works)): count
        for pair, count in zip(found[enough].tolist(), counts[enough].tolist(), strict=True)
    }
