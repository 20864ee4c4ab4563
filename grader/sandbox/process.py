"""``process``: a separate process with the limits that the system has, and nothing more.

For macOS, Windows and machines that offer nothing else. Time, memory and output are bounded and answers
carry no verdicts, but student code can read what the user who runs it can read, and start processes. Chosen
only when asked for. Root's workers become a user of their own where that can be: student code never runs as root.
"""

from __future__ import annotations

import os
from typing import final

from grader.sandbox import kernel, limits
from grader.sandbox.base import Spawner
from grader.sandbox.driver import DrivenSandbox


@final
class ProcessSandbox(DrivenSandbox):
    def __init__(self) -> None:
        names = ["separate process"]
        spawner: Spawner
        if kernel.LINUX:
            # Workers of the same user could read this process's memory and environment through /proc.
            kernel.prctl(kernel.PR_SET_DUMPABLE, 0)
        if os.name == "posix":
            from grader.sandbox.forkserver import ForkServer, Layers

            spawner = ForkServer(Layers(own_user=kernel.LINUX and os.geteuid() == 0))
            names += ["own user"] if spawner.uid is not None else []
            names += ["cgroup"] if spawner.counted else []
        else:
            from grader.sandbox.plain import PlainSpawner

            spawner = PlainSpawner()
        names += ["rlimits"] if limits.AVAILABLE else []
        super().__init__("process", tuple(names), spawner)
