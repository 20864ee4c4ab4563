"""Comparing names as platforms write them: "Anna Müller", "Müller, Anna" or "mulleranna"."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "æ": "ae"})
_STROKES = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i"})
_WORDS = 8
"""Of a name, at most; nobody's name may cost time."""


@lru_cache(100_000)
def keys(name: str) -> frozenset[str]:
    """What a name is compared by: its letters and digits alone, ü as u and as ue, in every rotation of its words."""
    words = name.replace(",", " ").split()[:_WORDS]
    found: set[str] = set()
    for k in range(len(words)):
        found.update(spellings("".join(words[k:] + words[:k])))
    return frozenset(found - {""})


def spellings(text: str) -> tuple[str, ...]:
    """The letters and digits of ``text``: with ü as u, and as ue."""
    lower = unicodedata.normalize("NFC", text).casefold()
    return tuple(dict.fromkeys((_letters(lower), _letters(lower.translate(_UMLAUTS)))))


def same(a: str, b: str) -> bool:
    """Whether two names may be one person's name in two spellings or orders."""
    return not keys(a).isdisjoint(keys(b))


@lru_cache(100_000)
def agree(a: str, b: str) -> bool:
    """Whether two names can be one person's: a word of one is a word of the other, or begins or ends it where the platform wrote
    all in one. Enough beside an identifier of one kind (a second first name, a married name), never without one."""
    if same(a, b):
        return True
    mine, theirs = _words(a), _words(b)
    if not mine or not theirs:
        return True
    if not mine.isdisjoint(theirs):
        return True
    return _within(mine, theirs) or _within(theirs, mine)


def _within(words: frozenset[str], run_together: frozenset[str]) -> bool:
    if len(run_together) > 2:  # two spellings of one word
        return False
    return any(
        whole.startswith(word) or whole.endswith(word)
        for whole in run_together
        for word in words
        if len(word) > 2 or not word.isascii()
    )


def _words(name: str) -> frozenset[str]:
    found: set[str] = set()
    for word in name.replace(",", " ").replace("-", " ").split()[:_WORDS]:
        found.update(spellings(word))
    return frozenset(word for word in found if len(word) > 1 or not word.isascii())


def _letters(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.translate(_STROKES))
    return "".join(letter for letter in decomposed if letter.isalnum())
