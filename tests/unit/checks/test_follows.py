"""``follows``: one number is the same answer as a float, a 0-d array or (1, 1)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from grader.asking import Replay
from grader.catalog import Assignment
from grader.checks import Case, Subject, Trusted
from grader.checks.follows import Follows
from grader.model import BadSignature, Finding, Returned, Verdict


def verdict(check: Follows, answer: Any, start: Any, **others: Any) -> Verdict:
    return judged(check, answer, start, **others).verdict


def judged(check: Follows, answer: Any, start: Any, **others: Any) -> Finding:
    """``start`` a function, or the answer that all its calls come back with."""
    cases = tuple(
        Case(
            id=f"h{k}",
            public=False,
            sizes={},
            inputs={"u": np.array([[1.0 + k]])},
            functions=("f",),
        )
        for k in range(3)
    )
    trusted = Trusted(references={}, others=others, known_wrong={}, given={})
    subject = Subject(
        exercise="e",
        parameters={"f": ("u",), "s": ("u",)},
        cases=cases,
        known_wrong=(),
        trusted=trusted,
    )
    for case in cases:
        subject.facts[f"e/expected/f/{case.id}"] = np.ones((1, 1))
    answers = {
        call.key: Returned(value=function(*call.args)) if callable(function) else function
        for call in check.plan(subject)
        for function in [answer if call.function == "f" else start]
    }
    return check.judge(subject, Replay(answers))


FORMS = [lambda a: float(a.reshape(())), lambda a: a.reshape(()), lambda a: a.reshape(1, 1)]


@pytest.mark.parametrize("form", FORMS)
def test_by_a_rule(form: Any) -> None:
    check = Follows(target="f", start="s", by="carried")
    twice = {"carried": lambda case, start: 2 * start}
    assert verdict(check, lambda u: form(6 * u), lambda u: 3 * u, **twice) is Verdict.PASS
    assert verdict(check, lambda u: form(5 * u), lambda u: 3 * u, **twice) is Verdict.FAIL


@pytest.mark.parametrize("form", FORMS)
def test_by_a_slope(form: Any) -> None:
    check = Follows(target="f", start="s", loss="loss", wrt=("u",))
    square = {"loss": lambda case, start: float(np.sum(start**2))}
    assert verdict(check, lambda u: form(18 * u), lambda u: 3 * u, **square) is Verdict.PASS
    assert verdict(check, lambda u: form(9 * u), lambda u: 3 * u, **square) is Verdict.FAIL


SQUARE = {"loss": lambda case, start: float(np.sum(start**2))}
SLOPE = Follows(target="f", start="s", loss="loss", wrt=("u",))
BY = Follows(target="f", start="s", by="carried")
TWICE = {"carried": lambda case, start: 2 * start}


@pytest.mark.parametrize("constant", [0.0, 5.0])
def test_a_constant_start_earns_nothing(constant: float) -> None:
    start = lambda u: np.full((1, 1), constant)  # noqa: E731
    assert verdict(SLOPE, lambda u: np.zeros((1, 1)), start, **SQUARE) is Verdict.FAIL
    assert verdict(BY, lambda u: np.full((1, 1), 2 * constant), start, **TWICE) is Verdict.FAIL


def test_a_start_that_is_the_same_for_all_inputs_earns_nothing() -> None:
    fixed = lambda u: np.array([[1.0], [2.0], [3.0]])  # noqa: E731
    assert verdict(BY, lambda u: 2 * fixed(u), fixed, **TWICE) is Verdict.FAIL


def test_a_zero_gradient_never_follows() -> None:
    """The loss has its minimum there: any start would give it a slope near zero."""
    bowl = {"loss": lambda case, start: float(np.sum((start - case.inputs["u"]) ** 2))}
    assert verdict(SLOPE, lambda u: np.zeros((1, 1)), lambda u: u, **bowl) is Verdict.FAIL


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_a_start_that_is_not_finite_earns_nothing(bad: float) -> None:
    assert verdict(SLOPE, lambda u: 2 * u, lambda u: u * bad, **SQUARE) is Verdict.FAIL


def test_a_start_with_jumps_decides_nothing_and_a_wrong_slope_still_fails() -> None:
    def rough(u: Any) -> Any:
        return u + 1e-3 * np.sin(1e9 * u)

    found = verdict(SLOPE, lambda u: 2 * u, rough, **SQUARE)
    assert found in (Verdict.UNDECIDED, Verdict.FAIL)
    assert verdict(SLOPE, lambda u: 1e12 * u, rough, **SQUARE) is Verdict.FAIL


@pytest.mark.parametrize("scale", [1e-6, 1.0, 1e6])
def test_credit_for_a_right_derivation_on_a_wrong_start_of_any_size(scale: float) -> None:
    start = lambda u: scale * np.sin(u)  # noqa: E731
    right = lambda u: 2 * scale**2 * np.sin(u) * np.cos(u)  # noqa: E731
    assert verdict(SLOPE, right, start, **SQUARE) is Verdict.PASS
    assert verdict(SLOPE, lambda u: 1.01 * right(u), start, **SQUARE) is Verdict.FAIL


def test_a_part_of_the_answer_that_is_zero_earns_nothing(lecture07: Assignment) -> None:
    """A forward pass that looks at the last offsets only, and the right gradients of that: not a derivation."""
    exercise = next(
        e
        for e in lecture07.exercises
        if any(isinstance(c, Follows) and c.loss for _, c in e.checks)
    )
    check = next(c for _, c in exercise.checks if isinstance(c, Follows))

    def lazy_start(x: Any, Ws: Any, W0s: Any, fs: Any) -> Any:
        As = [x, *(0 * W0 for W0 in W0s[:-1]), W0s[-1]]
        return [As[1:], As]

    def its_gradient(x: Any, y: Any, Ws: Any, W0s: Any, *_: Any) -> Any:
        return [
            [0 * W for W in Ws],
            [*(0 * W0 for W0 in W0s[:-1]), 2 * (W0s[-1] - y)],
        ]

    answers = {
        call.key: Returned(
            value=(its_gradient if call.function == check.target else lazy_start)(*call.args)
        )
        for call in check.plan(exercise.subject)
    }
    assert check.judge(exercise.subject, Replay(answers)).verdict is Verdict.FAIL


def test_a_start_that_can_t_be_called_is_not_called_constant() -> None:
    found = judged(BY, lambda u: 6 * u, BadSignature(got="def s()"), **TWICE)
    assert found.verdict is Verdict.FAIL
    assert found.feedback is not None
    assert found.feedback.label != "follows.constant"


def judged_with_two_inputs(check: Follows, answer: Any, start: Any, reference: Any) -> Verdict:
    """``start`` and its ``reference`` of (A, y), of which the answer is asked to be twice as much."""
    draw = np.random.default_rng(1)
    cases = tuple(
        Case(
            id=f"{'p' if k == 0 else 'h'}{k}",
            public=k == 0,
            sizes={},
            inputs={name: np.round(draw.standard_normal((3, 1)), 4) for name in "Ay"},
            functions=("f", "s"),
        )
        for k in range(4)
    )
    trusted = Trusted(
        references={"s": reference, "f": lambda A, y: 2 * reference(A, y)},
        others={**TWICE, **SQUARE},
        known_wrong={},
        given={},
    )
    subject = Subject(
        exercise="e",
        parameters={"f": ("A", "y"), "s": ("A", "y")},
        cases=cases,
        known_wrong=(),
        trusted=trusted,
    )
    check.validate(subject)
    answers = {
        call.key: Returned(value=(answer if call.function == "f" else start)(*call.args))
        for call in check.plan(subject)
    }
    return check.judge(subject, Replay(answers)).verdict


def test_a_start_that_ignores_one_of_its_inputs_earns_nothing() -> None:
    right = lambda A, y: 2 * (A - y)  # noqa: E731
    for made_up in (lambda A, y: y, lambda A, y: 3 * A):
        twice = lambda A, y, made_up=made_up: 2 * made_up(A, y)  # noqa: E731
        assert judged_with_two_inputs(BY, twice, made_up, right) is Verdict.FAIL
    wrong = lambda A, y: A + y  # noqa: E731
    assert judged_with_two_inputs(BY, lambda A, y: 2 * (A + y), wrong, right) is Verdict.PASS


def test_a_start_need_not_depend_on_what_the_reference_ignores() -> None:
    assert (
        judged_with_two_inputs(
            BY, lambda A, y: 6 * A, lambda A, y: 3 * A, reference=lambda A, y: 2 * A
        )
        is Verdict.PASS
    )


def test_a_right_start_is_followed_by_the_right_gradient_alone() -> None:
    """A start that is right where everybody asks, and elsewhere as a made-up gradient would have it."""
    check = Follows(target="f", start="s", loss="loss", wrt=("A",))
    right = lambda A, y: A * y  # noqa: E731

    def aware(A: Any, y: Any) -> Any:
        ordinary = np.array_equal(A, np.round(A, 4))
        return right(A, y) if ordinary else np.full_like(A, np.sqrt(np.sum(A) + 100.0))

    found = judged_with_two_inputs(check, lambda A, y: np.ones_like(A), aware, right)
    assert found is Verdict.FAIL
    derived = lambda A, y: 2 * A * y**2  # noqa: E731
    subject_is_honest = judged_with_two_inputs(check, derived, right, lambda A, y: A + y)
    assert subject_is_honest is Verdict.PASS
