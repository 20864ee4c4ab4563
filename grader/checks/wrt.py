"""Numeric derivatives of trusted functions with respect to an argument, or an entry or item of one.

``W0`` is the whole argument, ``W[j, k]`` one entry of an array (then u is 1 × 1), ``Ws[l-1]`` one item of
a list, and a bare name of a list stands for all its items, one derivative each.
"""

from __future__ import annotations

import ast
import functools
import inspect
from collections.abc import Callable
from typing import Any

import numpy as np

from grader import numeric
from grader.checks.base import CheckError, Subject
from grader.checks.trusted import Case, Trusted, trusted_arguments
from grader.expressions import BadExpression, evaluate
from grader.model import Value


@functools.lru_cache(maxsize=256)
def parse(text: str) -> tuple[str, tuple[str, ...]]:
    """ "W[j, k]" → ("W", ("j", "k")). Raises :class:`CheckError`."""
    try:
        tree = ast.parse(text, mode="eval").body
    except SyntaxError:
        tree = None
    match tree:
        case ast.Name(id=name):
            return name, ()
        case ast.Subscript(value=ast.Name(id=name), slice=ast.Tuple(elts=items)):
            return name, tuple(ast.unparse(item) for item in items)
        case ast.Subscript(value=ast.Name(id=name), slice=index):
            return name, (ast.unparse(index),)
    raise CheckError(f"{text!r} is neither an input nor an entry of one, like W[j, k]", "wrt")


def estimates(
    trusted: Trusted,
    subject: Subject,
    function: Callable[..., Any],
    wrt: str,
    case: Case,
    layout: str,
) -> Value:
    """The derivative's estimate, or a list of them where ``wrt`` is a list, as storable facts."""
    name, index = parse(wrt)
    names = trusted_parameters(function)
    arguments = dict(zip(names, trusted_arguments(trusted, names, case), strict=True))
    at_hand = subject.memo.neighbourhoods.once((names, case.id), lambda: Neighbourhood(arguments))
    base = arguments[name]
    places = index_values(index, case)
    if isinstance(base, list):
        if places:
            k = places[0]
            return _one(function, at_hand, name, base[k], _in_list(k), layout)
        if len(base) > 1:
            found = numeric.derivatives_of_items(
                function, arguments, at_hand.together, name, layout=layout
            )
            if found is not None:
                return [one.facts() for one in found]
        return [_one(function, at_hand, name, u, _in_list(k), layout) for k, u in enumerate(base)]
    if not places:
        return _one(function, at_hand, name, base, lambda _, u: u, layout)
    at = places if len(places) == np.ndim(base) else (*places, 0)
    return _one(function, at_hand, name, base[at], _in_array(at), layout)


@functools.lru_cache(maxsize=256)
def trusted_parameters(function: Callable[..., Any]) -> tuple[str, ...]:
    """The parameter names of a trusted function."""
    return tuple(inspect.signature(function).parameters)


def index_values(index: tuple[str, ...], case: Case) -> tuple[int, ...]:
    names = {k: v for k, v in case.inputs.items() if isinstance(v, int)} | case.sizes
    try:
        return tuple(evaluate(item, names) for item in index)
    except BadExpression as error:
        raise CheckError(str(error), "wrt") from None


Put = Callable[[Any, Any], Any]
"""The whole argument from what it was and the part that moves."""

SEEDS = (1000, 2000, 3000)


class Neighbourhood:
    """The arguments of a trusted function, and others that are as right as these; checks of one function share them.

    ``together``: all of them as one, or None where they can't be had so.
    """

    def __init__(self, arguments: dict[str, Any]) -> None:
        self.arguments = arguments
        try:
            self.together = {k: numeric.together(v, SEEDS) for k, v in arguments.items()}
        except TypeError:
            self.together = {}

    @functools.cached_property
    def others(self) -> list[dict[str, Any]]:
        return [{k: numeric.jittered(v, seed) for k, v in self.arguments.items()} for seed in SEEDS]


def _in_list(k: int) -> Put:
    return lambda base, u: [*base[:k], u, *base[k + 1 :]]


def _in_array(at: tuple[int, ...]) -> Put:
    def put(base: Any, u: Any) -> Any:
        if isinstance(base, numeric.Stack):
            return base.with_entry(at, u)
        changed = base.astype(np.result_type(base, np.asarray(u)))
        changed[at] = np.asarray(u).reshape(())
        return changed

    return put


def _one(
    function: Callable[..., Any],
    at_hand: Neighbourhood,
    name: str,
    start: Any,
    put: Put,
    layout: str,
) -> Value:
    def of_u(inputs: dict[str, Any]) -> Callable[[Any], Any]:
        return lambda u: function(**(inputs | {name: put(inputs[name], u)}))

    def of_other(k: int) -> Callable[[Any], Any]:
        return lambda u: of_u(at_hand.others[k])(u)

    return numeric.derivative(
        of_u(at_hand.arguments),
        start,
        trusted=True,
        layout=layout,
        nearby=[of_other(k) for k in range(len(SEEDS))],
        together=of_u(at_hand.together) if at_hand.together else None,
    ).facts()
