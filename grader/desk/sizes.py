"""The sizes of a call's arguments, beside an exception that the call ended with.

NumPy's own message speaks of "operand 1" and "core dimension 0"; what helps is to see which argument has which shape. At the
desk all cases are public, so nothing is given away.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
import numpy as np

from grader.checks.base import Case
from grader.desk.bundle import DeskExercise
from grader.exporters.words import function_named
from grader.model import Answer, CheckResult, ExerciseResult, Raised, Value


def with_sizes(
    exercise: DeskExercise, result: ExerciseResult, answers: Mapping[str, Answer]
) -> ExerciseResult:
    """``result`` with the arguments' sizes wherever it tells of an exception."""
    checks = tuple(_told(exercise, check, answers) for check in result.checks)
    return msgspec.structs.replace(result, checks=checks)


def _told(exercise: DeskExercise, check: CheckResult, answers: Mapping[str, Answer]) -> CheckResult:
    feedback = check.finding.feedback
    if feedback is None or not feedback.label.startswith("raised."):
        return check
    function = function_named(check)
    for case in exercise.subject.cases_of(function):
        answer = answers.get(exercise.subject.call(function, case).key)
        if isinstance(answer, Raised):
            sizes = arguments(exercise.subject.parameters[function], case)
            said = msgspec.structs.replace(feedback, where=f"{feedback.where}: {sizes}")
            found = msgspec.structs.replace(check.finding, feedback=said, public_feedback=said)
            return msgspec.structs.replace(check, finding=found)
    return check


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
