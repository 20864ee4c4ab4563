"""What earns points and what doesn't: groups of cases, parts, manners, refusals, lists and tuples."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from grader.catalog import load_assignment
from grader.catalog.assignment import Exercise
from grader.grading import judge_exercise
from grader.model import Answer, Raised, Returned, Verdict
from tests.small import made

PAIR = """functions: [pair]
sizes: {n: 2..4}
inputs: {x: {normal: [n, 1]}}
cases:
  public: [{n: 3}, {n: 1, group: one}]
  hidden: [{n: 2}, {n: 1, group: one}]
checks:
  - {shape: pair, part: 0, is: [n, 1], points: 0.1}
  - {shape: pair, part: 1, is: [n, 1], points: 0.1}
  - {value: pair, part: 0, points: 0.2}
  - {value: pair, part: 1, points: 0.2}
  - {value: pair, cases: one, points: 0.2}
  - {pure: pair, points: 0.2}
"""
PAIR_CODE = "def pair(x):\n    return 2 * x, 3 * x\n"

WORD = """functions: [word]
inputs: {n: {value: 0}}
cases:
  public: [{inputs: {n: {value: 1}}}, {inputs: {n: {value: -1}}}]
  hidden: [{inputs: {n: {value: 2}}}, {inputs: {n: {value: -2}}}]
checks:
  - {value: word, exact: true, points: 0.5}
  - {raises: word, points: 0.5}
"""
WORD_CODE = """def word(n):
    if n < 0:
        raise ValueError
    return (n, n)
"""


def exercise(folder: Path, text: str, code: str) -> Exercise:
    return load_assignment(str(made(folder, text, code))).exercise("one")


def verdicts(one: Exercise, function: Callable[[Any], Answer]) -> str:
    """What each check says, as P(ass), F(ail) or B(locked)."""
    answers = {call.key: function(*(call.args or ())) for call in one.plan}
    found = [check.finding.verdict for check in judge_exercise(one, answers).checks]
    letters = {Verdict.PASS: "P", Verdict.FAIL: "F", Verdict.BLOCKED: "B"}
    return "".join(letters[verdict] for verdict in found)


def pair_of(change: Callable[[Any], list[Any]], **more: Any) -> Callable[[Any], Answer]:
    return lambda x: Returned(value=change(x), **more)


def test_a_group_is_judged_by_its_own_check_alone(tmp_path: Path) -> None:
    one = exercise(tmp_path, PAIR, PAIR_CODE)
    assert verdicts(one, pair_of(lambda x: [2 * x, 3 * x])) == "PPPPPP"

    def crashes_for_one(x: Any) -> Answer:
        return Raised(kind="IndexError") if len(x) == 1 else Returned(value=[2 * x, 3 * x])

    assert verdicts(one, crashes_for_one) == "PPPPFP"


def test_a_wrong_shape_of_one_result_says_nothing_of_the_other(tmp_path: Path) -> None:
    one = exercise(tmp_path, PAIR, PAIR_CODE)
    assert verdicts(one, pair_of(lambda x: [2 * x, (3 * x).ravel()])) == "PFPBBP"


def test_good_manners_are_worth_nothing_alone(tmp_path: Path) -> None:
    one = exercise(tmp_path, PAIR, PAIR_CODE)
    assert verdicts(one, pair_of(lambda x: [x, x])) == "PPFFFB"
    assert verdicts(one, lambda _: Raised(kind="ValueError")) == "FFBBBB"
    assert verdicts(one, pair_of(lambda x: [2 * x, 3 * x], mutated=(0,))) == "PPPPPF"
    assert verdicts(one, pair_of(lambda x: [x, 3 * x], mutated=(0,))) == "PPFPFF"


def test_who_always_raises_refuses_nothing(tmp_path: Path) -> None:
    one = exercise(tmp_path, WORD, WORD_CODE)
    right = Returned(value=[1, 1], form="tuple")
    error = Raised(kind="ValueError")

    def refuses(n: int) -> Answer:
        return error if n < 0 else Returned(value=[n, n], form="tuple")

    assert verdicts(one, refuses) == "PP"
    assert verdicts(one, lambda _: error) == "FF"
    assert verdicts(one, lambda n: right if n == 1 else error) == "FF", (
        "all hidden ones are refused"
    )
    assert verdicts(one, lambda n: error if n == 1 else refuses(n)) == "FF"
    assert verdicts(one, lambda _: right) == "FF"


def test_a_list_is_no_tuple(tmp_path: Path) -> None:
    one = exercise(tmp_path, WORD, WORD_CODE)

    def listed(n: int) -> Answer:
        return Raised(kind="ValueError") if n < 0 else Returned(value=[n, n])

    assert verdicts(one, listed) == "FP"
    feedback = (
        judge_exercise(one, {call.key: listed(*(call.args or ())) for call in one.plan})
        .checks[0]
        .finding.feedback
    )
    assert feedback is not None
    assert feedback.what == "`word` returns a list where a tuple is due."
    assert (feedback.got, feedback.expected) == ("[1, 1]", "(1, 1)")
    assert feedback.where == "word(1)"


def test_a_reversible_list_may_run_either_way(tmp_path: Path) -> None:
    text = """functions: [slopes]
inputs: {us: {list: 3, of: {normal: [2, 1]}}}
cases: {public: [{}], hidden: 2}
checks:
  - {gradient: slopes, of: total, wrt: us, reversible: true, points: 0.5}
  - {gradient: slopes, of: total, wrt: us, points: 0.5}
"""
    one = exercise_with(tmp_path, text)

    def way(step: int) -> Callable[[Any], Answer]:
        return lambda us: Returned(value=[2 * u for u in us][::step])

    assert verdicts(one, way(1)) == "PP"
    assert verdicts(one, way(-1)) == "PF"
    assert verdicts(one, lambda us: Returned(value=[np.zeros(u.shape) for u in us])) == "FF"


def exercise_with(folder: Path, text: str) -> Exercise:
    code = "def slopes(us):\n    return [2 * u for u in us]\n"
    checks = "def total(us):\n    return sum(np.sum(u ** 2) for u in us)\n"
    return load_assignment(str(made(folder, text, code, checks=checks))).exercise("one")
