"""The marking room: which answer comes next for whom, and what a mark changes.

One room serves all markers of a server; several servers may work on one gradebook. What others did is read from the gradebook
before anything is decided, so a room holds nothing that would be lost with it. Answers come biggest group first, then in an order
that has nothing to do with names; each is leased, with its whole group, to one marker at a time.
"""

from __future__ import annotations

import hashlib
import itertools
import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Annotated

import msgspec

from grader.catalog import Assignment
from grader.course.rules import Rules
from grader.gradebook import Gradebook
from grader.gradebook.marks import Marks
from grader.gradebook.rubric import Key, Mark, Rubric, points
from grader.intake.errors import WrongUse
from grader.marking.agreement import Agreement, agreement
from grader.marking.answers import Answer, Task, agree_on_rubrics, collect, searched, tasks
from grader.marking.groups import groups
from grader.marking.ledger import Ledger, Place, place_of
from grader.model import Record

LEASE_SECONDS = 180.0
ONCE_AT_MOST = 30
LISTED = 100
Round = Annotated[int, msgspec.Meta(ge=1, le=2)]
"""Answers are marked once, and some a second time."""


class Change(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a marker says about an answer, and about its group: each with the id of the state that was looked at."""

    change: str
    key: Key
    seen: int
    round: Round = 1
    items: tuple[int, ...] = ()
    adjust: float = 0.0
    comment: str = ""
    flag: bool = False
    seconds: float = 0.0
    group: tuple[tuple[Key, int], ...] = ()


class Progress(Record, frozen=True, kw_only=True):
    """How far a task is. ``left`` counts what still has to be looked at, a group as one; ``seconds`` is the time that takes at the
    marker's present pace, None before there is one."""

    answers: int
    done: int
    aside: int
    aside_done: int
    flagged: int
    left: int
    seconds: float | None


class Room:
    """The answers of one gradebook and their marks. Raises WrongUse when there are none."""

    def __init__(
        self,
        assignment: Assignment,
        book: Gradebook,
        rules: Rules,
        *,
        marker: str,
        sample: float = 0.1,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.assignment, self.sample, self._clock = assignment, sample, clock
        self.marks = Marks(book, assignment.name)
        self.tasks = {task.place: task for task in tasks(assignment)}
        self.pool = collect(assignment, book, rules)
        if not self.pool:
            raise WrongUse(
                f"{book.path}: no answers of {assignment.name} as it is now; run grader batch (after a change of "
                "the assignment with --rejudge)"
            )
        self.rubrics, self.remarks = agree_on_rubrics(assignment, self.marks, marker)
        self._groups: dict[Key, tuple[Key, ...]] = {}
        self._leaders: dict[Key, Key] = {}
        for place in self.tasks:
            found = groups(self._of(place))
            self._groups |= found
            self._leaders |= {key: leader for leader, keys in found.items() for key in keys}
        self._order = {place: self._ordered(place) for place in self.tasks}
        aside = {key for key, one in self.pool.items() if one.aside}
        self._ledger = Ledger(self._order, self._leaders, aside)
        self._aside = Counter(place_of(key) for key in aside)
        self._skipped: dict[str, dict[Key, None]] = defaultdict(dict)
        self._last = 0
        self.sync()

    def _of(self, place: Place) -> list[Answer]:
        return [one for one in self.pool.values() if place_of(one.key) == place]

    def _ordered(self, place: Place) -> list[Key]:
        keys = [one.key for one in self._of(place)]
        return sorted(
            keys, key=lambda key: (-len(self._groups[self._leaders[key]]), self._leaders[key], key != self._leaders[key], key)
        )  # fmt: skip

    # --- what is known --------------------------------------------------------------------------

    def sync(self) -> None:
        """Read what has been marked since the last time, here or by another server."""
        for mark in self.marks.changes(self._last):
            self._last = mark.id
            self._ledger.apply(mark)
        for place in self.tasks:
            kept = self.marks.rubric(*place)
            assert kept is not None
            self.rubrics[place] = kept[0]

    def order(self, place: Place) -> list[Key]:
        """All answers of a task in the order in which they are marked."""
        return self._order[place]

    def task(self, key: Key) -> Task:
        return self.tasks[place_of(key)]

    def rubric(self, key: Key) -> Rubric:
        return self.rubrics[place_of(key)]

    def mark(self, key: Key, round: int = 1) -> Mark | None:
        """What counts for an answer; a row that takes a mark back counts as one that is not done."""
        return self._ledger.current[round].get(key)

    def done(self, key: Key, round: int = 1) -> bool:
        return self._ledger.done(key, round)

    def seen(self, key: Key, round: int = 1) -> int:
        mark = self.mark(key, round)
        return mark.id if mark else 0

    def points(self, mark: Mark) -> float:
        return points(self.rubric(mark.key), mark, self.task(mark.key).points)

    # --- what comes next ------------------------------------------------------------------------

    def sampled(self, key: Key) -> bool:
        """Whether an answer is in the sample for second marking: by its name, so always the same ones."""
        draw = hashlib.sha256(f"second\0{key.exercise}\0{key.answer}".encode()).digest()
        return int.from_bytes(draw[:4], "big") < self.sample * 2**32

    def waiting(self, place: Place, marker: str, round: int, aside: bool) -> Iterator[Key]:
        """What is to be marked by ``marker``, in order, whoever holds it now."""
        if round == 1:
            return self._ledger.waiting(place, aside)
        first = self._ledger.current[1]
        return (
            key
            for key in self._order[place]
            if self.done(key)
            and first[key].marker != marker
            and not self.done(key, 2)
            and not self.pool[key].aside
            and self.sampled(key)
        )

    def next(self, place: Place, marker: str, *, round: int = 1, aside: bool = False) -> Key | None:
        """The next answer for ``marker``, leased with those near to it; None when nothing is free."""
        self.sync()
        moment = self._clock()
        held = self.marks.leased(round, moment)
        skipped = self._skipped[marker]
        waiting = self.waiting(place, marker, round, aside)
        later = [key for key in skipped if place_of(key) == place]
        for key in itertools.chain((one for one in waiting if one not in skipped), later):
            # What was skipped may be marked by now, or belong to the other pile.
            if held.get(key, marker) != marker or (
                key in skipped and not self._wanted(key, round, aside)
            ):
                continue
            wanted = self._with_near(key, round)
            if key in self.marks.lease(wanted, round, marker, moment, LEASE_SECONDS, only=True):
                return key
        return None

    def _wanted(self, key: Key, round: int, aside: bool) -> bool:
        return not self.done(key, round) and (round == 2 or bool(self.pool[key].aside) == aside)

    def _with_near(self, key: Key, round: int) -> list[Key]:
        return [key, *self.near(key)] if round == 1 else [key]

    def hold(self, key: Key, marker: str, round: int) -> str:
        """Lease one answer that was asked for; returns the name of the other marker who holds it, or ""."""
        moment = self._clock()
        if key in self.marks.lease(
            self._with_near(key, round), round, marker, moment, LEASE_SECONDS
        ):
            return ""
        return self.marks.leased(round, moment).get(key, "")

    def skip(self, key: Key, marker: str) -> None:
        """Leave an answer for later: behind all others of this marker's."""
        self._skipped[marker].pop(key, None)
        self._skipped[marker][key] = None
        self.marks.release(1, marker)

    def near(self, key: Key) -> list[Key]:
        """The answers near to ``key`` that are still to be marked."""
        group = self._groups[self._leaders[key]]
        return [one for one in group if one != key and not self.done(one)][:ONCE_AT_MOST]

    # --- marking --------------------------------------------------------------------------------

    def save(self, marker: str, new: Change) -> list[Mark]:
        """Write what a marker says. Raises Changed, and ValueError for what the page would never send."""
        if new.key not in self.pool or new.round not in self._ledger.current:
            raise ValueError("no such answer")
        known = {item.number for item in self.rubric(new.key)}
        if not set(new.items) <= known or not -1000 < new.adjust < 1000:
            raise ValueError("no such rubric item")
        if any(self._leaders.get(key) != self._leaders[new.key] for key, _ in new.group):
            raise ValueError("not in one group")
        first = Mark(
            key=new.key,
            round=new.round,
            items=tuple(sorted(set(new.items))),
            adjust=new.adjust,
            comment=" ".join(new.comment.split())[:2000],
            flag=new.flag,
            marker=marker,
            seconds=min(max(new.seconds, 0.0), 3600.0),
            change=new.change,
        )
        whole = [(first, new.seen)]
        for key, seen in new.group:
            like = f"like {new.key.answer[:6]}"
            before = self.mark(key)
            flag = before is not None and before.flag
            one = msgspec.structs.replace(first, key=key, why=like, seconds=0.0, flag=flag)
            whole.append((one, seen))
        made = self.marks.put(whole)
        self.sync()
        for mark in made:
            self._skipped[marker].pop(mark.key, None)
        return made

    def flag(self, marker: str, key: Key, round: int, change: str, *, flag: bool) -> None:
        """Set or take away the flag of an answer; its mark stays its giver's."""
        if key not in self.pool or round not in self._ledger.current:
            raise ValueError("no such answer")
        old = self.mark(key, round) or Mark(key=key, round=round, done=False)
        new = msgspec.structs.replace(
            old, flag=flag, marker=old.marker if old.done else marker, change=change, undoes="",
            why=f"{'flagged' if flag else 'flag taken away'} by {marker}", seconds=0.0,
        )  # fmt: skip
        self.marks.put([(new, old.id)])
        self.sync()

    def undo(self, marker: str, change: str) -> list[Mark]:
        """Take back the marker's latest change that still stands. Raises Changed."""
        made = self.marks.undo(marker, change)
        self.sync()
        return made

    def rewrite(self, place: Place, new: Rubric, marker: str) -> None:
        """Make ``new`` the rubric of a task. Marks keep no points, so all that used it are scored anew."""
        kept = self.marks.rubric(*place)
        assert kept is not None
        self.marks.set_rubric(*place, new, kept[1], who=marker, why="changed while marking")
        self.marks.book.note(f"{'/'.join(place)}: rubric changed by {marker}", "grader mark")
        self.sync()

    # --- views ----------------------------------------------------------------------------------

    def progress(self, place: Place, marker: str) -> Progress:
        ledger, keys = self._ledger, len(self._order[place])
        aside = self._aside[place]
        left = ledger.groups_left(place)
        paces = ledger.paces[marker]
        return Progress(
            answers=keys - aside,
            done=keys - aside - ledger.left(place, False),
            aside=aside,
            aside_done=aside - ledger.left(place, True),
            flagged=ledger.flagged[place],
            left=left,
            seconds=statistics.median(paces) * left if paces else None,
        )

    def find(self, place: Place, wanted: str, state: str) -> tuple[list[Key], int]:
        """The answers with those words in that state, the first :data:`LISTED` of them and how many there are."""
        tests: dict[str, Callable[[Key], bool]] = {
            "": lambda key: True,
            "to mark": lambda key: not self.done(key),
            "marked": self.done,
            "flagged": lambda key: (mark := self.mark(key)) is not None and mark.flag,
            "put aside": lambda key: bool(self.pool[key].aside),
        }
        fits = tests.get(state, tests[""])
        number = wanted.removeprefix("#")
        found = [
            key
            for key in self._order[place]
            if fits(key) and (searched(self.pool[key], wanted) or key.answer.startswith(number))
        ]
        return found[:LISTED], len(found)

    def comments(self, place: Place) -> list[str]:
        """The comments used in this task, commonest first."""
        counts = +self._ledger.comments[place]
        return sorted(counts, key=lambda text: (-counts[text], text))[:9]

    def agreement(self, place: Place) -> Agreement:
        """How far the first and the second markers agree."""
        pairs = [
            (self._ledger.current[1][key], second)
            for key, second in self._ledger.current[2].items()
            if second.done and self.done(key) and place_of(key) == place
        ]
        return agreement(self.rubrics[place], pairs, self.tasks[place].points)

    def marked(self, place: Place) -> Iterable[Mark]:
        """The marks that count, of one task."""
        return [self._ledger.current[1][key] for key in self._order[place] if self.done(key)]


def students(room: Room, keys: Sequence[Key]) -> int:
    """How many students gave one of these answers."""
    return len({student for key in keys for student in room.pool[key].students})
