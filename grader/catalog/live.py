"""Which draw of each case is taken: the first that is *live*; and together they tell wrong from right.

A draw is live when the references return finite numbers, all checks pass on the references' own answers (none is left
undecided by a kink or by lost digits), and no entry is so small beside the others that a mistake in it would
hide. Then, while some known-wrong function equals the reference in every case, or two of them equal each other,
cases are drawn again until the difference shows, where chance can help at all.

Only answers that aren't finite are refused outright: an author may fix inputs that leave doubt, and the audit says so.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from grader.catalog.cases import CaseMaker, Slot
from grader.checks.base import Case, Check, FactTable, Subject
from grader.checks.rehearsal import on_case, rehearse
from grader.diagnosis.matching import differs
from grader.model import Raising, Value, Verdict

TRIES = 200
"""Draws until the references' answers are finite."""

LIVE_TRIES = 25
"""Draws among them until the case is live; where none is, the first finite one is taken."""

SMALLEST = 1e-6
"""Of the largest entry of an answer: what is smaller, and not zero, would hide a mistake."""

Pair = tuple[str, str, str]
"""A function, and two of its answers that should differ somewhere: "" is the reference's, else a misconception's."""


@dataclass(frozen=True, eq=False)
class Drawn:
    """A draw that was looked at. ``subject`` has this case alone, and what was computed on it."""

    slot: Slot
    attempt: int
    case: Case
    subject: Subject

    def tells_apart(self, pair: Pair) -> bool:
        function, one, other = pair
        return function in self.case.functions and differs(
            self._answer(function, one), self._answer(function, other)
        )

    def _answer(self, function: str, name: str) -> Value:
        if not name:
            return self.subject.expected(function, self.case)
        known = next(
            k for k in self.subject.known_wrong if (k.function, k.name) == (function, name)
        )
        with np.errstate(all="ignore"):
            return self.subject.wrong_answer(known, self.case)


def choose(
    maker: CaseMaker, probe: Subject, checks: Sequence[Check]
) -> tuple[dict[str, int], tuple[Case, ...], FactTable]:
    """The attempt taken for each case, the cases, and all facts that were found on the way.

    ``probe``: the exercise without cases. Raises :class:`CatalogError` where no draw gives finite answers.
    """
    drawn = [_first_live(maker, probe, checks, slot) for slot in maker.slots()]
    pairs = _pairs(probe)
    for pair in _not_told_apart(drawn, pairs):
        _redraw(maker, probe, checks, drawn, pairs, pair)
    facts: FactTable = {}
    for one in drawn:
        facts |= one.subject.facts
    return {d.case.id: d.attempt for d in drawn}, tuple(d.case for d in drawn), facts


def again(maker: CaseMaker, attempts: Mapping[str, int]) -> tuple[Case, ...] | None:
    """The cases that :func:`choose` took, or None when ``attempts`` are not of this exercise."""
    slots = maker.slots()
    if {slot.case_id for slot in slots} != set(attempts):
        return None
    return tuple(maker.case(*slot, attempts[slot.case_id]) for slot in slots)


def _first_live(maker: CaseMaker, probe: Subject, checks: Sequence[Check], slot: Slot) -> Drawn:
    finite: Drawn | None = None
    for attempt in range(TRIES):
        if finite is not None and (attempt >= LIVE_TRIES or maker.is_fixed(slot)):
            return finite
        one = _look(maker, probe, slot, attempt)
        if not _is_finite(one):
            continue
        if _is_live(one, checks):
            return one
        finite = finite or one
    if finite is not None:
        return finite
    raise maker.document.error(
        slot.place, f"no case in {TRIES} draws gives finite reference answers; widen it"
    )


def _redraw(
    maker: CaseMaker,
    probe: Subject,
    checks: Sequence[Check],
    drawn: list[Drawn],
    pairs: Sequence[Pair],
    pair: Pair,
) -> None:
    """Replace one of ``drawn`` by a live draw that tells ``pair`` apart too, if there is one."""
    if any(one.tells_apart(pair) for one in drawn):
        return
    for k, old in enumerate(drawn):
        if pair[0] not in old.case.functions or maker.is_fixed(old.slot):
            continue
        needed = set(pairs) - set(_not_told_apart(drawn, pairs))
        for attempt in range(old.attempt + 1, old.attempt + LIVE_TRIES):
            one = _look(maker, probe, old.slot, attempt)
            if not (_is_finite(one) and one.tells_apart(pair) and _is_live(one, checks)):
                continue
            others = [*drawn[:k], one, *drawn[k + 1 :]]
            if needed.isdisjoint(_not_told_apart(others, pairs)):
                drawn[k] = one
                return


def _look(maker: CaseMaker, probe: Subject, slot: Slot, attempt: int) -> Drawn:
    case = maker.case(*slot, attempt)
    return Drawn(slot, attempt, case, replace(on_case(probe, case), facts={}))


def _is_finite(one: Drawn) -> bool:
    with np.errstate(all="ignore"):
        return all(
            isinstance(expected := one.subject.expected(function, one.case), Raising)
            or all(np.isfinite(array).all() for array in _arrays(expected))
            for function in one.case.functions
        )


def _is_live(one: Drawn, checks: Sequence[Check]) -> bool:
    for function in one.case.functions:
        for array in _arrays(one.subject.expected(function, one.case)):
            sizes = np.abs(array[array != 0])
            if sizes.size and np.min(sizes) < SMALLEST * np.max(sizes):
                return False
    return all(_passes(check, one.subject) for check in checks)


def _passes(check: Check, subject: Subject) -> bool:
    try:
        return rehearse(check, subject).verdict in (Verdict.PASS, Verdict.TO_MARK)
    except Exception:  # it does not fit the exercise: its validation says so, with its place
        return True


def _arrays(value: Value) -> Iterator[np.ndarray]:
    if isinstance(value, list | tuple):
        for item in value:
            yield from _arrays(item)
    elif isinstance(value, float) or (isinstance(value, np.ndarray) and value.dtype.kind in "fc"):
        yield np.asarray(value)


def _pairs(probe: Subject) -> list[Pair]:
    """The reference and each known-wrong function, then any two known-wrong ones, function by function."""
    names: Mapping[str, list[str]] = {
        function: ["", *(k.name for k in probe.known_wrong if k.function == function)]
        for function in probe.parameters
    }
    return [
        (function, one, other)
        for function, found in names.items()
        for one, other in itertools.combinations(found, 2)
    ]


def _not_told_apart(drawn: Sequence[Drawn], pairs: Sequence[Pair]) -> list[Pair]:
    open_pairs = list(pairs)
    for one in drawn:
        open_pairs = [pair for pair in open_pairs if not one.tells_apart(pair)]
    return open_pairs
