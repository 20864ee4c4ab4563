"""Autolab: ``autograde-Makefile`` and ``autograde.tar``, which it puts beside what was handed in, and calls ``make``.

The tar holds the solutions, and only staff can read it; what runs it is an image of the course's own with Python and the packages.
What is printed is shown to students as it comes, and its last line is the scores.
"""

from __future__ import annotations

import io
import sys
import tarfile

import msgspec

from grader.catalog import Assignment
from grader.exporters import autolab
from grader.platforms import bundle, kits

SECONDS = 150
TIMEOUT = 180
"""Autolab's own limit, above ours: what it ends itself is a 0 there."""

MAKEFILE = """\
# Autolab calls this Makefile with the handed-in file and autograde.tar beside it. The last line printed is the scores;
# null is no score, which is what a failure of the grader gives. Students see all that is printed: to see why a grader
# fails, unpack autograde.tar in the image and call kit/grade.sh there.
all:
\t@{{ tar xf autograde.tar && chmod 700 kit && kit/grade.sh autolab .; }} 2>/dev/null \\
\t|| printf '%s\\n' 'The autograder itself failed. This is not your fault, and nothing was graded.' '{failed}'
"""


def build(assignment: Assignment, constraints: str, template: bundle.Members) -> dict[str, bytes]:
    """The lab's folder: the two files for autograding, its configuration, the students' handout, and the image to build."""
    name = assignment.name
    problems = [
        {
            "name": exercise.name,
            "description": exercise.title,
            "max_score": exercise.points - exercise.to_mark,
            "optional": False,
        }
        for exercise in assignment.exercises
    ]
    if assignment.to_mark:
        marked = {"description": "Marked by a person", "max_score": assignment.to_mark}
        problems.append({"name": "written", **marked, "optional": False})
    about = {
        "general": {
            "name": name,
            "display_name": assignment.title,
            "description": assignment.description,
            "handin_filename": kits.names(assignment)[0],
            "handin_directory": "handin",
            "handout": f"{name}-handout.tar",
            "max_grace_days": 0,
            "max_submissions": -1,
            "disable_handins": False,
            "max_size": 2,
            "category_name": "Assignments",
        },
        "problems": problems,
        "autograder": {
            "autograde_timeout": TIMEOUT,
            "autograde_image": f"grader-{name.lower()}",
            "release_score": True,
        },
    }
    failed = autolab.fault("", _exercises(assignment), student=False).splitlines()[-1]
    kit = bundle.below("kit", bundle.kit(assignment, constraints))
    return {
        # JSON is YAML, too.
        f"{name}.yml": msgspec.json.format(msgspec.json.encode(about), indent=2) + b"\n",
        "autograde-Makefile": MAKEFILE.format(failed=failed).encode(),
        "autograde.tar": tarred(kit, frozenset(f"kit/{one}" for one in bundle.KIT)),
        f"{name}-handout.tar": tarred(bundle.below(name, template), frozenset()),
        **kits.image("autograding_image", constraints, kits.APT),
    }


def _exercises(assignment: Assignment) -> list[str]:
    return [exercise.name for exercise in assignment.exercises]


def tarred(members: bundle.Members, programs: frozenset[str]) -> bytes:
    """A tar of ``members``, the same for the same content."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, data in sorted(members.items()):
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = len(data), 0o755 if name in programs else 0o644
            archive.addfile(entry, io.BytesIO(data))
    return out.getvalue()


def main() -> int:
    """``python -m grader.platforms.autolab NAME FOLDER``. After a fault of ours it prints nothing, and the Makefile does."""
    options, made = kits.graded("autolab", SECONDS)
    if not isinstance(made, bundle.Fault):
        kits.say(autolab.results(made))
        return 0
    if not made.student:
        return 3
    exercises = _exercises(bundle.load(bundle.HOME, options.name))
    kits.say(autolab.fault(made.message, exercises, student=True))
    return 0


if __name__ == "__main__":
    sys.exit(main())
