"""Formulas in prose as MathML, which browsers, JupyterLab and VS Code render by themselves and screen readers read.

Feedback is plain text with mathematics in Unicode: ∂loss/∂W_jk, A^(ℓ-1), Wᵀ, Σ_k. What is surely a formula is set as one:
quotients of two ∂, and symbols with an index or exponent. A letter alone stays text, since "A" is also a word.
"""

from __future__ import annotations

import re
from functools import lru_cache

from grader.exporters.escape import html

_SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_SYMBOL = (
    r"(?P<{0}base>loss|[A-Za-zσΣηθλ])(?P<{0}digits>\d?)(?P<{0}low>[₀-₉]*)"
    r"(?:_(?P<{0}sub>\{{[^{{}}<>]{{1,12}}\}}|[A-Za-zℓ\d]{{1,3}}(?![\w])))?"
    r"(?:\^(?P<{0}sup>\([^()<>]{{1,12}}\)|[A-Za-zℓ\d](?![\w])))?(?P<{0}mark>[ᵀ′]?)"
)
_FORMULA = re.compile(
    r"(?<![\w∂])(?:∂" + _SYMBOL.format("u") + "/∂" + _SYMBOL.format("v") + r"(?!\w)"
    "|" + _SYMBOL.format("s") + r"(?!\w))"
)
_TOKEN = re.compile(r"\d+|[A-Za-zℓσθλη]|[^\s\w]")


@lru_cache(4096)
def prose(text: str) -> str:
    """``text`` as HTML, its formulas as MathML."""
    out: list[str] = []
    end = 0
    for found in _FORMULA.finditer(text):
        made = _fraction(found) if found["ubase"] else _alone(found)
        if made:
            out += [html(text[end : found.start()]), _math(made, found[0])]
            end = found.end()
    return "".join([*out, html(text[end:])])


def _math(made: str, source: str) -> str:
    return f'<math alttext="{html(source)}">{made}</math>'


def _fraction(found: re.Match[str]) -> str:
    over, under = (f"<mrow><mo>∂</mo>{_symbol(found, side)}</mrow>" for side in "uv")
    return f"<mfrac>{over}{under}</mfrac>"


def _alone(found: re.Match[str]) -> str:
    """A symbol by itself; empty where it has nothing that makes it a formula."""
    telling = found["slow"] or found["ssub"] or found["ssup"] or found["smark"]
    return _symbol(found, "s") if telling else ""


def _symbol(found: re.Match[str], side: str) -> str:
    base = found[f"{side}base"]
    letter = f"<mo>{base}</mo>" if base == "Σ" else f"<mi>{base}</mi>"
    low = _tokens(
        found[f"{side}digits"]
        + found[f"{side}low"].translate(_SUBSCRIPTS)
        + " "
        + (found[f"{side}sub"] or "").strip("{}")
    )
    high = _tokens((found[f"{side}sup"] or "").strip("()"))
    mark = found[f"{side}mark"]
    high += {"ᵀ": "<mi>T</mi>", "′": "<mo>′</mo>"}.get(mark, "")
    if low and high:
        return f"<msubsup>{letter}{_row(low)}{_row(high)}</msubsup>"
    if low or high:
        tag = "msub" if low else "msup"
        return f"<{tag}>{letter}{_row(low or high)}</{tag}>"
    return letter


def _row(items: str) -> str:
    return f"<mrow>{items}</mrow>"


def _tokens(text: str) -> str:
    """Each letter a variable, each number one number, all else an operator."""
    out = []
    for token in _TOKEN.findall(text):
        tag = "mn" if token.isdigit() else "mi" if token.isalpha() else "mo"
        out.append(f"<{tag}>{html(token).replace('-', '−')}</{tag}>")
    return "".join(out)
