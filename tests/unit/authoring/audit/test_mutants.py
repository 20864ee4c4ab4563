"""Mutants: each operator does what its name says, one change at a time, and only in what runs."""

from __future__ import annotations

import ast

import pytest

from grader.authoring.audit.mutants import argument_kinds, mutants, of_exercise
from grader.authoring.audit.operators import EXPRESSIONS, STATEMENTS
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


def test_every_operator_is_tested() -> None:
    tested = {
        mark.args[1][k][0] for mark in test_operator.pytestmark for k in range(len(mark.args[1]))
    }
    names = {operator.__name__ for operator in (*EXPRESSIONS, *STATEMENTS)}
    assert names - tested == {"called_twice", "in_place"}


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
    assert (kinds["x"], kinds["Ws"], kinds["fs"], kinds["dfs"]) == (
        "array",
        "arrays",
        "",
        "counted",
    )


def test_lecture_has_more_than_a_thousand_mutants(load: Load) -> None:
    assert sum(len(of_exercise(e)) for e in load("lecture07").exercises) >= 1000
