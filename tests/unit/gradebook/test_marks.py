"""Marks in a gradebook: nothing overwritten, nothing written twice, nothing lost by an older file."""

from __future__ import annotations

import sqlite3
import threading
import uuid
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.checks.marked import RubricItem
from grader.gradebook import Gradebook
from grader.gradebook.marks import PART, STEPS, Changed, Marks, has_marks
from grader.gradebook.rubric import Item, Key, Mark, digest, merged, points, started
from grader.intake.errors import WrongUse

KEY, OTHER = Key("why", "WHY", "a" * 32), Key("why", "WHY", "b" * 32)


def mark(key: Key = KEY, *items: int, marker: str = "ana", **more: object) -> Mark:
    return Mark(key=key, items=items, marker=marker, change=uuid.uuid4().hex, **more)  # type: ignore[arg-type]


@pytest.fixture
def marks(tmp_path: Path) -> Marks:
    return Marks(Gradebook(tmp_path / "gradebook.sqlite"), "lecture07")


def test_every_change_is_kept(marks: Marks) -> None:
    (first,) = marks.put([(mark(KEY, 1, comment="so"), 0)])
    (second,) = marks.put([(mark(KEY, 1, 2, marker="ben"), first.id)])
    assert [one.items for one in marks.history(KEY)] == [(1,), (1, 2)]
    assert marks.current(KEY) == second
    assert [one.marker for one in marks.changes()] == ["ana", "ben"]
    assert marks.changes(first.id) == [second]
    assert first.at
    assert first.comment == "so"


def test_a_change_sent_again_is_written_once(marks: Marks) -> None:
    one = mark(KEY, 1)
    first = marks.put([(one, 0)])
    marks.put([(mark(KEY, 2, marker="ben"), first[0].id)])
    assert marks.put([(one, 0)]) == first
    assert len(marks.history(KEY)) == 2


def test_a_change_of_an_older_state_is_refused_whole(marks: Marks) -> None:
    marks.put([(mark(KEY, 1), 0)])
    with pytest.raises(Changed) as caught:
        marks.put([(mark(OTHER, 2), 0), (mark(KEY, 2), 0)])
    assert caught.value.current.items == (1,)
    assert marks.current(OTHER) is None


def test_undo_takes_back_a_group_and_can_be_repeated(marks: Marks) -> None:
    (first,) = marks.put([(mark(KEY, 1), 0)])
    group = uuid.uuid4().hex
    both = [msgspec.structs.replace(mark(key, 2), change=group) for key in (KEY, OTHER)]
    marks.put([(both[0], first.id), (both[1], 0)])
    assert len(marks.undo("ana", uuid.uuid4().hex)) == 2
    current, other = marks.current(KEY), marks.current(OTHER)
    assert current is not None
    assert current.items == (1,)
    assert other is not None
    assert not other.done
    marks.undo("ana", uuid.uuid4().hex)
    assert (current := marks.current(KEY)) is not None
    assert not current.done
    assert marks.undo("ana", uuid.uuid4().hex) == []
    assert len(marks.changes()) == 6


def test_undo_stops_where_somebody_else_has_been(marks: Marks) -> None:
    (first,) = marks.put([(mark(KEY, 1), 0)])
    marks.put([(mark(KEY, 2, marker="ben"), first.id)])
    with pytest.raises(Changed):
        marks.undo("ana", uuid.uuid4().hex)
    assert len(marks.changes()) == 2


def test_leases_end_and_are_not_shared(marks: Marks) -> None:
    assert marks.lease([KEY], 1, "ana", 1000.0, 60) == [KEY]
    assert marks.lease([KEY, OTHER], 1, "ben", 1010.0, 60) == [OTHER]
    assert marks.leased(1, 1059.0) == {KEY: "ana", OTHER: "ben"}
    assert marks.lease([KEY], 2, "ben", 1010.0, 60) == [KEY], "rounds are apart"
    assert marks.lease([KEY], 1, "ben", 1060.0, 60) == [KEY]
    marks.release(1, "ben")
    assert marks.leased(1, 1061.0) == {}


def test_two_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "gradebook.sqlite"
    Marks(Gradebook(path), "lecture07")
    refused: list[str] = []

    def work(marker: str) -> None:
        with Gradebook(path) as book:
            mine = Marks(book, "lecture07")
            for number in range(40):
                key = Key("why", "WHY", f"{number:032}")
                try:
                    mine.put([(mark(key, 1, marker=marker), 0)])
                except Changed:
                    refused.append(marker)

    threads = [threading.Thread(target=work, args=(name,)) for name in ("ana", "ben")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with Gradebook(path) as book:
        found = Marks(book, "lecture07").changes()
    assert len(found) == 40
    assert len(refused) == 40


def test_an_older_gradebook_is_brought_up_to_date_in_place(tmp_path: Path) -> None:
    path = tmp_path / "gradebook.sqlite"
    with Gradebook(path) as book:
        book.note("something", "before")
        assert not has_marks(book)
        # A file of the time when there was only the first table.
        book.part(PART, STEPS[:1])
    with sqlite3.connect(path) as db:
        db.execute(
            "INSERT INTO marks (change, undoes, at, marker, why, assignment, exercise, variable, answer, "
            "round, done, items, adjust, comment, flag, seconds) VALUES ('c', '', 't', 'ana', '', "
            "'lecture07', 'why', 'WHY', ?, 1, 1, '1 2', 0, 'kept', 0, 3)",
            (KEY.answer,),
        )
    with Gradebook(path) as book:
        marks = Marks(book, "lecture07")
        assert marks.lease([KEY], 1, "ana", 0.0, 1) == [KEY]
        assert [(one.items, one.comment) for one in marks.changes()] == [((1, 2), "kept")]
        assert book.history()[0][2] == "something"
        assert has_marks(book)
        book.set_setting(f"schema:{PART}", str(len(STEPS) + 1))
        with pytest.raises(WrongUse, match="newer version"):
            has_marks(book)
        with pytest.raises(WrongUse, match="newer version"):
            Marks(book, "lecture07")


def test_sessions_end(marks: Marks) -> None:
    marks.admit("digest", "ana", 100.0)
    assert marks.admitted("digest", 99.0) == "ana"
    assert marks.admitted("digest", 100.0) is None
    assert marks.admitted("other", 0.0) is None


AUTHOR = (RubricItem(item="says a", points=2), RubricItem(item="says b", points=3))


@given(
    st.sets(st.integers(1, 4)),
    st.floats(-10, 10),
    st.lists(st.floats(-5, 5), min_size=4, max_size=4),
)
def test_points_stay_in_range(items: set[int], adjust: float, worth: list[float]) -> None:
    rubric = tuple(
        Item(number=k, item=str(k), points=value) for k, value in enumerate(worth, start=1)
    )
    found = points(rubric, Mark(key=KEY, items=tuple(items), adjust=adjust), 5.0)
    assert 0 <= found <= 5
    exact = sum(worth[k - 1] for k in items) + adjust
    assert found == pytest.approx(min(5.0, max(0.0, exact)), abs=1e-4)


def test_a_rubric_in_use_takes_over_what_its_author_changes() -> None:
    rubric = started(AUTHOR)
    by_marker = (msgspec.structs.replace(rubric[0], points=1.5), rubric[1])
    now = (
        RubricItem(item="says a", points=4),
        RubricItem(item="says b", points=1),
        RubricItem(item="wrong", points=-1),
    )
    found, said = merged(by_marker, AUTHOR, now)
    assert [one.points for one in found] == [1.5, 1, -1], "the markers' own points stay"
    assert said == ("item 2: +3 becomes +1", "item 3 is new (-1)")
    found, said = merged(found, now, now[1:])
    assert found[0].retired
    assert said == ("item 1 is gone",)
    assert merged(found, now[1:], now[1:]) == (found, ())
    assert points(found, Mark(key=KEY, items=(1, 2)), 5) == 1


def test_answers_are_known_by_their_text() -> None:
    assert digest("one") != digest("two")
    assert digest("one", "written.short") == digest("one")
    assert digest("", "written.blank") != digest("", "missing")
    assert len(digest("\udc80")) == 32
