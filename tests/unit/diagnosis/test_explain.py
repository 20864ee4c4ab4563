"""Diagnosis: every pattern is named where it is, and nothing is named where nothing is."""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np
import pytest
from syrupy.assertion import SnapshotAssertion

from grader import diagnosis
from grader.asking import Replay
from grader.checks.base import Raising, Subject
from grader.checks.explain import explain
from grader.checks.trusted import Case
from grader.checks.variants import Change, changes, variants
from grader.diagnosis import Evidence
from grader.diagnosis.matching import differs, peculiar
from grader.draws import Draws
from grader.model import Given, Returned
from tests.conftest import DRAWN, Load
from tests.unit.diagnosis import mistakes
from tests.unit.diagnosis.mistakes import Mistake, all_mistakes

MISTAKES = list(all_mistakes())


def evidence(wrong: Any, column: bool = False) -> list[Evidence]:
    return mistakes.cases(
        mistakes.column if column else mistakes.matrix, lambda right, args, sizes: wrong(right)
    )


@pytest.mark.parametrize(
    "mistake", MISTAKES, ids=[f"{k}-{mistake.name}" for k, mistake in enumerate(MISTAKES)]
)
def test_every_kind_of_mistake_is_named(mistake: Mistake) -> None:
    found = mistake.explain()
    assert found is not None
    assert found.label == mistake.name
    assert found.sentence


def test_what_students_read(snapshot: SnapshotAssertion) -> None:
    lines = ["# What diagnosis says", ""]
    for mistake in MISTAKES:
        found = mistake.explain()
        assert found is not None
        text = f"{found.sentence}\n{found.next_step}".strip()
        assert len(text) <= 300, "one to three lines"
        if f"**{found.label}**" not in lines or found.misconception or text not in lines:
            lines += [f"**{found.label}**", "", text, ""]
    for change in changes_of_a_layer():
        text = f"{change.sentence}\n{change.next_step}"
        assert len(text) <= 300, "one to three lines"
        lines += [f"**{change.label}**", "", text, ""]
    assert "\n".join(lines) == snapshot


def changes_of_a_layer() -> list[Change]:
    """Every kind of change that references are asked for, on a function with an argument of each kind."""
    case = Case(
        id="one",
        public=True,
        sizes={"n": 2},
        inputs={"l": 2, "W": np.ones((2, 2)), "df": Given(name="dtanh")},
        functions=("f",),
    )
    subject = Subject(
        exercise="layer",
        parameters={"f": ("l", "W", "df")},
        cases=(case,),
        known_wrong=(),
        trusted=None,
    )
    found = {change.label: change for change in changes(subject, "f", [case])}
    assert {label.partition(".")[0] for label in found} == {
        "index", "slope_missing", "slope_at_A", "unused", "updated",
    }  # fmt: skip
    return [
        found[k]
        for k in ("index.l-1", "slope_missing.df", "slope_at_A.df", "unused.W", "updated.W")
    ]


def test_where_no_pattern_fits_nothing_is_said() -> None:
    assert diagnosis.explain(evidence(lambda right: mistakes.odd(right)), {}, {}) is None


def test_right_answers_need_no_explanation() -> None:
    assert diagnosis.explain(evidence(lambda r: r), {}, {}) is None
    assert diagnosis.explain(evidence(lambda r: r + 1e-13 * r), {}, {}) is None


def test_a_symmetric_matrix_is_never_called_transposed() -> None:
    cases = [
        Evidence(function="f", sizes={"n": 3}, args={}, got=np.eye(3) * 1.5, expected=np.eye(3))
        for _ in range(3)
    ]
    found = diagnosis.explain(cases, {}, {})
    assert found is None or found.label != "transposed"


def test_a_known_wrong_answer_comes_first() -> None:
    cases = evidence(lambda r: 2 * r)
    wrong = {"doubled": ([2 * case.expected for case in cases], "You doubled it.")}
    found = diagnosis.explain(cases, wrong, {})
    assert found is not None
    assert (found.misconception, found.sentence) == ("doubled", "You doubled it.")


def test_a_known_wrong_answer_times_a_factor() -> None:
    cases = evidence(lambda r: -3 * (r + 1))
    wrong = {"plus_one": ([case.expected + 1 for case in cases], "You added 1.")}
    found = diagnosis.explain(cases, wrong, {})
    assert found is not None
    assert found.misconception == "plus_one"
    assert "3 times too large and of the wrong sign" in found.sentence


def test_two_that_fit_equally_well_name_nobody() -> None:
    cases = evidence(lambda r: np.sin(r))
    answers = [np.sin(case.expected) for case in cases]
    found = diagnosis.explain(cases, {"one": (answers, "One."), "other": (answers, "Other.")}, {})
    assert found is None or found.misconception is None


def test_what_raised_equals_only_what_raises() -> None:
    case = Evidence(function="f", sizes={}, args={}, got=None, expected=Raising(kind="ValueError"))
    wrong = {
        "silent": ([None, None], "It should refuse."),
        "loud": ([Raising(kind="TypeError")] * 2, "The wrong error."),
    }
    found = diagnosis.explain([case, case], wrong, {})
    assert found is not None
    assert found.misconception == "silent"


def test_another_functions_answer_is_recognised() -> None:
    cases = evidence(lambda r: np.cos(r))
    found = diagnosis.explain(cases, {}, {"g": [np.cos(case.expected) for case in cases]})
    assert found is not None
    assert found.label == "other_function"
    assert "`g`" in found.sentence


def test_a_function_of_another_exercise_is_named_only_on_two_cases_with_telling_numbers() -> None:
    cases = evidence(lambda r: np.cos(r))
    answers = [np.cos(case.expected) for case in cases]

    def label(cases: list[Evidence], elsewhere: dict[str, Any]) -> str:
        found = diagnosis.explain(cases, {}, {}, (), elsewhere)
        return found.label if found is not None else ""

    assert label(cases, {"g": answers}) == "other_exercise"
    # Two that fit, one that fits in all cases but one, and one whose answers are whole numbers.
    assert label(cases, {"g": answers, "h": answers}) == ""
    assert label(cases, {"g": [*answers[:-1], answers[-1] + 1]}) == ""
    ones = evidence(lambda r: np.arange(r.size).reshape(r.shape) % 3 + 1.0)
    assert label(ones, {"g": [case.got for case in ones]}) == ""
    # One wrong case among right ones is too few; the only case there is may do, if it holds enough numbers.
    one_wrong = [cases[0], *evidence(lambda r: r)[1:]]
    assert label(one_wrong, {"g": [cases[0].got, *(c.got for c in one_wrong[1:])]}) == ""
    assert label(cases[:1], {"g": answers[:1]}) == "other_exercise"
    small = [msgspec.structs.replace(cases[0], got=np.float64(0.3), expected=0.7)]
    assert label(small, {"g": [0.3]}) == ""


@pytest.mark.parametrize("name", DRAWN)
def test_functions_of_other_exercises_are_recognised_and_never_misnamed(
    name: str, load: Load
) -> None:
    named = 0
    for exercise in load(name).exercises:
        subject = exercise.subject
        for function in exercise.functions:
            cases = subject.answered_cases(function)
            for other in subject.elsewhere:
                try:
                    values = [subject.elsewhere_answer(other, case) for case in cases]
                except LookupError:
                    continue
                if not any(map(peculiar, values)):
                    continue
                answers = {
                    subject.call(function, case).key: Returned(value=value)
                    for case, value in zip(cases, values, strict=True)
                    if not isinstance(value, Raising)
                }
                told = [case for case in cases if subject.call(function, case).key in answers]
                found = explain(subject, function, told, Replay(answers))
                if found is None or found.label != "other_exercise":
                    continue
                named += f"`{other}`" in found.reason
                # Another name is as true: that function gives the very same answers.
                assert f"`{other}`" in found.reason or any(
                    f"`{same}`" in found.reason
                    and not any(
                        differs(subject.elsewhere_answer(same, case), value)
                        for case, value in zip(cases, values, strict=True)
                        if case in told and differs(value, subject.expected(function, case))
                    )
                    for same in subject.elsewhere
                )
    assert named >= 5


@pytest.mark.parametrize("name", DRAWN)
def test_unrelated_wrong_answers_are_never_named(name: str, load: Load) -> None:
    """Random answers of the right forms, over all exercises and with all that is known of them: none gets a name."""
    named: list[str] = []
    tried = 0
    for exercise in load(name).exercises:
        subject = exercise.subject
        for function in exercise.functions:
            cases = subject.cases_of(function)
            numbers = [
                c for c in cases if _random_like(subject.expected(function, c), 0) is not None
            ]
            if len(numbers) < 3:
                continue
            for k in range(16):
                answers = {
                    subject.call(function, case).key: Returned(
                        value=_random_like(subject.expected(function, case), (function, case.id, k))
                    )
                    for case in numbers
                }
                found = explain(subject, function, numbers, Replay(answers), derivative=bool(k % 2))
                tried += 1
                if found is not None and found.label:
                    named.append(f"{function}: {found.label}")
    assert tried >= 150
    assert named == []


def _random_like(value: Any, words: Any) -> Any:
    """Unrelated numbers in the form of ``value``; None when it has other things in it."""
    draws = Draws("unrelated", words)
    if isinstance(value, list | tuple):
        items = [_random_like(item, (words, k)) for k, item in enumerate(value)]
        return None if not items or any(item is None for item in items) else items
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        return draws.normal(*value.shape)
    return draws.normal() if isinstance(value, float) else None


@pytest.mark.parametrize("name", DRAWN)
def test_variants_of_the_reference_are_recognised_and_never_misnamed(name: str, load: Load) -> None:
    """Answers that a changed reference gives get a name, and whatever that name says is true of them."""
    tried, as_variant = 0, 0
    for exercise in load(name).exercises:
        subject = exercise.subject
        for function in exercise.functions:
            cases = [
                c
                for c in subject.cases_of(function)
                if not isinstance(subject.expected(function, c), Raising)
            ]
            for variant in variants(subject, function, cases):
                told = [
                    (case, answer)
                    for case, answer in zip(cases, variant.answers, strict=True)
                    if not isinstance(answer, Raising)
                ]
                shown = sum(differs(a, subject.expected(function, c)) for c, a in told)
                if shown < 2:
                    continue
                answers = {subject.call(function, c).key: Returned(value=a) for c, a in told}
                found = explain(subject, function, [case for case, _ in told], Replay(answers))
                tried += 1
                if found is None:
                    continue
                as_variant += found.label == variant.label
                if found.misconception is not None and "On top of that" not in found.reason:
                    known = next(
                        k
                        for k in subject.known_wrong
                        if (k.function, k.name) == (function, found.misconception)
                    )
                    assert not any(
                        differs(subject.wrong_answer(known, c), a)
                        for c, a in told
                        if differs(a, subject.expected(function, c))
                    )
    assert tried >= 20
    assert as_variant >= 10
