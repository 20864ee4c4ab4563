"""The inputs of a public case, to type again; and exercises by any of their names."""

from __future__ import annotations

import functools

import numpy as np
import pytest

from grader.checks.messages import where
from grader.desk import bundle, live
from grader.desk.bundle import NAME, Bundle
from grader.desk.cases import Inputs, case, source
from grader.desk.check import chosen
from grader.desk.sizes import repeated
from grader.intake.errors import WrongUse
from grader.model import Asked, Feedback, Formula, Given
from tests.conftest import ASSIGNMENTS, ROOT


@functools.cache
def of(name: str) -> Bundle:
    return bundle.read(ROOT / "student_template" / name / NAME)


def inputs(name: str, question: object, number: int = 1) -> Inputs:
    return case(of(name), question, number, live._session(of(name)))


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_what_is_shown_makes_what_is_there(name: str) -> None:
    """Every case of every function, run as it is shown, calls the function with the very same values."""
    for exercise in of(name).exercises:
        for function in exercise.functions:
            for number, _ in enumerate(exercise.subject.cases_of(function), start=1):
                found = inputs(name, function, number)
                got: list[tuple[object, ...]] = []
                names = {function: lambda *given, got=got: got.append(given)}
                exec(repr(found), names)  # noqa: S102  (what a student would paste)
                assert len(got) == 1
                same(list(got[0]), list(found.values()))


def same(one: object, other: object) -> None:
    if isinstance(one, np.ndarray):
        assert isinstance(other, np.ndarray)
        assert one.dtype == other.dtype
        np.testing.assert_array_equal(one, other)
    elif isinstance(one, list | tuple) and isinstance(other, list | tuple):
        assert len(one) == len(other)
        for pair in zip(one, other, strict=True):
            same(*pair)
    elif callable(one):
        assert callable(other)
    else:
        assert (type(one), one) == (type(other), other)


def test_a_case_is_a_mapping_of_fresh_values() -> None:
    found = inputs("lecture07", "dA_dW0")
    assert list(found) == ["x", "W", "W0"]
    found["x"][:] = 0
    assert found["x"].any()
    assert sorted(dict(**found)) == ["W", "W0", "x"]
    assert "j" in inputs("lecture07", 6)
    with pytest.raises(KeyError):
        found["j"]


def test_a_notebook_gets_a_button_and_text() -> None:
    page = inputs("lecture07", "dA_dW0")._repr_html_()
    assert "<button" in page
    assert "print(dA_dW0(x, W, W0))" in page


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (np.array([[1.5], [-0.1]]), "np.array([[ 1.5],\n          [-0.1]])"),
        (np.zeros((0, 3)), "np.zeros((0, 3))"),
        (np.array([True]), "np.array([ True])"),
        (Given(name="relu"), "relu"),
        (Asked(function=Given(name="tanh")), "tanh"),
        (Formula(source="M @ u", parameters=("u",), constants={"M": 2}), "lambda u, M=2: M @ u"),
        (["a", 1, 2.5, (3,)], "['a', 1, 2.5, (3,)]"),
    ],
)
def test_source_of_values(value: object, text: str) -> None:
    assert source(value) == text


@pytest.mark.parametrize("number", [0, -1, 99])
def test_no_such_case(number: int) -> None:
    with pytest.raises(WrongUse, match="no public case"):
        inputs("lecture07", 6, number)


def test_a_message_leads_to_its_case() -> None:
    for exercise in of("lecture07").exercises:
        for function in exercise.functions:
            for number, one in enumerate(exercise.subject.cases_of(function), start=1):
                said = Feedback(label="", what="", where=where(exercise.subject, function, one))
                found = repeated(exercise, function, said)
                assert found is not None
                assert found <= number
            assert repeated(exercise, function, Feedback(label="", what="")) is None


ASKED = [
    (6, "bias_jacobian"), ("6", "bias_jacobian"), (" 6. ", "bias_jacobian"), ("1", "activations"), (16, "step_gradients"),
    ("bias_jacobian", "bias_jacobian"), ("Bias_Jacobian", "bias_jacobian"), ("bias_j", "bias_jacobian"),
    ("The matrix ∂A/∂W₀", "bias_jacobian"), ("the matrix", "bias_jacobian"), ("dA_dW0", "bias_jacobian"),
    ("WHY_NOT", "no_substitution"), ("sgd", "sgd_step"), ("forward", "forward"),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "name"), ASKED)
def test_an_exercise_by_any_of_its_names(asked: object, name: str) -> None:
    assert [one.name for one in chosen(of("lecture07"), asked)] == [name]


def test_an_exercise_by_its_function() -> None:
    def dA_dW0() -> None: ...

    assert [one.name for one in chosen(of("lecture07"), dA_dW0)] == ["bias_jacobian"]
    assert len(chosen(of("lecture07"), None)) == 16


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (17, "no exercise 17; they are numbered 1 to 16"),
        (0, "numbered 1 to 16"),
        ("bias", "may be 6 bias_jacobian, 7 bias_gradient; say more of it, or its number"),
        ("bias_jacobin", "did you mean 6 bias_jacobian?"),
        ("xyz", "there are 1 activations, 2 output_activation"),
        ("", "there are 1 activations"),
        ("\x1b[2J\n", "no exercise"),
        (3.5, "no exercise '3.5'"),
        ([6], "no exercise"),
    ],
)
def test_wrong_names_get_one_line(asked: object, says: str) -> None:
    with pytest.raises(WrongUse) as caught:
        chosen(of("lecture07"), asked)
    assert says in str(caught.value)
    assert str(caught.value).isprintable()
    # A notebook shows that line and no traceback.
    assert caught.value._render_traceback_() == [f"grader: {caught.value}"]
