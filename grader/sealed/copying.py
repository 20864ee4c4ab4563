"""Changes that the student's code made in a copy, made in the test's own container: it, and what is in it, stay the same objects."""

from __future__ import annotations

from typing import Any

import numpy as np

CONTAINERS = (list, dict, set, np.ndarray)
MOST_MOVED = 1000
"""Items of a list that are looked for where they may have moved to."""


def copy_back(mine: Any, now: Any) -> None:
    """Change ``mine`` in place into what the student's code made of its copy; containers inside stay the test's own objects."""
    if isinstance(mine, np.ndarray) and isinstance(now, np.ndarray):
        if mine.shape == now.shape:
            mine[...] = now
    elif isinstance(mine, list) and isinstance(now, list):
        mine[:] = _kept_items(mine, now)
    elif isinstance(mine, dict) and isinstance(now, dict):
        kept = dict(mine)
        mine.clear()
        for key, value in now.items():
            mine[key] = _kept(kept[key], value) if key in kept else value
    elif isinstance(mine, set) and isinstance(now, set):
        mine.clear()
        mine.update(now)
    elif isinstance(mine, bytearray):
        mine[:] = now


def _kept(mine: Any, now: Any) -> Any:
    """``mine``, changed into ``now``, where both are containers of one kind, or else ``now``."""
    if not isinstance(mine, CONTAINERS) or type(mine) is not type(now):
        return now
    copy_back(mine, now)
    return mine


def _kept_items(mine: list[Any], now: list[Any]) -> list[Any]:
    """The items of ``now``, each container of the test's own that is still there in place of its copy, wherever it has moved to."""
    made = list(now)
    if len(mine) > MOST_MOVED or not any(isinstance(item, CONTAINERS) for item in mine):
        return made
    left = dict(enumerate(mine))
    texts = {k: repr(item) for k, item in left.items()}
    moved = set()
    for k, item in enumerate(now):
        if isinstance(item, CONTAINERS):
            text = repr(item)
            found = next((i for i in (k, *left) if i in left and texts[i] == text), None)
            if found is not None:
                made[k] = left.pop(found)
                moved.add(k)
    for k in set(left) - moved:
        if k < len(now):
            made[k] = _kept(left[k], now[k])
    return made
