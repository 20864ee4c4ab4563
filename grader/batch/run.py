"""One batch: a folder of submissions and a gradebook → grades, feedback, summary.

Read, plan, work, write. A run that ends early, however it ends, is continued by running it again.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from grader.batch.files import make_folder, write_atomic
from grader.batch.output import Written, write
from grader.batch.work import BatchSettings, Tally, work
from grader.catalog import Assignment, load_assignment
from grader.course import unmatched
from grader.course.classroom import Attempt as HandIn
from grader.course.classroom import ClassDownload, arrange
from grader.course.matching import Found
from grader.course.people import People, renumbered, vanished
from grader.course.rules import Policy, keep_rules, rules
from grader.gradebook import Gradebook
from grader.intake import Roster, read_listing, read_roster
from grader.intake.errors import WrongUse, named, shown
from grader.intake.layouts import Listing
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
    assignment = load_assignment(settings.assignment, graded=settings.folder)
    roster = read_roster(settings.roster) if settings.roster else None
    listing = read_listing(settings.folder, assignment.submission)
    make_folder(settings.out)
    with Gradebook(settings.out / "gradebook.sqlite") as book:
        only_of(book, assignment.name)
        people = People(book)
        matching, undecided = _who(settings, people, roster, listing)
        download = arrange(listing, matching, people.roster())
        found = _asked_for(settings, people, renumbered(book, assignment.name, download))
        counting = rules(book, assignment.name, settings.policy, settings.due)
        keep_rules(book, assignment.name, counting)
        people.adopt(assignment.name, download)
        people.move(matching)
        people.own(assignment.name, download.attempts)
        if settings.rejudge:
            book.note("all saved answers judged again", "--rejudge")
        if settings.failed:
            found = _failed(found, assignment, book)
        remarks = [
            *(roster.notices if roster else ()),
            *_remarks(download, counting.policy),
        ]
        if undecided:
            remarks += _to_decide(settings, undecided, matching, people)
        if gone := vanished(book, assignment.name, download):
            remarks.append(f"No longer in the download, and still counted: {named(gone, 10)}")
        del listing
        tally = work(settings, assignment, found, book)
        del found, download  # ten thousand hand-ins take the memory that the tables need
        written = write(settings.out, assignment, book, counting, quiet=settings.quiet)
        return BatchResult(
            written=written,
            gradebook=book.path,
            tally=tally,
            remarks=(*remarks, *written.remarks),
        )


def _who(
    settings: BatchSettings, people: People, roster: Roster | None, listing: Listing
) -> tuple[dict[str, Found], list[str]]:
    """Who everybody is, and of whom nobody is sure; those are in ``unmatched.csv``."""
    if roster is not None:
        people.set_roster(roster)
    people.see(one.who for one in listing.found)
    if settings.match is not None:
        said = unmatched.read(settings.match, people.identities(), people.roster())
        for key, students in said:
            people.decide(key, students, "--match")
    matching = people.matching()
    path = settings.out / unmatched.FILE
    undecided = unmatched.undecided(matching, listing) if people.roster() else []
    if undecided:
        text = unmatched.table(undecided, matching, people.identities(), listing, people.roster())
        write_atomic(path, text)
    elif settings.match is None or not path.exists() or not path.samefile(settings.match):
        path.unlink(missing_ok=True)
    return matching, undecided


def _to_decide(
    settings: BatchSettings, undecided: list[str], matching: Mapping[str, Found], people: People
) -> list[str]:
    """Who is not on the roster, of whom nobody is sure, and what would decide it."""
    known = people.identities()

    def said(keys: list[str]) -> str:
        return named([_called(matching[key].students[0], known[key].name) for key in keys], 10)

    unsure = [key for key in undecided if matching[key].candidates]
    others = [key for key in undecided if not matching[key].candidates]
    found = [f"Not on the roster: {said(others)}"] if others else []
    if unsure:
        found.append(f"Not sure who it is: {said(unsure)}")
    path = settings.out / unmatched.FILE
    found.append(
        f"They are graded and in no export to a platform. To say who they are, fill in the column student of {path} and "
        f"run this again with --match {path}"
    )
    return found


def _called(student: str, name: str) -> str:
    return shown(f"{student} ({name})" if name and name != student else student, 60)


def only_of(book: Gradebook, assignment: str) -> None:
    """One gradebook is for one assignment: tables of another would take the place of those that are there."""
    others = [name for name in book.assignments() if name != assignment]
    if others:
        raise WrongUse(
            f"{book.path}: holds the grades of {named(others)}; choose another folder for {assignment}"
        )


def _asked_for(settings: BatchSettings, people: People, attempts: list[HandIn]) -> list[HandIn]:
    """The hand-ins of the students that ``--only`` names by any id, or all."""
    if not settings.only:
        return attempts
    there = {one.student for one in attempts}
    wanted = {people.called(name, there) for name in settings.only}
    missing = sorted(wanted - there)
    if missing:
        raise WrongUse(f"{settings.folder}: no submission of {', '.join(missing)}; check the ids")
    return [one for one in attempts if one.student in wanted]


def _failed(found: list[HandIn], assignment: Assignment, book: Gradebook) -> list[HandIn]:
    """Those that are marked for regrading."""
    failed = book.failed(assignment.name, assignment.digest)
    return [one for one in found if (one.student, one.label) in failed]


def _remarks(download: ClassDownload, policy: Policy) -> tuple[str, ...]:
    """What a TA should know of the download: nobody is dropped in silence."""
    found = [f"Layout: {download.layout}", *download.notices]
    if download.missing:
        ids = [student.id for student in download.missing]
        found.append(f"On the roster, nothing handed in: {named(ids, 10)}")
    if download.duplicates:
        several = [f"{student} ({len(labels)})" for student, labels in download.duplicates]
        found.append(f"Several attempts (the {policy} counts): {named(several, 10)}")
    return tuple(found)
