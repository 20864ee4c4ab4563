"""What lies in a worker's memory, read from outside byte by byte: no solution, no expected value, no hidden case to come.

The worker is looked at three times: while its cells run, in a public call and in a hidden one.
"""

from __future__ import annotations

import os
import random
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from grader.catalog import Assignment
from grader.grading import Grader
from grader.intake import read_submission
from grader.intake.submission import digest
from grader.model import Cell, Submission
from grader.sandbox import SandboxUnavailable, kernel, open_sandbox
from tests.attacks.runner import descendants
from tests.conftest import ROOT

MARK = "a-mark-of-this-submission-93c1"
SLEEP = 1.2
SEARCHED = int(os.environ.get("GRADER_SECRETS_SEARCHED", "40"))
"""How many of the secrets are looked for, drawn anew each time: each costs a walk through all memory."""
MOMENTS = {
    "cells": f"import time\ntime.sleep({SLEEP})",
    "public": f"def step(z):\n    import time\n    time.sleep({SLEEP})",
    "hidden": "def dA_dW0(x, W, W0):\n    import time\n    if x.shape != (4, 1):\n"
    f"        time.sleep({SLEEP})",
}

pytestmark = pytest.mark.skipif(
    not kernel.LINUX or os.geteuid() != 0, reason="only root may read another user's memory"
)


def memory(pid: int) -> list[bytes]:
    """All memory that a process has written, or could."""
    found = []
    with open(f"/proc/{pid}/mem", "rb", 0) as mem:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            span, rights = line.split()[:2]
            if rights.startswith("rw"):
                low, high = (int(number, 16) for number in span.split("-"))
                try:
                    mem.seek(low)
                    found.append(mem.read(high - low))
                except (OSError, ValueError, OverflowError):
                    continue
    return found


def numbers(value: object) -> list[bytes]:
    """The bytes of arrays in ``value`` that could hardly be there by chance."""
    if isinstance(value, list | tuple):
        return [raw for item in value for raw in numbers(item)]
    if isinstance(value, np.ndarray) and value.dtype == float:
        odd = value[np.abs(value % 0.5) > 1e-6] if value.size > 2 else value[:0]
        return [np.ascontiguousarray(value).tobytes()] if len(np.unique(odd)) > 2 else []
    return []


def secrets(assignment: Assignment, moment: str) -> dict[str, bytes]:
    """What must not be there, by what it is."""
    found: dict[str, bytes] = {}
    shown = assignment.given + (ROOT / "student_template/lecture07/lecture07.py").read_text()
    for exercise in assignment.exercises:
        subject = exercise.subject
        for line in (exercise.solution_dir / "reference.py").read_text().splitlines():
            # Comments and code of the references; a template repeats their docstrings.
            if len(line.strip()) > 30 and line.strip() not in shown:
                found[f"{exercise.name}: {line.strip()}"] = line.strip().encode()
        for case in subject.cases:
            for function in case.functions:
                for raw in numbers(subject.expected(function, case)):
                    found[f"expected {function} {case.id}"] = raw
            # While a hidden call runs, those before it have been there.
            late = moment != "hidden" or exercise.name in ("backward", "step_gradients")
            if not case.public and late:
                for raw in numbers(list(case.inputs.values())):
                    found[f"input of {exercise.name} {case.id}"] = raw
    given = [raw for e in assignment.exercises for c in e.subject.cases if c.public for raw in numbers(list(c.inputs.values()))]  # fmt: skip
    return {what: raw for what, raw in found.items() if not any(raw in known for known in given)}


@pytest.mark.parametrize(
    ("kind", "moment"), [*(("namespaces", moment) for moment in MOMENTS), ("container", "hidden")]
)
def test_no_secret_in_a_workers_memory(kind: str, moment: str, lecture07: Assignment) -> None:
    template = ROOT / "student_template/lecture07/lecture07.py"
    body = read_submission(template, expected=lecture07.submission).cells
    cells = (*body, Cell(source=f"# {MARK}\n{MOMENTS[moment]}", name="sleeps.py"))
    submission = Submission(id="spied", cells=cells, digest=digest(cells))
    try:
        grader = Grader(lecture07, open_sandbox(kind))
    except SandboxUnavailable as error:
        pytest.skip(str(error))
    with grader:
        idle = descendants(os.getpid())
        wanted = secrets(lecture07, moment)
        assert len(wanted) > SEARCHED
        running = threading.Thread(target=grader.grade, args=(submission,))
        running.start()
        pages: list[bytes] = []
        while running.is_alive() and not any(MARK.encode() in page for page in pages):
            time.sleep(SLEEP / 20)
            for pid in descendants(os.getpid()) - idle:
                try:
                    pages = memory(pid)
                except OSError:
                    continue
        running.join()
    # That the submission's own text is found says that this eye sees.
    assert any(MARK.encode() in page for page in pages)
    chosen = random.sample(sorted(wanted), SEARCHED)
    assert [what for what in chosen if any(wanted[what] in page for page in pages)] == []
