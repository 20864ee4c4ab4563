"""GitHub Classroom: the template repository, the staff's repository, and the autograding step.

A student owns the repository that the workflow runs in, so nothing secret can lie there. The solutions stand in a
repository of the staff's, which the workflow fetches with a token; the step grades beside it, where the sandbox hides
both. Who may change workflows may read that token: see docs/platforms.md for how to forbid it.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path, PurePosixPath
from typing import Any

import grader
from grader.catalog import Assignment
from grader.exporters import github
from grader.platforms import bundle

SECONDS = 300
NEVER_ENDED = "the autograding step gave no result; its log says why"

WORKFLOW = """\
# Grades each push. Made by `grader build github`; the staff repository and its token are named in docs/platforms.md.
name: Autograding
on: [push, workflow_dispatch]
permissions:
  checks: write
  actions: read
  contents: read
jobs:
  autograding:
    if: github.actor != 'github-classroom[bot]'
    runs-on: ubuntu-24.04
    timeout-minutes: 15
    steps:
      - name: Fetch the submission
        uses: actions/checkout@v4
        with:
          path: repository
          persist-credentials: false
      - name: Fetch the grader
        uses: actions/checkout@v4
        with:
          repository: ${{{{ vars.GRADER_REPOSITORY }}}}
          token: ${{{{ secrets.GRADER_TOKEN }}}}
          path: staff
          persist-credentials: false
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
      - name: Install the grader's packages
        working-directory: staff
        run: |
          python -m venv "$RUNNER_TEMP/venv"
          "$RUNNER_TEMP/venv/bin/python" -m pip install --quiet --disable-pip-version-check -r requirements.txt
      - name: Grade
        id: autograding
        timeout-minutes: {minutes}
        working-directory: staff
        run: |
          mkdir "$RUNNER_TEMP/submission"
          git -C ../repository archive HEAD | tar -x -C "$RUNNER_TEMP/submission" --anchored {excluded}
          "$RUNNER_TEMP/venv/bin/python" -m grader.platforms.github {name} "$RUNNER_TEMP/submission" --max-score {points}
      - name: Report
        if: ${{{{ !cancelled() }}}}
        uses: classroom-resources/autograding-grading-reporter@v1
        env:
          # The second value stands for a step that was killed before it could say anything: its points must still count.
          AUTOGRADING_RESULTS: ${{{{ steps.autograding.outputs.result || '{fallback}' }}}}
        with:
          runners: autograding
"""

STAFF_README = """\
# Grader of {title}

Keep this repository private: it holds the solutions. GitHub Classroom's workflow in the students' repositories fetches it.
Made by `grader build github -a {name}`; build it again instead of editing it.
"""


def build(assignment: Assignment, constraints: str, template: bundle.Members) -> dict[str, bytes]:
    """Two repositories: ``template/`` for students, ``staff/`` for the grader.

    ``constraints``: the text of constraints.txt. ``template``: the students' files.
    """
    max_score = assignment.points - assignment.to_mark
    # What students get beside the work itself is not theirs: nobody need be told that it is ignored.
    work = PurePosixPath(assignment.submission).stem
    others = [name for name in template if PurePosixPath(name).stem != work]
    workflow = WORKFLOW.format(
        name=assignment.name,
        minutes=SECONDS // 60 + 2,
        points=f"{max_score:g}",
        excluded=" ".join(f"--exclude={name}" for name in (".github", *sorted(others))),
        fallback=github.render(github.fault(NEVER_ENDED, max_score, student=False)),
    )
    student = {**template, ".github/workflows/classroom.yml": workflow.encode()}
    readme = STAFF_README.format(title=assignment.title, name=assignment.name)
    staff = {
        "README.md": readme.encode(),
        "requirements.txt": bundle.pins(constraints),
        **bundle.package(),
        **bundle.sealed(assignment),
    }
    return {**bundle.below("template", student), **bundle.below("staff", staff)}


def grade(
    name: str,
    work: Path,
    max_score: float,
    *,
    seconds: float = SECONDS,
    isolation: str = "auto",
) -> tuple[dict[str, Any], int]:
    """The reporter's record of the submission, and the exit code that ``grader grade`` would give."""
    home = Path(grader.__file__).resolve().parent.parent

    def make() -> tuple[dict[str, Any], int]:
        _, report = bundle.grade(home, name, work, isolation)
        data = github.results(report)
        return data, {"pass": 0, "fail": 1, "error": 3}[data["status"]]

    made = bundle.attempt(make, hide=home, seconds=seconds)
    if isinstance(made, bundle.Fault):
        message = made.message.replace(f"{work.resolve().parent}/", "")
        return github.fault(message, max_score, student=made.student), 2 if made.student else 3
    return made


def main() -> int:
    """``python -m grader.platforms.github NAME FOLDER --max-score N``, as the workflow calls it."""
    parser = argparse.ArgumentParser(prog="python -m grader.platforms.github")
    parser.add_argument("name", help="the assignment")
    parser.add_argument("work", type=Path, help="the student's file or folder")
    parser.add_argument("--max-score", type=float, required=True, help="for when nothing is graded")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="limit for all of it")
    options = parser.parse_args()
    data, code = grade(options.name, options.work, options.max_score, seconds=options.seconds)
    output = os.environ.get("GITHUB_OUTPUT")
    if output:
        with open(output, "a", encoding="utf-8") as stream:
            stream.write(f"result={github.render(data)}\n")
    else:
        print(json.dumps(data, ensure_ascii=False, indent=2))
        return code
    print(github.log(data), end="")
    return code


if __name__ == "__main__":
    sys.exit(main())
