"""Cohen's kappa against its definition and a published example."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.gradebook.rubric import Item, Key, Mark
from grader.marking.agreement import agreement, kappa

RUBRIC = (
    Item(number=1, item="a", points=2),
    Item(number=2, item="b", points=3),
    Item(number=3, item="gone", points=1, retired=True),
)


def test_a_known_example() -> None:
    # 50 applications, two readers: both yes 20, only A 5, only B 10, both no 15: kappa 0.4.
    table = [(True, True)] * 20 + [(True, False)] * 5 + [(False, True)] * 10 + [(False, False)] * 15
    assert kappa(table) == pytest.approx(0.4)


def test_nothing_is_said_where_both_always_say_the_same() -> None:
    assert kappa([(True, True)] * 9) is None
    assert kappa([]) is None
    assert kappa([(True, True), (False, False)]) == 1


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=40))
def test_kappa_is_symmetric_and_at_most_one(table: list[tuple[bool, bool]]) -> None:
    found, turned = kappa(table), kappa([(b, a) for a, b in table])
    assert (found is None) == (turned is None)
    if found is not None and turned is not None:
        assert math.isclose(found, turned, abs_tol=1e-12)
        assert -1 - 1e-12 <= found <= 1


def test_agreement_by_item_and_in_points() -> None:
    def both(name: str, first: tuple[int, ...], second: tuple[int, ...]) -> tuple[Mark, Mark]:
        key = Key("why", "WHY", name)
        return Mark(key=key, items=first), Mark(key=key, items=second, round=2)

    pairs = [
        both("a", (1,), (1,)),
        both("b", (1, 2), (1,)),
        both("c", (), (2,)),
        both("d", (3,), ()),
    ]
    found = agreement(RUBRIC, pairs, 5.0)
    assert found.answers == 4
    assert [number for number, *_ in found.items] == [1, 2], "a retired item is no decision"
    assert found.items[0][2:] == (1.0, 1.0)
    assert found.items[1][3] == 0.5
    assert found.agree == pytest.approx(6 / 8)
    assert found.difference == pytest.approx(6 / 4)
    assert [key.answer for key in found.disputed] == ["b", "c"]
