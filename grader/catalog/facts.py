"""Facts on disk: what an assignment's trusted functions gave, kept until anything changes that it depends on.

The first load of an assignment draws its cases, differentiates and runs the known-wrong functions; every later load, in this
process or another, finds all that under a key made of the assignment's files, its seed, the grader's own code and the versions
of Python and NumPy. So a stale file is never found, and nothing needs to be thrown away by hand.

A file that is damaged or cut off counts as missing and is written anew. It holds expected values; where it lies, and who may see
it, says ``cache.py``.
"""

from __future__ import annotations

import functools
import hashlib
import platform
from pathlib import Path

import numpy as np

import grader
from grader import storage, wire
from grader.catalog import cache, digests
from grader.checks.base import FactTable

KIND = "facts"
MAGIC = b"grader facts 1\n"
MAX_BYTES = 64 << 20
KEPT = 40
"""Files; beyond that the oldest go."""

CODE = (
    "catalog",
    "checks",
    "diagnosis",
    "numeric",
    "sealed",
    "asking.py",
    "plain.py",
    "draws.py",
    "expressions.py",
    "objects.py",
    "pasting.py",
    "storage.py",
    "trees.py",
    "wire.py",
)
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
        digests.feed(digest, root, digests.files(place) if place.is_dir() else [place])
    return digest.hexdigest(), np.__version__, platform.python_version(), platform.machine()


def read(name: str) -> Known | None:
    """The facts kept under a key, or None when there are none that can be trusted."""
    raw = cache.read(KIND, f"{name}.facts", MAX_BYTES)
    if raw is None:
        return None
    start = len(MAGIC) + hashlib.sha256().digest_size
    body = raw[start:]
    if raw[: len(MAGIC)] != MAGIC or hashlib.sha256(body).digest() != raw[len(MAGIC) : start]:
        return None
    try:
        found = storage.load(body)
        return {
            exercise: (dict(attempts), dict(facts)) for exercise, (attempts, facts) in found.items()
        }
    except (wire.Malformed, AttributeError, TypeError, ValueError):
        return None


def write(name: str, known: Known) -> None:
    """Keep facts under a key, where they can be kept."""
    plain = {exercise: list(part) for exercise, part in known.items()}
    try:
        body = storage.dump(plain, limit=MAX_BYTES)
    except (wire.Malformed, wire.NotPortable):
        return
    cache.write(KIND, f"{name}.facts", MAGIC + hashlib.sha256(body).digest() + body, KEPT)
