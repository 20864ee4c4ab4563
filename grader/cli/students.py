"""``grader students``: who is in a gradebook, and putting right who is who."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.common import EXISTING, fail

if TYPE_CHECKING:
    from grader.course.people import People

why_option = click.option("--why", required=True, metavar="REASON", help="Kept in the history.")


@click.group(invoke_without_command=False)
def students() -> None:
    """List, merge, move or forget people of a gradebook.

    Work that was given to the wrong person is moved with `move`, two records of one person become one with `merge`.
    """


@students.command("list")
@click.argument("gradebook", type=EXISTING)
def list_(gradebook: Path) -> int:
    """Everybody as CSV: by what they are known, how they were matched, how many attempts."""
    from grader.course.students import listing

    with _people(gradebook) as people:
        click.echo(listing(people), nl=False)
    return 0


@students.command()
@click.argument("gradebook", type=EXISTING)
@click.argument("one")
@click.argument("into")
@why_option
def merge(gradebook: Path, one: str, into: str, why: str) -> int:
    """ONE and INTO are the same person: INTO gets all attempts."""
    from grader.course.students import merged

    with _people(gradebook) as people:
        click.echo(merged(people, one, into, why))
    return 0


@students.command()
@click.argument("gradebook", type=EXISTING)
@click.argument("one")
@click.argument("to", nargs=-1, required=True)
@why_option
def move(gradebook: Path, one: str, to: tuple[str, ...], why: str) -> int:
    """The work of ONE is that of the student TO, or of each of several (a group)."""
    from grader.course.students import moved

    with _people(gradebook) as people:
        click.echo(moved(people, one, to, why))
    return 0


@students.command()
@click.argument("gradebook", type=EXISTING)
@click.argument("one")
@why_option
def undecide(gradebook: Path, one: str, why: str) -> int:
    """Take back what was said about who ONE is."""
    from grader.course.students import undecided

    with _people(gradebook) as people:
        click.echo(undecided(people, one, why))
    return 0


@students.command()
@click.argument("gradebook", type=EXISTING)
@click.argument("one")
@why_option
def forget(gradebook: Path, one: str, why: str) -> int:
    """Delete ONE's name, identifiers and attempts for good."""
    from grader.course.students import forgotten

    with _people(gradebook) as people:
        click.echo(forgotten(people, one, why))
    return 0


@contextmanager
def _people(path: Path) -> Iterator[People]:
    from grader.course.people import People
    from grader.gradebook import Gradebook

    if not path.is_file():
        fail(f"{path}: no such file; name the gradebook.sqlite that grader batch wrote")
    with Gradebook(path) as book:
        yield People(book)
