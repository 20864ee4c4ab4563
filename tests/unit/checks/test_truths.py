"""Arrays of True and False compare as what they are, in ``value`` and in ``shape``, here and at a desk with Otter."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from grader.authoring.otter import judging
from grader.authoring.otter.calls import Returned, _plain
from grader.catalog import load_assignment
from grader.grading import Grader
from grader.model import Feedback, Verdict
from grader.sandbox import open_sandbox
from tests.small import made
from tests.submissions import submission

EXERCISE = """
functions: [above]
sizes: {n: 3}
inputs: {z: {normal: [n, 1]}}
cases: {public: [{inputs: {z: {array: [[1], [-1], [2]]}}}], hidden: 3}
checks:
- {shape: above, is: [n, 1]}
- {value: above, points: 1}
"""
REFERENCE = "def above(z):\n    return z > 0\n"


@pytest.fixture(scope="module")
def grader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Grader]:
    folder = made(tmp_path_factory.mktemp("truths"), EXERCISE, REFERENCE)
    with Grader(load_assignment(str(folder)), open_sandbox("process")) as opened:
        yield opened


RIGHT = ["z > 0", "np.greater(z, 0)", "~(z <= 0)", "(z > 0).view(np.matrix)", "np.array([[bool(a > 0)] for a in z[:, 0]])"]  # fmt: skip
WRONG = {
    "z < 0": ("value.wrong", "is wrong at entry [0, 0]"),
    "z > 1.5": ("value.wrong", "at entry [0, 0]"),
    "(z > 0).astype(float)": ("value.type", "an array of float64 where an array of True and False"),
    "(z > 0).ravel()": ("shape.flat", "(3,)"),
    "(z > 0).T": ("shape.transposed", "(1, 3)"),
    "bool(z[0, 0] > 0)": ("shape.type", "not a NumPy array"),
    "[[True], [False], [True]]": ("shape.type", "a list of 3"),
    "None": ("shape.type", "None"),
}


def judged(grader: Grader, code: str) -> tuple[float, Feedback | None]:
    source = f"import numpy as np\ndef above(z):\n    return {code}\n"
    report = grader.grade(submission({"one": source})).report
    failed = [c.finding for e in report.exercises for c in e.checks if c.finding.verdict is Verdict.FAIL]  # fmt: skip
    return report.earned, failed[0].feedback if failed else None


@pytest.mark.parametrize("code", RIGHT)
def test_right(grader: Grader, code: str) -> None:
    assert judged(grader, code) == (1.0, None)


@pytest.mark.parametrize("code", WRONG)
def test_wrong(grader: Grader, code: str) -> None:
    label, words = WRONG[code]
    earned, feedback = judged(grader, code)
    assert earned == 0.0
    assert feedback is not None
    assert feedback.label == label
    assert words in feedback.what


@pytest.mark.parametrize("code", [*RIGHT, *WRONG])
def test_the_tests_for_otter_say_the_same(code: str) -> None:
    z = np.array([[1.0], [-1.0], [2.0]])
    answer = Returned(_plain(eval(code, {"np": np, "z": z})), [], [])  # noqa: S307
    try:
        judging.shape({}, answer, ("truths", (3, 1), "(n, 1)"))
        judging.value({}, answer, (z > 0, None))
    except judging.Wrong:
        assert code in WRONG
    else:
        assert code in RIGHT
