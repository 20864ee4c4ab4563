"""PrairieLearn: a question folder with an external grader.

The platform copies the question's ``tests/`` to /grade/tests and the student's files to /grade/student, starts a container
without network as root, and reads /grade/results/results.json. So the container's image must hold the packages
already (``image/Dockerfile``), and the ``container`` profile runs student code as a user of its own behind
Landlock or in a root folder of its own, from where /grade is not there.
"""

from __future__ import annotations

import hashlib
import os
import sys
import uuid
from pathlib import Path
from typing import Any

import msgspec

import grader
from grader.catalog import Assignment
from grader.exporters import escape, prairielearn
from grader.platforms import bundle

SECONDS = 240
# The platform's limit lies above ours, and ends at 600.
TIMEOUT = SECONDS + 30
PROGRAMS = frozenset({"tests/run.sh"})
NAMESPACE = uuid.UUID("6f3b2c1e-6036-4a07-9d54-0f5f6c6d0707")

RUN = """\
#!/usr/bin/env bash
# The entrypoint: grades /grade/student. A results.json appears in one step, whatever happens, or not at all (on a full disk):
# then the platform says that grading failed.
root=${{GRADE_ROOT:-/grade}}
python=${{GRADER_PYTHON:-/opt/grader/bin/python}}
results="$root/results/results.json"
mkdir -p "$root/results"
chmod 700 "$root/tests"
cd "$root/tests"
# The image has this package compiled. Where it has another version, the question's own counts.
if [ "$(cat /opt/grader/digest 2>/dev/null)" != {digest} ]; then
    export PYTHONPATH="$root/tests"
fi
"$python" -P -m grader.platforms.prairielearn {name}
if [ ! -s "$results" ]; then
    cat > "$results.part" <<'END' && mv "$results.part" "$results" || rm -f "$results.part"
{fallback}END
fi
[ -s "$results" ]
"""

DOCKERFILE = """\
# The image that `externalGradingOptions.image` names.
FROM python:3.12-slim
COPY requirements.txt /tmp/requirements.txt
COPY {wheel} /tmp/{wheel}
RUN python -m venv /opt/grader && /opt/grader/bin/python -m pip install --no-cache-dir -r /tmp/requirements.txt /tmp/{wheel} && echo {digest} > /opt/grader/digest
"""

QUESTION = """\
<pl-question-panel>
  <p>{description}</p>
  <p>Fill in one of these and hand it in:</p>
  <ul>
{downloads}
  </ul>
  <pl-file-upload optional-file-names="{names}"></pl-file-upload>
</pl-question-panel>
<pl-submission-panel>
  <pl-external-grader-results></pl-external-grader-results>
  <pl-file-preview></pl-file-preview>
</pl-submission-panel>
"""


def build(
    assignment: Assignment, constraints: str, template: bundle.Members, image: str = ""
) -> dict[str, bytes]:
    """The question folder. ``constraints``: the text of constraints.txt. ``template``: the students' files.

    ``image``: the name under which the staff publishes the image of ``image/Dockerfile``.
    """
    info = {
        "uuid": str(uuid.uuid5(NAMESPACE, assignment.name)),
        "title": assignment.title,
        "topic": assignment.title,
        "tags": ["code"],
        "type": "v3",
        "singleVariant": True,
        "gradingMethod": "External",
        "externalGradingOptions": {
            "enabled": True,
            # Without an owner's name Docker Hub looks among its own images only, so nobody can put one there.
            "image": image or f"grader-{assignment.name.lower()}:{grader.__version__}",
            "entrypoint": "/grade/tests/run.sh",
            "timeout": TIMEOUT,
            "enableNetworking": False,
        },
    }
    fallback = prairielearn.render(
        prairielearn.fault("the grader did not start or was ended", student=False)
    )
    name, wheel = bundle.wheel()
    digest = hashlib.sha256(wheel).hexdigest()
    run = RUN.format(name=assignment.name, fallback=fallback.decode(), digest=digest)
    return {
        "info.json": msgspec.json.format(msgspec.json.encode(info), indent=2) + b"\n",
        "question.html": _question(assignment, template).encode(),
        "image/Dockerfile": DOCKERFILE.format(wheel=name, digest=digest).encode(),
        f"image/{name}": wheel,
        "image/requirements.txt": bundle.pins(constraints),
        "tests/run.sh": run.encode(),
        **bundle.below("clientFilesQuestion", template),
        **bundle.below("tests", bundle.package()),
        **bundle.below("tests", bundle.sealed(assignment)),
    }


def _question(assignment: Assignment, template: bundle.Members) -> str:
    stem = Path(assignment.submission).stem
    downloads = [
        f'    <li><pl-file-download file-name="{_text(name)}"></pl-file-download></li>'
        for name in sorted(template)
    ]
    return QUESTION.format(
        description=_text(assignment.description),
        downloads="\n".join(downloads),
        names=_text(f"{stem}.py,{stem}.ipynb"),
    )


def _text(text: str) -> str:
    """``text`` for a page that is also a Mustache template."""
    return escape.html(text).replace("{", "&#123;").replace("}", "&#125;")


def grade(
    root: Path, name: str, *, seconds: float = SECONDS, isolation: str = "auto"
) -> dict[str, Any]:
    """results.json of the job that lies under ``root`` (/grade on the platform)."""

    def make() -> dict[str, Any]:
        _, report = bundle.grade(root / "tests", name, root / "student", isolation)
        return prairielearn.results(report)

    made = bundle.attempt(make, hide=root, seconds=seconds)
    if isinstance(made, bundle.Fault):
        bundle.tell_staff(made)
        return prairielearn.fault(made.message, student=made.student)
    return made


def main() -> int:
    """``python -m grader.platforms.prairielearn NAME``, as run.sh calls it."""
    root = Path(os.environ.get("GRADE_ROOT", "/grade"))
    data = prairielearn.render(grade(root, sys.argv[1]))
    return 0 if bundle.hand_over(root / "results" / "results.json", data) else 3


if __name__ == "__main__":
    sys.exit(main())
