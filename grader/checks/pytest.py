"""One test of a sealed pytest file: it runs on the grader's side, and what it imports from the submission is remote.

YAML names the file; each test that pytest collects from it is a check of its own. ``@pytest.mark.points(2)`` (or gradescope-utils'
``@weight``) says what a test is worth; what is left of the entry's ``points`` is spread evenly over the others. A file that lies in the
exercise's folder under ``assignments/`` is public, one under ``solutions/`` hidden.

Of a hidden test that fails students read its docstring, an assertion's message where that is a constant of the source, which of the
names it needs are missing, and whether their code raised, hung or died; never what pytest says, which may hold the inputs.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, final

import msgspec

from grader import sealed
from grader.asking import Ask
from grader.checks.base import Check, CheckError, Subject
from grader.model import Call, Feedback, Finding, Verdict
from grader.sealed.process import Broken, Outcome, Test


@final
class Pytest(Check, frozen=True, kw_only=True):
    """``target``: the file. ``test``: the test, as pytest names it inside the file. ``module``: the name under which the file imports
    the submission; without it the submission's own file name. ``own_operators``: objects of the submission compare themselves."""

    needs_solutions: ClassVar[bool] = True
    interactive: ClassVar[bool] = True

    test: str = ""
    module: str = ""
    own_operators: bool = False

    @property
    def _use(self) -> sealed.Use:
        return sealed.Use(self.module, self.own_operators)

    @functools.cached_property
    def functions(self) -> tuple[str, ...]:
        return (self.test or str(self.target),)

    @classmethod
    def each(cls, entry: Mapping[str, Any], files: sealed.Files) -> Sequence[Mapping[str, Any]]:
        if entry.get("test") or not isinstance(entry.get("pytest"), str):
            return (entry,)
        try:
            file = files.find(entry["pytest"])
            use = sealed.Use(entry.get("module", ""), entry.get("own_operators", False))
            found = files.tests(file, use)
        except LookupError as problem:
            raise CheckError(str(problem), "pytest") from None
        tests = [test for test in found if not test.skipped]
        if not tests:
            why = "every test is skipped" if found else "pytest collects no test"
            raise Broken(1, f"{why}; there is nothing to check").at(file)
        points = _points(tests, entry.get("points", 0.0))
        cases = "public" if files.public(file) else "hidden"
        return [
            {**entry, "test": test.name, "points": worth, "title": _title(test), "cases": cases}
            for test, worth in zip(tests, points, strict=True)
        ]

    def validate(self, subject: Subject) -> None:
        """Files and tests were looked at when the entry was taken apart."""

    def plan(self, subject: Subject) -> tuple[Call, ...]:
        return ()

    def judge(self, subject: Subject, ask: Ask) -> Finding:
        assert subject.trusted is not None
        files = subject.trusted.files
        assert files is not None
        file, public = files.find(str(self.target)), self.cases == "public"
        outcome = files.run(file, self._use, self.test, ask, public)
        place = f"{file.name}:{outcome.line}" if outcome.line else file.name
        staff = f"{place}: {outcome.kind}: {outcome.shown}" if outcome.kind else ""
        return self._finding(outcome, files.doc(file, self._use, self.test), public, staff)

    def _finding(self, outcome: Outcome, doc: str, public: bool, staff: str) -> Finding:
        # A test with @partial_credit passes where it gives itself all of its points.
        whole = outcome.score is None or outcome.score >= self.points
        if outcome.outcome == "passed" and whole:
            return Finding(verdict=Verdict.PASS, public_verdict=Verdict.PASS, cases=1)
        feedback = _feedback(outcome, doc or self.test, public)
        return Finding(
            verdict=Verdict.FAIL,
            public_verdict=Verdict.FAIL if public else Verdict.PASS,
            feedback=feedback,
            public_feedback=feedback if public else None,
            cases=1,
            failed_cases=1,
            staff=staff,
        )


def _title(test: Test) -> str:
    """The first sentence of the docstring, or the name in words."""
    sentence = test.doc.partition(". ")[0].rstrip(".")
    return sentence or test.name.rpartition("::")[2].removeprefix("test_").replace("_", " ")


def _points(tests: Sequence[Test], whole: float) -> list[float]:
    """What each test is worth: its own points, or its share of what the others leave of ``whole``."""
    said = sum(test.points for test in tests if test.points is not None)
    silent = sum(test.points is None for test in tests)
    if whole and abs(said - whole) > 1e-9 and (not silent or said > whole):
        raise CheckError(f"points is {whole:g}, but its tests add up to {said:g}", "points")
    share = (whole - said) / silent if silent and whole else 0.0
    return [share if test.points is None else test.points for test in tests]


def _feedback(outcome: Outcome, doc: str, public: bool) -> Feedback:
    said = Feedback(label=f"test.{outcome.outcome}", what=f"This test fails: {doc}")
    if outcome.missing:
        names = ", ".join(f"`{name}`" for name in outcome.missing)
        return msgspec.structs.replace(
            said,
            label="test.missing",
            reason=f"It needs {names}, which your file does not define.",
            next_step="Check the spelling, and that the definition is not inside another one.",
        )
    if outcome.stopped:
        return msgspec.structs.replace(
            said,
            label="test.stopped",
            reason="Your code did not come to an end here: it took too long, or ended the process.",
            next_step="Look for a loop that does not end, and for a call of exit().",
        )
    if outcome.outcome == "died":
        return msgspec.structs.replace(
            said, reason="The test did not come to an end with what your code returned."
        )
    if public:
        place, line = outcome.raised or ("", None)
        where = f"{place}, line {line}" if line else ""
        return msgspec.structs.replace(said, where=where, got=outcome.shown, reason=outcome.said)
    reason = outcome.said
    if not reason and outcome.raised is not None:
        reason = "Your code raised an exception that the test does not expect."
    return msgspec.structs.replace(said, reason=reason)
