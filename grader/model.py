"""The frozen records that flow between the parts. No logic lives here.

A submission is a list of *cells*. A check *plans* calls, the sandbox *runs* them and sends back
one *answer* per call, the check *judges* the answers and makes a *finding*. Findings become the
*report* of one submission. Everything a worker receives or returns is made of these records, so
all of them can be written as msgpack (``grader.wire``) and as JSON (``msgspec.json``).

Verdicts live on the grader's side only: no record that travels to or from a worker has one.
"""

from __future__ import annotations

import enum
from typing import Any, TypeAlias, final

import msgspec

REPORT_SCHEMA = 1
"""Version of the JSON layout of :class:`Report`; raised whenever a field changes its meaning."""

Value: TypeAlias = Any
"""None, bool, int, float, complex, str, numpy.ndarray, list, tuple, or (grader to worker only) a
:data:`Function`. What ``grader.wire`` can carry; nothing else ever crosses."""


class Record(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=False):
    """Base of all records: immutable."""


# --- what the student hands in ------------------------------------------------------------------


@final
class FileName(str):
    """The name of the file that students fill in, which also knows what they are to define in it: a folder is listed
    by names, and which of its files is the work is decided by what they hold."""

    __slots__ = ("due",)
    due: frozenset[str]

    def __new__(cls, name: str, due: frozenset[str] = frozenset()) -> FileName:
        made = super().__new__(cls, name)
        made.due = due
        return made


class Cell(Record, frozen=True):
    """One piece of student code, run on its own: an error in it costs only this cell.

    ``name`` is what a student calls the place ("homework.py", "cell 7"); ``first_line`` is the line
    number, within that place, of the first line of ``source``.
    """

    source: str
    name: str
    first_line: int = 1


class Notice(Record, frozen=True):
    """Something a student or TA should know about a submission that is not a check's finding."""

    label: str
    text: str
    place: str = ""
    line: int | None = None


class Submission(Record, frozen=True):
    """Student work after intake. ``id`` names it in reports; ``digest`` is the SHA-256 of its cells."""

    id: str
    cells: tuple[Cell, ...]
    digest: str
    notices: tuple[Notice, ...] = ()
    files: tuple[str, ...] = ()


# --- calls --------------------------------------------------------------------------------------


class Given(Record, frozen=True, tag="given"):
    """A callable argument that the students' own ``given.py`` holds."""

    name: str


class Formula(Record, frozen=True, tag="formula"):
    """A callable argument made from an expression, e.g. ``M.T @ np.tanh(u)`` of ``("u",)``.

    ``constants`` are the names the expression uses beside its parameters and ``np``.
    """

    source: str
    parameters: tuple[str, ...]
    constants: dict[str, Value] = {}


class Asked(Record, frozen=True, tag="asked"):
    """A callable argument that stays with the grader: the worker sends the arguments and receives
    the value, so how often it was called is counted where it can't be forged."""

    function: Given | Formula


Function: TypeAlias = Given | Formula | Asked


class Call(Record, frozen=True):
    """One student function applied to one case. ``args`` None reads the variable ``function``.

    ``key`` is unique within a submission's plan ("dA_dW0/h3"); equal keys are the same call, planned
    by several checks and run once. ``public`` calls run first: what students see of printed output
    ends before the first hidden call is sent. Hidden calls of different ``exercise`` s never wait in a worker's pipe together. With ``times`` 2 the function is called twice with the very same arguments, and
    the second answer counts.
    """

    key: str
    function: str
    args: tuple[Value, ...] | None
    public: bool = True
    exercise: str = ""
    times: int = 1


# --- answers ------------------------------------------------------------------------------------


class Returned(Record, frozen=True, tag="returned"):
    """The call came back. ``mutated``: indices of arguments that the call changed.
    ``warnings``: categories of the warnings raised. ``asked``: calls per Asked argument, counted by
    the grader, in order of first appearance in ``args``. ``form``: what a value that
    travelled as a list was: "" a list, or "tuple"."""

    value: Value
    mutated: tuple[int, ...] = ()
    warnings: tuple[str, ...] = ()
    asked: tuple[int, ...] = ()
    form: str = ""


class Raised(Record, frozen=True, tag="raised"):
    """The call raised. ``kind`` is the nearest built-in exception's name; ``message`` its text (capped);
    ``place``/``line``/``text``: the innermost line of the student's own code. ``why``: what became of the name that it
    lacked, where that is known."""

    kind: str
    message: str = ""
    place: str = ""
    line: int | None = None
    text: str = ""
    why: str = ""


class Missing(Record, frozen=True, tag="missing"):
    """No such name. ``defined``: the callable names the submission does define, for "did you mean". ``why``: what became
    of its definition, where that is known."""

    defined: tuple[str, ...] = ()
    why: str = ""


class BadSignature(Record, frozen=True, tag="signature"):
    """The function does not take the arguments of the call. ``got`` is its signature as written."""

    got: str


class Unreadable(Record, frozen=True, tag="unreadable"):
    """The value can't travel: ``why`` says what it was ("a dict", "a DataFrame; …", with the cure after a semicolon)."""

    why: str


class TooBig(Record, frozen=True, tag="toobig"):
    """The value is larger than the limit."""


class TimedOut(Record, frozen=True, tag="timeout"):
    """No answer within ``seconds``. ``skipped``: not run, since an earlier call of the same function hung,
    or because the submission's time was used up (``submission`` True). ``line`` and ``text``: where it was then, if that is known."""

    seconds: float
    skipped: bool = False
    submission: bool = False
    line: int | None = None
    text: str = ""


class Died(Record, frozen=True, tag="died"):
    """The process ended during the call. ``why``: "signal SIGSEGV", "exit code 0", "memory limit"."""

    why: str
    skipped: bool = False


Answer: TypeAlias = (
    Returned | Raised | Missing | BadSignature | Unreadable | TooBig | TimedOut | Died
)


class Raising(Record, frozen=True, tag="raising"):
    """The trusted fact that a reference raised on a case: the built-in exception's name."""

    kind: str


class CellOutcome(Record, frozen=True):
    """How one cell ran: ``error`` None means it ran to its end.

    ``costs``: functions of the assignment that can't run without it; ``also``: the places of other cells that failed for
    want of it; those have ``follows`` set. A ``name`` of "" stands for a cell that isn't there.
    """

    name: str
    error: Raised | TimedOut | Died | None = None
    costs: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    follows: bool = False


class Limits(Record, frozen=True):
    """What a submission may use. Seconds by the clock, less what was spent waiting for a core; bytes."""

    call_seconds: float = 2.0
    test_seconds: float = 10.0
    """Processor time of a test itself, without the student's code."""
    cells_seconds: float = 10.0
    submission_seconds: float = 60.0
    memory_bytes: int = 1 << 30
    answer_bytes: int = 1 << 20
    output_bytes: int = 64 << 10
    file_bytes: int = 16 << 20
    asks: int = 10_000


class Job(Record, frozen=True):
    """All a sandbox needs to run one submission. ``given`` is the source of the students' given.py."""

    cells: tuple[Cell, ...]
    calls: tuple[Call, ...]
    given: str = ""
    limits: Limits = Limits()


class Exchange(Record, frozen=True):
    """One step of a dialogue: what was asked, as its digest, and what came back."""

    request: str
    answer: Answer


class Transcript(Record, frozen=True):
    """What running a job gave: one outcome per cell, one answer per call key, printed output of the cells
    and public calls (capped), the sandbox layers that were active, and by check the dialogues of those that ask
    as they go."""

    cells: tuple[CellOutcome, ...]
    answers: dict[str, Answer]
    output: str = ""
    output_cut: bool = False
    layers: tuple[str, ...] = ()
    dialogues: dict[str, tuple[Exchange, ...]] = {}


# --- findings and reports -----------------------------------------------------------------------


class Verdict(enum.StrEnum):
    """PASS and FAIL are about the student; BLOCKED says an earlier check of the exercise failed, so this
    one says nothing; UNDECIDED that numerics can't tell; GRADER_ERROR that we failed; TO_MARK that a
    person decides, MARKED that one has (in class tables only). Only PASS and MARKED
    earn points; UNDECIDED and GRADER_ERROR mark the report for regrading."""

    PASS = "pass"
    FAIL = "fail"
    BLOCKED = "blocked"
    UNDECIDED = "undecided"
    GRADER_ERROR = "grader_error"
    TO_MARK = "to_mark"
    MARKED = "marked"


class Feedback(Record, frozen=True):
    """What a student is told about one failure. Plain text with `code` in backquotes and mathematics in
    Unicode; every field but ``what`` may be empty. ``repeat`` is what to type to have the same inputs again.

    ``label`` is the machine-readable kind ("shape.flat", "misconception.numerator_layout").
    """

    label: str
    what: str
    where: str = ""
    got: str = ""
    expected: str = ""
    reason: str = ""
    next_step: str = ""
    repeat: str = ""


class Finding(Record, frozen=True):
    """A check's judgement: over all cases, and over the public ones alone.

    ``misconception`` is the name of the known-wrong function that the answers equal, if any.
    ``failed_cases`` of ``cases`` cases disagreed. ``staff`` holds detail that students never see.
    """

    verdict: Verdict
    public_verdict: Verdict
    feedback: Feedback | None = None
    public_feedback: Feedback | None = None
    misconception: str | None = None
    cases: int = 0
    failed_cases: int = 0
    staff: str = ""


class CheckResult(Record, frozen=True):
    """One check of one exercise in a report. ``id`` is stable: "bias_jacobian/2-gradient-dA_dW0"."""

    id: str
    kind: str
    title: str
    points: float
    earned: float
    finding: Finding


class ExerciseResult(Record, frozen=True):
    """One exercise in a report. ``number``: its place in the assignment, from 1; 0 where it isn't known."""

    name: str
    title: str
    points: float
    to_mark: float
    earned: float
    checks: tuple[CheckResult, ...]
    written: dict[str, str] = {}
    number: int = 0


class Report(Record, frozen=True, kw_only=True):
    """All of it for one submission. No time stamps, no machine names: the same submission and assignment
    give the same bytes."""

    schema: int = REPORT_SCHEMA
    assignment: str
    assignment_digest: str
    grader: str
    submission: str
    submission_digest: str
    earned: float
    points: float
    to_mark: float
    regrade: bool
    exercises: tuple[ExerciseResult, ...]
    cells: tuple[CellOutcome, ...] = ()
    notices: tuple[Notice, ...] = ()
    output: str = ""
    isolation: str = ""
    layers: tuple[str, ...] = ()
