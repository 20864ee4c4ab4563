"""Zips, read where they lie: nothing is ever unpacked to disk.

An archive's entries are counted before they are listed, a member is decompressed to its limit and no
further, and a name that points out of the archive is a name nobody asks for.
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
from pathlib import Path
from typing import IO, final

from grader.intake.errors import BadInput, shown
from grader.intake.sources import (
    MAX_CLASS_ENTRIES,
    MAX_FILE,
    MAX_SUBMISSION_ENTRIES,
    Folder,
    Source,
    hidden,
    open_regular,
    reason,
    size_text,
)

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
_LONGEST_NAME = 4096


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
            raise BadInput(place, f"is larger than {size_text(limit)}; hand in code, not data")
        return content


def open_source(path: Path, entries: int = MAX_CLASS_ENTRIES) -> Folder | Archive | None:
    """The folder or zip at ``path``; None when it is a file of another kind. Raises BadInput."""
    try:
        status = os.lstat(path)
        if stat.S_ISLNK(status.st_mode) and path.is_dir():
            status = os.stat(path)  # which folder is read is the caller's choice, not a student's
    except (OSError, ValueError) as error:
        raise BadInput(path, f"{reason(error)}; check the path") from None
    if stat.S_ISDIR(status.st_mode):
        return Folder(path, entries)
    stream = open_regular(path)
    try:
        start = stream.read(4)
        stream.seek(0)
    except OSError as error:
        stream.close()
        raise BadInput(path, f"{reason(error)}; check the path") from None
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


def member_path(info: zipfile.ZipInfo) -> tuple[str, ...] | None:
    """The path of an archive's entry; None when it points out of the archive, or can't be meant as a path."""
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
    return parts if len(parts) <= 32 and len(name) <= _LONGEST_NAME else None


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
