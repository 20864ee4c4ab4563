"""The public checks, the same bytes whichever processor makes them.

Expected values, known-wrong answers and error bars end in bits that follow from the kernels OpenBLAS and NumPy choose.
Rounding them would not do: a number beside the edge still falls to either side, and an error bar is noise itself. So they are
computed in a process of its own that uses the plainest kernels, which every x86-64 has (what their sums come to is IEEE's
business). Verdicts don't hang on these bits, so grading computes as fast as it can.
"""

from __future__ import annotations

import importlib
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np

from grader.catalog import Assignment, load_assignment
from grader.desk import packing

PLAINEST = "Prescott"
"""OpenBLAS's oldest kernel for x86-64. A build without it takes another; other architectures know none of that name."""


def checks(assignment: Assignment) -> bytes:
    """The file of public checks. The assignment is read again, from its folder."""
    done = subprocess.run(
        [sys.executable, "-P", "-m", __name__, assignment.directory, str(assignment.seed)],
        env=os.environ | plainly(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(
            f"the public checks were not made: {done.stderr.decode('utf-8', 'replace')}"
        )
    return done.stdout


def plainly() -> dict[str, str]:
    """The environment in which a new process computes with the plainest kernels."""
    core = "numpy._core" if hasattr(np, "_core") else "numpy.core"  # NumPy 2, NumPy 1
    umath = importlib.import_module(f"{core}._multiarray_umath")
    # What is switched off here already does not show as being there.
    off = re.split(r"[\s,]+", os.environ.get("NPY_DISABLE_CPU_FEATURES", ""))
    there = [f for f in umath.__cpu_dispatch__ if umath.__cpu_features__.get(f) or f in off]
    return {
        "OPENBLAS_CORETYPE": PLAINEST,
        "OPENBLAS_NUM_THREADS": "1",
        "NPY_DISABLE_CPU_FEATURES": " ".join(there),
        "PYTHONPATH": os.pathsep.join(
            filter(None, (str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH")))
        ),
    }


if __name__ == "__main__":
    sys.stdout.buffer.write(
        packing.make(load_assignment(sys.argv[1], seed=int(sys.argv[2]), lenient=True))
    )
