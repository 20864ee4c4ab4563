"""A batch killed with SIGKILL at random moments and continued each time, against one that nobody disturbed.

The killed gradebook must equal the other row for row, times aside. Each kill waits until a drawn number of submissions is
graded and then for a drawn moment more.

    python benchmarks/kills.py [--submissions 1000] [--kills 100] [--engine local] [--seed N] [--into FOLDER]

With ``--into`` what was done is kept: the same folder goes on with as many kills more, and is compared again.
"""

from __future__ import annotations

import argparse
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "assignments" / "lecture07" / "examples"
KINDS = ("perfect.py", "untouched.py", "misconceptions.py", "half_done.py", "crash.py")
COLUMNS = {
    "results": "*",
    "attempts": "assignment, student, label, submission, number, at, late, problem, notices",
    "meta": "*",
    "readings": "*",
    "plans": "*",
    "prints": "*",
    "judgings": "*",
    "history": "who, what, why",
}


def rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """All that a gradebook holds but the moments at which it was written."""
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return {
            table: sorted(db.execute(f"SELECT {columns} FROM {table}"), key=repr)
            for table, columns in COLUMNS.items()
        }


def graded(path: Path) -> int:
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
            return int(db.execute("SELECT count(*) FROM results").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--submissions", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--engine", default="local", choices=["local", "dask"])
    parser.add_argument("--into", type=Path)
    parser.add_argument("--seed", type=int, default=random.randrange(2**32))
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    with tempfile.TemporaryDirectory() as name:
        return campaign(options, options.into or Path(name))


def campaign(options: argparse.Namespace, base: Path) -> int:
    """0 when both gradebooks and their tables are equal."""
    chance = random.Random(options.seed)
    folder, whole, killed = (base / part for part in ("class", "whole", "killed"))
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(options.submissions):
        text = (EXAMPLES / KINDS[number % len(KINDS)]).read_text(encoding="utf-8")
        (folder / f"s{number:05}.py").write_text(f"{text}\nserial = {number}\n", encoding="utf-8")

    def command(out: Path) -> list[str]:
        return [sys.executable, "-m", "grader", "batch", str(folder), "-a", "lecture07",
                "-o", str(out), "--engine", options.engine, "--quiet"]  # fmt: skip

    begin = time.monotonic()
    subprocess.run(command(whole), cwd=ROOT, check=True)
    took = time.monotonic() - begin
    print(f"undisturbed: {took:.0f} s", flush=True)
    book = killed / "gradebook.sqlite"
    working = writing = ended = 0
    for number in range(options.kills):
        # By progress and not by the clock alone, so that the class lasts for all kills on any machine.
        left = options.submissions - graded(book)
        until = graded(book) + chance.randint(0, 2 * left // (options.kills - number))
        process = subprocess.Popen(command(killed), cwd=ROOT)
        while process.poll() is None and graded(book) < until:
            time.sleep(0.02)
        try:
            process.wait(chance.uniform(0.0, 0.5) if until else chance.uniform(0.0, 5.0))
            ended += 1
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            writing += graded(book) == options.submissions
            working += graded(book) < options.submissions
        print(f"{number + 1}: {graded(book)} graded", flush=True)
    print(f"killed while grading {working} times, later {writing} times; ended before: {ended}")
    subprocess.run(command(killed), cwd=ROOT, check=True)
    one, other = rows(whole / "gradebook.sqlite"), rows(book)
    equal = {table: one[table] == other[table] for table in one}
    for path in (whole / "gradebook.csv", whole / "report.html"):
        equal[path.name] = path.read_bytes() == (killed / path.name).read_bytes()
    half = list(killed.rglob(".writing-*"))
    print(f"rows: { {table: len(found) for table, found in one.items()} }")
    print(f"equal: {equal}; left half written: {len(half)}")
    return 0 if all(equal.values()) and not half else 1


if __name__ == "__main__":
    sys.exit(main())
