"""Classes with attackers strewn in, and runs in which processes are killed at random.

The suite runs short versions, ``benchmarks/strewn_batch.py`` and ``benchmarks/kill_campaign.py`` long ones.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from tests.attacks.runner import ATTACKS, HERE, ROOT, descendants, expectation

HONEST = ("perfect.py", "untouched.py", "misconceptions.py", "half_done.py", "numerator_layout.py")
LIMITS = "limits: {call_seconds: 0.5, cells_seconds: 1, submission_seconds: 8}\n"
SUBMISSION_SECONDS = 8.0
CODE = [name for name in ATTACKS if (HERE / name / "submission.py").exists()]


def hasty_assignment(folder: Path) -> Path:
    """A copy of lecture 7 with short limits, so that an attack that hangs costs little."""
    for part in ("assignments", "solutions"):
        shutil.copytree(ROOT / part / "lecture07", folder / part / "lecture07")
    path = folder / "assignments" / "lecture07" / "assignment.yaml"
    lines = [line for line in path.read_text().splitlines() if not line.startswith("limits:")]
    path.write_text("\n".join(lines) + "\n" + LIMITS)
    return path.parent


def write_class(folder: Path, honest: int, attackers: int, seed: int = 0) -> None:
    """``honest`` different submissions, and ``attackers`` drawn from the corpus between them."""
    folder.mkdir()
    examples = ROOT / "assignments" / "lecture07" / "examples"
    chance = random.Random(seed)
    for number in range(honest):
        text = (examples / HONEST[number % len(HONEST)]).read_text()
        (folder / f"s{number:04}.py").write_text(f"{text}\nserial = {number}\n")
    perfect = (examples / "perfect.py").read_text()
    drawn = [CODE[k % len(CODE)] for k in range(attackers)]
    if attackers < len(CODE):
        drawn = chance.sample(CODE, attackers)
    for number, name in enumerate(drawn):
        source = (HERE / name / "submission.py").read_text()
        text = (
            f"# %%\n{source}\n{perfect}"
            if expectation(name)["place"] == "before"
            else f"{perfect}\n# %%\n{source}"
        )
        # Among the others by name, which is the order of grading.
        place = chance.randrange(honest)
        (folder / f"s{place:04}x{number:03}_{name}.py").write_text(f"{text}\nserial = {number}\n")


def command(folder: Path, assignment: Path, out: Path, jobs: int = 2) -> list[str]:
    return [sys.executable, "-m", "grader", "batch", str(folder), "-a", str(assignment), "-o", str(out), "--jobs", str(jobs)]  # fmt: skip


def run(folder: Path, assignment: Path, out: Path, jobs: int = 2) -> float:
    """Grade the class; the seconds it took."""
    begin = time.monotonic()
    done = subprocess.run(
        command(folder, assignment, out, jobs),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return time.monotonic() - begin


def reports(out: Path, *, honest: bool = False) -> dict[str, bytes]:
    """The stored report of each student (without ``honest`` attackers too)."""
    with sqlite3.connect(out / "gradebook.sqlite") as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        rows = db.execute(
            "SELECT a.student, r.report FROM attempts a JOIN results r ON r.submission = a.submission"
        ).fetchall()
    return {student: report for student, report in rows if not honest or "x" not in student}


class Killer:
    """Kills one of a running batch's processes after the other."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.kills: dict[str, int] = {}

    def total(self) -> int:
        return sum(self.kills.values())

    def batch(self, folder: Path, assignment: Path, out: Path, most: int) -> set[int]:
        """Grade the class to its end, with at most ``most`` kills on the way. All processes that were seen."""
        seen: set[int] = set()
        left = most
        while True:
            process = subprocess.Popen(
                command(folder, assignment, out),
                cwd=ROOT,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            while process.poll() is None:
                time.sleep(self.chance.uniform(0.02, 0.5))
                below = sorted(descendants(process.pid))
                seen |= {process.pid, *below}
                if left and below and (role := self._kill(process.pid, below)):
                    self.kills[role] = self.kills.get(role, 0) + 1
                    left -= 1
            if process.returncode == 0:
                return seen

    def _kill(self, top: int, below: list[int]) -> str:
        """Kill one process; which kind it was, "" when it was over already."""
        victim = top if self.chance.random() < 0.1 else self.chance.choice(below)
        role = "the batch" if victim == top else _role(victim)
        try:
            os.kill(victim, signal.SIGKILL)
        except ProcessLookupError:
            return ""
        return role


def _role(pid: int) -> str:
    """What a process of a batch is, by its command line and whether it has children."""
    try:
        line = Path(f"/proc/{pid}/cmdline").read_bytes().decode().replace("\0", " ")
    except OSError:
        return "worker"
    if "launch.py" in line:
        return "fork server" if descendants(pid) else "worker"
    return "resource tracker" if "resource_tracker" in line else "grading process"


def survivors(pids: set[int], seconds: float = 10.0) -> set[int]:
    """Those of ``pids`` that go on for so long."""
    until = time.monotonic() + seconds
    while True:
        left = {pid for pid in pids if _alive(pid)}
        if not left or time.monotonic() > until:
            return left
        time.sleep(0.1)


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False
