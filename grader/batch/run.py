"""One batch: a folder of submissions and a gradebook → grades, feedback, summary.

Read, look up, grade what is new, write. Each result is in the gradebook before the next is waited for, so a
run that ends early, however it ends, is continued by running it again.
"""

from __future__ import annotations

import itertools
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from grader.batch.local import Work, default_jobs, grade_all
from grader.batch.progress import Progress
from grader.catalog import Assignment, load_assignment
from grader.exporters import csv, markdown
from grader.exporters.summary import Summary
from grader.gradebook import Attempt, Gradebook
from grader.grading import judge, unreadable
from grader.intake import Attempt as HandIn
from grader.intake import BadInput, ClassDownload, read_class, read_roster
from grader.intake.errors import WrongUse, named
from grader.model import Record, Report, Submission


class BatchSettings(Record, frozen=True, kw_only=True):
    """What the command line says. ``only``: the ids of students to run again."""

    folder: Path
    assignment: str
    out: Path
    jobs: int = 0
    isolation: str = "auto"
    quiet: bool = False
    rejudge: bool = False
    only: tuple[str, ...] = ()
    roster: Path | None = None


class BatchResult(Record, frozen=True, kw_only=True):
    summary: Summary
    gradebook: Path
    csv: Path
    feedback: Path
    graded: int
    kept: int
    problems: int
    remarks: tuple[str, ...] = ()


def run_batch(settings: BatchSettings) -> BatchResult:
    """Grade a class. Raises BadInput, CatalogError, SandboxUnavailable, WrongUse for wrong use."""
    assignment = load_assignment(settings.assignment)
    roster = read_roster(settings.roster) if settings.roster else None
    download = read_class(settings.folder, expected=assignment.submission, roster=roster)
    found = list(download.attempts)
    if settings.only:
        missing = sorted(set(settings.only) - {one.student for one in found})
        if missing:
            raise WrongUse(
                f"{settings.folder}: no submission of {', '.join(missing)}; check the ids"
            )
        found = [one for one in found if one.student in settings.only]
    _make_folder(settings.out)
    with Gradebook(settings.out / "gradebook.sqlite") as book:
        if settings.rejudge:
            book.note("all saved answers judged again", "--rejudge")
        counts = _grade(settings, assignment, found, book)
        return _write(settings, assignment, book, _remarks(download), *counts)


def _make_folder(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WrongUse(f"{path}: can't be used ({error.strerror}); choose another folder") from None


def _grade(
    settings: BatchSettings,
    assignment: Assignment,
    found: list[HandIn],
    book: Gradebook,
) -> tuple[int, int, int]:
    jobs = settings.jobs or default_jobs()
    work = Work(assignment=str(assignment.directory), isolation=settings.isolation)
    graded = kept = problems = 0
    with Progress(len(found), quiet=settings.quiet) as progress:

        def new() -> Iterator[Submission]:
            """The submissions that need running; the others are noted on the way."""
            nonlocal kept, problems
            seen: set[str] = set()
            for one in found:
                try:
                    submission = one.load()
                except BadInput as error:
                    problems += 1
                    book.record(assignment.name, _attempt(one, None, str(error)))
                    progress.step(problem=True)
                    continue
                book.record(assignment.name, _attempt(one, submission))
                if (
                    submission.digest in seen
                    or (settings.rejudge and _rejudge(assignment, book, submission))
                    or (not settings.only and book.has(submission.digest, assignment.digest))
                ):
                    kept += 1
                    progress.step()
                else:
                    seen.add(submission.digest)
                    yield submission

        for done in grade_all(work, assignment, new(), min(jobs, max(1, len(found)))):
            book.put(done.report, done.transcript)
            graded += 1
            progress.step(problem=done.report.regrade)
    return graded, kept, problems


def _attempt(one: HandIn, submission: Submission | None, problem: str = "") -> Attempt:
    """A hand-in as the gradebook keeps it; one that can't be read is a report like any other: 0 points, and why."""
    return Attempt(
        student=one.student,
        label=one.label,
        number=one.number,
        at=one.time or "",
        late="" if one.late is None else "yes" if one.late else "no",
        submission=submission.digest if submission else "",
        problem=problem,
        notices=submission.notices if submission else (),
    )


def _rejudge(assignment: Assignment, book: Gradebook, submission: Submission) -> bool:
    """Judge saved answers again; False when they don't cover the plan of today."""
    transcript = book.transcript(submission.digest)
    if transcript is None or not {c.key for c in assignment.plan} <= transcript.answers.keys():
        return False
    book.put(judge(assignment, submission, transcript, isolation="saved answers"), transcript)
    return True


def reports(assignment: Assignment, book: Gradebook) -> Iterator[Report]:
    """The report that counts for each student: that of the latest attempt, by time and name."""
    for _, attempts in itertools.groupby(book.attempts(assignment.name), lambda one: one.student):
        *_, latest = attempts
        report = _report(assignment, book, latest)
        if report is not None:
            yield report


def _report(assignment: Assignment, book: Gradebook, attempt: Attempt) -> Report | None:
    """The report of an attempt; None while it is not graded."""
    if attempt.problem:
        return unreadable(assignment, attempt.student, attempt.problem)
    return book.report(attempt, assignment.digest)


def _write(
    settings: BatchSettings,
    assignment: Assignment,
    book: Gradebook,
    remarks: tuple[str, ...],
    graded: int,
    kept: int,
    problems: int,
) -> BatchResult:
    """All files of the output folder, each replaced in one step."""
    feedback = settings.out / "feedback"
    _make_folder(feedback)
    summary = Summary()
    rows: list[list[str]] = []
    head: list[str] = []
    for report in reports(assignment, book):
        summary.add(report)
        head = head or csv.header(report)
        rows.append(csv.row(report))
        write_atomic(
            feedback / f"{file_name(report.submission)}.md",
            markdown.render(report, assignment.title),
        )
    table = settings.out / "gradebook.csv"
    write_atomic(table, csv.table(head, rows))
    return BatchResult(
        summary=summary,
        gradebook=book.path,
        csv=table,
        feedback=feedback,
        graded=graded,
        kept=kept,
        problems=problems,
        remarks=remarks,
    )


def _remarks(download: ClassDownload) -> tuple[str, ...]:
    """What a TA should know of the download: nobody is dropped in silence."""
    found = [f"Layout: {download.layout}", *download.notices]
    if download.unmatched:
        found.append(f"Not on the roster: {named(list(download.unmatched), 10)}")
    if download.missing:
        ids = [student.id for student in download.missing]
        found.append(f"On the roster, nothing handed in: {named(ids, 10)}")
    if download.duplicates:
        several = [student for student, _ in download.duplicates]
        found.append(f"Several attempts (the latest counts): {named(several, 10)}")
    return tuple(found)


def file_name(student: str) -> str:
    """A file name for a student's id that stays in its folder on every system."""
    kept = "".join(c if c.isalnum() or c in "-_. @" else "_" for c in student).strip(". ")
    return (kept or "unnamed")[:120]


def write_atomic(path: Path, text: str) -> None:
    """Write ``path`` so that a reader sees the old text or the new, never half of one."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise
