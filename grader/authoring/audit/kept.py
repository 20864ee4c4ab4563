"""Seeds on which the references of an exercise were right before, known until anything changes that this depends on.

Drawing and judging the cases of a thousand seeds is most of an audit, and gives the same each time: it follows from the
exercise's files, given.py, the grader's own code and the versions of Python and NumPy. So what was right is written down under a
key made of all that, as soon as it is known: an audit after a change of one exercise asks that one alone, and one that was
stopped goes on where it was. What was wrong is never kept, it is asked again.

The files lie beside the facts and are trusted as those are (``catalog/cache.py``). One that is damaged counts as missing. ``grader audit
--fresh`` asks all seeds anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import msgspec

import grader
from grader import model
from grader.authoring.audit import references
from grader.catalog import Assignment, Exercise, cache, digests, facts

KIND = "audited"
KEPT = 200
"""Files, one per exercise and state of it; beyond that the oldest go."""

MAX_BYTES = 1 << 20
_CODE = (Path(references.__file__), Path(model.__file__))


def key(assignment: Assignment, exercise: Exercise) -> str:
    """The name of what is known of ``exercise`` as its files are now."""
    digest = hashlib.sha256(exercise.name.encode())
    for root in (assignment.directory / exercise.name, exercise.solution_dir):
        digests.feed(digest, root, digests.files(root))
    given = assignment.directory / "given.py"
    digests.feed(digest, given.parent, [given] if given.exists() else [])
    digests.feed(digest, Path(grader.__file__).parent, _CODE)
    return facts.key(digest.hexdigest())


def read(name: str) -> frozenset[int]:
    """The first seeds of the stretches that were right under a key; empty when nothing is known."""
    raw = cache.read(KIND, f"{name}.json", MAX_BYTES)
    try:
        return frozenset() if raw is None else frozenset(msgspec.json.decode(raw, type=list[int]))
    except msgspec.DecodeError:
        return frozenset()


def write(name: str, starts: Iterable[int]) -> None:
    """Keep them, where they can be kept."""
    cache.write(KIND, f"{name}.json", msgspec.json.encode(sorted(starts)), KEPT)
