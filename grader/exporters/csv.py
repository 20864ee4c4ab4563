"""Scores as CSV: one row per submission, one column per exercise. Cells are safe for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from grader.exporters import words
from grader.exporters.escape import cell
from grader.model import Report


def header(report: Report) -> list[str]:
    return ["submission", *(exercise.name for exercise in report.exercises), "automatic", "out_of",
            "to_be_marked", "regrade"]  # fmt: skip


def row(report: Report) -> list[str]:
    return [
        cell(report.submission),
        *(words.points(exercise.earned) for exercise in report.exercises),
        words.points(report.earned),
        words.points(report.points - report.to_mark),
        words.points(report.to_mark),
        "yes" if report.regrade else "",
    ]


def table(head: list[str], rows: Iterable[list[str]]) -> str:
    """A header and its rows as CSV."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    if head:
        writer.writerow(head)
    writer.writerows(rows)
    return out.getvalue()


def render(reports: Iterable[Report]) -> str:
    """The whole table, rows in the order given."""
    found = list(reports)
    return table(header(found[0]) if found else [], map(row, found))
