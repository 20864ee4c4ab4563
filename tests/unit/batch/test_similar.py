"""Whose code is alike: what is changed to hide a copy leaves no trace, what everybody has says nothing."""

from __future__ import annotations

import random
import re
import textwrap

from grader.batch.similar import alike, prints
from grader.model import Cell

BODY = '''
def total(values, weights):
    """The weighted sum."""
    result = 0.0
    for value, weight in zip(values, weights):
        if weight > 0 and value is not None:
            result += value * weight / (1 + abs(weight))
        else:
            result -= weight ** 2
    return result, [weight for weight in weights if weight < 3]
'''
STUB = '''
def total(values, weights):
    """The weighted sum."""
    raise NotImplementedError
'''


def of(*sources: str) -> bytes:
    return prints([Cell(source=textwrap.dedent(one), name="a.py") for one in sources])


def varied(seed: int) -> str:
    """A function nobody else writes: a long expression of random shape."""
    chance = random.Random(seed)

    def term(depth: int) -> str:
        if depth == 0:
            return chance.choice(["x", "f(x)", "x[0]", "(x, y)", "x @ y", "-y", "x.T"])
        form = chance.choice(["({} + {})", "({} if {} else x)", "g({}, {})", "[{}, {}]"])
        return form.format(term(depth - 1), term(depth - 1))

    return f"def own{seed}(x, y):\n    return {term(6)}\n"


def test_names_numbers_comments_and_layout_leave_no_trace() -> None:
    other = BODY
    for old, new in (("values", "vs"), ("weight", "w"), ("result", "acc"), ("0.0", "1.5")):
        other = re.sub(rf"\b{old}\b", new, other)
    other = other.replace('"""The weighted sum."""', "# mine alone\n").replace("    ", "  ")
    assert of(BODY) == of(other) != b""


def test_stubs_imports_and_what_is_no_python_have_no_prints() -> None:
    assert of(STUB, "import numpy as np", "def (", "x = 1") == b""
    assert of("x = " + "(" * 300 + ")" * 300) == b""


def test_copies_are_found_and_others_are_not() -> None:
    works = [(f"s{k}", f"s{k}", of(BODY, varied(k))) for k in range(40)]
    works.append(("copy", "copy", of(varied(7).replace("own7", "mine"), BODY)))
    works.append(("partly", "partly", of(BODY, varied(9), varied(1009))))
    found = {frozenset(one.students): one.share for one in alike(works)}
    assert found.keys() == {frozenset({"s7", "copy"}), frozenset({"s9", "partly"})}
    assert found[frozenset({"s7", "copy"})] == 1.0


def test_what_many_copied_is_one_group() -> None:
    works = [(f"s{k}", f"s{k}", of(varied(k))) for k in range(30)]
    works += [(f"ring{k}", f"ring{k}", of(varied(99))) for k in range(25)]
    (ring,) = alike(works)
    assert len(ring.students) == 25
    assert ring.share == 1.0


def test_a_group_that_hands_in_together_is_not_compared() -> None:
    works = [(f"s{k}", f"s{k}", of(varied(k))) for k in range(12)]
    works += [("ada", "submission_1", of(varied(99))), ("ben", "submission_1", of(varied(99)))]
    assert alike(works) == []


def test_nobody_and_nothing() -> None:
    assert alike([]) == []
    assert alike([("a", "a", b""), ("b", "b", b"")]) == []
