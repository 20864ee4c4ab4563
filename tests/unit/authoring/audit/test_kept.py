"""What an earlier audit found right is known again, for the very same files only, and nothing damaged is believed."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from grader.authoring import new
from grader.authoring.audit import kept, references, run
from grader.authoring.audit.records import Audit
from grader.catalog import Assignment, load_assignment

REFERENCE = "solutions/small/small_1/reference.py"


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GRADER_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "audited"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = tmp_path / "course"
    made.mkdir()
    new.assignment("small", made)
    return made


def small(root: Path) -> Assignment:
    return load_assignment(str(root / "assignments" / "small"), lenient=True)


def key(root: Path) -> str:
    assignment = small(root)
    return kept.key(assignment, assignment.exercises[0])


def test_what_was_written_is_read_and_nothing_else(cache: Path) -> None:
    assert kept.read("k") == frozenset()
    kept.write("k", [26, 1])
    assert kept.read("k") == {1, 26}
    assert kept.read("other") == frozenset()
    assert [file.name for file in cache.iterdir()] == ["k.json"]
    assert cache.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("body", [b"", b"[1, 2", b'["1"]', b"{}", b"\xff\xfe"])
def test_damage_counts_as_nothing(cache: Path, body: bytes) -> None:
    kept.write("k", [1])
    (cache / "k.json").write_bytes(body)
    assert kept.read("k") == frozenset()


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="no owners of files here")
def test_what_others_may_write_is_not_believed(cache: Path) -> None:
    kept.write("k", [1])
    (cache / "k.json").chmod(0o666)
    assert kept.read("k") == frozenset()


def test_nothing_is_kept_where_nothing_may_be(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("GRADER_CACHE", "")
    kept.write("k", [1])
    assert kept.read("k") == frozenset()
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("GRADER_CACHE", str(tmp_path / "file"))
    kept.write("k", [1])
    assert kept.read("k") == frozenset()


def test_the_key_follows_every_file_that_the_answer_depends_on(root: Path) -> None:
    before = key(root)
    assert key(root) == before
    changed = {before}
    for name in (
        REFERENCE,
        "solutions/small/small_1/known_wrong.py",
        "assignments/small/small_1/exercise.yaml",
        "assignments/small/given.py",
    ):
        file = root / name
        file.write_text((file.read_text() if file.exists() else "") + "\n# changed\n")
        changed.add(key(root))
    assert len(changed) == 5
    (root / "assignments/small/small_1/prompt.md").write_text("small_1, with other words")
    assert key(root) in changed


def asked(root: Path, isolation: str, fresh: bool = False) -> Audit:
    ask = run.Ask(
        seeds=2 * references.STRETCH + 3, cases=20, isolation=isolation, jobs=1, fresh=fresh
    )
    return run.audit(small(root), ask)[0]


def notes(found: Audit) -> list[str]:
    return [note.text for note in found.notes if note.question == "references"]


def test_an_audit_asks_no_seed_twice_unless_it_is_told_to(
    root: Path, best_isolation: str, cache: Path
) -> None:
    assert notes(asked(root, best_isolation)) == []
    assert kept.read(key(root)) == {1, 26}
    (note,) = notes(asked(root, best_isolation))
    assert note.startswith("50 of 53 draws of all cases were found right by an earlier audit")
    assert notes(asked(root, best_isolation, fresh=True)) == []
    shutil.rmtree(cache)
    assert notes(asked(root, best_isolation)) == []


def test_an_audit_that_is_stopped_goes_on_where_it_was(root: Path, best_isolation: str) -> None:
    name = key(root)

    def stop(done: int, total: int) -> None:
        if kept.read(name):
            raise KeyboardInterrupt

    ask = run.Ask(seeds=50, cases=0, isolation=best_isolation, jobs=1)
    with pytest.raises(KeyboardInterrupt):
        run.audit(small(root), ask, stop)
    assert kept.read(name) == {1}
    (note,) = notes(run.audit(small(root), ask)[0])
    assert note.startswith("25 of 50 draws")
    assert kept.read(name) == {1, 26}


def test_what_was_wrong_is_not_kept(root: Path, best_isolation: str) -> None:
    yaml = root / "assignments/small/small_1/exercise.yaml"
    line = "checks:\n  - {property: small_1, holds: never}"
    yaml.write_text(yaml.read_text().replace("checks:", line, 1))
    never = root / "solutions/small/small_1/checks.py"
    never.write_text("def never(case, answers):\n    return 'No.'\n")
    found = asked(root, best_isolation)
    assert any(problem.question == "references" for problem in found.problems)
    assert kept.read(key(root)) == frozenset()
