"""What judging costs on top of running a submission, kind of check by kind of check: right answers and wrong ones.

The answers are the reference's own (what a right submission gives), and for each exercise those of its known-wrong functions in turn,
where every failure is explained. What is computed once per assignment, and kept on disk, is counted apart.

    python benchmarks/judging.py [--rounds 30]
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from grader.asking import Replay
from grader.catalog import Assignment, Exercise, load_assignment
from grader.checks.rehearsal import answer
from grader.model import Raised, Raising, Returned

ROOT = Path(__file__).resolve().parent.parent
GRADIENTS = ("gradient", "follows", "analytic")


def seconds(action: Callable[[], Any]) -> float:
    begin = time.process_time()
    action()
    return time.process_time() - begin


def right(exercise: Exercise) -> dict[str, Any]:
    return {call.key: answer(exercise.subject, call) for call in exercise.plan}


def wrong(exercise: Exercise, k: int) -> dict[str, Any]:
    """The right answers, but those of each function's k-th known-wrong function (round and round)."""
    subject, answers = exercise.subject, right(exercise)
    for function in exercise.functions:
        known = [one for one in subject.known_wrong if one.function == function]
        for case in subject.cases_of(function) if known else ():
            value = subject.wrong_answer(known[k % len(known)], case)
            key = subject.call(function, case).key
            is_raising = isinstance(value, Raising)
            answers[key] = Raised(kind=value.kind) if is_raising else Returned(value=value)
    return answers


def judge(assignment: Assignment, answers: dict[str, dict[str, Any]]) -> dict[str, float]:
    """Seconds per kind of check, over all exercises."""
    spent: dict[str, float] = defaultdict(float)
    for exercise in assignment.exercises:
        for _, check in exercise.checks:
            begin = time.process_time()
            check.judge(exercise.subject, Replay(answers[exercise.name]))
            spent[check.kind] += time.process_time() - begin
    return spent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=30)
    options = parser.parse_args()
    np.seterr(all="ignore")
    print(
        "| assignment | load, nothing kept | load, facts kept | gradient checks: right | wrong | all checks: right |"
    )
    print("|---|--:|--:|--:|--:|--:|")
    for file in sorted(ROOT.glob("assignments/*/assignment.yaml")):
        with tempfile.TemporaryDirectory() as cache:
            os.environ["GRADER_CACHE"] = cache
            cold = seconds(lambda: load_assignment(str(file.parent)))  # noqa: B023
            warm = seconds(lambda: load_assignment(str(file.parent)))  # noqa: B023
            assignment = load_assignment(str(file.parent))
        answers = {exercise.name: right(exercise) for exercise in assignment.exercises}
        judge(assignment, answers)
        good = [judge(assignment, answers) for _ in range(options.rounds)]
        bad = []
        for k in range(options.rounds):
            mistaken = {exercise.name: wrong(exercise, k) for exercise in assignment.exercises}
            bad.append(judge(assignment, mistaken))

        def typical(rounds: list[dict[str, float]], kinds: Any) -> str:
            return f"{1000 * statistics.median(sum(r.get(k, 0) for k in kinds) for r in rounds):.2f} ms"

        print(
            f"| {assignment.name} | {cold:.2f} s | {warm:.2f} s | {typical(good, GRADIENTS)} | "
            f"{typical(bad, GRADIENTS)} | {typical(good, list(good[0]))} |"
        )


if __name__ == "__main__":
    main()
