"""How far a student is: what is done, what has just become so, what comes next."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from grader.desk import bundle, live
from grader.desk.bundle import NAME
from grader.desk.progress import KEPT, hint, progress
from grader.intake.errors import WrongUse
from grader.intake.sources import hidden
from grader.model import CheckResult, ExerciseResult, Finding, Report, Verdict
from tests.conftest import ROOT

PUBLIC = bundle.read(ROOT / "student_template" / "lecture07" / NAME)


def report(**verdicts: Verdict) -> Report:
    """A report of these exercises, each with one check."""
    exercises = []
    for name, verdict in verdicts.items():
        finding = Finding(verdict=verdict, public_verdict=verdict)
        check = CheckResult(id=name, kind="value", title="", points=1, earned=0, finding=finding)
        exercises.append(
            ExerciseResult(name=name, title="", points=1, to_mark=0, earned=0, checks=(check,))
        )
    return Report(
        assignment="",
        assignment_digest="",
        grader="",
        submission="",
        submission_digest="",
        earned=0,
        points=0,
        to_mark=0,
        regrade=False,
        exercises=tuple(exercises),
    )


def said(folder: Path, **verdicts: Verdict) -> str:
    return str(progress(PUBLIC, report(**verdicts), folder))


def test_news_from_one_check_to_the_next(tmp_path: Path) -> None:
    good, bad = Verdict.PASS, Verdict.FAIL
    assert said(tmp_path, activations=bad) == "0 of 16 done · next: 1 activations"
    assert (
        said(tmp_path, activations=good, forward=good)
        == "2 of 16 done · newly green: 1, 11 · next: 2 output_activation"
    )
    assert said(tmp_path, activations=good) == "2 of 16 done · next: 2 output_activation"
    assert (
        said(tmp_path, activations=bad) == "1 of 16 done · no longer green: 1 · next: 1 activations"
    )


def test_the_end(tmp_path: Path) -> None:
    all_of_it = {one.name: Verdict.PASS for one in PUBLIC.exercises}
    all_of_it["no_substitution"] = Verdict.TO_MARK  # a person's turn
    found = progress(PUBLIC, report(**all_of_it), tmp_path)
    assert found.next is None
    assert str(found) == "All 16 exercises are done: every public check passes. Well done!"


@pytest.mark.parametrize("kept", [b"", b"[]", b'{"done": 3}', b'{"done": ["gone"]}', b"\xff"])
def test_what_was_kept_may_be_anything(kept: bytes, tmp_path: Path) -> None:
    (tmp_path / KEPT).write_bytes(kept)
    assert said(tmp_path, activations=Verdict.PASS).startswith("1 of 16 done · newly green: 1")


def test_a_folder_that_can_not_be_written(tmp_path: Path) -> None:
    (tmp_path / KEPT).mkdir()
    assert said(tmp_path, activations=Verdict.PASS).startswith("1 of 16 done")


def test_what_is_kept_is_no_part_of_the_work(tmp_path: Path) -> None:
    said(tmp_path, activations=Verdict.PASS)
    assert os.listdir(tmp_path) == [KEPT]
    assert hidden(KEPT)
    assert msgspec.json.decode((tmp_path / KEPT).read_bytes()) == {
        "done": ["activations"],
        "hints": {},
    }


def test_hints_go_a_step_further_each_time(tmp_path: Path) -> None:
    exercise = PUBLIC.exercises[5]
    for step in (1, 2, 3, 3):
        said = hint(PUBLIC, 6, tmp_path)
        assert said.startswith(f"Hint {step} of 3 for 6 · bias_jacobian: ")
        assert exercise.hints[step - 1] in said
        assert said.endswith("There is no further hint." if step == 3 else "Ask again for more.")
    assert hint(PUBLIC, "dloss_dA", tmp_path).startswith("Hint 1 of 3 for 7 · bias_gradient")
    said_before = progress(PUBLIC, report(activations=Verdict.PASS), tmp_path)
    assert said_before.gained == (1,)
    assert hint(PUBLIC, 6, tmp_path).startswith("Hint 3 of 3"), "progress keeps what was shown"


def test_hints_need_an_exercise(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="name an exercise"):
        hint(PUBLIC, None, tmp_path)
    bare = replace(PUBLIC, exercises=(replace(PUBLIC.exercises[0], hints=()),))
    assert hint(bare, 1, tmp_path) == "There are no hints for 1 · activations."


def test_every_exercise_of_the_lecture_has_three_hints() -> None:
    for exercise in PUBLIC.exercises:
        assert len(exercise.hints) == len(set(exercise.hints)) == 3, exercise.name
        assert all(len(step) > 40 for step in exercise.hints)


def test_a_notebook_shows_a_hint_as_text(tmp_path: Path) -> None:
    shutil.copy(ROOT / "student_template" / "lecture07" / NAME, tmp_path)
    shown = live.hint(6, tmp_path)
    assert repr(shown) == str(shown)
    assert repr(shown).startswith("Hint 1 of 3")
