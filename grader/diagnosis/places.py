"""Patterns of *where* an answer is wrong: rows, columns, the diagonal, items of a list, one of several results.

A place is named only when all that is wrong lies in it, in every wrong case that is large enough to tell, and in two
of those at least; that all of the place is wrong is not said. Where an argument of the answer's own form is negative, or the
answer is, counts as a place, too. Each function gets the cases that are wrong and those that are right.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from grader.diagnosis.matching import Array, array, differs, entries, settled
from grader.diagnosis.records import Diagnosis, Evidence
from grader.model import Value

COUNTING = "Does a loop start or stop one too early? Python counts from 0."
OWN = "Entry (j, k) with j = k is where an output meets its own input: what is different there?"
MIXED = "Which index of entry (j, k) belongs to what? Try a case where the two sizes differ."
OTHERS = "Take an entry (j, k) with j ≠ k: does output k depend on input j?"
DULL = "Which inputs does such an entry not depend on? There the derivative is 0."
SIGNS = "Does an absolute value, a square or a maximum swallow the sign?"

Mask = Callable[[Array], Array]
Place = tuple[str, str, str, Mask]
"""Label, sentence, next step, and the mask of the place in an array like the right answer."""


def _nth(last: bool) -> Mask:
    def mask(a: Array) -> Array:
        numbered = np.arange(a.size).reshape(a.shape)
        return np.asarray(numbered == (a.size - 1 if last else 0))

    return mask


def _line(axis: int, last: bool, others: bool = False) -> Mask:
    def mask(a: Array) -> Array:
        index = np.indices(a.shape)[axis]
        line = index == (a.shape[axis] - 1 if last else 0)
        return np.asarray(~line if others else line)

    return mask


def _diagonal(which: Callable[[Array, Array], Any]) -> Mask:
    def mask(a: Array) -> Array:
        found = np.indices(a.shape)
        return np.asarray(which(found[0], found[1]))

    return mask


def _zero(a: Array) -> Array:
    return np.asarray(a == 0)


def _negative(a: Array) -> Array:
    return np.asarray(a < 0)


PLACES: tuple[Place, ...] = (
    ("first_entry", "Where it is wrong, it is the first entry alone.", COUNTING, _nth(last=False)),
    ("last_entry", "Where it is wrong, it is the last entry alone.", COUNTING, _nth(last=True)),
    ("first_row", "All wrong entries are in the first row.", COUNTING, _line(0, last=False)),
    ("last_row", "All wrong entries are in the last row.", COUNTING, _line(0, last=True)),
    ("first_column", "All wrong entries are in the first column.", COUNTING, _line(1, last=False)),
    ("last_column", "All wrong entries are in the last column.", COUNTING, _line(1, last=True)),
    ("diagonal", "All wrong entries are on the diagonal.", OWN, _diagonal(np.equal)),
    ("above_diagonal", "All wrong entries are above the diagonal.", MIXED, _diagonal(np.less)),
    (
        "below_diagonal",
        "All wrong entries are below the diagonal.",
        MIXED,
        _diagonal(np.greater),
    ),
    ("off_diagonal", "All wrong entries are off the diagonal.", OTHERS, _diagonal(np.not_equal)),
    (
        "all_but_first_row",
        "The first row is right; all wrong entries are in others.",
        COUNTING,
        _line(0, False, others=True),
    ),
    (
        "all_but_last_row",
        "The last row is right; all wrong entries are in others.",
        COUNTING,
        _line(0, True, others=True),
    ),
    (
        "all_but_first_column",
        "The first column is right; all wrong entries are in others.",
        COUNTING,
        _line(1, False, others=True),
    ),
    (
        "all_but_last_column",
        "The last column is right; all wrong entries are in others.",
        COUNTING,
        _line(1, True, others=True),
    ),
    ("zeros", "All wrong entries are ones that should be 0.", DULL, _zero),
    (
        "negative",
        "It is right wherever the right answer is positive, and wrong wherever it is negative.",
        SIGNS,
        _negative,
    ),
)
NEEDS_MATRIX = ("row", "column", "diagonal")


def in_some_places(bad: Sequence[Evidence], right: Sequence[Evidence]) -> Diagnosis | None:
    """The smallest place that holds all wrong entries of all cases."""
    masks: list[tuple[Array, Array]] = []
    for item in bad:
        got, expected = array(item.got), array(item.expected)
        if got is None or expected is None or got.shape != expected.shape:
            return None
        masks.append((~entries(got, expected), settled(expected)))
    for label, sentence, next_step, mask in PLACES:
        telling = outside = 0
        for wrong, expected in masks:
            if expected.ndim != 2 and any(word in label for word in NEEDS_MATRIX):
                break
            place = mask(expected)
            if label == "negative" and not np.all(wrong[place]):
                break
            if np.any(wrong & ~place):
                break
            # Something outside must be right that could have been wrong.
            telling += bool(np.any(~place))
            outside += int(np.sum(~place))
        else:
            if label == "negative" and any(map(_some_negative, (item.expected for item in right))):
                continue
            if telling >= 2 and outside > 2:
                return Diagnosis(label=f"entries.{label}", sentence=sentence, next_step=next_step)
    return None


def _some_negative(value: Value) -> bool:
    found = array(value)
    return found is None or bool(np.any(found < 0))


def where_an_argument_is_negative(
    bad: Sequence[Evidence], right: Sequence[Evidence]
) -> Diagnosis | None:
    """Wrong wherever one argument of the answer's form is negative, right wherever it is positive."""
    for name in bad[0].args:
        telling = 0
        for item in bad:
            got, expected = array(item.got), array(item.expected)
            argument = array(item.args.get(name))
            if got is None or expected is None or argument is None:
                break
            if not got.shape == expected.shape == argument.shape:
                break
            wrong = ~entries(got, expected)
            if np.any(wrong & (argument > 0)):
                break
            # All negative entries wrong, and positive ones there that are right.
            if not np.all(wrong[argument < 0]):
                break
            telling += bool(np.any(argument > 0) and np.any(argument < 0))
        else:
            # A right answer to a negative argument would be another story.
            if telling >= 2 and not any(_some_negative(item.args.get(name)) for item in right):
                return Diagnosis(
                    label=f"only_positive.{name}",
                    sentence=f"It is right wherever {name} is positive, and wrong wherever {name} is negative.",
                    next_step=f"Work one entry with a negative {name} out by hand.",
                )
    return None


def in_some_items(bad: Sequence[Evidence], right: Sequence[Evidence]) -> Diagnosis | None:
    """The same items of a list, or results of several, are wrong in every case."""
    found: set[str] | None = None
    telling = 0
    for item in bad:
        got, expected = item.got, item.expected
        if not isinstance(got, list | tuple) or not isinstance(expected, list | tuple):
            return None
        if len(got) != len(expected):
            return None
        wrong = [differs(one, other) for one, other in zip(got, expected, strict=True)]
        if len(wrong) < 2:
            continue
        found = _names(wrong) if found is None else found & _names(wrong)
        telling += 1
    if not found or telling < 2:
        return None
    which = next(name for name in ITEMS if name in found)
    several = isinstance(bad[0].expected, tuple)
    noun = "result" if several else "item of the list"
    holds = "right" if which.startswith("all_but") else "wrong"
    word = which.removeprefix("all_but_")
    return Diagnosis(
        label=f"items.{which}",
        sentence=f"Where it is wrong, only the {word} {noun} is {holds}.",
        next_step="Are all results computed from the same, unchanged values?"
        if several
        else "What does that item stand for, and what is special there? Lists count from 0.",
    )


ITEMS = ("first", "last", "second", "all_but_first", "all_but_last")


def _names(wrong: Sequence[bool]) -> set[str]:
    names = set()
    if wrong[0] and not any(wrong[1:]):
        names.add("first")
    if wrong[-1] and not any(wrong[:-1]):
        names.add("last")
    if wrong[1] and sum(wrong) == 1:
        names.add("second")
    if not wrong[0] and all(wrong[1:]):
        names.add("all_but_first")
    if not wrong[-1] and all(wrong[:-1]):
        names.add("all_but_last")
    return names


def out_of_step(bad: Sequence[Evidence], right: Sequence[Evidence]) -> Diagnosis | None:
    """A list in reverse, or shifted by one item; in the cases that are right it must look the same either way."""
    kinds: set[str] | None = None
    telling = 0
    for item in [*bad, *right]:
        got, expected = item.got, item.expected
        if not isinstance(got, list | tuple) or not isinstance(expected, list):
            return None
        if len(expected) < 2:
            continue
        here = set()
        if _same(got, expected[::-1]):
            here.add("reversed")
        if len(expected) > 2 and len(got) == len(expected) and _same(got[1:], expected[:-1]):
            here.add("late")
        if len(expected) > 2 and len(got) == len(expected) and _same(got[:-1], expected[1:]):
            here.add("early")
        if len(got) == len(expected) - 1 and _same(got, expected[1:]):
            here.add("first_missing")
        if len(got) == len(expected) - 1 and _same(got, expected[:-1]):
            here.add("last_missing")
        kinds = here if kinds is None else kinds & here
        telling += any(item is one for one in bad)
    if not kinds or telling < 2:
        return None
    kind = sorted(kinds)[0]
    sentence = {
        "reversed": "The items are right, but the list runs the other way round.",
        "late": "The items are right, but stand one place too late in the list.",
        "early": "The items are right, but stand one place too early in the list.",
        "first_missing": "The first item of the list is missing; the others are right.",
        "last_missing": "The last item of the list is missing; the others are right.",
    }[kind]
    return Diagnosis(
        label=f"list.{kind}",
        sentence=sentence,
        next_step="What does item 0 stand for? Compare with the docstring.",
    )


def _same(one: Sequence[Value], other: Sequence[Value]) -> bool:
    return len(one) == len(other) and not any(map(differs, one, other))
