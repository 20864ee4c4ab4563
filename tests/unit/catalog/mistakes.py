"""A hundred and more ways to get an assignment wrong: (file, what stands there, what a mistake makes of it).

Files are those of a small sound assignment; ``old`` "" means that ``new`` is the whole file. What each must
say, ``test_mistakes.py`` keeps word for word.
"""

from __future__ import annotations

ASSIGNMENT = """\
title: Small
points: 3
seed: 1
exercises: [one]
"""
EXERCISE = """\
title: One
points: 3
functions: [double]
sizes: {n: 2..4}
inputs:
  x: {normal: [n, 1]}
cases:
  public: [{n: 3}]
  hidden: 2
checks:
  - {shape: double, is: [n, 1], points: 1}
  - {value: double, points: 2}
"""
REFERENCE = '''\
def double(x):
    """Twice x."""
    return 2 * x
'''
KNOWN_WRONG = '''\
def double__square(x):
    """That is the square."""
    return x * x
'''
FILES = {
    "assignment.yaml": "assignments/small/assignment.yaml",
    "exercise.yaml": "assignments/small/one/exercise.yaml",
    "prompt.md": "assignments/small/one/prompt.md",
    "given.py": "assignments/small/given.py",
    "reference.py": "solutions/small/one/reference.py",
    "known_wrong.py": "solutions/small/one/known_wrong.py",
    "checks.py": "solutions/small/one/checks.py",
}
CONTENT = {
    "assignment.yaml": ASSIGNMENT,
    "exercise.yaml": EXERCISE,
    "prompt.md": "Write `double(x)`.\n",
    "reference.py": REFERENCE,
    "known_wrong.py": KNOWN_WRONG,
}

A, E = "assignment.yaml", "exercise.yaml"
DRAW, SHAPE, VALUE = (
    "{normal: [n, 1]}",
    "{shape: double, is: [n, 1], points: 1}",
    "{value: double, points: 2}",
)
PUBLIC = "[{n: 3}]"

STRUCTURE: list[tuple[str, str, str]] = [
    # What a schema sees, too: keys, kinds and types.
    (A, "points: 3", "points: many"),
    (A, "points: 3\n", ""),
    (A, "title: Small", "titel: Small"),
    (A, "title: Small", "title: [Small]"),
    (A, "title: Small", "title: 7"),
    (A, "title: Small\n", ""),
    (A, "seed: 1", "seed: one"),
    (A, "seed: 1", "seed: 1.5"),
    (A, "seed: 1", "seed:"),
    (A, "seed: 1", "submission: 7"),
    (A, "seed: 1", "description: [a, b]"),
    (A, "exercises: [one]", "exercises: one"),
    (A, "exercises: [one]", "exercises: {one: two}"),
    (A, "exercises: [one]", "exercises: [1]"),
    (A, "exercises: [one]", "exercises:\n  - [one]"),
    (A, "exercises: [one]\n", ""),
    (A, "seed: 1", "late: 10%"),
    (A, "seed: 1", "late: {per_day: 10}"),
    (A, "seed: 1", "late: {per_week: 10%}"),
    (A, "seed: 1", "limits: {speed: 3}"),
    (A, "seed: 1", "limits: {call_seconds: long}"),
    (A, "seed: 1", "limits: [2]"),
    (A, "", "- title: Small\n"),
    (A, "", "just a sentence\n"),
    (E, "title: One\n", ""),
    (E, "title: One", "title: {a: b}"),
    (E, "points: 3\n", ""),
    (E, "points: 3", "points: '3'"),
    (E, "functions: [double]", "functions: double"),
    (E, "functions: [double]", "functions: [[double]]"),
    (E, "functions: [double]", "function: [double]"),
    (E, "functions: [double]", "functions: [double]\nvariables: WHY"),
    (E, "sizes: {n: 2..4}", "sizes: [n]"),
    (E, "  x: {normal: [n, 1]}", "  x: normal"),
    (E, "  x: {normal: [n, 1]}", "  - x"),
    (E, DRAW, "{gauss: [n, 1]}"),
    (E, DRAW, "{normal: [n, 1], sd: 2}"),
    (E, DRAW, "{normal: [n, 1], uniform: [n, 1]}"),
    (E, DRAW, "{}"),
    (E, DRAW, "{list: 3}"),
    (E, DRAW, "{normal: n}"),
    (E, DRAW, "{choose: 3}"),
    (E, DRAW, "{items: 3}"),
    (E, PUBLIC, "[{count: -1}]"),
    (E, PUBLIC, "[{count: many}]"),
    (E, PUBLIC, "[{scale: big}]"),
    (E, PUBLIC, "[{for: double}]"),
    (E, PUBLIC, "[{group: 3}]"),
    (E, PUBLIC, "[{inputs: [x]}]"),
    (E, PUBLIC, "{n: 3}"),
    (E, PUBLIC, "[3]"),
    (E, "hidden: 2", "hidden: two"),
    (E, "hidden: 2", "secret: 2"),
    (E, SHAPE, "{shap: double, points: 1}"),
    (E, SHAPE, "{points: 1}"),
    (E, SHAPE, "shape"),
    (E, VALUE, "{value: double, pints: 2}"),
    (E, VALUE, "{value: double, points: two}"),
    (E, VALUE, "{value: 3, points: 2}"),
    (E, VALUE, "{value: double, exact: 1, points: 2}"),
    (E, VALUE, "{value: double, cases: 3, points: 2}"),
    (E, VALUE, "{value: double, part: first, points: 2}"),
    (E, VALUE, "{gradient: double, wrt: x, points: 2}"),
    (E, VALUE, "{gradient: double, of: double, points: 2}"),
    (E, VALUE, "{gradient: double, of: double, wrt: x, layout: rows, points: 2}"),
    (E, VALUE, "{choice: double, points: 2}"),
    (E, VALUE, "{property: double, points: 2}"),
    (E, VALUE, "{cost: double, exactly: 1, points: 2}"),
    (E, VALUE, "{cost: double, calls: x, exactly: once, points: 2}"),
    (E, VALUE, "{follows: double, points: 2}"),
    (E, VALUE, "{written: WHY, rubric: [Says why], points: 2}"),
    (E, VALUE, "{written: WHY, rubric: [{item: Says why}], points: 2}"),
    (E, EXERCISE[EXERCISE.index("checks:") :], ""),
    (E, EXERCISE[EXERCISE.index("checks:") :], "checks: []\n"),
    (E, EXERCISE[EXERCISE.index("checks:") :], "checks: {value: double}\n"),
]
YAML: list[tuple[str, str, str]] = [
    # What is not YAML, or not the part of it that is read.
    (A, "seed: 1", "seed: 1\nseed: 2"),
    (A, "seed: 1", "seed: ["),
    (A, "seed: 1", "\tseed: 1"),
    (A, "seed: 1", "seed: 1: 2"),
    (A, "seed: 1", "seed: 'one"),
    (A, "seed: 1", "? [a, b]\n: 1"),
    (A, "seed: 1", "seed: !!python/object:os.system x"),
    (A, "seed: 1", "seed: 2024-13-45"),
    (A, "seed: 1", "description: &all [*all]"),
    (A, "", ""),
    (A, "", "# nothing yet\n"),
    (E, "  public: [{n: 3}]", " public: [{n: 3}]"),
    (E, SHAPE, "{shape: double, is: [n, 1], points: 1"),
    (E, SHAPE, "{shape: double, is: [n, 1], points: 1, points: 2}"),
    (E, "title: One", "title: \x07"),
]
MEANING: list[tuple[str, str, str]] = [
    # What only loading finds: how the parts fit together.
    (E, VALUE, "{value: double, cases: some, points: 2}"),
    (E, PUBLIC, "[{n: 3, group: all}]"),
    (E, PUBLIC, "[{n: 3}, {n: 2, group: large}]"),
    (A, "points: 3", "points: 4"),
    (A, "exercises: [one]", "exercises: []"),
    (A, "exercises: [one]", "exercises: [two]"),
    (A, "exercises: [one]", "exercises: [one, one]"),
    (A, "seed: 1", "late: {per_day: ten}"),
    (A, "seed: 1", "late: {per_day: 200%}"),
    (A, "seed: 1", "late: {grace: soon}"),
    (A, "seed: 1", "limits: {call_seconds: 0}"),
    (E, "points: 3", "points: 5"),
    (E, "[double]", "[triple]"),
    (E, "[double]", "[]"),
    (E, "functions: [double]", "functions: [double]\nvariables: [WHY]"),
    (E, "n: 2..4", "n: 4..2"),
    (E, "n: 2..4", "n: 2..k"),
    (E, "n: 2..4", "n: two"),
    (E, "n: 2..4", "n: 2/4"),
    (E, "n: 2..4", "n: {list: 2}"),
    (E, "x: {normal: [n, 1]}", "y: {normal: [n, 1]}"),
    (E, DRAW, "{normal: [k, 1]}"),
    (E, DRAW, "{normal: [-1, 1]}"),
    (E, DRAW, "{normal: [n, 99999]}"),
    (E, DRAW, "{normal: [n, 1], scale: big}"),
    (E, DRAW, "{uniform: [n, 1], low: low}"),
    (E, DRAW, "{index: 0}"),
    (E, DRAW, "{python: nothing}"),
    (E, DRAW, "{given: tanh}"),
    (E, DRAW, "{derivative_of: f}"),
    (E, DRAW, "{choose: []}"),
    (E, DRAW, "{formula: x +, of: [x]}"),
    (E, DRAW, "{array: [[1], [2, 3]]}"),
    (E, DRAW, "{array: [[one]]}"),
    (E, PUBLIC, "[{k: 3}]"),
    (E, PUBLIC, "[{n: k}]"),
    (E, PUBLIC, "[{for: [triple]}]"),
    (E, PUBLIC, "[{inputs: {z: {value: 1}}}]"),
    (E, PUBLIC, "[{inputs: {x: {value: .inf}}}]"),
    (E, "is: [n, 1]", "is: [1, n]"),
    (E, "is: [n, 1]", "is: [q, 1]"),
    (E, "is: [n, 1], ", ""),
    (E, "is: [n, 1]", "is: [n, 1], like: x"),
    (E, "is: [n, 1]", "like: y"),
    (E, VALUE, "{value: triple, points: 2}"),
    (E, VALUE, "{value: [double], points: 2}"),
    (E, VALUE, "{value: double, points: -2}"),
    (E, VALUE, "{gradient: double, of: triple, wrt: x, points: 2}"),
    (E, VALUE, "{gradient: double, of: double, wrt: y, points: 2}"),
    (E, VALUE, "{gradient: double, of: double, wrt: x +, points: 2}"),
    (E, VALUE, "{raises: double, error: ValueError, points: 2}"),
    (E, VALUE, "{raises: double, error: Oops, points: 2}"),
    (E, VALUE, "{choice: double, among: [1], points: 2}"),
    (E, VALUE, "{choice: double, among: [1, 2], points: 2}"),
    (E, VALUE, "{property: double, holds: it, points: 2}"),
    (E, VALUE, "{cost: double, calls: f, exactly: 1, points: 2}"),
    (E, VALUE, "{cost: double, calls: x, exactly: 1, points: 2}"),
    (E, VALUE, "{cost: double, calls: x, points: 2}"),
    (E, VALUE, "{follows: double, start: double, points: 2}"),
    (E, VALUE, "{follows: double, start: double, by: it, points: 2}"),
    (E, VALUE, "{follows: double, start: double, loss: it, points: 2}"),
    (E, VALUE, "{pure: [double, triple], points: 2}"),
    (E, VALUE, "{written: double, points: 2}"),
    (E, VALUE, "{written: double, rubric: [{item: Says why, points: 1}], points: 2}"),
]
PYTHON: list[tuple[str, str, str]] = [
    ("reference.py", "", "def double(x:\n"),
    ("reference.py", "", "import nothing_of_that_name\n"),
    ("reference.py", "", "x = 1\n1 / 0\n"),
    ("reference.py", "", "double = 3\n"),
    ("reference.py", "", "from math import sqrt as double\n"),
    ("reference.py", "", "def double(x, y):\n    return x\n"),
    ("reference.py", "return 2 * x", "return x / 0"),
    ("reference.py", "return 2 * x", "return float('nan') * x"),
    ("reference.py", "return 2 * x", "return None"),
    ("known_wrong.py", "", "def triple(x):\n    return x\n"),
    ("known_wrong.py", "", "def double(x):\n    '''The name alone.'''\n"),
    ("known_wrong.py", "", "def double__(x):\n    '''No name.'''\n"),
    ("known_wrong.py", "", "def double__half(y):\n    '''Half.'''\n"),
    ("known_wrong.py", "", "def double__half(x):\n    return x\n"),
    ("known_wrong.py", "", "from reference import triple\n"),
    ("known_wrong.py", "", "    def double__half(x):\n"),
    ("checks.py", "", "def f(:\n"),
    ("checks.py", "", "raise SystemError('no')\n"),
    ("given.py", "", "def f(:\n"),
    ("given.py", "", "import reference\n"),
]
NOTHING: list[tuple[str, str, str]] = [
    # What would check nothing, so that whatever is handed in earns its points.
    (E, "  public: [{n: 3}]\n  hidden: 2\n", "  hidden: 0\n"),
    (E, EXERCISE[EXERCISE.index("  hidden: 2") :], f"checks:\n  - {SHAPE}\n  - {{value: double, cases: hidden, points: 2}}\n"),
    ("reference.py", "return 2 * x", "raise NotImplementedError"),
    ("reference.py", "return 2 * x", "return 2 * y"),
    ("reference.py", "", "def double(*, x):\n    return 2 * x\n"),
    ("reference.py", "", "def double(*x):\n    return 2 * x[0]\n"),
    ("known_wrong.py", "", "def double__half(*, x):\n    \'\'\'Half.\'\'\'\n    return x / 2\n"),
    ("known_wrong.py", "", "def double__half(x):\n    \'\'\'Half.\'\'\'\n    return x / two\n"),
    ("known_wrong.py", "", "def double__half(x):\n    \'\'\'Half.\'\'\'\n    y += x\n    return y\n"),
]  # fmt: skip
ALL = [*STRUCTURE, *YAML, *MEANING, *PYTHON, *NOTHING]
