"""Classroom 50: the ``autograder.py`` of an assignment, and the grader that it calls.

The platform serves what lies beside an autograder on a public page, and runs it in a job without any secret. So ``autograder.py`` holds
none: it calls a grader that is there already, on a runner of the course's own or fetched by a step of the private repository (see
docs/platforms.md). Where there is none the job fails, and the platform records no score.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path, PurePosixPath

from grader.catalog import Assignment
from grader.exporters import classroom50, markdown, words
from grader.exporters.escape import markdown as escaped
from grader.platforms import bundle

SECONDS = 300
LEFT_OUT = (".git", ".github", ".classroom50.yaml", "result.json", "release-body.md")

AUTOGRADER = '''\
"""Grades {title}. Made by `grader build classroom50`; docs/platforms.md says where the grader must lie. No solution is in here."""

import os
import pathlib
import sys

home = pathlib.Path(os.environ.get("GRADER_HOME", "/opt/grader/{name}"))
if not (home / "grade.sh").is_file():
    sys.exit(f"::error::no grader at {{home}}; the course's staff has to install it on this runner")
os.execv(home / "grade.sh", [str(home / "grade.sh"), "classroom50", ".", "--leave-out", {others}])
'''

ACTION = """\
# Used as a step of a job, this private repository sets up its grader there and says where it lies.
name: Grader
description: Sets up the grader
runs:
  using: composite
  steps:
    - shell: bash
      run: |
        "$GITHUB_ACTION_PATH/setup.sh"
        echo "GRADER_HOME=$GITHUB_ACTION_PATH" >> "$GITHUB_ENV"
"""


def build(assignment: Assignment, constraints: str, template: bundle.Members) -> dict[str, bytes]:
    """``autograder.py`` (public), ``template/`` for students, and ``staff/``, the grader."""
    work = PurePosixPath(assignment.submission).stem
    others = sorted(name for name in template if PurePosixPath(name).stem != work)
    autograder = AUTOGRADER.format(
        title=assignment.title, name=assignment.name, others=repr(":".join(others))
    )
    staff = {"action.yml": ACTION.encode(), **bundle.kit(assignment, constraints)}
    return {
        "autograder.py": autograder.encode(),
        **bundle.below("template", template),
        **bundle.below("staff", staff),
    }


PROGRAMS = frozenset(f"staff/{name}" for name in bundle.KIT)


def main() -> int:
    """``python -m grader.platforms.classroom50 NAME FOLDER``: writes result.json and release-body.md into the folder."""
    parser = argparse.ArgumentParser(prog="python -m grader.platforms.classroom50")
    parser.add_argument("name")
    parser.add_argument("work", type=Path)
    parser.add_argument("--leave-out", default="", help="files that the course gave")
    parser.add_argument("--seconds", type=float, default=SECONDS)
    options = parser.parse_args()
    work = options.work.resolve()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "submission"
        given = {work / name for name in (*LEFT_OUT, *filter(None, options.leave_out.split(":")))}
        shutil.copytree(
            work,
            copy,
            symlinks=True,
            ignore=lambda at, names: [n for n in names if Path(at) / n in given],
        )
        made = bundle.graded(options.name, copy, options.seconds)
    if isinstance(made, bundle.Fault) and not made.student:
        bundle.tell_staff(made)
        print(f"{words.fault(student=False)} {made.message}")
        return 3
    if isinstance(made, bundle.Fault):
        whole = bundle.load(bundle.HOME, options.name)
        data = classroom50.fault(whole.points - whole.to_mark, os.environ)
        page = f"{words.fault(student=True)} {escaped(made.message)}\n"
    else:
        data = classroom50.results(made, os.environ)
        page = "\n\n".join(filter(None, [markdown.render(made), classroom50.scaling(made)])) + "\n"
    print(f"{data['score']} of {data['max-score']}")
    told = bundle.hand_over(work / "release-body.md", page.encode())
    return 0 if told and bundle.hand_over(work / "result.json", bundle.json(data)) else 3


if __name__ == "__main__":
    sys.exit(main())
