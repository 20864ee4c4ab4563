"""Submitty: a gradeable's ``config/`` with a custom validator, which lies where students' code never runs.

Submitty copies what was handed in and ``custom_validation_code`` into one folder, calls the validator there, in the container that config.json names,
and reads ``validation_results.json``. A validator that fails is a state of its own there, though its score is 0.
"""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec

from grader.catalog import Assignment
from grader.exporters import submitty
from grader.exporters.classroom50 import factor_of
from grader.platforms import bundle, kits

SECONDS = 150
RESULT = "validation_results.json"
CODE = "config/custom_validation_code"

GRADE = """\
# Submitty calls this as the custom validator, in the folder with what was handed in.
import os

here = os.path.dirname(os.path.abspath(__file__))
os.execv("/bin/bash", ["bash", os.path.join(here, "kit", "grade.sh"), "submitty", ".", "{result}"])
"""


def points(assignment: Assignment) -> int:
    """What the test case is worth: the automatic points, multiplied until those of every check are whole."""
    worth = [check.points for exercise in assignment.exercises for _, check in exercise.checks]
    return round(factor_of(worth) * (assignment.points - assignment.to_mark))


def build(
    assignment: Assignment, constraints: str, template: bundle.Members, image: str = ""
) -> dict[str, bytes]:
    """``config/`` for the gradeable, ``template/`` for students, and the image to build. ``image``: what that is called."""
    limit = {"RLIMIT_CPU": SECONDS + 30, "RLIMIT_FSIZE": 200_000_000, "RLIMIT_NPROC": 100}
    config = {
        "autograding_method": "docker",
        "container_options": {
            "container_image": image or f"course/grader-{assignment.name.lower()}"
        },
        "resource_limits": limit,
        "autograding": {"submission_to_validation": list(kits.names(assignment))},
        "max_submission_size": 2_000_000,
        "testcases": [
            {
                "title": assignment.title,
                "command": "/opt/grader/bin/python --version",
                "points": points(assignment),
                "validation": [
                    {
                        "method": "custom_validator",
                        "command": "/opt/grader/bin/python grade.py",
                        "actual_file": "STDOUT.txt",
                        "description": "Checks",
                        "show_actual": "never",
                    }
                ],
            }
        ],
    }
    return {
        "config/config.json": msgspec.json.format(msgspec.json.encode(config), indent=2) + b"\n",
        f"{CODE}/grade.py": GRADE.format(result=RESULT).encode(),
        **bundle.below(f"{CODE}/kit", bundle.kit(assignment, constraints)),
        **bundle.below("template", template),
        **kits.image("submitty/autograding-default:latest", constraints, kits.APT),
    }


PROGRAMS = frozenset(f"{CODE}/kit/{name}" for name in bundle.KIT)


def main() -> int:
    """``python -m grader.platforms.submitty NAME FOLDER OUT``."""
    options, made = kits.graded("submitty", SECONDS)
    if isinstance(made, bundle.Fault):
        data = submitty.fault(made.message, student=made.student)
    else:
        data = submitty.results(made, points(bundle.load(bundle.HOME, options.name)))
    return 0 if bundle.hand_over(options.out or Path(RESULT), bundle.json(data)) else 3


if __name__ == "__main__":
    sys.exit(main())
