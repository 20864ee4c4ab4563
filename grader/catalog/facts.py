"""Facts on disk: what an assignment's trusted functions gave, kept until anything changes that it depends on.

The first load of an assignment draws its cases, differentiates and runs the known-wrong functions; every later load, in this
process or another, finds all that under a key made of the assignment's files, its seed, the grader's own code and the versions
of Python and NumPy. So a stale file is never found, and nothing needs to be thrown away by hand.

A file is written beside its place and moved there in one step, so that readers see all of it or none. One that is damaged,
cut off, or not ours alone to write (grades follow from it) counts as missing and is written anew. It holds expected values:
it lies in a folder that only its owner can enter, which no worker sees. Where no folder can be had, nothing is kept.

It is ``facts`` in the folder that ``GRADER_CACHE`` names ("" for none), or else in ``grader`` in ``XDG_CACHE_HOME`` or ``~/.cache``.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import platform
import tempfile
from pathlib import Path

import numpy as np

import grader
from grader import wire
from grader.checks.base import FactTable

MAGIC = b"grader facts 1\n"
MAX_BYTES = 64 << 20
KEPT = 40
"""Files; beyond that the oldest go."""

CODE = ("catalog", "checks", "diagnosis", "numeric", "draws.py", "expressions.py", "wire.py")
"""The parts of this package that facts depend on."""

Known = dict[str, tuple[dict[str, int], FactTable]]
"""By exercise: the attempt taken for each case, and the facts."""


def key(assignment_digest: str) -> str:
    """The name under which the facts of an assignment are kept here and now."""
    return hashlib.sha256("\0".join((assignment_digest, *machinery(CODE))).encode()).hexdigest()


@functools.cache
def machinery(parts: tuple[str, ...]) -> tuple[str, ...]:
    """What computes here: a digest of these parts of this package, NumPy, Python, the kind of machine."""
    digest = hashlib.sha256()
    root = Path(grader.__file__).parent
    for name in parts:
        place = root / name
        for file in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            digest.update(file.relative_to(root).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest(), np.__version__, platform.python_version(), platform.machine()


def folder() -> Path | None:
    """Where facts are kept, or None for nowhere."""
    named = os.environ.get("GRADER_CACHE")
    if named is not None:
        return Path(named) / "facts" if named else None
    base = os.environ.get("XDG_CACHE_HOME", "")
    try:
        return (Path(base) if os.path.isabs(base) else Path.home() / ".cache") / "grader" / "facts"
    except RuntimeError:  # no home
        return None


def read(name: str) -> Known | None:
    """The facts kept under a key, or None when there are none that can be trusted."""
    place = folder()
    if place is None:
        return None
    try:
        with (place / f"{name}.facts").open("rb") as file:
            status = os.fstat(file.fileno())
            if hasattr(os, "geteuid") and (status.st_uid != os.geteuid() or status.st_mode & 0o022):
                return None
            raw = file.read(MAX_BYTES + 1)
    except OSError:
        return None
    start = len(MAGIC) + hashlib.sha256().digest_size
    body = raw[start:]
    if raw[: len(MAGIC)] != MAGIC or hashlib.sha256(body).digest() != raw[len(MAGIC) : start]:
        return None
    try:
        found = wire.decode(body[wire.HEADER.size :], trusted=True)
        return {
            exercise: (dict(attempts), dict(facts)) for exercise, (attempts, facts) in found.items()
        }
    except (wire.Malformed, AttributeError, TypeError, ValueError):
        return None


def write(name: str, known: Known) -> None:
    """Keep facts under a key. Does nothing where they can't be written; never leaves half a file."""
    place = folder()
    if place is None:
        return
    try:
        plain = {exercise: list(part) for exercise, part in known.items()}
        body = wire.encode(plain, limit=MAX_BYTES, trusted=True)
    except (wire.Malformed, wire.NotPortable):
        return
    with contextlib.suppress(OSError):
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        place.chmod(0o700)
        # mkstemp's files are readable by their owner only.
        descriptor, made = tempfile.mkstemp(dir=place, prefix=".writing-")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(MAGIC + hashlib.sha256(body).digest() + body)
            os.replace(made, place / f"{name}.facts")
        except OSError:
            os.unlink(made)
            raise
        _prune(place)


def _prune(place: Path) -> None:
    files = sorted(place.glob("*.facts"), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in files[KEPT:]:
        file.unlink(missing_ok=True)
