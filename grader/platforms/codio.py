"""Codio: a grading script below ``.guides/secure``, which students can't read, run when an assignment is marked as complete.

The grade is a percentage that goes with Markdown to an address in the environment. A script that fails hands in no grade: the assignment
stays open, and its output goes to the instructors. So that is what a failure of ours does.
"""

from __future__ import annotations

import os
import sys
import urllib.parse
import urllib.request

from grader.catalog import Assignment
from grader.exporters import markdown, words
from grader.exporters.escape import markdown as escaped
from grader.model import Report
from grader.platforms import bundle, kits

SECONDS = 150
"""Codio's own limit is 180."""
ADDRESSES = {"CODIO_AUTOGRADE_V2_URL": "grade", "CODIO_PARTIAL_POINTS_V2_URL": "points"}
"""Where a grade goes, and what it is called there: an assignment's script, or an *Advanced Code Test*."""
LONGEST = 900_000
"""Bytes of feedback; Codio refuses more than 1,048,576, and percent-encoding is not counted."""
KIT = ".guides/secure/grader"


def build(assignment: Assignment, constraints: str, template: bundle.Members) -> dict[str, bytes]:
    """The project's workspace: the template, and the kit where students can't read it."""
    return {**template, **bundle.below(KIT, bundle.kit(assignment, constraints))}


PROGRAMS = frozenset(f"{KIT}/{name}" for name in bundle.KIT)


def told(made: Report | bundle.Fault) -> tuple[float, str]:
    """The percentage and the feedback."""
    if isinstance(made, bundle.Fault):
        return 0.0, f"{words.fault(made.student)} {escaped(made.message)}\n"
    out_of = made.points - made.to_mark
    percentage = 100 * made.earned / out_of if out_of else 100.0
    text = markdown.render(made).encode()
    if len(text) > LONGEST:
        text = text[:LONGEST] + "\n\n… (the rest is left out)\n".encode()
    return percentage, text.decode("utf-8", "ignore")


def main() -> int:
    """``python -m grader.platforms.codio NAME WORKSPACE``."""
    # Nothing that student code could reach may know where grades go.
    addresses = {name: os.environ.pop(name, "") for name in ADDRESSES}
    _, made = kits.graded("codio", SECONDS)
    percentage, text = told(made)
    print(f"{percentage:g}%")
    if kits.ours(made):
        print("No grade was handed in: the grader failed, or some checks could not be judged.")
        return 3
    name = next((name for name, address in addresses.items() if address), "")
    if not name:
        print(
            "Codio gave no address for the grade; run this as its grading script", file=sys.stderr
        )
        return 3
    form = {ADDRESSES[name]: f"{percentage:.6f}", "format": "md", "feedback": text}
    data = urllib.parse.urlencode(form).encode()
    try:
        with urllib.request.urlopen(addresses[name], data=data, timeout=20):
            return 0
    except OSError as error:
        print(f"the grade could not be handed in: {error}", file=sys.stderr)
        return 3


if __name__ == "__main__":
    sys.exit(main())
