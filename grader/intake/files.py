"""Reading bytes that somebody else named: regular files only, never more than a cap, nothing extracted.

A submission may be a symbolic link to the solutions, a FIFO that never ends, or an archive that is a
thousand times larger inside. So: no links, no devices, sizes checked while reading, and archive members are
read from the archive, never written to disk.
"""

from __future__ import annotations

import os
import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from grader.intake.errors import BadInput

MAX_FILE = 50 << 20
MAX_TOTAL = 200 << 20
MAX_MEMBERS = 10_000


def read_file(path: Path, limit: int = MAX_FILE) -> bytes:
    """The content of a regular file. Raises :class:`BadInput`."""
    try:
        descriptor = os.open(
            path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        )
    except FileNotFoundError:
        raise BadInput(path, "no such file; check the path") from None
    except (OSError, ValueError) as error:
        why = (
            "is a link; hand in the file itself"
            if path.is_symlink()
            else f"can't be read ({error})"
        )
        raise BadInput(path, why) from None
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise BadInput(path, "is not a regular file; hand in a .py, .ipynb, folder or .zip")
        data = file.read(limit + 1)
    if len(data) > limit:
        raise BadInput(path, f"is larger than {limit >> 20} MiB; remove outputs and data")
    return data


def folder_files(path: Path) -> Iterator[tuple[str, Path]]:
    """(relative name, path) of the regular files in a folder, sorted; links and hidden folders left out."""
    count = 0
    for root, folders, names in os.walk(path, followlinks=False):
        folders[:] = sorted(f for f in folders if not f.startswith((".", "__")))
        for name in sorted(names):
            count += 1
            if count > MAX_MEMBERS:
                raise BadInput(path, f"holds more than {MAX_MEMBERS} files; hand in one file")
            file = Path(root) / name
            if stat.S_ISREG(file.lstat().st_mode):
                yield file.relative_to(path).as_posix(), file


class Archive:
    """A zip file, read member by member, with a budget for all that is read."""

    def __init__(self, path: Path | str, data: zipfile.ZipFile) -> None:
        self.path, self._zip, self._left = path, data, MAX_TOTAL

    @classmethod
    def open(cls, path: Path) -> Archive:
        read_check = path.lstat() if path.exists() or path.is_symlink() else None
        if read_check is None:
            raise BadInput(path, "no such file; check the path")
        if not stat.S_ISREG(read_check.st_mode):
            raise BadInput(path, "is not a regular file; hand in the archive itself")
        try:
            return cls(path, zipfile.ZipFile(path))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise BadInput(path, f"is no zip archive that can be read ({error})") from None

    def names(self) -> list[str]:
        """The safe names of its regular members; members that point outside are an error."""
        members = self._zip.infolist()
        if len(members) > MAX_MEMBERS:
            raise BadInput(self.path, f"holds more than {MAX_MEMBERS} entries; zip only your file")
        names = []
        for member in members:
            parts = PurePosixPath(member.filename.replace("\\", "/"))
            if parts.is_absolute() or ".." in parts.parts or ":" in (parts.parts or ("",))[0]:
                raise BadInput(self.path, "holds a path that leads outside; zip the files anew")
            kind = stat.S_IFMT(member.external_attr >> 16)
            if member.is_dir() or kind not in (0, stat.S_IFREG):
                continue
            if any(part.startswith((".", "__MACOSX", "__pycache__")) for part in parts.parts):
                continue
            names.append(member.filename)
        return sorted(set(names))

    def read(self, name: str, limit: int = MAX_FILE) -> bytes:
        limit = min(limit, self._left)
        try:
            with self._zip.open(name) as member:
                data = member.read(limit + 1)
        except (
            zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError, EOFError,
            KeyError, ValueError,
        ) as error:  # fmt: skip
            raise BadInput(f"{self.path}/{name}", f"can't be unpacked ({error})") from None
        if len(data) > limit:
            raise BadInput(f"{self.path}/{name}", "is too large when unpacked; zip only your file")
        self._left -= len(data)
        return data
