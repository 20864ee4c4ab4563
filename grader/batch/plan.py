"""What a batch does, decided from digests alone: what is judged, run and written again, and what stands as it is.

Nothing here opens a file, runs code or asks the gradebook; ``run`` and ``output`` say what is known and do what comes back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import Enum, auto


class Step(Enum):
    """What is done about one hand-in."""

    PROBLEM = auto()
    """It can't be read; that is its report."""
    STANDS = auto()
    """Its content has its result."""
    JUDGE = auto()
    """Its saved answers are judged again; it runs where there are none."""
    RUN = auto()


def step(
    content: str, *, taken: Collection[str], graded: bool, judging: bool = False, anew: bool = False
) -> Step:
    """The step for a hand-in whose content has this digest, "" for one that can't be read. ``taken``: contents that this batch
    has seen to; ``graded``: this assignment and version have a result of it; ``judging``: saved answers are to be judged again;
    ``anew``: what is graded is run all the same."""
    if not content:
        return Step.PROBLEM
    if content in taken:
        return Step.STANDS
    if judging:
        return Step.JUDGE
    return Step.STANDS if graded and not anew else Step.RUN


def to_judge(contents: Iterable[str], stands: Collection[str]) -> list[str]:
    """The contents whose saved answers are judged again, each once, in order."""
    return [one for one in dict.fromkeys(contents) if one and one not in stands]


class Writing(Enum):
    """How much of the output folder is written."""

    NOTHING = auto()
    CHANGED = auto()
    """Tables, and feedback for those for whom it says something else."""
    ALL = auto()


def writing(before: tuple[str, str] | None, made_from: str, files: str) -> Writing:
    """What to write. ``before``: (made from, files) as the last run left them; None: nobody knows."""
    if before is None or before[1] != files:
        return Writing.ALL
    return Writing.NOTHING if before[0] == made_from else Writing.CHANGED
