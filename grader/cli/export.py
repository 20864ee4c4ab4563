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
    write_text,
)


@click.command()
@click.argument("format_name", metavar="FORMAT")
@click.option(
    "-g", "--gradebook", type=EXISTING, required=True, help="gradebook.sqlite of a batch."
)
@assignment_option
@click.option("--roster", type=EXISTING, help="CSV with id, name, email, sections.")
@click.option("-o", "--out", type=EXISTING, help="The file to write; default: stdout.")
@click.option("--column", default="", help='Canvas: the column, "Name (1234)"; default: the title.')
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
    automatic: bool,
    policy: Any,
    due: str | None,
) -> int:
    """Write grades as FORMAT: gradescope, canvas, moodle, csv, jsonl or html."""
    from grader.batch import export as exports

    if format_name not in exports.FORMATS:
        fail(f"no format {format_name!r}; there are {', '.join(exports.FORMATS)}")
    if out is not None and str(out) == "-":
        out = None
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
        )
    )
    if out is None:
        click.echo(exported.text, nl=False)
    else:
        write_text(out, exported.text)
    for remark in exported.remarks:
        click.echo(remark, err=True)
    return 0
