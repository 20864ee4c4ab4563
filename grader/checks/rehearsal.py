"""A check judged on the trusted functions' own answers: what it says of a right submission.

A draw of inputs for which even the reference can't be told right (a kink, digits lost in a difference) is no case
to grade by. So every check is rehearsed on every case before a student meets it. Counted callables are
counted, tuples become lists as they do on the wire, and an exception becomes ``Raised``.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from grader.asking import Ask
from grader.checks.base import Check, Subject
from grader.checks.memo import Memo
from grader.checks.trusted import Case, Trusted, builtin_name, trusted_function, trusted_value
from grader.model import Answer, Asked, Call, Finding, Raised, Returned, Value


def rehearse(check: Check, subject: Subject) -> Finding:
    """What ``check`` finds when the subject's trusted functions answer its calls.

    Raises whatever a check or its functions raise, and :class:`LookupError` when there is no trusted function.
    """
    if check.interactive:
        return _dialogue(check, subject)
    with np.errstate(all="ignore"):
        return check.judge(subject, local(subject))


def _dialogue(check: Check, subject: Subject) -> Finding:
    if subject.trusted is None or subject.trusted.files is None:
        raise LookupError("no reference to ask")
    with contextlib.closing(subject.trusted.files.local()) as ask:
        return check.judge(subject, ask)


def passes(check: Check, subject: Subject) -> bool:
    """Whether :func:`rehearse` finds nothing wrong, the short way. Raises what that raises; warnings are the caller's."""
    return check.passes(subject, local(subject))


def local(subject: Subject) -> Ask:
    """Asks the subject's trusted functions, each call once."""
    return functools.partial(_known, subject)


def _known(subject: Subject, call: Call) -> Answer:
    found = subject.memo.rehearsed.get(call.key)
    if found is None:
        found = subject.memo.rehearsed[call.key] = answer(subject, call)
    return found


def rehearsed(subjects: Iterable[Subject]) -> Memo:
    """The answers that were rehearsed so far, for a subject that has the cases of all ``subjects``."""
    memo = Memo()
    for subject in subjects:
        memo.rehearsed.update(subject.memo.rehearsed)
    return memo


def on_case(subject: Subject, case: Case) -> Subject:
    """The subject with ``case`` alone, and nothing known of it yet."""
    # As dataclasses.replace would do it, which takes several times as long; the drawing of cases asks for hundreds a second.
    return Subject(
        exercise=subject.exercise,
        parameters=subject.parameters,
        cases=(case,),
        known_wrong=subject.known_wrong,
        trusted=subject.trusted,
        elsewhere=subject.elsewhere,
        due=subject.due,
    )


def answer(subject: Subject, call: Call) -> Answer:
    """The trusted answer to a planned call; the start of a follow-up check may be a stand-in of checks.py."""
    trusted = subject.trusted
    if trusted is None:
        raise LookupError(f"no function to answer {call.key} with")
    code = trusted.references.get(call.function) or trusted.others.get(call.function)
    if call.args is None:
        return Returned(value=code)
    if code is None:
        raise LookupError(f"no trusted function {call.function}")
    counts: list[int] = []
    arguments = [_countable(trusted, argument, counts) for argument in call.args]
    try:
        for _ in range(call.times):
            value = code(*arguments)
    except Exception as error:  # a reference may raise on purpose
        return Raised(kind=builtin_name(error))
    return Returned(
        value=_as_sent(value), asked=tuple(counts), form="tuple" if isinstance(value, tuple) else ""
    )


def _countable(trusted: Trusted, value: Value, counts: list[int]) -> Value:
    if type(value) is np.ndarray:
        return value.copy("K")
    if isinstance(value, Asked):
        counts.append(0)
        return _counted(trusted_function(trusted, value), counts, len(counts) - 1)
    if isinstance(value, list):
        return [_countable(trusted, item, counts) for item in value]
    return trusted_value(trusted, value)


def _counted(function: Callable[..., Any], counts: list[int], place: int) -> Callable[..., Any]:
    def call(*arguments: Any) -> Any:
        counts[place] += 1
        return function(*arguments)

    return call


def _as_sent(value: Value) -> Value:
    return [_as_sent(item) for item in value] if isinstance(value, list | tuple) else value
