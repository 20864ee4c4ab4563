"""The rubric in exercise.yaml, and what is said about a text before a person reads it."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.asking import Replay
from grader.catalog import CatalogError, load_assignment
from grader.checks.base import Subject
from grader.checks.marked import RubricItem
from grader.checks.written import MAX_CHARACTERS, Written
from grader.model import Answer, Died, Missing, Returned, TooBig, Verdict

CHECK = Written(
    target="WHY",
    points=3,
    rubric=(
        RubricItem(item="Says a", points=1),
        RubricItem(item="Says b", points=2),
        RubricItem(item="Says something wrong", points=-1),
    ),
)
SUBJECT = Subject(exercise="why", parameters={"WHY": ()}, cases=(), known_wrong=(), trusted=None)


def judged(answer: Answer) -> tuple[str, str]:
    """(label of the feedback, text for the markers)."""
    answers = Replay({"why/WHY": answer})
    finding = CHECK.judge(SUBJECT, answers)
    assert finding.verdict is finding.public_verdict is Verdict.TO_MARK, (
        "a program never scores a text"
    )
    label = finding.feedback.label if finding.feedback else ""
    return label, CHECK.text(SUBJECT, answers)


@pytest.mark.parametrize(
    ("answer", "label", "text"),
    [
        (Returned(value="\n"), "written.template", ""),
        (Returned(value=""), "written.blank", ""),
        (Returned(value=" \t\n "), "written.blank", ""),
        (Returned(value=" sizes differ\n"), "written.short", "sizes differ"),
        (
            Returned(value="one two three four five six seven eight"),
            "",
            "one two three four five six seven eight",
        ),
        (Returned(value=7), "type", ""),
        (Returned(value=["a list"]), "type", ""),
        (Missing(), "missing", ""),
        (TooBig(), "too_big", ""),
        (Died(why="exit code 0"), "died", ""),
    ],
)
def test_what_needs_no_reading_is_said_to_be_so(answer: Answer, label: str, text: str) -> None:
    assert judged(answer) == (label, text)


def test_a_very_long_text_is_cut_and_says_so() -> None:
    label, text = judged(Returned(value="word " * 200_000))
    assert label == ""
    assert text[:MAX_CHARACTERS] == ("word " * 200_000)[:MAX_CHARACTERS]
    assert text.endswith("[cut here: 999999 characters in all]")
    assert judged(Returned(value="word " * 100_000))[1] != text, "other texts are other answers"


YAML = """\
title: Why
points: 3
variables: [WHY]
checks:
  - written: WHY
    points: 3
    rubric:
      - {item: Says a, points: 1}
      - {item: Says b, points: 2}
      - {item: Says something wrong, points: -1}
    model_answer: a and b
    notes: either order
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "assignments" / "small" / "why").mkdir(parents=True)
    (tmp_path / "solutions" / "small" / "why").mkdir(parents=True)
    for path, text in {
        "assignments/small/assignment.yaml": "title: Small\npoints: 3\nseed: 1\nexercises: [why]\n",
        "assignments/small/why/exercise.yaml": YAML,
        "assignments/small/why/prompt.md": "Why?\n",
        "solutions/small/why/reference.py": 'WHY = "a and b"\n',
    }.items():
        (tmp_path / path).write_text(text)
    return tmp_path / "assignments" / "small"


def test_negative_items_don_t_count_for_the_sum(folder: Path) -> None:
    assert load_assignment(str(folder)).to_mark == 3


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("{item: Says b, points: 2}", "{item: Says b, points: 4}", ":6: written: the rubric's items add up to 5, the check has 3"),
        ("{item: Says b, points: 2}", "{item: Says b, points: 0}", ":7: written: rubric item 2 is worth 0; give it points"),
        ("{item: Says b, points: 2}", "{item: ' ', points: 2}", ":7: written: rubric item 2 says nothing"),
        ("{item: Says b, points: 2}", "{item: Says a, points: 2}", ":7: written: rubric item 2 stands twice"),
        ("{item: Says b, points: 2}", "{item: Says b, points: .nan}", ":7: written: rubric item 2 is worth nan"),
        ("{item: Says b, points: 2}", "{item: Says b, worth: 2}", ":9: key 'worth' is not known here"),
        ("{item: Says b, points: 2}", "{item: Says b, points: many}", ":9: rubric[1].points must be a number"),
        ("notes: either order", "minimum_words: -1", ":12: written: minimum_words can't be negative"),
        ("notes: either order", "note: either order", ":12: key 'note' is not known here"),
    ],
)  # fmt: skip
def test_mistakes_in_a_rubric_name_the_line(
    folder: Path, old: str, new: str, expected: str
) -> None:
    path = folder / "why" / "exercise.yaml"
    path.write_text(YAML.replace(old, new))
    with pytest.raises(CatalogError) as caught:
        load_assignment(str(folder))
    assert expected in str(caught.value)
    assert "\n" not in str(caught.value)
