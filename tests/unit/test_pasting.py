"""What a student pastes is the call that was made."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from grader.checks.trusted import formula
from grader.model import Asked, Formula, Given
from grader.pasting import MOST_PASTED, pasted, source

PLAIN: Any = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.tuples(inner) | st.tuples(inner, inner),
    max_leaves=8,
)


@given(PLAIN)
def test_plain_values_come_back(value: Any) -> None:
    assert eval(source(value)) == value  # noqa: S307


@given(arrays(float, array_shapes(max_dims=3), elements=st.floats(-1e6, 1e6)))
def test_arrays_come_back(value: Any) -> None:
    made = eval(source(value), {"np": np})  # noqa: S307
    assert made.shape == value.shape
    assert (made == value).all()


def test_functions_are_named_or_written_out() -> None:
    assert source([Given(name="tanh"), Asked(function=Given(name="dtanh"))]) == "[tanh, dtanh]"
    spec = Formula(source="k.T @ u", parameters=("u",), constants={"k": np.array([[2.0], [3.0]])})
    u = np.array([[1.0], [5.0]])
    made = eval(source(spec), {"np": np})  # noqa: S307
    assert made(u) == formula(spec)(u) == 17


@pytest.mark.parametrize("values", [3, 115, 116, 400])
def test_a_call_that_nobody_would_paste_names_its_arguments(values: int) -> None:
    text = pasted("f", ("x", "n"), (np.zeros(values), 3), {"m": values, "k": 2})
    whole = f"f(np.array({[0.0] * values}), 3)"
    call = whole if len(whole) <= MOST_PASTED else "f(x, n)"
    assert text == f"{call} with k = 2, m = {values}"


def test_sizes_say_nothing_where_there_is_no_array() -> None:
    assert pasted("f", ("v", "w"), ((4, 1), ["tanh"]), {"b": 4}) == "f((4, 1), ['tanh'])"
