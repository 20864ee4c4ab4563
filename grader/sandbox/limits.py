"""rlimits: what one process may use. They exist on every POSIX system; a limit that can't be set there
is left out.
"""

from __future__ import annotations

import os

try:
    import resource
except ImportError:  # Windows has none
    resource = None  # type: ignore[assignment]

THREADS = 64
AVAILABLE = resource is not None


def virtual_size() -> int:
    """Bytes of address space this process has now; 0 where /proc is not there."""
    try:
        with open("/proc/self/statm", "rb") as file:
            return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def apply(memory_bytes: int, file_bytes: int, base_bytes: int, *, processes: bool) -> None:
    """Limit this process for good: ``memory_bytes`` of address space beyond ``base_bytes`` (where that is known), files of
    ``file_bytes``, no core dumps, few descriptors, no locks, no queues; with ``processes`` also few threads,
    which is counted per user and so makes sense only for one who runs nothing else."""
    if resource is None:
        return
    wanted = {
        "RLIMIT_FSIZE": file_bytes,
        "RLIMIT_CORE": 0,
        "RLIMIT_NOFILE": 64,
        "RLIMIT_MEMLOCK": 0,
        "RLIMIT_MSGQUEUE": 0,
        "RLIMIT_STACK": 64 << 20,
        "RLIMIT_NICE": 0,
        "RLIMIT_RTPRIO": 0,
        "RLIMIT_SIGPENDING": 256,
    }
    if base_bytes:
        wanted["RLIMIT_AS"] = base_bytes + memory_bytes
    if processes:
        wanted["RLIMIT_NPROC"] = THREADS
    for name, value in wanted.items():
        kind = getattr(resource, name, None)
        if kind is None:
            continue
        hard = resource.getrlimit(kind)[1]
        limit = value if hard == resource.RLIM_INFINITY else min(value, hard)
        try:
            resource.setrlimit(kind, (limit, limit))
        except (ValueError, OSError):
            continue
