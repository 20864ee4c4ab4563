"""A submission that is asked one thing after the other, in real workers of each kind."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from grader.model import Asked, Call, Cell, Died, Given, Job, Limits, Returned, TimedOut
from grader.sandbox import Sandbox, SandboxUnavailable
from grader.sandbox.base import Session
from tests.sandboxes import CHROOT, opened

CODE = """
import os
count = 0
def more(step):
    global count
    count += step
    print("count is", count)
    return count
def hangs():
    while True: pass
def leaves(): os._exit(3)
def dies(): os.kill(os.getpid(), 9)
def applies(g, x): return g(x)
print("loaded")
"""


@pytest.fixture(scope="module", params=["namespaces", "container", CHROOT, "process"])
def sandbox(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    try:
        with opened(request.param) as made:
            yield made
    except SandboxUnavailable as problem:
        pytest.skip(str(problem))


def session(sandbox: Sandbox, *calls: Call) -> Session:
    limits = Limits(call_seconds=1.0, cells_seconds=20.0, submission_seconds=60.0)
    cells = (Cell(source=CODE, name="work.py"),)
    return sandbox.open(Job(cells=cells, calls=calls, limits=limits), lambda spec: lambda z: 3 * z)


def call(function: str, *args: object, key: str = "", public: bool = True) -> Call:
    return Call(key=key or function, function=function, args=args, public=public)


def test_a_dialogue_stays_in_its_worker_until_a_fresh_one_is_wanted(sandbox: Sandbox) -> None:
    with session(sandbox) as one:
        one.answers((call("more", 5),))
        assert one.ask(call("more", 1)) == Returned(value=6)
        assert one.ask(call("more", 1)) == Returned(value=7)
        one.fresh()
        assert one.ask(call("more", 1)) == Returned(value=1)
        assert one.ask(call("applies", Asked(function=Given(name="g")), 2)) == Returned(
            value=6, asked=(1,)
        )


def test_calls_are_answered_once(sandbox: Sandbox) -> None:
    plan = (call("more", 1, key="a", public=False), call("more", 1, key="b"))
    with session(sandbox) as one:
        assert one.answers(plan, hidden=False) == {"b": Returned(value=1)}
        assert one.answers(plan) == {"b": Returned(value=1), "a": Returned(value=2)}
        assert one.ask(call("more", 0)) == Returned(value=2)


@pytest.mark.parametrize(
    ("function", "answer"),
    [("hangs", TimedOut(seconds=1.0)), ("leaves", Died(why="exit code 3"))],
)
def test_a_lost_dialogue_stays_lost_and_the_next_begins_anew(
    sandbox: Sandbox, function: str, answer: TimedOut | Died
) -> None:
    with session(sandbox) as one:
        assert one.ask(call("more", 1)) == Returned(value=1)
        assert one.ask(call(function)) == answer
        found = one.ask(call("more", 1))
        assert isinstance(found, TimedOut | Died)
        assert found.skipped
        assert not one.disturbed
        one.fresh()
        assert one.ask(call("more", 1)) == Returned(value=1)


def test_who_asks_is_told_that_somebody_else_ended_the_worker(sandbox: Sandbox) -> None:
    with session(sandbox) as one:
        found = one.ask(call("dies"))
        # Inside a pid namespace a first process can't kill itself.
        assert one.disturbed == (found == Died(why="signal SIGKILL"))
        one.fresh()
        assert not one.disturbed
        assert one.ask(call("more", 1)) == Returned(value=1)


def test_output_ends_before_anything_hidden_also_between_dialogues(sandbox: Sandbox) -> None:
    with session(sandbox) as one:
        one.ask(call("more", 1))
        one.fresh()
        one.ask(call("more", 2))
        one.ask(call("more", 40, public=False))
        one.fresh()
        one.ask(call("more", 3))
        assert one.transcript().output == "loaded\ncount is 1\ncount is 2\n"


def test_cells_run_where_nothing_is_asked(sandbox: Sandbox) -> None:
    with session(sandbox) as one:
        assert one.answers(()) == {}
        found = one.transcript()
    assert found.output == "loaded\n"
    assert [cell.error for cell in found.cells] == [None]
