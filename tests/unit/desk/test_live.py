"""Public checks in a notebook's own process: a loop that never ends is stopped, and named."""

from __future__ import annotations

import linecache
import signal
import time
from typing import Any

import pytest

from grader.desk import bundle, live
from grader.desk.bundle import NAME
from tests.conftest import ROOT

PUBLIC = bundle.read(ROOT / "student_template" / "lecture07" / NAME)


def checked(source: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """What a cell with this source and a check of exercise 6 shows."""
    monkeypatch.setattr(live, "PATIENCE", 0.1)
    names: dict[str, Any] = {"__name__": "__main__"}
    cell = "<cell>"
    linecache.cache[cell] = (len(source), None, source.splitlines(keepends=True), cell)
    exec(compile(source, cell, "exec"), names)  # noqa: S102  (a notebook's cell)
    return " ".join(repr(live.check_names(PUBLIC, 6, names)).split())


@pytest.mark.parametrize(
    "waiting", ["while True:\n        x = 1", "import time\n    time.sleep(600)"]
)
def test_an_endless_call_is_stopped_and_its_line_named(
    waiting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = checked(f"def dA_dW0j(x, W, W0, j):\n    {waiting}\n", monkeypatch)
    assert "`dA_dW0j` gave no answer" in said
    assert "It was still in line 3: `" in said or "It was still in line 2: `" in said
    assert "KeyboardInterrupt" not in said
    # Nothing rings later.
    time.sleep(0.3)


def test_an_endless_call_is_stopped_where_interrupts_are_ignored(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As in a process that a shell started in the background."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        said = checked("def dA_dW0j(x, W, W0, j):\n    while True:\n        x = 1\n", monkeypatch)
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)
    assert "`dA_dW0j` gave no answer" in said


def test_a_call_in_time_rings_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    said = checked("def dA_dW0j(x, W, W0, j):\n    return 1\n", monkeypatch)
    assert "gave no answer" not in said
    time.sleep(0.3)


def test_what_was_not_run_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Its cell has not run yet" in checked("x = 1\n", monkeypatch)


def test_an_interrupt_of_ones_own_is_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    said = checked("def dA_dW0j(x, W, W0, j):\n    raise KeyboardInterrupt\n", monkeypatch)
    assert "It was interrupted." in said
