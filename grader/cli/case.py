"""``grader case``: the inputs of a public case, as Python to paste."""

from __future__ import annotations

from pathlib import Path

import click

from grader.cli.common import EXISTING


@click.command()
@click.argument("question", metavar="FUNCTION|EXERCISE")
@click.argument("number", type=int, default=1)
@click.option(
    "--folder", type=EXISTING, default=".", help="The template's folder; default: this one."
)
def case(question: str, number: int, folder: Path) -> int:
    """Print the inputs of a public case and the call, as Python to paste into your own.

    FUNCTION is one of yours, EXERCISE a number or name; NUMBER counts their public cases from 1.
    """
    from grader.desk import live

    click.echo(repr(live.case(question, number, folder)))
    return 0
