"""What a class costs beside one submission: grading, a run in which nothing has changed, judging again. Ratios of one run.

(a) One submission: reading, grading, keeping, in one process. (b) ``grader batch`` of a class on all cores, and the peak memory of its
largest process at 200 submissions and at the end. (c) A class whose gradebook is full already, so that any size is
quick to make: the same command again, and with ``--rejudge``; also where no two students' answers are alike.

    python benchmarks/batch.py [--submissions 1000] [--full 10000] [--jobs 2]
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

import msgspec

from grader.batch.engine import Bench, Done
from grader.batch.rejudge import Rejudge
from grader.catalog import Assignment, load_assignment
from grader.gradebook import Gradebook
from grader.gradebook.kept import Kept, Reading
from grader.intake import read_class

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "assignments" / "lecture07" / "examples"
LEFT_OUT = {"endless_loop.py", "notebook.ipynb", "notebook_with_magics.ipynb"}
KINDS = sorted(path for path in EXAMPLES.iterdir() if path.name not in LEFT_OUT)


def make_class(folder: Path, count: int) -> Path:
    folder.mkdir()
    for number in range(count):
        text = KINDS[number % len(KINDS)].read_text(encoding="utf-8")
        (folder / f"s{number:05}.py").write_text(f"{text}\n# {number}\n", encoding="utf-8")
    return folder


def batch(folder: Path, out: Path, jobs: int, *more: str) -> tuple[float, float, float]:
    """(seconds, MiB of the largest process, seconds of processor time) of the command."""
    # A process of its own waits for it, since the peak of all children so far is one number.
    code = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True); "
        "used = resource.getrusage(resource.RUSAGE_CHILDREN); "
        "print(used.ru_maxrss, used.ru_utime + used.ru_stime)"
    )
    command = [sys.executable, "-m", "grader", "batch", folder, "-a", "lecture07", "-o", out,
               "--jobs", str(jobs), "--quiet", *more]  # fmt: skip
    begin = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, command)],
        cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    seconds = time.perf_counter() - begin
    peak, used = done.stdout.split()
    return seconds, int(peak) / 1024, float(used)


def single(assignment: Assignment, folder: Path, out: Path, count: int) -> tuple[float, list[Done]]:
    """Seconds per submission in one process, and one result of each kind."""
    found = read_class(folder, expected=assignment.submission).attempts
    bench = Bench(assignment, "auto")
    kinds = [bench.grade(one.load()) for one in found[: len(KINDS)]]
    with Gradebook(out) as book:
        begin = time.perf_counter()
        for one in found[len(KINDS) : len(KINDS) + count]:
            done = bench.grade(one.load())
            book.put(done.report, done.transcript)
        took = time.perf_counter() - begin
    bench.close()
    return took / count, kinds


def fill(assignment: Assignment, folder: Path, path: Path, kinds: list[Done]) -> None:
    """The gradebook that a batch of ``folder`` would leave."""
    with Gradebook(path) as book:
        kept = Kept(book)
        kept.keep_plan(assignment)
        for number, one in enumerate(read_class(folder, expected=assignment.submission).attempts):
            work = one.find()
            read = work.read()
            kept.keep_reading(work.key(), Reading(submission=read.digest, notices=read.notices))
            done = kinds[number % len(KINDS)]
            kept.keep_prints(read.digest, done.prints)
            report = msgspec.structs.replace(done.report, submission_digest=read.digest)
            book.put(report, done.transcript)


def rejudged(assignment: Assignment, path: Path, digests: list[str]) -> float:
    """Seconds per submission when what was seen before is forgotten each time."""
    with Gradebook(path) as book:
        begin = time.perf_counter()
        for digest in digests:
            Rejudge(assignment, book).judge(digest)
        return (time.perf_counter() - begin) / len(digests)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--submissions", type=int, default=1000)
    parser.add_argument("--full", type=int, default=10_000)
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)))
    options = parser.parse_args()
    assignment = load_assignment(str(ROOT / "assignments" / "lecture07"))
    with tempfile.TemporaryDirectory() as name:
        base = Path(name)
        small = make_class(base / "small", 200)
        cost, kinds = single(assignment, small, base / "single.sqlite", 100)
        print(f"one submission, one process      {1e3 * cost:8.1f} ms", flush=True)
        if options.submissions:
            _, at_200, _ = batch(small, base / "out200", options.jobs)
            some = make_class(base / "some", options.submissions)
            took, at_end, _ = batch(some, base / "out", options.jobs)
            ideal = options.submissions * cost / options.jobs
            print(f"{options.submissions} on {options.jobs} cores               {took:8.1f} s    "
                  f"{options.submissions / took:.1f}/s, {took / ideal:.2f} x the ideal")  # fmt: skip
            print(f"largest process                  {at_end:8.0f} MiB  {at_200:.0f} at 200: "
                  f"{at_end / at_200:.2f} x", flush=True)  # fmt: skip
        full = make_class(base / "full", options.full)
        (base / "kept").mkdir()
        fill(assignment, full, base / "kept" / "gradebook.sqlite", kinds)
        first, _, _ = batch(full, base / "kept", options.jobs)
        again, peak, used = batch(full, base / "kept", options.jobs)
        batch(make_class(base / "one", 1), base / "kept1", options.jobs)
        _, _, idle = batch(base / "one", base / "kept1", options.jobs)
        print(f"full gradebook of {options.full}, all files  {first:8.1f} s")
        print(
            f"the same again, nothing changed  {again:8.2f} s    {options.full / again:.0f}/s; {peak:.0f} MiB"
        )
        print(
            f"    processor time but starting  {used - idle:8.2f} s    {options.full / (used - idle):.0f}/s"
        )
        judged, _, judging = batch(full, base / "kept", options.jobs, "--rejudge")
        grading = options.full * cost / options.jobs
        print(
            f"--rejudge, files included        {judged:8.1f} s    {grading / judged:.1f} x as fast as grading"
        )
        print(f"    processor time but starting  {judging - idle:8.1f} s")
        with Gradebook(base / "kept" / "gradebook.sqlite") as book:
            digests = [one.submission for one in book.attempts(assignment.name)][:100]
        worst = rejudged(assignment, base / "kept" / "gradebook.sqlite", digests)
        print(f"judging alone, no answers alike  {1e3 * worst:8.1f} ms   {cost / worst:.1f} x as fast, on one core")  # fmt: skip
    print(
        f"most memory of this benchmark: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10} MiB"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
