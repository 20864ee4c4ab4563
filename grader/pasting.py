"""A call as a student can paste it: the arguments of a public case as Python source.

Arrays become ``np.array(...)``, given functions their names, and a function that is an expression a lambda that holds what it
needs. A record of a function is known by what it has, so that the tests for Otter, which have records of their own,
can use this module too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

MOST_PASTED = 600
"""Characters of a call that anybody would paste; beyond, the names of the arguments say more."""


def pasted(
    function: str, names: Sequence[str], arguments: Sequence[Any], sizes: Mapping[str, Any]
) -> str:
    """The call with the values of its arguments, or with their names where that is too long; and what the letters of
    the exercise stand for, where there are arrays."""
    text = f"{function}({', '.join(map(source, arguments))})"
    if len(text) <= MOST_PASTED and not any(map(_has_array, arguments)):
        return text
    call = text if len(text) <= MOST_PASTED else f"{function}({', '.join(names)})"
    said = ", ".join(f"{name} = {size}" for name, size in sorted(sizes.items()))
    return f"{call} with {said}" if said else call


def _has_array(value: Any) -> bool:
    if isinstance(value, list | tuple):
        return any(map(_has_array, value))
    return isinstance(value, np.ndarray)


def source(value: Any) -> str:
    """``value`` as Python source."""
    if isinstance(value, np.ndarray):
        return f"np.array({value.tolist()!r})"
    if isinstance(value, list):
        return f"[{', '.join(map(source, value))}]"
    if isinstance(value, tuple):
        return f"({', '.join(map(source, value))}{',' if len(value) == 1 else ''})"
    if hasattr(value, "function"):
        return source(value.function)
    if hasattr(value, "source"):
        held = [f"{name}={source(constant)}" for name, constant in value.constants.items()]
        return f"lambda {', '.join([*value.parameters, *held])}: {value.source}"
    return str(value.name) if hasattr(value, "name") else repr(value)
