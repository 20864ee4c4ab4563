"""Who gets which answer, and what becomes of a mark."""

from __future__ import annotations

import pytest

from grader.catalog import Assignment
from grader.course.rules import Rules
from grader.gradebook import Gradebook
from grader.gradebook.marks import Changed
from grader.gradebook.rubric import Item, Key
from grader.marking.rescore import Proposed, preview, proposed
from grader.marking.room import LEASE_SECONDS, Room
from tests.unit.marking.conftest import LONG, PLACE, TEXTS, Clock, change, with_text


def test_what_needs_no_reading_is_put_aside_and_not_scored(room: Room) -> None:
    aside = {one.text: one.aside for one in room.pool.values() if one.aside}
    assert aside == {"too short": "very short", "": "as in the template"}
    assert not any(room.done(key) for key in room.pool)
    assert room.next(PLACE, "ana", aside=True) in {
        with_text(room, "too short"),
        with_text(room, ""),
    }
    progress = room.progress(PLACE, "ana")
    assert (progress.answers, progress.aside, progress.done, progress.seconds) == (6, 2, 0, None)


def test_two_markers_never_hold_the_same_answer_nor_one_near_to_it(room: Room) -> None:
    ana = room.next(PLACE, "ana")
    assert ana is not None
    assert len(room.near(ana)) == 2, "the biggest group comes first"
    others: set[Key] = set()
    while (key := room.next(PLACE, "ben")) is not None:
        assert key not in {ana, *room.near(ana)}
        others.add(key)
        room.save("ben", change(room, key, 1))
    assert len(others) == 3
    assert room.hold(ana, "ben", 1) == "ana"


def test_a_marker_who_goes_away_leaves_the_answer_to_others(room: Room, clock: Clock) -> None:
    ana = room.next(PLACE, "ana")
    assert room.next(PLACE, "ben") != ana
    clock.now += LEASE_SECONDS + 1
    assert room.next(PLACE, "ben") == ana


def test_two_servers_on_one_gradebook_see_each_other(
    room: Room, book: Gradebook, lecture07: Assignment, clock: Clock
) -> None:
    with Gradebook(book.path) as again:
        other = Room(lecture07, again, Rules(), marker="ben", clock=clock)
        key = room.next(PLACE, "ana")
        assert key is not None
        assert other.next(PLACE, "ben") != key
        mine, theirs = change(room, key, 1), change(other, key, 2)
        room.save("ana", mine)
        with pytest.raises(Changed):
            other.save("ben", theirs)
        other.sync()
        assert other.done(key)
        room.rewrite(PLACE, (*room.rubrics[PLACE], Item(number=4, item="x", points=-1)), "ana")
        other.sync()
        assert other.rubrics[PLACE][-1].item == "x"


def test_a_group_is_marked_and_undone_at_once(room: Room) -> None:
    key = with_text(room, LONG)
    near = room.near(key) or room.near(next(k for k in room.pool if key in room.near(k)))
    room.save("ana", change(room, key, 1, 3, comment="a\n b", group=near, seconds=9.0))
    assert all(room.done(one) for one in (key, *near))
    assert {room.mark(one).comment for one in near} == {"a b"}  # type: ignore[union-attr]
    assert room.comments(PLACE) == ["a b"]
    assert room.progress(PLACE, "ana").seconds == 9.0 * 5, "a group counts as one look"
    assert len(room.undo("ana", "undo")) == 3
    assert not any(room.done(one) for one in (key, *near))


def test_what_the_page_would_never_send_is_refused(room: Room) -> None:
    key, stranger = with_text(room, LONG), with_text(room, TEXTS[3])
    for bad in (
        change(room, key, 99),
        change(room, key, 1, adjust=float("nan")),
        change(room, key, 1, round=3),
        change(room, key, 1).__class__(change="c", key=Key("no", "NO", "x"), seen=0),
        change(room, key, 1, group=[stranger]),
    ):
        with pytest.raises(ValueError, match=r"no such|not in one group"):
            room.save("ana", bad)
    assert not room.marks.changes()


def test_skipped_comes_last_and_flags_keep_the_mark(room: Room) -> None:
    first = room.next(PLACE, "ana")
    assert first is not None
    room.skip(first, "ana")
    assert room.next(PLACE, "ana") != first
    room.save("ana", change(room, first, 1))
    room.flag("ben", first, 1, "flag", flag=True)
    mark = room.mark(first)
    assert mark is not None
    assert (mark.flag, mark.done, mark.items, mark.marker) == (True, True, (1,), "ana")
    assert room.find(PLACE, "", "flagged") == ([first], 1)
    assert room.find(PLACE, f"#{first.answer[:8]}", "") == ([first], 1)
    assert room.find(PLACE, "GRADIENT has N columns", "to mark")[1] == 1


def test_second_marking_takes_what_somebody_else_marked(room: Room) -> None:
    first = with_text(room, TEXTS[3])
    room.save("ana", change(room, first, 1, 2))
    assert room.next(PLACE, "ana", round=2) is None
    assert room.next(PLACE, "ben", round=2) == first
    room.save("ben", change(room, first, 1, round=2))
    found = room.agreement(PLACE)
    assert (found.answers, found.disputed) == (1, (first,))
    mark = room.mark(first)
    assert mark is not None
    assert room.points(mark) == 3, "the first mark is the one that counts"


def test_the_sample_is_the_share_asked_for(
    book: Gradebook, lecture07: Assignment, clock: Clock
) -> None:
    room = Room(lecture07, book, Rules(), marker="ana", sample=0.2, clock=clock)
    keys = [Key("why", "WHY", f"{number:032x}") for number in range(3000)]
    assert 0.17 < sum(map(room.sampled, keys)) / 3000 < 0.23


def items(room: Room, **points: float) -> list[Proposed]:
    return [
        Proposed(number=one.number, item=one.item, points=points.get(f"p{one.number}", one.points))
        for one in room.rubrics[PLACE]
    ]


def test_preview_says_what_a_changed_item_does(room: Room) -> None:
    for text, numbers in ((LONG, (1, 3)), (TEXTS[3], (1, 2, 3)), (TEXTS[4], ())):
        room.save("ana", change(room, with_text(room, text), *numbers))
    new = proposed(room, PLACE, [*items(room, p1=1.0), Proposed(number=0, item="Wrong", points=-1)])
    found = preview(room, PLACE, new)
    assert found.moves == ((4, 3, 1), (5, 4, 1))
    assert (found.answers, found.students, found.same) == (2, 2, 1)
    assert found.notes == ("With all items an answer gets 4 of 5 points.",)
    before = room.mark(with_text(room, LONG))
    assert before is not None
    assert room.points(before) == 4, "a preview changes nothing"
    room.rewrite(PLACE, new, "ana")
    assert room.points(before) == 3


@pytest.mark.parametrize(
    ("change_of", "said"),
    [
        ({"item": " "}, "says nothing"),
        ({"points": 0.0}, "needs points"),
        ({"points": float("inf")}, "needs points"),
        ({"number": 9}, "changed meanwhile"),
    ],
)
def test_bad_rubric_is_refused(room: Room, change_of: dict[str, object], said: str) -> None:
    given = {"number": 0, "item": "x", "points": 1.0, **change_of}
    with pytest.raises(ValueError, match=said):
        proposed(room, PLACE, [*items(room), Proposed(**given)])  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="changed meanwhile"):
        proposed(room, PLACE, items(room)[1:])
