"""One exercise's public tests in Otter: which calls are made, and in which order the checks speak.

After a failed *gate* the later checks of the same function are blocked; a check of *manners* says nothing where
nothing of its functions is right.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from grader.authoring.otter.calls import (
    FORKS,
    Calls,
    Failed,
    Key,
    Returned,
    forked,
    inside,
    names_of,
)
from grader.authoring.otter.judging import JUDGES, Wrong, raises
from grader.pasting import pasted

Answers = Mapping[Key, Any]


class Question:
    """One exercise: ``functions`` with their parameters, ``cases`` with sizes and inputs, ``checks`` in order; ``elsewhere``:
    the functions of other exercises."""

    def __init__(
        self,
        functions: Mapping[str, tuple[str, ...]],
        cases: Mapping[str, Mapping[str, Any]],
        checks: list[dict[str, Any]],
        elsewhere: tuple[str, ...],
        seconds: float,
    ) -> None:
        self.functions, self.cases, self.checks, self.seconds = functions, cases, checks, seconds
        self.elsewhere = elsewhere
        self._messages: list[str] | None = None

    def report(self, env: Mapping[str, Any], number: int) -> None:
        """Raise AssertionError where check ``number`` fails on what a student defined in ``env``."""
        if self._messages is None:
            calls = Calls(self.functions, self.cases, self._keys(), self.elsewhere, self.seconds)
            names = names_of(env, self.functions)
            run = forked if FORKS else inside
            self._messages, printed = run(calls, names, self.judge)
            if printed:
                print(printed.rstrip("\n"))
        if self._messages[number]:
            raise AssertionError(self._messages[number])

    def _keys(self) -> list[Key]:
        """The calls of all checks, each once, in their order; some check calls each function again on its first case."""
        wanted: dict[Key, None] = {}
        for check in self.checks:
            repeated: set[str] = set()
            for function, case in check["cases"]:
                wanted[function, case, False] = None
                if check.get("again") and function not in repeated:
                    repeated.add(function)
                    wanted[function, case, True] = None
        return list(wanted)

    def judge(self, answers: Answers) -> list[str]:
        """A message for each check, empty where it passes."""
        messages: list[str] = []
        unshaped: set[tuple[str, int | None]] = set()
        right: dict[str, bool] = {}
        for check in self.checks:
            concerned = {function for function, _ in check["cases"]}
            part = check.get("part")
            manners = check.get("manners")
            known = [right[f] for f in concerned if f in right]
            if manners and known and not any(known):
                messages.append("Not judged: nothing is right yet, see the tests above.")
                continue
            if not manners and any(
                f in concerned and (p == part or None in (p, part)) for f, p in unshaped
            ):
                message = "Not judged: the shape has to be right first, see the test above."
            else:
                message = self._message(check, answers)
            if message and check.get("gate"):
                unshaped |= {(function, part) for function in concerned}
            if check.get("counts"):
                right |= {f: not message or right.get(f, False) for f in concerned}
            messages.append(message)
        return messages

    def _message(self, check: dict[str, Any], answers: Answers) -> str:
        for (function, case), wanted in check["cases"].items():
            answer = answers[function, case, False]
            try:
                if isinstance(answer, Returned):
                    answer.again = answers.get((function, case, True))
                elif check.get("manners") and any_returned(answers, check["cases"]):
                    continue
                elif not check.get("error"):
                    raise Wrong(answer.what, **answer.said)
                elif wanted and not any_returned(answers, [(function, c) for c in wanted]):
                    raises(check, answer, wanted)
                    raise Wrong("FUNCTION never returns a value, so it refuses nothing.")
                JUDGES[check["judge"]](check, answer, wanted)
            except Wrong as wrong:
                place = self._place(function, case)
                if isinstance(answer, Failed) and answer.kind:
                    place += f": {self._shapes(function, case)}"
                said = {"called": place, **wrong.said}
                lines = [f"  {heading:<9} {text}" for heading, text in said.items() if text]
                return "\n".join([wrong.what.replace("FUNCTION", f"`{function}`"), *lines])
        return ""

    def _shapes(self, function: str, case: str) -> str:
        inputs = self.cases[case]["inputs"]
        given = ((name, inputs[name]) for name in self.functions[function])
        return ", ".join(f"{name} {np.shape(v)}" for name, v in given if isinstance(v, np.ndarray))

    def _place(self, function: str, case: str) -> str:
        names = self.functions[function]
        arguments = [self.cases[case]["inputs"][name] for name in names]
        return pasted(function, names, arguments, self.cases[case]["sizes"])


def any_returned(answers: Answers, places: Iterable[tuple[str, str]]) -> bool:
    return any(isinstance(answers.get((f, c, False)), Returned) for f, c in places)
