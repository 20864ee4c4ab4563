"""``container``: where user namespaces are not to be had (Gradescope, plain Docker, some desktops).

Landlock hides the files; seccomp refuses sockets, new processes, signals and all that changes a file other than
by writing it; rlimits bound the rest. As root, each grading process's workers also run as a user of their own that owns
nothing. Where the kernel has no Landlock, root can hide the files all the same, by a root folder that holds
nothing else (see jail.py). Without seccomp, or with neither way to hide files, this kind is not offered.
"""

from __future__ import annotations

import os
from typing import final

from grader.sandbox import jail, kernel, landlock, seccomp
from grader.sandbox.base import SandboxFault, SandboxUnavailable
from grader.sandbox.driver import DrivenSandbox


@final
class ContainerSandbox(DrivenSandbox):
    def __init__(self) -> None:
        missing = []
        lock = landlock.abi() >= 1
        if not kernel.LINUX:
            missing.append("Linux on x86_64 or aarch64")
        else:
            if not lock and not jail.possible():
                missing.append("Landlock (Linux 5.13, lsm=landlock) or root that may chroot")
            if not seccomp.available():
                missing.append("seccomp")
        if missing:
            raise SandboxUnavailable(f"container needs {' and '.join(missing)}")
        from grader.sandbox.forkserver import ForkServer, Layers

        try:
            server = ForkServer(
                Layers(landlock=lock, jail=not lock, seccomp=True, own_user=os.geteuid() == 0)
            )
        except SandboxFault as error:
            raise SandboxUnavailable(f"container can't be used ({error})") from None
        names = ["own user"] if server.uid is not None else []
        names += ["landlock" if lock else "root folder of its own", "seccomp", "rlimits"]
        names += ["cgroup"] if server.counted else []
        super().__init__("container", tuple(names), server)
