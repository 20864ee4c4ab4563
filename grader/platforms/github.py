"""GitHub: the template repository, the staff's repository, and the step that grades a push.

A student owns the repository that the workflow runs in, so nothing secret can lie there. The solutions stand in a
repository of the staff's, which the workflow fetches with a deploy key; the step grades beside it, where the sandbox hides
both. Who may change workflows may use that key: see docs/platforms.md for how to forbid it.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path, PurePosixPath
from typing import Any

from grader.catalog import Assignment
from grader.exporters import github, markdown
from grader.model import Report
from grader.platforms import bundle

SECONDS = 300
NEVER_ENDED = "the autograding step gave no result; its log says why"
SUMMARY = 900_000
"""Letters of a run's page; GitHub takes a mebibyte."""

WORKFLOW = """\
# Grades each push. Made by `grader build github`; the staff's repository and its key are named in docs/platforms.md.
name: Autograding
on: [push, workflow_dispatch]
permissions:
  contents: read{permissions}
jobs:
  autograding:
    if: ${{{{ !github.event.repository.is_template }}}}
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
          ssh-key: ${{{{ secrets.GRADER_KEY }}}}
          path: staff
          persist-credentials: false
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
      - name: Set up the grader
        run: staff/setup.sh
      - name: Grade
        id: autograding
        timeout-minutes: {minutes}
        run: |
          mkdir "$RUNNER_TEMP/submission"
          git -C repository archive HEAD | tar -x -C "$RUNNER_TEMP/submission" --anchored {excluded}
          staff/grade.sh github "$RUNNER_TEMP/submission" --max-score {points}
{report}"""

REPORT = """\
      - name: Report
        if: ${{{{ !cancelled() }}}}
        uses: classroom-resources/autograding-grading-reporter@v1
        env:
          EARNED_RESULTS: ${{{{ steps.autograding.outputs.earned }}}}
          # The second value stands for a step that was killed before it could say anything: an error, and no points.
          MISSING_RESULTS: ${{{{ steps.autograding.outputs.missing || '{fallback}' }}}}
        with:
          runners: ${{{{ steps.autograding.outputs.runners || 'missing' }}}}
"""

STAFF_README = """\
# Grader of {title}

Keep this repository private: it holds the solutions. The workflow in the students' repositories fetches it.
Made by `grader build github -a {name}`; build it again instead of editing it.
"""


def build(
    assignment: Assignment, constraints: str, template: bundle.Members, *, reporter: bool = False
) -> dict[str, bytes]:
    """Two repositories: ``template/`` for students, ``staff/`` for the grader.

    ``constraints``: the text of constraints.txt. ``template``: the students' files. ``reporter``: end with GitHub Classroom's reporter.
    """
    max_score = assignment.points - assignment.to_mark
    # What students get beside the work itself is not theirs: nobody need be told that it is ignored.
    work = PurePosixPath(assignment.submission).stem
    others = [name for name in template if PurePosixPath(name).stem != work]
    killed = github.fault(NEVER_ENDED, max_score, student=False)["runners"]["missing"]
    workflow = WORKFLOW.format(
        minutes=SECONDS // 60 + 2,
        points=f"{max_score:g}",
        excluded=" ".join(f"--exclude={name}" for name in (".github", *sorted(others))),
        permissions="\n  checks: write\n  actions: read" if reporter else "",
        report=REPORT.format(fallback=github.render(killed)) if reporter else "",
    )
    student = {**template, ".github/workflows/autograding.yml": workflow.encode()}
    readme = STAFF_README.format(title=assignment.title, name=assignment.name)
    staff = {"README.md": readme.encode(), **bundle.kit(assignment, constraints)}
    return {**bundle.below("template", student), **bundle.below("staff", staff)}


PROGRAMS = frozenset(f"staff/{name}" for name in bundle.KIT)


def told(made: Report | bundle.Fault, max_score: float) -> tuple[dict[str, Any], str, int]:
    """The results, the run's page, and the exit code that ``grader grade`` would give."""
    if isinstance(made, bundle.Fault):
        data = github.fault(made.message, max_score, student=made.student)
        return data, data["log"], 2 if made.student else 3
    data = github.results(made)
    page = markdown.render(made)
    if len(page) > SUMMARY:
        page = f"{page[:SUMMARY]}\n\n… (the rest is left out)\n"
    return data, page, {"pass": 0, "fail": 1, "error": 3}[data["status"]]


def main() -> int:
    """``python -m grader.platforms.github NAME FOLDER --max-score N``, as the workflow calls it."""
    parser = argparse.ArgumentParser(prog="python -m grader.platforms.github")
    parser.add_argument("name", help="the assignment")
    parser.add_argument("work", type=Path, help="the student's file or folder")
    parser.add_argument("--max-score", type=float, required=True, help="for when nothing is graded")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="limit for all of it")
    options = parser.parse_args()
    made = bundle.graded(options.name, options.work, options.seconds)
    data, page, code = told(made, options.max_score)
    lines = [f"{name}={github.render(record)}" for name, record in data["runners"].items()]
    _append("GITHUB_OUTPUT", "\n".join([f"runners={','.join(data['runners'])}", *lines, ""]))
    _append("GITHUB_STEP_SUMMARY", page)
    print(data["log"], end="")
    return code


def _append(variable: str, text: str) -> None:
    name = os.environ.get(variable)
    if name:
        with open(name, "a", encoding="utf-8") as stream:
            stream.write(text)


if __name__ == "__main__":
    sys.exit(main())
