"""What a changed rubric item would do to the marks there are, before it is done."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from grader.gradebook.rubric import Item, Rubric, points
from grader.marking.room import Room, students
from grader.model import Record

MAX_ITEMS = 30


class Proposed(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A rubric item as the page sends it; ``number`` 0 for a new one."""

    number: int
    item: str
    points: float
    retired: bool = False


class Preview(Record, frozen=True, kw_only=True):
    """``moves``: (points before, points after, answers) for the marks that change, biggest first. ``notes``: what a marker should know
    besides."""

    rubric: Rubric
    moves: tuple[tuple[float, float, int], ...]
    answers: int
    students: int
    same: int
    notes: tuple[str, ...]


def proposed(room: Room, place: tuple[str, str], items: Sequence[Proposed]) -> Rubric:
    """The new rubric. Numbers stay, nothing can vanish; raises ValueError with a sentence for the marker."""
    old = {one.number: one for one in room.rubrics[place]}
    found: list[Item] = []
    highest = max(old, default=0)
    for one in items:
        text = " ".join(one.item.split())[:400]
        if not text:
            raise ValueError("An item says nothing: write what to look for.")
        if not math.isfinite(one.points) or abs(one.points) > 1000 or one.points == 0:
            raise ValueError(f"“{text}” needs points, above or below 0.")
        if one.number and one.number not in old:
            raise ValueError("The rubric was changed meanwhile; open it again.")
        number = one.number
        if not number:
            highest += 1
            number = highest
        found.append(Item(number=number, item=text, points=one.points, retired=one.retired))
    if {one.number for one in found} < set(old):
        raise ValueError("The rubric was changed meanwhile; open it again.")
    if len(found) > MAX_ITEMS:
        raise ValueError(f"At most {MAX_ITEMS} items.")
    texts = [one.item for one in found if not one.retired]
    if len(set(texts)) < len(texts):
        raise ValueError("Two items say the same.")
    if len({one.number for one in found}) < len(found):
        raise ValueError("The rubric was changed meanwhile; open it again.")
    return tuple(found)


def preview(room: Room, place: tuple[str, str], new: Rubric) -> Preview:
    """What ``new`` does to the marks of a task."""
    out_of, old = room.tasks[place].points, room.rubrics[place]
    moves: Counter[tuple[float, float]] = Counter()
    changed, same = [], 0
    for mark in room.marked(place):
        before, after = points(old, mark, out_of), points(new, mark, out_of)
        if before == after:
            same += 1
        else:
            moves[before, after] += 1
            changed.append(mark.key)
    best = sum(one.points for one in new if one.points > 0 and not one.retired)
    notes = []
    if best < out_of:
        notes.append(f"With all items an answer gets {best:g} of {out_of:g} points.")
    if best > out_of:
        notes.append(f"The items add up to {best:g}; an answer gets {out_of:g} at most.")
    ranked = sorted(moves.items(), key=lambda one: (-one[1], one[0]))
    return Preview(
        rubric=new,
        moves=tuple((before, after, count) for (before, after), count in ranked),
        answers=len(changed),
        students=students(room, changed),
        same=same,
        notes=tuple(notes),
    )
