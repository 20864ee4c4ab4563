"""A right answer in a type of its own earns what the plain one earns, function by function."""

from __future__ import annotations

import pytest

from grader.exporters.json import render
from tests.conftest import DRAWN, GraderOf, Load
from tests.submissions import references, submission

DISGUISE = """
import collections as _collections
import fractions as _fractions
import functools as _functools

class _Grad(np.ndarray):
    pass
class _Word(str):
    __str__ = __repr__ = lambda self: "something else"
class _Whole(int):
    __index__ = __int__ = lambda self: 99
class _Real(float):
    __float__ = lambda self: 99.0
class _Layers(list):
    __len__ = lambda self: 99
_many = lambda make, items: make(map(_disguised, items))
# Of plain values, a tuple or a list is what was asked for; several results, or a list of arrays, may come as either.
_either = lambda other, items: _many(other if any(isinstance(x, np.ndarray) for x in items) else type(items), items)
_flat = lambda A: np.array([_fractions.Fraction(float(a)) for a in A.ravel()] + [None], dtype=object)[:-1]
_HOW = {
    "subclasses": {
        np.ndarray: lambda A: A.view(_Grad), str: _Word, int: _Whole, float: _Real, bool: np.bool_,
        list: lambda v: _many(_Layers, v),
        tuple: lambda v: _collections.namedtuple("Results", [f"r{k}" for k in range(len(v))])(*map(_disguised, v)),
    },
    "matrices": {
        np.ndarray: lambda A: A.view(np.matrix) if A.ndim == 2 else A, str: np.str_, int: np.int64, float: np.float64,
        bool: lambda b: np.array([[b]]), list: lambda v: _many(_Layers, v), tuple: lambda v: _either(list, v),
    },
    "masked": {
        np.ndarray: np.ma.array, str: np.array, int: np.int8, float: np.ma.array, bool: np.array,
        list: lambda v: _either(tuple, v), tuple: lambda v: _either(_Layers, v),
    },
    "digits": {
        np.ndarray: lambda A: A.astype(np.longdouble), float: np.longdouble, int: np.uint8,
        list: lambda v: _many(list, v), tuple: lambda v: _many(tuple, v),
    },
    "objects": {
        np.ndarray: lambda A: _flat(A).reshape(A.shape) if A.size < 200 and np.isfinite(A).all() else A,
        float: _fractions.Fraction, list: lambda v: _many(_Layers, v),
        tuple: lambda v: _many(tuple, v),
    },
}["HOW"]
_depth = 0
def _disguised(value):
    return _HOW.get(type(value), lambda plain: plain)(value)
def _wrapped(function):
    @_functools.wraps(function)
    def answer(*arguments):
        # Only what goes to the grader: a matrix in the student's own next function is another matter.
        global _depth
        _depth += 1
        try:
            value = function(*arguments)
        finally:
            _depth -= 1
        return value if _depth else _disguised(value)
    return answer
for _name, _function in list(globals().items()):
    if callable(_function) and not _name.startswith("_") and getattr(_function, "__module__", "") == "submission":
        globals()[_name] = _wrapped(_function)
        _depth -= 1
assert _depth < -5, "nothing was wrapped"
_depth = 0
"""


@pytest.mark.parametrize("how", ["subclasses", "matrices", "masked", "digits", "objects"])
@pytest.mark.parametrize("name", DRAWN)
def test_right_answers_in_disguise(name: str, how: str, load: Load, grader_of: GraderOf) -> None:
    sources = references(load(name))
    plain = grader_of(name).grade(submission(sources)).report
    disguise = "import numpy as np\n" + DISGUISE.replace('["HOW"]', f'["{how}"]')
    report = grader_of(name).grade(submission({**sources, "disguise": disguise})).report
    lost = [c.finding for e in report.exercises for c in e.checks if c.earned < c.points]
    assert report.earned == plain.earned, lost
    assert not any(cell.error for cell in report.cells), render(report)
