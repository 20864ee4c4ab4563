"""Progress of a batch: a bar with rate and time left on a terminal, a plain line every few seconds in a
log, nothing when quiet."""

from __future__ import annotations

import sys
import time
from types import TracebackType

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.progress import Progress as Bar

EVERY_SECONDS = 5.0
REDRAW_SECONDS = 0.05


class Progress:
    """Counts finished submissions. A context manager."""

    def __init__(
        self,
        total: int,
        *,
        what: str = "Grading",
        quiet: bool = False,
        console: Console | None = None,
    ) -> None:
        self.total, self.done, self.problems, self.quiet = total, 0, 0, quiet
        self.what = what
        self.console = console or Console(stderr=True, highlight=False)
        self._begin = self._said = time.monotonic()
        self._bar: Bar | None = None
        if not quiet and self.console.is_terminal:
            self._bar = Bar(
                TextColumn(what),
                BarColumn(),
                MofNCompleteColumn(),
                TextColumn("{task.fields[rate]}"),
                TimeElapsedColumn(),
                TextColumn("left"),
                TimeRemainingColumn(),
                TextColumn("{task.fields[problems]}"),
                console=self.console,
            )
            self._task = self._bar.add_task("", total=total, rate="", problems="")

    def __enter__(self) -> Progress:
        if self._bar is not None:
            self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def step(self, *, problem: bool = False) -> None:
        """One more is finished."""
        self.done += 1
        self.problems += problem
        if self.quiet:
            return
        moment = time.monotonic()
        due = moment - self._said >= (EVERY_SECONDS if self._bar is None else REDRAW_SECONDS)
        if not due and (self._bar is None or self.done < self.total):
            return
        self._said = moment
        rate = f"{self.done / max(moment - self._begin, 1e-6):.0f}/s"
        problems = f"{self.problems} with problems" if self.problems else ""
        if self._bar is not None:
            self._bar.update(self._task, completed=self.done, rate=rate, problems=problems)
        else:
            print(
                f"{self.what}: {self.done} of {self.total}, {rate}{', ' if problems else ''}{problems}",
                file=sys.stderr,
                flush=True,
            )
