"""CodeGrade: the scripts of an AutoTest v2, *Script* in its setup and *Custom Test* in its tests, and the kit they unpack.

Results go as lines of JSON to descriptor 3, where no student's output comes. After a failure of ours there is no line with points,
and the step fails.
"""

from __future__ import annotations

import os
import sys

from grader.catalog import Assignment
from grader.exporters import codegrade, plaintext, words
from grader.exporters.escape import line
from grader.platforms import bundle, kits

SECONDS = 240
RESULTS = 3
"""The descriptor of CodeGrade's structured output."""

SCRIPT = """\
#!/usr/bin/env bash
# AutoTest v2, Setup: an *Upload Files* block with kit.zip, then a *Script* block with these lines.
set -euo pipefail
mkdir -p "$HOME/.grader"
python3 -m zipfile -e "$UPLOADED_FILES/kit.zip" "$HOME/.grader"
bash "$HOME/.grader/setup.sh"
"""

TEST = """\
#!/usr/bin/env bash
# AutoTest v2, Tests: a *Custom Test* block with these lines. Its points are the assignment's automatic ones.
bash "$HOME/.grader/grade.sh" codegrade .
"""


def build(assignment: Assignment, constraints: str, template: bundle.Members) -> dict[str, bytes]:
    """``kit.zip`` for staff, the two scripts, and ``template/`` for students."""
    return {
        "kit.zip": bundle.zipped(bundle.kit(assignment, constraints), bundle.KIT),
        "setup_script.sh": SCRIPT.encode(),
        "custom_test.sh": TEST.encode(),
        **bundle.below("template", template),
    }


def main() -> int:
    """``python -m grader.platforms.codegrade NAME FOLDER``, with descriptor 3 open."""
    try:
        results = os.dup(RESULTS)
    except OSError:
        print("descriptor 3 is not open; run this as a Custom Test", file=sys.stderr)
        return 3
    _, made = kits.graded("codegrade", SECONDS)
    if isinstance(made, bundle.Fault):
        kits.say(f"{words.fault(made.student)} {line(made.message)}\n")
        messages = codegrade.points(0, 1)
    else:
        kits.say(plaintext.whole(made) + "\n")
        messages = codegrade.results(made)
    if kits.ours(made):
        return 3
    try:
        with os.fdopen(results, "wb") as stream:
            stream.write(messages.encode())
    except OSError as error:
        print(f"the results can't be written ({error.strerror})", file=sys.stderr)
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main())
