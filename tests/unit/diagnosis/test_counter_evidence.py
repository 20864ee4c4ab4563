"""Every pattern is silent on answers that are nearly its case: one case that speaks against it is enough."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from grader import diagnosis
from grader.diagnosis import Diagnosis, Evidence
from grader.diagnosis.matching import differs
from grader.draws import Draws
from grader.model import Given, Raising
from tests.unit.diagnosis import mistakes
from tests.unit.diagnosis.mistakes import Mistake, all_mistakes

MISTAKES = list(all_mistakes())
STAYS_TRUE = ("entries.", "items.", "digits", "zeros", "cases.", "only_size_one", "only_square")
"""Labels that speak of the wrong cases alone: another case that is right does not refute them."""
REFUTED_ALL_THE_SAME = ("entries.negative", "digits.rounded")

AGAIN = {"zeros": "Where it is wrong", "items.": "Where it is wrong"}


def each(value: Any, change: Callable[[Any, int], Any]) -> Any:
    """``value`` with every array and number in it changed."""
    if isinstance(value, list | tuple):
        return [
            each(item, lambda a, k, at=at: change(a, k + 7 * at)) for at, item in enumerate(value)
        ]
    return change(value, 0)


def unrelated(item: Evidence, seed: int) -> Any:
    def change(value: Any, k: int) -> Any:
        found = Draws("unrelated", (seed, k)).normal(*np.shape(value)) + 0.01
        return found if np.shape(value) else float(found)

    return each(item.expected, change)


def nearly(item: Evidence, seed: int) -> Any:
    """What was returned, off by up to a thousandth, by another share in each entry."""

    def change(value: Any, k: int) -> Any:
        shares = Draws("nearly", (seed, k)).uniform(*np.shape(value), low=0.2, high=1.0)
        return np.asarray(value, dtype=float) * (1 + 1e-3 * shares)

    return each(item.got, change)


def right(item: Evidence, seed: int) -> Any:
    return item.expected


def spoilt(mistake: Mistake, k: int, how: Callable[[Evidence, int], Any], seed: int) -> Mistake:
    cases = list(mistake.evidence)
    got = how(cases[k], seed)
    assume(differs(got, cases[k].got))
    cases[k] = msgspec.structs.replace(cases[k], got=got)
    return Mistake(
        mistake.name, cases, mistake.wrong, mistake.others, mistake.elsewhere, mistake.variants
    )


@pytest.mark.parametrize(
    "mistake", MISTAKES, ids=[f"{k}-{mistake.name}" for k, mistake in enumerate(MISTAKES)]
)
@given(st.integers(0, 3), st.sampled_from([unrelated, nearly, right]), st.integers(0, 10**9))
def test_one_case_that_speaks_against_it(
    mistake: Mistake, k: int, how: Callable[[Evidence, int], Any], seed: int
) -> None:
    assume(k < len(mistake.evidence))
    item = mistake.evidence[k]
    wrong = differs(item.got, item.expected)
    new = spoilt(mistake, k, how, seed)
    found = new.explain()
    if found is None or found.label != mistake.name:
        return
    if mistake.name.startswith("cases."):
        assert wrong == differs(new.evidence[k].got, item.expected)
        return
    if mistake.name == "only_square" and how is nearly:
        assert np.shape(new.evidence[k].got) != np.shape(item.expected)  # still sizes mixed up
        return
    assert how is right, found
    assert mistake.name.startswith(STAYS_TRUE), found
    assert mistake.name not in REFUTED_ALL_THE_SAME, found
    for start, words in AGAIN.items():
        if mistake.name.startswith(start):
            assert found.sentence.startswith(words), found


# --- places -------------------------------------------------------------------------------------

INSIDE: dict[str, Callable[[int, int, int, int, float], bool]] = {
    "first_entry": lambda j, k, m, n, due: (j, k) == (0, 0),
    "last_entry": lambda j, k, m, n, due: (j, k) == (m - 1, n - 1),
    "first_row": lambda j, k, m, n, due: j == 0,
    "last_row": lambda j, k, m, n, due: j == m - 1,
    "first_column": lambda j, k, m, n, due: k == 0,
    "last_column": lambda j, k, m, n, due: k == n - 1,
    "diagonal": lambda j, k, m, n, due: j == k,
    "above_diagonal": lambda j, k, m, n, due: j < k,
    "below_diagonal": lambda j, k, m, n, due: j > k,
    "off_diagonal": lambda j, k, m, n, due: j != k,
    "all_but_first_row": lambda j, k, m, n, due: j > 0,
    "all_but_last_row": lambda j, k, m, n, due: j < m - 1,
    "all_but_first_column": lambda j, k, m, n, due: k > 0,
    "all_but_last_column": lambda j, k, m, n, due: k < n - 1,
    "zeros": lambda j, k, m, n, due: due == 0,
    "negative": lambda j, k, m, n, due: due < 0,
}
SHAPES = st.tuples(st.integers(1, 4), st.integers(1, 4))


@st.composite
def partly_wrong(draw: Any) -> list[Evidence]:
    """Some cases with some wrong entries, mostly in one place."""
    inside = INSIDE[draw(st.sampled_from(sorted(INSIDE)))]
    found = []
    for number in range(draw(st.integers(2, 5))):
        m, n = draw(SHAPES)
        draws = Draws("partly", (draw(st.integers(0, 10**6)), number))
        due = np.where(draws.uniform(m, n) < 0.7, draws.normal(m, n), 0.0)
        got = due.copy()
        share, stray = (
            draw(st.sampled_from([0.0, 0.5, 1.0, 1.0])),
            draw(st.sampled_from([0, 0, 0, 0.2])),
        )
        for j in range(m):
            for k in range(n):
                likely = share if inside(j, k, m, n, due[j, k]) else stray
                if draws.uniform() < likely:
                    got[j, k] += 1 + draws.uniform()
        found.append(
            Evidence(
                function="f",
                sizes={"m": m, "n": n},
                args={"z": draws.normal(m, n)},
                got=got,
                expected=due,
            )
        )
    return found


@given(partly_wrong())
def test_what_is_said_of_a_place_is_true_of_every_entry(cases: list[Evidence]) -> None:
    found = diagnosis.explain(cases, {}, {})
    if found is None:
        return
    kind, _, place = found.label.partition(".")
    for item in cases:
        for (j, k), due in np.ndenumerate(item.expected):
            wrong = item.got[j, k] != due
            if kind == "entries":
                inside = INSIDE[place](j, k, *item.expected.shape, due)
                assert inside or not wrong, found
                if place == "negative":
                    assert wrong == inside, found
            elif kind == "only_positive":
                at = item.args[place][j, k]
                assert wrong == (at < 0) or at == 0, found
            elif kind == "zeros":
                assert item.got[j, k] == 0 or not differs(item.got, item.expected), found
            elif kind == "cases":
                truth = {"m": item.sizes["m"], "n": item.sizes["n"]}
                words = place.replace("≠", "!=").replace(" = ", " == ")
                holds = eval(words, {}, truth)  # noqa: S307
                assert holds == differs(item.got, item.expected), found
            else:
                # Values this random are no factor, no transpose, nothing rounded.
                assert found.label in ("only_size_one", "only_square"), found


# --- what students foresaw and authors wrote ----------------------------------------------------


def misconception(cases: list[Evidence], answers: list[Any]) -> Diagnosis | None:
    found = diagnosis.explain(cases, {"named": (answers, "You did it.")}, {})
    return found if found is not None and found.misconception else None


@given(st.integers(1, 4), st.lists(st.booleans(), min_size=5, max_size=5), st.integers(0, 10**6))
def test_a_misconception_must_fit_the_cases_that_are_right(
    least: int, shows: list[bool], seed: int
) -> None:
    """The student makes the mistake in some cases only, or it shows in some only: named when these are the same."""
    cases = mistakes.cases(mistakes.matrix, lambda r, a, s: r, sizes=(*mistakes.SIZES[:4], (2, 2)))
    does = [Draws("does", (seed, k)).uniform() < 0.5 for k in range(5)]
    answers = [
        item.expected + 1.0 if show else item.expected
        for show, item in zip(shows, cases, strict=True)
    ]
    made = [
        msgspec.structs.replace(item, got=item.expected + 1.0 if do else item.expected)
        for do, item in zip(does, cases, strict=True)
    ]
    found = misconception(made, answers)
    assert (found is not None) == (does == shows and any(shows))


def test_an_exception_alone_is_nobodys_misconception() -> None:
    cases = [
        Evidence(
            function="f",
            sizes={},
            args={},
            got=Raising(kind="NameError"),
            expected=np.ones((2, 2)) * k,
        )
        for k in range(3)
    ]
    assert misconception(cases, [Raising(kind="NameError")] * 3) is None


def test_a_yes_or_no_alone_is_no_misconception() -> None:
    one = Evidence(function="f", sizes={}, args={}, got=True, expected=False)
    assert misconception([one], [True]) is None
    assert misconception([one, one], [True, True]) is not None


def test_numbers_that_are_wrong_are_not_blamed_on_sizes() -> None:
    """What is right where every size is 1 by luck alone, such as a value that is cut off."""
    clipped = mistakes.cases(
        mistakes.matrix, lambda r, a, s: np.clip(r, -0.4, 0.4), sizes=mistakes.SIZES
    )
    clipped[-1] = msgspec.structs.replace(clipped[-1], got=clipped[-1].expected)
    found = diagnosis.explain(clipped, {}, {})
    assert found is None or not found.label.startswith("only_size")


def test_a_condition_needs_cases_of_both_kinds_and_no_rival() -> None:
    def label(wrong: Callable[[dict[str, int]], bool], sizes: Any, **args: Any) -> str:
        cases = mistakes.cases(
            mistakes.matrix, lambda r, a, s: mistakes.odd(r) if wrong(s) else r, sizes=sizes
        )
        cases = [
            msgspec.structs.replace(item, args=item.args | {k: v[at] for k, v in args.items()})
            for at, item in enumerate(cases)
        ]
        found = diagnosis.explain(cases, {}, {})
        return found.label if found else ""

    sizes = ((4, 3), (3, 4), (5, 2), (2, 5), (4, 1), (3, 3))
    assert label(lambda s: s["m"] > s["n"], sizes) == "cases.m > n"
    assert label(lambda s: s["m"] > s["n"], sizes[:2]) == ""
    assert label(lambda s: True, sizes) == ""
    assert label(lambda s: s["m"] in (4, 5), sizes, l=[1, 2, 1, 2, 1, 2]) == "cases.m > n"
    # As good a reason: neither is named.
    assert label(lambda s: s["m"] > s["n"], sizes, l=[0, 2, 0, 2, 0, 2]) == ""
    functions = [Given(name=name) for name in ("relu", "tanh", "relu", "tanh", "relu", "relu")]
    assert (
        label(lambda s: s["m"] > s["n"] or s["m"] == s["n"], sizes, f=functions)
        == "cases.f is relu"
    )
