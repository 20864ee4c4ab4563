"""Values as text, in time and memory that depend on the length of the text and not on the value.

A student's answer may be a megabyte in eight dimensions; of it a few hundred characters are shown. So what would be cut off again is left
out before anything is written.
"""

from __future__ import annotations

import math

import numpy as np

from grader import numeric
from grader.model import Value

LIMIT = 300
ENTRIES = 250
"""How many entries of an array are written at most: what is abbreviated in three dimensions has up to 216."""
EDGE = 3
FEW = 36


def short(value: Value, limit: int = LIMIT) -> str:
    """``value`` as a student would print it, one to a few lines, cut at ``limit`` characters."""
    if value is None:
        return "None (is there a `return`?)"
    text = numeric.shown(_begun(value, [limit]))
    if isinstance(value, np.ndarray) and _long(value):
        text = f"{text.rpartition('  shape ')[0]}  shape {value.shape}"
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _long(value: np.ndarray) -> bool:
    """Whether NumPy would write too many entries even where it leaves some out."""
    return value.size > FEW and math.prod(min(n, 2 * EDGE) for n in value.shape) > ENTRIES


def _begun(value: Value, room: list[int]) -> Value:
    """``value``, or a shorter one that begins as it does; ``room``: how many characters are still to be shown, at most."""
    room[0] -= 2
    if isinstance(value, np.ndarray):
        room[0] -= min(value.size, FEW)
        return value.ravel()[: 2 * EDGE + 1] if _long(value) else value
    if isinstance(value, str):
        room[0] -= len(value)
        return value[: LIMIT + 1]
    if type(value) in (list, tuple):
        found = []
        for item in value:
            if room[0] < 0:
                break
            found.append(_begun(item, room))
        return type(value)(found)
    return value
