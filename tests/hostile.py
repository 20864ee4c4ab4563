"""Answers that no honest function gives, drawn at random."""

from __future__ import annotations

import math
import random
from typing import Any

import msgspec
import numpy as np

from grader.model import (
    Answer,
    BadSignature,
    Died,
    Missing,
    Raised,
    Returned,
    TimedOut,
    TooBig,
    Unreadable,
)

FLOATS = [0.0, -0.0, 5e-324, 1e308, -1e308, math.inf, -math.inf, math.nan]
LEAVES: list[Any] = [
    None, True, False, 0, -1, 1 << 63, 10**400, -(10**400), 1j, complex("nan"), *FLOATS, "", "0", "\x00\u202e<script>=1",
    "None", [], [[]],
]  # fmt: skip
DTYPES = ["?", "i1", "i8", "u8", "f2", "f4", "f8", "c16"]
REFUSALS: list[Answer] = [
    Raised(kind="ValueError", message="<script>\x1b[2J"),
    Raised(kind="EOFError", place="x", line=3, text="="),
    Raised(kind="NotImplementedError"),
    Missing(defined=("f", "dA_dw0")),
    BadSignature(got="(\u202e)"),
    Unreadable(why="a <script>"),
    TooBig(),
    TimedOut(seconds=1.0),
    TimedOut(seconds=1.0, skipped=True, submission=True),
    Died(why="exit code 1"),
]


def bent(value: Any, how: str) -> Any:
    """A right answer, spoilt in a way that stays close to it."""
    if isinstance(value, list):
        return [bent(item, how) for item in value]
    if not isinstance(value, np.ndarray | float):
        return value
    array = np.real(np.asarray(value)).astype(float)
    with np.errstate(all="ignore"):
        return {
            "tiny": lambda: array * 1e-320,
            "huge": lambda: array * 1e308 * 10,
            "flat": lambda: array.ravel(),
            "turned": lambda: array.T,
            "complex": lambda: array * 1j,
            "half": lambda: array.astype(np.float16),
            "list": lambda: array.tolist(),
            "nan": lambda: array * np.nan,
            "zero": lambda: array * 0,
            "deep": lambda: array.reshape((1, *array.shape)),
            "factor": lambda: array * -2,
        }[how]()


HOW = ["tiny", "huge", "flat", "turned", "complex", "half", "list", "nan", "zero", "deep", "factor"]


def hostile(chance: random.Random, old: Answer) -> Answer:
    """Another answer, or the right one spoilt."""
    pick = chance.randrange(10)
    if pick < 5 and isinstance(old, Returned):
        return msgspec.structs.replace(old, value=bent(old.value, chance.choice(HOW)))
    if pick < 9:
        asked = tuple(chance.randrange(9) for _ in range(chance.randrange(4)))
        mutated = tuple(sorted({chance.randrange(99) for _ in range(chance.randrange(3))}))
        return Returned(value=odd(chance, 3), asked=asked, mutated=mutated, warnings=("\x1b[2J",))
    return chance.choice(REFUSALS)


def odd(chance: random.Random, depth: int) -> Any:
    """A value that nobody asked for."""
    if depth and chance.random() < 0.3:
        return [odd(chance, depth - 1) for _ in range(chance.randrange(5))]
    if chance.random() < 0.5:
        return chance.choice(LEAVES)
    shape = tuple(chance.choice((0, 1, 2, 3, 4, 5)) for _ in range(chance.randrange(4)))
    count = math.prod(shape)
    numbers = [
        chance.choice(FLOATS) if chance.random() < 0.2 else chance.gauss(0, 1) for _ in range(count)
    ]
    with np.errstate(all="ignore"):
        return np.array(numbers).astype(chance.choice(DTYPES)).reshape(shape)
