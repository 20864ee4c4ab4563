"""What a batch keeps in the gradebook so that it need not do it twice.

*Readings*: what a file was read as, by the file's content. *Plans*: which calls the saved answers of an assignment's version
belong to, so that answers are judged again only where the same function was called with the same arguments. *Judgings*: by what the
results of an assignment's version were made, exercise by exercise, so that only those are judged again that could come out otherwise.
*Prints*: what a submission is compared with others by.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import msgspec

import grader
from grader import wire
from grader.catalog import Assignment
from grader.catalog.judging import judged_by
from grader.gradebook.store import Gradebook
from grader.model import Notice, Record

PART = "kept"
STEPS = (
    """
    CREATE TABLE readings (
        work TEXT PRIMARY KEY, submission TEXT NOT NULL, problem TEXT NOT NULL, notices BLOB NOT NULL
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE plans (
        assignment TEXT NOT NULL, grader TEXT NOT NULL, calls BLOB NOT NULL,
        PRIMARY KEY (assignment, grader)
    ) WITHOUT ROWID
    """,
    "CREATE TABLE prints (submission TEXT PRIMARY KEY, prints BLOB NOT NULL) WITHOUT ROWID",
    """
    CREATE TABLE judgings (
        assignment TEXT NOT NULL, grader TEXT NOT NULL, judged_by BLOB NOT NULL,
        PRIMARY KEY (assignment, grader)
    ) WITHOUT ROWID
    """,
    # What was graded before this table was there may have been judged by anything.
    "INSERT INTO judgings SELECT assignment, grader, '{}' FROM plans",
)


class Reading(Record, frozen=True, kw_only=True):
    """What came of reading a file: the digest of the submission, or the problem."""

    submission: str = ""
    problem: str = ""
    notices: tuple[Notice, ...] = ()


class Kept:
    """The tables of this module in an open gradebook."""

    def __init__(self, book: Gradebook) -> None:
        self._book, self._db = book, book.part(PART, STEPS)

    def reading(self, work: str) -> Reading | None:
        row = self._db.execute(
            "SELECT submission, problem, notices FROM readings WHERE work = ?", (work,)
        ).fetchone()
        if row is None:
            return None
        notices = msgspec.json.decode(row[2], type=tuple[Notice, ...]) if row[2] != b"[]" else ()
        return Reading(submission=row[0], problem=row[1], notices=notices)

    def keep_reading(self, work: str, reading: Reading) -> None:
        self._db.execute(
            "INSERT OR REPLACE INTO readings VALUES (?, ?, ?, ?)",
            (work, reading.submission, reading.problem, msgspec.json.encode(reading.notices)),
        )

    def keep_plan(self, assignment: Assignment) -> None:
        """Note what the calls are that answers to this assignment belong to."""
        self._db.execute(
            "INSERT OR IGNORE INTO plans VALUES (?, ?, ?)",
            (
                assignment.digest,
                grader.__version__,
                msgspec.json.encode(calls(assignment), order="sorted"),
            ),
        )

    def keep_judging(self, assignment: Assignment) -> dict[str, str]:
        """Note by what the results of this assignment are made from now on, and say it: exercise → digest. Where others of them
        were made otherwise (by changed code of the same version, on another machine), nobody can tell them apart: nothing is known."""
        today, key = judged_by(assignment), (assignment.digest, grader.__version__)
        with self._book.transaction():
            row = self._db.execute(
                "SELECT judged_by FROM judgings WHERE assignment = ? AND grader = ?", key
            ).fetchone()
            known = today if row is None or msgspec.json.decode(row[0]) == today else {}
            self._db.execute(
                "INSERT OR REPLACE INTO judgings VALUES (?, ?, ?)",
                (*key, msgspec.json.encode(known, order="sorted")),
            )
        return today

    def judging(self, assignment: str, version: str) -> Mapping[str, str]:
        """Exercise → digest of what made its results, of an assignment's content; empty when that is not known."""
        row = self._db.execute(
            "SELECT judged_by FROM judgings WHERE assignment = ? AND grader = ?",
            (assignment, version),
        ).fetchone()
        return msgspec.json.decode(row[0], type=dict[str, str]) if row else {}

    def plan(self, assignment: str, version: str) -> Mapping[str, str]:
        """Call key → digest of the call, of an assignment's content; empty when it was not noted."""
        row = self._db.execute(
            "SELECT calls FROM plans WHERE assignment = ? AND grader = ?", (assignment, version)
        ).fetchone()
        return msgspec.json.decode(row[0], type=dict[str, str]) if row else {}

    def keep_prints(self, submission: str, prints: bytes) -> None:
        self._db.execute("INSERT OR REPLACE INTO prints VALUES (?, ?)", (submission, prints))

    def prints(self, submission: str) -> bytes:
        """The prints of a submission; b"" when it has none."""
        row = self._db.execute(
            "SELECT prints FROM prints WHERE submission = ?", (submission,)
        ).fetchone()
        return bytes(row[0]) if row else b""


def calls(assignment: Assignment) -> dict[str, str]:
    """Call key → digest of all that its answer depends on beside the submission: function, arguments, given.py."""
    given = hashlib.sha256(assignment.given.encode()).digest()
    return {
        call.key: hashlib.sha256(
            given + wire.encode([call.function, call.args], trusted=True)
        ).hexdigest()[:32]
        for call in assignment.plan
    }
