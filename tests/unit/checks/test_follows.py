"""``follows``: one number is the same answer as a float, a 0-d array or (1, 1)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from grader.checks import Case, Subject, Trusted
from grader.checks.follows import Follows
from grader.model import Returned, Verdict


def verdict(check: Follows, answer: Any, start: Any, **others: Any) -> Verdict:
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
        subject.facts[f"e/expected/f/{case.id}"] = np.zeros((1, 1))
    answers = {
        call.key: Returned(value=(answer if call.function == "f" else start)(*call.args))
        for call in check.plan(subject)
    }
    return check.judge(subject, answers).verdict


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
