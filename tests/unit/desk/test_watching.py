"""Checking again: at once, after each change, at each key, until "q"."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from grader.desk.watching import keyboard, watch


def watched(path: Path, *steps: object) -> list[str]:
    """What is done in turn, where each step is a key that is pressed or something done to the file."""
    done: list[str] = []
    left = list(steps)

    def keys(seconds: float) -> str:
        assert seconds > 0
        step = left.pop(0) if left else "q"
        if callable(step):
            step()
            return ""
        return str(step)

    watch(path, lambda: done.append("check"), done.append, keys)
    return done


def test_changes_and_keys(tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    file.write_text("1")
    assert watched(file) == ["check"]
    assert watched(file, "", "n", "", "a") == ["check", "n", "a"]
    assert watched(file, lambda: file.write_text("22"), "", "n") == ["check", "check", "n"]
    assert watched(file, file.unlink, "", lambda: file.write_text("333")) == ["check", "check"]


def test_a_folder(tmp_path: Path) -> None:
    changes = [
        lambda: (tmp_path / "a.ipynb").write_text("1"),
        lambda: (tmp_path / "b.txt").write_text("1"),
    ]
    assert watched(tmp_path, *changes, "", "") == ["check", "check"]


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="terminals as files")
def test_the_keys_of_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    import termios

    master, slave = os.openpty()
    with open(slave) as terminal:
        monkeypatch.setattr("sys.stdin", terminal)
        before = termios.tcgetattr(slave)
        with keyboard() as keys:
            assert keys(0.01) == ""
            os.write(master, b"Nq")
            assert [keys(60), keys(60)] == ["n", "q"]
        assert termios.tcgetattr(slave) == before
    os.close(master)


def test_no_terminal_no_keys(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    with open(tmp_path / "empty") as nothing:
        monkeypatch.setattr("sys.stdin", nothing)
        with keyboard() as keys:
            assert keys(0.001) == ""
