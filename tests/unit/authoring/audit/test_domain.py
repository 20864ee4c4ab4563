"""What no hidden case shows: sizes and discrete inputs in pairs, places in lists in threes, numbers, branches, answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.authoring.audit import domain, random_cases
from grader.catalog import load_assignment
from grader.checks.trusted import Case
from tests.small import made

LAYERS = """\
functions: [f]
sizes: {L: 2..4}
inputs:
  fs: {list: L, of: {given: [tanh, flat]}}
  l: {index: L, from: 1}
cases: {public: [{}], hidden: [HIDDEN]}
checks:
  - {value: f, points: 1}
"""
GIVEN = """\
import numpy as np
def tanh(z): return np.tanh(z)
def dtanh(z): return 1 - np.tanh(z) ** 2
def flat(z): return np.ones(np.shape(z))
def dflat(z): return np.zeros(np.shape(z))
"""
SLOPES = "def f(fs, l):\n    return float(sum(g(0.5) for g in fs[l - 1 :]))\n"


def holes(folder: Path, exercise: str, reference: str, *, given: str = "") -> str:
    """All that is said, on lines."""
    made(folder, exercise, reference)
    if given:
        (folder / "assignments/small/given.py").write_text(given)
    assignment = load_assignment(str(folder / "assignments/small"))
    found = domain.problems(assignment, assignment.exercises[0], 300)
    assert {problem.question for problem in found} <= {"domain"}
    return "\n".join(problem.text for problem in found)


def plain(inputs: str, hidden: str, check: str = "value: f", sizes: str = "{}") -> str:
    return (
        f"functions: [f]\nsizes: {sizes}\ninputs: {inputs}\n"
        f"cases: {{public: [{{}}], hidden: {hidden}}}\nchecks: [{{{check}, points: 1}}]\n"
    )


@pytest.mark.parametrize(
    ("inputs", "hidden", "sizes", "reference", "missing", "shown"),
    [
        # Sizes of 1 and equal ones, in pairs.
        ("{W: {normal: [m, n]}}", "[{m: 2, n: 3}, {m: 3, n: 2}]", "{m: 2..4, n: 2..4}", "return 2.0 * W",
         ["m = n", "m is 1 and n is more", "m is more and n is 1", "m is 1 and n is 1"], ["m < n", "m > n"]),
        ("{W: {normal: [m, n]}}", "[{m: 2, n: 2}, {m: 1, n: 2}]", "{m: 2..4, n: 2..4}", "return 2.0 * W",
         ["m < n", "m > n", "m is more and n is 1"], ["m = n", "m is 1 and n is more"]),
        # Shapes, words and choices in pairs.
        ("{u: {tuple: [a, 1]}, v: {tuple: [b, 1]}}", "[{}, {inputs: {u: {tuple: [1, 1]}}}, {inputs: {v: {tuple: [1, 1]}}}]", "{a: 2..3, b: 2..3}",
         "return float(u[0] + v[0])", ["u is (1, 1) and v is (1, 1)"], ["u is (more, 1) and v is (1, 1)", "v is (more, 1)"]),
        ("{p: {choose: [a, b]}, q: {choose: [c, d]}}", "[{inputs: {p: {value: a}, q: {value: c}}}, {inputs: {p: {value: b}, q: {value: d}}}]", "{}",
         "return p + q", ["p is 'a' and q is 'd'", "p is 'b' and q is 'c'"], ["p is 'a' and q is 'c'"]),
        # An index at both ends and between them; one that has no choice.
        ("{x: {normal: [n, 1]}, j: {index: n}}", "[{n: 3, inputs: {j: {value: 0}}}]", "{n: 3}", "return x[j, 0]",
         ["j is the last", "j is between"], ["j is the first"]),
        # Numbers: both signs, 0 and hardly more, large ones.
        ("{z: {normal: [], scale: 2}}", "[{inputs: {z: {value: 1.5}}}, {inputs: {z: {value: 800.0}}}]", "{}", "return 2.0 * z",
         ["z is negative and above 1", "z is above 10", "z is tiny"], ["z is above 1;", "z is above 100"]),
        ("{g: {uniform: [], low: 0.1, high: 0.9}}", "[{}, {inputs: {g: {value: 1.0}}}, {inputs: {g: {value: 0.0}}}]", "{}", "return 2.0 * g",
         ["g is hardly off 1", "g is hardly off 0"], ["g is below 1;"]),
        # Branches, of the reference and of what it is given.
        ("{x: {normal: [1, 1]}}", "[{inputs: {x: {array: [[2.5]]}}}]", "{}", "return x if x[0, 0] > 2 else -x",
         ["`x[0, 0] > 2` (reference.py, line 3) is false", "`x[0, 0] > 2` (reference.py, line 3) is below"], ["is true", "is above"]),
        ("{x: {normal: [], scale: 3}}", "[{inputs: {x: {value: 2.5}}}]", "{}", "return max(x, 1.0)", ["`max(x, 1.0)` (reference.py, line 3) is below"], ["is above;"]),
        # What is special about the answers: a list that always falls, one of two truth values.
        ("{x: {normal: [], scale: 1}}", "[{inputs: {x: {value: -1.5}}}]", "{}", "return [1.0, 1.0 + x]",
         ["in the answer's list a number is larger than the one before"], ["is smaller than the one before"]),
        ("{x: {normal: []}}", "[{inputs: {x: {value: -1.5}}}]", "{}", "return x > 0", ["the answer is True"], ["the answer is False"]),
    ],
)  # fmt: skip
def test_what_is_missing_is_told(
    inputs: str,
    hidden: str,
    sizes: str,
    reference: str,
    missing: list[str],
    shown: list[str],
    tmp_path: Path,
) -> None:
    names = [part.split(":")[0].strip(" {") for part in inputs.split("}, ")]
    code = f"def f({', '.join(names)}):\n    {reference}\n"
    said = holes(tmp_path, plain(inputs, hidden, sizes=sizes), code)
    for text in missing:
        assert text in said
    for text in shown:
        assert text not in said


def test_a_function_without_a_slope_in_every_place(tmp_path: Path) -> None:
    one = "{L: 3, inputs: {l: {value: 2}, fs: {items: [{given: tanh}, {given: flat}, {given: tanh}]}}}"
    said = holes(tmp_path, LAYERS.replace("HIDDEN", one), SLOPES, given=GIVEN)
    for text in ("above l", "below l", "below l and above l", "below l and at l and above l"):
        assert f"fs has flat {text}" in said
    assert "fs has flat at l;" not in said
    assert "fs has tanh at l and not above l" in said
    assert "L is 5 or more" in said
    assert "L is 1" in said


def test_words_that_hold_an_accepted_one(tmp_path: Path) -> None:
    reference = "def f(task):\n    if task == 'nll':\n        return 'a'\n    raise ValueError\n"
    hidden = "[{inputs: {task: {value: x}}}]"
    asked = plain("{task: {choose: [nll]}}", hidden, "raises: f")
    said = holes(tmp_path / "1", asked, reference)
    for text in ("that holds", "with blanks around it", "in other letters", "the beginning of"):
        assert text in said
    # Where nothing says that others are to be refused, nobody need show that.
    said = holes(tmp_path / "2", plain("{task: {choose: [nll]}}", "1"), reference)
    assert "accepted word" not in said


def test_an_exercise_that_shows_all_is_told_nothing(tmp_path: Path) -> None:
    hidden = "[{m: 2, n: 3}, {m: 3, n: 2}, {m: 3, n: 3}, {m: 1, n: 3}, {m: 3, n: 1}, {m: 1, n: 1}]"
    asked = plain("{W: {normal: [m, n]}}", hidden, sizes="{m: 2..4, n: 2..4}")
    assert holes(tmp_path, asked, "def f(W):\n    return 2.0 * W\n") == ""


def test_only_hidden_cases_count_and_live_ones_are_asked_for(tmp_path: Path) -> None:
    asked = plain("{x: {normal: [n, 1]}}", "[{n: 2}]", sizes="{n: 2..3}")
    said = holes(tmp_path / "1", asked.replace("[{}]", "[{n: 1}]"), "def f(x):\n    return x\n")
    assert "f: n is 1; " in said
    assert "Such as {n: 1} would" in said
    # With n = 1 nothing finite comes out, so that no case can be asked for.
    reference = "def f(x):\n    with np.errstate(all='ignore'):\n        return x / (len(x) - 1)\n"
    assert "n is 1" not in holes(tmp_path / "2", asked, reference)


def test_inputs_that_belong_together_stay_together(tmp_path: Path) -> None:
    exercise = """\
functions: [f]
sizes: {b: 2..3}
inputs:
  u: {normal: [b, 1]}
  rule: {value: 1}
  v: {formula: "u.T @ u", of: [u]}
cases:
  public: [{}]
  hidden: [{}, {inputs: {rule: {value: 2}, v: {formula: "u + 1", of: [u]}}}]
checks:
  - {value: f, points: 1}
"""
    made(tmp_path, exercise, "def f(v, u, rule):\n    return v(u)\n")
    own = load_assignment(str(tmp_path / "assignments/small")).exercises[0]
    drawn = [case for case, _ in random_cases.random_cases(own, frozenset(["f"]), 1, 200)]
    pairs = {(case.inputs["rule"], _source(case)) for case in drawn}
    assert pairs == {(1, "u.T @ u"), (2, "u + 1")}
    assert {case.sizes["b"] for case in drawn} == {1, 2, 3}


def _source(case: Case) -> str:
    return str(getattr(case.inputs["v"], "source", ""))
