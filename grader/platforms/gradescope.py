"""Gradescope: the zip to upload, and what its ``run_autograder`` runs.

The container starts it as root, without user namespaces as a rule: the ``container`` profile carries it. The
zip's content lands in /autograder/source, which student code, running as another user behind Landlock, can't read.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from grader.catalog import Assignment, LatePolicy
from grader.exporters import gradescope
from grader.platforms import bundle

PROGRAMS = frozenset({"setup.sh", "run_autograder"})

SETUP = """#!/usr/bin/env bash
# Runs once, as root, when the image is built.
set -euo pipefail
cd /autograder/source
python=""
for candidate in python3.13 python3.12 python3.11 python3; do
    if command -v "$candidate" >/dev/null && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    apt-get update -qq
    # Ubuntu 22.04 has Python 3.11 beside its own 3.10.
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3.11 python3.11-venv
    python=python3.11
fi
if ! "$python" -m venv /autograder/venv 2>/dev/null; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$(basename "$python")-venv"
    "$python" -m venv /autograder/venv
fi
/autograder/venv/bin/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
chmod 700 /autograder/source
"""

RUN = """#!/usr/bin/env bash
# Runs for each submission, as root. A results.json is written whatever happens.
cd /autograder/source
PYTHONPATH=/autograder/source exec /autograder/venv/bin/python -m grader.platforms.gradescope {name}
"""


def build(assignment: Assignment, constraints: str) -> bytes:
    """The zip to upload; the same assignment and version give the same bytes.

    ``constraints``: the text of constraints.txt, from which the pins are taken.
    """
    members = {
        "setup.sh": SETUP.encode(),
        "run_autograder": RUN.format(name=assignment.name).encode(),
        "requirements.txt": bundle.pins(constraints),
        **bundle.package(),
        **bundle.sealed(assignment),
    }
    return bundle.zipped(members, PROGRAMS)


def grade(root: Path, name: str, isolation: str = "auto") -> dict[str, Any]:
    """results.json of the submission that lies under ``root`` (/autograder on the platform)."""

    def make() -> dict[str, Any]:
        assignment, report = bundle.grade(root / "source", name, root / "submission", isolation)
        penalty = late_penalty(assignment.late, root / "submission_metadata.json")
        return gradescope.results(report, penalty=penalty)

    made = bundle.attempt(make, hide=root)
    if isinstance(made, bundle.Fault):
        return gradescope.fault(made.message, student=made.student)
    return made


def late_penalty(policy: LatePolicy | None, metadata: Path) -> float:
    """The fraction lost by the assignment's late policy and the platform's times; 0 where they don't say."""
    if policy is None:
        return 0.0
    try:
        data = json.loads(metadata.read_text(encoding="utf-8"))
        created = datetime.fromisoformat(data["created_at"])
        users = data.get("users") or [{}]
        due = (users[0].get("assignment") or {}).get("due_date") or data["assignment"]["due_date"]
        seconds = (created - datetime.fromisoformat(due)).total_seconds()
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError):
        return 0.0
    return policy.penalty(seconds)


def main() -> None:
    """``python -m grader.platforms.gradescope NAME``, as run_autograder calls it."""
    root = Path(os.environ.get("AUTOGRADER_ROOT", "/autograder"))
    results = gradescope.render(grade(root, sys.argv[1]))
    folder = root / "results"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "results.json").write_text(results, encoding="utf-8")


if __name__ == "__main__":
    main()
