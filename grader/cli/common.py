"""What several commands share: options, exit codes, writing a file that was asked for."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NoReturn

import click

FALLS_SHORT, WRONG_USE, OUR_FAULT = 1, 2, 3

EXISTING = click.Path(path_type=Path)


def fail(message: str, code: int = WRONG_USE) -> NoReturn:
    """One line on stderr, and out."""
    click.echo(f"grader: {message}", err=True)
    sys.exit(code)


assignment_option = click.option(
    "-a", "--assignment", "assignment_name", required=True, help="Name or folder of the assignment."
)
isolation_option = click.option(
    "--isolation",
    type=click.Choice(["auto", "namespaces", "container", "process"]),
    default="auto",
    show_default=True,
    help="How student code is kept apart; `grader doctor` shows what is there.",
)


policy_option = click.option(
    "--policy",
    type=click.Choice(["latest", "best", "first"]),
    help="Which attempt counts; default: as the last time, at first the latest.",
)
due_option = click.option(
    "--due",
    metavar="TIME",
    help="When late begins, like 2026-03-01T23:59+01:00; kept for the next time.",
)


def write_text(path: Path, text: str) -> None:
    """Write a file the user asked for; a folder that is not there is wrong use."""
    write_bytes(path, text.encode())


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file the user asked for; a folder that is not there is wrong use."""
    try:
        path.write_bytes(content)
    except OSError as error:
        fail(f"{path}: can't be written ({error.strerror}); choose another place")
