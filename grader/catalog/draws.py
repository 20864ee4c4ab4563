"""The inputs of a case, drawn as the YAML says."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

import numpy as np

from grader.draws import Draws
from grader.expressions import BadExpression, evaluate
from grader.model import Asked, Formula, Given, Value


class BadDraw(ValueError):
    """The YAML of an input can't be drawn; the message says why."""


Plan = Mapping[str, Any]
KINDS = [
    "normal",
    "uniform",
    "integers",
    "index",
    "size",
    "value",
    "array",
    "tuple",
    "choose",
    "given",
    "derivative_of",
    "formula",
    "list",
    "items",
    "python",
]


MOST_KNOWN = 4096
DIGITS = 10
"""Significant ones of a number that an author's function calculates: far from the last bits, and as many as one reads."""


def draw(
    spec: Plan, draws: Draws, names: Mapping[str, Any], inputs: Mapping[str, Value], python: Any
) -> Value:
    """The value of one input. Raises :class:`BadDraw`.

    ``names``: sizes and integer inputs; ``inputs``: those drawn before; ``python``: name → function.
    """
    kind, options = _read(spec)
    try:
        return _draw(kind, spec[kind], options, draws, names, inputs, python)
    except BadExpression as error:
        raise BadDraw(str(error)) from None


_known: dict[int, tuple[Plan, str, dict[str, Any]]] = {}
"""Specifications that were read, by their identity: each is drawn from thousands of times. They are held, so that no other gets it."""


def _read(spec: Plan) -> tuple[str, dict[str, Any]]:
    """The kind and the options of a specification. Raises :class:`BadDraw`."""
    found = _known.get(id(spec))
    if found is None or found[0] is not spec:
        if len(_known) >= MOST_KNOWN:
            _known.clear()
        found = _known[id(spec)] = (spec, *_checked(spec))
    return found[1:]


def _checked(spec: Plan) -> tuple[str, dict[str, Any]]:
    kinds = [key for key in spec if key in KINDS]
    if len(kinds) != 1:
        raise BadDraw(
            f"needs exactly one of {', '.join(KINDS)}; has {', '.join(spec) or 'nothing'}"
        )
    kind = kinds[0]
    options = {key: value for key, value in spec.items() if key != kind}
    allowed = OPTIONS.get(kind, ())
    for key in options:
        if key not in allowed:
            raise BadDraw(f"{kind!r} has no option {key!r}; it has {', '.join(allowed) or 'none'}")
        if key in ("scale", "low", "high") and not _is_number(options[key]):
            raise BadDraw(f"{key} must be a number, not {options[key]!r}")
    return kind, options


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


OPTIONS: Mapping[str, tuple[str, ...]] = {
    "normal": ("scale",),
    "uniform": ("low", "high"),
    "integers": ("low", "high"),
    "index": ("from",),
    "given": ("counted",),
    "derivative_of": ("counted",),
    "formula": ("of", "with", "counted"),
    "list": ("of", "from"),
}


def _draw(
    kind: str,
    what: Any,
    options: dict[str, Any],
    draws: Draws,
    names: Mapping[str, Any],
    inputs: Mapping[str, Value],
    python: Any,
) -> Value:
    match kind:
        case "normal" | "uniform" | "integers":
            shape = _shape(what, names)
            return getattr(draws, kind)(*shape, **options)
        case "index":
            first = int(options.get("from", 0))
            count = evaluate(what, names)
            if count < 1:
                raise BadDraw(f"index of {what!r} = {count} has nothing to choose from")
            return draws.integer(first, first + count - 1)
        case "size":
            return evaluate(what, names)
        case "value":
            return what
        case "array":
            try:
                return np.array(what, dtype=np.float64)
            except (ValueError, TypeError):
                raise BadDraw("is no array of numbers; every row needs the same length") from None
        case "tuple":
            return tuple(_shape(what, names))
        case "choose":
            if not isinstance(what, list) or not what:
                raise BadDraw("`choose` needs a list of values")
            return draws.choose(what)
        case "given":
            choices = what if isinstance(what, list) else [what]
            return _counted(Given(name=str(draws.choose(choices))), options)
        case "derivative_of":
            if what not in inputs:
                raise BadDraw(f"no input {what!r} before this one")
            return _derivatives(inputs[what], options)
        case "formula":
            constants = {
                name: draw(inner, draws, names, inputs, python)
                for name, inner in options.get("with", {}).items()
            }
            if not _is_expression(str(what)):
                raise BadDraw(f"{what!r} is no Python expression")
            parameters = tuple(map(str, options.get("of", ())))
            return _counted(
                Formula(source=str(what), parameters=parameters, constants=constants), options
            )
        case "list":
            if "of" not in options:
                raise BadDraw("`list` needs `of: DRAW`")
            first = int(options.get("from", 1))
            return [
                draw(options["of"], draws, {**names, "l": first + k}, inputs, python)
                for k in range(evaluate(what, names))
            ]
        case "items":
            if not isinstance(what, list) or not all(isinstance(item, dict) for item in what):
                raise BadDraw("`items` needs a list of draws")
            return [draw(item, draws, names, inputs, python) for item in what]
        case "python":
            if what not in python:
                raise BadDraw(f"checks.py has no function {what!r}")
            return _settled(python[what](draws, dict(names), dict(inputs)))
    raise BadDraw(f"{kind!r} is no draw")


def _settled(value: Value) -> Value:
    """``value`` with its floats rounded to :data:`DIGITS`.

    What a function calculates, say by a product of matrices, ends in other bits on another processor; rounded, it is the same case.
    """
    match value:
        case float():
            return float(f"{value:.{DIGITS}g}")
        case np.ndarray() if value.dtype == np.float64:
            return np.array([_settled(entry) for entry in value.ravel().tolist()]).reshape(
                value.shape
            )
        case list():
            return [_settled(item) for item in value]
        case tuple():
            return tuple(_settled(item) for item in value)
        case dict():
            return {key: _settled(item) for key, item in value.items()}
    return value


@functools.lru_cache(maxsize=1000)
def _is_expression(text: str) -> bool:
    try:
        compile(text, "formula", "eval")
    except (SyntaxError, ValueError):
        return False
    return True


def _shape(what: Any, names: Mapping[str, Any]) -> list[int]:
    if not isinstance(what, list):
        raise BadDraw(f"needs a list of sizes like [m, 1], has {what!r}")
    sizes = [evaluate(item, names) for item in what]
    if sizes and (min(sizes) < 0 or max(sizes) > 10_000):
        raise BadDraw(f"size outside 0..10000 in {what!r} = {sizes}")
    return sizes


def _counted(function: Given | Formula, options: Mapping[str, Any]) -> Value:
    return Asked(function=function) if options.get("counted") else function


def _derivatives(value: Value, options: Mapping[str, Any]) -> Value:
    if isinstance(value, list):
        return [_derivatives(item, options) for item in value]
    if isinstance(value, Asked):
        value = value.function
    if not isinstance(value, Given):
        raise BadDraw("`derivative_of` names an input of given functions")
    return _counted(Given(name=f"d{value.name}"), options)
