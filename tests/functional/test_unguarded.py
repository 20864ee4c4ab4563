"""Delete any one check or any one known-wrong function: the audit says what is unguarded now.

Every one is really deleted, in memory, and all mutants and known-wrong answers are judged again without it. By default
for a few exercises; ``GRADER_EVERY_DELETION=lecture07`` asks it of all exercises of the assignments named (or of
one, as ``lecture07/backward``) and prints what is said.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

import msgspec
import pytest

from grader.authoring.audit import guards, known_wrong, mutants
from grader.authoring.audit.bench import Bench, judged
from grader.authoring.audit.guards import Guarded
from grader.authoring.audit.records import Outcome, Trial
from grader.catalog import Exercise
from grader.checks.memo import Memo
from grader.model import Answer
from tests.conftest import ASSIGNMENTS, Load

FEW = [
    ("lecture07", "output_activation"),
    ("lecture07", "bias_gradient"),
    ("lecture07", "layer_gradients"),
    ("logistic_regression", "softmax_column"),
]
EVERY = tuple(os.environ.get("GRADER_EVERY_DELETION", "").split())
MOST_OF_A_KIND = 6
Answers = dict[str, Mapping[str, Answer]]


def without_check(exercise: Exercise, k: int) -> Exercise:
    checks = exercise.checks[:k] + exercise.checks[k + 1 :]
    entries = [entry for n, entry in enumerate(exercise.spec.checks) if n != k]
    spec = msgspec.structs.replace(exercise.spec, checks=entries)
    return replace(exercise, checks=checks, spec=spec)


def without_known_wrong(exercise: Exercise, name: str) -> Exercise:
    left = tuple(
        known for known in exercise.subject.known_wrong if f"{known.function}__{known.name}" != name
    )
    return replace(exercise, subject=replace(exercise.subject, known_wrong=left, memo=Memo()))


def outcomes(exercise: Exercise, answers: Answers, guarded: Guarded) -> dict[str, Outcome]:
    """All answers judged without what was deleted, and by the checks that are gone."""
    gone = guards.gone(exercise, guarded)
    return {name: judged(exercise, name, given, gone) for name, given in answers.items()}


def asked(load: Load) -> Iterator[tuple[str, str]]:
    for name in ASSIGNMENTS:
        for exercise in load(name).exercises:
            if {name, f"{name}/{exercise.name}"} & set(EVERY):
                yield name, exercise.name


@pytest.fixture(scope="session")
def answers_of(load: Load, best_isolation: str) -> Iterator[object]:
    """The answers of all mutants and known-wrong functions of an exercise; run once."""
    with Bench(load("lecture07"), best_isolation) as bench:

        @cache
        def run(name: str, exercise_name: str) -> Answers:
            bench.assignment = load(name)
            exercise = bench.assignment.exercise(exercise_name)
            made = mutants.of_exercise(exercise)
            # One mutant alone may be what a check is for: a campaign asks all.
            some = made if EVERY else list(first_of_each_kind(made))
            tried = [Trial(name=m.name, source=m.source) for m in some]
            tried += [
                Trial(name=trial.name.removeprefix(known_wrong.PREFIX), source=trial.source)
                for trial in known_wrong.trials(exercise)
            ]
            found = bench.run_together(exercise, [trial.source for trial in tried])
            return {trial.name: answers for trial, answers in zip(tried, found, strict=True)}

        yield run


def first_of_each_kind(made: Sequence[mutants.Mutant]) -> Iterator[mutants.Mutant]:
    """Those of which no more than a few of their kind come before: a check may be for one kind alone."""
    seen: Counter[str] = Counter()
    for mutant in made:
        kind = mutant.name.partition(":")[0].rpartition("/")[2]
        seen[kind] += 1
        if seen[kind] <= MOST_OF_A_KIND:
            yield mutant


def test_every_deletion_is_told(load: Load, answers_of: object) -> None:
    told: list[str] = []
    for name, exercise_name in asked(load) if EVERY else FEW:
        exercise = load(name).exercise(exercise_name)
        record = guards.load(load(name))
        assert record is not None
        guarded = record[exercise_name]
        given: Answers = answers_of(name, exercise_name)  # type: ignore[operator]
        whole = guards.problems(exercise, guarded, (), outcomes(exercise, given, guarded))
        assert whole == []
        for k, (check_id, _) in enumerate(exercise.checks):
            rest = without_check(exercise, k)
            gone = guards.gone(rest, guarded)
            assert len(gone) == 1, check_id
            (said,) = guards.problems(rest, guarded, gone, outcomes(rest, given, guarded))
            assert guards.key_of(exercise.spec.checks[k]) in said.text
            assert said.exercise == exercise_name
            told.append(said.text)
        for known in exercise.subject.known_wrong:
            wrong = f"{known.function}__{known.name}"
            rest = without_known_wrong(exercise, wrong)
            (said,) = guards.problems(rest, guarded, (), outcomes(rest, given, guarded))
            assert said.text.startswith(
                f"the known-wrong function {wrong} is gone; unguarded now: "
            )
            assert guards.first_sentence(known.feedback) in said.text
            told.append(said.text)
    assert len(told) > (0 if EVERY else 40)
    for text in told:
        _, unguarded, what = text.partition("unguarded now: ")
        assert unguarded
        assert what
        assert "nothing that an audit can make" not in what, text
    if EVERY:
        print(f"\n{len(told)} deletions told", *sorted(told), sep="\n")


def test_the_records_know_every_check_and_known_wrong_function(load: Load) -> None:
    for name in ASSIGNMENTS:
        record = guards.load(load(name))
        assert record is not None
        assert list(record) == [exercise.name for exercise in load(name).exercises]
        for exercise in load(name).exercises:
            recorded = [guards.key_of(entry) for entry in record[exercise.name].checks]
            assert recorded == [guards.key_of(entry) for entry in exercise.spec.checks]
            assert set(record[exercise.name].known_wrong) == {
                f"{known.function}__{known.name}" for known in exercise.subject.known_wrong
            }
