"""The quick way for right answers says nothing that the careful way would not."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from grader.asking import Replay
from grader.catalog import load_assignment
from grader.checks.percase import PerCase
from grader.checks.rehearsal import answer, on_case
from grader.draws import Draws
from grader.model import Finding, Raised, Returned, Verdict
from tests.conftest import DRAWN, ROOT


def careful(check: PerCase, subject: Any, answers: Any, monkeypatch: pytest.MonkeyPatch) -> Finding:
    with monkeypatch.context() as patch:
        patch.setattr("grader.checks.quick.Packed.all_right", lambda *_: False)
        patch.setattr("grader.checks.quick.Packed.right", lambda *_: False)
        return check.judge(subject, Replay(answers))


def forms(value: Any, words: tuple[Any, ...]) -> list[Any]:
    """``value`` as it is, a little off, far off, and in forms that are right, wrong or hostile."""
    found = [value, None, "text", float("nan"), [], np.zeros((0, 3)), 1j]
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        noise = Draws("quick", *words).normal(*value.shape)
        found += [value * (1 + 1e-15 * noise), value * (1 + 1e-9 * noise), value + noise]
        found += [value.astype(np.float32), value.T, value.ravel(), np.full(value.shape, np.nan)]
        found += [value.tolist(), np.asfortranarray(value), value.astype(complex), -value]
    if isinstance(value, list):
        found += [value[:-1], value[::-1], [*value, 1.0], tuple(value)]
    if isinstance(value, float):
        found += [np.array(value), np.array([[value]]), np.array([value]), value * (1 + 1e-9)]
    return found


@pytest.mark.parametrize("name", DRAWN)
def test_quick_and_careful_agree_on_every_form(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assignment = load_assignment(str(ROOT / "assignments" / name))
    # Why an answer is wrong is asked after the verdict, and takes longest.
    monkeypatch.setattr("grader.checks.percase.explain", lambda *_, **__: None)
    passed = tried = 0
    for exercise in assignment.exercises:
        subject = exercise.subject
        right = {call.key: answer(subject, call) for call in exercise.plan}
        for _, check in exercise.checks:
            if not isinstance(check, PerCase):
                continue
            cases = check.relevant(subject)
            assert check.judge(subject, Replay(right)).verdict is Verdict.PASS
            case = cases[len(cases) // 2]
            key = subject.call(check.function, case).key
            true = right[key]
            assert isinstance(true, Returned)
            changed = [Returned(value=form) for form in forms(true.value, (key,))]
            for other in [*changed, Raised(kind="ValueError")]:
                answers = {**right, key: other}
                found = check.judge(subject, Replay(answers))
                assert found == careful(check, subject, answers, monkeypatch)
                tried += 1
                passed += found.verdict is Verdict.PASS
    assert tried > 100
    assert 0 < passed < tried


@pytest.mark.parametrize("name", DRAWN)
def test_the_short_way_passes_what_judging_passes(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Right answers, wrong ones and hostile ones, case by case as cases are drawn."""
    assignment = load_assignment(str(ROOT / "assignments" / name))
    monkeypatch.setattr("grader.checks.percase.explain", lambda *_, **__: None)
    found: list[bool] = []
    for exercise in assignment.exercises:
        for case in exercise.subject.cases[:2]:
            subject = on_case(exercise.subject, case)
            for _, check in exercise.checks:
                right = {call.key: answer(subject, call) for call in check.plan(subject)}
                for key, true in right.items():
                    if not isinstance(true, Returned):
                        continue
                    changed = [Returned(value=form) for form in forms(true.value, (key,))]
                    for other in [*changed, Raised(kind="ValueError")]:
                        answers = {**right, key: other}
                        with np.errstate(all="ignore"):
                            short = check.passes(subject, Replay(answers))
                            whole = check.judge(subject, Replay(answers))
                        assert short == (whole.verdict in (Verdict.PASS, Verdict.TO_MARK)), (
                            check,
                            other,
                        )
                        found.append(short)
    assert len(found) > 200
    assert 0 < sum(found) < len(found)
