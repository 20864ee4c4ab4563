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


def render(reports: Iterable[Report]) -> str:
    """The whole table, rows in the order given."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for k, report in enumerate(reports):
        if k == 0:
            writer.writerow(header(report))
        writer.writerow(row(report))
    return out.getvalue()
