"""Pairs of submissions: one does what another could notice, the other looks, while the first still runs and when it is over.

What one submission does must make no difference to what the next sees, or a hidden input could travel from a student's
attempt to the next, or to a friend's. A sandbox grades one submission at a time, so a batch has several; a pair is tried in two of them
and, one after the other, in one. Nothing here depends on time: the first waits, holding what it holds, until the second has looked.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from grader.model import Call, Cell, Job, Limits, Returned
from grader.sandbox import Sandbox, SandboxUnavailable
from tests.attacks import pairs
from tests.attacks.runner import HERE
from tests.sandboxes import SEALED, opened

CELL = Cell(source=(HERE / "pairs.py").read_text(), name="pairs.py")
JOB = Job(cells=(CELL,), calls=(), given="", limits=Limits())


def no_functions(spec: object) -> None:
    raise AssertionError(spec)


def two(kind: str) -> tuple[Sandbox, Sandbox]:
    try:
        return opened(kind), opened(kind)
    except SandboxUnavailable as error:
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def sandboxes(request: pytest.FixtureRequest) -> Iterator[tuple[Sandbox, Sandbox]]:
    one, other = two(request.param)
    with one, other:
        yield one, other


def asked(function: str, name: str) -> Call:
    return Call(
        key=f"{function}/{name}", function=function, args=(name,), public=True, exercise="e"
    )


def looked(sandbox: Sandbox, name: str) -> str:
    with sandbox.open(JOB, no_functions) as session:
        answer = session.ask(asked("look", name))
    assert isinstance(answer, Returned), answer
    assert isinstance(answer.value, str)
    return answer.value


def seen(sandboxes: tuple[Sandbox, Sandbox], name: str) -> tuple[str, ...]:
    """What another submission sees while the first one runs, and what later ones see."""
    one, other = sandboxes
    with one.open(JOB, no_functions) as session:
        first = session.ask(asked("hold", name))
        assert isinstance(first, Returned), first
        during = looked(other, name)
    return during, looked(one, name), looked(other, name)


@pytest.mark.parametrize("sandboxes", SEALED, indirect=True, scope="module")
@pytest.mark.parametrize("name", pairs.CHANNELS)
def test_nothing_is_seen_of_another_submission(
    sandboxes: tuple[Sandbox, Sandbox], name: str
) -> None:
    one, other = (looked(sandbox, name) for sandbox in sandboxes)
    assert seen(sandboxes, name) == (other, one, other)


def test_the_pairs_see_each_other_where_nothing_parts_them() -> None:
    """So that the test above can fail."""
    one, other = two("process")
    with one, other:
        told = {
            name: looked(other, name) != seen((one, other), name)[0]
            for name in ("flock", "open file lock", "abstract sockets", "ports")
        }
    assert all(told.values()), told
