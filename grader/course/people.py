"""The people of a class in the gradebook: the roster, everybody a download has named, and what a person decided about them.

Who an attempt belongs to is worked out from all of that, anew on each run (``grader.course.matching``), and attempts move when the answer changes: a
roster that comes later re-keys what is there instead of doubling it, in whichever order downloads and rosters come. Decisions are
rows that are never changed; the last one about somebody counts.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import final

import msgspec

from grader.course.classroom import Attempt, ClassDownload
from grader.course.matching import Found, Said, match
from grader.gradebook import Gradebook, now, who
from grader.intake.identity import Identity, Ids, Kind, normal
from grader.intake.roster import Roster, Student
from grader.model import Record

PART = "people"
STEPS = (
    "CREATE TABLE roster (place INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, student BLOB NOT NULL)",
    "CREATE TABLE identities (key TEXT PRIMARY KEY, identity BLOB NOT NULL) WITHOUT ROWID",
    """
    CREATE TABLE owners (
        assignment TEXT NOT NULL, student TEXT NOT NULL, label TEXT NOT NULL, identity TEXT NOT NULL,
        PRIMARY KEY (assignment, student, label)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX owners_of ON owners (identity)",
    """
    CREATE TABLE decided (
        id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, who TEXT NOT NULL, why TEXT NOT NULL,
        identity TEXT NOT NULL, students TEXT NOT NULL
    )
    """,
)


class Class(Record, frozen=True, kw_only=True):
    """Everybody in a class. ``roster`` in its order, with what downloads told beside it; ``others``: who handed in and is not on it, or
    not for sure; ``unsure``: the ids of those among them who may be on it."""

    roster: tuple[Student, ...] = ()
    others: tuple[Student, ...] = ()
    unsure: frozenset[str] = frozenset()

    def by_id(self) -> dict[str, Student]:
        return {one.id: one for one in (*self.roster, *self.others)}


@final
class People:
    """The tables of this module in an open gradebook. ``reading``: nothing is written, not even the tables."""

    def __init__(self, book: Gradebook, *, reading: bool = False) -> None:
        self.book = self._book = book
        if reading and book.part_version(PART) < len(STEPS):
            self._db = sqlite3.connect(":memory:")
            for step in STEPS:
                self._db.execute(step)
        else:
            self._db = book.part(PART, STEPS)

    # --- what is known --------------------------------------------------------------------------

    def roster(self) -> tuple[Student, ...]:
        """The roster that was given last; () when there was none."""
        rows = self._db.execute("SELECT student FROM roster ORDER BY place")
        return tuple(msgspec.json.decode(row, type=Student) for (row,) in rows)

    def set_roster(self, roster: Roster) -> None:
        """Make this the roster. A change goes to the history."""
        before = self.roster()
        if before == roster.students:
            return
        with self._book.transaction():
            self._db.execute("DELETE FROM roster")
            self._db.executemany(
                "INSERT INTO roster VALUES (?, ?, ?)",
                [
                    (place, one.id, msgspec.json.encode(one))
                    for place, one in enumerate(roster.students)
                ],
            )
            old, new = {one.id for one in before}, {one.id for one in roster.students}
            changed = f"; {len(new - old)} new, {len(old - new)} gone" if before else ""
            self._book.note(f"roster of {len(new)} students{changed}", "--roster")

    def identities(self) -> dict[str, Identity]:
        """Everybody whom a download has named, by key."""
        rows = self._db.execute("SELECT key, identity FROM identities ORDER BY key")
        return {str(key): msgspec.json.decode(one, type=Identity) for key, one in rows}

    def see(self, identities: Iterable[Identity]) -> None:
        """Note whom a download names; what it says now replaces what was said of the same person before."""
        known = self.identities()
        new = {one.key: _with_old(one, known.get(one.key)) for one in identities}
        self._write(
            "INSERT OR REPLACE INTO identities VALUES (?, ?)",
            [(key, msgspec.json.encode(one)) for key, one in new.items() if known.get(key) != one],
        )

    def decided(self) -> dict[str, Said]:
        """What people said, by identity; the last word counts."""
        rows = self._db.execute("SELECT identity, students FROM decided ORDER BY id")
        found = {str(key): msgspec.json.decode(said, type=Said) for key, said in rows}
        return {key: said for key, said in found.items() if said}

    def decide(self, identity: str, students: Sequence[str], why: str) -> None:
        """Note who somebody is: ids of the roster, the key of somebody else who handed in, or NOBODY; nothing: as the program sees it."""
        roster = {one.id: one for one in self.roster()}
        said: Said = tuple(
            Identity(ids=one.ids, name=one.name, own=id) if (one := roster.get(id)) else id
            for id in students
        )
        if self.decided().get(identity, ()) == said:
            return
        self._db.execute(
            "INSERT INTO decided (at, who, why, identity, students) VALUES (?, ?, ?, ?, ?)",
            (now(), who(), why, identity, msgspec.json.encode(said).decode()),
        )
        self._book.note(f"{identity} is {', '.join(students) or 'undecided again'}", why)

    def matching(self) -> dict[str, Found]:
        """Who everybody is, by all that is known."""
        return match(self.roster(), self.identities().values(), self.decided())

    def everybody(self, matching: Mapping[str, Found] | None = None) -> Class:
        """The class by what tables call people."""
        matching = self.matching() if matching is None else matching
        told: dict[str, list[Identity]] = defaultdict(list)
        identities = self.identities()
        for key, found in sorted(matching.items()):
            if len(found.students) == 1:  # a group's identifiers are nobody's
                told[found.students[0]].append(identities[key])
        roster = self.roster()
        on_it = {one.id for one in roster}
        return Class(
            roster=tuple(_told(one, told.get(one.id, ())) for one in roster),
            others=tuple(_stranger(id, told[id]) for id in sorted(told.keys() - on_it)),
            unsure=frozenset(
                found.students[0]
                for found in matching.values()
                if not found.on_roster and found.candidates
            ),
        )

    # --- whose attempts -------------------------------------------------------------------------

    def owners(self, assignment: str) -> dict[tuple[str, str], str]:
        """(student, label) → identity."""
        rows = self._db.execute(
            "SELECT student, label, identity FROM owners WHERE assignment = ?", (assignment,)
        )
        return {(str(student), str(label)): str(identity) for student, label, identity in rows}

    def own(self, assignment: str, attempts: Iterable[Attempt]) -> None:
        """Note whose attempts these are."""
        known = self.owners(assignment)
        self._write(
            "INSERT OR REPLACE INTO owners VALUES (?, ?, ?, ?)",
            [
                (assignment, one.student, one.label, one.identity)
                for one in attempts
                if known.get((one.student, one.label)) != one.identity
            ],
        )

    def _write(self, statement: str, rows: Sequence[tuple[object, ...]]) -> None:
        """All rows in one transaction; none where there are none, so that nothing counts as changed."""
        if rows:
            with self._book.transaction():
                self._db.executemany(statement, rows)

    def adopt(self, assignment: str, download: ClassDownload) -> None:
        """Attempts from before this table was there belong to whom the download now names for the same place."""
        owned = self.owners(assignment)
        labels: dict[str, set[str]] = defaultdict(set)
        for one in download.attempts:
            labels[one.label].add(one.identity)
        orphans = [
            (assignment, one.student, one.label, next(iter(labels[one.label])))
            for one in self._book.attempts(assignment)
            if (one.student, one.label) not in owned and len(labels.get(one.label, ())) == 1
        ]
        self._write("INSERT OR IGNORE INTO owners VALUES (?, ?, ?, ?)", orphans)

    def move(self, matching: Mapping[str, Found]) -> None:
        """Put every attempt under the students that ``matching`` says; each move goes to the history."""
        rows = self._db.execute(
            "SELECT assignment, identity, label, student FROM owners"
        ).fetchall()
        places: dict[tuple[str, str, str], set[str]] = defaultdict(set)
        for assignment, identity, label, student in rows:
            places[str(assignment), str(identity), str(label)].add(str(student))
        with self._book.transaction():
            moved: set[tuple[str, str]] = set()
            for (assignment, identity, label), there in sorted(places.items()):
                found = matching.get(identity)
                if found is None or set(found.students) == there:
                    continue
                self._book.move_attempt(assignment, label, sorted(there), found.students)
                self._db.execute(
                    "DELETE FROM owners WHERE assignment = ? AND identity = ? AND label = ?",
                    (assignment, identity, label),
                )
                self._db.executemany(
                    "INSERT OR REPLACE INTO owners VALUES (?, ?, ?, ?)",
                    [(assignment, one, label, identity) for one in found.students],
                )
                moved.add((", ".join(sorted(there)), ", ".join(found.students)))
            for old, new in sorted(moved):
                self._book.note(f"{old}: now {new}", "who is who")

    # --- on request -----------------------------------------------------------------------------

    def called(self, name: str, there: Collection[str]) -> str:
        """What tables call a student, by any identifier; ``name`` itself when nobody, or more than one, has it."""
        if name in there:
            return name
        wanted = normal(name)
        people = self.everybody()
        found = [
            one.id
            for one in (*people.roster, *people.others)
            if any(normal(value) == wanted for _, value in one.ids)
        ]
        return found[0] if len(found) == 1 else name

    def forget(self, student: str, identities: Sequence[str]) -> int:
        """Delete a person: identities, attempts, decisions. What was graded is kept by content, without a name."""
        with self._book.transaction():
            (count,) = self._db.execute(
                "SELECT COUNT(*) FROM attempts WHERE student = ?", (student,)
            ).fetchone()
            for table in ("attempts", "owners"):
                self._db.execute(f"DELETE FROM {table} WHERE student = ?", (student,))
            self._db.execute("DELETE FROM roster WHERE id = ?", (student,))
            for key in identities:
                self._db.execute("DELETE FROM identities WHERE key = ?", (key,))
                self._db.execute("DELETE FROM decided WHERE identity = ?", (key,))
        return int(count)


def renumbered(book: Gradebook, assignment: str, download: ClassDownload) -> list[Attempt]:
    """The attempts of a download with numbers that go on after what the gradebook has and the download has no more."""
    here = {(one.student, one.label) for one in download.attempts}
    gone: dict[str, int] = defaultdict(int)
    for one in book.attempts(assignment):
        if (one.student, one.label) not in here:
            gone[one.student] = max(gone[one.student], one.number)
    return [
        msgspec.structs.replace(one, number=one.number + gone[one.student])
        if gone[one.student]
        else one
        for one in download.attempts
    ]


def vanished(book: Gradebook, assignment: str, download: ClassDownload) -> list[str]:
    """The students of whom the gradebook has an attempt that counts and the download has none."""
    here = {one.student for one in download.attempts}
    return sorted({one.student for one in book.attempts(assignment)} - here)


def _with_old(one: Identity, before: Identity | None) -> Identity:
    """What is known of a person by now: what a download doesn't tell stays as it was."""
    if before is None:
        return one
    kinds = {kind for kind, _ in one.ids}
    older = tuple(pair for pair in before.ids if pair[0] not in kinds)
    return msgspec.structs.replace(one, ids=(*one.ids, *older), name=one.name or before.name)


def _told(student: Student, identities: Sequence[Identity]) -> Student:
    """A student of the roster, with what platforms call them beside it."""
    there = {kind for kind, _ in student.ids}
    others: dict[Kind, str] = {}
    for one in identities:
        for kind, value in one.ids:
            if kind not in there and kind not in (Kind.ID, Kind.PLACE, Kind.GROUP, Kind.EMAIL):
                others.setdefault(kind, value)
    name = student.name or next((one.name for one in identities if one.name), "")
    email = student.email or next((e for one in identities if (e := one.get(Kind.EMAIL))), "")
    return msgspec.structs.replace(
        student, name=name, email=email, others=(*student.others, *others.items())
    )


def _stranger(id: str, identities: Sequence[Identity]) -> Student:
    """Somebody who is not on a roster, by what downloads tell."""
    ids: Ids = tuple(dict(pair for one in identities for pair in one.ids).items())
    own = next((kind for kind, value in ids if value == id), Kind.PLACE)
    email = next((value for kind, value in ids if kind is Kind.EMAIL), "")
    return Student(
        id=id,
        kind=own,
        name=next((one.name for one in identities if one.name), ""),
        email=email,
        others=tuple(pair for pair in ids if pair != (own, id) and pair[0] is not Kind.EMAIL),
    )
