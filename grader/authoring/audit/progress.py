"""How far an audit is: a bar on a terminal, a line now and then in a log, nothing when quiet."""

from __future__ import annotations

import sys
import time

from rich.console import Console
from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

EVERY_SECONDS = 10.0


class Progress:
    """A context manager; :meth:`step` is told (units done, units in all), which may still grow."""

    def __init__(self, *, quiet: bool = False, console: Console | None = None) -> None:
        self.quiet = quiet
        console = console or Console(stderr=True, highlight=False)
        self._said = time.monotonic()
        self._bar: Bar | None = None
        if not quiet and console.is_terminal:
            self._bar = Bar(
                TextColumn("Auditing"),
                BarColumn(),
                TaskProgressColumn(),
                TimeElapsedColumn(),
                console=console,
                transient=True,
            )
            self._task = self._bar.add_task("", total=None)

    def __enter__(self) -> Progress:
        if self._bar is not None:
            self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def step(self, done: int, total: int) -> None:
        """``done`` of ``total`` units of work are through."""
        if self._bar is not None:
            self._bar.update(self._task, completed=done, total=total)
        elif not self.quiet and time.monotonic() - self._said >= EVERY_SECONDS:
            self._said = time.monotonic()
            print(f"audited {done / total:.0%}", file=sys.stderr, flush=True)
