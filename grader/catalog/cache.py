"""Files kept between runs: each is there as a whole or not at all, and ours alone.

A file is written beside its place and moved there in one step. One that others may write counts as missing, since grades follow from
it; what is in it is for the reader to check. All lies in folders that only their owner can enter and no worker sees: one for each kind,
in the folder that ``GRADER_CACHE`` names ("" for none), or else in ``grader`` in ``XDG_CACHE_HOME`` or ``~/.cache``. Where no folder can be
had, nothing is kept.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path


def folder(kind: str) -> Path | None:
    """Where files of a kind are kept, or None for nowhere."""
    named = os.environ.get("GRADER_CACHE")
    if named is not None:
        return Path(named) / kind if named else None
    base = os.environ.get("XDG_CACHE_HOME", "")
    try:
        return (Path(base) if os.path.isabs(base) else Path.home() / ".cache") / "grader" / kind
    except RuntimeError:  # no home
        return None


def read(kind: str, name: str, most: int) -> bytes | None:
    """The file's content, of which at most ``most`` bytes are of use; None when there is none that can be trusted."""
    place = folder(kind)
    if place is None:
        return None
    try:
        with (place / name).open("rb") as file:
            status = os.fstat(file.fileno())
            if hasattr(os, "geteuid") and (status.st_uid != os.geteuid() or status.st_mode & 0o022):
                return None
            content = file.read(most + 1)
    except OSError:
        return None
    return content if len(content) <= most else None


def write(kind: str, name: str, content: bytes, kept: int) -> None:
    """Keep a file; of its kind and suffix the ``kept`` newest stay. Does nothing where files can't be written."""
    place = folder(kind)
    if place is None:
        return
    with contextlib.suppress(OSError):
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        place.chmod(0o700)
        # mkstemp's files are readable by their owner only.
        descriptor, made = tempfile.mkstemp(dir=place, prefix=".writing-")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
            os.replace(made, place / name)
        except OSError:
            os.unlink(made)
            raise
        files = place.glob(f"*{Path(name).suffix}")
        for old in sorted(files, key=lambda file: file.stat().st_mtime, reverse=True)[kept:]:
            old.unlink(missing_ok=True)
