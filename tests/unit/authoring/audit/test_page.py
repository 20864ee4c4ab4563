"""The page of an audit in a browser, and the table: everything is said, nothing runs, nothing is too wide."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from rich.console import Console

from grader.authoring.audit import page, table
from grader.authoring.audit.records import Audit, ExerciseAudit, Mutant, Problem, Survivor
from tests.browser import Scheme, open_page, overflow, serious

MUTANT = Mutant(
    name="f/sign: return a + b → return a - b",
    function="f",
    line=7,
    operator="sign",
    before="return a + b",
    after="return a - b" + " - a" * 60,
    source="",
)
EXERCISE = ExerciseAudit(
    name="regularised_objective",
    title="The objective <b>J</b>",
    points=14,
    checks=6,
    mutants=156,
    killed=153,
    killed_publicly=124,
    survivors=(
        Survivor(mutant=MUTANT, fate="equivalent", cases=10_000),
        Survivor(mutant=MUTANT, fate="missing case", cases=10_000, case="f with {n: 1}"),
    ),
    known_wrong=15,
    alternatives=6,
    seeds=1000,
    calls=24,
    milliseconds=17.3,
)
AUDIT = Audit(
    assignment="small",
    title="Small",
    points=14,
    exercises=(EXERCISE, EXERCISE),
    problems=(
        Problem(question="mutation", exercise="regularised_objective", text="line 7, `a` → `b`"),
        Problem(question="template", exercise="", text="small.py in the template is stale"),
    ),
    notes=(Problem(question="guards", exercise="", text="no audit.json yet"),),
    isolation="namespaces",
    seconds=61.2,
)


def test_score() -> None:
    assert EXERCISE.equivalent == 1
    assert EXERCISE.score == 153 / 155
    assert AUDIT.score == 306 / 310
    assert EXERCISE.public_score == AUDIT.public_score == 124 / 155
    assert not AUDIT.sound


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_in_a_browser(browser: Browser, scheme: Scheme, tmp_path: Path) -> None:
    file = tmp_path / "audit.html"
    file.write_text(page.render(AUDIT), encoding="utf-8")
    for width in (400, 1200):
        opened = open_page(browser, width, scheme)
        asked: list[str] = []
        opened.on("request", lambda request, asked=asked: asked.append(request.url))
        opened.goto(file.as_uri())
        assert serious(opened) == []
        assert overflow(opened) == 0
        assert asked == [file.as_uri()]
        text = opened.locator("main").inner_text()
        assert "The objective <b>J</b>" in text
        assert "Template: 1" in text
        assert "missing case: f with {n: 1}" in text


def test_table_fits_eighty_columns() -> None:
    console = Console(width=80, file=io.StringIO())
    table.show(AUDIT, console=console)
    assert isinstance(console.file, io.StringIO)
    text = console.file.getvalue()
    assert "…" not in text
    row = next(line for line in text.splitlines() if "regularised_objective" in line)
    assert row.split() == ["✗", "regularised_objective", "14", "6", "17", "15", "6", "156", "1", "98.7%", "80%"]  # fmt: skip
    assert "Not sound: 2 problems. 312 mutants, 2 of them equivalent" in " ".join(text.split())
    assert "the same on 10,000 random cases" in text
