"""Made-up reports in which everything occurs that an exporter has to show: each verdict, each field of feedback, each thing that
may be noted; and one of nothing wrong, and one of nothing done."""

from __future__ import annotations

from grader.model import (
    CellOutcome,
    CheckResult,
    Died,
    ExerciseResult,
    Feedback,
    Finding,
    Notice,
    Raised,
    Report,
    TimedOut,
    Verdict,
)

FULL = Feedback(
    label="value",
    what="`slope` is *wrong* at entry [0, 1].",
    where="slope(x, W) with m = 2, n = 3",
    got="array([[1., 2.],\n       [3., 4.]])",
    expected="2.5",
    reason="Every entry is 2 times too large.",
    next_step="Look for a constant: a 2 from <squares>.",
    repeat="grader case slopes p1",
)
SHORT = Feedback(label="shape.flat", what="`slope` returns a flat array.")
HIDDEN = Feedback(label="hidden.value", what="`turn` is wrong in a hidden case.")
UNDONE = Feedback(label="not_done", what="`slope` is not done yet.")


def check(
    name: str,
    verdict: Verdict,
    told: Feedback | None = None,
    public: Feedback | None = None,
    **more: object,
) -> CheckResult:
    points = float(str(more.pop("points", 2.0)))
    finding: dict[str, object] = {
        "verdict": verdict,
        "public_verdict": verdict,
        "feedback": told,
        "public_feedback": public or told,
        "cases": 5,
        **more,
    }
    kind = name.split("-")[1]
    return CheckResult(
        id=name,
        kind=kind,
        title=f"{kind} of {name.rpartition('-')[2]}",
        points=points,
        earned=points if verdict is Verdict.PASS else 0.0,
        finding=Finding(**finding),  # type: ignore[arg-type]
    )


def exercise(number: int, title: str, *checks: CheckResult, **more: object) -> ExerciseResult:
    return ExerciseResult(
        name=checks[0].id.partition("/")[0],
        title=title,
        points=sum(one.points for one in checks),
        to_mark=sum(one.points for one in checks if one.finding.verdict is Verdict.TO_MARK),
        earned=sum(one.earned for one in checks),
        checks=checks,
        number=number,
        **more,  # type: ignore[arg-type]
    )


def report(name: str, *exercises: ExerciseResult, **more: object) -> Report:
    return Report(
        assignment="made_up",
        assignment_digest="a1",
        grader="VERSION",
        submission=name,
        submission_digest="d1",
        earned=sum(one.earned for one in exercises),
        points=sum(one.points for one in exercises),
        to_mark=sum(one.to_mark for one in exercises),
        exercises=exercises,
        isolation="container",
        layers=("seccomp", "rlimits"),
        **{"regrade": False, **more},  # type: ignore[arg-type]
    )


SLOPES = exercise(
    1,
    "Slopes & <b>rules</b>",
    check("slopes/1-shape-slope", Verdict.FAIL, SHORT, points=0.5, failed_cases=5),
    check("slopes/2-value-slope", Verdict.BLOCKED, points=4.0, cases=0),
    check("slopes/3-value-other", Verdict.FAIL, FULL, misconception="missing_two", failed_cases=3),
    check("slopes/4-pure-other", Verdict.PASS, points=1.0),
)
TURNS = exercise(
    2,
    "Turns",
    check(
        "turns/1-value-turn",
        Verdict.FAIL,
        HIDDEN,
        public_verdict=Verdict.PASS,
        public_feedback=None,
        failed_cases=1,
    ),
    check(
        "turns/2-gradient-turn",
        Verdict.UNDECIDED,
        Feedback(label="undecided", what="The numbers don't tell."),
    ),
    check(
        "turns/3-value-back",
        Verdict.GRADER_ERROR,
        Feedback(label="grader_error", what="The grader failed here."),
        staff="ZeroDivisionError: line 3",
    ),
)
WORDS = exercise(
    3,
    "Words",
    check(
        "words/1-written-WHY",
        Verdict.TO_MARK,
        Feedback(label="written.short", what="`WHY` is very short (2 words)."),
        points=5.0,
    ),
    check("words/2-choice-which", Verdict.PASS),
    written={"WHY": "Because so"},
)
ERROR = Raised(
    kind="SyntaxError", message="'(' was never closed", place="cell 2", line=3, text="f(x"
)
REPORTS = {
    "everything": report(
        "everything",
        SLOPES,
        TURNS,
        WORDS,
        regrade=True,
        cells=(
            CellOutcome(name="cell 2", error=ERROR, costs=("slope", "turn"), also=("cell 4",)),
            CellOutcome(name="cell 4", error=Raised(kind="NameError"), follows=True),
            CellOutcome(name="cell 5", error=TimedOut(seconds=2.0)),
            CellOutcome(name="cell 6", error=Died(why="signal SIGKILL"), costs=("back",)),
        ),
        notices=(
            Notice(label="magic", text="`%matplotlib` was left out", place="cell 1", line=1),
            Notice(label="late", text="cell 7 is empty ##[group]", place="cell 7"),
        ),
        output="printed \x1b[31mred\n::notice title=x::y\n",
    ),
    "right": report(
        "right",
        exercise(1, "Slopes", check("slopes/1-value-slope", Verdict.PASS, points=0.25)),
        WORDS,
    ),
    "untouched": report(
        "untouched", exercise(1, "Slopes", check("slopes/1-value-slope", Verdict.FAIL, UNDONE))
    ),
}
