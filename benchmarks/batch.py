"""What a class costs beside one submission: grading, a run in which nothing has changed, judging again. Ratios of one run.

(a) One submission: reading, grading, keeping, in one process. (b) ``grader batch`` of a class on all cores, and the peak memory of its
largest process at 200 submissions and at the end. (c) A class whose gradebook is full already, so that any size is
quick to make: the same command again, and with ``--rejudge`` after changes of the assignment; once with answers as alike as the
examples', once where no two students' answers to an exercise are the same bytes. The commands are timed whole: starting, reading all
files, writing tables, page and feedback.

    python benchmarks/batch.py [--submissions 1000] [--full 10000] [--unlike 2000] [--jobs 2]

Each part can be left out with 0; rows are printed as they come.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import msgspec
import numpy as np

from grader.batch.engine import Bench, Done
from grader.catalog import Assignment, load_assignment
from grader.course.classroom import read_class
from grader.gradebook import Gradebook
from grader.gradebook.kept import Kept, Reading
from grader.model import Returned, Transcript

ROOT = Path(__file__).resolve().parent.parent
NAME = "lecture07"
EXAMPLES = ROOT / "assignments" / NAME / "examples"
LEFT_OUT = {"endless_loop.py", "notebook.ipynb", "notebook_with_magics.ipynb"}
KINDS = sorted(path for path in EXAMPLES.iterdir() if path.name not in LEFT_OUT)
MENDED = "two_layers"
"""The exercise whose check is mended."""


def make_class(folder: Path, count: int) -> Path:
    folder.mkdir()
    for number in range(count):
        text = KINDS[number % len(KINDS)].read_text(encoding="utf-8")
        (folder / f"s{number:05}.py").write_text(f"{text}\nserial = {number}\n", encoding="utf-8")
    return folder


def batch(
    assignment: Assignment, folder: Path, out: Path, jobs: int, *more: str
) -> tuple[float, float, float]:
    """(seconds, MiB of the largest process, seconds of processor time) of the command."""
    # A process of its own waits for it, since the peak of all children so far is one number.
    code = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True); "
        "used = resource.getrusage(resource.RUSAGE_CHILDREN); "
        "print(used.ru_maxrss, used.ru_utime + used.ru_stime)"
    )
    command = [sys.executable, "-m", "grader", "batch", folder, "-a", assignment.directory,
               "-o", out, "--jobs", str(jobs), "--quiet", *more]  # fmt: skip
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


def unlike(transcript: Transcript, number: int) -> Transcript:
    """The same answers but for the last digits of an entry of each, other ones for each number: judged alike, and never the same bytes."""
    answers = dict(transcript.answers)
    for key, answer in answers.items():
        if not isinstance(answer, Returned):
            continue
        value = answer.value
        if isinstance(value, np.ndarray) and value.dtype == np.float64 and value.size:
            changed = value.copy()
            changed.flat[0] *= 1 + number * np.finfo(float).eps
            answers[key] = msgspec.structs.replace(answer, value=changed)
    return msgspec.structs.replace(transcript, answers=answers)


def fill(
    assignment: Assignment, folder: Path, path: Path, kinds: list[Done], *, alike: bool
) -> None:
    """The gradebook that a batch of ``folder`` would leave."""
    path.parent.mkdir(exist_ok=True)
    with Gradebook(path) as book:
        kept = Kept(book)
        kept.keep_plan(assignment)
        kept.keep_judging(assignment)
        for number, one in enumerate(read_class(folder, expected=assignment.submission).attempts):
            work = one.find()
            read = work.read()
            kept.keep_reading(work.key(), Reading(submission=read.digest, notices=read.notices))
            done = kinds[number % len(kinds)]
            kept.keep_prints(read.digest, done.prints)
            report = msgspec.structs.replace(done.report, submission_digest=read.digest)
            answers = done.transcript
            assert isinstance(answers, Transcript)
            book.put(report, answers if alike else unlike(answers, number))


def copied(base: Path) -> Path:
    """The assignment where it can be changed."""
    for part in ("assignments", "solutions"):
        shutil.copytree(ROOT / part / NAME, base / part / NAME)
    return base / "assignments" / NAME


def mend_a_comment(folder: Path) -> None:
    """A check's file changes, and what it says of these students does not."""
    file = folder / MENDED / "exercise.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "\n# mended\n", encoding="utf-8")


def mend_a_check(folder: Path) -> None:
    """The first check of an exercise gets another title, which all feedback shows."""
    file = folder / MENDED / "exercise.yaml"
    text = file.read_text(encoding="utf-8")
    changed = re.sub(
        r"(?m)^(  - \{\w+: \w+),", r"\1, title: mended,", text.partition("checks:")[2], count=1
    )
    file.write_text(text.partition("checks:")[0] + "checks:" + changed, encoding="utf-8")


def change_all(folder: Path) -> None:
    """Something that every exercise depends on."""
    (folder.parent.parent / "solutions" / NAME / "shared.yaml").write_text("shared: 1\n")


CHANGES = (
    ("nothing was changed", None),
    ("one exercise's check, no feedback", mend_a_comment),
    ("one exercise's check, all feedback", mend_a_check),
    ("all exercises", change_all),
)


def rejudging(folder: Path, out: Path, jobs: int, grading: float, assignment: Path) -> None:
    """One row per change. ``grading``: seconds of grading the class on all cores, without files."""
    for what, change in CHANGES:
        if change:
            change(assignment)
        changed = load_assignment(str(assignment))  # its new facts are learnt before the clock runs
        took, _, used = batch(changed, folder, out, jobs, "--rejudge")
        print(f"  --rejudge, {what:36}{took:8.1f} s    {grading / took:.1f} x as fast as grading"
              f"; {used:.1f} s of processor time", flush=True)  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--submissions", type=int, default=1000)
    parser.add_argument("--full", type=int, default=10_000)
    parser.add_argument("--unlike", type=int, default=2000)
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)))
    options = parser.parse_args()
    jobs = options.jobs
    with tempfile.TemporaryDirectory() as name:
        base = Path(name)
        assignment = load_assignment(str(copied(base)))
        small = make_class(base / "small", 200)
        print(f"load: {os.getloadavg()[0]:.1f}")
        cost, kinds = single(assignment, small, base / "single.sqlite", 150)
        print(f"one submission, one process      {1e3 * cost:8.1f} ms", flush=True)
        if options.submissions:
            _, at_200, _ = batch(assignment, small, base / "out200", jobs)
            some = make_class(base / "some", options.submissions)
            took, at_end, used = batch(assignment, some, base / "out", jobs)
            ideal = options.submissions * cost / jobs
            print(f"{options.submissions} on {jobs} cores               {took:8.1f} s    "
                  f"{options.submissions / took:.1f}/s, {took / ideal:.2f} x the ideal; "
                  f"{used:.1f} s of processor time but the sandbox's")  # fmt: skip
            print(f"largest process                  {at_end:8.0f} MiB  {at_200:.0f} at 200: "
                  f"{at_end / at_200:.2f} x", flush=True)  # fmt: skip
            again, _ = single(assignment, small, base / "again.sqlite", 150)
            print(f"one submission, after that       {1e3 * again:8.1f} ms", flush=True)
        for alike, count in ((True, options.full), (False, options.unlike)):
            if not count:
                continue
            part = base / ("alike" if alike else "unlike")
            part.mkdir()
            own = copied(part)
            full, out = make_class(part / "class", count), part / "out"
            fill(load_assignment(str(own)), full, out / "gradebook.sqlite", kinds, alike=alike)
            print(
                f"full gradebook of {count}, answers {'as the examples' if alike else 'all different'}"
            )
            first, most, _ = batch(assignment, full, out, jobs)
            print(f"  writing all files              {first:8.1f} s    {most:.0f} MiB", flush=True)
            again, peak, used = batch(assignment, full, out, jobs)
            print(f"  the same again                 {again:8.2f} s    {count / again:.0f}/s; {peak:.0f} MiB; "
                  f"{used:.2f} s of processor time", flush=True)  # fmt: skip
            rejudging(full, out, jobs, count * cost / jobs, own)
    print(
        f"most memory of this benchmark: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10} MiB"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
