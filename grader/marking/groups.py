"""Answers that are nearly the same, so that they can be marked together after a look.

Texts are compared by their *shingles*, the runs of three words (signs and capitals left out, numbers and letters kept). Two are near when
the Jaccard index of their shingles, shared over all, is at least 0.7: about one word changed in every fifteen. An answer
joins the first group whose *leader* it is near to, so a group never drifts away from what is marked.

All pairs are found without comparing all: with the shingles of both in one order, rarest first, two sets that near must share one
of the first few (Bayardo, Ma, Srikant, "Scaling up all pairs similarity search", WWW 2007). That finds exactly what
comparing all would.
"""

from __future__ import annotations

import difflib
import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from grader.gradebook.rubric import Key
from grader.marking.answers import Answer
from grader.model import Record

NEAR = 0.7
RUN = 3
LONGEST = 400
"""Words of a text that is compared word by word; the time grows with the square."""
_WORD = re.compile(r"\w+|[≠=<>≤≥+\-−*/^·×∂Σ∑]")


class Piece(Record, frozen=True):
    """A run of words, as ``kind`` "same", "left out" or "added" compared with the leader, or the "whole" text."""

    kind: str
    text: str


def shingles(text: str) -> frozenset[str]:
    """The runs of three words of ``text``; the whole text where there are fewer."""
    words = _WORD.findall(unicodedata.normalize("NFKC", text).casefold())
    if len(words) < RUN:
        return frozenset({" ".join(words)}) if words else frozenset()
    return frozenset(" ".join(words[k : k + RUN]) for k in range(len(words) - RUN + 1))


def near(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether two sets of shingles have a Jaccard index of at least :data:`NEAR`."""
    if not a or not b:
        return False
    shared = len(a & b)
    return shared >= NEAR * (len(a) + len(b) - shared) - 1e-9


def groups(answers: Iterable[Answer]) -> dict[Key, tuple[Key, ...]]:
    """Leader → the whole group, leader first, for the answers of one exercise. The leader is the one most students gave."""
    ordered = sorted(answers, key=lambda one: (-len(one.students), one.key))
    sets = [shingles(one.text) if not one.aside else frozenset() for one in ordered]
    counts = Counter(shingle for one in sets for shingle in one)
    index: dict[str, list[int]] = defaultdict(list)
    found: dict[int, list[Key]] = {}
    for place, (answer, mine) in enumerate(zip(ordered, sets, strict=True)):
        rare = sorted(mine, key=lambda shingle: (counts[shingle], shingle))
        prefix = rare[: len(rare) - math.ceil(NEAR * len(rare)) + 1]
        candidates = sorted({other for shingle in prefix for other in index[shingle]})
        leader = next((other for other in candidates if near(mine, sets[other])), None)
        if leader is not None:
            found[leader].append(answer.key)
            continue
        found[place] = [answer.key]
        for shingle in prefix:
            index[shingle].append(place)
    return {keys[0]: tuple(keys) for keys in found.values()}


def compared(leader: str, other: str) -> list[Piece]:
    """``other`` word by word against ``leader``; whole where that would take long."""
    old, new = leader.split(), other.split()
    if max(len(old), len(new)) > LONGEST:
        return [Piece("whole", other)]
    found: list[Piece] = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Piece("same", " ".join(new[c:d])))
            continue
        found += _piece("left out", old[a:b]) + _piece("added", new[c:d])
    return found


def _piece(kind: str, words: Sequence[str]) -> list[Piece]:
    return [Piece(kind, " ".join(words))] if words else []
