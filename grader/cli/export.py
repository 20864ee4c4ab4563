"""``grader export``: grades of a gradebook in a platform's format."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import click

from grader.cli.common import (
    EXISTING,
    assignment_option,
    due_option,
    fail,
    policy_option,
    write_bytes,
)


@click.command()
@click.argument("format_name", metavar="FORMAT")
@click.option(
    "-g", "--gradebook", type=EXISTING, required=True, help="gradebook.sqlite of a batch."
)
@assignment_option
@click.option(
    "--roster", type=EXISTING, help="Who is in the class, as for batch; default: as the last time."
)
@click.option("-o", "--out", type=EXISTING, help="The file to write; default: stdout.")
@click.option(
    "--column",
    default="",
    help='The column\'s name on the platform, in Canvas "Name (1234)"; default: the title.',
)
@click.option("--section", default="", metavar="NAME", help="Only this section or group.")
@click.option("--only", multiple=True, metavar="ID", help="Only this student; repeatable.")
@click.option("--automatic", is_flag=True, help="Leave out what a person marks.")
@policy_option
@due_option
def export(
    format_name: str,
    gradebook: Path,
    assignment_name: str,
    roster: Path | None,
    out: Path | None,
    column: str,
    section: str,
    only: tuple[str, ...],
    automatic: bool,
    policy: Any,
    due: str | None,
) -> int:
    """Write grades as FORMAT: canvas, moodle, brightspace, blackboard, gradescope, csv, jsonl or html.

    FORMAT feedback is a zip with which Canvas and Moodle hand the pages back, or a page per student.
    """
    from grader.batch import export as exports

    if format_name not in exports.FORMATS:
        fail(f"no format {format_name!r}; there are {', '.join(exports.FORMATS)}")
    if out is not None and str(out) == "-":
        out = None
    if out is None and format_name in exports.BINARY:
        fail(f"{format_name} is a zip; say where with -o feedback.zip")
    exported = exports.export(
        exports.ExportSettings(
            format=cast(Any, format_name),
            gradebook=gradebook,
            assignment=assignment_name,
            roster=roster,
            out=out,
            policy=policy,
            due=due,
            column=column,
            automatic=automatic,
            section=section,
            only=only,
        )
    )
    if out is None:
        click.echo(exported.content, nl=False)
    else:
        write_bytes(out, exported.content)
        click.echo(f"{out}: {exported.students} grades", err=True)
    for remark in exported.remarks:
        click.echo(remark, err=True)
    return 0
