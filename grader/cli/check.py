"""``grader check``: the public checks on one's own file."""

from __future__ import annotations

import contextlib
import gc
import io
import os
import shutil
import sys
from collections.abc import Callable
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
    "--watch", is_flag=True, help="Check again whenever the file changes, or at a key: n, h, a, q."
)
@click.option(
    "--hint",
    is_flag=True,
    help="A hint for the exercise of -q (or the next one), each time a step further.",
)
def check(file: Path, question: str | None, watch: bool, hint: bool) -> int:
    """Run the public checks on your own file (or on the one in the folder you are in)."""
    # This process is short: looking for garbage would only make it longer.
    gc.disable()
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from grader.sandbox.desk import spawner

    # First: where a second interpreter is needed, it loads NumPy while this one does.
    with contextlib.closing(spawner()) as workers:
        from grader.desk import bundle
        from grader.desk import check as desk
        from grader.desk.progress import hint as next_hint
        from grader.desk.progress import progress
        from grader.exporters import desk as paper

        home = bundle.find(file)

        def checked(question: str | None) -> tuple[str, bool, int | None]:
            """The report, whether all passes, and the number of the exercise to go on with."""
            report = desk.check_file(file, question, workers)
            so_far = progress(bundle.read(home), report, home.parent)
            closing = f"{desk.closing_line(report)}\n{so_far}"
            text = paper.text(report, closing, width=columns(), colour=coloured())
            return text, desk.passes(report), so_far.next

        def said(asked: str) -> str:
            return paper.paragraph(next_hint(bundle.read(home), asked, home.parent), columns())

        if hint:
            asked = question or str(checked(None)[2] or 1)
            write(said(asked))
            return 0
        if not watch:
            text, good, _ = checked(question)
            write(text)
            # Nor need the interpreter look for any when it ends, which takes longer than all the judging.
            gc.freeze()
            return 0 if good else FALLS_SHORT
        gc.enable()
        _watch(file, question, checked, said)
    return 0


def _watch(
    file: Path,
    question: str | None,
    checked: Callable[[str | None], tuple[str, bool, int | None]],
    hint: Callable[[str], str],
) -> None:
    from grader.desk.watching import keyboard
    from grader.desk.watching import watch as watch_file
    from grader.intake.errors import WrongUse

    asked, next_one = question, None

    def again() -> None:
        nonlocal next_one
        # What was there stays to be read until there is something new.
        write(f"Checking {file} …\n")
        try:
            text, _, next_one = checked(asked)
        except WrongUse as problem:
            # A file in the middle of being saved, perhaps; the next change will tell.
            text = f"grader: {problem}\n"
        if clears():
            click.clear()
        pressed = "n next exercise, h hint, a all, q quit" if sys.stdin.isatty() else "Ctrl-C ends"
        write(f"{text}\nWaiting for the next change ({pressed}).\n")

    def press(key: str) -> None:
        nonlocal asked
        if key == "h":
            write(hint(asked or str(next_one or 1)))
        if key in ("a", "n"):
            asked = str(next_one) if key == "n" and next_one is not None else None
            again()

    with keyboard() as keys, contextlib.suppress(KeyboardInterrupt):
        watch_file(file, again, press, keys)


def clears() -> bool:
    """Whether the screen can be cleared."""
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


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
