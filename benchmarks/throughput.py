"""How fast grading is, beside what else could be done: ratios of one run on one machine.

(a) ours, sandboxed, one process; (b) a bare floor: the same student calls in a fork, without isolation or judging;
(c) one ``python`` with pytest per submission; (d) ``otter run`` per submission and (e) ``nbgrader autograde``, on samples of five, with
the Pythons that have them: ``make otter nbgrader`` makes their venvs, and ``make bench`` names them.

    python benchmarks/throughput.py [--submissions 500] [--otter PYTHON] [--nbgrader PYTHON]
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import nbgrader_course
import numpy as np

from grader.catalog import Assignment, load_assignment
from grader.checks.trusted import trusted_value
from grader.grading import Grader
from grader.intake import read_submission
from grader.model import Submission
from grader.sandbox import open_sandbox
from grader.sandbox.limits import virtual_size

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "assignments" / "lecture07" / "examples"
# An endless loop costs its time limit by design; throughput is about everybody else.
LEFT_OUT = {"endless_loop.py"}


def submissions(assignment: Assignment) -> list[Submission]:
    return [
        read_submission(path, expected=assignment.submission, id=path.stem)
        for path in sorted(EXAMPLES.iterdir())
        if path.name not in LEFT_OUT
    ]


def ours(assignment: Assignment, some: list[Submission], count: int) -> tuple[float, float, float]:
    """(seconds per submission, MiB at 200, MiB at the end)."""
    with Grader(assignment, open_sandbox("auto")) as grader:
        for submission in some:
            grader.grade(submission)
        at_200 = 0.0
        begin = time.perf_counter()
        for k in range(count):
            grader.grade(some[k % len(some)])
            if k == 199:
                at_200 = peak()
        return (time.perf_counter() - begin) / count, at_200, peak()


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def floor(assignment: Assignment, some: list[Submission], count: int) -> float:
    """Fork, run the cells, make the calls, exit: what no grader that forks can go below."""
    plans = [
        (call.function, trusted_value(assignment.trusted, list(call.args or ())))
        for call in assignment.plan
    ]
    begin = time.perf_counter()
    for k in range(count):
        child = os.fork()
        if child == 0:
            _run_bare(assignment, some[k % len(some)], plans)
        os.waitpid(child, 0)
    return (time.perf_counter() - begin) / count


def _run_bare(assignment: Assignment, submission: Submission, plans: list[Any]) -> None:
    import types
    import warnings

    warnings.simplefilter("ignore")
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(null, 2)
    given = types.ModuleType("given")
    sys.modules["given"] = given
    exec(assignment.given, given.__dict__)  # noqa: S102
    names: dict[str, Any] = {}
    for cell in submission.cells:
        try:
            exec(compile(cell.source, cell.name, "exec"), names)  # noqa: S102
        except BaseException:
            continue
    for function, arguments in plans:
        try:
            names[function](*arguments)
        except BaseException:
            continue
    os._exit(0)


def pytest_each(some: list[Submission], count: int) -> float:
    """A ``python -m pytest`` per submission over a small file of plain asserts."""
    test = (
        "import numpy as np\nimport lecture07 as s\n\n\ndef test_one():\n"
        "    x, W, W0 = np.ones((4, 1)), np.ones((4, 3)), np.ones((3, 1))\n"
        "    assert np.allclose(s.dA_dW0(x, W, W0), np.eye(3))\n"
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "test_it.py").write_text(test)
        (folder / "given.py").write_text((ROOT / "assignments/lecture07/given.py").read_text())
        begin = time.perf_counter()
        for k in range(count):
            text = "\n\n".join(cell.source for cell in some[k % len(some)].cells)
            (folder / "lecture07.py").write_text(text)
            subprocess.run(
                [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_it.py"],
                cwd=folder, capture_output=True, check=False,
            )  # fmt: skip
        return (time.perf_counter() - begin) / count


OTTER_TEST = """OK_FORMAT = False
from otter.test_files import test_case
name = "bias_jacobian"
points = 1

@test_case(points=1)
def test_identity(dA_dW0):
    import numpy as np
    assert np.allclose(dA_dW0(np.ones((4, 1)), np.ones((4, 3)), np.ones((3, 1))), np.eye(3))
"""


def otter_each(python: str, count: int) -> float:
    """``otter run`` per submission, with a zip of one test."""
    import json
    import zipfile

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with zipfile.ZipFile(folder / "autograder.zip", "w") as archive:
            archive.writestr("tests/bias_jacobian.py", OTTER_TEST)
            archive.writestr("otter_config.json", json.dumps({"lang": "python"}))
        (folder / "in").mkdir()
        # Otter aborts when a helper module lies beside the submission.
        source = (EXAMPLES / "perfect.py").read_text()
        given = (ROOT / "assignments/lecture07/given.py").read_text()
        kept = [line for line in source.splitlines() if not line.startswith("from given ")]
        (folder / "in" / "lecture07.py").write_text(given + "\n".join(kept))
        begin = time.perf_counter()
        for _ in range(count):
            subprocess.run(
                [python, "-m", "otter", "run", "in/lecture07.py", "-a", "autograder.zip", "-o", "."],
                cwd=folder, capture_output=True, check=False,
                env=os.environ | {"PATH": f"{Path(python).parent}:{os.environ['PATH']}"},
            )  # fmt: skip
        seconds = (time.perf_counter() - begin) / count
        if not (folder / "results.json").exists():
            raise SystemExit("otter run wrote no results.json; is it otter-grader[grading]?")
        return seconds


def nbgrader_each(python: str, assignment: Assignment, count: int) -> float:
    """``nbgrader autograde`` of a course of ``count`` students."""
    with tempfile.TemporaryDirectory() as name:
        return nbgrader_course.seconds_each(
            python, assignment, EXAMPLES / "perfect.py", Path(name), count
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--submissions", type=int, default=500)
    parser.add_argument(
        "--otter", default=os.environ.get("OTTER_PYTHON"),
        help="a Python interpreter with otter-grader[grading]; default: OTTER_PYTHON",
    )  # fmt: skip
    parser.add_argument(
        "--nbgrader", default=os.environ.get("NBGRADER_PYTHON"),
        help="a Python interpreter with nbgrader; default: NBGRADER_PYTHON",
    )  # fmt: skip
    options = parser.parse_args()
    np.seterr(all="ignore")
    assignment = load_assignment(str(ROOT / "assignments" / "lecture07"))
    some = submissions(assignment)
    print(f"load: {os.getloadavg()[0]:.1f}")
    cost, at_200, at_end = ours(assignment, some, options.submissions)
    rows: list[tuple[str, float | None]] = [
        ("ours, sandboxed", cost),
        ("bare fork floor", floor(assignment, some, options.submissions)),
        ("python -m pytest each", pytest_each(some, 10)),
        ("otter run each", otter_each(options.otter, 5) if options.otter else None),
        (
            "nbgrader autograde",
            nbgrader_each(options.nbgrader, assignment, 5) if options.nbgrader else None,
        ),
    ]
    print(
        f"{options.submissions} submissions, {len(some)} kinds, {len(assignment.plan)} calls each"
    )
    for label, seconds in rows:
        if seconds is None:
            print(f"{label:24} is missing: no Python that has it was named (see --help)")
            continue
        print(
            f"{label:24} {1e3 * seconds:9.1f} ms {1 / seconds:9.2f}/s   ours is "
            f"{seconds / cost:8.2f} times as fast"
        )
    print(
        f"peak memory: {at_200:.0f} MiB at 200, {at_end:.0f} MiB at the end, ratio "
        f"{at_end / at_200 if at_200 else float('nan'):.2f}; address space {virtual_size() >> 20} MiB"
    )


if __name__ == "__main__":
    main()
