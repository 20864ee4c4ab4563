"""What is marked and what is not, kept up to date change by change, so that no question takes longer with more answers."""

from __future__ import annotations

import bisect
from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from typing import final

from grader.gradebook.rubric import Key, Mark

RECENT = 40
LONGEST_LOOK = 300.0

Place = tuple[str, str]
"""An exercise and its variable."""


def place_of(key: Key) -> Place:
    return key.exercise, key.variable


@final
class Ledger:
    """The state of each answer in both rounds. ``order``: the answers of each task as they are to be marked; ``leaders``: the group
    of each; ``aside``: those put aside."""

    def __init__(
        self, order: Mapping[Place, Sequence[Key]], leaders: Mapping[Key, Key], aside: set[Key]
    ) -> None:
        self._order, self._leaders, self._aside = order, leaders, aside
        self._rank = {key: rank for keys in order.values() for rank, key in enumerate(keys)}
        self.current: dict[int, dict[Key, Mark]] = {1: {}, 2: {}}
        self.paces: dict[str, deque[float]] = defaultdict(lambda: deque(maxlen=RECENT))
        self.flagged: Counter[Place] = Counter()
        self.comments: dict[Place, Counter[str]] = defaultdict(Counter)
        # Ranks of what is to be marked, those put aside apart; and how many there are in each group.
        self._open: dict[tuple[Place, bool], list[int]] = defaultdict(list)
        self._groups: dict[Place, Counter[Key]] = defaultdict(Counter)
        for place, keys in order.items():
            for rank, key in enumerate(keys):
                self._open[place, key in aside].append(rank)
                self._groups[place][leaders[key]] += 1

    def done(self, key: Key, round: int = 1) -> bool:
        mark = self.current[round].get(key)
        return mark is not None and mark.done

    def waiting(self, place: Place, aside: bool) -> Iterator[Key]:
        """What is to be marked, in order."""
        keys = self._order[place]
        return (keys[rank] for rank in self._open[place, aside])

    def left(self, place: Place, aside: bool) -> int:
        return len(self._open[place, aside])

    def groups_left(self, place: Place) -> int:
        """How many groups have something to be marked."""
        return len(self._groups[place])

    def apply(self, mark: Mark) -> None:
        """Take in one change."""
        if mark.round not in self.current:
            return
        if mark.seconds and mark.done:
            self.paces[mark.marker].append(min(mark.seconds, LONGEST_LOOK))
        old = self.current[mark.round].get(mark.key)
        self.current[mark.round][mark.key] = mark
        if mark.round != 1 or mark.key not in self._rank:
            return
        place = place_of(mark.key)
        self.flagged[place] += mark.flag - bool(old and old.flag)
        if old and old.comment:
            self.comments[place][old.comment] -= 1
        if mark.comment:
            self.comments[place][mark.comment] += 1
        if mark.done != bool(old and old.done):
            self._move(place, mark.key, mark.done)

    def _move(self, place: Place, key: Key, done: bool) -> None:
        ranks, rank = self._open[place, key in self._aside], self._rank[key]
        groups, leader = self._groups[place], self._leaders[key]
        if done:
            del ranks[bisect.bisect_left(ranks, rank)]
            groups[leader] -= 1
            if not groups[leader]:
                del groups[leader]
        else:
            bisect.insort(ranks, rank)
            groups[leader] += 1
