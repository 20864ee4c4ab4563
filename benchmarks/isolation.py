"""What isolation costs: a submission in each kind of sandbox beside a bare fork, in one run.

Last, where bubblewrap is installed, what it costs per submission at least: with ``true`` in it, and with a Python that imports
numpy, since it starts a program and can't fork one that has all loaded.

The bare fork has numpy loaded as the sandbox's server has, runs the same cell and makes the same calls, and ends. The
aim: an empty submission costs at most 6 ms more than that, 400 trivial calls at most 5 ms more again.

    python benchmarks/isolation.py [--submissions 200]
"""

from __future__ import annotations

import argparse
import gc
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from grader.model import Call, Cell, Job, Returned
from grader.sandbox import SandboxUnavailable, open_sandbox

SOURCE = "import numpy as np\n\n\ndef f(x, W):\n    return W.T @ x\n"
X, W = np.ones((4, 1)), np.ones((4, 3))
TRIVIAL = 400


def job(calls: int) -> Job:
    planned = tuple(
        Call(key=f"f/{k}", function="f", args=(X, W), public=k < calls // 4) for k in range(calls)
    )
    return Job(cells=(Cell(source=SOURCE, name="cell 1"),), calls=planned)


def bare(calls: int) -> None:
    """Fork, run the cell, make the calls, end."""
    child = os.fork()
    if child == 0:
        names: dict[str, Any] = {}
        exec(compile(SOURCE, "cell 1", "exec"), names)  # noqa: S102
        for _ in range(calls):
            names["f"](X.copy(), W.copy())
        os._exit(0)
    os.waitpid(child, 0)


def seconds(action: Callable[[], object], count: int) -> float:
    """The median of ``count`` runs."""
    taken = []
    for _ in range(count):
        begin = time.perf_counter()
        action()
        taken.append(time.perf_counter() - begin)
    return statistics.median(taken)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--submissions", type=int, default=200)
    count = parser.parse_args().submissions
    gc.freeze()
    one, many = job(1), job(TRIVIAL)
    floor, floor_many = seconds(lambda: bare(1), count), seconds(lambda: bare(TRIVIAL), count)
    print(f"median of {count}, ms       1 call  over bare   {TRIVIAL} calls  over bare  per call")
    print(f"{'bare fork':20}{1e3 * floor:12.2f}{'':11}{1e3 * floor_many:12.2f}")
    for kind in ("process", "container", "namespaces"):
        try:
            sandbox = open_sandbox(kind)
        except SandboxUnavailable as problem:
            print(f"{kind:20}not available: {problem}")
            continue
        with sandbox:

            def run(task: Job) -> None:
                answers = sandbox.run(task, lambda _: np.tanh).answers  # noqa: B023
                if not all(isinstance(answer, Returned) for answer in answers.values()):
                    raise SystemExit(f"a call failed: {answers}")

            run(one)
            few = seconds(lambda: run(one), count)
            lots = seconds(lambda: run(many), count)
        print(
            f"{kind:20}{1e3 * few:12.2f}{1e3 * (few - floor):11.2f}{1e3 * lots:12.2f}"
            f"{1e3 * (lots - floor_many):11.2f}{1e6 * (lots - few) / (TRIVIAL - 1):8.1f} µs"
        )
    if bwrap := shutil.which("bwrap"):
        sealed = [
            bwrap,
            "--unshare-all",
            "--die-with-parent",
            "--ro-bind",
            "/",
            "/",
            "--dev",
            "/dev",
        ]
        for label, program in (
            ("bwrap true", ["true"]),
            ("bwrap python", [sys.executable, "-c", "import numpy"]),
        ):
            took = seconds(lambda: subprocess.run([*sealed, *program], check=True), count // 10)  # noqa: B023
            print(f"{label:20}{1e3 * took:12.2f}{1e3 * (took - floor):11.2f}")


if __name__ == "__main__":
    main()
