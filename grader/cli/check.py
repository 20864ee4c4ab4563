"""``grader check``: the public checks on one's own file."""

from __future__ import annotations

from pathlib import Path

import click

from grader.cli.common import EXISTING, FALLS_SHORT


@click.command()
@click.argument("file", type=EXISTING, default=".")
@click.option("-q", "--question", metavar="EXERCISE", help="One exercise (or function) only.")
@click.option("--watch", is_flag=True, help="Check again whenever the file changes.")
def check(file: Path, question: str | None, watch: bool) -> int:
    """Run the public checks on your own file."""
    from grader.desk import check as desk
    from grader.exporters import terminal

    def show() -> bool:
        report = desk.check_file(file, question)
        terminal.show_public(report, desk.closing_line(report))
        return desk.passes(report)

    def again() -> None:
        click.clear()
        show()

    if watch:
        desk.watch(file, again)
    return 0 if show() else FALLS_SHORT
