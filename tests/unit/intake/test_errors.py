"""Lines and names that strangers can't bend."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.intake.errors import BadInput, id_of, marked, named, safe_id, shown

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


WHOLE = "Anna: Muller"
LOOK_ALIKES = [
    'Anna?:"Muller',
    "Anna_ Muller",
    "Anna/ Muller",
    "Anna:  Muller",
    "Anna: Muller ",
    "Anna: Muller.",
    " Anna: Muller",
    "Anna:\u200bMuller",
    "Anna:\u00a0Muller",
    "\u0410nna: Muller",
    "Anna: Muller\x00",
    "Anna: Muller\ud800",
    "anna: muller",
    safe_id(WHOLE),
    id_of(safe_id(WHOLE)),
    marked("Anna_ Muller", "another"),
    f"{safe_id(WHOLE)}\ufffd",
    WHOLE + "x" * 300,
]


@pytest.mark.parametrize("other", LOOK_ALIKES, ids=ascii)
def test_no_look_alike_gets_the_id_of_another(other: str) -> None:
    assert id_of(other) != id_of(WHOLE)
    assert safe_id(id_of(other)) == id_of(other)
    for third in LOOK_ALIKES:
        assert other == third or id_of(other) != id_of(third)


@given(anything, anything)
def test_names_of_strangers_stay_apart(one: str, other: str) -> None:
    for name in (one, other):
        assert safe_id(id_of(name)) == id_of(name)
        assert len(id_of(name).encode()) <= 200
    assert id_of(id_of(f"{one}:")) != id_of(f"{one}:")


def test_a_mark_is_too_long_to_be_met_by_chance() -> None:
    assert len(id_of("a:b")) == len("a_b-") + 32
