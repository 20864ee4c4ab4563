"""``grader audit`` and ``grader new``: what is new is sound at once, and each way to spoil it is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from grader.authoring import new
from grader.authoring.audit import guards, page, run, table
from grader.authoring.audit.records import Audit
from grader.catalog import load_assignment
from tests.conftest import Cli

YAML = "assignments/small/small_1/exercise.yaml"
PROMPT = "assignments/small/small_1/prompt.md"
REFERENCE = "solutions/small/small_1/reference.py"
WRONG = "solutions/small/small_1/known_wrong.py"
RIGHT = "solutions/small/small_1/alternatives.py"
CHECKS = "solutions/small/small_1/checks.py"
TEMPLATE = "student_template/small/small.py"

PASS_ALL = "def holds(case, answers):\n    return None\n"
FAIL_ALL = "def holds(case, answers):\n    return 'No.'\n"
PROPERTY = "  - {property: small_1, holds: holds}\n  - {pure: small_1}"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    new.assignment("small", tmp_path)
    return tmp_path


def audited(root: Path, isolation: str, *, cases: int = 300) -> tuple[Audit, guards.Guards]:
    assignment = load_assignment(str(root / "assignments" / "small"), lenient=True)
    return run.audit(assignment, run.Ask(seeds=5, cases=cases, isolation=isolation))


def change(root: Path, name: str, old: str, text: str) -> None:
    file = root / name
    before = file.read_text() if file.exists() else ""
    assert old in before
    file.write_text(before.replace(old, text) if old else before + text)


def test_what_is_new_is_sound_at_once(root: Path, best_isolation: str) -> None:
    new.exercise("second", root / "assignments" / "small")
    found, _ = audited(root, best_isolation)
    assert found.problems == ()
    assert found.sound
    assert [e.name for e in found.exercises] == ["small_1", "second"]
    for exercise in found.exercises:
        assert exercise.mutants > 20
        assert exercise.score == 1.0
        assert (exercise.known_wrong, exercise.alternatives, exercise.seeds) == (5, 2, 5)
    assert "Sound." in table.verdict(found)


@pytest.mark.parametrize(
    ("changes", "question", "text"),
    [
        ([(CHECKS, "", FAIL_ALL), (YAML, "  - {pure: small_1}", PROPERTY)], "references", "seed 1: the reference gets fail at small_1/3-property-small_1"),
        ([(CHECKS, "", PASS_ALL), (YAML, "  - {pure: small_1}", PROPERTY)], "coverage", "check small_1/3-property-small_1 fails for no mutant and no known-wrong function"),
        ([(TEMPLATE, "raise NotImplementedError", "pass")], "template", "small.py in the template is stale"),
        ([("student_template/small/old.txt", "", "?")], "template", "old.txt in the template is of no use"),
        ([(PROMPT, "**Done when**", "`return c * x ** 2`")], "template", "the template holds a line of the reference of small_1: return c * x ** 2"),
        ([(WRONG, "return x**2", "return c * x * x")], "known_wrong", "small_1__without_the_factor gets full marks"),
        ([(WRONG, "return (c * x) ** 2", "return x**2")], "known_wrong", "small_1__without_the_factor and small_1__factor_squared give the same answers in all cases"),
        ([(WRONG, "You multiply by c and leave x as it is. Square each entry of x first.", "Wrong."), (WRONG, "You add the entries up to one number. There is one result for each entry of x: a column.", "Wrong.")], "known_wrong", "small_1__not_squared and small_1__one_number have the same feedback"),
        ([(RIGHT, "x[k, 0] * x[k, 0]", "x[k, 0]")], "alternatives", "small_1__loop is right and loses points: small_1/2-value-small_1"),
        ([(YAML, "  - {pure: small_1}", "")], "mutation", "it writes into an argument; add {pure: small_1}"),
        ([(PROMPT, "`small_1(c, x)`", "the function")], "wording", "prompt.md does not mention small_1"),
        ([(YAML, "  x: {normal: [n, 1]}", "  x: {normal: [n, 1]}\n  y: {normal: [n, 1]}")], "wording", "the input y is drawn and never used"),
        ([(YAML, "sizes: {n: 2..6}", "sizes: {n: 2..6, k: 2..3}")], "wording", "the size k is drawn and never used"),
        ([(CHECKS, "", PASS_ALL)], "wording", "checks.py defines holds, which no check and no input names"),
        ([(YAML, "points: 2}", "points: 3}")], "wording", "points is 3, but the checks add up to 4"),
    ],
    ids=lambda value: value if isinstance(value, str) and " " not in value else "",
)  # fmt: skip
def test_each_way_to_spoil_it_is_told(
    changes: list[tuple[str, str, str]],
    question: str,
    text: str,
    root: Path,
    best_isolation: str,
) -> None:
    for name, old, other in changes:
        change(root, name, old, other)
    found, _ = audited(root, best_isolation)
    assert not found.sound
    said = [problem.text for problem in found.problems if problem.question == question]
    assert any(text in one for one in said), found.problems


def test_a_missing_case_is_described(root: Path, best_isolation: str) -> None:
    change(root, YAML, "c: {uniform: [], low: 0.5, high: 2}", "c: {value: 1.0}")
    change(root, WRONG, "return x**2", "return x**3")
    found, _ = audited(root, best_isolation)
    survivors = found.exercises[0].survivors
    # With c = 1 in all cases, and no way to draw another, c may be left out.
    assert {"return x ** 2"} <= {one.mutant.after for one in survivors}
    change(root, YAML, "c: {value: 1.0}", "c: {uniform: [], low: 0.5, high: 2}")
    change(root, YAML, "public: [{n: 3}]", "public: [{n: 3, inputs: {c: {value: 1.0}}}]")
    change(
        root, YAML, "[{count: 4}, {n: 1}, {scale: 1000}]", "[{count: 4, inputs: {c: {value: 1.0}}}]"
    )
    found, _ = audited(root, best_isolation)
    missing = [p.text for p in found.problems if "a case is missing, such as" in p.text]
    assert any("`return c * x ** 2` → `return x ** 2`" in text for text in missing), found.problems
    assert all("small_1 with {n: " in text for text in missing)


def test_what_was_deleted_since_the_record_is_unguarded(root: Path, best_isolation: str) -> None:
    found, record = audited(root, best_isolation)
    assert "--accept" in found.notes[0].text
    folder = root / "assignments" / "small"
    guards.write(load_assignment(str(folder)), record)
    before = load_assignment(str(folder)).digest
    found, _ = audited(root, best_isolation)
    assert (found.problems, found.notes) == ((), ())
    change(root, YAML, "  - {shape: small_1, is: [n, 1], points: 1}\n", "")
    file = root / WRONG
    start, end = file.read_text().index("def small_1__row"), len(file.read_text())
    change(root, WRONG, file.read_text()[start:end], "")
    found, _ = audited(root, best_isolation)
    said = [problem.text for problem in found.problems if problem.question == "guards"]
    assert len(said) == 2
    assert said[0].startswith("the check {shape: small_1, is: [n, 1]} is gone; unguarded now: ")
    assert "“shape." in said[0]
    assert said[1].startswith(
        "the known-wrong function small_1__row is gone; unguarded now: nobody is"
    )
    assert load_assignment(str(folder), lenient=True).digest != before
    (root / "solutions/small/audit.json").write_text("{")
    with pytest.raises(ValueError, match="is damaged"):
        audited(root, best_isolation)


def test_the_record_changes_no_grade(root: Path) -> None:
    folder = str(root / "assignments" / "small")
    before = load_assignment(folder).digest
    (root / "solutions" / "small" / "audit.json").write_text("{}")
    assert load_assignment(folder).digest == before


def test_the_command(root: Path, cli: Cli, best_isolation: str) -> None:
    common = ("-a", "small", "--isolation", best_isolation, "--seeds", 3, "--cases", 50)
    asked = cli("audit", *common, "--jobs", 1, "--json", "-", "--accept", cwd=root)
    assert asked.returncode == 0, asked.stderr
    found = json.loads(asked.stdout)
    assert (found["schema"], found["assignment"], found["problems"]) == (1, "small", [])
    assert (root / "solutions/small/audit.json").exists()
    change(root, PROMPT, "small_1", "one")
    html = root / "audit.html"
    asked = cli("audit", *common, "--html", html, cwd=root)
    assert asked.returncode == 1
    assert "prompt.md does not mention small_1" in asked.stdout
    assert "Not sound: " in asked.stdout
    assert "prompt.md does not mention small_1" in html.read_text()
    asked = cli("audit", "-a", "small", "-q", "other", cwd=root)
    assert (asked.returncode, asked.stdout) == (2, "")
    assert asked.stderr == "grader: no exercise 'other' in small; there are small_1\n"


def test_the_page_is_safe_with_any_text(root: Path, best_isolation: str) -> None:
    change(root, YAML, "title: small_1", "title: '<script>alert(1)</script>'")
    found, _ = audited(root, best_isolation, cases=20)
    assert "<script" not in page.render(found)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Small", "can't be a name"),
        ("a__b", "can't be a name"),
        ("for", "can't be a name"),
        ("../x", "can't be a name"),
        ("small_1", "is there already; choose another name"),
    ],
)
def test_names_that_are_not_new(name: str, text: str, root: Path) -> None:
    before = {p: p.read_bytes() for p in root.rglob("*") if p.is_file()}
    with pytest.raises(new.NotNew, match=text):
        new.exercise(name, root / "assignments" / "small")
    assert {p: p.read_bytes() for p in root.rglob("*") if p.is_file()} == before
    with pytest.raises(new.NotNew):
        new.assignment("small", root)


def test_comments_stay_in_a_list_of_lines(root: Path) -> None:
    listed = root / "assignments/small/assignment.yaml"
    text = listed.read_text()
    flow = next(line for line in text.splitlines() if line.startswith("exercises:"))
    listed.write_text(text.replace(flow, "exercises:   # in order\n  - small_1   # easy"))
    new.exercise("second", root / "assignments" / "small")
    assert "exercises:   # in order\n  - small_1   # easy\n  - second\n" in listed.read_text()
    assert load_assignment(str(listed.parent)).points == 6


def test_new_from_the_command_line(tmp_path: Path, cli: Cli) -> None:
    made = cli("new", "assignment", "fresh", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    assert "solutions/fresh/fresh_1/known_wrong.py" in made.stdout.splitlines()
    assert "fill in" in (tmp_path / "assignments/fresh/fresh_1/exercise.yaml").read_text()
    made = cli("new", "exercise", "more", "-a", "fresh", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    made = cli("new", "exercise", "more", "-a", "fresh", cwd=tmp_path)
    assert made.returncode == 2
    assert made.stderr == "grader: assignments/fresh/more is there already; choose another name\n"
