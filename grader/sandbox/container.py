"""``container``: for a root process where user namespaces are not to be had (Gradescope, plain Docker).

Each worker runs as a user of its own that owns nothing; Landlock hides the files, seccomp refuses
sockets, new processes and signals, rlimits bound the rest. All three are needed: without one of them
this kind is not offered.
"""

from __future__ import annotations

import os
from typing import final

from grader.sandbox import kernel, landlock, seccomp
from grader.sandbox.base import SandboxFault, SandboxUnavailable
from grader.sandbox.driver import DrivenSandbox

FIRST_UID = 61_000
UIDS = 3_000


def own_uid() -> int:
    """A user id that nobody else has: one per grading process, outside the ranges systems hand out."""
    return FIRST_UID + os.getpid() % UIDS


@final
class ContainerSandbox(DrivenSandbox):
    def __init__(self) -> None:
        missing = []
        if not kernel.LINUX:
            missing.append("Linux on x86_64 or aarch64")
        else:
            if os.geteuid() != 0:
                missing.append("root (to change the user)")
            if landlock.abi() < 1:
                missing.append("Landlock (Linux 5.13, lsm=landlock)")
            if not seccomp.available():
                missing.append("seccomp")
        if missing:
            raise SandboxUnavailable(f"container needs {' and '.join(missing)}")
        from grader.sandbox.forkserver import ForkServer, Layers

        try:
            server = ForkServer(Layers(landlock=True, seccomp=True, uid=own_uid()))
        except SandboxFault as error:
            raise SandboxUnavailable(f"container can't be used ({error})") from None
        super().__init__("container", ("own user", "landlock", "seccomp", "rlimits"), server)
