"""Marks out and in as CSV: row by row, all or nothing, safe for spreadsheets."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from grader.intake.errors import WrongUse
from grader.marking import table
from grader.marking.room import Room
from tests.unit.marking.conftest import LONG, PLACE, TEXTS, change, with_text

Rows = list[dict[str, str]]


def out(room: Room) -> Rows:
    return list(csv.DictReader(io.StringIO(table.write(room))))


def into(room: Room, path: Path, rows: Rows, delimiter: str = ",") -> tuple[str, ...]:
    text = io.StringIO()
    writer = csv.DictWriter(text, table.HEAD, delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8")
    return table.read(room, path, "ben")


def row_of(rows: Rows, text: str) -> dict[str, str]:
    return next(row for row in rows if row["text"].lstrip("'") == text)


def test_the_table_word_for_word(room: Room, snapshot: SnapshotAssertion) -> None:
    room.save("ana", change(room, with_text(room, LONG), 1, 3, comment="=SUM(A1)", adjust=-0.5))
    room.flag("ana", with_text(room, TEXTS[3]), 1, "flag", flag=True)
    assert table.write(room) == snapshot


def test_round_trip(room: Room, tmp_path: Path) -> None:
    room.save("ana", change(room, with_text(room, LONG), 1, 3, comment="=SUM(A1)", adjust=-0.5))
    rows = out(room)
    assert len(rows) == len(TEXTS) + 1
    one = row_of(rows, LONG)
    assert (one["state"], one["items"], one["adjust"], one["points"]) == (
        "marked",
        "1 3",
        "-0.5",
        "3.5",
    )
    assert one["comment"] == "'=SUM(A1)"
    assert row_of(rows, TEXTS[5])["text"].startswith("'=1+1")
    assert row_of(rows, "too short")["state"] == "put aside: very short"
    assert into(room, tmp_path / "marks.csv", rows)[0].startswith("0 answers marked, 1 unchanged")
    row_of(rows, TEXTS[3]).update(items="1.0", comment="-1 for style", adjust="0,5")
    row_of(rows, TEXTS[4]).update(items="0")
    said = into(room, tmp_path / "marks.csv", rows, delimiter=";")
    assert said[0].startswith("2 answers marked, 1 unchanged")
    mark = room.mark(with_text(room, TEXTS[3]))
    assert mark is not None
    assert (mark.items, mark.adjust, mark.comment, mark.marker) == (
        (1,),
        0.5,
        "-1 for style",
        "ben",
    )
    assert room.mark(with_text(room, LONG)).comment == "=SUM(A1)"  # type: ignore[union-attr]
    assert into(room, tmp_path / "again.csv", out(room))[0].startswith("0 answers marked, 3")


def test_no_cell_is_a_formula(room: Room) -> None:
    room.save("ana", change(room, with_text(room, LONG), 1, comment="@cmd"))
    for row in csv.reader(io.StringIO(table.write(room, names=True))):
        for cell in row:
            assert not cell.startswith(("=", "+", "@", "\t"))
            assert not cell.startswith("-") or float(cell)


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ({"items": "9"}, "items has '9'; the items are 1, 2, 3, or 0 for none"),
        ({"items": "0 1"}, "one or the other"),
        ({"items": "one"}, "items has 'one'"),
        ({"items": "1", "adjust": "many"}, "adjust is 'many'"),
        ({"items": "1", "adjust": "nan"}, "adjust is 'nan'"),
        ({"items": "", "adjust": "1"}, "adjust without items"),
        ({"items": "", "comment": "so"}, "a comment without items"),
        ({"items": "1", "answer": "nobody's"}, "no such answer here"),
        ({"items": "1", "seen": "x"}, "seen is 'x'"),
        ({"items": "1", "seen": "99"}, None),
    ],
)
def test_one_bad_line_and_nothing_is_applied(
    room: Room, tmp_path: Path, bad: dict[str, str], said: str | None
) -> None:
    rows = out(room)
    rows[0].update(items="1")
    row_of(rows, TEXTS[4]).update(bad)
    path = tmp_path / "marks.csv"
    if said is None:
        # Nobody has marked it, so whatever state the line says it saw, nothing is written over.
        assert into(room, path, rows)[0].startswith("2 answers marked")
        return
    with pytest.raises(WrongUse) as caught:
        into(room, path, rows)
    line, *_, last = str(caught.value).splitlines()
    assert line.startswith(f"{path}:")
    assert said in line
    assert "nothing was changed" in last
    assert room.marks.changes() == []


def test_marked_since_the_export_is_refused_whole(room: Room, tmp_path: Path) -> None:
    rows = out(room)
    for text in (TEXTS[3], TEXTS[4]):
        row_of(rows, text).update(items="1")
    room.save("ana", change(room, with_text(room, TEXTS[4]), 2))
    with pytest.raises(WrongUse, match="was marked by ana since the export; nothing was changed"):
        into(room, tmp_path / "marks.csv", rows)
    assert not room.done(with_text(room, TEXTS[3]))


def test_other_files_are_named_as_such(room: Room, tmp_path: Path) -> None:
    path = tmp_path / "marks.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(WrongUse, match="has no column exercise; start from"):
        table.read(room, path, "ana")
    rows = out(room)
    rows[0].update(items="1")
    with pytest.raises(WrongUse, match=r"this answer is in line 2 too; keep one"):
        into(room, path, [rows[0], rows[0]])
    with pytest.raises(WrongUse):
        table.read(room, tmp_path / "nowhere.csv", "ana")
    assert PLACE in room.tasks
