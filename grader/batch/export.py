"""A gradebook → one file for another program or for people. Nothing is graded.

Students come in the order of the roster, or the gradebook's where there is none. A platform's file has rows for students on the
roster alone; whom nobody is sure of, and who is not on it, is left out and named. ``--roster``, ``--due`` and ``--policy`` mean what they
mean to a batch and are kept for the next time, so that both always say the same; without them nothing is changed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, get_args

from grader.batch.output import lateness
from grader.batch.similar import Comparison
from grader.catalog import Assignment, load_assignment
from grader.course.people import Class, People
from grader.course.rules import Policy, Rules, keep_rules, rules
from grader.course.standing import Standing, unknown_lateness
from grader.course.standings import standings
from grader.exporters import csv, html, json, lms, returned
from grader.exporters.page import ClassPage
from grader.gradebook import Gradebook
from grader.intake import read_roster
from grader.intake.errors import WrongUse, named
from grader.intake.roster import Student
from grader.model import Record, Report

Format = Literal[
    "gradescope",
    "canvas",
    "moodle",
    "brightspace",
    "blackboard",
    "csv",
    "jsonl",
    "html",
    "feedback",
]
FORMATS: tuple[str, ...] = get_args(Format)
BINARY = ("feedback",)


class ExportSettings(Record, frozen=True, kw_only=True):
    """What the command line says. ``column``: the name of the grade's column on the platform;
    ``automatic``: leave out what a person marks; ``section``, ``only``: these students alone."""

    format: Format
    gradebook: Path
    assignment: str
    roster: Path | None = None
    out: Path | None = None
    policy: Policy | None = None
    due: str | None = None
    column: str = ""
    automatic: bool = False
    section: str = ""
    only: tuple[str, ...] = ()


class Exported(Record, frozen=True, kw_only=True):
    """A file's content; ``students``: how many have a grade in it."""

    content: bytes
    students: int
    remarks: tuple[str, ...]

    @property
    def text(self) -> str:
        return self.content.decode()


def export(settings: ExportSettings) -> Exported:
    """The file. Raises CatalogError and WrongUse for wrong use."""
    assignment = load_assignment(settings.assignment)
    roster = read_roster(settings.roster) if settings.roster else None
    if not settings.gradebook.is_file():
        raise WrongUse(
            f"{settings.gradebook}: no such file; name the gradebook.sqlite that grader batch wrote"
        )
    with Gradebook(settings.gradebook) as book:
        counting = rules(book, assignment.name, settings.policy, settings.due)
        first = _first(settings.gradebook, assignment, book, counting, settings.automatic)
        if settings.policy or settings.due is not None:
            keep_rules(book, assignment.name, counting)
        people = People(book, reading=roster is None)
        if roster is not None:
            people.set_roster(roster)
            people.move(people.matching())
        watched = _Watched(settings, assignment, book, counting, people)
        content = _content(settings, assignment, first, watched)
        return Exported(content=content, students=watched.count, remarks=watched.remarks())


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
        settings: ExportSettings,
        assignment: Assignment,
        book: Gradebook,
        counting: Rules,
        people: People,
    ) -> None:
        self._settings, self._assignment, self.book = settings, assignment, book
        self._counting = counting
        self.people: Class = people.everybody()
        self._known = self.people.by_id()
        self._on_roster = {one.id for one in self.people.roster}
        self._only = _chosen(settings, people, self.people)
        self._seen: set[str] = set()
        self._regrade: list[str] = []
        self._unknown: list[str] = []
        self._open: list[str] = []
        self._ungraded: set[str] = set()
        self.left_out: tuple[str, ...] = ()
        self.needs = ""
        self.count = 0

    def __iter__(self) -> Iterator[Standing]:
        for standing in standings(
            self._assignment, self.book, self._counting, automatic=self._settings.automatic
        ):
            if self._only is not None and standing.student not in self._only:
                continue
            self._seen.add(standing.student)
            if standing.open:
                self._open.append(standing.student)
            if standing.report.regrade:
                self._regrade.append(standing.student)
            if unknown_lateness(standing, self._counting):
                self._unknown.append(standing.student)
            self.count += bool(lms.grade_of(standing))
            yield standing
        handed_in = {one.student for one in self.book.attempts(self._assignment.name)}
        if self._only is not None:
            handed_in &= self._only
        self._ungraded = handed_in - self._seen

    def student(self, standing: Standing) -> Student:
        return self._known.get(standing.student) or Student(id=standing.student)

    def lines(self) -> Iterator[lms.Line]:
        """Everybody: those with a standing, then those on the roster without."""
        for standing in self:
            yield self.student(standing), standing
        for student in self.people.roster:
            wanted = self._only is None or student.id in self._only
            if student.id not in self._seen and wanted:
                yield student, None

    def sure(self) -> Iterator[lms.Line]:
        """The students a platform is told of."""
        for student, standing in self.lines():
            if not self._on_roster or student.id in self._on_roster:
                yield student, standing
            else:
                self.count -= bool(lms.grade_of(standing))

    def sheet(self, sheet: lms.Sheet) -> str:
        """A platform's file; who had to be left out is named."""
        self.left_out, self.needs = sheet.left_out, sheet.needs
        self.count -= len(sheet.left_out)
        if self.left_out and not self.count:
            raise WrongUse(
                f"{self._settings.gradebook}: nobody has an identifier that the platform knows; give {sheet.needs}"
            )
        return sheet.text

    def ids(self) -> lms.Ids:
        return lms.Ids(self.people.roster or self.people.others, roster=bool(self.people.roster))

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
        strangers = sorted(self._seen - self._on_roster) if self._on_roster else []
        everywhere = self._settings.format in ("csv", "jsonl", "html")
        also = "" if everywhere else ", so left out"
        unsure = [id for id in strangers if id in self.people.unsure]
        if unsure:
            found.append(
                f"Not sure who it is{also}: {named(unsure, 10)}; fill in unmatched.csv and run grader batch --match"
            )
        if others := [id for id in strangers if id not in self.people.unsure]:
            found.append(f"Not on the roster{also}: {named(others, 10)}")
        if self.left_out:
            found.append(
                f"Without an identifier of their own that the platform knows, so left out: "
                f"{named(list(self.left_out), 10)}; give {self.needs}"
            )
        if self._ungraded:
            found.append(f"Not graded yet: {named(sorted(self._ungraded), 10)}")
        return (*found, *lateness(self._assignment, self._counting, self._unknown))


def _chosen(settings: ExportSettings, people: People, known: Class) -> set[str] | None:
    """The students whom ``--section`` and ``--only`` leave; None for all. Raises WrongUse for one that is not there."""
    chosen: set[str] | None = None
    if settings.section:
        wanted = settings.section.strip().casefold()
        everybody = (*known.roster, *known.others)
        sections = {one: student.id for student in everybody for one in student.sections}
        chosen = {
            student.id
            for student in everybody
            if any(one.casefold() == wanted for one in student.sections)
        }
        if not chosen:
            there = named(sorted(sections)) or "none"
            raise WrongUse(f"--section: nobody is in {settings.section!r}; there are {there}")
    if settings.only:
        handed_in = known.by_id()
        ids = {people.called(name, handed_in) for name in settings.only}
        chosen = ids if chosen is None else chosen & ids
    return chosen


def _content(
    settings: ExportSettings, assignment: Assignment, first: Report, watched: _Watched
) -> bytes:
    if settings.format == "feedback":
        pages = (
            (
                student,
                watched.book.label(assignment.name, one.student, one.counted),
                html.page(one.report, assignment.title, one.penalty, student.name),
            )
            for student, one in watched.sure()
            if one is not None
        )
        zipped, left_out = returned.pack(pages, watched.ids())
        watched.left_out = left_out
        watched.needs = "the platform's own list as --roster, and grade its own download"
        return zipped
    return _text(settings, assignment, first, watched).encode()


def _text(
    settings: ExportSettings, assignment: Assignment, first: Report, watched: _Watched
) -> str:
    column = settings.column or assignment.title
    match settings.format:
        case "gradescope":
            return csv.gradescope(first, watched.sure())
        case "canvas":
            return watched.sheet(lms.canvas(first, watched.sure(), watched.ids(), column))
        case "moodle":
            return watched.sheet(lms.moodle(watched.sure(), watched.ids()))
        case "brightspace":
            return watched.sheet(lms.brightspace(watched.sure(), watched.ids(), column))
        case "blackboard":
            return watched.sheet(lms.blackboard(first, watched.sure(), watched.ids(), column))
        case "csv":
            return csv.classroom(first, watched.lines())
        case "jsonl":
            return "".join(map(json.line, watched))
        case "html":
            page = ClassPage(assignment.title, watched.people, links=_links(settings))
            comparison = Comparison(assignment.name, watched.book)
            for standing in watched:
                page.add(standing)
                comparison.add(standing)
            return page.render(comparison.alike())
    raise AssertionError(settings.format)


def _links(settings: ExportSettings) -> str:
    """Where the page finds the students' feedback: beside the gradebook, if it is there."""
    feedback = settings.gradebook.parent / "feedback"
    if not feedback.is_dir():
        return ""
    start = settings.out.parent if settings.out else settings.gradebook.parent
    return Path(os.path.relpath(feedback, start)).as_posix() + "/"
