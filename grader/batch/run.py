"""One batch: a folder of submissions and a gradebook → grades, feedback, summary.

Read, plan, work, write. A run that ends early, however it ends, is continued by running it again.
"""

from __future__ import annotations

from pathlib import Path

from grader.batch.files import make_folder
from grader.batch.output import Written, write
from grader.batch.work import BatchSettings, Tally, work
from grader.catalog import Assignment, load_assignment
from grader.course.rules import Policy, keep_rules, rules
from grader.gradebook import Gradebook
from grader.intake import Attempt as HandIn
from grader.intake import ClassDownload, read_class, read_roster
from grader.intake.errors import WrongUse, named
from grader.model import Record


class BatchResult(Record, frozen=True, kw_only=True):
    written: Written
    gradebook: Path
    tally: Tally
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
    found = _asked_for(settings, download)
    make_folder(settings.out)
    with Gradebook(settings.out / "gradebook.sqlite") as book:
        counting = rules(book, assignment.name, settings.policy, settings.due)
        keep_rules(book, assignment.name, counting)
        if settings.rejudge:
            book.note("all saved answers judged again", "--rejudge")
        if settings.failed:
            found = _failed(found, assignment, book)
        remarks = _remarks(download, counting.policy)
        tally = work(settings, assignment, found, book)
        del found, download  # ten thousand hand-ins take the memory that the tables need
        written = write(settings.out, assignment, book, counting, roster, quiet=settings.quiet)
        return BatchResult(
            written=written,
            gradebook=book.path,
            tally=tally,
            remarks=(*remarks, *written.remarks),
        )


def _asked_for(settings: BatchSettings, download: ClassDownload) -> list[HandIn]:
    """The hand-ins of the students that ``--only`` names, or all."""
    if not settings.only:
        return list(download.attempts)
    missing = sorted(set(settings.only) - {one.student for one in download.attempts})
    if missing:
        raise WrongUse(f"{settings.folder}: no submission of {', '.join(missing)}; check the ids")
    return [one for one in download.attempts if one.student in settings.only]


def _failed(found: list[HandIn], assignment: Assignment, book: Gradebook) -> list[HandIn]:
    """Those that are marked for regrading."""
    failed = book.failed(assignment.name, assignment.digest)
    return [one for one in found if (one.student, one.label) in failed]


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
