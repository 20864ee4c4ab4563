"""Judging the answers on public cases as ``grader check`` does: the same rules and tolerances, with NumPy alone.

What is expected, and how far rounding moves it, comes with the test as numbers; the rules are those of ``grader.checks`` and
``grader.numeric``, written here without them.
"""

from __future__ import annotations

import builtins
import contextlib
from typing import Any

import numpy as np

from grader.authoring.otter.calls import Returned
from grader.numeric.showing import clearly_wrong, largest, shown, six_digits

array, nan, inf = np.array, np.nan, np.inf
EPS = float(np.finfo(np.float64).eps)
LOOSEST = {2: 1e-1, 4: 1e-2}
LOOSEST_SLOPE, LOOSEST_VALUE = 3e-6, 1e-4
HARMLESS = {"DeprecationWarning", "PendingDeprecationWarning", "FutureWarning", "ImportWarning"}
SCALARS: set[tuple[int, ...]] = {(), (1, 1)}

JUDGES: dict[str, Any] = {}


def judge(function: Any) -> Any:
    """Marks what a check may name as its judge: it raises Wrong, given the check, an answer and what is wanted of it."""
    JUDGES[function.__name__] = function
    return function


class Wrong(Exception):
    """Why a check fails: ``what``, and headings with their texts. FUNCTION stands for the function's name."""

    def __init__(self, what: str, **said: str) -> None:
        super().__init__(what)
        self.what, self.said = what, said


def part_of(check: dict[str, Any], value: Any) -> Any:
    part = check.get("part")
    if part is None:
        return value
    if not isinstance(value, list) or len(value) <= part:
        raise Wrong("FUNCTION should return several results, separated by commas.")
    return value[part]


@judge
def shape(check: dict[str, Any], answer: Returned, wanted: Any) -> None:
    match(wanted, part_of(check, answer.value), "")


def match(wanted: Any, value: Any, place: str) -> None:
    """``wanted``: ("scalar",), ("array" | "truths", sizes, words), or ("list" | "results", forms)."""
    what = f"FUNCTION {place}has the wrong shape."
    if wanted[0] in ("list", "results"):
        if not isinstance(value, list) or len(value) != len(wanted[1]):
            expected = (
                f"{len(wanted[1])} results"
                if wanted[0] == "results"
                else f"a list of {len(wanted[1])}"
            )
            raise Wrong(what, got=described(value), expected=expected)
        for k, (inner, item) in enumerate(zip(wanted[1], value, strict=True)):
            match(inner, item, f"{place}(result {k + 1}) ")
        return
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if wanted[0] == "truths" and truths(value):
        value = value.astype(np.int8)
    real = isinstance(value, np.ndarray) and value.dtype.kind in "fiu"
    sizes, words = ((1, 1), "a scalar") if wanted[0] == "scalar" else wanted[1:]
    scalar = wanted[0] == "scalar" or (
        sizes == (1, 1) and (isinstance(value, float) or np.shape(value) == ())
    )
    if (number or (real and value.shape in SCALARS)) if scalar else (real and value.shape == sizes):
        return
    why = ""
    if real and value.shape == sizes[::-1]:
        why = "That is the transposed shape."
    elif real and value.ndim == 1 and len(sizes) == 2:
        why = "Vectors are columns here, 2-D arrays: (n,) is not (n, 1)."
    raise Wrong(what, got=described(value), expected=words, why=why)


def described(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return f"an array of {value.dtype}, shape {value.shape}"
    if value is None:
        return "None (is there a `return`?)"
    return f"{len(value)} results" if isinstance(value, list) else short(value)


@judge
def value(check: dict[str, Any], answer: Returned, wanted: Any) -> None:
    expected, spread = wanted
    got = part_of(check, answer.value)
    if check.get("silent") and not HARMLESS.issuperset(answer.warned):
        raise Wrong(
            "FUNCTION raises a numerical warning: a number grew too large or was divided by zero.",
            next="Rewrite the formula so that exp() only sees numbers that are not positive.",
        )
    part = check.get("part")
    if isinstance(got, list) and plain_list(expected) and part is None:
        due = "tuple" if isinstance(expected, tuple) else "list"
        form = answer.form or "list"
        if form != due:
            what = f"FUNCTION returns a {form} where a {due} is due."
            raise Wrong(what, **both(tuple(got) if form == "tuple" else got, expected))
    compare(check, got, expected, spread, "" if part is None else f" in result {part + 1}")


def plain_list(value: Any) -> bool:
    """Whether ``value`` is a list or tuple of whole numbers or words."""
    return isinstance(value, list | tuple) and all(isinstance(item, int | str) for item in value)


def compare(check: dict[str, Any], got: Any, expected: Any, spread: Any, place: str) -> None:
    if isinstance(expected, list | tuple):
        plain = plain_list(expected)
        same = isinstance(got, list) and len(got) == len(expected)
        if plain and same:
            pairs = zip(got, expected, strict=True)
            same = all(np.size(a) == 1 and bool(np.all(a == b)) for a, b in pairs)
        if not same:
            raise Wrong(f"FUNCTION returns the wrong answer{place}.", **both(got, expected))
        if not plain:
            for k, (one, other) in enumerate(zip(got, expected, strict=True)):
                name = f"result {k + 1}" if isinstance(expected, tuple) else f"item {k}"
                compare(check, one, other, None, f"{place}, {name}" if place else f" in {name}")
        return
    if truths(expected):
        if not truths(got) or got.shape != expected.shape or np.any(got != expected):
            raise Wrong(f"FUNCTION returns the wrong answer{place}.", **both(got, expected))
        return
    if not isinstance(expected, bool | str | None):
        numbers(check, got, np.asarray(expected), spread, place)
        return
    got = truth(got)
    if type(got) is not type(expected) or got != expected:
        raise Wrong(f"FUNCTION returns the wrong answer{place}.", **both(got, expected))


def both(got: Any, expected: Any) -> dict[str, str]:
    return {"got": short(got), "expected": short(expected)}


def truth(value: Any) -> Any:
    """An array of one truth value as True or False; anything else as it is."""
    return bool(value.item()) if truths(value) and value.size == 1 else value


def truths(value: Any) -> bool:
    return isinstance(value, np.ndarray) and value.dtype.kind == "b"


def real_array(value: Any) -> Any:
    """``value`` as an array of real numbers, or None. True and False are none."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        with contextlib.suppress(OverflowError):
            return np.asarray(float(value))
    return value if isinstance(value, np.ndarray) and value.dtype.kind in "fiu" else None


def aligned(got: Any, expected: Any, place: str) -> Any:
    """``got`` as an array of the expected shape. A scalar may be a float, 0-d or (1, 1)."""
    found = real_array(got)
    if found is not None and found.shape in SCALARS and expected.shape in SCALARS:
        return found.reshape(expected.shape)
    if found is None or found.shape != expected.shape:
        what = f"FUNCTION has the wrong shape{place}."
        raise Wrong(what, got=described(got), expected=f"shape {expected.shape}")
    return found


def numbers(check: dict[str, Any], got: Any, expected: Any, spread: Any, place: str) -> None:
    found = aligned(got, expected, place)
    size, top = np.abs(expected.astype(float)), largest(expected)
    vague = np.zeros(expected.shape, dtype=bool)
    with np.errstate(all="ignore"):
        if check.get("exact"):
            tolerance = np.zeros(expected.shape)
        elif check.get("rtol") is not None:
            tolerance = check["rtol"] * (size + top / 10)
        else:
            derived = rounding(found, expected, spread)
            floor = (256 if spread is None else 4) * unit(found) * top + 1e-100
            tolerance = derived + floor
            vague = (derived > loosest(found, LOOSEST_VALUE) * size) & (derived > floor)
            vague &= found.astype(float) != expected
    decide(found, expected, tolerance, vague, np.zeros_like(vague), place)


@judge
def gradient(check: dict[str, Any], answer: Returned, wanted: Any) -> None:
    """``wanted``: (derivative, its error bar), or a list of them."""
    got = part_of(check, answer.value)
    try:
        slopes(got, wanted)
    except Wrong:
        if not check.get("reversible") or not isinstance(got, list):
            raise
        with contextlib.suppress(Wrong):
            slopes(got[::-1], wanted)
            return
        raise


def slopes(got: Any, wanted: Any) -> None:
    if not isinstance(wanted, list):
        got, wanted = [got], [wanted]
    if not isinstance(got, list) or len(got) != len(wanted):
        raise Wrong(f"FUNCTION is not a list of {len(wanted)} arrays.", got=described(got))
    for k, (one, (expected, error)) in enumerate(zip(got, wanted, strict=True)):
        place = f" (item {k})" if len(wanted) > 1 else ""
        found, size = aligned(one, expected, place), np.abs(expected)
        with np.errstate(all="ignore"):
            tolerance = 2 * error + rounding(found, expected, None)
            if unit(found) > EPS:
                tolerance = tolerance + 1e3 * unit(found) * size
            nothing = max(1e-13 * unit(found) / EPS * largest(expected), 1e-100)
            zero = np.where(expected == 0, nothing, 0.0)
            vague = ~(tolerance <= np.maximum(loosest(found, LOOSEST_SLOPE) * size, zero))
            # Equal to the middle of a narrow bar is right in any precision; of a wide one it is chance.
            sharp = 2 * error <= np.maximum(LOOSEST_SLOPE * size, zero)
            vague &= ~(sharp & (found.astype(float) == expected))
        decide(found, expected, tolerance, vague, ~np.isfinite(error), place)


def decide(found: Any, expected: Any, tolerance: Any, vague: Any, unknown: Any, place: str) -> None:
    """Entry by entry: outside the tolerance is wrong; where the tolerance is too wide nothing can be said."""
    with np.errstate(all="ignore"):
        got, due = found.astype(float), expected.astype(float)
        off = np.abs(got - due)
        same = (got == due) | (np.isnan(got) & np.isnan(due))
        wrong = ~(off <= tolerance) & ~same & ~unknown
    if np.any(clear := wrong & clearly_wrong(got, due)):
        at = tuple(int(k) for k in np.unravel_index(int(np.argmax(clear)), clear.shape))
        entry = f" at entry {list(at)}" if at else ""
        said = {"got": six_digits(got[at], due[at]), "expected": six_digits(due[at], got[at])}
        raise Wrong(f"FUNCTION is wrong{place}{entry}.", **said)
    if np.any(wrong):
        raise Wrong(f"FUNCTION is close, but not right{place}.")
    if np.any((vague & ~wrong) | unknown):
        raise Wrong(f"The answer of FUNCTION is too inexact to be judged{place}.")


def width(found: Any) -> int:
    return int(found.dtype.itemsize) if found.dtype.kind == "f" else 8


def unit(found: Any) -> float:
    return float(np.finfo(found.dtype).eps) if width(found) < 8 else EPS


def loosest(found: Any, of_doubles: float) -> float:
    """The widest relative tolerance that decides, by the answer's own precision."""
    return LOOSEST.get(width(found), of_doubles)


def rounding(found: Any, expected: Any, spread: Any) -> Any:
    """What rounding in the answer's own precision may do to each entry."""
    size = np.where(np.isfinite(expected), np.abs(expected), 0.0)
    relative = (1e-10 + 64 * unit(found)) * size
    moved = 0.0 if spread is None else np.reshape(spread, expected.shape)
    return relative + 4 * moved * (unit(found) / EPS)


@judge
def analytic(check: dict[str, Any], answer: Returned, wanted: Any) -> None:
    got = part_of(check, answer.value)
    listed = isinstance(wanted, list) and isinstance(got, list)
    for one, other in zip(got, wanted, strict=False) if listed else [(got, wanted)]:
        found, expected = real_array(one), np.asarray(other, dtype=float)
        if found is None or found.size != expected.size or width(found) < 8:
            continue
        expected, top = expected.reshape(found.shape), largest(expected)
        if top == 0 or not np.all(np.isfinite(found)) or not np.all(np.isfinite(expected)):
            continue
        if 1e-12 * top < np.max(np.abs(found - expected)) < 1e-4 * top:
            raise Wrong(
                "FUNCTION is right to a few digits only; a formula is exact to rounding.",
                why="A step of finite size, rounding and float32 all cost digits.",
            )


@judge
def pure(check: dict[str, Any], answer: Returned, wanted: Any) -> None:
    """``wanted``: the function's parameters."""
    if answer.mutated:
        names = ", ".join(wanted[k] for k in answer.mutated)
        raise Wrong(f"FUNCTION changes its argument {names} in place.", next="Make a new array.")
    again = answer.again
    if again is not None and not (isinstance(again, Returned) and alike(answer.value, again.value)):
        raise Wrong("FUNCTION gives another answer when called again with the same arguments.")


def alike(one: Any, other: Any) -> bool:
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        floats = one.dtype.kind in "fc"
        return one.dtype == other.dtype and np.array_equal(one, other, equal_nan=floats)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(alike, one, other))
    return type(one) is type(other) and bool(one == other or (one != one and other != other))


@judge
def raises(check: dict[str, Any], answer: Any, wanted: Any) -> None:
    due = check["error"]
    if isinstance(answer, Returned):
        what = f"FUNCTION returns a value where it should raise {due}."
        raise Wrong(what, got=short(answer.value))
    kind = getattr(builtins, answer.kind, None) if answer.kind else None
    if kind is None or not issubclass(kind, getattr(builtins, due)):
        raise Wrong(answer.what, **answer.said)


@judge
def choice(check: dict[str, Any], answer: Returned, wanted: Any) -> None:
    got = truth(part_of(check, answer.value))
    if type(got) is not type(wanted) or got != wanted:
        listed = ", ".join(map(repr, check["among"]))
        raise Wrong(f"FUNCTION does not pick the right one of {listed}.", got=short(got))


def short(value: Any) -> str:
    text = shown(value)
    return text if len(text) <= 200 else f"{text[:199]}..."
