"""A root folder for workers where the kernel has no Landlock: a copy of what they may read, entered by chroot.

Older container hosts (Linux before 5.13, or without ``lsm=landlock``) still let root change its root folder: Docker leaves
that capability by default. The copy holds the standard library, numpy, msgspec and five files of ours, belongs to root and
can't be written by the worker's user. A worker enters it before it gives up root; from then on it has no capability, no
descriptor of a folder outside, and a filter on system calls that refuses chroot: the known ways out need one of these.

What the server has loaded is mapped already, so system libraries are not copied; an extension module that needs one more
can't be imported in there. The copy's name holds the worker's user id. Nobody else has that id while we do (see users.py),
so older copies of that name were left by a grader that was killed, and are removed.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import tempfile
from pathlib import Path
from typing import final

from grader.sandbox import kernel, paths

PREFIX = "grader-root-"
CAP_SYS_CHROOT = 18
STATUS = Path("/proc/self/status")
DEVICES = {"null": 3, "zero": 5, "random": 8, "urandom": 9}
"""Minor numbers of the memory devices, major number 1."""
LEFT_OUT = shutil.ignore_patterns(
    *paths.PACKAGE_FOLDERS, *paths.UNNEEDED, "tests", "config-*"
)  # fmt: skip


def possible() -> bool:
    """Whether this process may change its root folder and the owner of files."""
    if not kernel.LINUX or os.geteuid() != 0:
        return False
    try:
        lines = STATUS.read_text().splitlines()
    except OSError:
        return True  # no /proc to ask; entering it will tell
    effective = next((line.split()[1] for line in lines if line.startswith("CapEff:")), "")
    return bool(effective) and bool(int(effective, 16) >> CAP_SYS_CHROOT & 1)


@final
class Jail:
    """The copy, until :meth:`close`. Raises :class:`OSError` when it can't be made, as for want of room."""

    def __init__(self, uid: int) -> None:
        base = Path(tempfile.gettempdir())
        _sweep(base, uid)
        self.root = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{uid}-", dir=base))
        try:
            self.root.chmod(0o755)
            for path in paths.copied():
                _copy(Path(path), self.root)
            for folder in ("dev", "tmp"):
                (self.root / folder).mkdir(mode=0o755, parents=True, exist_ok=True)
            for name, minor in DEVICES.items():
                with contextlib.suppress(OSError):
                    device = self.root / "dev" / name
                    os.mknod(device, stat.S_IFCHR | 0o666, os.makedev(1, minor))
                    device.chmod(0o666)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        shutil.rmtree(self.root, ignore_errors=True)


def _copy(path: Path, root: Path) -> None:
    """``path`` below ``root`` under its own name. Links are followed: what they lead to may not be in there."""
    target = root / path.relative_to("/")
    _folders(target.parent, root)
    if path.is_dir():
        shutil.copytree(
            path, target, ignore=LEFT_OUT, dirs_exist_ok=True, ignore_dangling_symlinks=True
        )
        for folder, _, files in os.walk(target):
            os.chmod(folder, 0o755)
            for name in files:
                os.chmod(os.path.join(folder, name), 0o644)
    else:
        shutil.copy2(path, target)
        target.chmod(0o644)


def _folders(folder: Path, root: Path) -> None:
    for part in reversed([folder, *folder.parents]):
        if part.is_relative_to(root) and not part.exists():
            part.mkdir()
            part.chmod(0o755)


def _sweep(base: Path, uid: int) -> None:
    """Remove copies of ours for ``uid``, which is held by this process alone."""
    for left in base.glob(f"{PREFIX}{uid}-*"):
        with contextlib.suppress(OSError):
            if left.lstat().st_uid == os.geteuid() and not left.is_symlink():
                shutil.rmtree(left, ignore_errors=True)
