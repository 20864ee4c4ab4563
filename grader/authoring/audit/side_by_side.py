"""Run in the sandbox: a reference beside its mutants, on many inputs at a time.

A cell of its own, sent as text after one that defines ``_sources``, the reference's and then the mutants'. Only
the numbers of inputs on which a mutant differs go back, so thousands of cases cost one call.
"""

import types
import warnings
from typing import Any

import numpy as np

CLOSE = 1e-9
"""Relative to the entry, and 1e-13 to the largest: what differs more is looked at with the exercise's checks."""

PLAIN = frozenset({int, float, np.int64, np.float64})
"""Numbers, of which it does not matter what kind they are."""

_sources: list[str] = globals().get("_sources", [])
_modules: list[types.ModuleType] = []


def _load() -> None:
    for source in _sources:
        module = types.ModuleType("side")
        exec(source, module.__dict__)  # noqa: S102 (mutants of the author's own code)
        _modules.append(module)


class _Remembered:
    """A formula of a case, which all mutants call at nearly the same points: computed once at each.

    Answers are handed out as copies, since who asked may write into them; those that are (part of) what was passed in aren't kept.
    """

    __slots__ = ("formula", "known")

    def __init__(self, formula: Any) -> None:
        self.formula = formula
        self.known: dict[object, Any] = {}

    def __call__(self, *arguments: Any) -> Any:
        if len(arguments) != 1 or type(arguments[0]) is not np.ndarray:
            return self.formula(*arguments)
        (u,) = arguments
        key = (u.tobytes(), u.shape, u.dtype.char)
        found = self.known.get(key)
        if found is None:
            found = self.formula(u)
            if type(found) is not np.ndarray or np.may_share_memory(found, u):
                return found
            self.known[key] = found
        return found.copy()


def _remembering(value: Any) -> Any:
    if isinstance(value, list):
        return [_remembering(item) for item in value]
    if isinstance(value, types.FunctionType) and value.__name__ == "<lambda>":
        return _Remembered(value)
    return value


def differences(function: str, inputs: list[list[Any]], wanted: list[int]) -> list[list[int]]:
    """For each mutant whose number stands in ``wanted`` the numbers of the inputs on which its ``function``
    differs from the reference's: ``i``, or ``-1 - i`` where it only changes an argument."""
    if not _modules:
        _load()
    found: list[list[int]] = [[] for _ in wanted]
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        for number, plain in enumerate(inputs):
            arguments = _remembering(plain)
            before = _state(arguments)
            # The reference's answer may be one of its arguments, so nothing else gets those.
            right, _ = _answer(_modules[0], function, _copy(arguments))
            own = _copy(arguments)
            for place, k in enumerate(wanted):
                answer, returned = _answer(_modules[k + 1], function, own)
                spoilt = _state(own) != before
                if not _same(answer, right):
                    found[place].append(number)
                elif spoilt and returned:
                    found[place].append(-1 - number)
                if spoilt:
                    own = _copy(arguments)
    return found


def _answer(
    module: types.ModuleType, function: str, arguments: list[object]
) -> tuple[object, bool]:
    """The value (or the exception's kind), and whether it returned."""
    try:
        return getattr(module, function)(*arguments), True
    except Exception as error:
        return ("raised", type(error).__name__), False


def _copy(values: list[Any]) -> list[Any]:
    return [
        value.copy()
        if isinstance(value, np.ndarray)
        else _copy(value)
        if isinstance(value, list)
        else value
        for value in values
    ]


def _state(values: list[Any]) -> list[object]:
    """What changes when one of ``values`` is changed in place."""
    return [
        (value.shape, value.tobytes())
        if isinstance(value, np.ndarray)
        else _state(value)
        if isinstance(value, list)
        else id(value)
        for value in values
    ]


def _same(one: Any, other: Any) -> bool:
    # Most are the same to the bit.
    kind, other_kind = type(one), type(other)
    if kind is np.ndarray and other_kind is np.ndarray:
        alike = one.dtype == other.dtype and one.dtype.kind in "fiu" and one.shape == other.shape
        if alike and one.tobytes() == other.tobytes():
            return True
    elif kind in PLAIN and other_kind in PLAIN and one == other:
        return True
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
        equal = first == second
        if equal.all():
            return True
        limit = CLOSE * np.abs(second) + 1e-13 * np.max(np.abs(second), initial=0.0)
        return bool(np.all((np.abs(first - second) <= limit) | equal))
    return type(one) is type(other) and bool(one == other)
