"""What did not run is traced to the one statement that began it."""

from __future__ import annotations

import pytest

from grader.diagnosis.stopped import binds, traced
from grader.intake.cells import split_script
from grader.model import (
    Answer,
    Call,
    CellOutcome,
    Job,
    Missing,
    Raised,
    Returned,
    TimedOut,
    Transcript,
)


def lacking(name: str, line: int | None = None) -> Raised:
    return Raised(
        kind="NameError", message=f"name '{name}' is not defined", place="a.py", line=line
    )


def trace(
    text: str, errors: dict[int, Raised | TimedOut], answers: dict[str, Answer], hidden: str = ""
) -> Transcript:
    """The trace of a script; ``errors`` by the first line of the statement, ``answers`` by function."""
    cells, _ = split_script(text, "a.py")
    outcomes = tuple(CellOutcome(name=c.name, error=errors.get(c.first_line)) for c in cells)
    calls = tuple(
        Call(key=f"{name}/0", function=name, args=(), public=name != hidden) for name in answers
    )
    found = {f"{name}/0": answer for name, answer in answers.items()}
    return traced(Job(cells=cells, calls=calls), Transcript(cells=outcomes, answers=found))


def test_one_cause_of_many_failures() -> None:
    text = "import plt\nfig = plt.figure()\nax = fig.axes\nax.plot()\nx = 1 / 0\n"
    none = Raised(kind="ModuleNotFoundError", message="No module named 'plt'", line=1)
    errors = {1: none, 2: lacking("plt", 2), 3: lacking("fig", 3), 4: lacking("ax", 4)}
    errors[5] = Raised(kind="ZeroDivisionError", line=5)
    found = trace(text, errors, {"f": lacking("ax"), "g": Returned(value=1), "h": lacking("x")})
    assert [(one.follows, one.also, one.costs) for one in found.cells] == [
        (False, ("line 2", "line 3", "line 4"), ("f",)),
        (True, (), ()),
        (True, (), ()),
        (True, (), ()),
        (False, (), ("h",)),
    ]
    assert found.answers["f/0"].why == "`ax` was to be defined in line 1, which did not run."
    assert found.answers["g/0"] == Returned(value=1)


def test_a_definition_that_did_not_run() -> None:
    text = "def f(x, y=z):\n    return x\n\n\nwhile True:\n    g = 1\n"
    errors = {1: lacking("z", 1), 5: TimedOut(seconds=10)}
    found = trace(text, errors, {"f": Missing(), "g": Missing(), "h": Missing()})
    assert [one.costs for one in found.cells] == [("f",), ("g",)]
    assert "line 5" in found.answers["g/0"].why
    assert found.answers["h/0"] == Missing()


def test_what_is_defined_elsewhere_too_is_not_missed() -> None:
    text = "import plt\nplt = None\ndef f():\n    return plt\n"
    found = trace(text, {1: Raised(kind="ModuleNotFoundError", line=1)}, {"f": lacking("plt")})
    assert found.cells[0].costs == ()
    assert found.answers["f/0"].why == ""


def test_a_star_may_have_brought_any_name() -> None:
    found = trace(
        "from scipy import *\nown = 1\n",
        {1: Raised(kind="ModuleNotFoundError", line=1)},
        {"f": lacking("expit"), "g": lacking("own")},
    )
    assert found.cells[0].costs == ("f",)


def test_a_name_that_is_nowhere_is_told_once() -> None:
    answers: dict[str, Answer] = {"f": lacking("np"), "g": lacking("np"), "h": lacking("oops")}
    found = trace("def f():\n    return np.e\n", {}, answers)
    [first, np] = found.cells
    assert first.error is None
    assert (np.name, np.costs) == ("", ("f", "g"))
    assert found.answers["h/0"].why == "`oops` is not defined anywhere in your file."


def test_neighbours_that_are_no_python_are_one_mistake() -> None:
    broken = Raised(kind="SyntaxError", message="invalid syntax")
    text = "<<<<<<< HEAD\nx = 1\n=======\n>>>>>>> b\ny ==\n"
    cells, _ = split_script(text, "a.py")
    lines = [cell.first_line for cell in cells]
    errors = {line: broken for line in lines if line != 2}
    found = trace(text, errors, {})
    assert [one.follows for one in found.cells if one.error] == [False, False, True, True]


def test_an_indented_definition() -> None:
    found = trace("if True:\n\n    def f(x):\n        return x\n", {}, {"f": Missing()})
    assert "`def` in line 3 is indented" in found.answers["f/0"].why


def test_hidden_calls_say_nothing() -> None:
    errors = {1: Raised(kind="ModuleNotFoundError", line=1)}
    found = trace("import plt\n", errors, {"f": lacking("plt")}, hidden="f")
    assert found.cells[0].costs == ()
    assert found.answers["f/0"] == lacking("plt")


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("import a.b, c as d", {"a", "d"}),
        ("from a import b as c, d", {"c", "d"}),
        ("from a import *", {"*"}),
        ("def f(x):\n    y = 1", {"f"}),
        ("async def f(): pass", {"f"}),
        ("class A:\n    x = 1", {"A"}),
        ("(a, b), *c = d", {"a", "b", "c"}),
        ("for k in [j for j in x]:\n    m = 1", {"k", "m"}),
        ("with a as b, c as (d, e): f = 1", {"b", "d", "e", "f"}),
        ("try:\n    import a\nexcept E as e:\n    b = lambda c: (d := 1)", {"a", "b"}),
        ("if (n := 3): x: int = 1\nelse: y += 1", {"n", "x", "y"}),
        ("def f(x:\n  pass", {"f"}),
        ("class A\n  b = 1", {"A"}),
        ("a = (1", {"a"}),
        ("a == (1", set()),
        ("x" + ".a" * 30_000, set()),
        ("((((" * 30_000, set()),
    ],
)
def test_names_that_a_statement_defines(source: str, names: set[str]) -> None:
    assert binds(source) == names
