"""Writing the files of an output folder, each in one step, and knowing them again.

A file being written has a name that begins with ``.writing-`` and tells who writes it, so that what a killed run left behind is
cleared by the next one, and nothing of a run that is still at it.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import socket
import tempfile
from collections.abc import Iterable
from pathlib import Path

from grader.intake.errors import WrongUse

_PREFIX = ".writing-"


def make_folder(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WrongUse(f"{path}: can't be used ({error.strerror}); choose another folder") from None


def write_atomic(path: Path, text: Iterable[str]) -> None:
    """Write ``path`` so that a reader sees the old text or the new, never half of one. ``text`` may come in pieces."""
    try:
        descriptor, name = tempfile.mkstemp(
            dir=path.parent, prefix=f"{_PREFIX}{_host()}-{os.getpid()}-"
        )
    except OSError as error:
        raise WrongUse(
            f"{path.parent}: can't be written to ({error.strerror}); choose another folder"
        ) from None
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.writelines([text] if isinstance(text, str) else text)
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException as error:
        with contextlib.suppress(OSError):
            os.unlink(name)
        if isinstance(error, OSError):
            raise WrongUse(
                f"{path}: can't be written ({error.strerror}); make room, and run it again"
            ) from None
        raise


def clear(folder: Path) -> None:
    """Delete what a run of this machine that is over left half written in ``folder``."""
    pattern = re.compile(rf"{re.escape(_PREFIX + _host())}-(\d+)-.*")
    for entry in os.scandir(folder):
        found = pattern.fullmatch(entry.name)
        if found and not _lives(int(found[1])):
            with contextlib.suppress(OSError):
                os.unlink(entry.path)


def listing(paths: Iterable[Path]) -> str:
    """SHA-256 of the names, sizes and times of the files in ``paths``, files and folders."""
    digest = hashlib.sha256()
    for path in paths:
        folder, names = path.parent, [path.name]
        if path.is_dir():
            folder, names = path, sorted(os.listdir(path))
        # One status at a time: those of twenty thousand files are a lot of memory.
        for name in names:
            with contextlib.suppress(FileNotFoundError):
                status = os.stat(os.path.join(folder, name))
                about = f"{name}\0{status.st_size}\0{status.st_mtime_ns}\n"
                digest.update(about.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _host() -> str:
    return re.sub(r"[^\w.]", "_", socket.gethostname())[:40]


def _lives(pid: int) -> bool:
    if pid == os.getpid():
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
