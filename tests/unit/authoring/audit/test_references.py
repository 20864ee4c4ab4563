"""What the audit says of references: on the exercise's own cases, and on those of other seeds."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.authoring.audit import references
from grader.catalog import Exercise, load_assignment, redraw
from grader.catalog.live import Fixed
from grader.checks.rehearsal import rehearse
from grader.model import Verdict
from tests.conftest import ASSIGNMENTS, Load
from tests.small import made

CORNER = """\
functions: [slope]
inputs:
  u: {array: [[0]]}
cases: {public: [{}], hidden: 4}
checks:
  - {gradient: slope, of: corner, wrt: u, points: 1}
"""


def exercise(folder: Path, yaml: str, reference: str, checks: str = "") -> Exercise:
    return load_assignment(str(made(folder, yaml, reference, checks=checks))).exercises[0]


def test_fixed_inputs_that_decide_nothing_are_told(tmp_path: Path) -> None:
    """The trusted function has a kink at 0, where any slope from 0 to 1 might be meant."""
    own = exercise(
        tmp_path,
        CORNER,
        "def slope(u):\n    return np.zeros(u.shape)\n",
        "def corner(u):\n    return max(float(u[0, 0]), 0.0)\n",
    )
    told = [problem.text for problem in references.doubts(own)]
    assert [text.partition(":")[0] for text in told] == ["case p1", "case h1", "case h2"]
    assert "says “undecided” of the reference's own answer (entry []: the bar around 0" in told[0]
    assert told[0].endswith("draw its inputs, or fix others (and 2 more cases)")
    # Other seeds draw nothing else: the short way does not hide it there either.
    (problem,) = references.problems(own, [3])
    assert problem.text.startswith("seed 3: the reference gets undecided at one/1-gradient-slope")


def test_a_check_of_all_cases_together_is_asked_for_each_seed(tmp_path: Path) -> None:
    """In each case alone a start that is the same may be right; in all of them together nothing can follow from it."""
    own = exercise(
        tmp_path,
        """\
functions: [start, after]
inputs:
  u: {normal: [2, 1]}
cases: {public: [{}], hidden: 3}
checks:
  - {follows: after, start: start, by: carried_on, points: 1}
""",
        "def start(u):\n    return np.array([[1.0], [2.0]])\n\ndef after(u):\n    return 2 * start(u)\n",
        "def carried_on(case, start):\n    return 2 * np.asarray(start)\n",
    )
    assert redraw(own, 3)[1], "each case passes by itself"
    (problem,) = references.problems(own, [3])
    assert "the reference gets fail at one/1-follows-after" in problem.text
    (doubt,) = references.doubts(own)
    assert doubt.text.startswith("case all together: one/1-follows-after says “fail”")


def test_a_check_that_breaks_is_not_taken_for_one_that_passes(tmp_path: Path) -> None:
    own = exercise(
        tmp_path,
        """\
functions: [f]
inputs:
  k: {index: 3}
cases: {public: [{inputs: {k: {value: 0}}}], hidden: 1}
checks:
  - {property: f, holds: holds, points: 1}
""",
        "def f(k):\n    return float(k)\n",
        "SEEN = []\n\ndef holds(case, answers):\n    SEEN.append(case)\n"
        "    if len(SEEN) > 20:\n        raise OSError('no')\n",
    )
    with pytest.raises(OSError, match="no"):
        references.problems(own, range(1, 30))


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_seeds_whose_cases_are_live_pass_in_full(name: str, load: Load) -> None:
    """What is concluded from each case alone holds when every check is put to all cases as in grading."""
    short = 0
    for own in load(name).exercises:
        assert references.doubts(own) == []
        for seed in (3, 4):
            drawn, live = redraw(own, seed)
            short += live
            for check_id, check in drawn.checks:
                found = rehearse(check, drawn.subject)
                assert found.verdict in (Verdict.PASS, Verdict.TO_MARK), (check_id, seed)
    assert short > len(load(name).exercises)


def test_cases_without_chance_are_looked_at_once(load: Load) -> None:
    exercise = load("lecture07").exercise("activations")
    fixed: Fixed = {}
    for seed in (1, 2, 3):
        alone, live = redraw(exercise, seed)
        drawn, live_too = redraw(exercise, seed, fixed)
        assert drawn.attempts == alone.attempts
        assert live_too == live
        assert [repr(case) for case in drawn.subject.cases] == [
            repr(case) for case in alone.subject.cases
        ]
        assert set(drawn.subject.facts) >= set(alone.subject.facts)
    assert [case_id for case_id, one in fixed.items() if one] == [
        "p1",
        "p3",
        "h4",
        "h5",
        "h6",
        "h7",
    ]


def test_a_seed_draws_one_case_of_each_group(load: Load) -> None:
    own = load("lecture07").exercise("layer_gradients")
    whole, _ = redraw(own, 3)
    once, live = redraw(own, 3, once=True)
    drawn = {case.id: case for case in whole.subject.cases}
    ids = [case.id for case in once.subject.cases]
    assert live
    assert len(ids) < len(drawn)
    # As many as there are groups, each under the name that it has among all.
    hidden = own.spec.cases.hidden
    assert isinstance(hidden, list)
    assert len(ids) == len(own.spec.cases.public) + len(hidden)
    assert set(ids) < set(drawn)
    for case in once.subject.cases:
        assert case.sizes == drawn[case.id].sizes
