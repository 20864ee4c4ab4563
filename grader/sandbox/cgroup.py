"""A control group for one fork server and its workers: memory and processes, counted by the kernel for all together.

rlimits hold for each process; a group also counts what none of them sees: pages of a tmpfs, buffers of pipes, all
threads. It is used where this process may make one: in a tree that systemd delegates to a user's session, or as root where
the controllers are shared out. Nothing of the tree is changed beside a folder of our own. Version 2 only.

A group can be removed once no process is in it, so leftovers of killed runs are removed by the next.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

PREFIX = "grader-"
TREE = Path("/sys/fs/cgroup")
OWN = Path("/proc/self/cgroup")
PROCESSES = 96
"""The server, a worker's threads, and what a fork bomb may reach before it is refused."""
SLACK = 512 << 20
"""Bytes for the server, the pages that workers share with it, and the kernel's own, beside what a worker may use."""


class Group:
    """One group, a folder of the tree."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._limit = 0

    def take(self, pid: int) -> None:
        """Put a process in, with all it will start. Raises OSError."""
        (self.folder / "pids.max").write_text(str(PROCESSES))
        (self.folder / "cgroup.procs").write_text(str(pid))

    def limit(self, memory_bytes: int) -> None:
        """Let a worker use ``memory_bytes`` beside what the server needs. Raises OSError."""
        if memory_bytes != self._limit:
            (self.folder / "memory.max").write_text(str(memory_bytes + SLACK))
            self._limit = memory_bytes

    def close(self) -> None:
        """End what is still in it, and remove it."""
        with contextlib.suppress(OSError):
            (self.folder / "cgroup.kill").write_text("1")
        _remove(self.folder)


def make(tree: Path = TREE, own: Path = OWN) -> Group | None:
    """A group of one's own, empty; None where there is none to be had."""
    if not (tree / "cgroup.controllers").exists():
        return None
    try:
        path = next(line[3:] for line in own.read_text().splitlines() if line.startswith("0::"))
    except (OSError, StopIteration):
        return None
    here = tree / path.lstrip("/")
    # A group that holds processes can't share out its controllers: then beside it, in its parent.
    for parent in (here, here.parent) if here != tree else (here,):
        with contextlib.suppress(OSError):
            for left in parent.glob(f"{PREFIX}*"):
                _remove(left)  # does nothing to one in use
        folder = parent / f"{PREFIX}{os.getpid()}-{os.urandom(4).hex()}"
        with contextlib.suppress(OSError):
            folder.mkdir()
            if all((folder / name).exists() for name in ("memory.max", "pids.max")):
                return Group(folder)
            _remove(folder)
    return None


def _remove(folder: Path) -> None:
    with contextlib.suppress(OSError):
        folder.rmdir()
