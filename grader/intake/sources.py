"""Where files are read from, with one way to look at all: folders here, zips in ``archive``.

Nothing is followed: a name is looked up without following links, a file is opened without following links, and
only regular files are read, to a limit. A hard link is refused too, since it could be anybody's file.
"""

from __future__ import annotations

import os
import re
import stat
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, final

from grader.intake.errors import BadInput, shown

MAX_FILE = 50 << 20
MAX_SUBMISSION_ENTRIES = 10_000
MAX_CLASS_ENTRIES = 200_000

# No link at the end, and no waiting for whoever writes into a pipe.
_FLAGS = (os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)) | (
    getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
)

# What operating systems, editors and tools leave behind. Other names with a dot are somebody's.
_JUNK = re.compile(
    r"__MACOSX|__pycache__|Thumbs\.db|desktop\.ini|\._.*|\.(?:DS_Store|localized|Trash.*|git.*|hg|svn|idea|vscode"
    r"|ipynb_checkpoints|virtual_documents|jupyter.*|venv|env|[a-z]+_cache|cache|hypothesis|.*\.sw[a-p]|grader-progress\.json)",
    re.DOTALL,
)


class Source(ABC):
    """Files below one place. Paths are tuples of names; () is the place itself."""

    def __init__(self, title: str) -> None:
        self.title = title

    @abstractmethod
    def folders(self, under: tuple[str, ...]) -> list[str]:
        """Names of the folders in a folder, sorted, without hidden ones."""

    @abstractmethod
    def files(self, under: tuple[str, ...]) -> list[str]:
        """Names of everything else in a folder, sorted, without hidden ones."""

    @abstractmethod
    def read(self, path: tuple[str, ...], limit: int = MAX_FILE) -> bytes:
        """The content of a regular file. Raises BadInput, also when it is larger than ``limit`` bytes."""

    def place(self, path: tuple[str, ...]) -> str:
        return "/".join(shown(name) for name in (self.title, *path))


@final
class Folder(Source):
    """A folder on disk. Each folder in it may hold ``entries`` names."""

    def __init__(self, path: Path, entries: int = MAX_CLASS_ENTRIES) -> None:
        super().__init__(path.name or str(path))
        self._path, self._most = str(path), entries
        self._seen: dict[tuple[str, ...], tuple[list[str], list[str]]] = {}

    def _list(self, under: tuple[str, ...]) -> tuple[list[str], list[str]]:
        if under not in self._seen:
            folders: list[str] = []
            files: list[str] = []
            try:
                with os.scandir(os.path.join(self._path, *under)) as entries:
                    for count, entry in enumerate(entries):
                        if count >= self._most:
                            raise BadInput(
                                self.place(under), "holds too many files; hand in only your work"
                            )
                        if not hidden(entry.name):
                            is_folder = entry.is_dir(follow_symlinks=False)
                            (folders if is_folder else files).append(entry.name)
            except OSError as error:
                raise BadInput(
                    self.place(under), f"can't be read ({error.strerror}); check its permissions"
                ) from None
            self._seen[under] = sorted(folders), sorted(files)
        return self._seen[under]

    def folders(self, under: tuple[str, ...]) -> list[str]:
        return self._list(under)[0]

    def files(self, under: tuple[str, ...]) -> list[str]:
        return self._list(under)[1]

    def read(self, path: tuple[str, ...], limit: int = MAX_FILE) -> bytes:
        return read_file(os.path.join(self._path, *path), limit, lambda: self.place(path))


@final
class Subfolder(Source):
    """A folder of another source, seen as the top."""

    def __init__(self, source: Source, under: tuple[str, ...]) -> None:
        super().__init__(source.place(under))
        self._source, self._under = source, under

    def folders(self, under: tuple[str, ...]) -> list[str]:
        return self._source.folders((*self._under, *under))

    def files(self, under: tuple[str, ...]) -> list[str]:
        return self._source.files((*self._under, *under))

    def read(self, path: tuple[str, ...], limit: int = MAX_FILE) -> bytes:
        return self._source.read((*self._under, *path), limit)


def open_regular(path: str | Path, place: Callable[[], str] | None = None) -> IO[bytes]:
    """A regular file opened for reading, through no link at its end. Raises BadInput, which says ``place()`` where
    it is given."""

    def bad(problem: str) -> BadInput:
        return BadInput(Path(path) if place is None else place(), problem)

    try:
        if stat.S_ISLNK(os.lstat(path).st_mode):
            raise bad("is a link, not a file; hand in the file itself")
        descriptor = os.open(path, _FLAGS)
    except (OSError, ValueError) as error:
        raise bad(f"{reason(error)}; check the file") from None
    status = os.fstat(descriptor)
    problem = ""
    if stat.S_ISDIR(status.st_mode):
        problem = "is a folder; hand in the file itself"
    elif not stat.S_ISREG(status.st_mode):
        problem = "is not a regular file; hand in the file itself"
    elif status.st_nlink > 1:
        problem = "is a hard link to another file; hand in a copy"
    if problem:
        os.close(descriptor)
        raise bad(problem)
    return os.fdopen(descriptor, "rb")


def read_file(
    path: str | Path, limit: int = MAX_FILE, place: Callable[[], str] | None = None
) -> bytes:
    """The content of a regular file of at most ``limit`` bytes. Raises BadInput; see :func:`open_regular`."""

    def bad(problem: str) -> BadInput:
        return BadInput(Path(path) if place is None else place(), problem)

    with open_regular(path, place) as stream:
        try:
            content = stream.read(limit + 1)
        except OSError as error:
            raise bad(f"{reason(error)}; check the file") from None
    if len(content) > limit:
        raise bad(f"is larger than {size_text(limit)}; hand in code, not data")
    return content


def walk(
    source: Source, under: tuple[str, ...] = (), most: int = MAX_SUBMISSION_ENTRIES
) -> Iterator[tuple[str, ...]]:
    """Paths of all files, those nearest the top first, to a depth of 32. Raises BadInput beyond ``most``."""
    level, left = [under], most
    for _ in range(32):
        following: list[tuple[str, ...]] = []
        for folder in level:
            files = source.files(folder)
            left -= 1 + len(files)
            if left < 0:
                raise BadInput(source.place(under), "holds too many files; hand in only your work")
            yield from ((*folder, name) for name in files)
            following += [(*folder, name) for name in source.folders(folder)]
        level = following


def hidden(name: str) -> bool:
    """Whether a name is what an operating system or editor leaves behind."""
    return _JUNK.fullmatch(name) is not None


def reason(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file"
    if isinstance(error, PermissionError):
        return "may not be read"
    return f"can't be read ({getattr(error, 'strerror', None) or error})"


def size_text(limit: int) -> str:
    return f"{limit >> 20} MiB" if limit >= 1 << 20 else f"{limit >> 10} KiB"
