"""One submission from plan to report, over a sandbox that runs nothing."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar, final

import pytest

from grader.asking import Ask
from grader.catalog import Assignment, load_assignment
from grader.checks.base import Check, Subject
from grader.grading import NOT_RECORDED, Grader
from grader.model import Answer, Call, Finding, Report, Returned, Verdict
from grader.sandbox import SandboxFault
from tests.fake_sandbox import FakeSandbox
from tests.small import made
from tests.submissions import submission

EXERCISE = """\
functions: [f]
inputs: {x: {integers: [], low: 1, high: 9}}
cases: {public: [{count: 1}], hidden: 2}
checks:
  - {value: f, points: 1}
"""
Talk = Callable[[Ask], bool]


@final
class Dialogue(Check, frozen=True, kw_only=True):
    """Asks as it goes: passes when ``talk`` says so."""

    interactive: ClassVar[bool] = True

    talk: Any

    def validate(self, subject: Subject) -> None:
        """Anything goes."""

    def plan(self, subject: Subject) -> tuple[Call, ...]:
        return ()

    def judge(self, subject: Subject, ask: Ask) -> Finding:
        verdict = Verdict.PASS if self.talk(ask) else Verdict.FAIL
        return Finding(verdict=verdict, public_verdict=verdict)


def twice(request: Call) -> Answer:
    assert request.args is not None
    return Returned(value=2 * request.args[0])


def asks(ask: Ask, value: int) -> int:
    answer = ask(Call(key=f"ask {value}", function="f", args=(value,), public=False))
    assert isinstance(answer, Returned)
    found: int = answer.value
    return found


def doubles(ask: Ask) -> bool:
    return asks(ask, asks(ask, asks(ask, 1))) == 8


@pytest.fixture
def small(tmp_path: Path) -> Assignment:
    return load_assignment(str(made(tmp_path, EXERCISE, "def f(x):\n    return 2 * x\n")))


def with_dialogues(assignment: Assignment, *checks: Check) -> Assignment:
    (one,) = assignment.exercises
    more = tuple((f"one/{k}", check) for k, check in enumerate(checks))
    exercise = dataclasses.replace(one, checks=(*one.checks, *more))
    return dataclasses.replace(assignment, exercises=(exercise,))


def findings(report: Report) -> list[Finding]:
    return [check.finding for check in report.exercises[0].checks]


def grade(
    assignment: Assignment, *talks: Talk, answer: Ask = twice
) -> tuple[list[Finding], FakeSandbox]:
    checks = (Dialogue(target="f", talk=talk) for talk in talks)
    sandbox = FakeSandbox(answer)
    with Grader(with_dialogues(assignment, *checks), sandbox) as grader:
        return findings(grader.grade(submission({"one": ""})).report), sandbox


def test_saved_answers_are_judged_as_at_first_without_asking_anyone(small: Assignment) -> None:
    sandbox = FakeSandbox(twice)
    checks = [Dialogue(target="f", talk=talk) for talk in (doubles, lambda ask: asks(ask, 5) == 1)]
    with Grader(with_dialogues(small, *checks), sandbox) as grader:
        work = submission({"one": ""})
        graded = grader.grade(work)
        sandbox.log.clear()
        assert grader.judge(work, graded.transcript) == graded.report
    assert sandbox.log == []
    assert [one.verdict.value for one in findings(graded.report)] == ["pass", "pass", "fail"]


def test_checks_that_ask_as_they_go_come_last_each_in_a_fresh_worker(small: Assignment) -> None:
    found, sandbox = grade(small, doubles, lambda ask: asks(ask, 5) == 11)
    assert [one.verdict for one in found] == [Verdict.PASS, Verdict.PASS, Verdict.FAIL]
    planned = [call.key for call in small.plan]
    assert sandbox.log == [*planned, "fresh", "ask 1", "ask 2", "ask 4", "fresh", "ask 5"]


def test_public_dialogues_come_before_anything_hidden(small: Assignment) -> None:
    sandbox = FakeSandbox(twice)
    shown = Dialogue(target="f", talk=doubles, cases="public")
    secret = Dialogue(target="f", talk=lambda ask: asks(ask, 7) == 14)
    with Grader(with_dialogues(small, secret, shown), sandbox) as grader:
        grader.grade(submission({"one": ""}))
    public, *hidden = (call.key for call in small.plan)
    assert sandbox.log == [
        public, "fresh", "ask 1", "ask 2", "ask 4", "fresh", *hidden, "fresh", "ask 7"
    ]  # fmt: skip


def test_the_finding_of_the_live_run_counts_for_nothing(small: Assignment) -> None:
    """A check whose verdict hangs on chance is judged from the record, the same each time; the first time is thrown away."""
    turns = itertools.count()
    found, _ = grade(small, lambda ask: asks(ask, 1) == 2 and next(turns) > 0)
    assert found[1].verdict is Verdict.PASS


def swallows(talk: Talk) -> Talk:
    def careless(ask: Ask) -> bool:
        try:
            return talk(ask)
        except Exception:
            return False

    return careless


@pytest.mark.parametrize("careless", [False, True])
def test_a_check_that_asks_something_else_the_second_time_is_the_authors_fault(
    small: Assignment, careless: bool
) -> None:
    turns = itertools.count()

    def changes(ask: Ask) -> bool:
        return asks(ask, next(turns)) >= 0

    found, _ = grade(small, swallows(changes) if careless else changes)
    assert found[0].verdict is Verdict.PASS
    assert found[1].verdict is Verdict.GRADER_ERROR
    assert found[1].feedback is not None
    assert found[1].feedback.label == NOT_RECORDED
    assert "chance" in found[1].staff


def test_a_check_that_breaks_is_the_authors_fault(small: Assignment) -> None:
    found, _ = grade(small, lambda ask: asks(ask, 1) / 0 > 1)
    assert found[1].verdict is Verdict.GRADER_ERROR
    assert "ZeroDivisionError" in found[1].staff


@pytest.mark.parametrize("careless", [False, True])
def test_a_broken_sandbox_is_a_fault_whatever_the_check_does_about_it(
    small: Assignment, careless: bool
) -> None:
    def answer(request: Call) -> Answer:
        if request.key.startswith("ask"):
            raise SandboxFault("no worker")
        return twice(request)

    with pytest.raises(SandboxFault, match="no worker"):
        grade(small, swallows(doubles) if careless else doubles, answer=answer)


def test_a_transcript_without_the_dialogue_says_that_code_must_run(small: Assignment) -> None:
    work = submission({"one": ""})
    with Grader(small, FakeSandbox(twice)) as grader:
        before = grader.grade(work).transcript
    later = with_dialogues(small, Dialogue(target="f", talk=doubles))
    with Grader(later, FakeSandbox(twice)) as grader:
        found = findings(grader.judge(work, before))
    assert found[1].feedback is not None
    assert found[1].feedback.label == NOT_RECORDED
