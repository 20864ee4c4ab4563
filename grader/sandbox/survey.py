"""What ``grader doctor`` tells: each layer, whether it works here, what it stops, how to get it.

Every layer is tried, not guessed from versions: a kernel can have what a container forbids.
"""

from __future__ import annotations

import os
import subprocess
import sys

from grader.sandbox import cgroup, jail, kernel, landlock, limits, seccomp
from grader.sandbox.base import Layer

_PROBE = """
import sys; sys.path[:0] = {path!r}
from grader.sandbox import kernel
kernel.unshare(kernel.CLONE_NEWUSER | kernel.CLONE_NEWNS | kernel.CLONE_NEWPID | kernel.CLONE_NEWNET)
"""


def survey() -> tuple[Layer, ...]:
    """All layers, the strongest first."""
    no_linux = "" if kernel.LINUX else "needs Linux on x86_64 or aarch64"
    spaces = no_linux or _namespaces_problem()
    lock = landlock.abi()
    filters = seccomp.available()
    counted = kernel.LINUX and _counted()
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    return (
        Layer(
            name="namespaces",
            active=not spaces,
            why_not=spaces,
            stops="seeing files, processes, the network; leaving anything behind",
            get="sysctl kernel.unprivileged_userns_clone=1; on Ubuntu 24.04 also "
            "kernel.apparmor_restrict_unprivileged_userns=0",
        ),
        Layer(
            name="landlock",
            active=lock > 0,
            why_not=no_linux or "the kernel does not offer it",
            stops="reading or writing files beside the interpreter's"
            + (", TCP" if lock >= 4 else "")
            + (", signals and abstract sockets" if lock >= 6 else ""),
            get="Linux 5.13 or newer with landlock among its lsm= modules",
        ),
        Layer(
            name="seccomp",
            active=filters,
            why_not=no_linux or "the kernel does not offer it",
            stops="new processes, sockets, ptrace, keyrings, shared memory",
            get="a kernel with CONFIG_SECCOMP_FILTER",
        ),
        Layer(
            name="own user",
            active=root,
            why_not="only root can change the user",
            stops="touching what belongs to others, where there are no namespaces",
            get="run as root in a container",
        ),
        Layer(
            name="root folder",
            active=jail.possible(),
            why_not=no_linux or "only root that may chroot can change it",
            stops="reading or writing files beside the interpreter's, where there is no Landlock",
            get="run as root in a container that keeps the capability SYS_CHROOT, as Docker's do",
        ),
        Layer(
            name="rlimits",
            active=limits.AVAILABLE,
            why_not="this system has none",
            stops="eating memory, disk and descriptors",
            get="any POSIX system",
        ),
        Layer(
            name="cgroup",
            active=counted,
            why_not=no_linux or "no group of version 2 with memory and pids can be made here",
            stops="eating memory that no single process is charged for",
            get="run it in a delegated group: systemd-run --user --scope -p Delegate=yes grader …",
        ),
        Layer(
            name="time limits",
            active=True,
            stops="endless loops; kept by the grader's own clock",
        ),
    )


def _counted() -> bool:
    group = cgroup.make()
    if group is not None:
        group.close()
    return group is not None


def _namespaces_problem() -> str:
    """ "" where user namespaces work, or why not. Tried in a process of its own."""
    from grader.sandbox import paths

    probe = _PROBE.format(path=paths.library())
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", probe], capture_output=True, text=True, check=False
    )
    if done.returncode == 0:
        return ""
    lines = done.stderr.strip().splitlines()
    return lines[-1].removeprefix("OSError: ") if lines else "refused by the kernel"
