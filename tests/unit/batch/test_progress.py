"""Progress: a line now and then in a log, a bar on a terminal, nothing when quiet."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from grader.batch import progress
from grader.batch.progress import Progress


def run(console: Console, quiet: bool = False) -> None:
    with Progress(3, quiet=quiet, console=console) as shown:
        for number in range(3):
            shown.step(problem=number == 1)


def test_lines_in_a_log(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(progress, "EVERY_SECONDS", 0.0)
    run(Console(file=io.StringIO()))
    lines = capsys.readouterr().err.splitlines()
    assert [line.split(",")[0] for line in lines] == [f"Grading: {k} of 3" for k in (1, 2, 3)]
    assert "1 with problems" in lines[-1]
    assert "/s" in lines[-1]


def test_bar_on_a_terminal() -> None:
    text = io.StringIO()
    run(Console(file=text, force_terminal=True, width=100))
    assert "3/3" in text.getvalue()
    assert "1 with problems" in text.getvalue()


@pytest.mark.parametrize("terminal", [True, False])
def test_quiet(
    terminal: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(progress, "EVERY_SECONDS", 0.0)
    text = io.StringIO()
    run(Console(file=text, force_terminal=terminal), quiet=True)
    assert text.getvalue() == capsys.readouterr().err == ""
