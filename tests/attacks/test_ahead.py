"""In a hidden call nothing of another exercise's hidden calls lies in any descriptor, be it counted or read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from grader import wire
from grader.model import Answer, Call, Cell, Job, Returned
from grader.sandbox import Sandbox, SandboxUnavailable
from tests.sandboxes import SEALED, opened

MARK = "hidden-in-the-other-exercise"
CODE = """
import fcntl, os, struct, time

def waiting(*_):
    time.sleep(0.02)  # for what may be on its way
    found = 0
    for fd in range(64):
        try:
            # The other end of a pipe that is written to would tell of one's own answers.
            if fcntl.fcntl(fd, fcntl.F_GETFL) & os.O_ACCMODE == os.O_RDONLY:
                found += struct.unpack("i", fcntl.ioctl(fd, 0x541B, bytes(4)))[0]  # FIONREAD
        except OSError:
            pass
    return found

def ahead(*_):
    time.sleep(0.02)
    found = b""
    for fd in range(64):
        try:
            os.set_blocking(fd, False)
            found += os.read(fd, 1 << 20)
        except OSError:
            pass
        finally:
            try:
                os.set_blocking(fd, True)
            except OSError:
                pass
    return found.decode("latin-1")
"""


@pytest.fixture(scope="module", params=SEALED)
def sandbox(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    try:
        with opened(request.param) as made:
            yield made
    except SandboxUnavailable as problem:
        pytest.skip(str(problem))


def answers(sandbox: Sandbox, function: str, *exercises: str) -> list[str | int]:
    """What ``function`` returns in hidden calls of these exercises, one call each, and last of twenty of another one."""
    shown = Call(key="p", function=function, args=("shown",), public=True, exercise="a")
    hidden = [*exercises, *["other"] * 20]
    calls = (
        shown,
        *(
            Call(
                key=f"h{k}",
                function=function,
                args=(MARK if one == "other" else "own",),
                public=False,
                exercise=one,
            )
            for k, one in enumerate(hidden)
        ),
    )
    job = Job(cells=(Cell(source=CODE, name="work.py"),), calls=calls)
    found: dict[str, Answer] = dict(sandbox.run(job, lambda spec: len).answers)
    values: list[str | int] = []
    for key in ["p", *(f"h{k}" for k in range(len(exercises)))]:
        answer = found[key]
        assert isinstance(answer, Returned), answer
        assert isinstance(answer.value, str | int)
        values.append(answer.value)
    return values


def test_nothing_can_be_counted(sandbox: Sandbox) -> None:
    frame = len(wire.encode(["call", "waiting", ["own"]], limit=1 << 20, trusted=True))
    found = answers(sandbox, "waiting", "a", "a", "a", "b", "c")
    assert found[0] == 0, "the last public call"
    assert found[3:] == [0, 0, 0]
    assert all(isinstance(n, int) and n < 40 * frame for n in found)


def test_nothing_can_be_read(sandbox: Sandbox) -> None:
    assert answers(sandbox, "ahead", "a", "b") == ["", "", ""]
