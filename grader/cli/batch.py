"""``grader batch``: a class."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from grader.cli.common import (
    EXISTING,
    OUR_FAULT,
    assignment_option,
    due_option,
    isolation_option,
    policy_option,
)


@click.command()
@click.argument("folder", type=EXISTING)
@assignment_option
@click.option("-o", "--out", type=EXISTING, required=True, help="Folder for grades and feedback.")
@click.option("--jobs", type=click.IntRange(1, 512), help="Processes; default: one per core.")
@isolation_option
@click.option(
    "--engine",
    type=click.Choice(["local", "dask"]),
    default="local",
    show_default=True,
    help="This machine's cores, or dask.distributed; see docs/cluster.md.",
)
@click.option(
    "--scheduler", default="", metavar="ADDRESS", help="A running dask scheduler, tls://HOST:8786."
)
@click.option("--only", multiple=True, metavar="ID", help="Grade this student (again); repeatable.")
@click.option(
    "--roster",
    type=EXISTING,
    help="Who is in the class: a platform's list or a CSV with id, name, email, sections; kept for the next time.",
)
@click.option(
    "--match", type=EXISTING, metavar="FILE", help="unmatched.csv of an earlier run, filled in."
)
@click.option("--failed", is_flag=True, help="Grade again only what is marked for regrading.")
@policy_option
@due_option
@click.option("--rejudge", is_flag=True, help="Judge saved answers again; runs no student code.")
@click.option("--quiet", is_flag=True, help="No progress, no summary.")
def batch(
    folder: Path,
    assignment_name: str,
    out: Path,
    jobs: int | None,
    isolation: str,
    engine: Any,
    scheduler: str,
    only: tuple[str, ...],
    roster: Path | None,
    match: Path | None,
    failed: bool,
    policy: Any,
    due: str | None,
    rejudge: bool,
    quiet: bool,
) -> int:
    """Grade a folder of submissions; running it again continues and grades only what is new."""
    if not quiet:
        # Loading takes a while, and so does reading a class.
        click.echo(f"Reading {folder} …", err=True)
    from grader.batch.run import run_batch
    from grader.batch.work import BatchSettings

    result = run_batch(
        BatchSettings(
            folder=folder,
            assignment=assignment_name,
            out=out,
            jobs=jobs or 0,
            isolation=isolation,
            engine=engine,
            scheduler=scheduler,
            quiet=quiet,
            rejudge=rejudge,
            only=only,
            roster=roster,
            match=match,
            failed=failed,
            policy=policy,
            due=due,
        )
    )
    if not quiet:
        from rich.console import Console

        console = Console(highlight=False)
        console.print(result.written.summary.render())
        for remark in result.remarks:
            console.print(remark, markup=False, soft_wrap=True)
        console.print(
            f"Graded {result.tally.graded}, unchanged {result.tally.kept}, unreadable {result.tally.problems}.\n"
            f"Grades:    {result.written.csv}\n"
            f"Report:    {result.written.page}\n"
            f"Feedback:  {result.written.feedback}\n"
            f"Gradebook: {result.gradebook}",
            soft_wrap=True,
        )
    return OUR_FAULT if result.written.summary.regrade else 0
