"""Tests wait for events: what is slow is waited for, what is stuck is not."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest

from tests import waiting

counted = pytest.mark.skipif(not waiting.COUNTED, reason="this kernel does not count who waits")


def test_runs_as_subprocess_does() -> None:
    code = "import sys; print(sys.stdin.read().upper()); print('x', file=sys.stderr); sys.exit(3)"
    done = waiting.run([sys.executable, "-c", code], input="a" * 200_000, capture_output=True, text=True)  # fmt: skip
    assert (done.returncode, done.stderr) == (3, "x\n")
    assert done.stdout == "A" * 200_000 + "\n"
    with pytest.raises(subprocess.CalledProcessError):
        waiting.run([sys.executable, "-c", code], input="", capture_output=True, check=True)


@counted
def test_what_is_stuck_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "STUCK_SECONDS", 3)
    with pytest.raises(AssertionError, match=r"no progress for 3 s; it said \('so far\\n', None\)"):
        waiting.run(
            [sys.executable, "-uc", "import time; print('so far'); time.sleep(10**6)"],
            stdout=subprocess.PIPE,
            text=True,
        )


@counted
def test_an_endless_loop_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "MOST_SECONDS", 1)
    with pytest.raises(AssertionError, match="no end after 1 s on a core"):
        waiting.run([sys.executable, "-c", "while True: pass"])


@counted
def test_progress_without_computing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "STUCK_SECONDS", 3)
    happened = threading.Event()
    looks = iter(range(10**9))

    def event() -> bool:
        if next(looks) > 300:
            happened.set()
        return happened.is_set()

    waiting.until(event, lambda: f"{next(looks)} looks")
    with pytest.raises(AssertionError, match=r"no progress for 3 s; 5 of 7"):
        waiting.until(lambda: False, lambda: "5 of 7")
