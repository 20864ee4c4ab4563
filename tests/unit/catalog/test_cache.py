"""Files between runs: whole or not there, ours alone, and not for ever."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from grader.catalog import cache


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GRADER_CACHE", str(tmp_path))
    return tmp_path


def test_what_was_written_is_read_and_kinds_are_apart(place: Path) -> None:
    cache.write("one", "a.x", b"text", 5)
    assert cache.read("one", "a.x", 4) == b"text"
    assert cache.read("other", "a.x", 4) is None
    assert [file.name for file in (place / "one").iterdir()] == ["a.x"]
    assert (place / "one").stat().st_mode & 0o077 == 0


def test_what_is_longer_than_any_of_ours_counts_as_missing() -> None:
    cache.write("one", "a.x", b"text", 5)
    assert cache.read("one", "a.x", 3) is None


def test_the_newest_of_a_suffix_stay(place: Path) -> None:
    cache.write("one", "other.y", b"", 5)
    for k in range(4):
        cache.write("one", f"{k}.x", b"", 2)
        os.utime(place / "one" / f"{k}.x", (1000 + k, 1000 + k))
    cache.write("one", "last.x", b"", 2)
    assert sorted(file.name for file in (place / "one").iterdir()) == ["3.x", "last.x", "other.y"]


def test_nothing_is_kept_where_nothing_can_be(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (place / "one").write_text("a file in the way")
    cache.write("one", "a.x", b"text", 5)
    assert cache.read("one", "a.x", 4) is None
    monkeypatch.setenv("GRADER_CACHE", "")
    assert cache.folder("one") is None
    cache.write("two", "a.x", b"text", 5)
    assert cache.read("two", "a.x", 4) is None


def test_where_it_lies(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert cache.folder("one") == place / "one"
    monkeypatch.delenv("GRADER_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(place / "xdg"))
    assert cache.folder("one") == place / "xdg" / "grader" / "one"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", str(place))
    assert cache.folder("one") == place / ".cache" / "grader" / "one"
