"""An exercise with the cases of another seed."""

from __future__ import annotations

from dataclasses import replace

from grader.catalog.assignment import Exercise
from grader.catalog.cases import CaseMaker
from grader.catalog.live import Fixed, choose, sample
from grader.checks.memo import Memo


def redraw(
    exercise: Exercise, seed: int, fixed: Fixed | None = None, *, once: bool = False
) -> tuple[Exercise, bool]:
    """The same exercise with the cases of another seed, and whether all of them are live (``live.py``): then every check
    passes on each case by itself. No file is read. ``fixed``: what is known of this exercise's cases that are the same with every
    seed, since chance has no part in them; it grows. ``once``: one case of each group, and no look at what cases tell apart.
    """
    own = exercise.subject
    assert own.trusted is not None
    maker = CaseMaker(
        exercise.document,
        exercise.spec,
        seed,
        exercise.name,
        own.trusted.others,
        exercise.functions,
    )
    probe = replace(own, cases=(), facts={}, memo=Memo())
    chosen = (sample if once else choose)(
        maker, probe, [check for _, check in exercise.checks], fixed
    )
    drawn = replace(exercise, subject=chosen.subject(probe), attempts=chosen.attempts)
    return drawn, chosen.live
