"""Mutants of functions as wholes: what they do with arguments and answers, each run beside the right one."""

from __future__ import annotations

import ast
import types
from typing import Any

import numpy as np

from grader.authoring.audit.mutants import mutants
from grader.authoring.audit.wholes import CACHED, Use, offers
from grader.model import Given, Value

HEAD = "import numpy as np\n"


def changed(source: str, arguments: dict[str, list[Value]], answers: list[Value]) -> dict[str, Any]:
    """The changed functions by "operator: text"."""
    node = ast.parse(source).body[0]
    assert isinstance(node, ast.FunctionDef)
    found: dict[str, Any] = {}
    for operator, text, code in offers(node, Use(node.name, arguments, answers)):
        module = types.ModuleType("mutant")
        exec(HEAD + code, module.__dict__)  # noqa: S102 (made here)
        found[f"{operator}: {text}"] = getattr(module, node.name)
    return found


def test_arguments_are_ignored_cast_cut_and_reversed() -> None:
    source = "def f(W, eta, Ws):\n    '''Doc.'''\n    return W.sum() + eta + len(Ws) * Ws[0]\n"
    found = changed(source, {"W": [np.ones((2, 1))], "eta": [0.5], "Ws": [[1.0, 2.0]]}, [])
    W, Ws = np.array([[20.7], [-3.3]]), [1.0, 2.0]
    got = {name: float(function(W, 0.26, Ws)) for name, function in found.items() if CACHED not in name}  # fmt: skip
    expected = {
        "argument_ignored: W = np.zeros(np.shape(W))": 2.26,
        "argument_cast: W = np.trunc(W)": 19.26,
        "argument_cut: W = np.clip(W, -10, 10)": 8.96,
        "argument_cut: W = np.maximum(W, 0.0)": 22.96,
        "argument_ignored: eta = 1.0": 20.4,
        "argument_cast: eta = float(int(eta))": 19.4,
        "argument_ignored: Ws = [Ws[-1]] * len(Ws)": 21.66,
        "argument_ignored: Ws = Ws[::-1]": 21.66,
    }
    for name, value in expected.items():
        assert np.isclose(got[name], value), name


def test_what_is_the_same_in_all_cases_is_hard_coded() -> None:
    source = "def f(rule, fs, x):\n    return rule\n"
    tanh, relu = Given(name="tanh"), Given(name="relu")
    arguments: dict[str, list[Value]] = {
        "rule": [3, 3],
        "fs": [[tanh, relu], [relu, relu, relu]],
        "x": [1.0, 2.0],
    }
    found = [name for name in changed(source, arguments, []) if name.startswith("hard_coded")]
    assert found == [
        "hard_coded: rule = 3",
        "hard_coded: fs = [*fs[:-1], __import__('given').relu] if fs else fs",
    ]
    # One case alone says nothing about what is the same in all.
    assert not [n for n in changed(source, {"rule": [3]}, []) if n.startswith("hard_coded")]


def test_each_part_item_and_entry_of_an_answer_is_spoilt() -> None:
    source = "def f(x):\n    return x + 0.0, [x + 1, x + 2, x + 3]\n"
    answers: list[Value] = [(np.zeros((2, 2)), [np.ones((2, 2))] * 3)]
    found = changed(source, {"x": [np.zeros((2, 2))]}, answers)
    x = np.zeros((2, 2))
    right, items = x, [x + 1, x + 2, x + 3]
    spoilt: dict[str, tuple[bool, list[bool]]] = {}
    for name, function in found.items():
        if name.startswith("answer"):
            one, others = function(x)
            same = [np.array_equal(a, b) for a, b in zip(others, items, strict=False)]
            spoilt[name] = (np.array_equal(one, right), same)
    firsts = [same for name, (same, _) in spoilt.items() if "(_a[0]" in name and "entry" in name]
    assert firsts == [False, False]
    lists = sorted(tuple(same) for one, same in spoilt.values() if one)
    for places in ((False, True, True), (True, False, True), (True, True, False), (True, True)):
        assert places in lists
    assert any(name.startswith("answer_nearly") and "-1e-09" in name for name in found)


def test_the_kind_of_an_answer() -> None:
    source = "def f(x):\n    return x\n"

    def kinds(answer: Value) -> list[str]:
        found = changed(source, {"x": [1.0]}, [answer])
        return [name for name in found if name.startswith("answer_kind")]

    assert kinds((2, 1)) == ["answer_kind: list(_a)"]
    assert kinds([1, 2]) == ["answer_kind: tuple(_a)"]
    assert kinds(True) == ["answer_kind: int(_a)", "answer_kind: str(_a)"]
    assert len(kinds("sigmoid")) == 2
    # Of several results it does not matter what holds them.
    assert kinds((np.ones(1), 2.0)) == []


def test_an_answer_kept_by_sizes() -> None:
    source = "def f(x, Ws):\n    x = 2 * x\n    return x\n"
    found = changed(source, {"x": [np.ones((2, 1))], "Ws": [[np.ones((2, 1))]]}, [])
    cached = next(function for name, function in found.items() if name.startswith(CACHED))
    one, other = np.ones((2, 1)), 3 * np.ones((2, 1))
    first = cached(one, [one])
    first += 1.0
    assert cached(other, [one]).tolist() == [[2.0], [2.0]]
    assert cached(other, [one, one]).tolist() == [[6.0], [6.0]]
    assert cached(np.ones((3, 1)), [one]).shape == (3, 1)


def test_they_are_mutants_of_the_functions_that_are_asked_for_alone() -> None:
    source = HEAD + "def f(x):\n    return _g(x)\n\ndef _g(x):\n    return 2.0 * x\n"
    use = Use("f", {"x": [np.ones((2, 1)), np.zeros((3, 1))]}, [np.ones((2, 1))])
    found = [m for m in mutants(source, {}, [use]) if m.before == "def f"]
    assert {m.function for m in found} == {"f"}
    assert len({m.name for m in found}) == len(found) > 10
    assert all("def _g(x):" in m.source for m in found)
