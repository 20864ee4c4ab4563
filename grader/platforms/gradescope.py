"""Gradescope: the zip to upload, and what its ``run_autograder`` runs.

The container starts it as root, without user namespaces as a rule: the ``container`` profile carries it. The
zip's content lands in /autograder/source, which student code, running as another user behind Landlock or in a root folder of its own, can't read.
The zip for Otter has the same two scripts, so it may be uploaded as it is.
"""

from __future__ import annotations

import argparse
import json
import math
import os
from datetime import datetime
from pathlib import Path
from typing import Any, get_args

from grader.catalog import Assignment
from grader.exporters import gradescope
from grader.exporters.gradescope import Grain, Visibility
from grader.platforms import bundle

PROGRAMS = frozenset({"setup.sh", "run_autograder"})
SECONDS = 300.0
LATER = "Hidden cases are reported at once for submissions 1 to {attempts} only."

SETUP = """\
#!/usr/bin/env bash
# Runs once, as root, when the image is built: finds or gets Python 3.11 or newer, then makes a venv with pinned packages.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive
cd /autograder/source

versions="python3.13 python3.12 python3.11 python3.14"

find_python() {{
    for candidate in $versions python3; do
        if command -v "$candidate" >/dev/null && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
            echo "$candidate"
            return
        fi
    done
}}

install() {{
    apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}}

python=$(find_python)
if [ -z "$python" ]; then
    apt-get update -qq
    # Ubuntu 22.04 has Python 3.11 beside its own 3.10.
    for candidate in $versions; do
        if install "$candidate" "$candidate-venv" 2>/tmp/apt.log; then
            break
        fi
    done
    python=$(find_python)
fi
if [ -z "$python" ]; then
    cat /tmp/apt.log >&2
    echo "setup.sh: no Python 3.11 or newer is here and apt-get has none; choose an image with Ubuntu 22.04 or 24.04" >&2
    exit 1
fi
if ! "$python" -m venv /autograder/venv >/dev/null 2>&1; then
    rm -rf /autograder/venv
    apt-get update -qq
    install "$python-venv"
    "$python" -m venv /autograder/venv
fi
/autograder/venv/bin/python -m pip install --quiet --disable-pip-version-check --no-cache-dir --only-binary :all: \\
    -r requirements.txt ./{wheel}
chmod 700 /autograder/source
echo "Ready: $(/autograder/venv/bin/python --version), $(/autograder/venv/bin/grader --version)"
"""

RUN = """\
#!/usr/bin/env bash
# Runs for each submission, as root. A results.json is written whatever happens.
mkdir -p /autograder/results
rm -f /autograder/results/results.json
/autograder/venv/bin/python -I -m grader.platforms.gradescope {arguments}
if [ ! -s /autograder/results/results.json ]; then
    cat > /autograder/results/results.json <<'END'
{fallback}END
fi
"""


def build(
    assignment: Assignment,
    constraints: str,
    *,
    hidden: Visibility = "after_published",
    grain: Grain = "exercise",
    attempts: int | None = None,
) -> bytes:
    """The zip to upload; the same assignment, version and options give the same bytes.

    ``constraints``: the text of constraints.txt, from which the pins are taken. ``hidden``, ``grain``: as of
    :func:`grader.exporters.gradescope.results`. ``attempts``: see :func:`grade`.
    """
    members = {
        **scripts(assignment, constraints, hidden=hidden, grain=grain, attempts=attempts),
        **bundle.below(bundle.SEALED, bundle.sealed(assignment)),
    }
    return bundle.zipped(members, PROGRAMS)


def scripts(
    assignment: Assignment,
    constraints: str,
    *,
    hidden: Visibility,
    grain: Grain,
    attempts: int | None = None,
) -> dict[str, bytes]:
    """What a zip needs to be an autograder, but for the sealed assignment."""
    name, wheel = bundle.wheel()
    fallback = gradescope.fault("it did not start, or it was ended from outside", student=False)
    arguments = f"{assignment.name} --hidden {hidden} --grain {grain}"
    if attempts is not None:
        arguments += f" --attempts {attempts}"
    return {
        "setup.sh": SETUP.format(wheel=name).encode(),
        "run_autograder": RUN.format(
            arguments=arguments, fallback=gradescope.render(fallback)
        ).encode(),
        "requirements.txt": bundle.pins(constraints),
        name: wheel,
    }


def grade(
    root: Path,
    name: str,
    *,
    hidden: Visibility = "after_published",
    grain: Grain = "exercise",
    attempts: int | None = None,
    isolation: str = "auto",
    seconds: float = SECONDS,
) -> dict[str, Any]:
    """results.json of the submission that lies under ``root`` (/autograder on the platform).

    ``attempts``: how many of a student's submissions are told at ``hidden`` what the hidden cases say; of later ones it is shown
    when the grades are published, since each submission can learn something of hidden inputs.
    """
    metadata = root / "submission_metadata.json"
    used_up = attempts is not None and submissions_before(metadata) >= attempts
    shown: Visibility = "after_published" if used_up and hidden != "hidden" else hidden

    def make() -> dict[str, Any]:
        home = root / "source" / bundle.SEALED
        assignment, report = bundle.grade(home, name, root / "submission", isolation)
        late = seconds_late(metadata)
        policy = assignment.late
        penalty = policy.penalty(late) if policy is not None and late is not None else 0.0
        out = gradescope.results(report, hidden=shown, grain=grain, penalty=penalty)
        if used_up:
            out["output"] += f"\n\n{LATER.format(attempts=attempts)}"
        out["extra_data"]["seconds_late"] = late
        return out

    made = bundle.attempt(make, hide=root, seconds=seconds)
    if isinstance(made, bundle.Fault):
        return gradescope.fault(made.message, student=made.student)
    return made


def submissions_before(metadata: Path) -> float:
    """How many submissions of the student (or group) came before this one; infinite where the platform doesn't say."""
    try:
        told = json.loads(metadata.read_text(encoding="utf-8"))
        return len(told["previous_submissions"])
    except (OSError, ValueError, KeyError, TypeError):
        return math.inf


def seconds_late(metadata: Path) -> float | None:
    """By how much the platform's times say the submission is late (negative: early); None where they don't say.

    A group is as late as its member with the latest due date: extensions are given to people.
    """
    try:
        told = json.loads(metadata.read_text(encoding="utf-8"))
        created = datetime.fromisoformat(told["created_at"])
        own = [(user.get("assignment") or {}).get("due_date") for user in told.get("users") or []]
        due = [date for date in own if date] or [told["assignment"]["due_date"]]
        return min((created - datetime.fromisoformat(date)).total_seconds() for date in due)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def main() -> None:
    """``python -m grader.platforms.gradescope NAME``, as run_autograder calls it."""
    parser = argparse.ArgumentParser(prog="python -m grader.platforms.gradescope")
    parser.add_argument("name", help="the assignment")
    parser.add_argument("--root", type=Path, default=Path("/autograder"))
    parser.add_argument("--hidden", choices=get_args(Visibility), default="after_published")
    parser.add_argument("--grain", choices=get_args(Grain), default="exercise")
    parser.add_argument("--attempts", type=int)
    options = parser.parse_args()
    made = grade(
        options.root,
        options.name,
        hidden=options.hidden,
        grain=options.grain,
        attempts=options.attempts,
    )
    folder = options.root / "results"
    folder.mkdir(parents=True, exist_ok=True)
    # In one step: who is ended in the middle of it leaves no half a file behind.
    (folder / "results.part").write_text(gradescope.render(made), encoding="utf-8")
    os.replace(folder / "results.part", folder / "results.json")


if __name__ == "__main__":
    main()
