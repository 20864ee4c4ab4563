"""What the bundles of all platforms share: their files, written the same each time, and grading inside one.

A bundle carries the assignment with its solutions, so it goes to places that only staff can read. Wherever it runs,
something must be handed back: grading here ends in a report or in a :class:`Fault` that says whose fault it was, also when
time runs out. What a platform kills for lateness it can't tell from a student who failed.
"""

from __future__ import annotations

import base64
import hashlib
import io
import signal
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import TypeVar

import grader
from grader.catalog import Assignment, CatalogError, load_assignment
from grader.catalog.parcel import files
from grader.catalog.parcel import sealed as sealed
from grader.grading import Grader
from grader.intake import BadInput, read_submission
from grader.intake.errors import WrongUse
from grader.model import Report
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


# --- grading inside a bundle --------------------------------------------------------------------


@dataclass(frozen=True)
class Fault:
    """Nothing could be graded: why, and whether the student can do something about it."""

    message: str
    student: bool


class OutOfTime(BaseException):
    """Not an Exception: no handler on the way, such as the one around each check, may take it for its own."""


def grade(home: Path, name: str, work: Path, isolation: str = "auto") -> tuple[Assignment, Report]:
    """The report of the submission ``work`` (file or folder) by the assignment that lies below ``home``."""
    assignment = load_assignment(str(home / "assignments" / name))
    submission = read_submission(work, expected=assignment.submission, id="submission")
    with Grader(assignment, open_sandbox(isolation)) as open_grader:
        return assignment, open_grader.grade(submission).report


def attempt(make: Callable[[], T], *, hide: Path, seconds: float = 300.0) -> T | Fault:
    """What ``make`` gives, or why it failed. ``hide``: the platform's folder, cut out of messages."""
    try:
        with _within(seconds):
            return make()
    except BadInput as error:
        return Fault(str(error).replace(f"{hide}/", ""), student=True)
    except OutOfTime:
        return Fault(f"grading did not end within {seconds:g} s", student=False)
    except (CatalogError, SandboxUnavailable, WrongUse) as error:
        return Fault(str(error).replace(f"{hide}/", ""), student=False)
    except Exception as error:
        return Fault(f"{type(error).__name__}: {error}".replace(f"{hide}/", ""), student=False)


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
