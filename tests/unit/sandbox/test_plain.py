"""Workers without a fork, as on Windows: real ones over their streams, and the cases that need a fake process."""

from __future__ import annotations

import contextlib
import io
import os
import selectors
import subprocess
import time
from typing import Any

import numpy as np
import pytest

from grader.model import Call, Cell, Died, Job, Limits, Raised, Returned, TimedOut, TooBig
from grader.sandbox import SandboxFault
from grader.sandbox.driver import DrivenSandbox
from grader.sandbox.plain import PlainChannel, PlainSpawner

CODE = """
import os, time
import numpy as np

def square(x): return x * x
def hangs(): time.sleep(100)
def leaves(): os._exit(3)
def floods(): print("x" * 1_000_000); return 1
def huge(): return np.ones(10 ** 6)
def environment(): return sorted(os.environ)
def reads(): return input()
print("loaded")
"""
LIMITS = Limits(call_seconds=2.0, cells_seconds=20.0, submission_seconds=60.0)


def answers(*calls: Call) -> Any:
    job = Job(cells=(Cell(source=CODE, name="work.py"),), calls=calls, limits=LIMITS)
    with DrivenSandbox("process", ("separate process",), PlainSpawner()) as sandbox:
        return sandbox.run(job, lambda spec: len)


def call(function: str, *args: Any, key: str = "") -> Call:
    return Call(key=key or function, function=function, args=args)


def test_a_job_runs_as_over_a_fork(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "canary")
    monkeypatch.setattr(
        selectors, "DefaultSelector", selectors.SelectSelector
    )  # all that Windows has
    done = answers(
        call("square", np.full((3, 1), 2.0)), call("huge"), call("environment"), call("reads"), call("floods"),
        call("leaves"), call("square", 3.0, key="after"),
    )  # fmt: skip
    found = done.answers
    assert found["square"].value.tolist() == [[4.0]] * 3
    assert found["huge"] == TooBig()
    assert not {"SECRET_TOKEN", "HOME"} & set(found["environment"].value)
    assert isinstance(found["reads"], Raised)
    assert found["floods"] == Returned(value=1)
    assert found["leaves"] == Died(why="exit code 3")
    assert found["after"] == Returned(value=9.0)
    assert done.output.startswith("loaded")
    assert done.output_cut


def test_a_hang_is_ended() -> None:
    found = answers(call("hangs"), call("square", 2.0)).answers
    assert found["hangs"] == TimedOut(seconds=2.0)
    assert found["square"] == Returned(value=4.0)


def test_no_interpreter_is_a_fault_of_ours() -> None:
    def refuse(*_: Any, **__: Any) -> Any:
        raise OSError("no such program")

    with pytest.raises(SandboxFault, match="no such program"):
        PlainSpawner(refuse).spawn(0, 0)


class FakeProcess:
    """A process whose streams are pipes held here, and which ends when it is told."""

    def __init__(self) -> None:
        reads, writes = os.pipe()
        self.stdin = os.fdopen(writes, "wb")
        self.takes = os.fdopen(reads, "rb")
        reads, writes = os.pipe()
        self.stdout = os.fdopen(reads, "rb")
        self.gives = os.fdopen(writes, "wb", buffering=0)
        self.stderr = io.FileIO(os.open(os.devnull, os.O_RDONLY))
        self.code: int | None = None
        self.waits: list[float | None] = []

    def poll(self) -> int | None:
        return self.code

    def kill(self) -> None:
        self.code = 1
        self.gives.close()
        self.takes.close()

    def wait(self, timeout: float | None = None) -> int:
        self.waits.append(timeout)
        if self.code is None:
            raise subprocess.TimeoutExpired("fake", timeout or 0.0)
        return self.code


def until(read: Any) -> bytes:
    """What an end gives once there is something."""
    while True:
        with contextlib.suppress(BlockingIOError):
            return bytes(read(1 << 16))
        time.sleep(0.01)


def channel() -> tuple[FakeProcess, PlainChannel]:
    process: Any = FakeProcess()
    return process, PlainChannel(process)


def test_bytes_go_both_ways_and_never_block() -> None:
    process, made = channel()
    with pytest.raises(BlockingIOError):
        made.answers.read(10)
    assert made.calls.write(b"a call") == 6
    assert process.takes.read(6) == b"a call"
    process.gives.write(b"an answer")
    assert until(made.answers.read) == b"an answer"
    assert made.end(wait=False) == "killed"


def test_a_worker_that_reads_nothing_blocks_nobody() -> None:
    process, made = channel()
    refused = 0
    for _ in range(2000):
        try:
            made.calls.write(bytes(1 << 16))
        except BlockingIOError:
            refused += 1
    assert refused > 1000
    assert process.poll() is None
    assert made.end(wait=False) == "killed"


def test_an_end_by_itself_is_told_and_waited_for_only_when_asked() -> None:
    process, made = channel()
    process.kill()
    process.code = 7
    assert until(made.answers.read) == b""
    assert made.end(wait=True) == "exit code 7"
    assert process.waits[0] is not None
    process, made = channel()
    assert made.end(wait=True) == "killed"
