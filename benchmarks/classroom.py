"""How long the tables and pages of a large class take: a made-up gradebook, written as a batch writes it.

Students are put together from the example reports, exercise by exercise, the better ones from better reports.

    python benchmarks/classroom.py [--students 10000] [--out FOLDER]
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import tempfile
import time
from pathlib import Path

import msgspec
from examples import reports

import grader
from grader.batch.output import write
from grader.catalog import Assignment, load_assignment
from grader.course.rules import Rules
from grader.course.standings import standings
from grader.exporters.page import ClassPage
from grader.gradebook import Attempt, Gradebook
from grader.model import Report

ROOT = Path(__file__).resolve().parent.parent


def made_up(assignment: Assignment, students: int, book: Gradebook) -> None:
    """Fill ``book``."""
    examples = sorted(reports(), key=lambda one: one.earned)
    chance = random.Random(7)
    for number in range(students):
        student = f"s{number:05}"
        ability = chance.gauss(0.4, 0.25)

        def pick(ability: float = ability) -> Report:
            at = min(0.999, max(0.0, chance.gauss(ability, 0.25)))
            return examples[int(at * len(examples))]

        base = pick()
        exercises = tuple(pick().exercises[k] for k in range(len(base.exercises)))
        report = msgspec.structs.replace(
            base,
            assignment_digest=assignment.digest,
            grader=grader.__version__,
            submission_digest=f"{number:064x}",
            earned=sum(one.earned for one in exercises),
            exercises=exercises,
            regrade=chance.random() < 0.0005,
        )
        book.put(report, None)
        hour = chance.randrange(20, 30)
        book.record(
            assignment.name,
            Attempt(
                student=student,
                label=f"{student}.py",
                submission=report.submission_digest,
                at=f"2026-03-{1 + hour // 24:02}T{hour % 24:02}:00:00+00:00",
                problem="not a notebook; hand it in again" if chance.random() < 0.001 else "",
            ),
        )


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--students", type=int, default=10_000)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    assignment = load_assignment(str(ROOT / "assignments" / "lecture07"))
    rules = Rules(due="2026-03-02T00:00+00:00")
    with tempfile.TemporaryDirectory() as folder:
        out = options.out or Path(folder)
        out.mkdir(parents=True, exist_ok=True)
        with Gradebook(out / "gradebook.sqlite") as book:
            made_up(assignment, options.students, book)
            begin = time.perf_counter()
            for _ in standings(assignment, book, rules):
                pass
            read = time.perf_counter() - begin
            page = ClassPage(assignment.title, links="feedback/")
            begin = time.perf_counter()
            for standing in standings(assignment, book, rules):
                page.add(standing)
            text = page.render()
            whole = time.perf_counter() - begin
            begin = time.perf_counter()
            write(out, assignment, book, rules)
            files = time.perf_counter() - begin
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{options.students} students")
    print(f"reading the reports alone       {read:8.2f} s")
    print(f"report.html, reading included   {whole:8.2f} s   {len(text.encode()) / 1e6:.2f} MB")
    print(f"all files of a batch            {files:8.2f} s")
    print(f"most memory                     {peak:8.0f} MiB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
