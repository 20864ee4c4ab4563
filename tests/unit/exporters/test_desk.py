"""What a student reads in a terminal: words beside every mark, lines that fit, nothing that repaints the screen."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.exporters import desk
from grader.model import (
    CellOutcome,
    CheckResult,
    ExerciseResult,
    Feedback,
    Finding,
    Notice,
    Raised,
    Report,
    Verdict,
)

CLOSING = "1 of 3 public checks pass; hidden checks use other sizes and values."


def check(name: str, verdict: Verdict, label: str = "", text: str = "") -> CheckResult:
    said = Feedback(label=label, what=text, next_step="Think.") if label else None
    found = Finding(verdict=verdict, public_verdict=verdict, feedback=said, public_feedback=said)
    earned = 1.0 if verdict is Verdict.PASS else 0.0
    return CheckResult(id=name, kind="value", title=name, points=1.0, earned=earned, finding=found)


def report(*exercises: ExerciseResult, output: str = "", text: str = "") -> Report:
    raised = Raised(kind="SyntaxError", message=text, place="a.py", line=3, text=text)
    return Report(
        assignment="A",
        assignment_digest="",
        grader="0",
        submission="s",
        submission_digest="",
        earned=1.0,
        points=3.0,
        to_mark=0.0,
        regrade=False,
        exercises=exercises,
        cells=(CellOutcome(name="a.py", error=raised),) if text else (),
        notices=(Notice(label="x", text=text),) if text else (),
        output=output,
    )


def exercise(name: str, *checks: CheckResult) -> ExerciseResult:
    return ExerciseResult(
        name=name,
        title=f"The exercise {name}",
        points=float(len(checks)),
        to_mark=0.0,
        earned=sum(one.earned for one in checks),
        checks=checks,
        number=("good", "bad", "begun", "stubs", name).index(name) + 1,
    )


def undone(function: str) -> CheckResult:
    return check(function, Verdict.FAIL, "not_done", f"`{function}` is not done yet.")


GOOD = exercise("good", check("g", Verdict.PASS))
BAD = exercise("bad", check("b", Verdict.FAIL, "value.wrong", "`b` is wrong."))
BEGUN = exercise("begun", check("one", Verdict.PASS), undone("two"))
STUBS = exercise("stubs", undone("three"), undone("four"))


def test_marks_stand_beside_words() -> None:
    text = desk.text(report(GOOD, BAD, STUBS), CLOSING)
    assert re.search(r"^✓  pass  +1 · good: The exercise good  +1/1  +1 / 1$", text, re.M)
    assert re.search(r"^✗  fail  +2 · bad: The exercise bad", text, re.M)
    assert re.search(r"^–  not done yet  +4 · stubs: The exercise stubs  +0/2", text, re.M)
    assert "  ✗ `b` is wrong.\n    next        Think.\n" in text
    assert text.endswith(f"\n\n{CLOSING}\n")


def test_what_is_not_begun_is_listed_once_with_where_to_go_on() -> None:
    text = desk.text(report(GOOD, BEGUN, STUBS), CLOSING)
    assert "  – 3 · begun: two\n  – 4 · stubs: three, four\n" in text
    assert "Next: 3 · begun: The exercise begun." in text
    assert "\n      grader check -q 3\n" in text
    assert "✗" not in text


def test_colours_are_for_marks_alone() -> None:
    plain = desk.text(report(GOOD, BAD, STUBS), CLOSING)
    coloured = desk.text(report(GOOD, BAD, STUBS), CLOSING, colour=True)
    assert "\x1b[32m✓\x1b[0m  pass" in coloured
    assert "\x1b[31m✗\x1b[0m  fail" in coloured
    bare = "\n".join(line.rstrip() for line in re.sub(r"\x1b\[\d+m", "", coloured).split("\n"))
    assert bare == plain


@pytest.mark.parametrize("width", [10, 40, 61, 80, 300])
def test_lines_fit(width: int) -> None:
    long = exercise("a_name_of_some_length", check("c", Verdict.FAIL, "x", "`c` is wrong. " * 30))
    text = desk.text(report(GOOD, long, STUBS), CLOSING, width=width)
    assert max(map(desk.columns, text.split("\n"))) <= max(desk.NARROWEST, min(width, desk.WIDEST))


@given(st.text(max_size=60))
def test_nothing_repaints_the_screen(text: str) -> None:
    made = desk.text(report(BAD, output=text, text=text), CLOSING)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", made)


@given(st.text(alphabet="ab ∂漢字é\u0301", max_size=80), st.integers(5, 40))
def test_wrapping_counts_columns_and_loses_no_word(text: str, width: int) -> None:
    lines = desk.wrapped(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(desk.columns(line) <= width for line in lines)
