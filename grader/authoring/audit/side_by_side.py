"""Run in the sandbox: a reference beside its mutants, on many inputs at a time.

A cell of its own, sent as text after one that defines ``_sources``, the reference's, then the mutants' and then those of ``_others`` right answers
written differently, and ``_rtol``. Only
the numbers of inputs on which a mutant differs go back, so thousands of cases cost one call.
"""

import ast
import types
import warnings
from typing import Any

import numpy as np

CLOSE = 1e-9
"""Relative to the entry, and 1e-13 to the largest: what differs more is looked at with the exercise's checks."""

_rtol: float = globals().get("_rtol", 0.0)
"""What a check of the exercise tolerates, relative to the entry."""

_others: int = globals().get("_others", 0)

PLAIN = frozenset({int, float, np.int64, np.float64})
"""Numbers, of which it does not matter what kind they are."""

_sources: list[str] = globals().get("_sources", [])
_modules: list[types.ModuleType] = []


_functions: list[dict[str, Any]] = []
"""Of each module its functions by name, as they are; those that call each other find unchanged ones remembered."""

_unchanged: list["_Remembered"] = []


def _load() -> None:
    bodies = [_bodies(source) for source in _sources]
    shared: dict[str, _Remembered] = {}
    for source, own in zip(_sources, bodies, strict=True):
        module = types.ModuleType("side")
        exec(source, module.__dict__)  # noqa: S102 (mutants of the author's own code)
        _modules.append(module)
        _functions.append({name: getattr(module, name) for name in own})
        kept = own.keys() - _changed(own, bodies[0])
        for name in (name for name in kept if isinstance(own[name], ast.FunctionDef)):
            module.__dict__[name] = shared.setdefault(name, _Remembered(getattr(module, name)))
    _unchanged.extend(shared.values())


def _bodies(source: str) -> dict[str, ast.stmt]:
    """The functions and classes of a module."""
    kinds = ast.FunctionDef | ast.ClassDef
    return {one.name: one for one in ast.parse(source).body if isinstance(one, kinds)}


def _changed(own: dict[str, ast.stmt], reference: dict[str, ast.stmt]) -> set[str]:
    """The functions and classes that are not the reference's, and those that come to call one of them."""
    found = {
        name
        for name, one in own.items()
        if name not in reference or ast.dump(one) != ast.dump(reference[name])
    }
    names = {
        name: {node.id for node in ast.walk(one) if isinstance(node, ast.Name)}
        for name, one in own.items()
    }
    while more := {name for name, used in names.items() if used & found} - found:
        found |= more
    return found


class _Remembered:
    """A function that the reference and its mutants share, a formula of a case or one that none of them changed: they call it with
    nearly the same arguments, so it is computed once for each.

    Answers are handed out as copies, since who asked may write into them; those that are (part of) what was passed in aren't
    kept, nor is anything of a function that writes into its arguments.
    """

    __slots__ = ("function", "known")

    def __init__(self, function: Any) -> None:
        self.function = function
        self.known: dict[object, list[Any]] = {}

    def __call__(self, *arguments: Any) -> Any:
        key = _key(arguments)
        if key is None:
            return self.function(*arguments)
        found = self.known.get(key)
        if found is None:
            value = self.function(*arguments)
            if _key(arguments) != key or _holds(value, arguments):
                return value
            found = self.known[key] = [value]
        return _copy(found)[0]


def _key(arguments: tuple[Any, ...]) -> tuple[object, ...] | None:
    """What tells calls apart; None for arguments of which that can't be said at a glance."""
    if len(arguments) == 1 and type(arguments[0]) is np.ndarray:
        (u,) = arguments
        return u.tobytes(), u.shape, u.dtype.char
    parts: list[object] = []
    for value in arguments:
        kind = type(value)
        if kind is np.ndarray:
            parts += (value.tobytes(), value.shape, value.dtype.char)
        elif kind in (int, bool, str):
            parts += (kind, value)
        elif kind in (types.FunctionType, _Remembered):
            parts.append(id(value))
        else:
            return None
    return tuple(parts)


def _holds(value: Any, arguments: tuple[Any, ...]) -> bool:
    """Whether ``value`` may share its numbers with one of the arguments, or is of a kind that is better not kept."""
    if isinstance(value, list):
        return any(_holds(item, arguments) for item in value)
    if type(value) is np.ndarray:
        arrays = [one for one in arguments if type(one) is np.ndarray]
        return any(np.may_share_memory(value, one) for one in arrays)
    return type(value) not in (int, float, bool, str, np.float64, np.int64, np.bool_)


def _remembering(value: Any) -> Any:
    if isinstance(value, list):
        return [_remembering(item) for item in value]
    if isinstance(value, types.FunctionType) and value.__name__ == "<lambda>":
        return _Remembered(value)
    return value


def differences(function: str, inputs: list[list[Any]]) -> list[list[list[int]]]:
    """For each mutant the numbers of the inputs on which its ``function`` differs from the reference's; of those on which it
    differs by no more than is tolerated; and of those on which it only changes an argument. Last, in the same form, the numbers of
    the inputs that prove nothing, since right answers differ there from each other."""
    if not _modules:
        _load()
    last = len(_modules) - _others
    found: list[list[list[int]]] = [[[], [], []] for _ in range(last)]
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        for number, plain in enumerate(inputs):
            for one in _unchanged:
                one.known.clear()
            arguments = _remembering(plain)
            before = _state(arguments)
            # The reference's answer may be one of its arguments, so nothing else gets those.
            right, _ = _answer(0, function, _copy(arguments))
            if not all(_agrees(k, function, arguments, right) for k in range(last, len(_modules))):
                found[-1][0].append(number)
                continue
            own = _copy(arguments)
            for place, (apart, near, spoiling) in enumerate(found[:-1]):
                answer, returned = _answer(place + 1, function, own)
                spoilt = _state(own) != before
                if not _same(answer, right):
                    close = _rtol and _same(answer, right, _rtol)
                    (near if close else apart).append(number)
                elif spoilt and returned:
                    spoiling.append(number)
                if spoilt:
                    own = _copy(arguments)
    return found


def _agrees(number: int, function: str, arguments: list[Any], right: Any) -> bool:
    """Whether a right answer written differently is the reference's own, to a tenth of what is tolerated."""
    answer, _ = _answer(number, function, _copy(arguments))
    return _same(answer, right, max(CLOSE, _rtol / 10))


def _answer(number: int, function: str, arguments: list[object]) -> tuple[object, bool]:
    """The value (or the exception's kind), and whether it returned."""
    try:
        return _functions[number][function](*arguments), True
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


def _same(one: Any, other: Any, close: float = CLOSE) -> bool:
    """Whether two answers are the same, numbers to ``close`` relative to the entry."""
    # Most are the same to the bit.
    kind, other_kind = type(one), type(other)
    if kind is np.ndarray and other_kind is np.ndarray:
        alike = one.dtype == other.dtype and one.dtype.kind in "fiu" and one.shape == other.shape
        if alike and one.tobytes() == other.tobytes():
            return True
    elif kind in PLAIN and other_kind in PLAIN and one == other:
        return True
    one, other = _plain(one), _plain(other)
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        # A list where a tuple is due matters where it is one answer, and not where it holds several.
        held = all(isinstance(item, int | str) for item in other)
        if held:
            # Checks take an array of one number for the number.
            one = type(one)(
                v.item() if isinstance(v, np.ndarray) and v.size == 1 else v for v in one
            )
        return (
            len(one) == len(other)
            and (not held or isinstance(one, tuple) == isinstance(other, tuple))
            and all(_same(item, right, close) for item, right in zip(one, other, strict=True))
        )
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
        limit = close * np.abs(second) + 1e-13 * np.max(np.abs(second), initial=0.0)
        return bool(np.all((np.abs(first - second) <= limit) | equal))
    return type(one) is type(other) and bool(one == other)


def _plain(value: Any) -> Any:
    """NumPy's truth values, also as the one entry of an array, as Python's: they are judged as such."""
    array = isinstance(value, np.ndarray | np.bool_) and value.dtype.kind == "b"
    return bool(value.all()) if array and value.size == 1 else value
