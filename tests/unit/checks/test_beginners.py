"""Each exception that beginners meet has its own sentence."""

from __future__ import annotations

import math

import numpy as np
import pytest

from grader.checks.beginners import READ_IT, cure
from grader.model import Raised

A, B = np.ones((3, 1)), np.ones((4, 3))


def raised(code: str) -> Raised:
    """What running this code raises, as a worker tells it."""
    try:
        exec(code, {"np": np, "math": math, "A": A, "B": B, "nothing": lambda: None})  # noqa: S102
    except BaseException as error:
        return Raised(kind=type(error).__name__, message=str(error))
    raise AssertionError(f"{code} raises nothing")


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("def f():\n    return f()\nf()", "calls itself"),
        ("raise EOFError", "`input()`"),
        ("exit()", "use `return`"),
        ("quit(3)", "use `return`"),
        ("raise KeyboardInterrupt", "interrupted"),
        ("import scipy_or_so", "no other modules"),
        ("open('/nowhere/data.npy')", "no other files"),
        ("def f():\n    print(x)\n    x = 1\nf()", "is local"),
        ("y = undefined", "defined above"),
        ("1 / 0", "divide by"),
        ("assert 1 == 2", "`assert`"),
        ("[1, 2][2]", "count from 0"),
        ("A[5, 0]", "count from 0"),
        ("A[0, 0, 0]", "fewer dimensions"),
        ("A[1.0]", "must be an int"),
        ("k = [1, 2]\nk[1 / 1]", "must be an int"),
        ("if A > 0: pass", "`np.where("),
        ("A @ B", "inner sizes"),
        ("np.dot(A, B)", "inner sizes"),
        ("A + np.ones((2, 1))", "(n,) and (n, 1)"),
        ("np.array([[1, 2], [3]])", "different lengths"),
        ("float(B)", "one number"),
        ("math.exp(B)", "one number"),
        ("nothing() + 1", "without `return`"),
        ("A(B)", "Round brackets"),
        ("k = 3\nk[0]", "Square brackets"),
        ("nothing()[0]", "without `return`"),
        ("math.exp()", READ_IT),
        ("(lambda x: x)()", "too few or too many"),
        ("x, y = 3", "a single one"),
        ("x, y = 1, 2, 3", "on the right"),
        ("'a' + 1", "string"),
        ("[1].T", "`np.array(...)`"),
        ("nothing().T", "without `return`"),
        ("np.foo", "no function of that name"),
        ("raise ValueError('mine')", READ_IT),
    ],
)
def test_the_sentence(code: str, says: str) -> None:
    assert says in cure(raised(code))
