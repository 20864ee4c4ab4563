"""A run that begins again tells nothing that it could have learned the first time.

A submission that dies in a hidden call is started once more, so that a crash costs that call alone. The first run has seen a hidden
input and may have left a trace of it somewhere; so what the second one prints, and what it answers to public calls, must not be
read by anybody. Each way to die is tried with a word drawn anew by each run, which is printed and answered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from grader.catalog import Assignment
from grader.exporters import html, json, markdown
from grader.grading import Grader
from grader.intake.submission import digest
from grader.model import Cell, Returned, Submission
from grader.sandbox import SandboxUnavailable, open_sandbox
from tests.attacks.runner import CANARY, ROOT
from tests.attacks.runner import hasty as hasty_assignment

PERFECT = (ROOT / "assignments" / "lecture07" / "examples" / "perfect.py").read_text()

WORD = rf"{CANARY}-([0-9a-f]{{16}})"
ATTACK = f'''
import ctypes, faulthandler, mmap, os, resource, signal, sys, threading
right = dA_dW0
WORD = "{CANARY}-" + os.urandom(8).hex()
print(WORD)

def die():
    DIE

def dA_dW0(x, W, W0):
    if W.shape == (4, 3):
        return WORD
    die()
    return right(x, W, W0)
'''

WAYS = {
    "SIGKILL": "os.kill(os.getpid(), signal.SIGKILL)",
    "SIGTERM": "signal.signal(signal.SIGTERM, signal.SIG_DFL); os.kill(os.getpid(), signal.SIGTERM)",
    "its group": "os.killpg(0, signal.SIGKILL)",
    "a thread": "signal.pthread_kill(threading.get_ident(), signal.SIGKILL)",
    "SIGSTOP": "os.kill(os.getpid(), signal.SIGSTOP)",
    "abort": "os.abort()",
    "an exit that is no failure": "os._exit(0)",
    "an exit": "os._exit(7)",
    "a null pointer": "ctypes.string_at(0)",
    "an illegal instruction": "signal.raise_signal(signal.SIGILL)",
    "stack": "sys.setrecursionlimit(10**9); f = lambda: f(); f()",
    "processor time": "resource.setrlimit(resource.RLIMIT_CPU, (0, 0))\n    while True: pass",
    "address space": "resource.setrlimit(resource.RLIMIT_AS, (1, 1)); os.abort()",
    "files closed": "os.closerange(0, 256)",
    "a page behind a file's end": "f = os.memfd_create('x'); os.ftruncate(f, 4096); m = mmap.mmap(f, 4096); os.ftruncate(f, 0); m[0]",
    "another program": "os.execv('/bin/true', ['true'])",
    "an interval": "signal.setitimer(signal.ITIMER_REAL, 0.01)\n    while True: pass",
    "an endless loop": "while True: pass",
    "a wait": "threading.Event().wait()",
    "noise on each descriptor": "for d in range(3, 64):\n        try: os.write(d, b'\\x00' * 64)\n        except OSError: pass",
}  # fmt: skip


@pytest.fixture(scope="module", params=["namespaces", "container"])
def grader(request: pytest.FixtureRequest) -> Iterator[Grader]:
    try:
        sandbox = open_sandbox(request.param)
    except SandboxUnavailable as why:
        pytest.skip(str(why))
    with Grader(hasty_assignment(), sandbox) as made:
        yield made


def attack(way: str) -> Submission:
    source = ATTACK.replace("DIE", WAYS[way])
    cells = (Cell(source=PERFECT, name="work.py"), Cell(source=source, name="attack.py"))
    return Submission(id="work", cells=cells, digest=digest(cells))


@pytest.mark.parametrize("way", WAYS)
def test_words_of_a_second_run_are_read_by_nobody(way: str, grader: Grader) -> None:
    graded = grader.grade(attack(way))
    report = graded.report
    texts = (json.render(report), html.page(report), markdown.render(report))
    words = {word for text in texts for word in re.findall(WORD, text)}
    # The first run's is there: it was printed, and answered to a public call.
    assert len(words) == 1
    # And it did die where something hidden was to be seen.
    hidden = [
        call.key for call in grader.assignment.plan if not call.public and call.function == "dA_dW0"
    ]
    assert hidden
    # Among processes of its own a worker is the first, and no signal of its own kills that one.
    alive = report.isolation != "container" and "SIG" in WAYS[way]
    assert alive or not any(
        isinstance(graded.transcript.answers.get(key), Returned) for key in hidden
    )


def test_there_are_hidden_cases_to_die_in(lecture07: Assignment) -> None:
    cases = lecture07.exercise("bias_jacobian").subject.cases
    assert {case.public for case in cases if case.inputs["W"].shape == (4, 3)} == {True}
    assert any(not case.public for case in cases)
