"""``grader grade``: one submission, everything, in the sandbox."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from grader.cli.common import (
    EXISTING,
    FALLS_SHORT,
    OUR_FAULT,
    assignment_option,
    fail,
    isolation_option,
    write_text,
)


@contextmanager
def running(file: Path) -> Iterator[None]:
    """Show on a terminal that a slow file is being run."""
    from rich.console import Console

    console = Console(stderr=True, highlight=False)
    if not console.is_terminal:
        yield
        return
    with console.status(f"Running {file.name}", spinner="dots"):
        yield


@click.command()
@click.argument("file", type=EXISTING)
@assignment_option
@isolation_option
@click.option("--json", "json_path", type=EXISTING, help="Write the report as JSON (- for stdout).")
@click.option("--student", is_flag=True, help="Show what the student may see, no staff detail.")
def grade(
    file: Path, assignment_name: str, isolation: str, json_path: Path | None, student: bool
) -> int:
    """Grade one submission with all checks, in the sandbox."""
    from grader.catalog import load_assignment
    from grader.exporters import json as json_exporter
    from grader.grading import Grader
    from grader.intake import read_submission
    from grader.intake.download import class_layout
    from grader.sandbox import open_sandbox

    assignment = load_assignment(assignment_name, graded=file)
    if layout := class_layout(file, assignment.submission):
        fail(
            f"{file}: is a class as {layout} lets one download it; grade it with: "
            f"grader batch {shlex.quote(str(file))} -a {assignment_name} -o out"
        )
    submission = read_submission(file, expected=assignment.submission)
    with running(file), Grader(assignment, open_sandbox(isolation)) as grader:
        report = grader.grade(submission).report
    if json_path is not None:
        text = json_exporter.render(report)
        if str(json_path) == "-":
            click.echo(text, nl=False)
        else:
            write_text(json_path, text)
    if json_path is None or str(json_path) != "-":
        from grader.exporters import terminal

        terminal.show(report, staff=not student)
    if report.regrade:
        return OUR_FAULT
    return 0 if report.earned >= report.points - report.to_mark - 1e-9 else FALLS_SHORT
