"""Runs one hostile submission and lists every promise it broke.

An attack is a folder with ``expected.yaml`` and either ``submission.py``, code that becomes a cell before or after an
otherwise perfect submission (``place``; with ``notebook: true`` also as a notebook), or ``build.py``, whose ``build(folder,
perfect)`` makes a file to hand in. ``earned`` is exactly what the honest rest is worth (``at_most``: or less);
``refused`` is what intake says instead.

What holds for all: the run ends in time, and judging it in the processor time and memory that the kernel allows for it; the
report is one of ours, with no fault of ours in it; nothing that was hidden is in anything a student reads, shown by canaries
and by *noninterference*: with other hidden values the student reads the same, letter for letter; no process and no file is
left; the next submission in the same sandbox gets the report that it gets in a fresh one.
"""

from __future__ import annotations

import contextlib
import io
import os
import runpy
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import jupytext
import msgspec
import nbformat
import numpy as np
import yaml
from rich.console import Console

from grader.catalog import Assignment, Exercise, load_assignment
from grader.checks.memo import Memo
from grader.exporters import github, gradescope, html, json, markdown, prairielearn, terminal
from grader.grading import Grader
from grader.intake import BadInput, read_submission
from grader.intake.submission import digest
from grader.model import Cell, Report, Submission, Verdict
from grader.sandbox import conversation
from tests.bounded import bounded
from tests.sandboxes import opened

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
ATTACKS = sorted(p.parent.name for p in HERE.glob("*/expected.yaml"))
PATIENCE = float(os.environ.get("GRADER_ATTACK_PATIENCE", "1"))
"""Multiplies the limits, for campaigns that run many at once."""
CALL, CELLS, SUBMISSION = 0.4 * PATIENCE, 1.0 * PATIENCE, 6.0 * PATIENCE
MOST = (1 + conversation.PATIENCE) * SUBMISSION + 20.0
"""Seconds that catch a run which does not end; no clock decides anything else. Waiting for a core may prolong a run."""
TARGET = "bias_jacobian"
CANARY = "canary-6f1d"
LEFT = "left-behind"
"""What attacks call a file that they try to leave."""
WATCHED = ("/tmp", "/var/tmp", "/dev/shm", "/dev/mqueue", "/run", "/autograder")


def expectation(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((HERE / name / "expected.yaml").read_text())
    return loaded


def hasty() -> Assignment:
    """Lecture 7 with short limits: an attack that hangs costs its limit."""
    loaded = load_assignment(str(ROOT / "assignments" / "lecture07"))
    limits = msgspec.structs.replace(
        loaded.limits, call_seconds=CALL, cells_seconds=CELLS, submission_seconds=SUBMISSION
    )
    return replace(loaded, limits=limits)


def twin(assignment: Assignment) -> Assignment:
    """The same assignment with other values in the hidden cases of the exercise that is attacked."""

    def moved(exercise: Exercise) -> Exercise:
        if exercise.name != TARGET:
            return exercise
        cases = tuple(
            case
            if case.public
            else msgspec.structs.replace(
                case,
                inputs={
                    name: value * 1.5 + 1 if isinstance(value, np.ndarray) else value
                    for name, value in case.inputs.items()
                },
            )
            for case in exercise.subject.cases
        )
        return replace(
            exercise, subject=replace(exercise.subject, cases=cases, facts={}, memo=Memo())
        )

    return replace(assignment, exercises=tuple(map(moved, assignment.exercises)))


class Runner:
    """One sandbox with a grader for the assignment and one for its twin. A context manager."""

    def __init__(self, kind: str, scratch: Path) -> None:
        self.kind = kind
        self.assignment = hasty()
        self._scratch = scratch
        self._planted = scratch / "planted"
        self._planted.mkdir()
        (self._planted / f"{CANARY}.txt").write_text(f"{CANARY}-in-a-file")
        self._planted.chmod(0o755)
        os.environ["GRADER_CANARY"] = f"{CANARY}-in-the-environment"
        try:
            sandbox = opened(kind)
        finally:
            del os.environ["GRADER_CANARY"]
        self._grader = Grader(self.assignment, sandbox)
        self._other = Grader(twin(self.assignment), sandbox)
        self._text = (ROOT / "assignments/lecture07/examples/perfect.py").read_text()
        self._perfect = read_submission(
            self._write("perfect.py", self._text), expected="lecture07.py", id="neighbour"
        )
        self._undisturbed = json.render(self._grader.grade(self._perfect).report)
        self.processes = descendants(os.getpid())
        self._secrets = _secrets(self.assignment)

    def __enter__(self) -> Runner:
        return self

    def __exit__(self, *_: object) -> None:
        self._grader.sandbox.close()

    def _write(self, name: str, text: str) -> Path:
        path = self._scratch / name
        path.write_text(text)
        return path

    def broken_promises(self, name: str) -> list[str]:
        """What the attack achieved; empty when everything held."""
        expected = expectation(name)
        broken: list[str] = []
        forms = list(self._forms(name, expected, broken))
        for submission in forms:
            begin = time.monotonic()
            graded = self._grader.grade(submission)
            report = graded.report
            if time.monotonic() - begin > MOST:
                broken.append("it did not end in time")
            if much := bounded(self.assignment, submission, graded.transcript):
                broken.append(f"judging it takes too much: {much}")
            broken += _scored_wrong(report, expected)
            text = seen(report)
            broken += self._told(report, text, expected)
            if expected.get("noninterference"):
                other = self._other.grade(submission).report
                # The digest of the assignment is the same here, whatever the hidden values.
                if text != seen(other):
                    broken.append("what the student reads depends on hidden values")
        neighbour = json.render(self._grader.grade(self._perfect).report)
        if neighbour != self._undisturbed:
            lines = zip(neighbour.split("\n"), self._undisturbed.split("\n"), strict=False)
            found = next((one for one, other in lines if one != other), "").strip()
            broken.append(f"the next submission got another report, first {found[:300]!r}")
        if left := descendants(os.getpid()) - self.processes:
            broken.append(f"processes were left: {sorted(left)}")
        broken += [f"a file was left: {path}" for path in litter(self.uid)]
        return broken

    @property
    def uid(self) -> int | None:
        """The user that workers are, where they have one of their own."""
        uid: int | None = getattr(getattr(self._grader.sandbox, "_spawner", None), "uid", None)
        return uid

    def _forms(
        self, name: str, expected: dict[str, Any], broken: list[str]
    ) -> Iterator[Submission]:
        """The submissions that the attack is handed in as; one that intake refuses is judged here."""
        if not (HERE / name / "build.py").exists():
            source = (HERE / name / "submission.py").read_text()
            cell = Cell(source=source, name="attack.py")
            cells = self._perfect.cells
            cells = (cell, *cells) if expected["place"] == "before" else (*cells, cell)
            yield Submission(id=name, cells=cells, digest=digest(cells))
            if expected.get("notebook"):
                path = self._scratch / f"{name}.ipynb"
                path.write_text(_notebook(self._text, source, expected["place"]))
                yield read_submission(path, expected="lecture07.py")
            return
        folder = self._scratch / name
        folder.mkdir(exist_ok=True)
        build = runpy.run_path(str(HERE / name / "build.py"))["build"]
        try:
            submission = read_submission(build(folder, self._text), expected="lecture07.py")
        except BadInput as refusal:
            said = str(refusal)
            if expected.get("refused", "\0") not in said:
                broken.append(f"intake says {said!r}")
            if len(said.splitlines()) != 1 or CANARY in said or not said.isprintable():
                broken.append(f"the refusal is not one clean line: {said!r}")
            return
        if "refused" in expected:
            broken.append("intake took it")
        yield submission

    def _told(self, report: Report, text: str, expected: dict[str, Any]) -> list[str]:
        broken = [
            f"a student reads {word!r}" for word in expected.get("silent", []) if word in text
        ]
        broken += [f"a student reads the hidden {word}" for word in self._secrets if word in text]
        if CANARY in text:
            broken.append("a canary got out")
        if set(text) & set("\x1b\x9b\u202e\x00") or "<script" in html.page(report):
            broken.append("raw control characters or HTML in what a student sees")
        return broken


def seen(report: Report) -> str:
    """Everything that a student may come to read of a report, in all formats."""
    screen = io.StringIO()
    console = Console(file=screen, width=160, force_terminal=False)
    terminal.show(report, staff=False, console=console)
    return "\n".join(
        (
            screen.getvalue(),
            markdown.render(report),
            html.page(report),
            github.results(report)["log"],
            msgspec.json.encode(github.results(report)["runners"]).decode(),
            gradescope.render(gradescope.results(report)),
            prairielearn.render(prairielearn.results(report)).decode(),
        )
    )


def _scored_wrong(report: Report, expected: dict[str, Any]) -> list[str]:
    verdicts = {check.finding.verdict for one in report.exercises for check in one.checks}
    broken = []
    if Verdict.GRADER_ERROR in verdicts:
        staff = [c.finding.staff for e in report.exercises for c in e.checks if c.finding.staff]
        broken.append(f"a fault of ours: {staff[0][-300:] if staff else '?'}")
    if Verdict.UNDECIDED in verdicts:
        broken.append("what the student chose leaves us in doubt")
    most = expected["earned"]
    if expected.get("at_most"):
        if report.earned > most:
            broken.append(f"earned {report.earned}, at most {most} is right")
    elif report.earned != most:
        lost = [
            f"{c.id} ({c.finding.feedback.label if c.finding.feedback else ''})"
            for e in report.exercises
            for c in e.checks
            if c.earned < c.points and c.kind != "written"
        ]
        broken.append(f"earned {report.earned}, not {most}; lost {', '.join(lost)}")
    return broken


def _secrets(assignment: Assignment) -> list[str]:
    """Hidden inputs of the attacked exercise as an attack would write them."""
    subject = assignment.exercise(TARGET).subject
    shown = {repr(float(n)) for c in subject.cases if c.public for n in c.inputs["x"].flat}
    values = {
        repr(abs(float(n))) for c in subject.cases if not c.public for n in c.inputs["x"].flat
    }
    return sorted(word for word in values - shown if len(word) > 5)


def _notebook(perfect: str, attack: str, place: str) -> str:
    book = jupytext.reads(perfect, fmt="py:percent")
    cell = nbformat.v4.new_code_cell(attack)
    book.cells = [cell, *book.cells] if place == "before" else [*book.cells, cell]
    return str(nbformat.writes(book))


def descendants(root: int) -> set[int]:
    """Processes below ``root`` that are not over."""
    children: dict[int, list[int]] = {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        with contextlib.suppress(OSError):
            state, parent = Path(f"/proc/{name}/stat").read_text().rpartition(")")[2].split()[:2]
            if state not in "ZX":
                children.setdefault(int(parent), []).append(int(name))
    found: set[int] = set()
    todo = [root]
    while todo:
        for child in children.get(todo.pop(), []):
            found.add(child)
            todo.append(child)
    return found


def litter(uid: int | None) -> list[str]:
    """Files outside the private /tmp that belong to the workers' user, or are ours and have the name attacks give theirs.

    Those of another user are another run's: workers under ``process`` have no /tmp of their own.
    """
    found: list[str] = []
    ours = {uid, os.geteuid()}

    def look(folder: str, depth: int) -> None:
        with contextlib.suppress(OSError), os.scandir(folder) as entries:
            for entry in entries:
                with contextlib.suppress(OSError):
                    owner = entry.stat(follow_symlinks=False).st_uid
                    if owner == uid or (owner in ours and entry.name.startswith(LEFT)):
                        found.append(entry.path)
                    elif depth and entry.is_dir(follow_symlinks=False):
                        look(entry.path, depth - 1)

    for folder in WATCHED:
        look(folder, 1)
    for folder in (str(ROOT), str(HERE.parent), os.path.expanduser("~")):
        look(folder, 0)
    for table in ("shm", "sem", "msg"):
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/sysvipc/{table}").read_text().splitlines()[1:]:
                if uid is not None and str(uid) in line.split():
                    found.append(f"System V {table}: {line}")
    return found
