"""Judging saved answers again gives what judging all of them anew would, and does no more than it must."""

from __future__ import annotations

import multiprocessing
import shutil
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from grader.batch import judging, rejudge
from grader.batch.judging import judge_all
from grader.batch.rejudge import Rejudge
from grader.catalog import Assignment, load_assignment
from grader.gradebook import Gradebook, Result
from grader.gradebook.kept import PART, Kept
from grader.grading import Grader, Judged, judge_exercise
from grader.model import ExerciseResult, Finding, Report, Verdict
from grader.sandbox import open_sandbox
from tests.conftest import ROOT
from tests.submissions import references, submission

NAME = "logistic_regression"


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    for part in ("assignments", "solutions"):
        shutil.copytree(ROOT / part / NAME, tmp_path / part / NAME)
    return tmp_path / "assignments" / NAME


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Gradebook]:
    with Gradebook(tmp_path / "gradebook.sqlite") as opened:
        yield opened


def grade(assignment: Assignment, book: Gradebook, isolation: str) -> list[str]:
    """Everything right, one exercise missing, nothing there: graded and kept. Their digests."""
    kept = Kept(book)
    kept.keep_plan(assignment)
    kept.keep_judging(assignment)
    whole = references(assignment)
    part = {name: text for name, text in whole.items() if name != assignment.exercises[0].name}
    digests = []
    with Grader(assignment, open_sandbox(isolation)) as grader:
        for sources in (whole, part, {}):
            done = grader.grade(submission(sources))
            book.put(done.report, done.transcript)
            digests.append(done.report.submission_digest)
    return digests


def mend(copied: Path, exercise: str) -> Assignment:
    file = copied / exercise / "exercise.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "\n# mended\n", encoding="utf-8")
    return load_assignment(str(copied))


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each exercise was judged."""
    counted: Counter[str] = Counter()

    def counting(exercise: Judged, *saved: Any) -> ExerciseResult:
        counted[exercise.name] += 1
        return judge_exercise(exercise, *saved)

    monkeypatch.setattr(rejudge, "judge_exercise", counting)
    return counted


def anew(assignment: Assignment, book: Gradebook, digests: list[str]) -> list[Result | None]:
    """What judging everything gives."""
    again = Rejudge(assignment, book)
    again._today = {}
    return [again.judge(digest) for digest in digests]


def test_only_the_mended_exercise_is_judged(
    copied: Path, book: Gradebook, judged: Counter[str], best_isolation: str
) -> None:
    before = load_assignment(str(copied))
    digests = grade(before, book, best_isolation)
    mended = before.exercises[0].name
    after = mend(copied, mended)
    Kept(book).keep_judging(after)
    again = Rejudge(after, book)
    assert not any(again.stands(digest) for digest in digests)
    found = [again.judge(digest) for digest in digests]
    assert judged.keys() == {mended}
    assert all(one is not None and one.assignment == after.digest for one in found)
    assert found == anew(after, book, digests)
    assert judged.keys() == {exercise.name for exercise in after.exercises}
    book.put_all([one for one in found if one is not None], "--rejudge")
    assert all(Rejudge(after, book).stands(digest) for digest in digests)


def test_answers_are_kept_once(copied: Path, book: Gradebook, best_isolation: str) -> None:
    before = load_assignment(str(copied))
    digest = grade(before, book, best_isolation)[0]
    kept = book.answered(digest)
    for exercise in before.exercises[:2]:
        after = mend(copied, exercise.name)
        Kept(book).keep_judging(after)
        found = Rejudge(after, book).judge(digest)
        assert found is not None
        book.put_all([found], "--rejudge")
        assert book.has(digest, after.digest)
        assert book.answered(digest) == kept


def test_what_the_code_was_is_known_or_nothing_stands(
    copied: Path, book: Gradebook, judged: Counter[str], best_isolation: str
) -> None:
    assignment = load_assignment(str(copied))
    digest = grade(assignment, book, best_isolation)[0]
    kept = Kept(book)
    assert Rejudge(assignment, book).stands(digest)
    noted = "UPDATE judgings SET judged_by = ?"
    book._db.execute(noted, (msgspec.json.encode(dict.fromkeys(judged, "other code")),))
    kept.keep_judging(assignment)
    assert kept.judging(assignment.digest, book.answered(digest)[0][1]) == {}
    again = Rejudge(assignment, book)
    assert not again.stands(digest)
    assert again.judge(digest) is not None
    assert len(judged) == len(assignment.exercises)


def test_gradebook_from_before_says_nothing_of_its_code(
    copied: Path, book: Gradebook, best_isolation: str
) -> None:
    assignment = load_assignment(str(copied))
    digest = grade(assignment, book, best_isolation)[0]
    book._db.execute("DROP TABLE judgings")
    book.set_setting(f"schema:{PART}", "3")
    Kept(book).keep_judging(assignment)
    assert not Rejudge(assignment, book).stands(digest)


def test_our_own_failures_are_judged_again(
    copied: Path, book: Gradebook, judged: Counter[str], best_isolation: str
) -> None:
    assignment = load_assignment(str(copied))
    digest = grade(assignment, book, best_isolation)[0]
    key = digest, *book.answered(digest)[0]
    good = book.packed_report(*key)
    report = _report(good)
    first = report.exercises[0]
    broken = msgspec.structs.replace(
        first.checks[0],
        earned=0.0,
        finding=Finding(verdict=Verdict.GRADER_ERROR, public_verdict=Verdict.GRADER_ERROR),
    )
    exercise = msgspec.structs.replace(first, checks=(broken, *first.checks[1:]))
    report = msgspec.structs.replace(
        report, regrade=True, exercises=(exercise, *report.exercises[1:])
    )
    book.put(report, None, "a fault")
    again = Rejudge(assignment, book)
    assert not again.stands(digest)
    found = again.judge(digest)
    assert found is not None
    assert judged == {first.name: 1}
    assert not found.regrade
    assert _report(found.report).exercises == _report(good).exercises


def _report(packed: bytes) -> Report:
    return msgspec.json.decode(zlib.decompress(packed), type=Report)


def many(assignment: Assignment, book: Gradebook, isolation: str, count: int) -> list[str]:
    """``count`` works, kept under the digests of none."""
    first = grade(assignment, book, isolation)[0]
    report = _report(book.packed_report(first, *book.answered(first)[0]))
    answers = book.answers(first, *book.answered(first)[0])
    digests = [f"{number:064x}" for number in range(count)]
    for digest in digests:
        book.put(msgspec.structs.replace(report, submission_digest=digest), answers)
    return digests


def test_processes_give_the_same_in_the_same_order_whatever_becomes_of_them(
    copied: Path, book: Gradebook, best_isolation: str
) -> None:
    before = load_assignment(str(copied))
    digests = many(before, book, best_isolation, judging.FEW + 70)
    digests.insert(20, "nobody knows it")
    after = mend(copied, before.exercises[0].name)
    found = []
    for k, chunk in enumerate(judge_all(after, book, digests, 2)):
        found += chunk
        if k in (1, 2):
            for process in multiprocessing.active_children():
                process.kill()
    again = Rejudge(after, book)
    assert found == [(digest, again.judge(digest)) for digest in digests]
    assert sum(one is None for _, one in found) == 1


def test_a_few_are_judged_here(
    copied: Path, book: Gradebook, judged: Counter[str], best_isolation: str
) -> None:
    before = load_assignment(str(copied))
    digests = many(before, book, best_isolation, 5)
    after = mend(copied, before.exercises[0].name)
    assert sum(len(chunk) for chunk in judge_all(after, book, digests, 2)) == 5
    assert judged  # counted in this process


def test_report_and_saved_answers_tell_the_same(
    copied: Path, book: Gradebook, best_isolation: str
) -> None:
    """What is copied from a report is what a transcript says."""
    assignment = load_assignment(str(copied))
    for digest in grade(assignment, book, best_isolation):
        found = Rejudge(assignment, book).judge(digest)
        assert found is not None
        (one,) = anew(assignment, book, [digest])
        assert found == one
        assert _report(found.report).isolation == rejudge.ISOLATION
