"""``unmatched.csv``: whom a download names and nobody is sure of, to be filled in by a person and read back.

One line each: who (as the platform says it), why it is not sure and who it might be. In the column ``student`` goes an id of the roster (several
with ``;`` for a group), or ``-`` for somebody who is not in this class. Empty cells stay undecided.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from grader.course.matching import NOBODY, Found
from grader.intake.errors import BadInput, named, shown
from grader.intake.identity import Identity, Kind, normal
from grader.intake.layouts import Listing
from grader.intake.roster import Student
from grader.intake.sources import read_file
from grader.intake.text import decode

FILE = "unmatched.csv"
COLUMNS = ("who", "name", "email", "where", "why", "candidates", "student")
_MOST = 16 << 20
_FORMULA = ("=", "+", "-", "@")


def undecided(matching: Mapping[str, Found], listing: Listing) -> list[str]:
    """The keys of those in a download of whom nobody is sure, and nobody has said anything."""
    here = dict.fromkeys(one.who.key for one in listing.found)
    return [
        key
        for key in here
        if not matching[key].on_roster and not matching[key].why.startswith("decided")
    ]


def table(
    keys: Iterable[str],
    matching: Mapping[str, Found],
    identities: Mapping[str, Identity],
    listing: Listing,
    students: Sequence[Student],
) -> str:
    """The file's text."""
    places: dict[str, list[str]] = defaultdict(list)
    for hand_in in listing.found:
        places[hand_in.who.key].append(hand_in.label)
    called = {one.id: one.name for one in students}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for key in keys:
        one, found = identities[key], matching[key]
        candidates = "; ".join(f"{id} {called.get(id, '')}".strip() for id in found.candidates)
        row = (key, one.name, one.get(Kind.EMAIL), named(places[key], 3), found.why, candidates, "")
        writer.writerow(map(_cell, row))
    return out.getvalue()


def read(
    path: Path, identities: Iterable[str], students: Sequence[Student]
) -> list[tuple[str, tuple[str, ...]]]:
    """(identity, students) of each line that was filled in. Raises BadInput with the first line that is wrong, so that nothing
    is half applied."""
    text, _ = decode(read_file(path, _MOST), shown(path))
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.DictReader(io.StringIO(text), delimiter=delimiter, strict=True)
    keys = {_cell(key): key for key in identities}
    found: dict[str, tuple[str, ...]] = {}
    try:
        if not {"who", "student"} <= set(reader.fieldnames or ()):
            raise BadInput(
                path, f"has no columns who and student; fill in the {FILE} of a batch", 1
            )
        for row in reader:
            line, said = reader.line_num, (row["student"] or "").strip()
            if not said:
                continue
            key = keys.get((row["who"] or "").strip())
            if key is None:
                problem = f"{shown(row['who'] or '', 60)!r} is nobody this gradebook knows; leave the column who as it was"
                raise BadInput(path, problem, line)
            if key in found:
                raise BadInput(path, f"{shown(key, 60)} is there twice; keep one line", line)
            found[key] = _students(said, students, path, line)
    except csv.Error as error:
        problem = f"not readable as CSV ({error}); save it as CSV again"
        raise BadInput(path, problem, reader.line_num) from None
    return list(found.items())


def _students(said: str, students: Sequence[Student], path: Path, line: int) -> tuple[str, ...]:
    if said in (NOBODY, f"'{NOBODY}"):
        return (NOBODY,)
    return tuple(
        resolve(part.strip(), students, path, line) for part in said.split(";") if part.strip()
    )


def resolve(name: str, students: Sequence[Student], path: Path, line: int | None = None) -> str:
    """The id of the student whom a person wrote down by any identifier. Raises BadInput."""
    exact = [one.id for one in students if one.id == name]
    wanted = normal(name)
    found = exact or [
        one.id for one in students if any(normal(value) == wanted for _, value in one.ids)
    ]
    if not found:
        problem = f"{shown(name, 60)!r} is on no line of the roster; give an id of it"
        raise BadInput(path, problem, line)
    if len(found) > 1:
        problem = f"{shown(name, 60)!r} may be {named(found)}; give the id"
        raise BadInput(path, problem, line)
    return found[0]


def _cell(text: str) -> str:
    """``text`` on one line, and no formula."""
    clean = shown(" ".join(text.split()), 300)
    return f"'{clean}" if clean.startswith(_FORMULA) else clean
