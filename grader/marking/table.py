"""Marks as a CSV file, for marking without a browser: one line per answer out, checked line by line on the way in.

``items`` holds the numbers of the rubric items that apply, separated by spaces, 0 for none of them; an empty cell leaves the
answer as it is. ``seen`` says which state a line was made from: a line about an answer that somebody marked since is refused, and
with it the whole file, so nothing is half applied. Cells are safe for spreadsheets.
"""

from __future__ import annotations

import csv
import io
import math
import re
import uuid
from pathlib import Path

from grader.exporters import words
from grader.exporters.escape import CONTROLS, cell
from grader.gradebook.marks import Changed
from grader.gradebook.rubric import Key, Mark
from grader.intake.errors import WrongUse, shown
from grader.intake.sources import read_file
from grader.intake.text import decode
from grader.marking.room import Room

HEAD = (
    "exercise", "variable", "answer", "state", "students", "text", "items", "adjust", "comment",
    "points", "marker", "seen", "rubric",
)  # fmt: skip
NEEDED = ("exercise", "variable", "answer", "items", "seen")
MOST = 20
MAX_BYTES = 256 << 20


def write(room: Room, *, names: bool = False) -> str:
    """All answers, in the order of the page."""
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow(HEAD)
    for place, task in room.tasks.items():
        rubric = " | ".join(
            f"{one.number}: {one.item} ({one.points:+g})"
            for one in room.rubrics[place]
            if not one.retired
        )
        for key in room.order(place):
            answer, mark = room.pool[key], room.mark(key)
            done = mark is not None and mark.done
            lines.writerow([
                task.exercise,
                task.variable,
                # A digest of digits and an "e" would be a number to a spreadsheet.
                f"#{key.answer}",
                "marked" if done else f"put aside: {answer.aside}" if answer.aside else "to be marked",
                cell("; ".join(answer.students)) if names else str(len(answer.students)),
                _text(answer.text),
                (" ".join(map(str, mark.items)) or "0") if mark and done else "",
                f"{mark.adjust:g}" if mark and done and mark.adjust else "",
                cell(mark.comment) if mark else "",
                words.points(room.points(mark)) if mark and done else "",
                cell(mark.marker) if mark else "",
                room.seen(key),
                cell(rubric),
            ])  # fmt: skip
    return out.getvalue()


def _text(text: str) -> str:
    """A text for reading, its lines kept, that no spreadsheet takes for a formula."""
    lines = [CONTROLS.sub("\ufffd", line) for line in text.splitlines()]
    clean = "\n".join(lines).encode("utf-8", "replace").decode()
    return f"'{clean}" if cell(clean).startswith("'") else clean


def read(room: Room, path: Path, marker: str) -> tuple[str, ...]:
    """Apply the marks of a CSV file, all or none; returns what to tell. Raises WrongUse with a line for each bad row."""
    text, _ = decode(read_file(path, MAX_BYTES), shown(path))
    change = uuid.uuid4().hex
    problems: list[str] = []
    found: dict[Key, tuple[int, Mark, int]] = {}
    rows = csv.DictReader(io.StringIO(text), delimiter=_delimiter(text), strict=True)
    missing = [name for name in NEEDED if name not in (rows.fieldnames or ())]
    if missing:
        raise WrongUse(f"{path}:1: has no column {missing[0]}; start from grader mark --export")
    try:
        for row in rows:
            line = rows.line_num
            try:
                made = _row(room, row, marker, change)
            except ValueError as error:
                problems.append(f"{path}:{line}: {error}")
                continue
            if made is None:
                continue
            mark, seen = made
            if mark.key in found:
                problems.append(
                    f"{path}:{line}: this answer is in line {found[mark.key][0]} too; keep one"
                )
            found[mark.key] = line, mark, seen
    except csv.Error as error:
        problems.append(
            f"{path}:{rows.line_num}: not readable as CSV ({error}); save it as CSV again"
        )
    if problems:
        more = len(problems) - MOST
        said = problems[:MOST] + ([f"and {more} more lines"] if more > 0 else [])
        raise WrongUse("\n".join([*said, "nothing was changed; mend these lines and import again"]))
    new = [(mark, seen) for _, mark, seen in found.values() if not _same(room.mark(mark.key), mark)]
    try:
        room.marks.put(new)
    except Changed as changed:
        line = found[changed.current.key][0]
        raise WrongUse(
            f"{path}:{line}: was marked by {shown(changed.current.marker)} since the export; nothing was "
            "changed; export again"
        ) from None
    room.sync()
    room.marks.book.note(f"{len(new)} marks imported by {marker}", shown(path))
    unchanged = len(found) - len(new)
    return (
        f"{len(new)} answers marked, {unchanged} unchanged; lines without items left as they are",
    )


def _delimiter(text: str) -> str:
    """Spreadsheets of many countries write semicolons."""
    first = text.split("\n", 1)[0]
    return max(",;\t", key=first.count)


def _row(
    room: Room, row: dict[str, str | None], marker: str, change: str
) -> tuple[Mark, int] | None:
    """The mark of a line and the state it was made from; None for a line that says nothing. Raises ValueError."""
    if None in row:
        raise ValueError("has more cells than the first line; quote cells with commas in them")
    got = {name: (value or "").strip() for name, value in row.items()}
    if not any(got.values()):
        return None
    key = Key(got["exercise"], got["variable"], got["answer"].lstrip("'#"))
    if key not in room.pool:
        raise ValueError(
            f"no such answer here: {shown(got['answer'], 40)!r} of {shown(got['exercise'], 40)!r}"
        )
    items, adjust, comment = got["items"], got.get("adjust", ""), _comment(got.get("comment", ""))
    if not items:
        if adjust:
            raise ValueError("adjust without items; write 0 in items when none applies")
        before = room.mark(key)
        if comment and comment != (before.comment if before else ""):
            raise ValueError("a comment without items; write 0 in items when none applies")
        return None
    numbers = _items(room, key, items)
    if not got["seen"].isdigit():
        raise ValueError(
            f"seen is {shown(got['seen'], 20)!r}; leave that column as it was exported"
        )
    mark = Mark(
        key=key,
        items=numbers,
        adjust=_number(adjust),
        comment=comment,
        flag=bool((old := room.mark(key)) and old.flag),
        marker=marker,
        why="imported from a table",
        change=change,
    )
    return mark, int(got["seen"])


def _items(room: Room, key: Key, text: str) -> tuple[int, ...]:
    known = {one.number for one in room.rubric(key)}
    # A spreadsheet makes 1.0 of a lone 1.
    pieces = [piece.removesuffix(".0") for piece in re.split(r"[\s,;]+", text.lstrip("'")) if piece]
    for piece in pieces:
        if not piece.isdigit() or (int(piece) not in known and piece != "0"):
            listed = ", ".join(map(str, sorted(known)))
            raise ValueError(
                f"items has {shown(piece, 20)!r}; the items are {listed}, or 0 for none"
            )
    numbers = {int(piece) for piece in pieces}
    if 0 in numbers and len(numbers) > 1:
        raise ValueError(
            "items has 0, which says that none applies, and others; keep one or the other"
        )
    return tuple(sorted(numbers - {0}))


def _number(text: str) -> float:
    if not text:
        return 0.0
    try:
        value = float(text.lstrip("'").replace("−", "-").replace(",", "."))
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or abs(value) >= 1000:
        raise ValueError(f"adjust is {shown(text, 20)!r}; write points like 0.5 or -1, or nothing")
    return value


def _comment(text: str) -> str:
    """A comment as it was before it was made safe for a spreadsheet."""
    one = " ".join(text.split())[:2000]
    return one[1:] if one.startswith("'") and cell(one[1:]) == one else one


def _same(before: Mark | None, new: Mark) -> bool:
    if before is None or not before.done:
        return False
    fields = ("items", "adjust", "comment")
    return all(getattr(before, name) == getattr(new, name) for name in fields)
