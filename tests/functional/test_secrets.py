"""A worker's memory holds no secret: planted canaries are looked for from inside, by student code.

Three canaries: a text in a reference (which the grader has loaded), an expected value, and an input of a hidden case
that has not been called yet. Student code walks all objects, and where there is a /proc also its own memory.
"""

from __future__ import annotations

import msgspec
import numpy as np
import pytest

from grader.model import Call, Cell, Job, Limits, Returned
from grader.sandbox import SandboxUnavailable, open_sandbox

REFERENCE = "canary-in-a-reference-7f3a"
EXPECTED = 0.123456789012345
HIDDEN_INPUT = 987654.321012345

SPY = '''
import gc, sys

def spy(needles):
    """Which of the needles (given reversed, so that asking does not plant them) lie in this process."""
    import numpy as np
    found = []
    texts = [n[::-1] for n in needles if isinstance(n, str)]
    numbers = [-n for n in needles if isinstance(n, float)]
    seen = set()
    todo = list(gc.get_objects()) + list(sys._current_frames().values()) + [sys.modules]
    for thing in todo:
        if id(thing) in seen or thing is texts or thing is numbers:
            continue
        seen.add(id(thing))
        try:
            inner = gc.get_referents(thing)
        except Exception:
            inner = []
        for item in [thing, *inner]:
            if isinstance(item, str) and item not in texts and any(t in item for t in texts):
                found.append("text")
            if isinstance(item, float) and item in numbers and not any(item is n for n in numbers):
                found.append("number")
            if isinstance(item, np.ndarray) and item.dtype == float and np.isin(numbers, item).any():
                found.append("array")
    freed = np.empty(200_000)
    if np.isin(numbers, freed).any():
        found.append("freed memory")
    return sorted(set(found)) or ["nothing"]

def memory(needles):
    """The same over the bytes of this process, where /proc shows them."""
    import struct
    patterns = [n[::-1].encode() for n in needles if isinstance(n, str)]
    try:
        maps = open("/proc/self/maps").read().splitlines()
        mem = open("/proc/self/mem", "rb", 0)
    except OSError:
        return ["no /proc"]
    hits = 0
    for line in maps:
        span, rights = line.split()[:2]
        if "r" not in rights or "[v" in line:
            continue
        low, high = (int(x, 16) for x in span.split("-"))
        try:
            mem.seek(low)
            data = mem.read(min(high - low, 1 << 28))
        except (OSError, ValueError, OverflowError):
            continue
        # This function holds one copy of each pattern, encoded.
        hits += sum(data.count(p) for p in patterns)
    return [hits]

def use(x):
    return float(x[0, 0])
'''


@pytest.mark.parametrize("kind", ["namespaces", "container", "process"])
def test_worker_holds_no_secret(kind: str) -> None:
    # What the grader holds, as it would with a loaded assignment.
    secrets = {
        "reference": f"def f():\n    return {REFERENCE!r}",
        "expected": np.full((3, 1), EXPECTED),
    }
    needles = [REFERENCE[::-1], -EXPECTED, -HIDDEN_INPUT]
    calls = (
        Call(key="spy", function="spy", args=(needles,), public=True),
        Call(key="memory", function="memory", args=(needles[:1],), public=True),
        Call(key="later", function="use", args=(np.full((2, 2), HIDDEN_INPUT),), public=False),
    )
    job = Job(cells=(Cell(source=SPY, name="spy.py"),), calls=calls, limits=Limits(call_seconds=30))
    try:
        sandbox = open_sandbox(kind)
    except SandboxUnavailable:
        pytest.skip(f"{kind} is not to be had on this machine")
    with sandbox:
        transcript = sandbox.run(job, lambda spec: len)
        again = sandbox.run(msgspec.structs.replace(job), lambda spec: len)
    assert secrets
    for answers in (transcript.answers, again.answers):
        assert isinstance(answers["spy"], Returned), answers["spy"]
        assert answers["spy"].value == ["nothing"]
        memory = answers["memory"]
        assert isinstance(memory, Returned), memory
        # The pattern itself, which the spy made to look for it, may lie there a few times; a canary
        # that came with the fork would add to that.
        assert memory.value == ["no /proc"] or memory.value[0] <= 8
        assert answers["later"] == Returned(value=HIDDEN_INPUT)


def test_the_spy_finds_what_is_there() -> None:
    """The spy is no blind eye: planted in the worker, the canaries are found."""
    planted = f"plant = [{REFERENCE!r} + '!', __import__('numpy').full((2, 2), {EXPECTED!r})]\n"
    call = Call(key="spy", function="spy", args=([REFERENCE[::-1], -EXPECTED],), public=True)
    with open_sandbox("process") as sandbox:
        job = Job(cells=(Cell(source=planted + SPY, name="spy.py"),), calls=(call,))
        answer = sandbox.run(job, lambda spec: len).answers["spy"]
    assert isinstance(answer, Returned)
    assert {"text", "array"} <= set(answer.value)
