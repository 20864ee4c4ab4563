"""The sizes of a call's arguments, beside an exception that the call ended with.

NumPy's own message speaks of "operand 1" and "core dimension 0"; what helps is to see which argument has which shape. At the
desk all cases are public, so nothing is given away.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
import numpy as np

from grader.checks.base import EVERY
from grader.checks.messages import where
from grader.checks.trusted import Case
from grader.desk.bundle import DeskExercise
from grader.exporters.words import function_named
from grader.model import Answer, CheckResult, ExerciseResult, Feedback, Raised, Value

_NEVER_CALLED = ("not_done", "missing", "signature")


def with_sizes(
    exercise: DeskExercise, result: ExerciseResult, answers: Mapping[str, Answer], repeat: str
) -> ExerciseResult:
    """``result`` with what to type to have the inputs of a failed call again (``repeat``, with the function and the number of
    its case filled in), and with the arguments' sizes wherever it tells of an exception."""
    checks = tuple(_told(exercise, check, answers, repeat) for check in result.checks)
    return msgspec.structs.replace(result, checks=checks)


def _told(
    exercise: DeskExercise, check: CheckResult, answers: Mapping[str, Answer], repeat: str
) -> CheckResult:
    feedback = check.finding.feedback
    if feedback is None or feedback.label in _NEVER_CALLED:
        return check
    function = function_named(check)
    if (number := repeated(exercise, function, feedback)) is not None:
        feedback = msgspec.structs.replace(feedback, repeat=repeat.format(function, number))
        found = msgspec.structs.replace(check.finding, feedback=feedback)
        check = msgspec.structs.replace(check, finding=found)
    if not feedback.label.startswith("raised."):
        return check
    for case in exercise.subject.cases_of(function, EVERY):
        answer = answers.get(exercise.subject.call(function, case).key)
        if isinstance(answer, Raised):
            sizes = arguments(exercise.subject.parameters[function], case)
            said = msgspec.structs.replace(feedback, where=f"{feedback.where}: {sizes}")
            found = msgspec.structs.replace(check.finding, feedback=said, public_feedback=said)
            return msgspec.structs.replace(check, finding=found)
    return check


def repeated(exercise: DeskExercise, function: str, feedback: Feedback) -> int | None:
    """The number of the public case that a message about ``function`` speaks of; None when it speaks of none."""
    subject = exercise.subject
    if not feedback.where or function not in exercise.functions:
        return None
    cases = enumerate(subject.cases_of(function), start=1)
    return next((k for k, one in cases if feedback.where == where(subject, function, one)), None)


def arguments(names: tuple[str, ...], case: Case) -> str:
    """ "x (4, 1), W (4, 3), j = 1": shapes of arrays, and numbers and words as they are."""
    shown = (_argument(name, case.inputs[name]) for name in names)
    return ", ".join(text for text in shown if text)


def _argument(name: str, value: Value) -> str:
    if isinstance(value, np.ndarray):
        return f"{name} {value.shape}"
    if isinstance(value, list) and value and all(isinstance(item, np.ndarray) for item in value):
        return f"{name} [{', '.join(str(item.shape) for item in value)}]"
    plain: Any = value
    return f"{name} = {plain!r}" if isinstance(plain, int | float | str | tuple) else ""
