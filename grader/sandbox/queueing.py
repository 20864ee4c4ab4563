"""How long a process that could go on has waited for a core.

On a busy machine the clock on the wall counts against who is made to wait. Linux counts for each thread the nanoseconds
it spent ready to run in a queue (/proc/PID/schedstat, second field; Documentation/scheduler/sched-stats.rst). What a
worker lost there was not its own doing, so time limits leave it out. Sleeping and computing still count, so a
submission that hangs gains nothing.
"""

from __future__ import annotations

import os
from pathlib import Path


def of_this_thread() -> float:
    """Seconds for which the calling thread has waited for a core; 0 where the system does not count them."""
    return _seconds("/proc/thread-self/schedstat")


def of_process(handle: int) -> float:
    """Seconds for which the process with the pidfd ``handle`` has waited for a core; see :func:`of_pid`."""
    try:
        about = Path(f"/proc/self/fdinfo/{handle}").read_text()
        # Its number as this process sees it; -1 once it was reaped, 0 in a namespace that can't be seen from here.
        pid = int(about.partition("\nPid:")[2].split(None, 1)[0])
    except (OSError, ValueError, IndexError):
        return 0.0
    return of_pid(pid) if pid > 0 else 0.0


def of_pid(pid: int) -> float:
    """Seconds for which the process ``pid`` has waited for a core.

    0 when it is over, when nothing is counted, or when it has threads: those wait for each other as well.
    """
    try:
        alone = len(os.listdir(f"/proc/{pid}/task")) == 1
    except OSError:
        return 0.0
    return _seconds(f"/proc/{pid}/schedstat") if alone else 0.0


def _seconds(path: str) -> float:
    try:
        return int(Path(path).read_text().split()[1]) / 1e9
    except (OSError, ValueError, IndexError):
        return 0.0
