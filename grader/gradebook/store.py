"""The gradebook: all reports of a class in one SQLite file, from which everything else is written.

One row of ``results`` per (submission content, assignment content, grader version): the same work is never
run twice, and a run that was killed goes on where it was. ``attempts`` say who handed in what and when. What people
change is never overwritten silently: ``history`` keeps who, when and why.

Write-ahead logging and short transactions let two runs, or a run and a marker, share one file. Times are
kept here and never in a report.
"""

from __future__ import annotations

import getpass
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

import msgspec

import grader
from grader import storage
from grader.gradebook.records import Attempt, Result
from grader.intake.errors import WrongUse
from grader.model import Notice, Report, Transcript

SCHEMA_VERSION = 1
BUSY_SECONDS = 60.0
MAX_TRANSCRIPT = 64 << 20

REPLACED = " (replaced "
"""What follows the label of an attempt that another file took the place of, with a number."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS results (
    submission TEXT NOT NULL, assignment TEXT NOT NULL, grader TEXT NOT NULL,
    report BLOB NOT NULL, transcript BLOB, regrade INTEGER NOT NULL,
    PRIMARY KEY (submission, assignment, grader)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS results_done ON results (submission, assignment, grader, regrade);
CREATE TABLE IF NOT EXISTS attempts (
    assignment TEXT NOT NULL, student TEXT NOT NULL, label TEXT NOT NULL,
    submission TEXT NOT NULL, number INTEGER NOT NULL, at TEXT NOT NULL, late TEXT NOT NULL,
    problem TEXT NOT NULL, notices BLOB NOT NULL, seen TEXT NOT NULL,
    PRIMARY KEY (assignment, student, label)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS history (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL, why TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS change (only INTEGER PRIMARY KEY CHECK (only = 1), word TEXT NOT NULL);
"""

# What says how the rest came about, or can be made anew from it; and leases and log-ins, which change by the minute.
_ASIDE = {"change", "history", "readings", "plans", "judgings", "leases", "sessions"}
_CHANGED = "UPDATE change SET word = hex(randomblob(12))"
_WATCH = (
    'CREATE TRIGGER IF NOT EXISTS "{event} of {table}" AFTER {event} ON "{table}" '
    f"BEGIN {_CHANGED}; END"
)


class Gradebook:
    """An open gradebook. A context manager."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._db = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = NORMAL")
            self._db.executescript(_SCHEMA)
            found = self._db.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()
            if found is None:
                self._db.execute(
                    "INSERT OR IGNORE INTO meta VALUES ('schema', ?)", (str(SCHEMA_VERSION),)
                )
        except sqlite3.OperationalError as error:
            raise WrongUse(
                f"{path}: can't be opened or written ({error}); check the folder's permissions and the room on the disk"
            ) from None
        except sqlite3.DatabaseError as error:
            raise WrongUse(f"{path}: is no gradebook ({error}); choose another folder") from None
        if found is not None and found[0] != str(SCHEMA_VERSION):
            self._db.close()
            raise WrongUse(
                f"{path}: was written by another version of grader (layout {found[0]}); use that one, "
                "or another folder"
            )

    def __enter__(self) -> Gradebook:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._db.close()

    # --- tables of other parts ------------------------------------------------------------------

    def part(self, name: str, steps: tuple[str, ...]) -> sqlite3.Connection:
        """The connection, for a module with tables of its own. Of ``steps``, statements that only ever grow in number,
        those that this file has not seen are taken now, so that a gradebook of any age is brought up to date in place."""
        taken = self.part_version(name)
        if taken > len(steps):
            raise WrongUse(
                f"{self.path}: its {name} were written by a newer version of grader; use that one"
            )
        if taken < len(steps):
            with self.transaction():
                for step in steps[self.part_version(name) :]:
                    self._db.execute(step)
                self.set_setting(f"schema:{name}", str(len(steps)))
        return self._db

    def part_version(self, name: str) -> int:
        """How many steps of that part's tables have been taken: 0 when there are none."""
        return int(self.setting(f"schema:{name}") or 0)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is written inside, or nothing of it. Nobody else writes meanwhile."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    # --- results --------------------------------------------------------------------------------

    def has(self, submission: str, assignment: str) -> bool:
        """Whether this content has been graded for good with this assignment and this version."""
        # By itself SQLite would look for it behind the report and the answers, page by page.
        row = self._db.execute(
            "SELECT 1 FROM results INDEXED BY results_done "
            "WHERE submission = ? AND assignment = ? AND grader = ? AND regrade = 0",
            (submission, assignment, grader.__version__),
        ).fetchone()
        return row is not None

    def put(self, report: Report, answers: Transcript | bytes | None, why: str = "") -> None:
        """Keep a result. The report is stored without the student's name: content is what was graded. ``answers``: a
        transcript, or one that is packed; None: those that are kept stay. ``why``: what asked for a change; without it a
        grade that is there is never replaced by a failure of ours. A change of points goes to the history."""
        kept = packed(answers) if isinstance(answers, Transcript) else answers
        one = Result.of(report)
        with self.transaction():
            self._put(one, kept, why)

    def put_all(self, results: Iterable[Result], why: str) -> None:
        """Keep results of saved answers, all or none of them; see :meth:`put`."""
        with self.transaction():
            for one in results:
                self._put(one, None, why)

    def _put(self, one: Result, answers: bytes | None, why: str) -> None:
        key = one.submission, one.assignment, one.grader
        old = self._db.execute(
            "SELECT report FROM results WHERE submission = ? AND assignment = ? AND grader = ?",
            key,
        ).fetchone()
        if old is not None:
            if old[0] == one.report and answers is None:
                return
            before = Result.of(msgspec.json.decode(zlib.decompress(old[0]), type=Report))
            if not why and one.regrade and not before.regrade:
                return
            if before.worth != one.worth:
                what = f"{one.submission[:12]}: {before.worth}, now {one.worth}"
                self.note(what, why or "graded again")
        self._db.execute(
            "INSERT INTO results VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
            "report = excluded.report, regrade = excluded.regrade, "
            "transcript = coalesce(excluded.transcript, transcript)",
            (*key, one.report, answers, int(one.regrade)),
        )

    def answered(self, submission: str) -> list[tuple[str, str]]:
        """(assignment's digest, grader's version) of the saved answers of this content, the latest version first."""
        return self._db.execute(
            "SELECT assignment, grader FROM results WHERE submission = ? AND transcript IS NOT NULL "
            "ORDER BY grader DESC, assignment",
            (submission,),
        ).fetchall()

    def answers(self, submission: str, assignment: str, version: str) -> bytes:
        """Saved answers as they were kept: a transcript in ``storage``, compressed."""
        (kept,) = self._db.execute(
            "SELECT transcript FROM results WHERE submission = ? AND assignment = ? AND grader = ?",
            (submission, assignment, version),
        ).fetchone()
        return bytes(kept)

    def packed_report(self, submission: str, assignment: str, version: str) -> bytes:
        """The report of a result that is there, as it is kept."""
        (kept,) = self._db.execute(
            "SELECT report FROM results WHERE submission = ? AND assignment = ? AND grader = ?",
            (submission, assignment, version),
        ).fetchone()
        return bytes(kept)

    def failed(self, assignment: str, digest: str) -> set[tuple[str, str]]:
        """(student, label) of the attempts that are marked for regrading and not graded for good since."""
        rows = self._db.execute(
            "SELECT DISTINCT a.student, a.label FROM attempts a JOIN results r "
            "ON r.submission = a.submission WHERE a.assignment = ? AND r.regrade = 1 "
            "AND NOT EXISTS (SELECT 1 FROM results g WHERE g.submission = a.submission "
            "AND g.assignment = ? AND g.grader = ? AND g.regrade = 0)",
            (assignment, digest, grader.__version__),
        )
        return {(str(student), str(label)) for student, label in rows}

    # --- settings -------------------------------------------------------------------------------

    def setting(self, name: str) -> str:
        """What was kept under ``name``; "" when nothing was."""
        row = self._db.execute("SELECT value FROM meta WHERE key = ?", (name,)).fetchone()
        return str(row[0]) if row else ""

    def set_setting(self, name: str, value: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    def change(self) -> str:
        """A word that is another one after each change of what tables and pages are made from; finding it costs one row.

        Triggers see to it, so a change by another version of grader or with another tool counts as well.
        """
        found = self._db.execute("SELECT type, name FROM sqlite_master").fetchall()
        tables = {name for kind, name in found if kind == "table" and name[:7] != "sqlite_"}
        watched = {name for kind, name in found if kind == "trigger"}
        missing = [
            (event, table)
            for table in sorted(tables - _ASIDE)
            for event in ("INSERT", "UPDATE", "DELETE")
            if f"{event} of {table}" not in watched
        ]
        if missing:
            with self.transaction():
                for event, table in missing:
                    self._db.execute(_WATCH.format(event=event, table=table))
                self._db.execute("INSERT OR IGNORE INTO change VALUES (1, '')")
                self._db.execute(_CHANGED)  # what was there before may be anything
        row = self._db.execute("SELECT word FROM change").fetchone()
        return str(row[0]) if row else ""

    # --- attempts -------------------------------------------------------------------------------

    def record(self, assignment: str, attempt: Attempt) -> None:
        """Note that a student handed this in; a changed file under the same label goes to the history."""
        row = (
            attempt.submission,
            attempt.number,
            attempt.at,
            attempt.late,
            attempt.problem,
            msgspec.json.encode(attempt.notices),
        )
        key = assignment, attempt.student, attempt.label
        old = self._db.execute(
            "SELECT submission, number, at, late, problem, notices FROM attempts "
            "WHERE assignment = ? AND student = ? AND label = ?",
            key,
        ).fetchone()
        if old == row:
            return
        if old is not None and old[0] != attempt.submission:
            self.note(f"{attempt.student}: {attempt.label} replaced", "handed in again")
            if old[0]:
                self._keep_replaced(*key)
                row = (row[0], max(attempt.number, int(old[1]) + 1), *row[2:])
        self._db.execute(
            "INSERT OR REPLACE INTO attempts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*key, *row, now()),
        )

    def _keep_replaced(self, assignment: str, student: str, label: str) -> None:
        """Put an attempt aside whose place in the download holds another file now: it was handed in, and may be the best."""
        (count,) = self._db.execute(
            "SELECT COUNT(*) FROM attempts WHERE assignment = ? AND student = ? "
            "AND substr(label, 1, ?) = ?",
            (assignment, student, len(label) + len(REPLACED), label + REPLACED),
        ).fetchone()
        self._db.execute(
            "UPDATE attempts SET label = ? WHERE assignment = ? AND student = ? AND label = ?",
            (f"{label}{REPLACED}{count + 1})", assignment, student, label),
        )

    def move_attempt(
        self, assignment: str, label: str, old: Iterable[str], new: Iterable[str]
    ) -> None:
        """Put an attempt, with those that it replaced, under ``new`` students in place of the ``old`` ones."""
        wanted, there = list(new), list(old)
        source, size = there[0], len(label) + len(REPLACED)
        which = "assignment = ? AND (label = ? OR substr(label, 1, ?) = ?) AND student = ?"
        place = assignment, label, size, label + REPLACED
        for student in wanted:
            if student not in there:
                self._db.execute(
                    "INSERT OR IGNORE INTO attempts SELECT assignment, ?, label, submission, number, at, late, "
                    f"problem, notices, seen FROM attempts WHERE {which}",
                    (student, *place, source),
                )
        for student in there:
            if student not in wanted:
                self._db.execute(f"DELETE FROM attempts WHERE {which}", (*place, student))

    def attempts(self, assignment: str) -> Iterator[Attempt]:
        """All attempts, by student, oldest first."""
        rows = self._db.execute(
            "SELECT student, label, submission, number, at, late, problem, notices FROM attempts "
            "WHERE assignment = ? ORDER BY student, at, number, label",
            (assignment,),
        )
        for student, label, submission, number, at, late, problem, notices in rows:
            yield Attempt(
                student=student,
                label=label,
                submission=submission,
                number=number,
                at=at,
                late=late,
                problem=problem,
                notices=msgspec.json.decode(notices, type=tuple[Notice, ...]),
            )

    def students(self, assignment: str) -> int:
        """How many students have handed in."""
        (count,) = self._db.execute(
            "SELECT COUNT(DISTINCT student) FROM attempts WHERE assignment = ?", (assignment,)
        ).fetchone()
        return int(count)

    def label(self, assignment: str, student: str, number: int) -> str:
        """Where a student's attempt lay in the download; "" when there is none."""
        row = self._db.execute(
            "SELECT label FROM attempts WHERE assignment = ? AND student = ? AND number = ?",
            (assignment, student, number),
        ).fetchone()
        return str(row[0]) if row else ""

    def assignments(self) -> list[str]:
        """The names of the assignments that anything was handed in for."""
        rows = self._db.execute("SELECT DISTINCT assignment FROM attempts ORDER BY assignment")
        return [str(name) for (name,) in rows]

    def report(self, attempt: Attempt, assignment_digest: str) -> Report | None:
        """The report of an attempt, under the student's name; None while it is not graded."""
        row = self._db.execute(
            "SELECT report FROM results WHERE submission = ? AND assignment = ? AND grader = ?",
            (attempt.submission, assignment_digest, grader.__version__),
        ).fetchone()
        if row is None:
            return None
        bare = msgspec.json.decode(zlib.decompress(row[0]), type=Report)
        return msgspec.structs.replace(bare, submission=attempt.student, notices=attempt.notices)

    # --- history --------------------------------------------------------------------------------

    def note(self, what: str, why: str) -> None:
        """Add a line to the history: who and when are filled in."""
        self._db.execute(
            "INSERT INTO history (at, who, what, why) VALUES (?, ?, ?, ?)",
            (now(), who(), what, why),
        )

    def history(self) -> list[tuple[str, str, str, str]]:
        rows = self._db.execute("SELECT at, who, what, why FROM history ORDER BY id")
        return [(str(a), str(b), str(c), str(d)) for a, b, c, d in rows]


def packed(transcript: Transcript) -> bytes:
    """A transcript as it is kept."""
    return zlib.compress(storage.dump(transcript, limit=MAX_TRANSCRIPT), 1)


def now() -> str:
    """This moment, in UTC, to the second."""
    return datetime.now(UTC).replace(microsecond=0).isoformat()


def who() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"
