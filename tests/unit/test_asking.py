"""What was asked live is answered again from notes, and nothing else is."""

from __future__ import annotations

import numpy as np
import pytest

from grader.asking import Live, NotRecorded, Replay
from grader.model import Answer, Call, Exchange, Given, Returned


def call(*args: object, function: str = "f", key: str = "k") -> Call:
    return Call(key=key, function=function, args=args, public=False)


def double(request: Call) -> Answer:
    assert request.args is not None
    return Returned(value=[2 * value for value in request.args])


def test_planned_calls_are_known_by_their_key() -> None:
    replay = Replay({"a": Returned(value=1)})
    assert replay(call(key="a")) == Returned(value=1)
    with pytest.raises(NotRecorded, match="b"):
        replay(call(key="b"))


def test_a_dialogue_is_replayed_in_order() -> None:
    live = Live(double)
    said = [live(call(1)), live(call(2)), live(call(1))]
    again = Replay({}, {"check": live.exchanges}).dialogue("check")
    assert [again(call(1)), again(call(2)), again(call(1))] == said
    with pytest.raises(NotRecorded):
        again(call(1))


@pytest.mark.parametrize(
    "other",
    [call(2), call(1.0), call(), call(1, 1), call(1, function="g"), call((1,)), call(Given(name="f"))],
)  # fmt: skip
def test_another_request_is_not_recorded_nor_is_what_follows(other: Call) -> None:
    live = Live(double)
    live(call(1))
    live(call(1))
    again = Replay({}, {"check": live.exchanges}).dialogue("check")
    with pytest.raises(NotRecorded):
        again(other)
    with pytest.raises(NotRecorded):
        again(call(1))  # a check that goes on as if nothing had happened
    assert again.missing is not None


def test_a_check_without_a_dialogue_gets_no_answer() -> None:
    with pytest.raises(NotRecorded):
        Replay({}, {"other": [Exchange(request="", answer=Returned(value=1))]}).dialogue("check")(
            call()
        )


def test_answers_changed_in_place_change_no_notes() -> None:
    live = Live(lambda _: Returned(value=[np.ones(2)]))
    for _ in range(2):
        answer = live(call())
        assert isinstance(answer, Returned)
        answer.value[0] *= 7
        answer.value.append("more")
    for _ in range(2):
        again = Replay({}, {"check": live.exchanges}).dialogue("check")
        for _ in range(2):
            found = again(call())
            assert isinstance(found, Returned)
            assert found.value[0].tolist() == [1.0, 1.0]
            assert len(found.value) == 1
            found.value.clear()


def test_a_fault_is_kept_although_the_check_swallows_it() -> None:
    def breaks(_: Call) -> Answer:
        raise OSError("no process")

    live = Live(breaks)
    with pytest.raises(OSError, match="no process"):
        live(call())
    assert isinstance(live.fault, OSError)
    assert live.exchanges == []
