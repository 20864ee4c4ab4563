"""``grader new``: a new assignment, a new exercise."""

from __future__ import annotations

from pathlib import Path

import click

from grader.cli.common import assignment_option, fail


@click.group()
def new() -> None:
    """Make a new assignment or exercise that is sound at once."""


@new.command("assignment")
@click.argument("name")
@click.option("--exercise", default="", help="Name of the first exercise; default: NAME_1.")
def new_assignment(name: str, exercise: str) -> int:
    """A new assignment in this folder, with a first exercise to change."""
    from grader.authoring import new as scaffold

    try:
        written = scaffold.assignment(name, Path.cwd(), exercise)
    except scaffold.NotNew as error:
        fail(str(error))
    _tell(written, name)
    return 0


@new.command("exercise")
@click.argument("name")
@assignment_option
def new_exercise(name: str, assignment_name: str) -> int:
    """A new exercise at the end of an assignment."""
    from grader.authoring import new as scaffold

    try:
        written = scaffold.exercise(name, assignment_name)
    except scaffold.NotNew as error:
        fail(str(error))
    _tell(written, assignment_name)
    return 0


def _tell(written: list[Path], assignment: str) -> None:
    here = Path.cwd()
    for file in written:
        click.echo(file.relative_to(here) if file.is_relative_to(here) else file)
    click.echo(
        f"It is sound as it is: `grader audit -a {assignment}`. Now make it your own where it says "
        "“fill in”; docs/authoring.md is the way there."
    )
