"""INGInious: a task's folder with its ``run`` script, which hands over results by the commands of INGInious's containers.

The task's folder is on the server alone and holds the solutions. The container needs a newer Python than INGInious's own (3.8), so
``image/`` makes one. Without feedback a task has crashed for INGInious, and that is what a failure of ours becomes.
"""

from __future__ import annotations

import subprocess
import sys

import msgspec

from grader.catalog import Assignment
from grader.exporters import inginious
from grader.platforms import bundle, kits

SECONDS = 150
BASE = "ghcr.io/inginious/env-default"
INSTALL = "dnf -y install python3.11 && dnf clean all"

RUN = """\
#!/bin/bash
# INGInious starts this in the task's container; feedback-result and the like are its commands.
crash() {{
    feedback-result crash
    exit
}}
work=$(mktemp -d) || crash
ending=$(getinput work:filename | grep -q 'ipynb$' && echo ipynb || echo py)
getinput work > "$work/{stem}.$ending" || crash
"$(dirname "$0")/kit/grade.sh" inginious "$work" || crash
"""


def build(assignment: Assignment, constraints: str, template: bundle.Members) -> dict[str, bytes]:
    """The task's folder, with the students' files below ``public/``."""
    script, notebook = kits.names(assignment)
    task = {
        "author": "",
        "name": assignment.title,
        "context": assignment.description,
        "environment_id": f"grader-{assignment.name.lower()}",
        "environment_type": "docker",
        "environment_parameters": {
            "limits": {"time": str(SECONDS + 30), "hard_time": str(2 * SECONDS), "memory": "1024"},
            "run_cmd": "",
        },
        "network_grading": False,
        "problems": {
            "work": {
                "type": "file",
                "name": f"{script} or {notebook}",
                "header": "",
                "allowed_exts": [".py", ".ipynb"],
                "max_size": 2_000_000,
            }
        },
    }
    return {
        # JSON is YAML, too.
        "task.yaml": msgspec.json.format(msgspec.json.encode(task), indent=2) + b"\n",
        "run": RUN.format(stem=script.removesuffix(".py")).encode(),
        **bundle.below("kit", bundle.kit(assignment, constraints)),
        **bundle.below("public", template),
        **kits.image(BASE, constraints, INSTALL, "python3.11"),
    }


PROGRAMS = frozenset({"run", *(f"kit/{name}" for name in bundle.KIT)})


def main() -> int:
    """``python -m grader.platforms.inginious NAME FOLDER``: calls the container's commands."""
    _, made = kits.graded("inginious", SECONDS)
    if isinstance(made, bundle.Fault):
        found = inginious.fault(made.message, student=made.student)
    else:
        found = inginious.results(made)
    commands = [["feedback-grade", f"{found['grade']:.6f}"]] if "grade" in found else []
    # The result comes last: what ends before has crashed.
    commands.append(["feedback-result", found["result"]])
    try:
        # A text may be longer than an argument.
        subprocess.run(["feedback-msg"], input=found["text"].encode(), check=True)
        for command in commands:
            subprocess.run(command, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"the results can't be handed over ({error})", file=sys.stderr)
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main())
