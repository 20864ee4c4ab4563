"""Formulas in prose become MathML, words stay words, and nothing of a student's becomes a tag."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.exporters import mathml


def formulas(text: str) -> list[str]:
    return re.findall(r'alttext="([^"]*)"', mathml.prose(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The matrix ∂A/∂W₀", ["∂A/∂W₀"]),
        ("∂loss/∂W^ℓ = A^(ℓ-1) (∂loss/∂Z^ℓ)ᵀ", ["∂loss/∂W^ℓ", "A^(ℓ-1)", "∂loss/∂Z^ℓ"]),
        ("A_k = Σ_i W_ik x_i + W0_k", ["A_k", "Σ_i", "W_ik", "x_i", "W0_k"]),
        ("Entry (j, k) of ∂v/∂u is ∂v_k/∂u_j: u's index is the row.", ["∂v/∂u", "∂v_k/∂u_j"]),
        ("A vector is a column; I say n × n.", []),
        ("dloss_dA and dA_dW0 and loss_of_one_layer and x_train", []),
        ("Wᵀ x + W0", ["Wᵀ"]),
        ("f′(Z)", ["f′"]),
    ],
)
def test_what_is_a_formula(text: str, expected: list[str]) -> None:
    assert formulas(text) == expected


def test_how_it_is_set() -> None:
    assert mathml.prose("∂A_k/∂W0_j") == (
        '<math alttext="∂A_k/∂W0_j"><mfrac><mrow><mo>∂</mo><msub><mi>A</mi><mrow><mi>k</mi></mrow>'
        "</msub></mrow><mrow><mo>∂</mo><msub><mi>W</mi><mrow><mn>0</mn><mi>j</mi></mrow></msub></mrow>"
        "</mfrac></math>"
    )
    assert "<mi>ℓ</mi><mo>−</mo><mn>1</mn>" in mathml.prose("A^(ℓ-1)")


@given(st.text(alphabet="AWxloss_0^ℓ(){}∂/ᵀ′₀Σ <>&'\"-+1", max_size=40))
def test_any_text_is_well_formed_and_escaped(text: str) -> None:
    made = mathml.prose(text)
    ElementTree.fromstring(f"<p>{made}</p>")
    tags = set(re.findall(r"<(\w+)", made))
    assert tags <= {"math", "mfrac", "mrow", "mo", "mi", "mn", "msub", "msup", "msubsup"}
