"""Digests of files: by their names and contents, in one order whatever the file system's."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

READ = frozenset({".py", ".yaml"})
"""What an assignment is made of, but for prompts."""


def files(folder: Path) -> list[Path]:
    """The files below ``folder`` that an assignment is read from."""
    return sorted(file for file in folder.rglob("*") if file.suffix in READ and file.is_file())


def feed(state: hashlib._Hash, root: Path, found: Iterable[Path], *, counted: bool = True) -> None:
    """Take in files by their names below ``root``. ``counted``: with their lengths, so that no two lists give the same bytes."""
    for file in found:
        content = file.read_bytes()
        length = f"{len(content)}\0" if counted else ""
        state.update(f"\0{file.relative_to(root).as_posix()}\0{length}".encode())
        state.update(content)
