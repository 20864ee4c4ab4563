"""What the small platforms share: those that take a *kit* (:func:`grader.platforms.bundle.kit`), run its command, and read what it prints or leaves.

An exporter of the same name makes the result from a report; a module here says where it goes, and how a platform learns that the
grader itself failed.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path, PurePosixPath

from grader.catalog import Assignment
from grader.model import Report
from grader.platforms import bundle

IMAGE = """\
# Adds what grading needs to the course's own image: docker build --build-arg BASE=IMAGE -t IMAGE-grader .
# No solution is in it.
ARG BASE={base}
FROM ${{BASE}}
USER root
COPY requirements.txt /tmp/requirements.txt
RUN {python} -m venv /opt/grader && /opt/grader/bin/python -m pip install --no-cache-dir --only-binary :all: -r /tmp/requirements.txt
"""


def image(
    base: str, constraints: str, install: str = "", python: str = "python3"
) -> dict[str, bytes]:
    """``image/``: a Dockerfile that adds a Python with the packages. ``install``: the line that gets one that is new enough."""
    text = IMAGE.format(base=base, python=python)
    if install:
        text = text.replace("COPY requirements", f"RUN {install}\nCOPY requirements", 1)
    return {"image/Dockerfile": text.encode(), "image/requirements.txt": bundle.pins(constraints)}


APT = "apt-get update && apt-get install -y --no-install-recommends python3-venv && rm -rf /var/lib/apt/lists/*"
"""For Ubuntu 24.04, Debian 12 and newer."""


def names(assignment: Assignment) -> tuple[str, str]:
    """The script and the notebook that may be handed in."""
    stem = PurePosixPath(assignment.submission).stem
    return f"{stem}.py", f"{stem}.ipynb"


def graded(platform: str, seconds: float) -> tuple[argparse.Namespace, Report | bundle.Fault]:
    """The options of ``python -m grader.platforms.PLATFORM NAME WORK [OUT]``, and what came of grading.

    Of a folder ``WORK`` only the assignment's script and notebook are looked at: the platform's own files lie there, too.
    """
    parser = argparse.ArgumentParser(prog=f"python -m grader.platforms.{platform}")
    parser.add_argument("name", help="the assignment")
    parser.add_argument("work", type=Path, help="the student's file or folder")
    parser.add_argument(
        "out", type=Path, nargs="?", help="the file to write, where the platform reads one"
    )
    parser.add_argument("--seconds", type=float, default=seconds, help="limit for all of it")
    options = parser.parse_args()
    home, work = bundle.HOME, options.work.resolve()

    def make() -> Report:
        only = frozenset(names(bundle.load(home, options.name)))
        return bundle.grade(home, options.name, work, only=only)[1]

    made = bundle.attempt(make, hide=home, seconds=options.seconds)
    if isinstance(made, bundle.Fault):
        bundle.tell_staff(made)
    return options, made


def ours(made: Report | bundle.Fault) -> bool:
    """Whether the platform must not take what was made for a grade."""
    return not made.student if isinstance(made, bundle.Fault) else made.regrade


def say(text: str) -> None:
    """Print in UTF-8, whatever the platform's locale is. Ends the program where that can't be done."""
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("utf-8", "replace"))
        sys.stdout.buffer.flush()
    except OSError as error:
        print(f"nothing can be printed ({error.strerror})", file=sys.stderr)
        os._exit(3)
