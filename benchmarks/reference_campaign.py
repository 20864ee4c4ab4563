"""Right answers on cases of many seeds: how often a check fails one or can't decide.

For every seed all cases of all exercises are drawn as for a class, and each check judges the reference's answers; for every
fourth seed those of all right alternatives, too. A draw is the answer of one function on one case. Results go into a file, a line per seed and
assignment, so that a run can be cut into portions:

    python benchmarks/reference_campaign.py --draws 100000 --into campaign.jsonl --seconds 400    # again, until done
"""

from __future__ import annotations

import argparse
import dataclasses
import functools
import json
import os
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from rich.progress import Progress

from grader.catalog import Assignment, Exercise, load_assignment, redraw
from grader.catalog.python import load, own_functions
from grader.checks.base import Subject
from grader.checks.memo import Memo
from grader.checks.rehearsal import rehearse
from grader.model import Verdict

ROOT = Path(__file__).resolve().parent.parent
ASSIGNMENTS = sorted(file.parent.name for file in ROOT.glob("assignments/*/assignment.yaml"))


@functools.cache
def loaded(name: str) -> Assignment:
    return load_assignment(str(ROOT / "assignments" / name))


def right_answers(exercise: Exercise) -> Iterator[tuple[str, Subject]]:
    """The exercise with its reference, then with each right alternative in the place of one function."""
    subject = exercise.subject
    yield "reference", subject
    file = exercise.solution_dir / "alternatives.py"
    if subject.trusted is None or not file.exists():
        return
    given_file = exercise.solution_dir.parent.parent.parent / "assignments"
    given_file = given_file / exercise.solution_dir.parent.name / "given.py"
    beside = {"reference": exercise.reference}
    if given_file.exists():
        beside["given"] = load(given_file, {})
    for name, code in own_functions(load(file, beside)).items():
        function = name.partition("__")[0]
        references = {**subject.trusted.references, function: code}
        trusted = dataclasses.replace(subject.trusted, references=references)
        yield name, dataclasses.replace(subject, trusted=trusted, memo=Memo())


def one_seed(name: str, seed: int) -> dict[str, Any]:
    """All exercises of an assignment with the cases of ``seed``."""
    np.seterr(all="ignore")
    found: dict[str, Any] = {"assignment": name, "seed": seed, "draws": 0, "answers": 0}
    found |= {"again": 0, "checks": 0, "failed": [], "undecided": []}
    for original in loaded(name).exercises:
        exercise, _ = redraw(original, seed)
        drawn = sum(len(case.functions) for case in exercise.subject.cases)
        found["draws"] += drawn
        found["again"] += sum(attempt > 0 for attempt in exercise.attempts.values())
        all_right = right_answers(exercise)
        for answered_by, subject in all_right if seed % 4 == 0 else [next(all_right)]:
            found["answers"] += drawn
            for check_id, check in exercise.checks:
                verdict = rehearse(check, subject).verdict
                found["checks"] += 1
                if verdict is Verdict.UNDECIDED:
                    found["undecided"].append(f"{check_id} {answered_by}")
                elif verdict not in (Verdict.PASS, Verdict.TO_MARK):
                    found["failed"].append(f"{check_id} {answered_by}")
    return found


def results(path: Path) -> list[dict[str, Any]]:
    if not path.exists():
        return []
    # A run that was killed may have left half a line, and two at once the same seed twice.
    found = [json.loads(line) for line in path.read_text().splitlines() if line.endswith("}")]
    return list({(one["assignment"], one["seed"]): one for one in found}.values())


def run(draws: int, path: Path, seconds: float, jobs: int) -> None:
    """Go on with seeds that are not in ``path`` until it holds ``draws`` draws or the time is over."""
    known = results(path)
    done, have = {(one["assignment"], one["seed"]) for one in known}, sum(r["draws"] for r in known)
    end = time.monotonic() + seconds
    seed = 1
    with ProcessPoolExecutor(jobs) as pool, path.open("a") as file, Progress() as progress:
        bar = progress.add_task("Draws", total=draws, completed=have)
        while have < draws and time.monotonic() < end:
            part: list[tuple[str, int]] = []
            while len(part) < 4 * jobs:
                part += [(name, seed) for name in ASSIGNMENTS if (name, seed) not in done]
                seed += 1
            for one in pool.map(one_seed, *zip(*part, strict=True)):
                file.write(json.dumps(one) + "\n")
                file.flush()
                have += one["draws"]
                progress.update(bar, completed=have)


def summary(found: list[dict[str, Any]]) -> str:
    total: Counter[str] = Counter()
    for one in found:
        total.update({key: one[key] for key in ("draws", "answers", "again", "checks")})
        total.update(failed=len(one["failed"]), undecided=len(one["undecided"]))
    lines = [
        f"{total['draws']:,} draws of {len({one['seed'] for one in found}):,} seeds; {total['again']:,} cases "
        "were drawn again until live.",
        f"{total['answers']:,} right answers judged, {total['checks']:,} findings: {total['failed']:,} "
        f"failed, {total['undecided']:,} undecided.",
    ]
    for kind in ("failed", "undecided"):
        worst = Counter(place for one in found for place in one[kind]).most_common(10)
        lines += [f"  {kind}: {place} ({count} seeds)" for place, count in worst]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--draws", type=int, default=100_000)
    parser.add_argument("--into", type=Path, default=Path("campaign.jsonl"))
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop after so long")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    run(options.draws, options.into, options.seconds, options.jobs)
    found = results(options.into)
    print(summary(found))
    if sum(one["draws"] for one in found) < options.draws:
        print("Not done yet: run the same command again.")


if __name__ == "__main__":
    main()
