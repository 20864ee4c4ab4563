"""A room with a small class in it, whose clock the test turns."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from grader.catalog import Assignment
from grader.course.rules import Rules
from grader.gradebook import Gradebook
from grader.gradebook.rubric import Key
from grader.marking.room import Change, Room
from tests.written_class import fill

STEP = "The slope of a step is zero nearly everywhere, so nothing below it learns"
LONG = (
    "A is a vector of n numbers and W is a matrix with m times n of them, so the derivative of the one by the other "
    "needs three indices in all and no rule lays that out"
)
TEXTS = (
    LONG,
    LONG.replace("needs", "has"),
    LONG.replace("three", "3"),
    "The sizes tell: any matrix times a column is a column, while the gradient has n columns",
    "Matrix multiplication has an order, and the chain rule needs it in every one of its factors",
    "=1+1 is what I would say about this, since nothing else comes to my mind",
    "too short",
    "\n",
)
PLACE = ("no_substitution", "WHY_NOT")


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def book(tmp_path: Path, lecture07: Assignment) -> Iterator[Gradebook]:
    texts = [{"WHY_NOT": one, "WHY_ZERO": STEP} for one in TEXTS]
    with Gradebook(fill(tmp_path / "gradebook.sqlite", lecture07, texts)) as opened:
        yield opened


@pytest.fixture
def room(book: Gradebook, lecture07: Assignment, clock: Clock) -> Room:
    return Room(lecture07, book, Rules(), marker="ana", sample=1.0, clock=clock)


def change(room: Room, key: Key, *items: int, group: Sequence[Key] = (), **more: object) -> Change:
    round = int(str(more.get("round", 1)))
    return Change(
        change=uuid.uuid4().hex,
        key=key,
        seen=room.seen(key, round) if round in (1, 2) else 0,
        items=items,
        group=tuple((one, room.seen(one)) for one in group),
        **more,  # type: ignore[arg-type]
    )


def with_text(room: Room, text: str) -> Key:
    return next(key for key, one in room.pool.items() if one.text == text.strip())
