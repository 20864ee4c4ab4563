"""How long a student waits: the whole of ``grader check`` against ``python -c "import numpy"``, ratios in one run.

All runs take turns, so that what else the machine does falls on each alike; the smallest of each counts, of the clock and of
processor time. The student's own time (running the cells and the calls, with nothing around them) is measured by itself.
"""

from __future__ import annotations

import argparse
import compileall
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GRADER = [sys.executable, "-c", "from grader.cli import main; main()", "check"]

STUDENT = """
import sys, time
from pathlib import Path
import numpy
from grader.desk import bundle
from grader.desk.check import plan
from grader.desk.live import _Nowhere
from grader.worker import Session
file = Path(sys.argv[1])
desk = bundle.read(bundle.find(file))
calls, session = plan(desk.exercises), Session(_Nowhere())
session.link.send = lambda message: None
session.load_given(desk.given)
start = time.perf_counter()
session.run_cell(file.read_text(), "lecture07.py", 1)
for call in calls:
    session.call(call.function, call.args)
print(time.perf_counter() - start)
"""
SPAWNED = """
import grader.sandbox.desk as desk
desk.FORKS = False
from grader.cli import main
main()
"""


def run(command: list[str]) -> tuple[float, float]:
    """(seconds by the clock, seconds of processors) of one process and all it started."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    # As in a student's terminal: one that is 100 columns wide.
    os.environ["COLUMNS"] = "100"
    # What a package installed by pip has: compiled modules.
    compileall.compile_dir(ROOT / "grader", quiet=1)
    with tempfile.TemporaryDirectory() as folder:
        desk = Path(folder) / "desk"
        shutil.copytree(ROOT / "student_template" / "lecture07", desk)
        perfect, stubs = str(desk / "perfect.py"), str(desk / "lecture07.py")
        shutil.copy(ROOT / "assignments" / "lecture07" / "examples" / "perfect.py", perfect)
        commands = {
            'python -c "import numpy"': [sys.executable, "-c", "import numpy"],
            "grader check, all right": [*GRADER, perfect],
            "grader check, nothing done": [*GRADER, stubs],
            "grader check -q bias_jacobian": [*GRADER, perfect, "-q", "bias_jacobian"],
            "without fork, all right": [sys.executable, "-c", SPAWNED, "check", perfect],
        }
        taken: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
        for _ in range(rounds):
            for name, command in commands.items():
                taken[name].append(run(command))
        own = min(
            float(subprocess.check_output([sys.executable, "-c", STUDENT, perfect]))
            for _ in range(3)
        )
    first = next(iter(taken))
    print(f"{'':32} {'clock':>9} {'ratio':>6}   {'processors':>10} {'ratio':>6}")
    for name, pairs in taken.items():
        wall, cpu = min(w for w, _ in pairs), min(c for _, c in pairs)
        base_wall, base_cpu = min(w for w, _ in taken[first]), min(c for _, c in taken[first])
        print(
            f"{name:32} {wall * 1e3:6.0f} ms {wall / base_wall:6.2f}   "
            f"{cpu * 1e3:7.0f} ms {cpu / base_cpu:6.2f}"
        )
    print(f"the student's own time, all right: {own * 1e3:.1f} ms (not taken off above)")


if __name__ == "__main__":
    main()
