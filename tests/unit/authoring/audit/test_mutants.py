"""Mutants: each operator does what its name says, one change at a time, and only in what runs."""

from __future__ import annotations

import ast

import pytest

from grader.authoring.audit.mutants import (
    EXPRESSIONS,
    STATEMENTS,
    argument_kinds,
    mutants,
    of_exercise,
)
from tests.conftest import Load

HEAD = "import numpy as np\n"


def after(body: str, operator: str, kinds: dict[str, str] | None = None) -> set[str]:
    """What the operator makes of the function ``body``: its last statements."""
    found = mutants(HEAD + body, kinds or {})
    return {mutant.after for mutant in found if mutant.operator == operator}


@pytest.mark.parametrize(
    ("operator", "body", "expected"),
    [
        ("transpose_dropped", "def f(W, x):\n    return W.T @ x", "return W @ x"),
        ("transpose_added", "def f(W, x):\n    return W @ x", "return W @ x.T"),
        ("product_kind", "def f(a, b):\n    return a @ b", "return a * b"),
        ("product_kind", "def f(a, b):\n    return a * b", "return a @ b"),
        ("product_order", "def f(a, b):\n    return a @ b", "return b @ a"),
        ("sign", "def f(a, b):\n    return a + b", "return a - b"),
        ("sign", "def f(a):\n    return -a", "return a"),
        ("difference_order", "def f(A, y):\n    return A - y", "return y - A"),
        ("term_dropped", "def f(a, b):\n    return a + b", "return a"),
        ("constant", "def f(a):\n    return 2 * a", "return 1 * a"),
        ("constant", "def f(a):\n    return 2.0 * a", "return -2.0 * a"),
        ("constant", "def f(a):\n    return True", "return False"),
        ("constant", "def f(a):\n    b = 'x'\n    return 'y'", "return 'x'"),
        ("index", "def f(W, l):\n    return W[l]", "return W[l - 1]"),
        ("index", "def f(W):\n    return W[::-1]", "return W"),
        ("index", "def f(W, j, k):\n    return W[j, k]", "return W[k, j]"),
        ("name", "def f(A, Z):\n    return 2 * A", "return 2 * Z"),
        ("function_dropped", "def f(g, z):\n    return g(z)", "return z"),
        ("other_function", "def f(a):\n    return np.sum(a)", "return np.mean(a)"),
        ("argument", "def f(a):\n    return np.sum(a, axis=0, keepdims=True)", "return np.sum(a, axis=0)"),
        ("argument", "def f(a):\n    return np.sum(a, axis=0)", "return np.sum(a, axis=1)"),
        ("copy_dropped", "def f(a):\n    b = a.copy()\n    return b", "b = a"),
        ("method_of_list", "def f(a, b):\n    a.insert(0, b)\n    return a", "a.append(b)"),
        ("comparison", "def f(z):\n    return z >= 0", "return z > 0"),
        ("condition", "def f(z):\n    return 1 if z else 0", "return 0"),
        ("reversed_order", "def f(n):\n    return list(range(n))", "return list(list(range(n))[::-1])"),
        ("reversed_order", "def f(a, b):\n    return a, b", "return (b, a)"),
        ("deleted", "def f(a):\n    a += 1\n    return a", "pass"),
        ("branch", "def f(a):\n    raise ValueError", "return None"),
        ("update", "def f(W, d):\n    W = W - d\n    return W", "W -= d"),
        ("result", "def f(a):\n    return a", "return np.transpose(a)"),
        ("result", "def f(a):\n    return a", "return np.asarray(a) * (1 + 1e-08)"),
        ("loosened", "def f(t):\n    return t == 'nll'", "return 'nll' in t"),
        ("loosened", "def f(t):\n    return t == 'nll'", "return t.strip() == 'nll'"),
        ("loosened", "def f(v):\n    return v[1] == 1", "return 1 in v"),
        ("loosened", "def f(v):\n    return v == (1, 1)", "return 1 in v"),
        ("threshold", "def f(z):\n    return z >= 0", "return z >= 0 - 1e-09"),
        ("special_cased", "def f(g):\n    return max(g, 1e-9)", "return np.where(g == 0, 1e-09, g)"),
        ("special_cased", "def f(g):\n    return min(1 - 1e-9, g)", "return np.where(g == 1, 1 - 1e-09, g)"),
        ("guarded", "def f(a, b):\n    return a / b", "return a / (b + 1e-09)"),
        ("guarded", "def f(g):\n    return np.log(g)", "return np.log(g + 1e-09)"),
        ("small_dropped", "def f(s):\n    return s + np.exp(-s)", "return s + np.where(np.abs(np.exp(-s)) < 0.001 * np.abs(s), 0.0, np.exp(-s))"),
        ("shortened", "def f(a):\n    for x in a:\n        b = x\n    return b", "for x in list(a)[:4]:"),
    ],
)  # fmt: skip
def test_operator(operator: str, body: str, expected: str) -> None:
    assert expected in after(body, operator)


def test_operators_that_need_to_know_the_arguments() -> None:
    body = "def f(f, W, Ws, names):\n    return f(W)"
    kinds = {"f": "counted", "W": "array", "Ws": "arrays", "names": "list"}
    assert after(body, "called_twice", kinds) == {"return (f(W), f(W))[0]"}
    assert {text.split("; ")[2] for text in after(body, "in_place", kinds)} == {
        "W += 1.0",
        "Ws[0] += 1.0",
        "names.reverse()",
    }
    assert after(body, "in_place") == after(body, "called_twice") == set()
    slopes = after("def f(dfs, Z):\n    return dfs[0](Z)", "zero_slope", {"dfs": "slopes"})
    assert "return (lambda s: np.where(s == 0, 1.0, s))(dfs[0](Z))" in slopes
    # Among the entries of arrays a small term may hide for good.
    assert not after("def f(s):\n    return s + np.exp(-s)", "small_dropped", {"s": "array"})


def test_a_loop_that_collects_may_stop_where_its_numbers_grow_or_fall() -> None:
    body = "def f(a):\n    b = []\n    for x in a:\n        b.append(x)\n    return b"
    stops = {text for text in after(body, "shortened") if "break" in text}
    assert [sum(sign in text for text in stops) for sign in (" > b[-2]", " < b[-2]", "allclose")] == [1, 1, 1]  # fmt: skip


def test_classes_methods_helpers_and_what_stands_inside_are_changed() -> None:
    source = HEAD + (
        "class Linear:\n    def __init__(self, n):\n        self.n = n + 1\n"
        "    def forward(self, x):\n        return 2 * x\n\n"
        "def _helper(x):\n    return x - 1\n\n"
        "def f(x):\n    def inner(y):\n        return y + 3\n"
        "    try:\n        z = inner(x) * 5\n    except ValueError:\n        z = x - 7\n    finally:\n        x = x + 9\n"
        "    with np.errstate():\n        z = z + 11\n"
        "    match x:\n        case 1:\n            z = z - 13\n    return z\n"
    )
    found = mutants(source, {})
    assert {m.function for m in found} == {"Linear.__init__", "Linear.forward", "_helper", "f"}
    signs = {m.before for m in found if m.operator == "sign"}
    for text in ("self.n = n + 1", "return 2 * x", "return x - 1", "return y + 3", "z = inner(x) * 5"):  # fmt: skip
        assert text in signs
    for text in ("z = x - 7", "x = x + 9", "z = z + 11", "z = z - 13"):
        assert text in signs
    for mutant in found:
        compile(mutant.source, "mutant", "exec")


def test_every_operator_is_tested() -> None:
    tested = {
        mark.args[1][k][0] for mark in test_operator.pytestmark for k in range(len(mark.args[1]))
    }
    names = {operator.__name__ for operator in (*EXPRESSIONS, *STATEMENTS)}
    assert names - tested == {"called_twice", "in_place", "zero_slope"}


def test_one_change_each_and_none_in_what_does_not_run() -> None:
    source = (
        'import numpy as np\n\n\ndef f(x: "np.ndarray | int") -> np.ndarray:\n'
        '    """The sum, 1 + 1."""\n    if x is None:\n        raise ValueError("no 1")\n    return x + 1\n'
    )
    found = mutants(source, {})
    tree = ast.dump(ast.parse(source))
    sources = [mutant.source for mutant in found]
    assert len(set(sources)) == len(sources) > 20
    for mutant in found:
        changed = ast.parse(mutant.source)
        assert ast.dump(changed) != tree
        function = changed.body[1]
        assert isinstance(function, ast.FunctionDef)
        assert ast.get_docstring(function) == "The sum, 1 + 1."
        assert ast.unparse(function.args) == "x: 'np.ndarray | int'"
        assert "no 1" in mutant.source or mutant.operator in ("branch", "deleted")
        assert mutant.line in (6, 7, 8)


def test_names_are_stable_and_unique(load: Load) -> None:
    for exercise in load("lecture07").exercises:
        first, second = of_exercise(exercise), of_exercise(exercise)
        assert [m.name for m in first] == [m.name for m in second]
        assert len({m.name for m in first}) == len(first)


def test_kinds_of_arguments(load: Load) -> None:
    kinds = argument_kinds(load("lecture07").exercise("backward"))
    assert (kinds["x"], kinds["Ws"], kinds["fs"]) == ("array", "arrays", "")
    assert kinds["dfs"] in ("slopes", "counted")
    assert argument_kinds(load("lecture07").exercise("layer_jacobians"))["df"] == "slope"


def test_lecture_has_more_than_a_thousand_mutants(load: Load) -> None:
    assert sum(len(of_exercise(e)) for e in load("lecture07").exercises) >= 1000
