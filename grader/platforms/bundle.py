"""What the bundles of all platforms share: their files, written the same each time, and grading inside one.

A bundle carries the assignment with its solutions, so it goes to places that only staff can read. Wherever it runs,
something must be handed back: grading here ends in a report or in a :class:`Fault` that says whose fault it was, also when
time runs out. What a platform kills for lateness it can't tell from a student who failed.
"""

from __future__ import annotations

import base64
import hashlib
import io
import os
import re
import signal
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any, TypeVar

import msgspec

import grader
from grader.catalog import Assignment, CatalogError, load_assignment
from grader.catalog.parcel import files
from grader.catalog.parcel import sealed as sealed
from grader.grading import Grader
from grader.intake import BadInput, read_submission
from grader.intake.errors import WrongUse
from grader.intake.layouts.base import Selection
from grader.intake.sources import Folder
from grader.intake.submission import find
from grader.model import Report, Submission
from grader.sandbox import SandboxUnavailable, open_sandbox

# What grading needs, with what these need; a checkout's development set has more.
REQUIRED = frozenset(
    {"numpy", "msgspec", "pyyaml", "click", "rich", "jinja2"}
    | {"markdown-it-py", "mdurl", "pygments", "markupsafe"}
)
SEALED = "sealed"
"""The folder of a zip that holds the assignment with its solutions."""
RING_AGAIN = 2.0
"""Seconds from one alarm of a grading that ran out of time to the next."""
EPOCH = (2020, 1, 1, 0, 0, 0)

Members = Mapping[str, bytes]
T = TypeVar("T")


# --- building -----------------------------------------------------------------------------------


def package() -> dict[str, bytes]:
    """The source of this package, below ``grader/``."""
    return files(Path(grader.__file__).parent, "grader")


def wheel() -> tuple[str, bytes]:
    """This package as a wheel: its file name and content. It names no requirements: the pins do."""
    version = grader.__version__
    about = f"grader-{version}.dist-info"
    members = {
        **package(),
        f"{about}/METADATA": (
            f"Metadata-Version: 2.1\nName: grader\nVersion: {version}\nRequires-Python: >=3.11\n"
        ).encode(),
        f"{about}/WHEEL": (
            b"Wheel-Version: 1.0\nGenerator: grader\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        ),
        f"{about}/entry_points.txt": b"[console_scripts]\ngrader = grader.cli:main\n",
    }
    record = "".join(
        f"{name},sha256={_digest(data)},{len(data)}\n" for name, data in sorted(members.items())
    )
    members[f"{about}/RECORD"] = f"{record}{about}/RECORD,,\n".encode()
    return f"grader-{version}-py3-none-any.whl", zipped(members)


def _digest(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip("=")


def below(prefix: str, members: Members) -> dict[str, bytes]:
    return {f"{prefix}/{name}": data for name, data in members.items()}


def pins(constraints: str) -> bytes:
    """requirements.txt: of the text of constraints.txt, the lines that grading needs."""
    kept = [
        line.strip()
        for line in constraints.splitlines()
        if line.split("==")[0].strip().lower().replace("_", "-") in REQUIRED
    ]
    if len(kept) < len(REQUIRED):
        found = {line.split("==")[0].lower().replace("_", "-") for line in kept}
        missing = ", ".join(sorted(REQUIRED - found))
        raise WrongUse(f"the constraints pin no {missing}; add a line NAME==VERSION for each")
    return ("\n".join(kept) + "\n").encode()


def zipped(members: Members, programs: frozenset[str] = frozenset()) -> bytes:
    """A zip of ``members``, the same for the same content; names that end in ``/`` are empty folders."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(members.items()):
            entry = zipfile.ZipInfo(name, EPOCH)
            mode = 0o755 if name in programs else 0o644
            entry.external_attr = (
                (0o040755 << 16) | 0x10 if name.endswith("/") else (0o100000 | mode) << 16
            )
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return out.getvalue()


def write_file(out: Path, data: bytes) -> None:
    try:
        out.write_bytes(data)
    except OSError as error:
        raise WrongUse(
            f"{out}: can't be written ({error.strerror}); choose another place"
        ) from None


def write_folder(out: Path, members: Members, programs: frozenset[str] = frozenset()) -> None:
    """Write ``members`` below ``out``; of what lies there already, only files of the same name are replaced."""
    try:
        for name, data in sorted(members.items()):
            path = out / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            path.chmod(0o755 if name in programs else 0o644)
    except OSError as error:
        raise WrongUse(
            f"{out}: can't be written ({error.strerror}); choose another folder"
        ) from None


SETUP = """\
#!/usr/bin/env bash
# Makes what grading needs beside this file: a Python with the pinned packages, and what is computed once of an assignment.
set -euo pipefail
cd "$(dirname "$0")"
for python in python3.13 python3.12 python3.11 python3.14 python3; do
    if command -v "$python" >/dev/null && "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
        break
    fi
done
"$python" -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check --no-cache-dir --only-binary :all: -r requirements.txt
venv/bin/python -P -m compileall -q grader
PYTHONPATH="$PWD" GRADER_CACHE="$PWD/cache" venv/bin/python -P -m grader.platforms.bundle . {name}
chmod 700 .
echo "Ready: $(venv/bin/python --version)"
"""

GRADE = """\
#!/usr/bin/env bash
# Grades for a platform: grade.sh PLATFORM WORK ..., where WORK is the student's file or folder.
here=$(cd "$(dirname "${{BASH_SOURCE[0]}}")" && pwd)
export PYTHONPATH="$here" GRADER_CACHE="$here/cache"
python="$here/venv/bin/python"
# An image that holds the packages needs no setup.sh.
[ -x "$python" ] || python=${{GRADER_PYTHON:-/opt/grader/bin/python}}
exec "$python" -P -m "grader.platforms.$1" {name} "${{@:2}}"
"""


def kit(assignment: Assignment, constraints: str) -> dict[str, bytes]:
    """The grader of one assignment as a folder of its own, for platforms that run a command: ``setup.sh`` once, then ``grade.sh``.

    It holds the solutions.
    """
    return {
        "setup.sh": SETUP.format(name=assignment.name).encode(),
        "grade.sh": GRADE.format(name=assignment.name).encode(),
        "requirements.txt": pins(constraints),
        **package(),
        **sealed(assignment),
    }


KIT = frozenset({"setup.sh", "grade.sh"})
"""The programs of a kit."""
HOME = Path(grader.__file__).resolve().parent.parent
"""Where a kit lies, when its package runs."""


# --- grading inside a bundle --------------------------------------------------------------------


@dataclass(frozen=True)
class Fault:
    """Nothing could be graded: why, and whether the student can do something about it.

    ``message`` is for students. ``staff`` says more of a fault of ours, and may name folders, solutions and machines: it goes
    to places that only staff can read.
    """

    message: str
    student: bool
    staff: str = ""


class Unusable(Exception):
    """What was handed in can't be read; ``str()`` is one line for the student."""


class OutOfTime(BaseException):
    """Not an Exception: no handler on the way, such as the one around each check, may take it for its own."""


def load(home: Path, name: str) -> Assignment:
    """The assignment that lies below ``home``; what is computed of it once is kept where GRADER_CACHE says."""
    return load_assignment(str(home / "assignments" / name))


def grade(
    home: Path, name: str, work: Path, isolation: str = "auto", only: frozenset[str] = frozenset()
) -> tuple[Assignment, Report]:
    """The report of the submission ``work`` (file or folder) by the assignment that lies below ``home``.

    ``only``: the files of a folder that are the student's, where the platform's own lie beside them.
    """
    assignment = load(home, name)
    try:
        submission = _read(work, assignment.submission, only)
    except BadInput as error:
        # The platform's own folder says nothing to a student.
        raise Unusable(re.sub(rf"^(\S*/)?{re.escape(work.name)}(/|: )", "", str(error))) from None
    with Grader(assignment, open_sandbox(isolation)) as open_grader:
        return assignment, open_grader.grade(submission).report


def _read(work: Path, expected: str, only: frozenset[str]) -> Submission:
    if not only or not work.is_dir():
        return read_submission(work, expected=expected, id="submission")
    folder = Folder(work)
    files = {name: (name,) for name in folder.files(()) if name in only}
    return find(Selection(folder, work.name, files), (), expected, "submission").read()


def attempt(make: Callable[[], T], *, hide: Path, seconds: float = 300.0) -> T | Fault:
    """What ``make`` gives, or why it failed. ``hide``: the platform's folder, cut out of messages."""
    try:
        with _within(seconds):
            return make()
    except Unusable as error:
        return Fault(str(error).replace(f"{hide}/", ""), student=True)
    except OutOfTime:
        return Fault(f"grading did not end within {seconds:g} s", student=False)
    except SandboxUnavailable as error:
        return _ours("student code can't be isolated on this machine", str(error), hide)
    except (CatalogError, WrongUse) as error:
        return _ours("it isn't set up as it should be", str(error), hide)
    except Exception as error:
        return _ours("an error in the grader", f"{type(error).__name__}: {error}", hide)


def _ours(message: str, staff: str, hide: Path) -> Fault:
    return Fault(message, student=False, staff=staff.replace(f"{hide}/", ""))


def tell_staff(fault: Fault) -> None:
    """Print what went wrong where the platform keeps the job's output for staff."""
    if not fault.student:
        print(f"The grader failed: {fault.staff or fault.message}", file=sys.stderr)


def json(data: dict[str, Any]) -> bytes:
    """A platform's result as the bytes of a JSON file."""
    return msgspec.json.format(msgspec.json.encode(data), indent=2) + b"\n"


def hand_over(path: Path, data: bytes) -> bool:
    """Write the platform's result in one step. False where that fails: a torn file could be taken for a result, none can't."""
    part = path.with_name(f"{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(data)
        os.replace(part, path)
    except OSError as error:
        part.unlink(missing_ok=True)
        print(f"{path}: can't be written ({error.strerror})", file=sys.stderr)
        return False
    return True


@contextmanager
def _within(seconds: float) -> Iterator[None]:
    """Raise :class:`OutOfTime` in the main thread after ``seconds``; the platform's own limit lies above.

    Python only reports an exception raised inside a finaliser or a callback of the garbage collector, and
    goes on; the alarm therefore rings again every few seconds until the block is left.
    """
    left = False

    def out_of_time(number: int, frame: FrameType | None) -> None:
        if not left:
            raise OutOfTime

    before = signal.signal(signal.SIGALRM, out_of_time)
    signal.setitimer(signal.ITIMER_REAL, seconds, RING_AGAIN)
    try:
        try:
            yield
        finally:
            left = True
    finally:  # also when the alarm rang in the line above
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def graded(name: str, work: Path, seconds: float, home: Path = HOME) -> Report | Fault:
    """The report of ``work`` by the kit that this package lies in, or why there is none."""
    return attempt(lambda: grade(home, name, work)[1], hide=home, seconds=seconds)


if __name__ == "__main__":  # setup.sh: what is computed once is kept
    load(Path(sys.argv[1]).resolve(), sys.argv[2])
