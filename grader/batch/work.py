"""The work of a batch: what ``plan`` says of each hand-in is done, and each result is in the gradebook before the next is
waited for."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from grader.batch import local
from grader.batch.engine import Engine
from grader.batch.judging import judge_all
from grader.batch.plan import Step, step, to_judge
from grader.batch.progress import Progress
from grader.batch.rejudge import Rejudge
from grader.catalog import Assignment
from grader.course.classroom import Attempt as HandIn
from grader.course.rules import Policy
from grader.gradebook import Attempt, Gradebook
from grader.gradebook.kept import Kept, Reading
from grader.intake import BadInput
from grader.intake.errors import WrongUse
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
    match: Path | None = None
    policy: Policy | None = None
    due: str | None = None


class Tally(Record, frozen=True, kw_only=True):
    """How many hand-ins were graded (a copy of one that was counts, too), had their result already, could not be read."""

    graded: int = 0
    kept: int = 0
    problems: int = 0


def work(
    settings: BatchSettings, assignment: Assignment, found: list[HandIn], book: Gradebook
) -> Tally:
    """See to every hand-in of ``found``."""
    engine = _engine(settings, assignment, len(found))
    kept_work = Kept(book)
    kept_work.keep_plan(assignment)
    kept_work.keep_judging(assignment)
    taken: set[str] = set()
    run: set[str] = set()
    again = None
    if settings.rejudge:
        taken = _judge_again(settings, assignment, found, book)
        again = Rejudge(assignment, book)
    anew = bool(settings.only)
    graded = kept = problems = 0

    def decided(content: str) -> Step:
        there = book.has(content, assignment.digest)
        what = step(content, taken=taken, graded=there, judging=again is not None, anew=anew)
        if what is Step.JUDGE and again is not None:
            if _rejudged(again, book, content):
                return Step.STANDS
            there = book.has(content, assignment.digest)
            what = step(content, taken=taken, graded=there, anew=anew)
        return what

    with Progress(len(found), quiet=settings.quiet) as progress:

        def new() -> Iterator[Submission]:
            """The submissions that need running; the others are noted on the way."""
            nonlocal graded, kept, problems
            for one in found:
                handed_in, reading = _read(one, kept_work)
                book.record(assignment.name, _attempt(one, reading))
                what = decided(reading.submission)
                if what is Step.PROBLEM or handed_in is None:
                    problems += 1
                    progress.step(problem=True)
                elif what is Step.STANDS:
                    copied = reading.submission in run
                    graded, kept = graded + copied, kept + (not copied)
                    progress.step()
                else:
                    taken.add(reading.submission)
                    run.add(reading.submission)
                    yield handed_in.read()

        for done in engine(new()):
            kept_work.keep_prints(done.submission.digest, done.prints)
            book.put(done.report, done.transcript, "--only" if anew else "")
            graded += 1
            progress.step(problem=done.report.regrade)
    return Tally(graded=graded, kept=kept, problems=problems)


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
    wanted = {one.student for one in found}
    known = [one.submission for one in book.attempts(assignment.name) if one.student in wanted]
    again = Rejudge(assignment, book)
    judged = {submission for submission in known if submission and again.stands(submission)}
    due = to_judge(known, judged)
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
