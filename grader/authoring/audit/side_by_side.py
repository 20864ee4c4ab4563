"""Run in the sandbox: a reference beside its mutants, on many inputs at a time.

A cell of its own, sent as text after one that defines ``_sources``, the reference's and then the mutants'. Only
the numbers of inputs on which a mutant differs go back, so thousands of cases cost one call.
"""

import types
import warnings

import numpy as np

CLOSE = 1e-9
"""Relative to the entry, and 1e-13 to the largest: what differs more is looked at with the exercise's checks."""

_sources: list[str] = globals().get("_sources", [])
_modules: list[types.ModuleType] = []


def _load() -> None:
    for source in _sources:
        module = types.ModuleType("side")
        exec(source, module.__dict__)  # noqa: S102 (mutants of the author's own code)
        _modules.append(module)


def differences(function: str, inputs: list[list[object]], wanted: list[int]) -> list[list[int]]:
    """For each mutant whose number stands in ``wanted`` the numbers of the inputs on which its ``function``
    differs from the reference's: ``i``, or ``-1 - i`` where it only changes an argument."""
    if not _modules:
        _load()
    found: list[list[int]] = [[] for _ in wanted]
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        for number, arguments in enumerate(inputs):
            right, _ = _answer(_modules[0], function, arguments)
            for place, k in enumerate(wanted):
                answer, spoilt = _answer(_modules[k + 1], function, arguments)
                if not _same(answer, right):
                    found[place].append(number)
                elif spoilt:
                    found[place].append(-1 - number)
    return found


def _answer(
    module: types.ModuleType, function: str, arguments: list[object]
) -> tuple[object, bool]:
    """The value (or the exception's kind), and whether an argument was changed."""
    own = [_copy(argument) for argument in arguments]
    try:
        value = getattr(module, function)(*own)
    except Exception as error:
        return ("raised", type(error).__name__), False
    return value, not all(map(_unchanged, own, arguments))


def _copy(value: object) -> object:
    if isinstance(value, np.ndarray):
        return value.copy()
    return [_copy(item) for item in value] if isinstance(value, list) else value


def _unchanged(one: object, other: object) -> bool:
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return one.shape == other.shape and one.tobytes() == other.tobytes()
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_unchanged, one, other))
    return one is other


def _same(one: object, other: object) -> bool:
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(_same, one, other))
    numbers = (int, float, np.ndarray, np.generic)
    if isinstance(one, bool) or isinstance(other, bool):
        return type(one) is type(other) and one == other
    if isinstance(one, numbers) and isinstance(other, numbers):
        first, second = np.asarray(one), np.asarray(other)
        if first.shape != second.shape and not {first.shape, second.shape} <= {(), (1, 1)}:
            return False
        if first.dtype.kind not in "fiu" or second.dtype.kind not in "fiu":
            return False
        first = first.reshape(second.shape)
        limit = CLOSE * np.abs(second) + 1e-13 * np.max(np.abs(second), initial=0.0)
        return bool(np.all((np.abs(first - second) <= limit) | (first == second)))
    return type(one) is type(other) and bool(one == other)
