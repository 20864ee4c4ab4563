"""The files that a batch leaves: tables, the report page, feedback.

All of it comes from the gradebook in one pass, one report in memory at a time, so a class of any size needs no
more memory than its rows. Where nothing has changed since the last time, neither the gradebook nor the rules nor a file, nothing is
written: a *stamp* beside the files says what they were made from. After a change, feedback is written to those for whom it says
something else than before. Another batch may change the gradebook meanwhile; what
was written is then written again, so that the last one to end leaves what the gradebook says.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, final

import msgspec

import grader
from grader.batch.files import clear, listing, make_folder, write_atomic
from grader.batch.plan import Writing, writing
from grader.batch.progress import Progress
from grader.batch.similar import Comparison
from grader.catalog import Assignment
from grader.course.people import People
from grader.course.rules import Rules
from grader.course.standing import Standing, unknown_lateness
from grader.course.standings import standings
from grader.exporters import csv, html, markdown
from grader.exporters.escape import file_name
from grader.exporters.page import ClassPage
from grader.exporters.summary import Summary
from grader.gradebook import Gradebook
from grader.intake.errors import named
from grader.intake.roster import Student
from grader.model import Record

STAMP = ".written.json"


class Written(Record, frozen=True, kw_only=True):
    """Where everything lies, and what a TA should know about the tables."""

    summary: Summary
    csv: Path
    page: Path
    feedback: Path
    remarks: tuple[str, ...] = ()


class Stamp(Record, frozen=True, kw_only=True):
    """What the files were made from, how they looked, and what was said. ``feedback``: by file name, a digest of what it shows."""

    made_from: str
    files: str
    feedback: dict[str, str]
    summary: dict[str, Any]
    remarks: tuple[str, ...]


def write(
    out: Path,
    assignment: Assignment,
    book: Gradebook,
    rules: Rules,
    *,
    quiet: bool = True,
) -> Written:
    """All files of the output folder ``out``."""
    paths = out / "gradebook.csv", out / "report.html", out / "feedback"
    make_folder(paths[2])
    for folder in (out, paths[2]):
        clear(folder)
    while True:
        made_from = _made_from(assignment, book, rules)
        stamp = _stamp(out / STAMP)
        before = (stamp.made_from, stamp.files) if stamp is not None else None
        what = writing(before, made_from, listing(paths))
        if stamp is None or what is not Writing.NOTHING:
            (out / STAMP).unlink(missing_ok=True)
            shown = stamp.feedback if stamp is not None and what is Writing.CHANGED else {}
            feedback = Feedback(paths[2], assignment.title, shown)
            summary, remarks = _write(out, assignment, book, rules, feedback, quiet)
            if _made_from(assignment, book, rules) != made_from:
                continue
            stamp = Stamp(
                made_from=made_from,
                files=listing(paths),
                feedback=feedback.shown,
                summary=summary.kept(),
                remarks=remarks,
            )
            write_atomic(out / STAMP, msgspec.json.encode(stamp).decode())
        return Written(
            summary=Summary.of(stamp.summary),
            csv=paths[0],
            page=paths[1],
            feedback=paths[2],
            remarks=stamp.remarks,
        )


def _made_from(assignment: Assignment, book: Gradebook, rules: Rules) -> str:
    """Digest of all that the files depend on."""
    rest = (grader.__version__, assignment.digest, rules)
    state = hashlib.sha256(msgspec.json.encode(rest))
    state.update(book.change().encode())
    return state.hexdigest()


def _stamp(path: Path) -> Stamp | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Stamp)
    except (OSError, msgspec.MsgspecError):
        return None


def _write(
    out: Path,
    assignment: Assignment,
    book: Gradebook,
    rules: Rules,
    feedback: Feedback,
    quiet: bool,
) -> tuple[Summary, tuple[str, ...]]:
    people = People(book, reading=True).everybody()
    known = people.by_id()
    page = ClassPage(assignment.title, people, links="feedback/")
    comparison = Comparison(assignment.name, book)
    unknown: list[str] = []

    def table() -> Iterator[str]:
        """The table row by row; everything else hears of a standing on the way."""
        first = True
        for standing in standings(assignment, book, rules):
            if first:
                yield csv.table(csv.header(standing.report), [])
                first = False
            student = known.get(standing.student) or Student(id=standing.student)
            yield csv.table([], [csv.row(student, standing)])
            late = unknown_lateness(standing, rules)
            page.add(standing, unknown_lateness=late and assignment.late is not None)
            comparison.add(standing)
            if late:
                unknown.append(standing.student)
            feedback.add(standing, student.name)
            progress.step()

    with Progress(book.students(assignment.name), what="Writing", quiet=quiet) as progress:
        write_atomic(out / "gradebook.csv", table())
    write_atomic(out / "report.html", page.pieces(comparison.alike()))
    return page.summary, lateness(assignment, rules, unknown)


@final
class Feedback:
    """The feedback files of a class. ``before``: what is known to stand in the folder, see :attr:`shown`."""

    def __init__(self, folder: Path, title: str, before: Mapping[str, str]) -> None:
        self._folder, self._title, self._before = folder, title, before
        self.shown: dict[str, str] = {}
        """By file name without its ending, a digest of all that the two files are made from."""

    def add(self, standing: Standing, called: str = "") -> None:
        """Write a student's files, unless they stand there as they would be."""
        report, name = standing.report, file_name(standing.student)
        # What no file shows may change.
        bare = msgspec.structs.replace(
            report, assignment_digest="", submission_digest="", isolation="", layers=()
        )
        made_from = msgspec.json.encode(
            (grader.__version__, self._title, standing.penalty, called, bare)
        )
        self.shown[name] = hashlib.sha256(made_from).hexdigest()[:32]
        if self._before.get(name) == self.shown[name]:
            return
        for ending, text in (
            ("md", markdown.render(report, self._title, standing.penalty)),
            ("html", html.page(report, self._title, standing.penalty, called)),
        ):
            write_atomic(self._folder / f"{name}.{ending}", text)


def lateness(assignment: Assignment, rules: Rules, unknown: list[str]) -> tuple[str, ...]:
    """The remark on late hand-ins of which nobody knows how late they were."""
    if not unknown or assignment.late is None:
        return ()
    return (
        f"Late, but how much is not known, so nothing is taken off: {named(unknown, 10)}; give "
        f"{'' if rules.due else '--due, and '}a download with times",
    )
