"""Processes for many pieces of work: fresh interpreters that are set up once and end with who started them."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any

from grader.sandbox import kernel


@contextmanager
def processes(
    jobs: int, start: Callable[..., None], *arguments: Any
) -> Iterator[ProcessPoolExecutor]:
    """``jobs`` processes, each of which begins with ``start(*arguments)``. What is not begun at the end is dropped."""
    pool = ProcessPoolExecutor(
        jobs,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_begin,
        initargs=(start, arguments),
    )
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _begin(start: Callable[..., None], arguments: tuple[Any, ...]) -> None:
    _die_with_parent()
    start(*arguments)


def _die_with_parent() -> None:
    """A pool's process waits for work on a pipe that it holds open itself, so it would outlive a killed parent."""
    if not kernel.LINUX:
        return
    kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
    parent = multiprocessing.parent_process()
    if parent is not None and parent.pid != os.getppid():
        os._exit(1)  # it died before we asked
