"""Lines and names that strangers can't bend."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from grader.intake.errors import BadInput, named, safe_id, shown

anything = st.text(alphabet=st.characters(exclude_categories=()), max_size=300)


@given(anything)
def test_one_line_for_any_terminal(text: str) -> None:
    line = str(BadInput(text, "is broken; mend it", 3))
    assert line.endswith(":3: is broken; mend it")
    assert len(line.splitlines()) == 1
    assert "\x1b" not in line
    line.encode()


@given(anything)
def test_ids_name_files(text: str) -> None:
    id = safe_id(text)
    assert 0 < len(id.encode()) <= 200
    assert not set(id) & set('/\\:*?"<>|\n\0')
    assert id not in {".", ".."}
    assert safe_id(id) == id


@given(anything, anything)
def test_ids_stay_apart(one: str, other: str) -> None:
    if shown(one) != shown(other):
        assert safe_id(one) != safe_id(other)


def test_long_names_are_cut_in_the_middle() -> None:
    assert shown("a" * 80 + "b" * 80 + ".py", 20) == "a" * 10 + "…" + "b" * 6 + ".py"


def test_some_and_more() -> None:
    assert named(["a", "b"]) == "a, b"
    assert named(list("abcdefg"), 3) == "a, b, c and 4 more"
