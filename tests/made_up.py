"""A small class with everything that goes wrong in one: hostile names, late and repeated work, files that can't be read."""

from __future__ import annotations

from pathlib import Path

import grader
from grader.catalog import Assignment
from grader.gradebook import Attempt, Gradebook
from grader.model import CheckResult, ExerciseResult, Feedback, Finding, Report, Verdict

SCRIPT = "<script>alert(1)</script>"
FORMULA = "=cmd|'/c calc'!A1"
ANSI = "\x1b[31mred\x9b2J"
TURNED = "\u202egnp.exe"
HOSTILE = (SCRIPT, FORMULA, ANSI, TURNED)
DUE = "2026-03-01T12:00+00:00"
ROSTER = f"""id,name,email,sections
ada,"Lovelace, Ada",ada@example.org,A
ben,"=HYPERLINK(""http://evil"")",@ben,A; B
eve,{SCRIPT} Eve,eve@example.org,
fay,Fay {TURNED},fay@example.org,B
"""


def finding(verdict: Verdict, text: str = "", label: str = "value") -> Finding:
    said = None
    if verdict not in (Verdict.PASS, Verdict.BLOCKED):
        said = Feedback(label=label, what=text or "`f` is wrong.", got=text, reason=text)
    return Finding(
        verdict=verdict,
        public_verdict=verdict,
        feedback=said,
        public_feedback=said,
        misconception="missing_two" if verdict is Verdict.FAIL else None,
    )


def report(
    verdicts: str,
    submission: str = "ada",
    *,
    text: str = "",
    label: str = "value",
    digest: str = "",
) -> Report:
    """A report of two exercises with two checks each. ``verdicts``: a letter per check of p(ass), f(ail), b(locked),
    g(rader error)."""
    kinds = {"p": Verdict.PASS, "f": Verdict.FAIL, "b": Verdict.BLOCKED, "g": Verdict.GRADER_ERROR}
    found = [kinds[letter] for letter in verdicts]
    exercises = []
    for k, name in enumerate(("slopes", "chains")):
        checks = tuple(
            CheckResult(
                id=f"{name}/{n}",
                kind="value",
                title=f"value of {name} {n}",
                points=2.0 + k,
                earned=(2.0 + k) * (verdict is Verdict.PASS),
                finding=finding(verdict, text, label),
            )
            for n, verdict in enumerate(found[2 * k : 2 * k + 2])
        )
        exercises.append(
            ExerciseResult(
                name=name,
                title=f"{name.title()} & <b>rules</b>",
                points=sum(check.points for check in checks),
                to_mark=0.0,
                earned=sum(check.earned for check in checks),
                checks=checks,
            )
        )
    return Report(
        assignment="lecture07",
        assignment_digest=digest,
        grader=grader.__version__,
        submission=submission,
        submission_digest=f"{submission}-{verdicts}".encode().hex(),
        earned=sum(one.earned for one in exercises),
        points=10.0,
        to_mark=0.0,
        regrade="g" in verdicts,
        exercises=tuple(exercises),
        output=text,
    )


def fill(path: Path, assignment: Assignment, *, unreadable: bool = False) -> Path:
    """A gradebook of the class, at will with a file that can't be read, whose report has the exercises of the real
    assignment. Returns where it lies."""
    with Gradebook(path) as book:

        def hand_in(
            student: str, verdicts: str, at: str = "", number: int = 1, **more: str
        ) -> None:
            text = next((one for one in HOSTILE if one == student), "")
            made = report(verdicts, student, text=text, digest=assignment.digest, **more)
            book.put(made, None)
            book.record(
                assignment.name,
                Attempt(
                    student=student,
                    label=f"{student}-{number}.py",
                    submission=made.submission_digest,
                    number=number,
                    at=at,
                ),
            )

        hand_in("ada", "pppp", "2026-03-01T11:00:00+00:00")
        hand_in("ada", "ppff", "2026-03-02T13:00:00+00:00", number=2)
        hand_in("ben", "fbpp", "2026-03-01T14:03:09+01:00")
        hand_in("cem", "gppp", "2026-03-01T10:00:00+00:00")
        hand_in("dan", "pfff", label="timeout")
        for student, verdicts in zip(HOSTILE, ("ffff", "pppf", "ppfp", "pfpp"), strict=True):
            hand_in(student, verdicts)
        if unreadable:
            book.record(
                assignment.name,
                Attempt(student="gus", label="gus.py", submission="", problem=f"no text {SCRIPT}"),
            )
    return path
