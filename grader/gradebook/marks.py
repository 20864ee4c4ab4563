"""People's marks in the gradebook. Every change is a row of its own; the one with the highest id counts.

So nothing is ever overwritten: who, when, why and what was before are there for good, and undoing is one more change. A
change may be sent again after a lost connection: it is known by its name and written once. A change that was made
looking at an older state than the one that counts by now is refused (:class:`Changed`), never merged in silence.

*Leases* keep two people from marking the same answer: a row with an end, renewed while the page is open. They are a courtesy
and not a lock; correctness rests on the check of the state.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterable, Sequence

import msgspec

from grader.checks.marked import RubricItem
from grader.gradebook.rubric import Item, Key, Mark, Rubric
from grader.gradebook.store import Gradebook, now
from grader.intake.errors import WrongUse

PART = "marks"
STEPS = (
    """
    CREATE TABLE marks (
        id INTEGER PRIMARY KEY AUTOINCREMENT, change TEXT NOT NULL, undoes TEXT NOT NULL, at TEXT NOT NULL,
        marker TEXT NOT NULL, why TEXT NOT NULL, assignment TEXT NOT NULL, exercise TEXT NOT NULL,
        variable TEXT NOT NULL, answer TEXT NOT NULL, round INTEGER NOT NULL, done INTEGER NOT NULL,
        items TEXT NOT NULL, adjust REAL NOT NULL, comment TEXT NOT NULL, flag INTEGER NOT NULL,
        seconds REAL NOT NULL,
        UNIQUE (change, exercise, variable, answer, round)
    )
    """,
    "CREATE INDEX marks_of ON marks (assignment, exercise, variable, answer, round, id)",
    "CREATE INDEX marks_by ON marks (marker, id)",
    "CREATE INDEX marks_undone ON marks (undoes)",
    """
    CREATE TABLE rubrics (
        id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, who TEXT NOT NULL, why TEXT NOT NULL,
        assignment TEXT NOT NULL, exercise TEXT NOT NULL, variable TEXT NOT NULL,
        items TEXT NOT NULL, author TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE leases (
        assignment TEXT NOT NULL, exercise TEXT NOT NULL, variable TEXT NOT NULL, answer TEXT NOT NULL,
        round INTEGER NOT NULL, marker TEXT NOT NULL, until REAL NOT NULL,
        PRIMARY KEY (assignment, exercise, variable, answer, round)
    ) WITHOUT ROWID
    """,
    "CREATE TABLE sessions (secret TEXT PRIMARY KEY, marker TEXT NOT NULL, until REAL NOT NULL)",
)
_COLUMNS = (
    "id, change, undoes, at, marker, why, exercise, variable, answer, round, done, items, adjust, "
    "comment, flag, seconds"
)


class Changed(Exception):
    """Somebody marked this answer after the state that the change was made on. ``current`` is what counts now."""

    def __init__(self, current: Mark) -> None:
        super().__init__(f"marked by {current.marker} at {current.at} meanwhile")
        self.current = current


class Marks:
    """The marks of one assignment, for reading and writing. Makes the tables where there are none."""

    def __init__(self, book: Gradebook, assignment: str) -> None:
        self.book, self.assignment = book, assignment
        self._db = book.part(PART, STEPS)
        # A person's work is not done again: after a power cut, too, what was said to be saved is there.
        self._db.execute("PRAGMA synchronous = FULL")

    @property
    def name(self) -> str:
        """A name that no other gradebook and assignment has, for what a browser keeps."""
        kept = self.book.setting(f"marks:{self.assignment}")
        if not kept:
            kept = secrets.token_hex(8)
            self.book.set_setting(f"marks:{self.assignment}", kept)
        return kept

    # --- marks ----------------------------------------------------------------------------------

    def changes(self, after: int = 0) -> list[Mark]:
        """All changes after the one with that id, oldest first."""
        rows = self._db.execute(
            f"SELECT {_COLUMNS} FROM marks WHERE assignment = ? AND id > ? ORDER BY id",
            (self.assignment, after),
        )
        return [_mark(row) for row in rows]

    def current(self, key: Key, round: int = 1) -> Mark | None:
        """The state that counts; None when nothing was ever said about this answer."""
        row = self._db.execute(
            f"SELECT {_COLUMNS} FROM marks WHERE assignment = ? AND exercise = ? AND variable = ? "
            "AND answer = ? AND round = ? ORDER BY id DESC LIMIT 1",
            (self.assignment, key.exercise, key.variable, key.answer, round),
        ).fetchone()
        return _mark(row) if row else None

    def history(self, key: Key) -> list[Mark]:
        """Every change of one answer, oldest first."""
        rows = self._db.execute(
            f"SELECT {_COLUMNS} FROM marks WHERE assignment = ? AND exercise = ? AND variable = ? "
            "AND answer = ? ORDER BY id",
            (self.assignment, key.exercise, key.variable, key.answer),
        )
        return [_mark(row) for row in rows]

    def put(self, marks: Sequence[tuple[Mark, int]]) -> list[Mark]:
        """Write one change: all of ``marks`` or none, each with the id of the state it was made on (0: there was none).

        Raises :class:`Changed`. A change that is there already is given back as it was written.
        """
        if not marks:
            return []
        with self.book.transaction():
            done = self._change(marks[0][0].change)
            if done:
                return done
            return [self._write(mark, seen) for mark, seen in marks]

    def _write(self, mark: Mark, seen: int) -> Mark:
        current = self.current(mark.key, mark.round)
        if current is not None and current.id != seen:
            raise Changed(current)
        new = msgspec.structs.replace(mark, at=now())
        made = self._db.execute(
            "INSERT INTO marks (change, undoes, at, marker, why, assignment, exercise, variable, answer, "
            "round, done, items, adjust, comment, flag, seconds) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                new.change, new.undoes, new.at, new.marker, new.why, self.assignment,
                new.key.exercise, new.key.variable, new.key.answer, new.round, int(new.done),
                " ".join(map(str, new.items)), new.adjust, new.comment, int(new.flag), new.seconds,
            ),
        )  # fmt: skip
        assert made.lastrowid is not None
        return msgspec.structs.replace(new, id=made.lastrowid)

    def _change(self, change: str) -> list[Mark]:
        rows = self._db.execute(
            f"SELECT {_COLUMNS} FROM marks WHERE assignment = ? AND change = ? ORDER BY id",
            (self.assignment, change),
        )
        return [_mark(row) for row in rows]

    def undo(self, marker: str, change: str) -> list[Mark]:
        """Take back the latest change of ``marker`` that still stands, as the change named ``change``; [] when there is
        none. Raises :class:`Changed` when somebody else has been there since."""
        with self.book.transaction():
            if done := self._change(change):
                return done
            row = self._db.execute(
                "SELECT change FROM marks m WHERE assignment = ? AND marker = ? AND undoes = '' "
                "AND NOT EXISTS (SELECT 1 FROM marks u WHERE u.undoes = m.change) "
                "ORDER BY id DESC LIMIT 1",
                (self.assignment, marker),
            ).fetchone()
            if row is None:
                return []
            return [self._restore(mark, marker, change) for mark in self._change(row[0])]

    def _restore(self, mark: Mark, marker: str, change: str) -> Mark:
        rows = [one for one in self.history(mark.key) if one.round == mark.round]
        standing: list[Mark] = []  # an undoing takes the last one away
        for row in rows:
            if row.undoes:
                standing.pop()
            else:
                standing.append(row)
        if standing[-1].id != mark.id:
            raise Changed(rows[-1])
        old = (
            standing[-2] if len(standing) > 1 else Mark(key=mark.key, round=mark.round, done=False)
        )
        # The mark that comes back stays its first giver's.
        giver = old.marker or marker
        new = msgspec.structs.replace(
            old,
            marker=giver,
            why=f"undone by {marker}",
            change=change,
            undoes=mark.change,
            seconds=0.0,
        )
        return self._write(new, rows[-1].id)

    # --- rubrics --------------------------------------------------------------------------------

    def rubric(self, exercise: str, variable: str) -> tuple[Rubric, tuple[RubricItem, ...]] | None:
        """The rubric in use, and its author's at the time; None before the first."""
        row = self._db.execute(
            "SELECT items, author FROM rubrics WHERE assignment = ? AND exercise = ? AND variable = ? "
            "ORDER BY id DESC LIMIT 1",
            (self.assignment, exercise, variable),
        ).fetchone()
        if row is None:
            return None
        items = msgspec.json.decode(row[0], type=tuple[Item, ...])
        return items, msgspec.json.decode(row[1], type=tuple[RubricItem, ...])

    def set_rubric(
        self, exercise: str, variable: str, rubric: Rubric, author: Iterable[RubricItem], *, who: str, why: str
    ) -> None:  # fmt: skip
        """Make this the rubric in use; the earlier ones are kept."""
        self._db.execute(
            "INSERT INTO rubrics (at, who, why, assignment, exercise, variable, items, author) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                now(), who, why, self.assignment, exercise, variable,
                msgspec.json.encode(rubric).decode(), msgspec.json.encode(tuple(author)).decode(),
            ),
        )  # fmt: skip

    # --- leases and sessions --------------------------------------------------------------------

    def leased(self, round: int, moment: float) -> dict[Key, str]:
        """Who holds which answer at that moment (seconds since 1970)."""
        rows = self._db.execute(
            "SELECT exercise, variable, answer, marker FROM leases "
            "WHERE assignment = ? AND round = ? AND until > ?",
            (self.assignment, round, moment),
        )
        return {
            Key(exercise, variable, answer): marker for exercise, variable, answer, marker in rows
        }

    def lease(
        self,
        keys: Sequence[Key],
        round: int,
        marker: str,
        moment: float,
        seconds: float,
        *,
        only: bool = False,
    ) -> list[Key]:
        """Take those of ``keys`` that nobody else holds, until ``moment + seconds``; returns them. ``only``: give back
        all else."""
        taken = []
        with self.book.transaction():
            if only:
                self.release(round, marker)
            for key in keys:
                done = self._db.execute(
                    "INSERT INTO leases VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE "
                    "SET marker = excluded.marker, until = excluded.until "
                    "WHERE leases.marker = excluded.marker OR leases.until <= ?",
                    (
                        self.assignment, key.exercise, key.variable, key.answer, round, marker,
                        moment + seconds, moment,
                    ),
                )  # fmt: skip
                if done.rowcount:
                    taken.append(key)
        return taken

    def release(self, round: int, marker: str) -> None:
        """Give back all that ``marker`` holds."""
        self._db.execute(
            "DELETE FROM leases WHERE assignment = ? AND round = ? AND marker = ?",
            (self.assignment, round, marker),
        )

    def admit(self, secret: str, marker: str, until: float) -> None:
        """Keep a session by the digest of its secret, so that a server started again knows it."""
        self._db.execute(
            "INSERT OR REPLACE INTO sessions VALUES (?, ?, ?)", (secret, marker, until)
        )

    def admitted(self, secret: str, moment: float) -> str | None:
        """Whose session it is; None when it is none, or over."""
        row = self._db.execute(
            "SELECT marker FROM sessions WHERE secret = ? AND until > ?", (secret, moment)
        ).fetchone()
        return str(row[0]) if row else None


def has_marks(book: Gradebook) -> bool:
    """Whether anybody has ever marked with this gradebook. Changes nothing."""
    version = book.part_version(PART)
    if version > len(STEPS):
        raise WrongUse(
            f"{book.path}: its marks were written by a newer version of grader; use that one"
        )
    return version > 0


def _mark(row: tuple[object, ...] | sqlite3.Row) -> Mark:
    (id, change, undoes, at, marker, why, exercise, variable, answer, round, done, items, adjust,
     comment, flag, seconds) = row  # fmt: skip
    return Mark(
        id=int(str(id)),
        change=str(change),
        undoes=str(undoes),
        at=str(at),
        marker=str(marker),
        why=str(why),
        key=Key(str(exercise), str(variable), str(answer)),
        round=int(str(round)),
        done=bool(done),
        items=tuple(int(number) for number in str(items).split()),
        adjust=float(str(adjust)),
        comment=str(comment),
        flag=bool(flag),
        seconds=float(str(seconds)),
    )
