"""Seeds on which the references of an exercise were right before, known until anything changes that this depends on.

Drawing and judging the cases of a thousand seeds is most of an audit, and gives the same each time: it follows from the
exercise's files, given.py, the grader's own code and the versions of Python and NumPy. So what was right is written down under a
key made of all that, as soon as it is known: an audit after a change of one exercise asks that one alone, and one that was
stopped goes on where it was. What was wrong is never kept, it is asked again.

The files lie beside the facts (``catalog/facts.py``) and are trusted as those are: only when they are ours alone to write. One
that is damaged counts as missing. ``grader audit --fresh`` asks all seeds anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

import msgspec

from grader import model
from grader.authoring.audit import references
from grader.catalog import Assignment, Exercise, facts

KEPT = 200
"""Files, one per exercise and state of it; beyond that the oldest go."""

MAX_BYTES = 1 << 20
_CODE = (Path(references.__file__), Path(model.__file__))


def key(assignment: Assignment, exercise: Exercise) -> str:
    """The name of what is known of ``exercise`` as its files are now."""
    digest = hashlib.sha256(exercise.name.encode())
    own = (assignment.directory / exercise.name, exercise.solution_dir)
    files = [file for root in own for file in sorted(root.rglob("*")) if file.is_file()]
    for file in (*files, assignment.directory / "given.py", *_CODE):
        if file.suffix in {".py", ".yaml"} and file.exists():
            body = file.read_bytes()
            digest.update(f"\0{file.name}\0{len(body)}\0".encode() + body)
    return facts.key(digest.hexdigest())


def read(name: str) -> frozenset[int]:
    """The first seeds of the stretches that were right under a key; empty when nothing is known."""
    place = _folder()
    if place is None:
        return frozenset()
    try:
        with (place / f"{name}.json").open("rb") as file:
            status = os.fstat(file.fileno())
            if hasattr(os, "geteuid") and (status.st_uid != os.geteuid() or status.st_mode & 0o022):
                return frozenset()
            return frozenset(msgspec.json.decode(file.read(MAX_BYTES), type=list[int]))
    except (OSError, msgspec.DecodeError):
        return frozenset()


def write(name: str, starts: Iterable[int]) -> None:
    """Keep them. Does nothing where they can't be written; never leaves half a file."""
    place = _folder()
    if place is None:
        return
    with contextlib.suppress(OSError):
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        place.chmod(0o700)
        descriptor, made = tempfile.mkstemp(dir=place, prefix=".writing-")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(msgspec.json.encode(sorted(starts)))
            os.replace(made, place / f"{name}.json")
        except OSError:
            os.unlink(made)
            raise
        files = sorted(place.glob("*.json"), key=lambda one: one.stat().st_mtime, reverse=True)
        for old in files[KEPT:]:
            old.unlink(missing_ok=True)


def _folder() -> Path | None:
    place = facts.folder()
    return None if place is None else place.with_name("audited")
