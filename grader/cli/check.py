"""``grader check``: the public checks on one's own file."""

from __future__ import annotations

import contextlib
import gc
import io
import os
import shutil
import sys
from pathlib import Path

import click

from grader.cli.common import EXISTING, FALLS_SHORT


@click.command()
@click.argument("file", type=EXISTING, default=".")
@click.option(
    "-q",
    "--question",
    metavar="EXERCISE",
    help="One exercise only, by its number, name, title or a function of it.",
)
@click.option(
    "--watch", is_flag=True, help="Check again whenever the file changes; Ctrl-C ends it."
)
def check(file: Path, question: str | None, watch: bool) -> int:
    """Run the public checks on your own file (or on the one in the folder you are in)."""
    # This process is short: looking for garbage would only make it longer.
    gc.disable()
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from grader.sandbox.desk import spawner

    # First: where a second interpreter is needed, it loads NumPy while this one does.
    with contextlib.closing(spawner()) as workers:
        from grader.desk import check as desk
        from grader.exporters import desk as paper
        from grader.intake.errors import WrongUse

        def show() -> bool:
            report = desk.check_file(file, question, workers)
            closing = desk.closing_line(report)
            write(paper.text(report, closing, width=columns(), colour=coloured()))
            return desk.passes(report)

        if not watch:
            good = show()
            # Nor need the interpreter look for any when it ends, which takes longer than all the judging.
            gc.freeze()
            return 0 if good else FALLS_SHORT
        gc.enable()

        def again() -> None:
            click.clear()
            try:
                show()
            except WrongUse as problem:
                # A file in the middle of being saved, perhaps; the next change will tell.
                click.echo(f"grader: {problem}")
            click.echo("\nWaiting for the next change; Ctrl-C ends.")

        with contextlib.suppress(KeyboardInterrupt):
            desk.watch(file, again)
    return 0


def write(text: str) -> None:
    """On stdout, with the letters it can write."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    sys.stdout.write(text)
    sys.stdout.flush()


def columns() -> int:
    """The width of the terminal; a pipe or file has the usual 80."""
    return shutil.get_terminal_size().columns


def coloured() -> bool:
    """Whether colours are wanted: on a terminal that has them, unless NO_COLOR says no."""
    return (
        sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    )
