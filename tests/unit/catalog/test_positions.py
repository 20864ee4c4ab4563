"""Reading YAML with line numbers: the quick loader and PyYAML's own read the same, in values, lines and what is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from grader.catalog import positions
from grader.catalog.errors import CatalogError
from tests.conftest import ROOT
from tests.unit.catalog import mistakes

FILES = sorted(ROOT.glob("assignments/**/*.yaml"))


def found(file: Path, loader: Any) -> Any:
    """What is read with a loader, or what is said instead."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(positions, "_Loader", loader)
        try:
            document = positions.read(file)
        except CatalogError as error:
            return str(error)
    # NaN is not equal to itself.
    return repr(document.data), document._lines


def same(file: Path) -> Any:
    quick, plain = (found(file, one) for one in (positions._Loader, yaml.SafeLoader))
    assert quick == plain
    return quick


@pytest.mark.skipif(not yaml.__with_libyaml__, reason="PyYAML has no libyaml here")
def test_the_quick_loader_is_used() -> None:
    assert positions._Loader is not yaml.SafeLoader


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_files_of_assignments(file: Path) -> None:
    assert not isinstance(same(file), str)


def test_mistakes(tmp_path: Path) -> None:
    file = tmp_path / "exercise.yaml"
    for text in (mistakes.EXERCISE, mistakes.ASSIGNMENT):
        for _, old, new in (*mistakes.STRUCTURE, *mistakes.YAML, *mistakes.MEANING):
            file.write_text(text.replace(old, new) if old else new)
            same(file)


@pytest.mark.parametrize(
    "text",
    [
        "a: [b:c, {d:1}, e: 2]", "a: {b, c: }", "a:\tb", "a: |\n\tb\n", "? a\n: b", "- a: &x 1\n  b: *x", "a: *x", "&x [*x]", "a: !!binary aGk=",
        "a: !!python/none 1", "a: 2026-11-28", "a: 2026-13-40", "a: 1:30", "a: 0o7", "a: 010", "a: 1e3", "a: .inf", "a: ~", "<<: {a: 1}\nb: 2",
        "%YAML 1.2\n---\na: 1", "a: 1\n---\nb: 2", "a: 'b\n  c'", "'a': \"\\x41\\u00e9\"", "a: é # ü", "{a: 1,}", "[a, , b]", "a: b: c", "a: `b`", "a: @b",
        "a: >-\n  b\n\n  c\n", "a: [1,\n2,\n", "a: \"b", "\u2028a: b", "a\x85b: c", "a: \x07", "a: yes\nA: no", "...", "--- a\n...", "a: #b", "a: b#c", "[" * 30 + "]" * 30,
        "[" * 3000, "a: " * 30, "a: {'b':1, \"c\":2}", "a: -\n", "- - - a\n    - b", "a: 'it''s'", "{? a, ? b}", "a: [x: 1, y: 2]", "a: !t b",
    ],
)  # fmt: skip
def test_corners(text: str, tmp_path: Path) -> None:
    file = tmp_path / "exercise.yaml"
    file.write_text(text)
    same(file)


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)  # fmt: skip


@given(data=PLAIN, flow=st.sampled_from((True, False, None)), unicode=st.booleans())
def test_whatever_is_dumped(
    data: Any, flow: bool | None, unicode: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.getbasetemp() / "drawn.yaml"
    text = yaml.safe_dump(data, default_flow_style=flow, allow_unicode=unicode, width=30)
    file.write_text(text, encoding="utf-8", errors="surrogatepass")
    same(file)


@given(text=st.text(alphabet="ab: -[]{},'\"\n#&*!|>?%@`~1.", max_size=40))
def test_whatever_is_typed(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.getbasetemp() / "typed.yaml"
    file.write_text(text)
    same(file)
