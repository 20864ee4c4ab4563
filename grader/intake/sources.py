"""Where files are read from: a folder or a zip, with one way to look at both.

Nothing is ever unpacked to disk, and nothing is followed: a name is looked up without following links, a file
is opened without following links, and only regular files are read, to a limit. An archive's entries
are counted before they are listed, a member is decompressed to its limit and no further, and a name that
points out of the archive is a name nobody asks for.
"""

from __future__ import annotations

import contextlib
import io
import os
import stat
import struct
import threading
import unicodedata
import weakref
import zipfile
import zlib
from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path
from typing import IO, final

from grader.intake.errors import BadInput, shown

MAX_FILE = 50 << 20
MAX_SUBMISSION_ENTRIES = 10_000
MAX_CLASS_ENTRIES = 200_000

_ARCHIVE_ERRORS = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,  # encrypted; NotImplementedError: an unknown method
    ValueError,
    OverflowError,
    IndexError,
    KeyError,
)
_END = b"PK\x05\x06"
_ENTRY = b"PK\x01\x02"
_MAX_DIRECTORY = 64 << 20
_JUNK = frozenset({"__MACOSX", "__pycache__", "Thumbs.db", "desktop.ini"})


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
    """A folder on disk."""

    def __init__(self, path: Path, entries: int = MAX_CLASS_ENTRIES) -> None:
        super().__init__(path.name or str(path))
        self._path, self._left = path, entries
        self._seen: dict[tuple[str, ...], tuple[list[str], list[str]]] = {}

    def _list(self, under: tuple[str, ...]) -> tuple[list[str], list[str]]:
        if under not in self._seen:
            folders: list[str] = []
            files: list[str] = []
            try:
                with os.scandir(self._path.joinpath(*under)) as entries:
                    for entry in entries:
                        self._left -= 1
                        if self._left < 0:
                            raise BadInput(
                                self._path, "holds too many files; hand in only your work"
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
        return read_file(self._path.joinpath(*path), limit, self.place(path))


@final
class Archive(Source):
    """A zip, on disk or in memory. Safe to share between threads; closed when it is no longer used."""

    def __init__(self, stream: IO[bytes], title: str, entries: int = MAX_CLASS_ENTRIES) -> None:
        super().__init__(title)
        self._lock = threading.Lock()
        weakref.finalize(self, stream.close)
        try:
            _check_size(stream, title, entries)
            self._zip = zipfile.ZipFile(stream)
        except _ARCHIVE_ERRORS as error:
            raise BadInput(
                title,
                f"not a readable zip ({_first(error)}); make it again, or hand in the file itself",
            ) from None
        self.ignored: list[str] = []
        self._members: dict[tuple[str, ...], zipfile.ZipInfo] = {}
        self._folders: dict[tuple[str, ...], set[str]] = {(): set()}
        self._files: dict[tuple[str, ...], set[str]] = {}
        for info in self._zip.infolist():
            self._enter(info)

    def _enter(self, info: zipfile.ZipInfo) -> None:
        path = member_path(info)
        if path is None:
            self.ignored.append(info.filename)
            return
        if not path or any(hidden(name) for name in path):
            return
        folder = path if info.is_dir() else path[:-1]
        for depth in range(len(folder)):
            self._folders.setdefault(folder[:depth], set()).add(folder[depth])
        if not info.is_dir():
            self._files.setdefault(folder, set()).add(path[-1])
            self._members[path] = info  # of two entries with one name the later counts, as in unzip

    def folders(self, under: tuple[str, ...]) -> list[str]:
        return sorted(self._folders.get(under, ()))

    def files(self, under: tuple[str, ...]) -> list[str]:
        return sorted(self._files.get(under, set()) - self._folders.get(under, set()))

    def read(self, path: tuple[str, ...], limit: int = MAX_FILE) -> bytes:
        place = self.place(path)
        info = self._members.get(path)
        if info is None:
            raise BadInput(place, "is not in the archive; look at the name")
        mode = info.external_attr >> 16
        if stat.S_IFMT(mode) not in {0, stat.S_IFREG}:
            raise BadInput(place, "is a link or a device, not a file; hand in the file itself")
        if info.flag_bits & 1:
            raise BadInput(place, "is encrypted; make the zip without a password")
        if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise BadInput(place, "is compressed in an unusual way; make an ordinary zip")
        try:
            with self._lock, self._zip.open(info) as member:
                content = member.read(limit + 1)
        except _ARCHIVE_ERRORS as error:
            raise BadInput(
                place, f"is damaged in the zip ({_first(error)}); make it again"
            ) from None
        if len(content) > limit:
            raise BadInput(place, f"is larger than {_size(limit)}; hand in code, not data")
        return content


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


def open_source(path: Path, entries: int = MAX_CLASS_ENTRIES) -> Folder | Archive | None:
    """The folder or zip at ``path``; None when it is a file of another kind. Raises BadInput."""
    try:
        status = os.lstat(path)
        if stat.S_ISLNK(status.st_mode) and path.is_dir():
            status = os.stat(path)  # which folder is read is the caller's choice, not a student's
    except (OSError, ValueError) as error:
        raise BadInput(path, f"{_reason(error)}; check the path") from None
    if stat.S_ISDIR(status.st_mode):
        return Folder(path, entries)
    stream = open_regular(path)
    try:
        start = stream.read(4)
        stream.seek(0)
    except OSError as error:
        stream.close()
        raise BadInput(path, f"{_reason(error)}; check the path") from None
    if start not in {b"PK\x03\x04", _END}:
        stream.close()
        return None
    return Archive(stream, path.name, entries)


def nested(
    source: Source,
    path: tuple[str, ...],
    limit: int = MAX_FILE,
    entries: int = MAX_SUBMISSION_ENTRIES,
) -> Archive:
    """The zip within ``source``, in memory. Raises BadInput."""
    return Archive(io.BytesIO(source.read(path, limit)), source.place(path), entries)


def open_regular(path: Path, place: str | None = None) -> IO[bytes]:
    """A regular file opened for reading, through no link at its end. Raises BadInput."""
    where: str | Path = path if place is None else place
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        if stat.S_ISLNK(os.lstat(path).st_mode):
            raise BadInput(where, "is a link, not a file; hand in the file itself")
        descriptor = os.open(path, flags | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError) as error:
        raise BadInput(where, f"{_reason(error)}; check the file") from None
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
        raise BadInput(where, problem)
    return os.fdopen(descriptor, "rb")


def read_file(path: Path, limit: int = MAX_FILE, place: str | None = None) -> bytes:
    """The content of a regular file of at most ``limit`` bytes. Raises BadInput."""
    where: str | Path = path if place is None else place
    with open_regular(path, place) as stream:
        try:
            content = stream.read(limit + 1)
        except OSError as error:
            raise BadInput(where, f"{_reason(error)}; check the file") from None
    if len(content) > limit:
        raise BadInput(where, f"is larger than {_size(limit)}; hand in code, not data")
    return content


def walk(
    source: Source, under: tuple[str, ...] = (), most: int = MAX_SUBMISSION_ENTRIES
) -> Iterator[tuple[str, ...]]:
    """Paths of all files, those nearest the top first. Raises BadInput when there are more than ``most``."""
    level, left = [under], most
    for _ in range(32):
        following: list[tuple[str, ...]] = []
        for folder in level:
            for name in source.files(folder):
                left -= 1
                yield (*folder, name)
            following += [(*folder, name) for name in source.folders(folder)]
            left -= len(following) and 1
            if left < 0 or len(following) > most:
                raise BadInput(source.place(under), "holds too many files; hand in only your work")
        level = following


def hidden(name: str) -> bool:
    """Whether a name is what an operating system or editor leaves behind."""
    return name.startswith(".") or name in _JUNK


def member_path(info: zipfile.ZipInfo) -> tuple[str, ...] | None:
    """The path of an archive's entry; None when it points out of the archive."""
    name = info.filename
    if not info.flag_bits & 0x800:
        # Without the flag the name is code page 437 by the book, and UTF-8 in practice.
        with contextlib.suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    name = unicodedata.normalize("NFC", name).replace("\\", "/")
    parts = tuple(part for part in name.split("/") if part not in {"", "."})
    if (
        name.startswith("/")
        or ".." in parts
        or (parts and len(parts[0]) == 2 and parts[0][1] == ":")
    ):
        return None
    return parts[:32] if len(parts) <= 32 else None


def _check_size(stream: IO[bytes], title: str, entries: int) -> None:
    """Count the entries of a zip before they are listed: each costs half a kilobyte of memory."""
    size = stream.seek(0, os.SEEK_END)
    tail_start = max(0, size - (1 << 16) - 22)
    stream.seek(tail_start)
    tail = stream.read()
    at = tail.rfind(_END)
    if at < 0 or at + 22 > len(tail):
        raise zipfile.BadZipFile("its end is missing")
    length = int(struct.unpack_from("<I", tail, at + 12)[0])
    if length == 0xFFFFFFFF or length > _MAX_DIRECTORY:
        raise BadInput(title, "holds too many files; hand in only your work")
    stream.seek(max(0, tail_start + at - length - 76))  # 76: a zip64 end record and its locator
    if stream.read(length + 76).count(_ENTRY) > entries:
        raise BadInput(title, f"holds more than {entries} files; hand in only your work")
    stream.seek(0)


def _first(error: BaseException) -> str:
    return shown(str(error).split("\n")[0] or type(error).__name__, 80)


def _reason(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file"
    if isinstance(error, PermissionError):
        return "may not be read"
    return f"can't be read ({getattr(error, 'strerror', None) or error})"


def _size(limit: int) -> str:
    return f"{limit >> 20} MiB" if limit >= 1 << 20 else f"{limit >> 10} KiB"
