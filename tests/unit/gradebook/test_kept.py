"""Saved answers count only for the calls they were given to, and no grade is lost to a failure of ours."""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec
import pytest

from grader.batch.rejudge import Rejudge
from grader.catalog import Assignment, load_assignment
from grader.gradebook import Gradebook
from grader.gradebook.kept import Kept
from grader.grading import Grader
from grader.model import Submission
from grader.sandbox import open_sandbox
from tests.conftest import ROOT
from tests.made_up import report
from tests.submissions import references, submission

NAME = "logistic_regression"


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    for part in ("assignments", "solutions"):
        shutil.copytree(ROOT / part / NAME, tmp_path / part / NAME)
    return tmp_path / "assignments" / NAME


def graded(assignment: Assignment, book: Gradebook, isolation: str) -> Submission:
    """The reference handed in, graded and kept."""
    sources = references(assignment)
    sources.pop(assignment.exercises[-1].name)
    work = submission(sources)
    with Grader(assignment, open_sandbox(isolation)) as grader:
        done = grader.grade(work)
    Kept(book).keep_plan(assignment)
    book.put(done.report, done.transcript)
    return work


def test_mended_check_is_judged_from_saved_answers(
    copied: Path, tmp_path: Path, best_isolation: str
) -> None:
    before = load_assignment(str(copied))
    with Gradebook(tmp_path / "gradebook.sqlite") as book:
        work = graded(before, book, best_isolation)
        again = Rejudge(before, book).judge(work.digest)
        assert again is not None
        old = book.answered(work.digest)
        assert old == [(before.digest, old[0][1])]
        # A check is dropped: what is left of the plan was called with the same arguments.
        file = copied / before.exercises[0].name / "exercise.yaml"
        file.write_text(file.read_text(encoding="utf-8") + "\n# mended\n", encoding="utf-8")
        after = load_assignment(str(copied))
        assert after.digest != before.digest
        judged = Rejudge(after, book).judge(work.digest)
        assert judged is not None
        assert judged.worth == again.worth
        assert judged.assignment == after.digest


def test_other_cases_are_run_anew(copied: Path, tmp_path: Path, best_isolation: str) -> None:
    before = load_assignment(str(copied))
    with Gradebook(tmp_path / "gradebook.sqlite") as book:
        work = graded(before, book, best_isolation)
        file = copied / "assignment.yaml"
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace(f"seed: {before.seed}", "seed: 77"), encoding="utf-8")
        after = load_assignment(str(copied))
        assert {c.key for c in after.plan} & {c.key for c in before.plan}
        assert Rejudge(after, book).judge(work.digest) is None


def test_answers_of_an_unknown_plan_are_run_anew(
    copied: Path, tmp_path: Path, best_isolation: str
) -> None:
    assignment = load_assignment(str(copied))
    with Gradebook(tmp_path / "gradebook.sqlite") as book:
        work = graded(assignment, book, best_isolation)
        book._db.execute("DELETE FROM plans")
        assert Rejudge(assignment, book).judge(work.digest) is None


def test_failure_replaces_no_grade_and_a_grade_replaces_a_failure(tmp_path: Path) -> None:
    good, bad = report("pppp", digest="d"), report("gppp", digest="d")
    bad = msgspec.structs.replace(bad, submission_digest=good.submission_digest)
    with Gradebook(tmp_path / "gradebook.sqlite") as book:
        book.put(good, None)
        book.put(bad, None)
        assert book.has(good.submission_digest, "d")
        assert book.history() == []
        book.put(bad, None, why="--rejudge")
        assert not book.has(good.submission_digest, "d")
        book.put(good, None)
        assert book.has(good.submission_digest, "d")
        digest = good.submission_digest[:12]
        assert [(what, why) for _, _, what, why in book.history()] == [
            (f"{digest}: 10 points, now 8 points, to be regraded", "--rejudge"),
            (f"{digest}: 8 points, to be regraded, now 10 points", "graded again"),
        ]
