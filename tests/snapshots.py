"""What people and programs are handed, kept word for word: a test says ``assert text == snapshot``.

Each text is a file in ``__snapshots__`` beside its test. ``pytest -m snapshot --snapshot-update`` writes them anew, at will only those of the
tests that are named, and removes what no test asks for any more; read the difference before committing it.
"""

from __future__ import annotations

from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from grader.course.points import points
from grader.model import CheckResult, Report


class TextFile(SingleFileSnapshotExtension):
    """One file for each text, as it is."""

    _write_mode = WriteMode.TEXT
    file_extension = "txt"


def checks(report: Report) -> str:
    """A report in short, a line for each check: what feedback that students read leaves out."""
    out = [
        f"submission {report.submission_digest}, {report.assignment}, schema {report.schema}",
        f"{points(report.earned)} of {points(report.points)}, {points(report.to_mark)} to mark"
        + ", regrade" * report.regrade,
    ]
    out += [f"{cell.name}: {cell.error}, costs {', '.join(cell.costs)}" for cell in report.cells]
    for exercise in report.exercises:
        out.append(f"{exercise.name} {points(exercise.earned)}/{points(exercise.points)}")
        out += [_check(check) for check in exercise.checks]
        out += [f"  {name} = {text!r}" for name, text in exercise.written.items()]
    return "\n".join(out) + "\n"


def _check(check: CheckResult) -> str:
    """``verdict failed/cases: label, misconception, for staff``, and what the public cases say where that is something else."""
    found = check.finding
    told, seen = (said.label if said else "" for said in (found.feedback, found.public_feedback))
    out = f"  {check.id} ({check.title}) {points(check.earned)}/{points(check.points)} {found.verdict}"
    more = [told, found.misconception, found.staff and repr(found.staff)]
    out += f" {found.failed_cases}/{found.cases}" + f": {', '.join(filter(None, more))}" * any(more)
    if (found.public_verdict, found.public_feedback) != (found.verdict, found.feedback):
        out += f" (public cases: {found.public_verdict}{seen and ', '}{seen})"
    return out
