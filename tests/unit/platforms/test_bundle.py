"""An alarm ends grading that takes too long, also where Python lets no exception out."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from grader.platforms import bundle
from grader.platforms.bundle import Fault, attempt

HOME = Path("home")


class Slow:
    """Its finaliser takes a second, so an alarm that rings meanwhile is lost: Python reports it and goes on."""

    def __del__(self) -> None:
        time.sleep(1.0)


def work() -> str:
    Slow()
    time.sleep(60)
    return "done"


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_alarm_lost_in_a_finaliser_rings_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "RING_AGAIN", 1.5)
    assert attempt(work, hide=HOME, seconds=0.2) == Fault(
        "grading did not end within 0.2 s", student=False
    )


def test_no_alarm_rings_after_the_work() -> None:
    assert attempt(lambda: "done", hide=HOME, seconds=0.2) == "done"
    time.sleep(0.3)
