"""Time limits on a machine that has too much to do: who waits for a core loses nothing by it, who hangs gains nothing.

The grader, the worker and eight processes that only compute share one core. An answer that takes 0.15 seconds of it
ends long after its limit by the clock on the wall.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from grader.sandbox import SandboxUnavailable, open_sandbox, queueing
from tests import waiting

KINDS = ("namespaces", "container")
RIVALS = 8

SCRIPT = """
import json, os, subprocess, sys
from grader.model import Call, Cell, Job, Limits
from grader.sandbox import open_sandbox

CODE = '''
import threading, time

def works():
    begin = time.process_time()
    while time.process_time() - begin < 0.15:
        pass
    return 1
def sleeps():
    time.sleep(60)
def loops():
    while True:
        pass
def threads():
    for _ in range(8):
        threading.Thread(target=loops, daemon=True).start()
    loops()
'''
limits = Limits(call_seconds=0.6, cells_seconds=1.0, submission_seconds=2.0)
def job(function):
    call = Call(key=function, function=function, args=[], public=True)
    return Job(cells=(Cell(source=CODE, name="w.py"),), calls=(call,), limits=limits)

os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
said = {}
with open_sandbox(sys.argv[1]) as sandbox:
    # Each in a session of its own: some kernels share a core out by sessions.
    rivals = [
        subprocess.Popen([sys.executable, "-c", "while True: pass"], start_new_session=True)
        for _ in range(int(sys.argv[2]))
    ]
    try:
        for function in ("works", "sleeps", "loops", "threads"):
            (answer,) = sandbox.run(job(function), {}.__getitem__).answers.values()
            said[function] = type(answer).__name__
    finally:
        for rival in rivals:
            rival.kill()
            rival.wait()
print(json.dumps(said))
"""


@pytest.fixture(scope="module", params=KINDS)
def said(request: pytest.FixtureRequest) -> Any:
    """For each function what came of it."""
    if not Path("/proc/thread-self/schedstat").exists():
        pytest.skip("this kernel does not count who waits")
    try:
        open_sandbox(request.param).close()
    except SandboxUnavailable as error:
        pytest.skip(f"not on this machine: {error}")
    done = waiting.run(
        [sys.executable, "-c", SCRIPT, request.param, str(RIVALS)],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_waiting_for_a_core_is_not_held_against_an_answer(said: Any) -> None:
    assert said["works"] == "Returned"


@pytest.mark.parametrize("function", ["sleeps", "loops", "threads"])
def test_who_hangs_is_stopped(said: Any, function: str) -> None:
    assert said[function] == "TimedOut"


def test_own_waiting_grows() -> None:
    before = queueing.of_this_thread()
    assert 0 <= before <= queueing.of_this_thread()


def test_a_handle_that_is_none() -> None:
    with open("/dev/null", "rb") as file:
        assert queueing.of_process(file.fileno()) == 0
    assert queueing.of_process(10**6) == 0
