"""GitLab CI: a pipeline that students can't change, and the grader that it fetches.

The pipeline stands in a project of the staff's, and students' projects name it as their *CI/CD configuration file*. The grader, with the
solutions, lies in another, private one, which the job clones with a deploy token. Results are JUnit XML: the pipeline's *Tests* tab.
"""

from __future__ import annotations

import sys
from pathlib import Path

from grader.catalog import Assignment
from grader.exporters import junit, plaintext, words
from grader.exporters.escape import line
from grader.platforms import bundle, kits

SECONDS = 300

PIPELINE = """\
# Grades each push. Made by `grader build gitlab`; docs/platforms.md says where this lies and what GRADER_TOKEN is.
grade:
  image: python:3.12
  timeout: 15 minutes
  variables:
    GIT_DEPTH: "1"
  before_script:
    - git clone -q --depth 1 "https://grader:${{GRADER_TOKEN}}@${{CI_SERVER_HOST}}/${{GRADER_REPOSITORY}}.git" /opt/grader-kit
    - /opt/grader-kit/setup.sh
  script:
    - unset GRADER_TOKEN
    - mkdir /tmp/submission && git archive HEAD | tar -x -C /tmp/submission
    - /opt/grader-kit/grade.sh gitlab /tmp/submission "$CI_PROJECT_DIR/{out}"
  artifacts:
    when: always
    expire_in: 1 year
    paths: [{out}]
    reports:
      junit: {out}
"""
OUT = "junit.xml"

STAFF_README = """\
# Grader of {title}

Keep this project private: it holds the solutions. The pipeline of the students' projects clones it.
Made by `grader build gitlab -a {name}`; build it again instead of editing it.
"""


def build(assignment: Assignment, constraints: str, template: bundle.Members) -> dict[str, bytes]:
    """``template/`` for students, ``pipeline/``, which they may read, and ``staff/``."""
    readme = STAFF_README.format(title=assignment.title, name=assignment.name)
    return {
        "pipeline/.gitlab-ci.yml": PIPELINE.format(out=OUT).encode(),
        **bundle.below("template", template),
        **bundle.below(
            "staff", {"README.md": readme.encode(), **bundle.kit(assignment, constraints)}
        ),
    }


PROGRAMS = frozenset(f"staff/{name}" for name in bundle.KIT)


def main() -> int:
    """``python -m grader.platforms.gitlab NAME FOLDER OUT``. The exit code is that of ``grader grade``."""
    options, made = kits.graded("gitlab", SECONDS)
    if isinstance(made, bundle.Fault):
        text = junit.fault(made.message, student=made.student)
        kits.say(f"{words.fault(made.student)} {line(made.message)}\n")
        code = 2 if made.student else 3
    else:
        text = junit.render(made)
        kits.say(plaintext.whole(made) + "\n")
        full = made.earned >= made.points - made.to_mark - 1e-9
        code = 3 if made.regrade else 0 if full else 1
    return code if bundle.hand_over(options.out or Path(OUT), text.encode()) else 3


if __name__ == "__main__":
    sys.exit(main())
