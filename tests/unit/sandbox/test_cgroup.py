"""Control groups, over a folder that acts the kernel's tree."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from grader.sandbox import cgroup


class Tree:
    """A tree in which new folders below ``shared`` get the controllers' files, as the kernel gives them."""

    def __init__(
        self, root: Path, own: str, shared: str | None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.root, self.own = root / "tree", root / "own"
        (self.root / own.lstrip("/")).mkdir(parents=True)
        (self.root / "cgroup.controllers").write_text("cpu memory pids")
        self.own.write_text(f"1:name=systemd:/\n0::{own}\n")
        mkdir, rmdir = Path.mkdir, Path.rmdir

        def made(path: Path, *args: object, **options: object) -> None:
            mkdir(path)
            if shared is not None and path.parent == self.root / shared.lstrip("/"):
                for name in ("cgroup.procs", "memory.max", "pids.max", "cgroup.kill"):
                    (path / name).touch()

        def removed(path: Path) -> None:
            if (path / "cgroup.procs").exists() and (path / "cgroup.procs").read_text():
                raise OSError("busy")
            for file in path.iterdir():
                file.unlink()
            rmdir(path)

        monkeypatch.setattr(Path, "mkdir", made)
        monkeypatch.setattr(Path, "rmdir", removed)

    def make(self) -> cgroup.Group | None:
        return cgroup.make(self.root, self.own)


@pytest.mark.parametrize("shared", ["/user/app", "/user"])
def test_made_where_controllers_are_shared_out(
    shared: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree = Tree(tmp_path, "/user/app", shared, monkeypatch)
    left = tree.root / shared.lstrip("/") / f"{cgroup.PREFIX}1-old"
    left.mkdir()
    group = tree.make()
    assert group is not None
    assert not left.exists(), "what a killed run left is removed"
    assert group.folder.parent == tree.root / shared.lstrip("/")
    group.take(1234)
    group.limit(1 << 30)
    assert (group.folder / "cgroup.procs").read_text() == "1234"
    assert (group.folder / "memory.max").read_text() == str((1 << 30) + cgroup.SLACK)
    assert int((group.folder / "pids.max").read_text()) == cgroup.PROCESSES
    group.close()
    assert (group.folder / "cgroup.kill").read_text() == "1"
    other = tree.make()
    assert other is not None, "one in use is no hindrance"
    assert group.folder.exists()


def test_none_without_controllers_and_nothing_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree = Tree(tmp_path, "/user/app", None, monkeypatch)
    assert tree.make() is None
    assert not list(tree.root.rglob(f"{cgroup.PREFIX}*"))


def test_none_under_version_1_or_without_rights(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cgroup.make(tmp_path, tmp_path / "none") is None
    tree = Tree(tmp_path, "/a", "/a", monkeypatch)

    def refused(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "mkdir", refused)
    assert tree.make() is None
    tree.own.write_text("4:memory:/\n")
    assert tree.make() is None


def test_none_is_left_on_this_machine() -> None:
    group = cgroup.make()
    if group is not None:
        assert os.access(group.folder / "cgroup.procs", os.W_OK)
        group.close()
        assert not group.folder.exists()
