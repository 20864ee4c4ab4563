"""``process``: a separate process with the limits that the system has, and nothing more.

For macOS, Windows and machines that offer nothing else. Time, memory and output are bounded and answers
carry no verdicts, but student code can read what the user who runs the grader can read. Chosen only when asked for.
"""

from __future__ import annotations

import os
from typing import final

from grader.sandbox import limits
from grader.sandbox.base import Spawner
from grader.sandbox.driver import DrivenSandbox


@final
class ProcessSandbox(DrivenSandbox):
    def __init__(self) -> None:
        spawner: Spawner
        if os.name == "posix":
            from grader.sandbox.forkserver import ForkServer, Layers

            spawner = ForkServer(Layers())
        else:
            from grader.sandbox.plain import PlainSpawner

            spawner = PlainSpawner()
        super().__init__(
            "process",
            ("separate process", "rlimits") if limits.AVAILABLE else ("separate process",),
            spawner,
        )
