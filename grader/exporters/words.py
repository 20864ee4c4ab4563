"""The words and numbers that all formats share: points, verdicts, where a score stands."""

from __future__ import annotations

from collections.abc import Sequence

from grader.course.points import after_lateness, lost
from grader.course.points import automatic as automatic
from grader.course.points import automatic_checks as automatic_checks
from grader.course.points import marked as marked
from grader.course.points import points as points
from grader.exporters.escape import line
from grader.model import (
    CellOutcome,
    CheckResult,
    Died,
    ExerciseResult,
    Feedback,
    Raised,
    Report,
    TimedOut,
    Verdict,
)

WORDS = {
    Verdict.PASS: "pass",
    Verdict.FAIL: "fail",
    Verdict.BLOCKED: "blocked",
    Verdict.UNDECIDED: "undecided",
    Verdict.GRADER_ERROR: "grader error",
    Verdict.TO_MARK: "to be marked",
    Verdict.MARKED: "marked",
}
MARKS = {
    Verdict.PASS: "✓",
    Verdict.FAIL: "✗",
    Verdict.BLOCKED: "–",
    Verdict.UNDECIDED: "?",
    Verdict.GRADER_ERROR: "!",
    Verdict.TO_MARK: "✎",
    Verdict.MARKED: "✎",
}


NOT_DONE = "not done yet"
LIKELY = {
    "ModuleNotFoundError": "Grading has only Python's standard library, NumPy and given.py; your own functions must "
    "be in the one file that you hand in.",
    "FileNotFoundError": "Grading has no other files of yours.",
    "EOFError": "Nobody is there to answer `input()` in grading.",
}
"""What most likely stands behind a statement that failed."""
DID_NOT_RUN = "A part of your file did not run:"


def total(report: Report, penalty: float = 0.0) -> str:
    """ "72 of 90 automatic + 10 to be marked". ``penalty``: the fraction of the points lost for lateness."""
    (earned, out_of), (given, of_given) = automatic(report), marked(report)
    text = f"{points(earned)} of {points(out_of)} automatic"
    if of_given:
        text += f" + {points(given)} of {points(of_given)} marked by a person"
    if penalty:
        text += f" - {points(lost(report.earned, penalty))} for lateness"
    if report.to_mark:
        return f"{text} + {points(report.to_mark)} to be marked"
    if not of_given:
        return text
    return f"{points(after_lateness(report.earned, penalty))} of {points(report.points)}: {text}"


def label(exercise: ExerciseResult) -> str:
    """ "6 · bias_jacobian": the number and the name, by either of which an exercise can be asked for."""
    return f"{exercise.number} · {exercise.name}" if exercise.number else exercise.name


def heading(exercise: ExerciseResult) -> str:
    """ "6 · bias_jacobian: The matrix ∂A/∂W₀"."""
    return f"{label(exercise)}: {exercise.title}"


def exercise_score(exercise: ExerciseResult) -> str:
    (earned, out_of), (given, of_given) = automatic(exercise), marked(exercise)
    text = f"{points(earned)} / {points(out_of)}"
    if of_given:
        text += f" + {points(given)} / {points(of_given)} marked"
    return f"{text} + {points(exercise.to_mark)} to mark" if exercise.to_mark else text


def later(to_mark: float) -> str:
    return f"{points(to_mark)} points are given by a person later."


def fault(student: bool) -> str:
    """Opens the message where nothing could be graded: whose fault it was."""
    if student:
        return "Your submission could not be graded:"
    return (
        "The autograder itself failed. This is not your fault, and nothing was graded; the staff has "
        "to run it again. What went wrong:"
    )


def noticed(report: Report) -> list[str]:
    """The notices, each with its place unless it names that itself, in order and none twice."""
    found = (
        n.text if not n.place or n.place in n.text else f"{n.place}: {n.text}"
        for n in report.notices
    )
    return list(dict.fromkeys(found))


def failed(exercise: ExerciseResult) -> list[CheckResult]:
    """The checks a student should read about: everything that did not pass and says something."""
    return [
        check
        for check in exercise.checks
        if check.finding.verdict is not Verdict.PASS and check.finding.feedback is not None
    ]


def undone(check: CheckResult) -> bool:
    """Whether a check failed only because its function is still the template's."""
    feedback = check.finding.feedback
    return feedback is not None and feedback.label == "not_done"


def function_named(check: CheckResult) -> str:
    """The function that a check's message speaks of, the first thing in backquotes."""
    feedback = check.finding.feedback
    pieces = feedback.what.split("`") if feedback is not None else []
    return pieces[1] if len(pieces) > 2 else ""


def result_word(exercise: ExerciseResult) -> str:
    """The exercise's result in a word or two: "pass", "fail", "not done yet", "to be marked"."""
    wrong = [check for check in failed(exercise) if check in automatic_checks(exercise)]
    if wrong and all(map(undone, wrong)):
        return NOT_DONE
    return WORDS[verdict_of(exercise)]


def distinct(checks: list[CheckResult]) -> list[CheckResult]:
    """Without those that say the very same as one before (several checks of a missing function)."""
    seen: set[tuple[str, str, str]] = set()
    kept: list[CheckResult] = []
    for check in checks:
        feedback = check.finding.feedback
        assert feedback is not None
        key = (feedback.label, feedback.what, feedback.reason)
        if key not in seen:
            seen.add(key)
            kept.append(check)
    return kept


def verdict_of(exercise: ExerciseResult) -> Verdict:
    """The verdict of a whole exercise, the one that matters most."""
    found = {check.finding.verdict for check in exercise.checks}
    for verdict in (Verdict.GRADER_ERROR, Verdict.FAIL, Verdict.UNDECIDED, Verdict.TO_MARK):
        if verdict in found:
            return verdict
    given, out_of = marked(exercise)
    return Verdict.MARKED if given < out_of else Verdict.PASS


def lines(feedback: Feedback) -> list[tuple[str, str]]:
    """The filled fields after ``what``, with their headings."""
    by_person = feedback.label == "written.marked"
    fields = (
        ("called", feedback.where),
        ("got", feedback.got),
        ("expected", feedback.expected),
        ("why", feedback.reason),
        ("comment" if by_person else "next", feedback.next_step),
        ("inputs", feedback.repeat),
    )
    return [(heading, text) for heading, text in fields if text]


def untouched(report: Report) -> bool:
    """Whether nothing was filled in: no check passed and every failure is "not done yet"."""
    return _nothing_there(report) and not misspelt(report)


def misspelt(report: Report) -> bool:
    """Whether there is nothing to grade because of a syntax error."""
    return _nothing_there(report, "missing") and any(
        isinstance(cell.error, Raised)
        and cell.error.kind in ("SyntaxError", "IndentationError", "TabError")
        for cell in report.cells
    )


def _nothing_there(report: Report, label: str = "not_done") -> bool:
    labels = {
        check.finding.feedback.label
        for exercise in report.exercises
        for check in exercise.checks
        if check.finding.feedback is not None
    }
    return (
        report.earned == 0
        and label in labels
        and labels
        <= {
            "not_done",
            "missing",
            "written.blank",
            "written.template",
        }
    )


def stopped(report: Report) -> list[tuple[str, str]]:
    """What did not run, one entry per cause: the statement with its error, and what it means for the grade."""
    return [
        (cell_error(cell.name, cell.error), _consequence(cell))
        for cell in report.cells
        if cell.error is not None and not cell.follows
    ]


def cell_error(name: str, error: object) -> str:
    """ "homework.py, line 12: SyntaxError: '(' was never closed": what stopped a cell."""
    match error:
        case Raised():
            at = f"{line(name)}, line {error.line}: " if error.line else f"{line(name)}: "
            code = f"\n    {line(error.text)}" if error.text else ""
            return f"{at if name else ''}{error.kind}: {line(error.message)}{code}"
        case TimedOut():
            return f"{line(name)}: did not end within {error.seconds:g} s and was left out"
        case Died():
            return f"{line(name)}: ended the Python process ({line(error.why)}) and was left out"
    return f"{line(name)}: could not be run"


def _consequence(cell: CellOutcome) -> str:
    """Why it may have failed, what failed with it, and which functions can't run without it."""
    said = [why] if (why := _likely(cell.error)) else []
    if cell.also:
        said.append(f"{_capital(listed(cell.also))} did not run because of it.")
    if cell.costs:
        functions = listed([f"`{name}`" for name in cell.costs])
        said.append(f"Because of it, {functions} can't run.")
    elif cell.name:
        said.append("No public check fails because of it.")
    return " ".join(said)


def _likely(error: object) -> str:
    if not isinstance(error, Raised):
        return ""
    if error.kind in LIKELY:
        return LIKELY[error.kind]
    if error.kind == "ImportError" and "from 'given'" in error.message:
        return "Grading uses the course's own given.py; what you change in yours doesn't count."
    if error.kind == "NameError" and error.message == "name 'np' is not defined":
        return "Put `import numpy as np` at the top of your file."
    if error.kind == "SyntaxError" and error.text.startswith(("<<<<<<<", "=======", ">>>>>>>")):
        return "This is a mark of a merge conflict: keep one version and delete the marks."
    return ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def listed(names: Sequence[str], most: int = 6) -> str:
    """ "a", "a and b", "a, b and c", "a, b, c and 9 more"."""
    shown = (
        list(names) if len(names) <= most else [*names[: most - 1], f"{len(names) - most + 1} more"]
    )
    return " and ".join(filter(None, [", ".join(shown[:-1]), shown[-1]]))
