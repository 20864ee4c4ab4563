"""Gradescope: the zip to upload, and what its ``run_autograder`` runs.

The container starts it as root, without user namespaces as a rule: the ``container`` profile carries it. The
zip's content lands in /autograder/source, which student code, running as another user behind Landlock, can't read.
"""

from __future__ import annotations

import io
import json
import os
import sys
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import grader
from grader.catalog import Assignment, CatalogError, LatePolicy, load_assignment
from grader.exporters import gradescope
from grader.grading import Grader
from grader.intake import BadInput, read_submission
from grader.sandbox import open_sandbox

# The pinned set that grading needs; fewer packages than a checkout's development set.
REQUIRED = ("numpy", "msgspec", "PyYAML", "click", "rich", "Jinja2")
LEFT_OUT = {"__pycache__", "examples"}
EPOCH = (2020, 1, 1, 0, 0, 0)

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
    package = Path(grader.__file__).parent
    members: dict[str, bytes] = {
        "setup.sh": SETUP.encode(),
        "run_autograder": RUN.format(name=assignment.name).encode(),
        "requirements.txt": _pins(constraints).encode(),
    }
    for root, prefix in (
        (package, "grader"),
        (assignment.directory, f"assignments/{assignment.name}"),
        (assignment.solutions, f"solutions/{assignment.name}"),
    ):
        for file in sorted(root.rglob("*")):
            inside = file.relative_to(root)
            if file.is_file() and not LEFT_OUT & set(inside.parts):
                members[f"{prefix}/{inside.as_posix()}"] = file.read_bytes()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(members.items()):
            entry = zipfile.ZipInfo(name, EPOCH)
            mode = 0o755 if name in ("setup.sh", "run_autograder") else 0o644
            entry.external_attr = (0o100000 | mode) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return out.getvalue()


def _pins(constraints: str) -> str:
    wanted = {name.lower() for name in REQUIRED} | {
        "markdown-it-py",
        "mdurl",
        "pygments",
        "markupsafe",
    }
    kept = [
        line
        for line in constraints.splitlines()
        if line.split("==")[0].strip().lower().replace("_", "-") in wanted
    ]
    return "\n".join(kept) + "\n"


def grade(root: Path, name: str, isolation: str = "auto") -> dict[str, Any]:
    """results.json of the submission that lies under ``root`` (/autograder on the platform)."""
    try:
        assignment = load_assignment(str(root / "source" / "assignments" / name))
        submission = read_submission(
            root / "submission", expected=assignment.submission, id="submission"
        )
        with Grader(assignment, open_sandbox(isolation)) as open_grader:
            report = open_grader.grade(submission).report
        penalty = late_penalty(assignment.late, root / "submission_metadata.json")
        return gradescope.results(report, penalty=penalty)
    except BadInput as error:
        return gradescope.fault(str(error).replace(f"{root}/", ""), student=True)
    except CatalogError as error:
        return gradescope.fault(str(error), student=False)
    except Exception as error:
        return gradescope.fault(f"{type(error).__name__}: {error}", student=False)


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
