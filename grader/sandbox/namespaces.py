"""``namespaces``: user, pid, mount, network, ipc and uts namespaces, plus Landlock and seccomp.

For desktops and servers whose kernel lets an ordinary user make user namespaces. The strongest kind:
student code sees a file system that holds only the interpreter and its libraries, no network, no other process.
"""

from __future__ import annotations

import os
from typing import final

from grader.sandbox import kernel, landlock, seccomp
from grader.sandbox.base import SandboxFault, SandboxUnavailable
from grader.sandbox.driver import DrivenSandbox


@final
class NamespacesSandbox(DrivenSandbox):
    def __init__(self) -> None:
        if not kernel.LINUX:
            raise SandboxUnavailable("namespaces need Linux on x86_64 or aarch64")
        from grader.sandbox.forkserver import ForkServer, Layers

        layers = Layers(
            namespaces=True,
            landlock=landlock.abi() > 0,
            seccomp=seccomp.available(),
            own_user=os.geteuid() == 0,
        )
        try:
            server = ForkServer(layers)
        except SandboxFault as error:
            raise SandboxUnavailable(
                f"user namespaces can't be used ({error}); allow them with "
                "`sysctl kernel.unprivileged_userns_clone=1` or, on Ubuntu 24.04, "
                "`sysctl kernel.apparmor_restrict_unprivileged_userns=0`"
            ) from None
        names = ["user, pid, mount, network, ipc and uts namespaces", "private root and /tmp"]
        names += ["own user"] if server.uid is not None else []
        names += ["landlock"] if layers.landlock else []
        names += ["seccomp"] if layers.seccomp else []
        names += ["cgroup"] if server.counted else []
        super().__init__("namespaces", (*names, "no capabilities", "rlimits"), server)
