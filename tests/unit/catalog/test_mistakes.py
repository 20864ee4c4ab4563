"""Mistakes in an assignment's files: each one line with file, line, what is wrong and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from grader.catalog import CatalogError, load_assignment
from tests.unit.catalog.mistakes import ALL, CONTENT, FILES


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in CONTENT.items():
        file = tmp_path / FILES[name]
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return tmp_path


def message(folder: Path) -> str:
    with pytest.raises(CatalogError) as caught:
        load_assignment(str(folder / "assignments" / "small"))
    text = str(caught.value)
    assert "\n" not in text
    return text.replace(f"{folder}/", "")


def change(folder: Path, name: str, old: str, new: str) -> None:
    file = folder / FILES[name]
    text = file.read_text() if old else new
    assert old in text
    file.write_text(text.replace(old, new) if old else new)


def described(k: int, name: str, old: str, new: str) -> str:
    return f"{k + 1}. {name}: {old!r} -> {new!r}" if old else f"{k + 1}. {name}: {new!r}"


def test_the_small_assignment_itself_is_sound(folder: Path) -> None:
    found = load_assignment(str(folder / "assignments" / "small"))
    assert [c.id for c in found.exercises[0].subject.cases] == ["p1", "h1", "h2"]
    assert found.points == 3


def test_there_are_more_than_a_hundred_examples() -> None:
    assert len(set(ALL)) == len(ALL) >= 100


def test_messages(folder: Path, snapshot: SnapshotAssertion) -> None:
    said = []
    for k, (name, old, new) in enumerate(ALL):
        for file in ("given.py", "checks.py"):
            (folder / FILES[file]).unlink(missing_ok=True)
        for file, text in CONTENT.items():
            (folder / FILES[file]).write_text(text)
        change(folder, name, old, new)
        said.append(message(folder))
        assert said[-1].startswith(("assignments/small/", "solutions/small/"))
        said[-1] = f"{described(k, name, old, new)}\n{said[-1]}\n"
    assert "\n".join(said) == snapshot


def test_missing_and_unreadable_files(folder: Path) -> None:
    (folder / "assignments/small/one/prompt.md").unlink()
    assert message(folder) == "assignments/small/one/prompt.md: no such file; create it"
    (folder / "assignments/small/one/exercise.yaml").write_bytes(b"title: \xff\n")
    assert message(folder).endswith("exercise.yaml:1: is not UTF-8 here; save the file as UTF-8")
    (folder / "assignments/small/one/exercise.yaml").write_bytes(b"")
    assert message(folder).endswith("exercise.yaml:1: is empty; start with `title:`")


def test_points_that_do_not_add_up_can_be_looked_past(folder: Path) -> None:
    change(folder, "assignment.yaml", "points: 3", "points: 9")
    change(folder, "exercise.yaml", "points: 2}", "points: 1}")
    found = load_assignment(str(folder / "assignments" / "small"), lenient=True)
    assert [str(fault).rpartition(": ")[2] for fault in found.faults] == [
        "points is 3, but the checks add up to 2",
        "points is 9, but the exercises add up to 3",
    ]


def test_same_seed_same_cases_and_another_seed_others(folder: Path) -> None:
    place = str(folder / "assignments" / "small")
    one, again, other = (load_assignment(place, seed=seed) for seed in (1, 1, 2))
    first, second, third = (a.exercises[0].subject.cases for a in (one, again, other))
    assert [c.inputs["x"].tolist() for c in first] == [c.inputs["x"].tolist() for c in second]
    assert first[0].inputs["x"].tolist() != third[0].inputs["x"].tolist()
    assert one.digest == again.digest != other.digest
    # Pinned: what every machine must draw for this seed.
    assert first[0].inputs["x"].shape == (3, 1)
