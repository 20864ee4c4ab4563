"""A public case's inputs, to call one's own function with once more.

``grader.case("dA_dW0", 1)`` in a notebook, ``grader case dA_dW0 1`` in a terminal. Shown, they are Python that can be pasted anywhere;
used, they are a mapping from parameters to fresh values.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any, final

import numpy as np

from grader.checks.trusted import Case
from grader.desk.bundle import Bundle, DeskExercise
from grader.desk.check import chosen
from grader.intake.errors import WrongUse
from grader.model import Asked, Formula, Given, Value
from grader.worker import Session


@final
class Inputs(Mapping[str, Any]):
    """The inputs of one case: ``case["x"]``, ``f(**case)``; shown as the lines that make them and call the functions."""

    def __init__(
        self,
        exercise: DeskExercise,
        functions: tuple[str, ...],
        case: Case,
        of: str,
        session: Session,
    ) -> None:
        self._exercise, self._functions, self._case, self._of = exercise, functions, case, of
        self._session = session

    @property
    def _names(self) -> list[str]:
        named = [
            n for function in self._functions for n in self._exercise.subject.parameters[function]
        ]
        return list(dict.fromkeys(named))

    def __getitem__(self, name: str) -> Any:
        if name not in self._names:
            raise KeyError(name)
        return self._session.argument(copy.deepcopy(_here(self._case.inputs[name])), [0])

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def __repr__(self) -> str:
        sizes = ", ".join(f"{name} = {size}" for name, size in sorted(self._case.sizes.items()))
        lines = [f"# {self._of}" + (f": {sizes}" if sizes else ""), "import numpy as np"]
        values = {name: self._case.inputs[name] for name in self._names}
        if given := sorted(_given(list(values.values()))):
            lines.append(f"from given import {', '.join(given)}")
        lines += [f"{name} = {source(value, f'{name} = ')}" for name, value in values.items()]
        lines += [f"print({_call(self._exercise, function)})" for function in self._functions]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        code = escape(repr(self))
        copy_it = "navigator.clipboard.writeText(this.nextElementSibling.innerText);this.innerText='Copied'"
        return f'<div><button onclick="{copy_it}">Copy</button><pre><code>{code}</code></pre></div>'


def case(bundle: Bundle, question: object, number: int, session: Session) -> Inputs:
    """The inputs of public case ``number`` (from 1) of an exercise, or of one of its functions. Raises :class:`WrongUse`."""
    [exercise, *others] = chosen(bundle, question)
    if others:
        raise WrongUse("name an exercise or a function: grader.case(6, 1)")
    subject = exercise.subject
    asked = str(getattr(question, "__name__", question))
    functions = (asked,) if asked in exercise.functions else exercise.functions
    cases = [one for one in subject.cases if set(functions) & set(one.functions)]
    if not 1 <= number <= len(cases):
        there = f"cases 1 to {len(cases)}" if len(cases) > 1 else "case 1 only"
        raise WrongUse(f"no public case {number} of {asked}; there is {there}")
    found = cases[number - 1]
    concerned = tuple(name for name in functions if name in found.functions)
    of = f"case {number} of {exercise.number} · {exercise.name}"
    return Inputs(exercise, concerned, found, of, session)


def source(value: Value, before: str = "") -> str:
    """The Python that makes a value, exactly; ``before`` stands before it on its line."""
    if isinstance(value, np.ndarray):
        body = np.array2string(
            value,
            separator=", ",
            threshold=value.size + 1,
            floatmode="unique",
            max_line_width=100,
            prefix=f"{before}np.array(",
        )
        return f"np.array({body})" if value.size else f"np.zeros({value.shape})"
    if isinstance(value, Asked):
        return source(value.function)
    if isinstance(value, Given):
        return value.name
    if isinstance(value, Formula):
        fixed = "".join(
            f", {name}={source(constant)}" for name, constant in value.constants.items()
        )
        return f"lambda {', '.join(value.parameters)}{fixed}: {value.source}"
    if isinstance(value, list):
        return f"[{', '.join(map(source, value))}]"
    if isinstance(value, tuple):
        return f"({', '.join(map(source, value))}{',' if len(value) == 1 else ''})"
    return repr(value)


def _call(exercise: DeskExercise, function: str) -> str:
    return f"{function}({', '.join(exercise.subject.parameters[function])})"


def _here(value: Value) -> Value:
    """The value with callables that stay with the grader made ones of this process."""
    if isinstance(value, Asked):
        return value.function
    return [_here(item) for item in value] if isinstance(value, list) else value


def _given(values: list[Value]) -> set[str]:
    found: set[str] = set()
    for value in values:
        if isinstance(value, list | tuple):
            found |= _given(list(value))
        elif isinstance(value, Asked):
            found |= _given([value.function])
        elif isinstance(value, Given):
            found.add(value.name)
    return found
