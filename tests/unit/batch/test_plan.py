"""What a batch does, from digests alone."""

from __future__ import annotations

import pytest

from grader.batch.plan import Step, Writing, step, to_judge, writing


@pytest.mark.parametrize(
    ("content", "known", "what"),
    [
        ("", {"graded": True}, Step.PROBLEM),
        ("", {"graded": False, "judging": True, "anew": True}, Step.PROBLEM),
        ("a", {"graded": False}, Step.RUN),
        ("a", {"graded": True}, Step.STANDS),
        ("a", {"graded": True, "anew": True}, Step.RUN),
        ("a", {"graded": True, "judging": True}, Step.JUDGE),
        ("a", {"graded": False, "judging": True}, Step.JUDGE),
        ("taken", {"graded": False}, Step.STANDS),
        ("taken", {"graded": True, "anew": True}, Step.STANDS),
        ("taken", {"graded": False, "judging": True}, Step.STANDS),
    ],
)
def test_step(content: str, known: dict[str, bool], what: Step) -> None:
    assert step(content, taken={"taken"}, **known) is what  # type: ignore[arg-type]


def test_each_content_is_judged_once_and_in_order() -> None:
    assert to_judge(["c", "", "a", "c", "b", "a"], {"b"}) == ["c", "a"]


@pytest.mark.parametrize(
    ("before", "what"),
    [
        (None, Writing.ALL),
        (("old", "files"), Writing.CHANGED),
        (("new", "files"), Writing.NOTHING),
        (("new", "other files"), Writing.ALL),
    ],
)
def test_writing(before: tuple[str, str] | None, what: Writing) -> None:
    assert writing(before, "new", "files") is what
