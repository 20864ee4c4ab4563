"""Waiting for other processes without a clock that load could stretch.

A process that waits for a core is late, not stuck. So nothing here counts seconds for themselves: a wait fails once no process
below this one has made any progress for long, and progress is time on a core *or in the queue for one* (/proc/PID/schedstat,
as in ``grader.sandbox.queueing``), or once they have computed far longer than what they do can take.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

STUCK_SECONDS = 120
LEAST_SECONDS = 3
"""On a core or in its queue in that time: what servers that have nothing to do don't come to."""

MOST_SECONDS = 900
"""On a core, of all processes together: an endless loop."""

ELSEWHERE_SECONDS = 600
"""Where the system does not count (it has no schedstat)."""

COUNTED = Path("/proc/self/schedstat").exists()


def run(command: Any, **options: Any) -> subprocess.CompletedProcess[Any]:
    """``subprocess.run`` that fails on no progress."""
    given = options.pop("input", None)
    check = options.pop("check", False)
    if options.pop("capture_output", False):
        options |= {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with tempfile.TemporaryFile() as file:
        if given is not None:
            # A file, as `communicate` can't go on with what it was handing over.
            file.write(given.encode() if isinstance(given, str) else given)
            file.seek(0)
            options["stdin"] = file
        with subprocess.Popen(command, **options) as process:
            said = end(process)
    done = subprocess.CompletedProcess(process.args, process.returncode, *said)
    if check:
        done.check_returncode()
    return done


def end(process: subprocess.Popen[Any]) -> tuple[Any, Any]:
    """What ``process`` still says until it ends; killed where it makes no progress."""
    watch = Watch()
    while True:
        try:
            return process.communicate(timeout=1)
        except subprocess.TimeoutExpired:
            if problem := watch.problem():
                process.kill()
                said = process.communicate()
                raise AssertionError(f"{process.args}: {problem}; it said {said}") from None


def until(event: Callable[[], bool], what: Callable[[], str] = str) -> None:
    """Until ``event()`` holds. ``what`` says how far things are, for a failure."""
    watch = Watch()
    while not event():
        if problem := watch.problem(what()):
            raise AssertionError(f"{problem}; {what()}")
        time.sleep(0.02)


class Watch:
    """Whether the processes below this one get on, since it was made."""

    def __init__(self) -> None:
        self._first = self._spent = spent()
        self._said = ""
        self._moment = self._begin = time.monotonic()

    def problem(self, said: str = "") -> str:
        """What is wrong; "" while they do. That ``said`` is another than before is progress, too."""
        now = time.monotonic()
        if not COUNTED:
            late = now - self._begin > ELSEWHERE_SECONDS
            return f"no end after {ELSEWHERE_SECONDS} s" if late else ""
        if now - self._moment < 1 and said == self._said:
            return ""
        current = spent()
        if said != self._said or since(self._spent, current) > LEAST_SECONDS:
            self._said, self._spent, self._moment = said, current, now
        if now - self._moment > STUCK_SECONDS:
            return f"no progress for {STUCK_SECONDS} s"
        endless = since(self._first, current) > MOST_SECONDS
        return f"no end after {MOST_SECONDS} s on a core" if endless else ""


def since(before: dict[int, float], now: dict[int, float]) -> float:
    """What processes that are there have spent since then."""
    return sum(seconds - before.get(pid, 0.0) for pid, seconds in now.items())


def spent() -> dict[int, float]:
    """By process below this one: its seconds on a core and in the queue for one."""
    found: dict[int, float] = {}
    left = _children(os.getpid())
    while left:
        pid = left.pop()
        if pid not in found:
            found[pid] = 0.0
            for task in _names(f"/proc/{pid}/task"):
                with contextlib.suppress(OSError, ValueError):
                    own, queued, _ = Path(f"/proc/{pid}/task/{task}/schedstat").read_text().split()
                    found[pid] += (int(own) + int(queued)) / 1e9
            left += _children(pid)
    return found


def _children(pid: int) -> list[int]:
    found: list[int] = []
    for task in _names(f"/proc/{pid}/task"):
        with contextlib.suppress(OSError):
            found += map(int, Path(f"/proc/{pid}/task/{task}/children").read_text().split())
    return found


def _names(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []
