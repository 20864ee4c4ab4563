"""One batch: a folder of submissions and a gradebook → grades, feedback, summary.

Read, look up, grade what is new, write. Each result is in the gradebook before the next is waited for, so a
run that ends early, however it ends, is continued by running it again.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from grader.batch import local
from grader.batch.counting import Policy, keep_rules, rules
from grader.batch.engine import Engine
from grader.batch.files import make_folder
from grader.batch.judging import judge_all
from grader.batch.output import Written, write
from grader.batch.progress import Progress
from grader.batch.rejudge import Rejudge
from grader.catalog import Assignment, load_assignment
from grader.gradebook import Attempt, Gradebook
from grader.gradebook.kept import Kept, Reading
from grader.intake import Attempt as HandIn
from grader.intake import BadInput, ClassDownload, read_class, read_roster
from grader.intake.errors import WrongUse, named
from grader.intake.submission import Work
from grader.model import Record, Submission


class BatchSettings(Record, frozen=True, kw_only=True):
    """What the command line says. ``only``: the ids of students to run again; ``failed``: run again what is marked
    for regrading, and nothing else. ``policy`` and ``due`` None: as the last time."""

    folder: Path
    assignment: str
    out: Path
    jobs: int = 0
    isolation: str = "auto"
    engine: Literal["local", "dask"] = "local"
    scheduler: str = ""
    quiet: bool = False
    rejudge: bool = False
    failed: bool = False
    only: tuple[str, ...] = ()
    roster: Path | None = None
    policy: Policy | None = None
    due: str | None = None


class BatchResult(Record, frozen=True, kw_only=True):
    written: Written
    gradebook: Path
    graded: int
    kept: int
    problems: int
    remarks: tuple[str, ...] = ()


def run_batch(settings: BatchSettings) -> BatchResult:
    """Grade a class. Raises BadInput, CatalogError, SandboxUnavailable, WrongUse for wrong use."""
    if settings.scheduler and settings.engine != "dask":
        raise WrongUse("--scheduler is for a cluster; add --engine dask")
    if settings.failed and settings.rejudge:
        raise WrongUse("--failed runs code again, --rejudge runs none; use one of them")
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
    make_folder(settings.out)
    with Gradebook(settings.out / "gradebook.sqlite") as book:
        counting = rules(book, assignment.name, settings.policy, settings.due)
        keep_rules(book, assignment.name, counting)
        if settings.rejudge:
            book.note("all saved answers judged again", "--rejudge")
        if settings.failed:
            failed = book.failed(assignment.name, assignment.digest)
            found = [one for one in found if (one.student, one.label) in failed]
        remarks = _remarks(download, counting.policy)
        graded, kept, problems = _grade(settings, assignment, found, book)
        del found, download  # ten thousand hand-ins take the memory that the tables need
        written = write(settings.out, assignment, book, counting, roster, quiet=settings.quiet)
        return BatchResult(
            written=written,
            gradebook=book.path,
            graded=graded,
            kept=kept,
            problems=problems,
            remarks=(*remarks, *written.remarks),
        )


def _grade(
    settings: BatchSettings,
    assignment: Assignment,
    found: list[HandIn],
    book: Gradebook,
) -> tuple[int, int, int]:
    engine = _engine(settings, assignment, len(found))
    kept_work = Kept(book)
    kept_work.keep_plan(assignment)
    kept_work.keep_judging(assignment)
    judged: set[str] = set()
    again = None
    if settings.rejudge:
        judged = _judge_again(settings, assignment, found, book)
        again = Rejudge(assignment, book)
    why = "--only" if settings.only else ""
    graded = kept = problems = 0
    with Progress(len(found), quiet=settings.quiet) as progress:

        def new() -> Iterator[Submission]:
            """The submissions that need running; the others are noted on the way."""
            nonlocal kept, problems
            seen: set[str] = set()
            for one in found:
                work, reading = _read(one, kept_work)
                book.record(assignment.name, _attempt(one, reading))
                if work is None or reading.problem:
                    problems += 1
                    progress.step(problem=True)
                elif (
                    reading.submission in seen
                    or reading.submission in judged
                    or (again is not None and _rejudged(again, book, reading.submission))
                    or (not settings.only and book.has(reading.submission, assignment.digest))
                ):
                    kept += 1
                    progress.step()
                else:
                    seen.add(reading.submission)
                    yield work.read()

        for done in engine(new()):
            kept_work.keep_prints(done.submission.digest, done.prints)
            book.put(done.report, done.transcript, why)
            graded += 1
            progress.step(problem=done.report.regrade)
    return graded, kept, problems


def _read(one: HandIn, kept: Kept) -> tuple[Work | None, Reading]:
    """A hand-in's work and what it reads as; a file that was read before is not read again."""
    try:
        work = one.find()
    except BadInput as error:
        return None, Reading(problem=str(error))
    key = work.key()
    reading = kept.reading(key)
    if reading is None:
        try:
            submission = work.read()
            reading = Reading(submission=submission.digest, notices=submission.notices)
        except BadInput as error:
            reading = Reading(problem=str(error))
        kept.keep_reading(key, reading)
    return work, reading


def _judge_again(
    settings: BatchSettings, assignment: Assignment, found: list[HandIn], book: Gradebook
) -> set[str]:
    """Judge the saved answers of what was handed in before; the contents whose results are of today then."""
    wanted = {(one.student, one.label) for one in found}
    known = dict.fromkeys(
        one.submission
        for one in book.attempts(assignment.name)
        if one.submission and (one.student, one.label) in wanted
    )
    again = Rejudge(assignment, book)
    judged = {submission for submission in known if again.stands(submission)}
    due = [submission for submission in known if submission not in judged]
    jobs = settings.jobs or local.default_jobs()
    with Progress(len(due), what="Judging", quiet=settings.quiet) as progress:
        for chunk in judge_all(assignment, book, due, jobs):
            book.put_all([one for _, one in chunk if one is not None], "--rejudge")
            judged.update(submission for submission, one in chunk if one is not None)
            for _, one in chunk:
                progress.step(problem=one is not None and one.regrade)
    return judged


def _rejudged(again: Rejudge, book: Gradebook, submission: str) -> bool:
    """Judge answers again that were not known to be this student's; False when there are none for the calls of today."""
    found = again.judge(submission)
    if found is None:
        return False
    book.put_all([found], "--rejudge")
    return True


def _engine(settings: BatchSettings, assignment: Assignment, count: int) -> Engine:
    """What grades: this machine's cores, or a cluster."""
    jobs = min(settings.jobs or local.default_jobs(), max(1, count))
    if settings.engine == "local":
        work = local.Work(assignment=str(assignment.directory), isolation=settings.isolation)
        return functools.partial(local.grade_all, work, assignment, jobs=jobs)
    try:
        from grader.batch import dask
    except ModuleNotFoundError as error:
        raise WrongUse(
            f"--engine dask needs {error.name}; install it with: pip install 'grader[dask]'"
        ) from None
    return functools.partial(
        dask.grade_all,
        assignment,
        isolation=settings.isolation,
        scheduler=settings.scheduler,
        jobs=jobs,
    )


def _attempt(one: HandIn, reading: Reading) -> Attempt:
    """A hand-in as the gradebook keeps it; one that can't be read is a report like any other: 0 points, and why."""
    return Attempt(
        student=one.student,
        label=one.label,
        number=one.number,
        at=one.time or "",
        late="" if one.late is None else "yes" if one.late else "no",
        submission=reading.submission,
        problem=reading.problem,
        notices=reading.notices,
    )


def _remarks(download: ClassDownload, policy: Policy) -> tuple[str, ...]:
    """What a TA should know of the download: nobody is dropped in silence."""
    found = [f"Layout: {download.layout}", *download.notices]
    if download.unmatched:
        found.append(f"Not on the roster: {named(list(download.unmatched), 10)}")
    if download.missing:
        ids = [student.id for student in download.missing]
        found.append(f"On the roster, nothing handed in: {named(ids, 10)}")
    if download.duplicates:
        several = [f"{student} ({len(labels)})" for student, labels in download.duplicates]
        found.append(f"Several attempts (the {policy} counts): {named(several, 10)}")
    return tuple(found)
