"""Whatever comes back, judging it takes at most two seconds of processor time and 150 MB, which the kernel counts."""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from grader.checks.rehearsal import answer
from grader.grading import judge
from grader.model import Answer, Cell, Returned, Submission, Transcript
from tests.bounded import bounded
from tests.conftest import DRAWN, Load

RUNS = int(os.environ.get("GRADER_BOUNDED_RUNS", "24"))
SUBMISSION = Submission(id="x", cells=(Cell(source="", name="x"),), digest="x")
DTYPES = ("?", "i1", "u2", "i8", "f2", "f4", "f8", "c16")
BYTES = 5 << 20
"""Of all answers of a submission together, as a sandbox lets through; see ``sandbox/conversation.py``."""
VALUES = 200_000


def of_bytes(chance: random.Random, count: int) -> Any:
    """An array of about so many bytes, in one to eight dimensions."""
    dtype = np.dtype(chance.choice(DTYPES))
    entries = max(count // dtype.itemsize, 1)
    dimensions = chance.randrange(1, 9)
    side = max(int(entries ** (1 / dimensions)), 1)
    shape = [side] * dimensions
    if chance.random() < 0.2:
        shape[chance.randrange(dimensions)] = 0
    return np.arange(int(np.prod(shape))).astype(dtype).reshape(shape)


def of_values(chance: random.Random, count: int, right: Any) -> Any:
    """A list of about so many values."""
    forms: list[Callable[[], Any]] = [
        lambda: [0.5] * count,
        lambda: [[]] * count,
        lambda: [[1.0] * 9] * (count // 10),
        lambda: [[[1] * 3] * 3] * (count // 13),
        lambda: ["a" * chance.randrange(9)] * count,
        lambda: [np.float16(2).reshape(())] * (count // 10),
        lambda: [np.ones((3, 1))] * (count // 10),
        lambda: [right] * max(count // 50, 1),
        lambda: [10**4000] * max(count // 100, 1),
        lambda: "it's " * count,
        lambda: [[[[[1.0] * 4] * 4] * 4] * 4] * (count // 350 + 1),
        lambda: [None, True, "x", 1j] * (count // 4),
    ]
    return chance.choice(forms)()


def near(chance: random.Random, right: Any) -> Any:
    """A wrong answer of the right form: what is explained at length."""
    if isinstance(right, np.ndarray | float):
        return chance.choice([np.negative, np.sin, np.transpose, np.float16, np.asarray])(right)
    if isinstance(right, list):
        return [near(chance, item) for item in right]
    return right


def hostile(chance: random.Random, right: dict[str, Answer]) -> dict[str, Answer]:
    """A submission's answers: some functions' are as large as can be, the others small or wrong in the usual ways."""
    found = {}
    keys = list(right)
    large = set(chance.sample(keys, chance.choice([1, 4, 16, 64, len(keys)]) % (len(keys) + 1)))
    for key, one in right.items():
        value = one.value if isinstance(one, Returned) else 1.0
        if key not in large:
            found[key] = Returned(value=near(chance, value)) if chance.random() < 0.8 else one
        elif chance.random() < 0.5:
            found[key] = Returned(value=of_bytes(chance, min(BYTES // len(large), 1 << 20)))
        else:
            found[key] = Returned(value=of_values(chance, VALUES // len(large), value))
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="needs fork and /proc")
@pytest.mark.parametrize("name", DRAWN)
def test_judging_hostile_answers_is_bounded(name: str, load: Load) -> None:
    """``GRADER_BOUNDED_RUNS=1000`` for the longer run."""
    assignment = load(name)
    right = {
        call.key: answer(exercise.subject, call)
        for exercise in assignment.exercises
        for call in exercise.plan
    }
    judge(assignment, SUBMISSION, Transcript(cells=(), answers=right), isolation="test")
    for seed in range(RUNS):
        chance = random.Random(seed)
        with np.errstate(all="ignore"):
            answers = hostile(chance, right)
        transcript = Transcript(cells=(), answers=answers)
        assert bounded(assignment, SUBMISSION, transcript) == "", f"seed {seed}"
