"""Gradescope: the zip to upload, and what its ``run_autograder`` runs.

The container starts it as root, without user namespaces as a rule: the ``container`` profile carries it. The
zip's content lands in /autograder/source, which student code, running as another user behind Landlock or in a root folder of its own, can't read.
The zip for Otter has the same two scripts, so it may be uploaded as it is.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import shlex
import sys
from dataclasses import dataclass
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
LATER_TODAY = (
    "This is your submission {number} of today. Hidden cases are reported at once for the first {attempts} of a day; hand in again "
    "tomorrow to have them reported at once."
)

SETUP = """\
#!/usr/bin/env bash
# Runs once, as root, when the image is built: finds or gets Python 3.11 or newer, then makes a venv with pinned packages.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive
cd /autograder/source

versions="python3.13 python3.12 python3.11 python3.14"

find_python() {{
    for candidate in $versions python3; do
        if command -v "$candidate" >/dev/null && "$candidate" -c 'import sys; v = sys.version_info; sys.exit(v < (3, 11) or v.releaselevel != "final")'; then
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
    # Ubuntu 22.04's only Python 3.11 is a release candidate, which find_python passes over.
    for candidate in $versions; do
        if install "$candidate" "$candidate-venv" 2>/tmp/apt.log; then
            python=$(find_python)
            if [ -n "$python" ]; then
                break
            fi
        fi
    done
fi
if [ -z "$python" ]; then
    cat /tmp/apt.log >&2
    echo "setup.sh: no Python 3.11 or newer is here and apt-get has none; choose an image with Ubuntu 24.04" >&2
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
# What grading computes once (derivatives, answers of references) is kept in the image.
GRADER_CACHE=/autograder/cache /autograder/venv/bin/python -I -m grader.platforms.bundle sealed {name}
chmod 700 /autograder/source
echo "Ready: $(/autograder/venv/bin/python --version), $(/autograder/venv/bin/grader --version)"
"""

RUN = """\
#!/usr/bin/env bash
# Runs for each submission, as root. Where the grader itself fails there is no results.json: the platform then says that the
# autograder failed, gives no score, and shows what was printed to staff.
mkdir -p /autograder/results
rm -f /autograder/results/results.json
GRADER_CACHE=/autograder/cache /autograder/venv/bin/python -I -m grader.platforms.gradescope {arguments}
"""


def build(
    assignment: Assignment,
    constraints: str,
    *,
    hidden: Visibility = "after_published",
    grain: Grain = "exercise",
    attempts: Attempts | None = None,
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
    attempts: Attempts | None = None,
) -> dict[str, bytes]:
    """What a zip needs to be an autograder, but for the sealed assignment."""
    name, wheel = bundle.wheel()
    arguments = f"{assignment.name} --hidden {hidden} --grain {grain}"
    if attempts is not None:
        arguments += f" --attempts {shlex.quote(str(attempts))}"
    return {
        "setup.sh": SETUP.format(wheel=name, name=assignment.name).encode(),
        "run_autograder": RUN.format(arguments=arguments).encode(),
        "requirements.txt": bundle.pins(constraints),
        name: wheel,
    }


def grade(
    root: Path,
    name: str,
    *,
    hidden: Visibility = "after_published",
    grain: Grain = "exercise",
    attempts: Attempts | None = None,
    isolation: str = "auto",
    seconds: float = SECONDS,
) -> dict[str, Any] | bundle.Fault:
    """results.json of the submission that lies under ``root`` (/autograder on the platform), or what failed on our side.

    ``attempts``: how many of a student's submissions, in all or on a day, are told at ``hidden`` what the hidden cases say; of later ones it is shown
    when the grades are published, since each submission can learn something of hidden inputs.
    """
    metadata = root / "submission_metadata.json"
    used_up = attempts.used_up(metadata) if attempts is not None else ""
    shown: Visibility = "after_published" if used_up and hidden != "hidden" else hidden

    def make() -> dict[str, Any]:
        home = root / "source" / bundle.SEALED
        assignment, report = bundle.grade(home, name, root / "submission", isolation)
        late = seconds_late(metadata)
        policy = assignment.late
        penalty = policy.penalty(late) if policy is not None and late is not None else 0.0
        out = gradescope.results(report, hidden=shown, grain=grain, penalty=penalty)
        if used_up:
            out["output"] += f"\n\n{used_up}"
        out["extra_data"]["seconds_late"] = late
        return out

    made = bundle.attempt(make, hide=root, seconds=seconds)
    if isinstance(made, bundle.Fault) and made.student:
        return gradescope.fault(made.message)
    return made


def told(metadata: Path) -> Any:
    """What the platform says of the submission; None where that can't be read."""
    try:
        return json.loads(metadata.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None


@dataclass(frozen=True)
class Attempts:
    """How many submissions of a student (or group) are told at once what the hidden cases say: in all, or on each day."""

    number: int
    daily: bool = False

    @classmethod
    def parse(cls, text: str) -> Attempts:
        """ "5" or "5 per day". Raises ValueError."""
        found = re.fullmatch(r"([1-9]\d{0,5})( per day)?", text.strip().lower())
        if found is None:
            raise ValueError("say a number, as in 5, or a number for each day, as in '5 per day'")
        return cls(int(found[1]), found[2] is not None)

    def __str__(self) -> str:
        return f"{self.number} per day" if self.daily else str(self.number)

    def used_up(self, metadata: Path) -> str:
        """What a submission is told that has none left; "" while there are some."""
        before = submissions_before(metadata, daily=self.daily)
        if before < self.number:
            return ""
        if not self.daily or before == math.inf:
            return LATER.format(attempts=self.number)
        return LATER_TODAY.format(number=int(before) + 1, attempts=self.number)


def submissions_before(metadata: Path, *, daily: bool = False) -> float:
    """How many submissions of the student (or group) came before this one; infinite where the platform doesn't say.

    ``daily``: on the same day, in the time zone in which the platform gives the time. Those on which the autograder failed have told nothing.
    """
    about = told(metadata)
    try:
        counted = [one for one in about["previous_submissions"] if not one.get("autograder_error")]
        if not daily:
            return len(counted)
        created = datetime.fromisoformat(about["created_at"])
        times = [datetime.fromisoformat(one["submission_time"]) for one in counted]
        return sum(time.astimezone(created.tzinfo).date() == created.date() for time in times)
    except (ValueError, KeyError, TypeError, AttributeError):
        return math.inf


def seconds_late(metadata: Path) -> float | None:
    """By how much the platform's times say the submission is late (negative: early); None where they don't say.

    Each person's due date is their own, or else the assignment's. A group is as late as its member with the latest one:
    extensions are given to people.
    """
    about = told(metadata)
    try:
        created = datetime.fromisoformat(about["created_at"])
        own = [(user.get("assignment") or {}).get("due_date") for user in about.get("users") or []]
        due = [date or about["assignment"]["due_date"] for date in own or [None]]
        return min((created - datetime.fromisoformat(date)).total_seconds() for date in due)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def main() -> int:
    """``python -m grader.platforms.gradescope NAME``, as run_autograder calls it."""
    parser = argparse.ArgumentParser(prog="python -m grader.platforms.gradescope")
    parser.add_argument("name", help="the assignment")
    parser.add_argument("--root", type=Path, default=Path("/autograder"))
    parser.add_argument("--hidden", choices=get_args(Visibility), default="after_published")
    parser.add_argument("--grain", choices=get_args(Grain), default="exercise")
    parser.add_argument("--attempts", type=Attempts.parse)
    options = parser.parse_args()
    made = grade(
        options.root,
        options.name,
        hidden=options.hidden,
        grain=options.grain,
        attempts=options.attempts,
    )
    if isinstance(made, bundle.Fault):
        bundle.tell_staff(made)
        return 3
    data = gradescope.render(made).encode()
    return 0 if bundle.hand_over(options.root / "results" / "results.json", data) else 3


if __name__ == "__main__":
    sys.exit(main())
