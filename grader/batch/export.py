"""A gradebook → one file for another program or for people. Nothing is graded and nothing is changed.

Students come in the gradebook's order; with a roster, those who handed in nothing follow. Who is not on the
roster is exported all the same and named, since a platform would drop them in silence.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, get_args

from grader.batch.output import lateness
from grader.batch.similar import Comparison
from grader.catalog import Assignment, load_assignment
from grader.course.rules import Policy, Rules, rules
from grader.course.standing import Standing, unknown_lateness
from grader.course.standings import standings
from grader.exporters import csv, json
from grader.exporters.page import ClassPage
from grader.gradebook import Gradebook
from grader.intake import read_roster
from grader.intake.errors import WrongUse, named
from grader.intake.roster import Roster, Student
from grader.model import Record, Report

Format = Literal["gradescope", "canvas", "moodle", "csv", "jsonl", "html"]
FORMATS: tuple[str, ...] = get_args(Format)


class ExportSettings(Record, frozen=True, kw_only=True):
    """What the command line says. ``column``: the name of the grade's column in Canvas;
    ``automatic``: leave out what a person marks."""

    format: Format
    gradebook: Path
    assignment: str
    roster: Path | None = None
    out: Path | None = None
    policy: Policy | None = None
    due: str | None = None
    column: str = ""
    automatic: bool = False


class Exported(Record, frozen=True, kw_only=True):
    text: str
    remarks: tuple[str, ...]


def export(settings: ExportSettings) -> Exported:
    """The file's text. Raises CatalogError and WrongUse for wrong use."""
    assignment = load_assignment(settings.assignment)
    roster = read_roster(settings.roster) if settings.roster else None
    if not settings.gradebook.is_file():
        raise WrongUse(
            f"{settings.gradebook}: no such file; name the gradebook.sqlite that grader batch wrote"
        )
    with Gradebook(settings.gradebook) as book:
        counting = rules(book, assignment.name, settings.policy, settings.due)
        first = _first(settings.gradebook, assignment, book, counting, settings.automatic)
        watched = _Watched(assignment, book, counting, roster, settings.automatic)
        text = _text(settings, assignment, first, watched)
    return Exported(text=text, remarks=watched.remarks())


def _first(
    path: Path, assignment: Assignment, book: Gradebook, counting: Rules, automatic: bool
) -> Report:
    """Any report, for the columns. Raises WrongUse when there is none."""
    standing = next(standings(assignment, book, counting, automatic=automatic), None)
    if standing is not None:
        return standing.report
    names = book.assignments()
    if assignment.name in names:
        problem = "was graded with another version of it; run grader batch again"
    else:
        problem = f"holds only {named(names)}" if names else "is empty; run grader batch first"
    raise WrongUse(f"{path}: no grades of {assignment.name}: it {problem}")


class _Watched:
    """The standings on their way into a file, and what is to be said about them."""

    def __init__(
        self,
        assignment: Assignment,
        book: Gradebook,
        counting: Rules,
        roster: Roster | None,
        automatic: bool,
    ) -> None:
        self._assignment, self.book, self._counting = assignment, book, counting
        self._automatic = automatic
        self._known = {one.id: one for one in roster.students} if roster else {}
        self.roster = roster
        self._seen: set[str] = set()
        self._regrade: list[str] = []
        self._unknown: list[str] = []
        self._open: list[str] = []
        self._ungraded: set[str] = set()

    def __iter__(self) -> Iterator[Standing]:
        for standing in standings(
            self._assignment, self.book, self._counting, automatic=self._automatic
        ):
            self._seen.add(standing.student)
            if standing.open:
                self._open.append(standing.student)
            if standing.report.regrade:
                self._regrade.append(standing.student)
            if unknown_lateness(standing, self._counting):
                self._unknown.append(standing.student)
            yield standing
        handed_in = {one.student for one in self.book.attempts(self._assignment.name)}
        self._ungraded = handed_in - self._seen

    def lines(self) -> Iterator[csv.Line]:
        for standing in self:
            yield self._known.get(standing.student) or Student(id=standing.student), standing
        for student in self._known.values():
            if student.id not in self._seen:
                yield student, None

    def remarks(self) -> tuple[str, ...]:
        found = []
        if self._regrade:
            found.append(
                f"To be regraded, so without a final grade: {named(self._regrade, 10)}; run "
                "grader batch --failed"
            )
        if self._open:
            found.append(
                f"To be marked, so without a final grade: {named(self._open, 10)}; run grader mark, or "
                "export --automatic for the automatic points alone"
            )
        strangers = sorted(self._seen - self._known.keys())
        if self.roster is not None and strangers:
            found.append(f"Not on the roster: {named(strangers, 10)}")
        if self._ungraded:
            found.append(f"Not graded yet: {named(sorted(self._ungraded), 10)}")
        return (*found, *lateness(self._assignment, self._unknown))


def _text(
    settings: ExportSettings, assignment: Assignment, first: Report, watched: _Watched
) -> str:
    match settings.format:
        case "gradescope":
            return csv.gradescope(first, watched.lines())
        case "canvas":
            return csv.canvas(first, watched.lines(), settings.column or assignment.title)
        case "moodle":
            return csv.moodle(watched.lines())
        case "csv":
            return csv.classroom(first, watched.lines())
        case "jsonl":
            return "".join(map(json.line, watched))
        case "html":
            page = ClassPage(assignment.title, watched.roster, links=_links(settings))
            comparison = Comparison(assignment.name, watched.book)
            for standing in watched:
                page.add(standing)
                comparison.add(standing)
            return page.render(comparison.alike())


def _links(settings: ExportSettings) -> str:
    """Where the page finds the students' feedback: beside the gradebook, if it is there."""
    feedback = settings.gradebook.parent / "feedback"
    if not feedback.is_dir():
        return ""
    start = settings.out.parent if settings.out else settings.gradebook.parent
    return Path(os.path.relpath(feedback, start)).as_posix() + "/"
