"""One submission → one report. The whole story, on one page.

1. *Plan*: the assignment's checks have planned their calls, once for all submissions; equal calls
   are one.
2. *Run*: the sandbox runs the student's cells and those calls, and gives back plain answers.
3. *Judge*: each check looks at the answers and says what it found. After a failed *gate*
   (``shape``) the later checks of the same function are BLOCKED, since nothing they could say would help;
   so is one that asks for good manners alone (``pure``) where nothing of its functions is right.

Judging is pure: with the same transcript it gives the same report, byte for byte, so that saved
answers can be judged again after a check was mended. An exception in a check is the grader's fault: it becomes
GRADER_ERROR, earns nothing, costs nothing in silence, and marks the report for regrading.
"""

from __future__ import annotations

import contextlib
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol

import msgspec
import numpy as np

import grader
from grader.asking import Live, NotRecorded, Replay
from grader.checks import hidden
from grader.checks.base import Check, Subject
from grader.checks.trusted import trusted_function
from grader.diagnosis.stopped import traced
from grader.model import (
    Answer,
    CheckResult,
    Exchange,
    ExerciseResult,
    Feedback,
    Finding,
    Formula,
    Given,
    Job,
    Notice,
    Record,
    Report,
    Submission,
    Transcript,
    Verdict,
)
from grader.sandbox.base import Functions, Sandbox, Session

if TYPE_CHECKING:
    # Named in annotations alone: a student's desk judges without reading any assignment.
    from grader.catalog import Assignment


NOT_RECORDED = "not_recorded"
"""The label of what can't be judged from the saved answers: the code must run again."""
_OTHERWISE = (
    "is asked for, but was not when the code ran: the check must ask the same again when it gets the same answers, "
    "so nothing in it may depend on chance, the time, or what it was asked before"
)


class Judged(Protocol):
    """What judging needs of an exercise: the catalog's, or a bundle of its public part."""

    @property
    def name(self) -> str: ...
    @property
    def number(self) -> int: ...
    @property
    def title(self) -> str: ...
    @property
    def points(self) -> float: ...
    @property
    def to_mark(self) -> float: ...
    @property
    def subject(self) -> Subject: ...
    @property
    def checks(self) -> tuple[tuple[str, Check], ...]: ...


class Graded(Record, frozen=True):
    """A report, and the answers it came from (kept so that it can be judged again)."""

    report: Report
    transcript: Transcript


class Grader:
    """Grades submissions of one assignment in one sandbox. A context manager; closes the sandbox."""

    def __init__(self, assignment: Assignment, sandbox: Sandbox) -> None:
        self.assignment, self.sandbox = assignment, sandbox

    def __enter__(self) -> Grader:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.sandbox.close()

    def grade(self, submission: Submission) -> Graded:
        """Run and judge. Raises SandboxFault when the sandbox itself fails."""
        job = Job(
            cells=submission.cells,
            calls=self.assignment.plan,
            given=self.assignment.given,
            limits=self.assignment.limits,
        )
        transcript = run(self.sandbox, job, self._function, self.assignment.exercises)
        report = judge(self.assignment, submission, transcript, isolation=self.sandbox.name)
        return Graded(report=report, transcript=transcript)

    def judge(self, submission: Submission, transcript: Transcript) -> Report:
        """Judge saved answers again, without running anyone's code."""
        return judge(self.assignment, submission, transcript, isolation=self.sandbox.name)

    def _function(self, spec: Given | Formula) -> Callable[..., Any]:
        return trusted_function(self.assignment.trusted, spec)


def run(
    sandbox: Sandbox, job: Job, functions: Functions, exercises: Iterable[Judged]
) -> Transcript:
    """The planned calls, and last the dialogues of checks that ask as they go, each in a fresh worker, so that nothing learnt in
    one serves another. Public ones come before anything hidden. What these checks find here is thrown away: see ``judge``."""
    asking = {
        check_id: (check, exercise.subject)
        for exercise in exercises
        for check_id, check in exercise.checks
        if check.interactive
    }
    shown = {key: one for key, one in asking.items() if one[0].cases == "public"}
    dialogues: dict[str, tuple[Exchange, ...]] = {}
    with sandbox.open(job, functions) as session:
        if shown:
            session.answers(job.calls, hidden=False)
            dialogues |= {key: _dialogue(session, *one) for key, one in shown.items()}
            session.fresh()
        session.answers(job.calls)
        for key in [key for key in asking if key not in shown]:
            dialogues[key] = _dialogue(session, *asking[key])
        found = msgspec.structs.replace(session.transcript(), dialogues=dialogues)
    return traced(job, found)


def _dialogue(session: Session, check: Check, subject: Subject) -> tuple[Exchange, ...]:
    """What ``check`` asks and is answered in a fresh worker; once more where somebody else ended that worker."""
    for _ in range(2):
        session.fresh()
        live = Live(session.ask)
        # What fails here fails again, and is told, when it is replayed.
        with contextlib.suppress(Exception), np.errstate(all="ignore"):
            check.judge(subject, live)
        if live.fault is not None:
            raise live.fault
        if not session.disturbed:
            break
    return tuple(live.exchanges)


def judge(
    assignment: Assignment, submission: Submission, transcript: Transcript, isolation: str
) -> Report:
    """The report of one submission from its transcript. Pure."""
    with np.errstate(all="ignore"):
        exercises = tuple(
            judge_exercise(one, transcript.answers, transcript.dialogues)
            for one in assignment.exercises
        )
    return report_of(assignment, submission, exercises, transcript, isolation)


def unreadable(assignment: Assignment, submission_id: str, problem: str) -> Report:
    """The report of a submission that could not be read: everything 0, and why."""
    notice = Notice(label="unreadable", text=problem)
    submission = Submission(id=submission_id, cells=(), digest="", notices=(notice,))
    feedback = Feedback(
        label="unreadable",
        what="The submission could not be read.",
        reason=problem,
        next_step="Hand in the template file with your functions filled in.",
    )
    exercises = tuple(
        _exercise_result(
            exercise,
            tuple(
                _result(
                    check_id,
                    check,
                    Finding(
                        verdict=verdict,
                        public_verdict=verdict,
                        feedback=feedback,
                        public_feedback=feedback,
                    ),
                )
                for check_id, check in exercise.checks
                for verdict in [Verdict.TO_MARK if check.by_person else Verdict.FAIL]
            ),
            dict.fromkeys(exercise.variables, ""),
        )
        for exercise in assignment.exercises
    )
    transcript = Transcript(cells=(), answers={})
    return report_of(assignment, submission, exercises, transcript, "not run")


def judge_exercise(
    exercise: Judged,
    answers: Mapping[str, Answer],
    dialogues: Mapping[str, Sequence[Exchange]] | None = None,
) -> ExerciseResult:
    """One exercise from its answers and the dialogues of its checks: in the author's order, blocked after a failed one
    that they come ``after``."""
    replay = Replay(answers, dialogues)
    results: list[CheckResult] = []
    all_cases, public = _Gate(), _Gate()
    texts: dict[str, str] = {}
    said: dict[tuple[str, ...], Feedback] = {}
    for check_id, check in exercise.checks:
        shut, publicly_shut = all_cases.shut(check), public.shut(check)
        if shut and publicly_shut:
            finding = Finding(verdict=Verdict.BLOCKED, public_verdict=Verdict.BLOCKED)
        else:
            finding = judge_check(exercise, check, replay, check_id)
            if shut:
                finding = Finding(
                    verdict=Verdict.BLOCKED,
                    public_verdict=finding.public_verdict,
                    public_feedback=finding.public_feedback,
                )
            else:
                finding = _one_voice(said, check, finding)
            if publicly_shut:
                finding = msgspec.structs.replace(
                    finding, public_verdict=Verdict.BLOCKED, public_feedback=None
                )
        all_cases.note(check, finding.verdict)
        if not check.needs_solutions and check.shows(exercise.subject):
            public.note(check, finding.public_verdict)
        texts |= check.texts(exercise.subject, replay)
        results.append(_result(check_id, check, finding))
    return _exercise_result(exercise, tuple(results), texts)


class _Gate:
    """Which checks are blocked, by the verdicts of those before. Public verdicts have one of their own: whether a public part is
    blocked must not tell of a hidden case."""

    def __init__(self) -> None:
        self._failed: list[Check] = []
        self._right: dict[str, bool] = {}

    def shut(self, check: Check) -> bool:
        known = [self._right[f] for f in check.functions if f in self._right]
        unearned = bool(check.manners and known and not any(known))
        return unearned or any(check.after(earlier) for earlier in self._failed)

    def note(self, check: Check, verdict: Verdict) -> None:
        passed = verdict is Verdict.PASS
        if check.gate and not passed:
            self._failed.append(check)
        if check.points and check.proves:
            self._right |= {f: passed or self._right.get(f, False) for f in check.functions}


def _one_voice(said: dict[tuple[str, ...], Feedback], check: Check, finding: Finding) -> Finding:
    """Of hidden cases one check of a function says what is wrong, and the others no more than that they fail, too."""
    if finding.feedback is None or finding.public_feedback is not None:
        return finding
    if said.setdefault(check.functions, finding.feedback) == finding.feedback:
        return finding
    return msgspec.structs.replace(finding, feedback=hidden.quiet(check))


def judge_check(exercise: Judged, check: Check, replay: Replay, check_id: str) -> Finding:
    """The check's finding; any exception in it is ours and becomes GRADER_ERROR."""
    dialogue = replay.dialogue(check_id)
    try:
        finding = check.judge(exercise.subject, dialogue if check.interactive else replay)
    except NotRecorded as error:
        return _failure(NOT_RECORDED, f"{error} {_OTHERWISE}")
    except Exception:
        finding = _failure("grader_error", traceback.format_exc(limit=-3))
    if dialogue.missing is not None:
        return _failure(NOT_RECORDED, f"{dialogue.missing} {_OTHERWISE}")
    return finding


def _failure(label: str, staff: str) -> Finding:
    """That we failed, which is never the student's fault."""
    feedback = Feedback(
        label=label,
        what="The grader failed here; this is not your fault and the staff has been told.",
    )
    return Finding(
        verdict=Verdict.GRADER_ERROR,
        public_verdict=Verdict.GRADER_ERROR,
        feedback=feedback,
        public_feedback=feedback,
        staff=staff,
    )


def _result(check_id: str, check: Check, finding: Finding) -> CheckResult:
    return CheckResult(
        id=check_id,
        kind=check.kind,
        title=check.label,
        points=check.points,
        earned=check.points if finding.verdict is Verdict.PASS else 0.0,
        finding=finding,
    )


def _exercise_result(
    exercise: Judged, checks: tuple[CheckResult, ...], written: dict[str, str]
) -> ExerciseResult:
    return ExerciseResult(
        name=exercise.name,
        title=exercise.title,
        points=exercise.points,
        to_mark=exercise.to_mark,
        earned=sum((check.earned for check in checks), 0.0),
        checks=checks,
        written=written,
        number=exercise.number,
    )


def report_of(
    assignment: Assignment,
    submission: Submission,
    exercises: tuple[ExerciseResult, ...],
    transcript: Transcript,
    isolation: str,
) -> Report:
    """The report that these results make; ``transcript`` tells how the cells ran and what they printed. Pure."""
    verdicts = {check.finding.verdict for exercise in exercises for check in exercise.checks}
    return Report(
        assignment=assignment.name,
        assignment_digest=assignment.digest,
        grader=grader.__version__,
        submission=submission.id,
        submission_digest=submission.digest,
        earned=sum((exercise.earned for exercise in exercises), 0.0),
        points=assignment.points,
        to_mark=assignment.to_mark,
        regrade=bool(verdicts & {Verdict.GRADER_ERROR, Verdict.UNDECIDED}),
        exercises=exercises,
        cells=tuple(cell for cell in transcript.cells if cell.error is not None),
        notices=submission.notices,
        output=transcript.output,
        isolation=isolation,
        layers=transcript.layers,
    )


def broken(assignment: Assignment, submission: Submission, problem: str) -> Report:
    """The report of a submission that we failed to grade: nothing earned, nothing lost, to be regraded."""
    finding = Finding(
        verdict=Verdict.GRADER_ERROR, public_verdict=Verdict.GRADER_ERROR, staff=problem
    )
    exercises = tuple(
        _exercise_result(
            exercise,
            tuple(_result(check_id, check, finding) for check_id, check in exercise.checks),
            dict.fromkeys(exercise.variables, ""),
        )
        for exercise in assignment.exercises
    )
    transcript = Transcript(cells=(), answers={})
    return report_of(assignment, submission, exercises, transcript, "not run")
