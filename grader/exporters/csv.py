"""Class tables as CSV: our own, and the one that Gradescope lets one download.

One row per student. Cells are safe for spreadsheets. A grade that is not known (nothing handed in, to be
regraded, to be marked) is an empty cell, never a 0. In our own table the automatic points of an exercise and each written answer
have columns of their own.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from grader.checks import by_person
from grader.checks.ids import CheckId
from grader.course.standing import Standing
from grader.exporters import words
from grader.exporters.escape import cell
from grader.exporters.lms import Line, grade_of, names
from grader.intake.roster import Student
from grader.model import CheckResult, ExerciseResult, Report, Verdict


def header(report: Report) -> list[str]:
    written = [cell(CheckId.read(check.id).function) for _, check in _written(report)]
    return ["student", "name", "email", "sections",
            *(cell(exercise.name) for exercise in report.exercises), *written, "automatic",
            "out_of", "marked", "to_be_marked", "regrade", "late", "penalty", "total", "attempts",
            "counted"]  # fmt: skip


def row(student: Student, standing: Standing | None, width: int = 0) -> list[str]:
    """A student's row; ``width``: of the header, for those without a standing."""
    who = [cell(student.id), cell(student.name), cell(student.email), _sections(student)]
    if standing is None:
        return [*who, *[""] * (width - len(who))]
    report = standing.report
    return [
        *who,
        *(words.points(words.automatic(exercise)[0]) for exercise in report.exercises),
        *(_mark(check) for _, check in _written(report)),
        *(words.points(value) for value in words.automatic(report)),
        words.points(words.marked(report)[0]),
        words.points(report.to_mark),
        "yes" if report.regrade else "",
        standing.late,
        words.points(report.earned - standing.final),
        words.points(standing.final),
        str(standing.attempts),
        str(standing.counted),
    ]


def _written(report: Report) -> list[tuple[ExerciseResult, CheckResult]]:
    return [
        (exercise, check)
        for exercise in report.exercises
        for check in exercise.checks
        if by_person(check.kind)
    ]


def _mark(check: CheckResult) -> str:
    """The points of a written answer, or what there is instead; never a 0 that nobody gave."""
    verdict = check.finding.verdict
    return words.points(check.earned) if verdict is Verdict.MARKED else words.WORDS[verdict]


def table(head: list[str], rows: Iterable[list[str]]) -> str:
    """A header and its rows as CSV."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    if head:
        writer.writerow(head)
    writer.writerows(rows)
    return out.getvalue()


def classroom(report: Report, lines: Iterable[Line]) -> str:
    """Our own table; ``report`` gives the columns."""
    head = header(report)
    return table(head, (row(*line, len(head)) for line in lines))


def gradescope(report: Report, lines: Iterable[Line]) -> str:
    """The layout of the grades that Gradescope lets one download, for scripts that read those."""
    titles = [
        cell(f"{number}: {one.title} ({one.points:.1f} pts)")
        for number, one in enumerate(report.exercises, start=1)
    ]
    head = [
        "First Name", "Last Name", "SID", "Email", "Sections", "Total Score", "Max Points", "Status",
        "Submission ID", "Submission Time", "Lateness (H:M:S)", "View Count", "Submission Count",
    ]  # fmt: skip

    def one(student: Student, standing: Standing | None) -> list[str]:
        first, last = names(student.name)
        known = standing is not None and bool(grade_of(standing))
        return [
            cell(first),
            cell(last),
            cell(student.id),
            cell(student.email),
            _sections(student),
            grade_of(standing),
            words.points(report.points),
            "Graded" if known else "Missing" if standing is None else "Ungraded",
            "",
            cell(standing.at) if standing else "",
            _clock(standing.seconds_late) if standing else "",
            "",
            str(standing.attempts) if standing else "0",
            *(
                [
                    "" if exercise.to_mark else words.points(exercise.earned)
                    for exercise in standing.report.exercises
                ]
                if standing is not None and not standing.report.regrade
                else [""] * len(titles)
            ),
        ]

    return table([*head, *titles], (one(*line) for line in lines))


def _sections(student: Student) -> str:
    return cell("; ".join(student.sections))


def _clock(seconds: float | None) -> str:
    """ "26:03:09": hours do not turn into days."""
    if seconds is None:
        return ""
    whole = int(seconds)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"
