"""What is kept is read by later versions, and never misread by earlier ones."""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader import model, storage, wire
from grader.model import Answer, CellOutcome, Died, Exchange, Raised, Returned, Transcript
from tests.unit.test_wire import VALUES, same

TODAY = {
    "Given": ["name"],
    "Formula": ["source", "parameters", "constants"],
    "Asked": ["function"],
    "Cell": ["source", "name", "first_line"],
    "Returned": ["value", "mutated", "warnings", "asked", "form"],
    "Raised": ["kind", "message", "place", "line", "text", "why"],
    "Missing": ["defined", "why"],
    "BadSignature": ["got"],
    "Unreadable": ["why"],
    "TooBig": [],
    "TimedOut": ["seconds", "skipped", "submission", "line", "text"],
    "Died": ["why", "skipped"],
    "CellOutcome": ["name", "error", "costs", "also", "follows"],
    "Exchange": ["request", "answer"],
    "Transcript": ["cells", "answers", "output", "output_cut", "layers", "dialogues"],
    "Raising": ["kind"],
}
TRANSCRIPT = Transcript(
    cells=(CellOutcome(name="work.py"), CellOutcome(name="7", error=Raised(kind="ValueError"))),
    answers={
        "f/p1": Returned(value=[np.eye(2), {"a": 1}, (1, 2), 1j], mutated=(0,), asked=(3,)),
        "f/h1": Died(why="exit code 3"),
    },
    output="hello",
    layers=("seccomp",),
    dialogues={"one/2": (Exchange(request="ab", answer=Returned(value=1.5)),)},
)


def old(value: Any) -> bytes:
    """As the first version kept it: fields by their place, and nothing around."""
    return wire.encode(value, trusted=True)[wire.HEADER.size :]


def test_a_new_field_or_kind_raises_the_version() -> None:
    """The number says to older versions that they can't read it. Then this table is written anew."""
    found = {tag: list(kind.__struct_fields__) for tag, kind in wire.KINDS.items()}
    assert (storage.VERSION, found) == (6, TODAY)


def test_what_was_added_has_a_default() -> None:
    for tag, kind in wire.KINDS.items():
        first = storage._FIRST.get(tag)
        for field in msgspec.structs.fields(kind) if first is not None else ():
            assert field.name in first or not field.required, f"{tag}.{field.name}"


@given(VALUES)
def test_values_come_back(value: Any) -> None:
    assert same(storage.load(storage.dump(value, limit=1 << 20)), value)


def test_records_come_back_whole_and_in_parts() -> None:
    raw = storage.dump(TRANSCRIPT, limit=1 << 20)
    assert str(storage.load(raw)) == str(TRANSCRIPT)
    parts = storage.Parts(raw)
    assert parts.fields["output"] == "hello"
    assert parts.whole(parts.fields["cells"]) == TRANSCRIPT.cells
    assert parts.whole(parts.fields["answers"]["f/h1"]) == Died(why="exit code 3")
    assert parts.whole(parts.fields["dialogues"]["one/2"]) == TRANSCRIPT.dialogues["one/2"]


class Changed:
    """A kind as another version may have it: one more field, one less."""

    class Died(msgspec.Struct, frozen=True, kw_only=True):
        skipped: bool = False
        signal: int = 7


@pytest.mark.parametrize("kept", [old, lambda value: storage.dump(value, limit=1 << 20)])
def test_an_old_file_is_read_after_fields_came_and_went(
    kept: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers: dict[str, Answer] = {"f": Died(why="exit code 3", skipped=True)}
    if kept is old:  # as long as that is what the first version wrote
        assert storage._FIRST["Died"] == ["why", "skipped"]
        raw = kept(answers)
    else:
        raw = kept(Transcript(cells=(), answers=answers))
    monkeypatch.setitem(wire.KINDS, "Died", Changed.Died)
    storage._reader.cache_clear()
    found = storage.load(raw)
    found = found if kept is old else found.answers
    assert found == {"f": Changed.Died(skipped=True, signal=7)}
    storage._reader.cache_clear()


def test_a_field_that_was_added_has_its_default_in_parts() -> None:
    first = msgspec.msgpack.encode(
        msgspec.msgpack.Ext(5, msgspec.msgpack.encode(["Transcript", [], {}, "said", False, []]))
    )
    assert storage.Parts(first).fields["dialogues"] == {}
    assert storage.load(first).output == "said"


def test_a_newer_file_is_known_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "VERSION", storage.VERSION + 1)
    raw = storage.dump(TRANSCRIPT, limit=1 << 20)
    monkeypatch.undo()
    for read in (storage.load, storage.Parts):
        with pytest.raises(storage.Newer, match="newer version of grader"):
            read(raw)


@given(st.data())
def test_damage_is_malformed_and_nothing_else(data: st.DataObject) -> None:
    raw = bytearray(storage.dump(TRANSCRIPT, limit=1 << 20))
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    if data.draw(st.booleans()):
        del raw[data.draw(st.integers(0, len(raw))) :]
    for read in (storage.load, storage.Parts):
        try:
            read(bytes(raw))
        except (wire.Malformed, storage.Newer):
            continue


def test_answers_are_all_kept() -> None:
    assert {kind.__name__ for kind in model.Answer.__args__} <= wire.KINDS.keys()
