"""One batch: a folder of submissions and a gradebook → grades, feedback, summary.

Read, look up, grade what is new, write. Each result is in the gradebook before the next is waited for, so a
run that ends early, however it ends, is continued by running it again.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from grader.batch.counting import Policy, keep_rules, rules
from grader.batch.engine import Engine
from grader.batch.local import Work, default_jobs, grade_all
from grader.batch.output import Written, make_folder, write
from grader.batch.progress import Progress
from grader.catalog import Assignment, load_assignment
from grader.gradebook import Attempt, Gradebook
from grader.grading import judge
from grader.intake import Attempt as HandIn
from grader.intake import BadInput, ClassDownload, read_class, read_roster
from grader.intake.errors import WrongUse, named
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
        graded, kept, problems = _grade(settings, assignment, found, book)
        written = write(settings.out, assignment, book, counting, roster)
        return BatchResult(
            written=written,
            gradebook=book.path,
            graded=graded,
            kept=kept,
            problems=problems,
            remarks=(*_remarks(download, counting.policy), *written.remarks),
        )


def _grade(
    settings: BatchSettings,
    assignment: Assignment,
    found: list[HandIn],
    book: Gradebook,
) -> tuple[int, int, int]:
    engine = _engine(settings, assignment, len(found))
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

        for done in engine(new()):
            book.put(done.report, done.transcript)
            graded += 1
            progress.step(problem=done.report.regrade)
    return graded, kept, problems


def _engine(settings: BatchSettings, assignment: Assignment, count: int) -> Engine:
    """What grades: this machine's cores, or a cluster."""
    jobs = min(settings.jobs or default_jobs(), max(1, count))
    if settings.engine == "local":
        work = Work(assignment=str(assignment.directory), isolation=settings.isolation)
        return functools.partial(grade_all, work, assignment, jobs=jobs)
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
