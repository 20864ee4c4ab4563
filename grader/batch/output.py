"""The files that a batch leaves: tables, the report page, feedback. Each is replaced in one step.

All of it comes from the gradebook in one pass, one report in memory at a time, so a class of any size needs no
more memory than its rows.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from grader.batch.counting import Rules, standings
from grader.catalog import Assignment
from grader.exporters import csv, html, markdown
from grader.exporters.escape import file_name
from grader.exporters.page import ClassPage
from grader.exporters.summary import Summary
from grader.gradebook import Gradebook
from grader.intake.errors import WrongUse, named
from grader.intake.roster import Roster
from grader.model import Record


class Written(Record, frozen=True, kw_only=True):
    """Where everything lies, and what a TA should know about the tables."""

    summary: Summary
    csv: Path
    page: Path
    feedback: Path
    remarks: tuple[str, ...] = ()


def write(
    out: Path, assignment: Assignment, book: Gradebook, rules: Rules, roster: Roster | None
) -> Written:
    """All files of the output folder ``out``."""
    feedback = out / "feedback"
    make_folder(feedback)
    page = ClassPage(assignment.title, roster, links="feedback/")
    rows: list[list[str]] = []
    head: list[str] = []
    unknown: list[str] = []
    for standing in standings(assignment, book, rules):
        report = standing.report
        page.add(standing)
        head = head or csv.header(report)
        rows.append(csv.row(standing))
        if standing.late == "yes" and standing.seconds_late is None:
            unknown.append(standing.student)
        name = file_name(standing.student)
        write_atomic(
            feedback / f"{name}.md", markdown.render(report, assignment.title, standing.penalty)
        )
        write_atomic(
            feedback / f"{name}.html", html.page(report, assignment.title, standing.penalty)
        )
    table, shown = out / "gradebook.csv", out / "report.html"
    write_atomic(table, csv.table(head, rows))
    write_atomic(shown, page.render())
    return Written(
        summary=page.summary,
        csv=table,
        page=shown,
        feedback=feedback,
        remarks=lateness(assignment, unknown),
    )


def lateness(assignment: Assignment, unknown: list[str]) -> tuple[str, ...]:
    """The remark on late hand-ins of which nobody knows how late they were."""
    if not unknown or assignment.late is None:
        return ()
    return (
        f"Late, but how much is not known, so nothing is taken off: {named(unknown, 10)}; "
        "give --due, and a download with times",
    )


def make_folder(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WrongUse(f"{path}: can't be used ({error.strerror}); choose another folder") from None


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
