"""Formulas as MathML; everything else, and everything hostile, as text."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from grader.exporters.escape import CONTROLS
from grader.marking.formulas import prompt, shown


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, text: str) -> None:
        self.text += text


def test_formulas_become_mathml() -> None:
    html = shown(r"so $\frac{\partial A_p}{\partial W_{jk}}$ is $x_j$ and $$\sum_k x_k$$")
    assert html.startswith('so <math display="inline">')
    assert "<mfrac>" in html
    assert "<msub><mi>x</mi><mi>j</mi></msub>" in html
    assert 'display="block"' in html


@pytest.mark.parametrize(
    "text",
    [
        "costs $5 and $6",
        "a $ alone",
        r"$\frac{$",
        r"$\def\a{\a\a}\a$",
        r"$\newcommand{\x}[1]{\x{\x{#1}}}\x{1}$",
        "$" + "{" * 60 + "$",
        "$" + "x" * 401 + "$",
        "plain <b>text</b> & more",
    ],
)
def test_what_is_no_formula_stays_as_it_was_typed(text: str) -> None:
    tags = Tags(shown(text))
    assert tags.tags == set()
    assert tags.text == text


PIECES = st.sampled_from([
    "$", "$$", "\\frac", "\\text", "{", "}", "<", ">", "&lt;", "&#60;script&#62;", "\\href{javascript:x}", "\\style", "x", "_", "^",
    "\\begin{matrix}", "\\end{matrix}", "&", "\\\\", "\"", "'", "onload=", "\x1b", "\u202e", "\\color{red}", "\\unicode", " ", "1",
    "\\left(", "\\right)", "\\sqrt", "\\operatorname", "\\mathrm",
])  # fmt: skip


@given(st.one_of(st.lists(PIECES, max_size=30).map("".join), st.text(max_size=60)))
@example("$\\text{<script>alert(1)</script>}$")
@example("$\\text{&lt;script&gt;}$")
@example("$\\href{javascript:alert(1)}{x}$")
def test_whatever_is_written_only_mathml_comes_out(text: str) -> None:
    html = str(shown(text))
    tags = Tags(html)
    assert all(re.fullmatch("m[a-z]+|none", tag) for tag in tags.tags)
    assert tags.attributes <= {
        "display", "mathvariant", "stretchy", "fence", "separator", "accent", "accentunder", "linethickness", "columnalign",
        "rowspacing", "columnspacing", "lspace", "rspace", "minsize", "maxsize", "displaystyle", "scriptlevel", "movablelimits",
        "form", "symmetric",
    }  # fmt: skip
    assert not CONTROLS.search(html)


def test_only_the_first_formulas_are_rendered() -> None:
    html = shown("$x$ " * 100)
    assert html.count("<math") == 60
    assert html.count("$x$") == 40


def test_prompt_is_markdown_without_html() -> None:
    html = prompt("* `f(x)`: $x_1$\n* <img src=x> [a](javascript:b) ![c](d)\n")
    assert "<li><code>f(x)</code>: <math" in html
    assert Tags(html).tags <= {"ul", "li", "code", "math", "mrow", "msub", "mi", "mn", "p"}
