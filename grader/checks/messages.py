"""Sentences for answers that are no value: what a student reads when a call did not return.

They are for public cases. Of hidden ones only :func:`problem_of` is said, see :mod:`grader.checks.hidden`.
"""

from __future__ import annotations

import difflib

from grader.checks import beginners
from grader.checks.base import Subject
from grader.checks.hidden import Problem
from grader.checks.shown import short as short
from grader.checks.trusted import Case
from grader.model import (
    Answer,
    BadSignature,
    Died,
    Feedback,
    Missing,
    Raised,
    TimedOut,
    TooBig,
    Unreadable,
)
from grader.pasting import pasted

_PROBLEMS = {
    Missing: Problem.MISSING,
    BadSignature: Problem.SIGNATURE,
    Died: Problem.EXCEPTION,
    TimedOut: Problem.TIME,
    TooBig: Problem.TYPE,
    Unreadable: Problem.TYPE,
}


def problem_of(answer: Answer) -> Problem:
    """What kind of failure an answer is that is not ``Returned``."""
    if isinstance(answer, Raised):
        undone = answer.kind == "NotImplementedError"
        return Problem.NOT_DONE if undone else Problem.EXCEPTION
    return _PROBLEMS[type(answer)]


def where(subject: Subject, function: str, case: Case) -> str:
    """ "dA_dW0(x, W, W0) with m = 4, n = 3": the call and its sizes, of a public case with values; of another exercise's
    function only the name."""
    names = subject.parameters.get(function)
    if names and case.public:
        return pasted(function, names, [case.inputs[name] for name in names], case.sizes)
    call = function if names is None else f"{function}({', '.join(names)})"
    sizes = ", ".join(f"{name} = {size}" for name, size in sorted(case.sizes.items()))
    return f"{call} with {sizes}" if sizes else call


def not_returned(subject: Subject, function: str, case: Case | None, answer: Answer) -> Feedback:
    """Feedback for an answer that is not ``Returned``."""
    place = where(subject, function, case) if case is not None else function
    match answer:
        case Missing(why=why) if why:
            return Feedback(
                label="missing",
                what=f"`{function}` is not defined.",
                where=place,
                reason=why,
                next_step="Fix that first.",
            )
        case Missing(defined=defined):
            # A name that is due as well is no misspelling of this one.
            others = [name for name in defined if name not in subject.due]
            close = difflib.get_close_matches(function, others, n=1, cutoff=0.6)
            return Feedback(
                label="missing",
                what=f"`{function}` is not defined.",
                where=place,
                reason=f"Did you mean `{close[0]}`? That name is defined." if close else "",
                next_step="Keep the names of the template.",
            )
        case BadSignature(got=got):
            wanted = ", ".join(subject.parameters.get(function, ()))
            return Feedback(
                label="signature",
                what=f"`{function}` does not take the arguments it is called with.",
                where=place,
                got=f"def {function}{got}",
                expected=f"def {function}({wanted})" if wanted else "",
                next_step="Restore the template's signature: same parameters, same order.",
            )
        case Raised(kind="NotImplementedError"):
            return Feedback(
                label="not_done",
                what=f"`{function}` is not done yet.",
                where=place,
                next_step="Replace `raise NotImplementedError` with your own code.",
            )
        case Raised():
            at = f", line {answer.line}" if answer.line else ""
            return Feedback(
                label=f"raised.{answer.kind}",
                what=f"`{function}` stopped with {_article(answer.kind)}"
                + (f" in {answer.place}{at}." if answer.place else "."),
                where=place,
                got=f"{answer.kind}: {answer.message}" if answer.message else answer.kind,
                reason=f"The line is: `{answer.text}`" if answer.text else "",
                next_step=f"{answer.why} Fix that first." if answer.why else beginners.cure(answer),
            )
        case TimedOut(seconds=seconds, submission=submission, line=line, text=text):
            limit = "for the whole submission" if submission else "for one call"
            return Feedback(
                label="timeout",
                what=f"`{function}` gave no answer: the time limit {limit} is {seconds:g} s.",
                where=place,
                reason=f"It was still in line {line}: `{text}`"
                if line
                else "A loop that never ends, or work that grows far too fast.",
                next_step="Check the condition of each `while` and what your loops run over.",
            )
        case Died(why=why):
            return Feedback(
                label="died",
                what=f"The Python process ended during `{function}` ({why}).",
                where=place,
                reason="Calls like exit(), too much memory or a crash end the whole process.",
                next_step="Return a value instead, and keep arrays to the sizes of the exercise.",
            )
        case TooBig():
            return Feedback(
                label="too_big",
                what=f"`{function}` returned far more data than the answer needs.",
                where=place,
                next_step="Print the shape of what you return.",
            )
        case Unreadable(why=why):
            got, _, cure = why.partition("; ")
            return Feedback(
                label="type",
                what=f"`{function}` does not give a number, an array, a string or a list.",
                where=place,
                got=got,
                next_step=f"{cure[:1].upper()}{cure[1:]}."
                if cure
                else "Return what the docstring says, in Python's or NumPy's own types.",
            )
    raise TypeError(f"not a failed answer: {answer!r}")


def _article(kind: str) -> str:
    return f"{'an' if kind[:1] in 'AEIOU' else 'a'} {kind}"
