"""``grader check`` where there is no fork: macOS and Windows, as far as Linux can stand for them.

A process of its own has the modules of POSIX taken away and another ``sys.platform``; all of the way from the command line to
the report then runs over a second interpreter and, for Windows, over sockets alone.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from grader.model import Call, Cell, Job, Returned
from grader.sandbox import desk
from grader.sandbox.base import Channel, Spawner
from grader.sandbox.driver import DrivenSandbox
from grader.sandbox.plain import PlainSpawner
from tests import waiting
from tests.conftest import ROOT

EXAMPLES = ROOT / "assignments" / "lecture07" / "examples"

ELSEWHERE = """
import sys
# What decides by the platform when it is loaded is loaded before.
import click, numpy, pathlib, selectors, shutil, socket, subprocess, tempfile, threading, uuid
import os

class Taken:
    def find_spec(self, name, path=None, target=None):
        if name in ("fcntl", "resource", "pwd", "grp", "termios", "_posixsubprocess"):
            raise ImportError(f"no module named {name}")

sys.meta_path.insert(0, Taken())
for name in ("fcntl", "resource", "pwd", "grp", "termios"):
    sys.modules.pop(name, None)
sys.platform = sys.argv.pop(1)
if sys.platform == "win32":
    for name in ("fork", "setsid", "killpg", "set_blocking", "geteuid"):
        delattr(os, name)
from grader.cli import main
main()
"""


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_check(platform: str, tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    shutil.copytree(ROOT / "student_template" / "lecture07", folder)
    for example, code in [("perfect.py", 0), ("endless_loop.py", 1), ("crash.py", 1)]:
        shutil.copy(EXAMPLES / example, folder / "lecture07.py")
        done = waiting.run(
            [sys.executable, "-c", ELSEWHERE, platform, "check", "lecture07.py"],
            cwd=folder,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
        )
        assert done.returncode == code, done.stdout + done.stderr
        assert "hidden checks use other sizes and values." in done.stdout
        assert ("process ended during `sgd_step` (exit code 1)" in done.stdout) == (
            example == "crash.py"
        )
        assert ("`same_result` gave no answer" in done.stdout) == (example == "endless_loop.py")


class Counting(Spawner):
    """A spawner that knows how many workers it started."""

    def __init__(self) -> None:
        self.inner, self.started = PlainSpawner(), 0

    def spawn(self, memory_bytes: int, file_bytes: int) -> Channel:
        self.started += 1
        return self.inner.spawn(memory_bytes, file_bytes)

    def close(self) -> None:
        self.inner.close()


def test_the_first_worker_is_started_ahead() -> None:
    counting = Counting()
    ahead = desk.Ahead(counting)
    assert counting.started == 1
    call = Call(key="one", function="one", args=())
    job = Job(cells=(Cell(source="def one():\n    return 1", name="one.py"),), calls=(call,))
    for started in (1, 2):
        transcript = DrivenSandbox("process", (), ahead).run(job, lambda spec: len)
        assert transcript.answers["one"] == Returned(value=1)
        assert counting.started == started
    ahead.close()


def test_one_that_was_not_used_is_ended() -> None:
    made: list[Channel] = []

    class Keeping(Counting):
        def spawn(self, memory_bytes: int, file_bytes: int) -> Channel:
            made.append(super().spawn(memory_bytes, file_bytes))
            return made[-1]

    desk.Ahead(Keeping()).close()
    (channel,) = made
    assert channel.calls.fileno() == -1, "its streams are closed"
