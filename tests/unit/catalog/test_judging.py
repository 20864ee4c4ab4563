"""What changes the judging of an exercise: its own files, what all share, and nothing else."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.catalog import facts, judging, load_assignment
from grader.catalog.judging import judged_by
from tests.conftest import ROOT

NAME = "logistic_regression"


@pytest.fixture(scope="module")
def before() -> dict[str, str]:
    return judged_by(load_assignment(str(ROOT / "assignments" / NAME)))


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    for part in ("assignments", "solutions"):
        shutil.copytree(ROOT / part / NAME, tmp_path / part / NAME)
    return tmp_path


def changed(copied: Path, before: dict[str, str]) -> set[str]:
    after = judged_by(load_assignment(str(copied / "assignments" / NAME)))
    assert after.keys() == before.keys()
    return {name for name in after if after[name] != before[name]}


def test_the_same_elsewhere_is_judged_the_same(copied: Path, before: dict[str, str]) -> None:
    assert changed(copied, before) == set()
    assert len(set(before.values())) == len(before)


def lengthen(file: Path, text: str) -> None:
    file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")


@pytest.mark.parametrize(
    "file", ["assignments/{}/{}/exercise.yaml", "solutions/{}/{}/known_wrong.py"]
)
def test_a_change_in_one_exercise_concerns_it_alone(
    copied: Path, before: dict[str, str], file: str
) -> None:
    mended = sorted(before)[0]
    lengthen(copied / file.format(NAME, mended), "\n# mended\n")
    assert changed(copied, before) == {mended}


def new_file(copied: Path) -> None:
    (copied / "solutions" / NAME / "shared.yaml").write_text("shared: 1\n")


def another_seed(copied: Path) -> None:
    file = copied / "assignments" / NAME / "assignment.yaml"
    file.write_text(file.read_text().replace("seed: ", "seed: 9"))


def reference(copied: Path) -> None:
    """Answers of other exercises explain what is wrong."""
    first = sorted((copied / "solutions" / NAME).glob("*/reference.py"))[0]
    lengthen(first, "\n# mended\n")


def given(copied: Path) -> None:
    (copied / "assignments" / NAME / "given.py").write_text("GIVEN = 1\n")


@pytest.mark.parametrize("change", [new_file, another_seed, reference, given])
def test_what_all_share_concerns_all(
    copied: Path, before: dict[str, str], change: Callable[[Path], None]
) -> None:
    change(copied)
    assert changed(copied, before) == set(before)


def test_words_concern_nobody(copied: Path, before: dict[str, str]) -> None:
    for file in (copied / "assignments" / NAME).glob("*/prompt.md"):
        lengthen(file, "\nGood luck.\n")
    assert changed(copied, before) == set()


def test_what_computes_concerns_all(
    monkeypatch: pytest.MonkeyPatch, copied: Path, before: dict[str, str]
) -> None:
    monkeypatch.setattr(facts, "machinery", lambda parts: ("other code", str(parts)))
    assert changed(copied, before) == set(before)
    assert set(facts.CODE) < set(judging.CODE)
