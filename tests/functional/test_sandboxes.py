"""What every kind of sandbox must do alike, and what the isolating kinds must stop. By student code, from inside."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator

import numpy as np
import pytest

from grader.model import (
    Answer,
    Asked,
    BadSignature,
    Call,
    Cell,
    Died,
    Given,
    Job,
    Limits,
    Missing,
    Raised,
    Returned,
    TimedOut,
    TooBig,
    Transcript,
    Unreadable,
)
from grader.sandbox import Sandbox, SandboxUnavailable, open_sandbox
from tests.sandboxes import SEALED, opened

KINDS = (*SEALED, "process")
LIMITS = Limits(call_seconds=0.5, cells_seconds=2.0, submission_seconds=20.0)

CODE = """
import os, sys, warnings
import numpy as np
from given import double

state = []

def square(x): return x * x
def several(x): return (x, [1, None, True, "text", 2.5])
def loops():
    while True:
        pass
def stubborn():
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass
def leaves(): os._exit(3)
def stops(): sys.exit(0)
def crashes():
    import ctypes
    ctypes.string_at(0)
def huge(): return np.ones(10**6)
def greedy(): return np.ones(10**10).sum()
def deep(): return deep()
def odd(): return {1, 2}
def changes(x): x[0] = 7.0; return x
def warns(): return np.log(np.zeros(2))
def asks(f): return [f(1.0), f(2.0)]
def count(): state.append(1); return len(state)
def prints(text): print(text); return None
def floods():
    for _ in range(200_000):
        print("x" * 100)
    return 1
def forges():
    for fd in range(3, 64):
        try:
            os.write(fd, b"\\x00\\x00\\x00\\x01\\xc0" * 10)
        except OSError:
            pass
    return 1
def reads(path):
    with open(path, "rb") as file:
        return len(file.read())
def writes(path):
    with open(path, "w") as file:
        file.write("x")
    return True
def environment(): return sorted(os.environ)
def descriptors():
    found = []
    for fd in range(3, 256):
        try:
            os.fstat(fd)
            found.append(fd)
        except OSError:
            pass
    return len(found)
def network():
    import socket
    socket.socket(socket.AF_INET, socket.SOCK_STREAM)
def forks():
    if os.fork() == 0:
        os._exit(0)
def runs():
    import subprocess
    return subprocess.run(["/bin/true"]).returncode
def signals():
    if os.getppid() == 0:
        raise PermissionError("the parent is in another pid namespace")
    os.kill(os.getppid(), 0)
    return "reached"
"""


def of_kind(kind: str) -> Iterator[Sandbox]:
    try:
        made = opened(kind)
    except SandboxUnavailable as error:
        pytest.skip(str(error))
    with made:
        yield made


@pytest.fixture(scope="module", params=KINDS)
def sandbox(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    yield from of_kind(request.param)


@pytest.fixture(scope="module", params=SEALED)
def sealed(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    """The kinds that keep the machine out of reach; `process` promises no such thing."""
    yield from of_kind(request.param)


def run(sandbox: Sandbox, *calls: Call, cells: tuple[Cell, ...] = ()) -> Transcript:
    job = Job(
        cells=(Cell(source=CODE, name="lecture07.py"), *cells),
        calls=calls,
        given="def double(z):\n    return 2 * z\n",
        limits=LIMITS,
    )
    return sandbox.run(job, lambda spec: lambda z: 2 * z)


def call(function: str, *args: object, key: str = "", public: bool = True) -> Call:
    return Call(key=key or function, function=function, args=args, public=public)


def answer(sandbox: Sandbox, function: str, *args: object) -> Answer:
    return run(sandbox, call(function, *args)).answers[function]


def test_values_go_and_come(sandbox: Sandbox) -> None:
    found = answer(sandbox, "square", np.array([[2.0], [3.0]]))
    assert isinstance(found, Returned)
    assert found.value.tolist() == [[4.0], [9.0]]
    assert answer(sandbox, "several", 1.5) == Returned(
        value=[1.5, [1, None, True, "text", 2.5]], form="tuple"
    )


@pytest.mark.parametrize("function", ["loops", "stubborn"])
def test_a_hang_costs_that_function_only(sandbox: Sandbox, function: str) -> None:
    found = run(
        sandbox, call("square", 2.0), call(function), call(function, key="again"), call("count")
    ).answers
    assert found["square"] == Returned(value=4.0)
    assert found[function] == TimedOut(seconds=0.5)
    assert found["again"] == TimedOut(seconds=0.5, skipped=True)
    assert found["count"] == Returned(value=1)


@pytest.mark.parametrize("function", ["leaves", "crashes"])
def test_a_death_costs_that_function_only(sandbox: Sandbox, function: str) -> None:
    found = run(sandbox, call(function), call("square", 2.0)).answers
    assert isinstance(found[function], Died)
    assert found["square"] == Returned(value=4.0)


def test_errors_tell_kind_and_line(sandbox: Sandbox) -> None:
    stops = answer(sandbox, "stops")
    assert isinstance(stops, Raised)
    assert stops.kind == "SystemExit"
    assert (stops.place, stops.text) == ("lecture07.py", "def stops(): sys.exit(0)")
    assert answer(sandbox, "nowhere").__class__ is Missing
    signature = answer(sandbox, "square", 1.0, 2.0)
    assert signature == BadSignature(got="(x)")
    recursion = answer(sandbox, "deep")
    assert isinstance(recursion, Raised)
    assert recursion.kind == "RecursionError"


def test_what_is_too_much_is_told(sandbox: Sandbox) -> None:
    assert answer(sandbox, "huge") == TooBig()
    assert isinstance(answer(sandbox, "odd"), Unreadable)
    greedy = answer(sandbox, "greedy")
    assert isinstance(greedy, Raised)
    assert greedy.kind == "MemoryError"


def test_changed_arguments_and_warnings_are_seen(sandbox: Sandbox) -> None:
    changed = answer(sandbox, "changes", np.zeros((2, 1)))
    assert isinstance(changed, Returned)
    assert changed.mutated == (0,)
    warned = answer(sandbox, "warns")
    assert isinstance(warned, Returned)
    assert warned.warnings == ("RuntimeWarning",)


def test_callables_that_stay_are_counted(sandbox: Sandbox) -> None:
    found = answer(sandbox, "asks", Asked(function=Given(name="double")))
    assert found == Returned(value=[2.0, 4.0], asked=(2,))
    assert answer(sandbox, "asks", Given(name="double")) == Returned(value=[2.0, 4.0])


def test_cells_fail_one_by_one(sandbox: Sandbox) -> None:
    broken = Cell(source="def f(:\n    pass", name="lecture07.py", first_line=200)
    hangs = Cell(source="while True:\n    pass", name="lecture07.py", first_line=300)
    last = Cell(source="def last():\n    return 1", name="lecture07.py", first_line=400)
    found = run(sandbox, call("last"), cells=(broken, hangs, last))
    assert found.answers["last"] == Returned(value=1)
    errors = [outcome.error for outcome in found.cells]
    assert errors[0] is None
    assert errors[3] is None
    assert isinstance(errors[1], Raised)
    assert errors[1].line == 200
    assert isinstance(errors[2], TimedOut)


def test_output_is_shown_up_to_the_first_hidden_call(sandbox: Sandbox) -> None:
    found = run(
        sandbox, call("prints", "hidden", key="h", public=False), call("prints", "public", key="p")
    )
    assert found.output == "public\n"


def test_a_flood_is_cut_and_holds_nobody_up(sandbox: Sandbox) -> None:
    found = run(sandbox, call("floods"), call("square", 2.0))
    assert found.answers["square"] == Returned(value=4.0)
    assert len(found.output) <= LIMITS.output_bytes
    assert found.output_cut


def test_forged_frames_gain_nothing(sandbox: Sandbox) -> None:
    found = run(sandbox, call("forges"), call("square", 2.0)).answers
    assert found["forges"] == Died(why="broke the protocol") or found["forges"] == Returned(value=1)
    assert found["square"] == Returned(value=4.0)


def test_nothing_stays_for_the_next_submission(sandbox: Sandbox) -> None:
    assert [answer(sandbox, "count") for _ in range(2)] == [Returned(value=1)] * 2


def test_no_keys_and_no_descriptors(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "canary")
    with open_sandbox(sandbox.name) as fresh:
        found = answer(fresh, "environment")
        assert isinstance(found, Returned)
        assert "SECRET_TOKEN" not in found.value
        count = answer(fresh, "descriptors")
    assert isinstance(count, Returned)
    assert count.value <= 2  # the two pipes to the grader


@pytest.mark.parametrize(
    "path", ["/etc/passwd", "/proc/self/environ", "/proc/1/cmdline", __file__, "/etc/shadow"]
)
def test_files_of_the_machine_are_out_of_reach(sealed: Sandbox, path: str) -> None:
    found = answer(sealed, "reads", path)
    assert isinstance(found, Raised)
    assert found.kind in ("FileNotFoundError", "PermissionError")


def test_nothing_is_written_outside(sealed: Sandbox) -> None:
    path = f"/tmp/left-behind-{os.getpid()}"
    answer(sealed, "writes", path)
    assert not os.path.exists(path)
    again = answer(sealed, "reads", path)
    assert isinstance(again, Raised)


@pytest.mark.parametrize("function", ["network", "forks", "runs"])
def test_no_network_and_no_new_process(sealed: Sandbox, function: str) -> None:
    found = answer(sealed, function)
    assert isinstance(found, Raised)
    assert found.kind in ("PermissionError", "OSError")


def test_no_signals_to_others(sealed: Sandbox) -> None:
    assert answer(sealed, "signals") != Returned(value="reached")


def test_a_later_worker_tells_nothing_of_the_cells() -> None:
    """Cells run again after a hidden call may know its inputs; what they say then is not told."""
    with tempfile.TemporaryDirectory() as folder, open_sandbox("process") as loose:
        os.chmod(folder, 0o777)  # root's workers are another user
        note = f"{folder}/note"
        tells = Cell(
            source=f"if os.path.exists({note!r}):\n    raise ValueError('second')", name="tells.py"
        )
        leaves = Cell(
            source=f"def leaves(x):\n    open({note!r}, 'w').write(str(x))\n    os._exit(1)",
            name="leaves.py",
        )
        found = run(
            loose,
            call("leaves", 0.5, public=False),
            call("square", 2.0, public=False),
            cells=(tells, leaves),
        )
        assert os.path.exists(note)
    assert found.answers["square"] == Returned(value=4.0)
    assert [outcome.error for outcome in found.cells] == [None] * 3


def test_answers_are_bounded_in_all(sandbox: Sandbox) -> None:
    """Four megabytes in all, whatever each may be; small ones go on."""
    wide = Cell(source="def wide(): return np.ones(120_000)", name="wide.py")
    calls = [call("wide", key=f"wide{k}") for k in range(24)]
    found = run(sandbox, *calls, call("square", 3.0), cells=(wide,)).answers
    kinds = [type(found[f"wide{k}"]) for k in range(24)]
    assert kinds == [Returned] * 4 + [TooBig] * 20
    assert found["square"] == Returned(value=9.0)
