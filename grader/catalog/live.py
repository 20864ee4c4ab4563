"""Which draw of each case is taken: the first that is *live*; and together they tell wrong from right.

A draw is live when the references return finite numbers, all checks pass on the references' own answers (none is left
undecided by a kink or by lost digits), and no entry is so small beside the others that a mistake in it would
hide. Then, while some known-wrong function equals the reference in every case, or two of them equal each other,
cases are drawn again until the difference shows, where chance can help at all.

Only answers that aren't finite are refused outright: an author may fix inputs that leave doubt, and the audit says so.
That a check passes is found the short way (:meth:`grader.checks.base.Check.passes`).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from grader.catalog.cases import CaseMaker, Slot
from grader.checks.base import Check, FactTable, Subject
from grader.checks.rehearsal import on_case, passes, rehearse, rehearsed
from grader.checks.trusted import Case
from grader.diagnosis.matching import differs
from grader.model import Raising, Value

TRIES = 200
"""Draws until the references' answers are finite."""

LIVE_TRIES = 25
"""Draws among them until the case is live; where none is, the first finite one is taken."""

SMALLEST = 1e-6
"""Of the largest entry of an answer: what is smaller, and not zero, would hide a mistake."""

Pair = tuple[str, str, str]
"""A function, and two of its answers that should differ somewhere: "" is the reference's, else a misconception's."""


BROKEN = "a check breaks on it"
"""The doubt that another draw would not clear: the check does not fit the exercise, as its validation will say."""


@dataclass(frozen=True, eq=False)
class Drawn:
    """A draw that was looked at. ``subject`` has this case alone, and what was computed on it; ``doubt`` says why a
    draw that was taken is not live."""

    slot: Slot
    attempt: int
    case: Case
    subject: Subject
    doubt: str = ""

    def tells_apart(self, pair: Pair) -> bool:
        function, one, other = pair
        return function in self.case.functions and differs(
            self._answer(function, one), self._answer(function, other)
        )

    def _answer(self, function: str, name: str) -> Value:
        return self.subject.memo.told_apart.once(
            (function, name), lambda: self._compute(function, name)
        )

    def _compute(self, function: str, name: str) -> Value:
        if not name:
            return self.subject.expected(function, self.case)
        known = next(
            k for k in self.subject.known_wrong if k.name == name and k.function == function
        )
        return self.subject.wrong_answer(known, self.case)


@dataclass(frozen=True, eq=False)
class Chosen:
    """The draws that were taken, in the order of their slots."""

    drawn: tuple[Drawn, ...]

    @property
    def attempts(self) -> dict[str, int]:
        return {one.case.id: one.attempt for one in self.drawn}

    @property
    def live(self) -> bool:
        """Whether every check passes on every case by itself."""
        return not any(one.doubt for one in self.drawn)

    def subject(self, probe: Subject) -> Subject:
        """``probe`` with the cases, and all that was found out about them on the way."""
        facts: FactTable = {}
        for one in self.drawn:
            facts |= one.subject.facts
        return replace(
            probe,
            cases=tuple(one.case for one in self.drawn),
            facts=facts,
            memo=rehearsed(one.subject for one in self.drawn),
        )


Fixed = dict[str, Drawn | None]
"""By case: what was found of one in which chance decides nothing, whatever the seed; None where it does decide."""


def choose(
    maker: CaseMaker, probe: Subject, checks: Sequence[Check], fixed: Fixed | None = None
) -> Chosen:
    """The draw to take for each case. ``probe``: the exercise without cases. ``fixed``: what is known from other seeds, and
    what is found out here.

    Raises :class:`CatalogError` where no draw gives finite answers.
    """
    with np.errstate(all="ignore"):
        drawn = _drawn(maker, probe, checks, fixed, maker.slots())
        pairs = _pairs(probe)
        for pair in _not_told_apart(drawn, pairs):
            _redraw(maker, probe, checks, drawn, pairs, pair)
    return Chosen(tuple(drawn))


def sample(
    maker: CaseMaker, probe: Subject, checks: Sequence[Check], fixed: Fixed | None = None
) -> Chosen:
    """One draw of each group of cases, as :func:`choose` takes them before it looks at what they tell apart."""
    with np.errstate(all="ignore"):
        return Chosen(tuple(_drawn(maker, probe, checks, fixed, maker.slots(once=True))))


def _drawn(
    maker: CaseMaker,
    probe: Subject,
    checks: Sequence[Check],
    fixed: Fixed | None,
    slots: Sequence[Slot],
) -> list[Drawn]:
    known: Fixed = {} if fixed is None else fixed
    drawn = []
    for slot in slots:
        one = known.get(slot.case_id) or _first_live(maker, probe, checks, slot)
        if slot.case_id not in known:
            known[slot.case_id] = one if maker.is_fixed(slot) else None
        drawn.append(one)
    return drawn


def again(maker: CaseMaker, attempts: Mapping[str, int]) -> tuple[Case, ...] | None:
    """The cases that :func:`choose` took, or None when ``attempts`` are not of this exercise."""
    slots = maker.slots()
    if {slot.case_id for slot in slots} != set(attempts):
        return None
    return tuple(maker.case(*slot, attempts[slot.case_id]) for slot in slots)


def _first_live(maker: CaseMaker, probe: Subject, checks: Sequence[Check], slot: Slot) -> Drawn:
    finite: Drawn | None = None
    fixed = False
    for attempt in range(TRIES):
        if finite is not None and (attempt >= LIVE_TRIES or fixed):
            return finite
        one = _look(maker, probe, slot, attempt)
        if not _is_finite(one):
            continue
        one = Drawn(slot, attempt, one.case, one.subject, doubt(one.subject, checks))
        if one.doubt in ("", BROKEN):
            return one
        if finite is None:
            finite, fixed = one, maker.is_fixed(slot)
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
            if not (_is_finite(one) and one.tells_apart(pair)):
                continue
            one = replace(one, doubt=doubt(one.subject, checks))
            if one.doubt not in ("", BROKEN):
                continue
            others = [*drawn[:k], one, *drawn[k + 1 :]]
            if needed.isdisjoint(_not_told_apart(others, pairs)):
                drawn[k] = one
                return


def _look(maker: CaseMaker, probe: Subject, slot: Slot, attempt: int) -> Drawn:
    case = maker.case(*slot, attempt)
    return Drawn(slot, attempt, case, on_case(probe, case))


def _is_finite(one: Drawn) -> bool:
    return all(
        isinstance(expected := one.subject.expected(function, one.case), Raising)
        or all(np.isfinite(array).all() for array in _arrays(expected))
        for function in one.case.functions
    )


def doubt(subject: Subject, checks: Sequence[Check]) -> str:
    """Why the one case of ``subject`` is not live; empty where it is."""
    (case,) = subject.cases
    for function in case.functions:
        for array in _arrays(subject.expected(function, case)):
            sizes = np.abs(array)
            if not sizes.size or sizes.min() >= SMALLEST * sizes.max():
                continue
            sizes = sizes[sizes != 0]
            if sizes.size and sizes.min() < SMALLEST * sizes.max():
                return f"an entry of {function} is so small beside others that a mistake in it would hide"
    broken = ""
    for check in checks:
        try:
            if not passes(check, subject):
                verdict = rehearse(check, subject).verdict.value
                return f"{check.label} says “{verdict}” of the reference's own answer"
        except Exception:
            broken = BROKEN
    return broken


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
        if open_pairs:
            open_pairs = [pair for pair in open_pairs if not one.tells_apart(pair)]
    return open_pairs
