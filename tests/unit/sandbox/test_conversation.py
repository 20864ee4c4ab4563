"""The grader's clock: what counts against a worker and what does not. The worker is a pipe and time a number."""

from __future__ import annotations

import itertools
import os
import selectors
from collections.abc import Iterator
from typing import Any, final

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from grader import wire
from grader.model import (
    Asked,
    Call,
    Cell,
    Died,
    Given,
    Job,
    Limits,
    Returned,
    TimedOut,
    TooBig,
)
from grader.sandbox import conversation, queueing
from grader.sandbox.base import Channel, End
from grader.sandbox.conversation import Conversation, Frames, Lost, State
from grader.sandbox.pipes import Pipes
from tests.reader import STAGES, Reader

LIMITS = Limits(call_seconds=1.0, cells_seconds=1.0, submission_seconds=1000.0)
READY = b"".join(map(wire.encode, [["loaded"], ["cell", "w.py", None], ["ready"]]))


@final
class Said(End):
    """The answers' end of a pipe into which the next message falls whenever one was read."""

    def __init__(self, pipes: Pipes, messages: list[bytes]) -> None:
        self._pipe, self._fill = pipes.ours[1], pipes.theirs[1]
        self._messages = iter(messages)
        self._next()

    def _next(self) -> None:
        for message in itertools.islice(self._messages, 1):
            os.write(self._fill, message)

    def fileno(self) -> int:
        return self._pipe.fileno()

    def read(self, count: int) -> bytes:
        data = self._pipe.read(count)
        self._next()
        return data

    def write(self, data: bytes | bytearray) -> int:
        raise OSError("only for reading")

    def close(self) -> None:
        self._pipe.close()


@final
class Talker(Channel):
    """A worker that says ``messages`` one by one. ``starved``: what it waited for a core, each time it is asked."""

    def __init__(self, messages: list[bytes], starved: Iterator[float]) -> None:
        self._pipes = Pipes()
        self.calls, _, self.output = self._pipes.ours
        self.answers = Said(self._pipes, messages)
        self._starved = starved

    def starved(self) -> float:
        return next(self._starved)

    def end(self, wait: bool) -> str:
        self._pipes.close_theirs()
        self._pipes.close_ours()
        return "killed"


class Clock:
    """Time that passes when a selector waits in vain, and ``tick`` seconds whenever somebody looks."""

    def __init__(self) -> None:
        self.now = 0.0
        self.tick = 0.0

    def monotonic(self) -> float:
        self.now += self.tick
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()

    @final
    class Selector(selectors.PollSelector):
        def select(self, timeout: float | None = None) -> Any:
            assert timeout is not None
            found = super().select(0)
            made.now += 0 if found else timeout
            return found

    monkeypatch.setattr(conversation, "time", made)
    monkeypatch.setattr(conversation.selectors, "DefaultSelector", Selector)
    monkeypatch.setattr(queueing, "of_this_thread", lambda: 0.0)
    return made


def state(count: int) -> State:
    calls = tuple(Call(key=f"c{k}", function="f", args=[]) for k in range(count))
    job = Job(cells=(Cell(source="", name="w.py"),), calls=calls, limits=LIMITS)
    made = State(job, lambda spec: len)
    made.want(Frames(calls), calls)
    return made


def answer(number: int) -> bytes:
    return wire.encode(["answer", number, ["returned", 7, [], []]])


def run(found: State, channel: Channel) -> TimedOut | Died | None:
    """What the conversation was lost for, None when it came to its end."""
    try:
        Conversation(found, channel).run()
    except Lost as lost:
        return lost.answer
    finally:
        channel.end(wait=False)
    return None


def test_what_came_in_time_counts_although_the_grader_looks_too_late(clock: Clock) -> None:
    clock.tick = 10.0  # each look at the clock is beyond the limit of one second
    found = state(3)
    assert run(found, Talker([READY, *map(answer, range(3))], itertools.repeat(0.0))) is None
    assert found.answers == {f"c{k}": Returned(value=7) for k in range(3)}


def test_what_does_not_come_is_late(clock: Clock) -> None:
    found = state(2)
    lost = run(found, Talker([READY, answer(0)], itertools.repeat(0.0)))
    assert lost == TimedOut(seconds=1.0)
    assert found.answers == {"c0": Returned(value=7)}
    assert clock.now == pytest.approx(1.0)


def test_the_limit_of_the_submission_is_not_stretched_by_answers(clock: Clock) -> None:
    clock.tick = 300.0
    found = state(9)
    lost = run(found, Talker([READY, *map(answer, range(9))], itertools.repeat(0.0)))
    assert lost == TimedOut(seconds=LIMITS.submission_seconds, submission=True)
    assert len(found.answers) < 4


def test_waiting_for_a_core_is_given_back(clock: Clock) -> None:
    """A worker that waits for a core nine tenths of the time has ten times as long, and no more."""
    found = state(1)
    starved = iter(lambda: 0.9 * clock.now, None)
    assert run(found, Talker([READY], starved)) == TimedOut(seconds=1.0)
    assert clock.now == pytest.approx(10.0, rel=0.01)
    assert found.end_time == pytest.approx(1000 + 0.9 * clock.now, rel=0.01)


def test_no_call_gets_back_more_than_it_lasted(clock: Clock) -> None:
    found = state(1)
    assert run(found, Talker([READY], itertools.repeat(300.0))) == TimedOut(seconds=1.0)
    assert clock.now == pytest.approx(2.0)


def test_what_was_given_is_given_once(clock: Clock) -> None:
    """A worker that has threads now and then tells 0 and then the same again."""
    found = state(1)
    assert run(found, Talker([READY], itertools.cycle([1.0, 0.0]))) == TimedOut(seconds=1.0)
    assert clock.now == pytest.approx(2.0)


def test_waiting_for_a_core_is_given_back_up_to_a_bound(clock: Clock) -> None:
    found = state(1)
    starved = iter(lambda: clock.now, None)
    lost = run(found, Talker([READY], starved))
    assert lost == TimedOut(seconds=LIMITS.submission_seconds, submission=True)
    assert found.patience == 0
    assert clock.now == pytest.approx((1 + conversation.PATIENCE) * LIMITS.submission_seconds)


def test_values_are_bounded_in_all(clock: Clock) -> None:
    """Reading small numbers in lists costs the grader most; after a hundred thousand it reads no more long lists."""
    found = state(12)
    long = [[1] * 999] * 99
    answers = [wire.encode(["answer", k, ["returned", long, [], []]]) for k in range(11)]
    assert run(found, Talker([READY, *answers, answer(11)], itertools.repeat(0.0))) is None
    kinds = [type(found.answers[f"c{k}"]) for k in range(12)]
    assert kinds == [Returned] + [TooBig] * 10 + [Returned]


def test_strings_that_an_array_would_pad_are_too_big(clock: Clock) -> None:
    found = state(2)
    padded = wire.encode(["answer", 0, ["returned", ["a" * 60_000, *["b"] * 500], [], []]])
    assert run(found, Talker([READY, padded, answer(1)], itertools.repeat(0.0))) is None
    assert [type(one) for one in found.answers.values()] == [TooBig, Returned]


@pytest.mark.parametrize(
    "argument", ["a" * 9000, ["a" * 5000, *["b"] * 1000], [["a"]], None, [1.0] * 4097, [[1] * 3000] * 2]
)  # fmt: skip
def test_questions_are_about_few_numbers(clock: Clock, argument: Any) -> None:
    """Nothing else reaches NumPy, which would make every string of a list as long as the longest."""
    seen: list[Any] = []
    call = Call(key="c0", function="f", args=(Asked(function=Given(name="g")),))
    found = State(job := Job(cells=(), calls=(call,), limits=LIMITS), lambda spec: seen.append)
    found.want(Frames(job.calls), job.calls)
    ready = b"".join(map(wire.encode, [["loaded"], ["ready"]]))
    talker = Talker([ready, wire.encode(["ask", 0, [argument]]), answer(0)], itertools.repeat(0.0))
    assert run(found, talker) is None
    assert seen == []


def test_hidden_calls_of_another_exercise_are_not_sent_ahead(clock: Clock) -> None:
    calls = tuple(
        Call(key=f"{name}{k}", function="f", args=(f"{name}-{k}",), public=False, exercise=name)
        for name in ("slopes", "chains")
        for k in range(3)
    )
    found = State(Job(cells=(), calls=calls, limits=LIMITS), lambda spec: len)
    found.want(Frames(calls), calls)
    talker = Talker([b"".join(map(wire.encode, [["loaded"], ["ready"]]))], itertools.repeat(0.0))
    sent: list[bytes] = []
    write = talker.calls.write
    talker.calls.write = lambda data: sent.append(bytes(data)) or write(data)  # type: ignore[method-assign]
    assert run(found, talker) == TimedOut(seconds=1.0)
    body = b"".join(sent)
    assert b"slopes-2" in body
    assert b"chains" not in body


def test_what_was_told_before_anything_hidden_stays_when_a_run_begins_again(clock: Clock) -> None:
    calls = tuple(Call(key=f"c{k}", function="f", args=[], public=k < 2) for k in range(4))
    found = State(
        Job(cells=(Cell(source="", name="w.py"),), calls=calls, limits=LIMITS), lambda spec: len
    )
    found.want(Frames(calls), calls)
    run(found, Talker([READY, *map(answer, range(3))], itertools.repeat(0.0)))
    assert found.hidden
    assert found.answers.keys() == {"c0", "c1", "c2"}
    found.begin_again()
    assert found.answers == {"c0": Returned(value=7), "c1": Returned(value=7)}
    assert [call.key for call in found.pending] == ["c2", "c3"]
    assert found.cells, "how the cells went is told of the first run"


def test_all_is_asked_again_while_nothing_hidden_was_sent(clock: Clock) -> None:
    found = state(3)
    run(found, Talker([READY, answer(0)], itertools.repeat(0.0)))
    found.begin_again()
    assert found.answers == {}
    assert len(found.pending) == 3


WORDS = st.sampled_from(
    ["loaded", "ready", "cell", "c", "ask", "answer", "returned", "raised", "missing", "signature", "unreadable", "toobig", "ValueError"]
)  # fmt: skip
LEAVES = (
    WORDS
    | st.integers(-1, 3)
    | st.none()
    | st.booleans()
    | st.floats(allow_nan=True)
    | st.complex_numbers()
    | st.sampled_from([np.ones(2), np.eye(2), np.array(True), np.zeros((0, 3)), np.float64(2)])
)
MESSAGES = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=5), max_leaves=12)


@settings(max_examples=400, deadline=None)
@given(message=MESSAGES, stage=st.integers(0, STAGES - 1), call=st.integers(0, 3))
@example(message=[np.ones(2), 0, ["toobig"]], stage=3, call=0)
@example(message=["answer", 0, [np.ones(2), [], [], []]], stage=3, call=0)
@example(message=["cell", "c", [np.ones(2), "x"]], stage=1, call=0)
@example(message=["ask", 0, [np.eye(2), ["x"]]], stage=3, call=0)
def test_any_message_is_understood_or_refused(message: Any, stage: int, call: int) -> None:
    """Whatever values a worker puts together, reading them ends in an answer or in the end of that worker."""
    reader = Reader()
    reader.read(wire.encode(message)[wire.HEADER.size :], stage, call)
    reader.close()
