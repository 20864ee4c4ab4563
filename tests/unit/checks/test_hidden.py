"""Of a hidden case nothing is said but one of a short list that the check and the exercise make, whatever comes back.

For every check of both assignments, every kind with every option, and answers drawn at random: right in public and
hostile in hidden cases, where they are also made from the hidden inputs. And how many bits that is.
"""

from __future__ import annotations

import math
import os
import random
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import msgspec
import numpy as np
import pytest

from grader.asking import Replay
from grader.catalog import Assignment, Exercise, load_assignment
from grader.checks import KINDS, Check, from_entry, hidden
from grader.checks.base import CheckError
from grader.checks.memo import Memo
from grader.checks.outcomes import Outcome, finding
from grader.checks.rehearsal import answer
from grader.grading import judge_exercise
from grader.model import (
    Answer,
    BadSignature,
    Call,
    Died,
    Feedback,
    Missing,
    Raised,
    Returned,
    Unreadable,
    Verdict,
)
from tests.conftest import DRAWN, ROOT
from tests.hostile import hostile
from tests.kinds import blocks_of, made

ROUNDS = int(os.environ.get("GRADER_HIDDEN_ROUNDS", "16"))
"""Of random answers for each exercise; more for a longer run."""
PLANNED = [kind for kind, one in KINDS.items() if not one.interactive]
"""Kinds that ask as they go say of hidden tests what their own tests list."""
PER_CHECK, PER_SUBMISSION = 6.0, 360.0
"""Bits that docs/security.md promises at most, for any check of the two assignments and for a submission."""

OPTIONS: dict[str, list[dict[str, Any]]] = {
    "shape": [{"like": "X", "is": None}],
    "value": [{"exact": True}, {"rtol": 1e-3}, {"silent": False}, {"part": 0}],
    "gradient": [{"layout": "indices"}, {"part": 0}],
    "analytic": [{"part": 0}],
    "choice": [{"part": 0}],
    "cost": [{"exactly": None, "at_most": 1}, {"exactly": None, "total": "L"}],
    "written": [{"minimum_words": 0}],
}
"""Beside what the guide shows of each kind."""


@cache
def loaded(name: str) -> Assignment:
    if name in DRAWN:
        return load_assignment(str(ROOT / "assignments" / name))
    return load_assignment(str(made(name, Path(mkdtemp()))))


def exercises() -> Iterator[tuple[str, int]]:
    for name in (*DRAWN, *PLANNED):
        count = len(loaded(name).exercises) if name in DRAWN else 1
        yield from ((name, k) for k in range(count))


def checks_of(exercise: Exercise, name: str) -> list[Check]:
    """The exercise's checks, and of a kind's own exercise the check with its other options and kinds of cases."""
    found = [check for _, check in exercise.checks]
    if name not in KINDS:
        return found
    (entry,) = (e for e in exercise.spec.checks if next(iter(e)) == name)
    for more in [*OPTIONS.get(name, []), {"cases": "hidden"}, {"title": "Its title"}]:
        options = {key: value for key, value in {**entry, **more}.items() if value is not None}
        check = from_entry(options)
        try:
            check.validate(exercise.subject)
            check.plan(exercise.subject)
            replay = Replay(
                {c.key: answer(exercise.subject, c) for c in check.plan(exercise.subject)}
            )
            right = check.judge(exercise.subject, replay)
        except (CheckError, LookupError, TypeError):
            continue  # this exercise has nothing for the option
        if right.verdict in (Verdict.PASS, Verdict.TO_MARK):
            found.append(check)
    return found


def leaking(chance: random.Random, call: Call) -> Answer:
    """An answer that carries the call's arguments out, in some way that code has."""
    number = repr(
        next(
            (float(a.flat[0]) for a in call.args or () if isinstance(a, np.ndarray) and a.size),
            0.5,
        )
    )
    count = int(float(number) * 1e4) % 97
    return chance.choice(
        [
            Returned(value=np.full((1, 1), float(number)), warnings=(f"LEAK{number}",)),
            Returned(value=1.0, mutated=(count % 3, 1 + count % 2)),
            Returned(value=1.0, asked=(count, count + 1)),
            Returned(value=np.zeros((count, 2))),
            Returned(value=np.zeros((2, 1), dtype=np.float16)),
            Returned(value=number),
            Returned(value=[number] * (count % 7)),
            Raised(kind=("ValueError", "EOFError", "KeyError")[count % 3], message=number, place=number, line=count, text=number),
            Missing(defined=(f"leak{count}", number)),
            BadSignature(got=f"({number})"),
            Unreadable(why=f"a {number}"),
            Died(why=f"exit code {count}"),
        ]
    )  # fmt: skip


def scaled(found: Answer, factor: float) -> Answer:
    if not isinstance(found, Returned) or isinstance(found.value, bool | str | None):
        return found

    def times(value: Any) -> Any:
        if isinstance(value, list):
            return [times(item) for item in value]
        return value * factor if isinstance(value, np.ndarray | float) else value

    return msgspec.structs.replace(found, value=times(found.value))


def answers(exercise: Exercise, seed: int) -> dict[str, Answer]:
    """Right in public cases; in hidden ones, of some functions, right, times a factor, hostile, or telling of the inputs."""
    chance = random.Random(seed)
    factor = chance.choice([2.0, 0.5, -1.0, 3.0, 7 / 11, chance.uniform(0.1, 9.0)])
    ways = {name: chance.randrange(5) for name in exercise.subject.parameters}
    found: dict[str, Answer] = {}
    for call in exercise.plan:
        right = answer(exercise.subject, call)
        way = 0 if call.public else ways.get(call.function, 1)
        if way and chance.random() < 0.3:
            way = 0
        found[call.key] = (
            right,
            scaled(right, factor),
            hostile(chance, right),
            leaking(chance, call),
            leaking(chance, call),
        )[way]
    return found


@pytest.mark.parametrize(("name", "k"), list(exercises()))
def test_nothing_is_said_that_is_not_on_the_list(name: str, k: int) -> None:
    exercise = loaded(name).exercises[k]
    subject = exercise.subject
    told: dict[str, set[Feedback]] = {}
    plan = exercise.plan
    for check in checks_of(exercise, name):
        listed = {hidden.feedback(check, subject, said) for said in hidden.sayings(check, subject)}
        heard = told.setdefault(check.kind, set())
        for seed in range(ROUNDS):
            given = answers(exercise, seed)
            more = {c.key: answer(subject, c) for c in check.plan(subject) if c.key not in given}
            with np.errstate(all="ignore"):
                found = check.judge(subject, Replay(given | more))
            if check.by_person:
                continue
            assert found.public_verdict is Verdict.PASS
            assert found.public_feedback is None
            if found.verdict is Verdict.FAIL:
                assert found.feedback in listed
                heard.add(found.feedback)
            assert found.verdict is not Verdict.UNDECIDED
    assert plan
    by_person = all(check.by_person for _, check in exercise.checks)
    assert by_person or not any(call.public is False for call in plan) or any(told.values())


def twin(exercise: Exercise) -> Exercise:
    """The exercise with other numbers in its hidden cases."""
    cases = tuple(
        case
        if case.public
        else msgspec.structs.replace(
            case,
            inputs={
                name: value * 1.5 + 1 if isinstance(value, np.ndarray) else value
                for name, value in case.inputs.items()
            },
        )
        for case in exercise.subject.cases
    )
    return replace(exercise, subject=replace(exercise.subject, cases=cases, facts={}, memo=Memo()))


@pytest.mark.parametrize(("name", "k"), [one for one in exercises() if one[0] in DRAWN])
def test_what_is_listed_does_not_depend_on_hidden_numbers(name: str, k: int) -> None:
    exercise = loaded(name).exercises[k]
    other = twin(exercise)
    for _, check in exercise.checks:
        assert list(hidden.sayings(check, exercise.subject)) == list(
            hidden.sayings(check, other.subject)
        )
        for said in hidden.sayings(check, exercise.subject):
            assert hidden.feedback(check, exercise.subject, said) == hidden.feedback(
                check, other.subject, said
            )


def bits(assignment: Assignment) -> tuple[float, float]:
    """At most how many bits of hidden inputs one check, and one submission, can carry out in what is said of hidden cases.

    Of the checks of the same functions the first that fails says one of its list. The others pass, say the same, or say no more
    than that they fail.
    """
    most, whole = 0.0, 0.0
    for exercise in assignment.exercises:
        voices: dict[tuple[str, ...], float] = {}
        for _, check in exercise.checks:
            if check.by_person:
                continue
            count = len(
                {
                    hidden.feedback(check, exercise.subject, said)
                    for said in hidden.sayings(check, exercise.subject)
                }
            )
            own = math.log2(1 + count)
            most = max(most, own)
            whole += math.log2(3)
            voices[check.functions] = max(voices.get(check.functions, 0.0), own)
        whole += sum(voices.values())
    return most, whole


@pytest.mark.parametrize("name", DRAWN)
def test_how_much_a_submission_can_learn_is_bounded(name: str) -> None:
    most, whole = bits(loaded(name))
    assert most <= PER_CHECK, most
    assert whole <= PER_SUBMISSION, whole


def test_one_check_of_a_function_speaks_and_the_others_say_that_they_fail() -> None:
    exercise = loaded("lecture07").exercise("bias_jacobian")
    for seed in range(ROUNDS):
        with np.errstate(all="ignore"):
            result = judge_exercise(exercise, answers(exercise, seed))
        by_voice: dict[tuple[str, ...], set[Feedback]] = {}
        for one, (_, check) in zip(result.checks, exercise.checks, strict=True):
            if one.finding.feedback is not None:
                by_voice.setdefault(check.functions, set()).add(one.finding.feedback)
        for said in by_voice.values():
            assert len({one for one in said if one.label != "hidden"}) == 1


def test_a_failure_without_a_problem_can_not_be_made() -> None:
    assert Outcome().verdict is Verdict.PASS
    assert Outcome(problem=hidden.Problem.VALUE).verdict is Verdict.FAIL
    assert not hasattr(Outcome(), "feedback")


def test_text_of_a_public_case_is_never_written_for_a_hidden_one() -> None:
    exercise = loaded("lecture07").exercise("bias_jacobian")
    check = exercise.checks[1][1]
    case = next(case for case in exercise.subject.cases if not case.public)

    def never() -> Feedback:
        raise AssertionError("written")

    wrong = Outcome(problem=check.problems[0], told=never)
    found = finding(check, exercise.subject, [case], [wrong])
    assert found.feedback is not None
    assert found.feedback.got == found.feedback.expected == ""


def test_every_kind_has_words_for_each_of_its_problems() -> None:
    for kind in PLANNED:
        for check in checks_of(loaded(kind).exercises[0], kind):
            words = [check.words(problem) for problem in check.problems]
            assert len(set(words)) == len(words)
            assert all(what and next_step for what, next_step in words)
    assert blocks_of("shape")
