"""What every kind of check keeps, whatever it looks at: one run for all kinds, each with the exercise that the guide shows.

A kind that is added comes under all of this by its section in docs/authoring.md.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import jsonschema
import numpy as np
import pytest
import yaml

from grader import wire
from grader.asking import Replay
from grader.authoring.otter import judging
from grader.catalog import Exercise, load_assignment, schema
from grader.checks import KINDS, Check, from_entry
from grader.checks.rehearsal import answer, rehearse
from grader.desk import bundle, packing
from grader.grading import judge_exercise
from grader.model import Answer, Returned, Verdict
from tests.hostile import hostile
from tests.kinds import blocks_of, made

PASSING = (Verdict.PASS, Verdict.TO_MARK)


@cache
def exercise_of(kind: str) -> Exercise:
    (exercise,) = load_assignment(str(made(kind, Path(mkdtemp())))).exercises
    return exercise


PLANNED = sorted(kind for kind, one in KINDS.items() if not one.interactive)
"""Kinds that ask as they go, a dialogue instead of a plan, have tests of their own."""


@pytest.fixture(params=PLANNED)
def exercise(request: pytest.FixtureRequest) -> Exercise:
    return exercise_of(request.param)


def own(exercise: Exercise, kind: type[Check]) -> Check:
    (check,) = (check for _, check in exercise.checks if type(check) is kind)
    return check


@pytest.fixture
def check(exercise: Exercise, request: pytest.FixtureRequest) -> Check:
    return own(exercise, KINDS[request.node.callspec.params["exercise"]])


def right(exercise: Exercise) -> dict[str, Answer]:
    return {call.key: answer(exercise.subject, call) for call in exercise.plan}


def sent(answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """As answers are once they were kept and read again."""
    body = wire.encode(dict(answers), trusted=True)
    found: dict[str, Answer] = wire.decode(body[wire.HEADER.size :], trusted=True)
    return found


def spoilt(exercise: Exercise, seed: int) -> dict[str, Answer]:
    chance = random.Random(seed)
    return sent(
        {
            key: hostile(chance, found) if chance.random() < 0.5 else found
            for key, found in right(exercise).items()
        }
    )


def test_its_name_is_its_files(check: Check) -> None:
    assert KINDS[check.kind] is type(check)


def test_its_line_of_yaml_makes_it(exercise: Exercise, check: Check) -> None:
    """Validated by the schema and by the record, and told apart by all that it judges."""
    entries = yaml.safe_load(blocks_of(check.kind)["exercise.yaml"])
    jsonschema.validate(entries, schema.exercise_schema())
    (entry,) = (entry for entry in entries["checks"] if next(iter(entry)) == check.kind)
    again = from_entry(entry)
    assert again == check
    assert again.identity == check.identity
    again.validate(exercise.subject)


def test_it_plans_the_same_calls_each_time(exercise: Exercise, check: Check) -> None:
    subject = exercise.subject
    calls = check.plan(subject)
    assert calls == check.plan(subject)
    assert calls
    public = {case.id for case in subject.cases if case.public}
    for call in calls:
        assert call.key.startswith(f"{subject.exercise}/")
        if call.args is not None:
            assert call.public == (call.key.split("/")[2] in public)
    assert set(check.functions) <= {call.function for call in calls}


def test_it_passes_the_references_own_answers(exercise: Exercise, check: Check) -> None:
    if check.by_person:
        finding = check.judge(exercise.subject, Replay(right(exercise)))
    else:
        finding = rehearse(check, exercise.subject)
    assert finding.verdict in PASSING
    assert finding.feedback is None


def test_it_judges_whatever_comes_and_the_same_from_saved_answers(
    exercise: Exercise, check: Check
) -> None:
    verdicts = set()
    for seed in range(60):
        answers = spoilt(exercise, seed)
        with np.errstate(all="ignore"):
            finding = check.judge(exercise.subject, Replay(answers))
            assert check.judge(exercise.subject, Replay(sent(answers))) == finding
            short = check.passes(exercise.subject, Replay(answers))
        assert short == (finding.verdict in PASSING)
        assert (finding.feedback is None) or finding.verdict is not Verdict.PASS
        verdicts.add(finding.verdict)
    assert verdicts == {Verdict.TO_MARK} if check.by_person else Verdict.FAIL in verdicts


def test_its_report_says_who_gives_the_points(exercise: Exercise, check: Check) -> None:
    result = judge_exercise(exercise, right(exercise))
    (own_result,) = (one for one in result.checks if one.kind == check.kind)
    assert (own_result.finding.verdict is Verdict.TO_MARK) == check.by_person
    assert own_result.earned == (0.0 if check.by_person else check.points)
    assert result.to_mark == (check.points if check.by_person else 0.0)
    assert bool(result.written) == check.by_person


def test_a_desk_says_of_public_cases_what_grading_says(exercise: Exercise, check: Check) -> None:
    subject = packing.public_subject(exercise)
    there = [one for _, one, _ in packing.public_checks(exercise, subject)]
    assert (check in there) != check.needs_solutions
    if check.needs_solutions:
        return
    assignment = load_assignment(str(exercise.solution_dir.parents[2] / "assignments" / "kinds"))
    (desk,) = bundle.parse(packing.make(assignment), "public.checks").exercises
    assert desk.subject.trusted is None
    (mine,) = (one for _, one in desk.checks if type(one) is type(check))
    for hidden_option in check.private:
        assert not getattr(mine, hidden_option)
    for seed in range(20):
        answers = spoilt(exercise, seed)
        with np.errstate(all="ignore"):
            assert mine.judge(desk.subject, Replay(answers)) == check.judge(
                subject, Replay(answers)
            )


def test_otter_can_judge_what_it_is_given(exercise: Exercise, check: Check) -> None:
    drawn = check.otter(packing.public_subject(exercise))
    assert (drawn is None) == (check.needs_solutions or check.by_person)
    if drawn is not None:
        assert drawn.judge in judging.JUDGES
        assert drawn.wanted


def test_an_earlier_gate_silences_it(exercise: Exercise, check: Check) -> None:
    gate = KINDS["shape"](target=check.functions[0])  # type: ignore[call-arg]
    assert check.after(gate) == (not check.manners)
    assert not check.after(KINDS["shape"](target="another"))  # type: ignore[call-arg]
    assert check.gate == gate.after(check)


def test_a_text_that_is_kept_is_the_students(exercise: Exercise, check: Check) -> None:
    words = {call.key: Returned(value="my own words") for call in check.plan(exercise.subject)}
    texts = check.texts(exercise.subject, Replay(words))
    assert texts == (dict.fromkeys(check.functions, "my own words") if check.by_person else {})
