"""Mistakes in an assignment's files: each one line with file, line, what is wrong and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.catalog import CatalogError, load_assignment

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


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "assignments" / "small" / "one").mkdir(parents=True)
    (tmp_path / "solutions" / "small" / "one").mkdir(parents=True)
    for path, text in {
        "assignments/small/assignment.yaml": ASSIGNMENT,
        "assignments/small/one/exercise.yaml": EXERCISE,
        "assignments/small/one/prompt.md": "Write `double(x)`.\n",
        "solutions/small/one/reference.py": REFERENCE,
        "solutions/small/one/known_wrong.py": KNOWN_WRONG,
    }.items():
        (tmp_path / path).write_text(text)
    return tmp_path


def message(folder: Path) -> str:
    with pytest.raises(CatalogError) as caught:
        load_assignment(str(folder / "assignments" / "small"))
    text = str(caught.value)
    assert "\n" not in text
    return text.replace(f"{folder}/", "")


def test_the_small_assignment_itself_is_sound(folder: Path) -> None:
    found = load_assignment(str(folder / "assignments" / "small"))
    assert [c.id for c in found.exercises[0].subject.cases] == ["p1", "h1", "h2"]
    assert found.points == 3


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("points: 3", "points: many", ":2: points: expected `float`, got `str`"),
        ("points: 3", "points: 4", ":2: points is 4, but the exercises add up to 3"),
        ("title: Small", "titel: Small", ":1: key 'titel' is not known here"),
        ("exercises: [one]", "exercises: []", ":4: exercises is empty; name at least one folder"),
        ("exercises: [one]", "exercises: [two]", ":4: no folder 'two' with an exercise.yaml"),
        ("exercises: [one]", "exercises: [one, one]", ":4: one stands twice; remove one"),
        ("seed: 1", "seed: 1\nseed: 2", ":4: key 'seed' stands twice; remove one"),
        ("seed: 1", "seed: [", ":5: is not YAML"),
        ("seed: 1", "late: {per_day: ten}", ":3: late.per_day is a percentage like 10%, not 'ten'"),
        ("seed: 1", "late: {grace: soon}", ":3: late.grace is like 15m or 2h, not 'soon'"),
        ("seed: 1", "limits: {call_seconds: 0}", ":3: limits.call_seconds must be above zero"),
        ("seed: 1", "limits: {speed: 3}", ":3: key 'speed' is not known here"),
    ],
)
def test_assignment_yaml(folder: Path, old: str, new: str, expected: str) -> None:
    file = folder / "assignments/small/assignment.yaml"
    file.write_text(file.read_text().replace(old, new))
    assert message(folder).startswith(f"assignments/small/assignment.yaml{expected}")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("points: 3", "points: 5", ":2: points is 5, but the checks add up to 3"),
        ("[double]", "[triple]", ":3: reference.py does not define triple; add it there"),
        ("[double]", "[]", ":3: functions is empty; name what students write"),
        ("n: 2..4", "n: 4..2", ":4: n: '4..2': the range is empty"),
        ("n: 2..4", "n: 2..k", ":4: n: 'k' in 'k' is not a known size"),
        ("x: {normal: [n, 1]}", "y: {normal: [n, 1]}", ":5: double takes 'x', which inputs does not draw"),
        ("{normal: [n, 1]}", "{normal: [k, 1]}", ":6: x: 'k' in 'k' is not a known size"),
        ("{normal: [n, 1]}", "{normal: n}", ":6: x: needs a list of sizes like [m, 1], has 'n'"),
        ("{normal: [n, 1]}", "{gauss: [n, 1]}", ":6: x: needs exactly one of normal"),
        ("{normal: [n, 1]}", "{normal: [n, 1], sd: 2}", ":6: x: 'normal' has no option 'sd'"),
        ("{normal: [n, 1]}", "{python: nothing}", ":6: x: checks.py has no function 'nothing'"),
        ("{normal: [n, 1]}", "{array: [[1], [2, 3]]}", ":6: x: is no array of numbers"),
        ("[{n: 3}]", "[{k: 3}]", ":8: 'k' is no size; known: n, count, scale, inputs, for"),
        ("[{n: 3}]", "[{count: -1}]", ":8: count must be 0..1000, not -1"),
        ("[{n: 3}]", "[{scale: big}]", ":8: scale must be a number, not 'big'"),
        ("[{n: 3}]", "[{for: [triple]}]", ":8: no function 'triple' here"),
        ("[{n: 3}]", "[{inputs: {z: {value: 1}}}]", ":8: no input 'z'; there are x"),
        ("hidden: 2", "hidden: two", ":9: cases.hidden: expected"),
        ("{shape: double, is: [n, 1], points: 1}", "{shap: double, points: 1}", ":11: 'shap' is no kind of check"),
        ("is: [n, 1]", "is: [1, n]", ":11: shape: the reference's own result does not fit"),
        ("is: [n, 1]", "is: [q, 1]", ":11: shape: 'q' in 'q' is not a known size"),
        ("is: [n, 1], ", "", ":11: shape: needs either `is: [sizes]` or `like: input`"),
        ("{value: double, points: 2}", "{value: triple, points: 2}", ":12: value: no function 'triple' here"),
        ("{value: double, points: 2}", "{value: double, points: -2}", ":12: points can't be negative"),
        ("{value: double, points: 2}", "{value: double, pints: 2}", ":12: key 'pints' is not known here"),
        ("{value: double, points: 2}", "{value: 3, points: 2}", ":12: value: names a function, not 3"),
        ("{value: double, points: 2}", "{gradient: double, of: triple, wrt: x, points: 2}", ":12: gradient: no trusted function 'triple'"),
        ("{value: double, points: 2}", "{gradient: double, of: double, wrt: y, points: 2}", ":12: gradient: double has no parameter 'y'"),
        ("{value: double, points: 2}", "{raises: double, error: ValueError, points: 2}", ":12: raises: the reference raises ValueError in none"),
        ("{value: double, points: 2}", "{raises: double, error: Oops, points: 2}", ":12: raises: 'Oops' is no built-in exception"),
        ("{value: double, points: 2}", "{property: double, holds: it, points: 2}", ":12: property: checks.py has no function 'it'"),
        ("{value: double, points: 2}", "{cost: double, calls: f, exactly: 1, points: 2}", ":12: cost: double has no argument 'f'"),
        ("{value: double, points: 2}", "{written: double, points: 2}", ":12: written: needs a rubric"),
    ],
)  # fmt: skip
def test_exercise_yaml(folder: Path, old: str, new: str, expected: str) -> None:
    file = folder / "assignments/small/one/exercise.yaml"
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new))
    assert message(folder).startswith(f"assignments/small/one/exercise.yaml{expected}")


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("reference.py", "def double(x:\n", ":1: is not Python"),
        ("reference.py", "import nothing_of_that_name\n", ":1: stops while loading with ModuleNotFoundError"),
        ("reference.py", "x = 1\n1 / 0\n", ":2: stops while loading with ZeroDivisionError"),
        ("known_wrong.py", "def triple(x):\n    return x\n", ":1: triple: name it <function>__<misconception>"),
        ("known_wrong.py", "def double__half(y):\n    '''Half.'''\n", ":1: double__half must take (x) like double"),
        ("known_wrong.py", "def double__half(x):\n    return x\n", ":1: double__half has no docstring"),
        ("checks.py", "def f(:\n", ":1: is not Python"),
    ],
)  # fmt: skip
def test_python_files(folder: Path, name: str, text: str, expected: str) -> None:
    (folder / "solutions/small/one" / name).write_text(text)
    assert message(folder).startswith(f"solutions/small/one/{name}{expected}")


def test_missing_and_unreadable_files(folder: Path) -> None:
    (folder / "assignments/small/one/prompt.md").unlink()
    assert message(folder) == "assignments/small/one/prompt.md: no such file; create it"
    (folder / "assignments/small/one/exercise.yaml").write_bytes(b"title: \xff\n")
    assert message(folder).endswith("exercise.yaml:1: is not UTF-8 here; save the file as UTF-8")
    (folder / "assignments/small/one/exercise.yaml").write_bytes(b"")
    assert message(folder).endswith("exercise.yaml:1: is empty; start with `title:`")


def test_same_seed_same_cases_and_another_seed_others(folder: Path) -> None:
    place = str(folder / "assignments" / "small")
    one, again, other = (load_assignment(place, seed=seed) for seed in (1, 1, 2))
    first, second, third = (a.exercises[0].subject.cases for a in (one, again, other))
    assert [c.inputs["x"].tolist() for c in first] == [c.inputs["x"].tolist() for c in second]
    assert first[0].inputs["x"].tolist() != third[0].inputs["x"].tolist()
    assert one.digest == again.digest != other.digest
    # Pinned: what every machine must draw for this seed.
    assert first[0].inputs["x"].shape == (3, 1)
