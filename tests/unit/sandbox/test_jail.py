"""The copy that is the root folder of workers where there is no Landlock."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from grader.sandbox import SandboxUnavailable, jail, kernel, landlock, paths, seccomp
from grader.sandbox.container import ContainerSandbox
from grader.sandbox.jail import PREFIX, Jail

UID = 60_999  # beside those that sandboxes take

as_root = pytest.mark.skipif(
    not kernel.LINUX or os.geteuid() != 0, reason="only root can make a root folder"
)


@pytest.fixture(autouse=True)
def own_tmp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@as_root
def test_it_holds_the_library_and_nothing_that_a_worker_could_change() -> None:
    made = Jail(UID)
    held = {f"/{path.relative_to(made.root)}": path.lstat() for path in made.root.rglob("*")}
    assert {*paths.copied(), "/tmp"} <= held.keys()
    assert str(Path(os.__file__)) in held
    other = [p for p in held if set(Path(p).parts) & {"_pytest", "pip", "solutions", "assignments"}]
    assert other == []
    assert {info.st_uid for info in held.values()} == {0}
    writable = {
        path for path, info in held.items()
        if not stat.S_ISCHR(info.st_mode) and info.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    }  # fmt: skip
    assert writable == set()
    assert not any(stat.S_ISLNK(info.st_mode) for info in held.values())
    assert all(info.st_mode & 0o444 == 0o444 for info in held.values())
    made.close()
    assert not made.root.exists()


@as_root
def test_a_python_in_it_imports_what_a_worker_needs() -> None:
    """A fork that enters it as another user imports modules anew, from the copy."""
    made = Jail(UID)
    code = f"""
import os, sys
sys.path[:] = {paths.library()!r}
import numpy
os.chroot({str(made.root)!r})
os.chdir("/")
os.setgroups([])
os.setresgid({UID}, {UID}, {UID})
os.setresuid({UID}, {UID}, {UID})
import difflib, numpy.polynomial.legendre, tomllib
assert not os.path.exists({str(Path(__file__))!r})
for path in ("/x", "/tmp/x", "/dev/x", os.__file__):
    try:
        open(path, "w")
    except PermissionError:
        continue
    raise SystemExit(path)
print(difflib.__file__)
"""
    done = subprocess.run(
        [sys.executable, "-S", "-B", "-c", code], capture_output=True, text=True, check=False
    )
    made.close()
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().startswith(paths.copied()[0])


@as_root
def test_what_a_killed_grader_left_is_removed(own_tmp: Path) -> None:
    left, anothers = own_tmp / f"{PREFIX}{UID}-left", own_tmp / f"{PREFIX}{UID + 1}-left"
    strange, aim = own_tmp / f"{PREFIX}{UID}-strange", own_tmp / "aim"
    link = own_tmp / f"{PREFIX}{UID}-link"
    for folder in (left, anothers, strange, aim):
        (folder / "usr").mkdir(parents=True)
    os.chown(strange, UID, UID)
    link.symlink_to(aim)
    Jail(UID).close()
    assert not left.exists()
    assert anothers.exists(), "another process has that user"
    assert strange.exists(), "not made by root"
    assert (aim / "usr").exists(), "links are not followed"


@as_root
def test_no_room_leaves_nothing(own_tmp: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(jail.shutil, "copytree", full)
    monkeypatch.setattr(landlock, "abi", lambda: 0)
    with pytest.raises(SandboxUnavailable, match=r"no root folder could be made .*No space left"):
        ContainerSandbox()
    assert list(own_tmp.iterdir()) == []


def test_neither_landlock_nor_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernel, "LINUX", True)
    monkeypatch.setattr(landlock, "abi", lambda: 0)
    monkeypatch.setattr(seccomp, "available", lambda: True)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert not jail.possible()
    with pytest.raises(SandboxUnavailable, match=r"needs Landlock .* or root that may chroot"):
        ContainerSandbox()


def test_root_without_the_capability(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(kernel, "LINUX", True)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    for text, possible in (
        ("CapEff:\t00000000a80425fb\n", True),  # what Docker leaves
        ("CapEff:\t00000000a80025fb\n", False),
        ("Name:\tx\n", False),
    ):
        status = tmp_path / "status"
        status.write_text(text)
        monkeypatch.setattr(jail, "STATUS", status)
        assert jail.possible() is possible
    monkeypatch.setattr(jail, "STATUS", tmp_path / "none")
    assert jail.possible()
