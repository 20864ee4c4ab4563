"""``grader check``: the public checks on one's own file, in a separate process of one's own machine."""

from __future__ import annotations

import difflib
from pathlib import Path

import msgspec

from grader import __version__
from grader.desk.bundle import Bundle, DeskExercise, find, read
from grader.desk.sizes import with_sizes
from grader.grading import judge_exercise, run
from grader.intake.choosing import choose
from grader.intake.errors import WrongUse, named, shown
from grader.intake.sources import Folder
from grader.intake.submission import read_submission, reader
from grader.model import Call, Job, Notice, Report, Submission, Transcript, Verdict
from grader.sandbox.base import Spawner
from grader.sandbox.driver import DrivenSandbox

HIDDEN_TOO = "hidden checks use other sizes and values"


def chosen(bundle: Bundle, question: object) -> tuple[DeskExercise, ...]:
    """All exercises, or the one asked for: by its number, name or title, by something that is to be defined in it, or by the
    beginning of any of these that only one exercise has. Raises :class:`WrongUse`."""
    if question is None:
        return bundle.exercises
    asked = str(getattr(question, "__name__", question)).strip().casefold().rstrip(".")
    called = {one.name: _called(one) for one in bundle.exercises}
    for fits in (str.__eq__, str.startswith):
        found = [
            e for e in bundle.exercises if asked and any(fits(n, asked) for n in called[e.name])
        ]
        if found:
            break
    if len(found) == 1:
        return tuple(found)
    numbered = [f"{one.number} {one.name}" for one in found or bundle.exercises]
    if found:
        raise WrongUse(f"{shown(asked)!r} may be {named(numbered)}; say more of it, or its number")
    if asked.isdigit():
        raise WrongUse(f"no exercise {asked}; they are numbered 1 to {len(bundle.exercises)}")
    close = difflib.get_close_matches(asked, [n for names in called.values() for n in names], n=1)
    if close:
        near = next(e for e in bundle.exercises if close[0] in called[e.name])
        hint = f"did you mean {near.number} {near.name}?"
    else:
        hint = f"there are {', '.join(numbered)}"
    raise WrongUse(f"no exercise {shown(asked)!r}; {hint}")


def _called(exercise: DeskExercise) -> list[str]:
    names = (str(exercise.number), exercise.name, exercise.title, *exercise.subject.parameters)
    return [name.casefold() for name in names]


def plan(exercises: tuple[DeskExercise, ...]) -> tuple[Call, ...]:
    calls = {
        call.key: call
        for exercise in exercises
        for _, check in exercise.checks
        for call in check.plan(exercise.subject)
    }
    return tuple(calls.values())


def chosen_file(path: Path, bundle: Bundle) -> tuple[Path, tuple[Notice, ...]]:
    """The file to check: the one named, or in a folder the one that grading would choose there, and why not another.

    Raises :class:`WrongUse` where a folder has none, BadInput where it has two different works.
    """
    if not path.is_dir():
        return path, ()
    folder = Folder(path)
    files: list[tuple[str, ...]] = [(name,) for name in folder.files(())]
    found, why = choose(folder, files, bundle.submission, reader(bundle.submission))
    if found is None:
        raise WrongUse(
            f"{path}: has no {bundle.submission}; go to the template's folder or name your file"
        )
    return path / found[-1], tuple(
        msgspec.structs.replace(one, text=one.text.replace(" is graded", " is checked", 1))
        for one in why.values()
    )


def check_file(path: Path, question: object, spawner: Spawner) -> Report:
    """The report of the public checks. Raises BadInput and :class:`WrongUse` for wrong use."""
    bundle = read(find(path))
    exercises = chosen(bundle, question)
    file, notices = chosen_file(path, bundle)
    return check_exercises(bundle, exercises, file, spawner, notices)


def check_exercises(
    bundle: Bundle,
    exercises: tuple[DeskExercise, ...],
    file: Path,
    spawner: Spawner,
    notices: tuple[Notice, ...] = (),
) -> Report:
    """The report of some exercises of a bundle on ``file``. Raises BadInput."""
    submission = read_submission(file, expected=bundle.submission)
    job = Job(
        cells=submission.cells, calls=plan(exercises), given=bundle.given, limits=bundle.limits
    )
    sandbox = DrivenSandbox("process", ("separate process",), spawner)
    transcript = run(sandbox, job, lambda spec: _no_function, exercises)
    return report(bundle, exercises, submission, transcript, notices)


def _no_function(*_: object) -> object:
    raise ValueError("no callable stays with the grader in public cases")


def report(
    bundle: Bundle,
    exercises: tuple[DeskExercise, ...],
    submission: Submission,
    transcript: Transcript,
    notices: tuple[Notice, ...] = (),
    repeat: str = "grader case {} {}",
) -> Report:
    """The report at a student's desk. ``repeat``: how to have the inputs of a function's case again."""
    results = tuple(
        with_sizes(
            exercise,
            judge_exercise(exercise, transcript.answers, transcript.dialogues),
            transcript.answers,
            repeat,
        )
        for exercise in exercises
    )
    return Report(
        assignment=bundle.title,
        assignment_digest="",
        grader=__version__,
        submission=submission.id,
        submission_digest=submission.digest,
        earned=sum(result.earned for result in results),
        points=sum(result.points for result in results),
        to_mark=sum(result.to_mark for result in results),
        regrade=False,
        exercises=results,
        cells=tuple(cell for cell in transcript.cells if cell.error is not None),
        notices=(*notices, *submission.notices),
        output=transcript.output,
        isolation="process",
        layers=transcript.layers,
    )


def passes(report: Report) -> bool:
    """Whether all public checks pass; what a person marks is not asked."""
    return all(
        check.finding.verdict in (Verdict.PASS, Verdict.TO_MARK)
        for exercise in report.exercises
        for check in exercise.checks
    )


def closing_line(report: Report) -> str:
    """The last line, which never says that everything is right."""
    if passes(report):
        return f"Public checks pass; {HIDDEN_TOO}."
    checks = [check for exercise in report.exercises for check in exercise.checks]
    good = sum(check.finding.verdict is Verdict.PASS for check in checks)
    return f"{good} of {len(checks)} public checks pass; {HIDDEN_TOO}."
