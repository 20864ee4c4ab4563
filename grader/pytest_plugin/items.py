"""A check as a test, in the group of its exercise.

Its feedback is the failure's whole text: no traceback, since no frame of it would be the student's. What could not be judged is an
error, never a failure. Verdicts come from one report per file, which is made when the first of its tests is set up.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import FunctionType
from typing import Any, final

import pytest

from grader.checks.base import Check
from grader.exporters import plaintext, words
from grader.exporters.escape import line as one_line
from grader.grading import Judged
from grader.intake.errors import WrongUse
from grader.model import CheckResult, Report, Verdict

MakeReport = Callable[[], Report]
Lines = Mapping[str, int]
"""Where a function is defined, by its name."""
UNJUDGED = (Verdict.UNDECIDED, Verdict.GRADER_ERROR)
LEFT_OUT = {
    Verdict.BLOCKED: "blocked: an earlier check of the same function fails",
    Verdict.TO_MARK: "marked by a person",
}


@final
class Exercise(pytest.Class):
    """The checks of one exercise. Test explorers show groups of tests only where they are classes."""

    def __init__(self, *, exercise: Judged, report: MakeReport, lines: Lines, **given: Any) -> None:
        super().__init__(**given)
        self._exercise, self._report, self._lines = exercise, report, lines
        written = [lines[name] for name in exercise.subject.parameters if name in lines]
        # What explorers ask for the group's own line: something that is defined there.
        self.obj = _defined_at(self.path, min(written, default=1))

    def collect(self) -> Iterator[CheckItem]:
        for check_id, check in self._exercise.checks:
            at = [self._lines[name] for name in check.functions if name in self._lines]
            yield CheckItem.from_parent(
                self,
                name=check_id.partition("/")[2],
                check_id=check_id,
                check=check,
                report=self._report,
                line=min(at, default=None),
            )


def groups(
    parent: pytest.Collector, exercises: Iterable[Judged], report: MakeReport, lines: Lines
) -> Iterator[Exercise]:
    for exercise in exercises:
        yield Exercise.from_parent(
            parent, name=exercise.name, exercise=exercise, report=report, lines=lines
        )


def _defined_at(path: Path, line: int) -> object:
    def checks() -> None: ...

    code = checks.__code__.replace(co_filename=str(path), co_firstlineno=line)
    return FunctionType(code, {})


@final
class CheckItem(pytest.Item):
    def __init__(
        self, *, check_id: str, check: Check, report: MakeReport, line: int | None, **given: Any
    ) -> None:
        super().__init__(**given)
        self.check_id, self._check, self._report, self._line = check_id, check, report, line
        self.found: CheckResult | None = None

    def setup(self) -> None:
        # What stops here is an error; `fail` has no traceback.
        try:
            report = self._report()
        except WrongUse as problem:
            pytest.fail(str(problem), pytrace=False)
        except Exception as error:
            if os.environ.get("GRADER_DEBUG"):
                raise
            said = f"{type(error).__name__}: {one_line(str(error))}"
            pytest.fail(
                f"The grader itself failed: {said} (GRADER_DEBUG=1 shows where)", pytrace=False
            )
        exercise, self.found = next(
            (exercise, check)
            for exercise in report.exercises
            for check in exercise.checks
            if check.id == self.check_id
        )
        self.user_properties += [
            ("submission", report.submission),
            ("exercise", words.label(exercise)),
            ("points", words.points(self.found.earned)),
            ("max_points", words.points(self.found.points)),
        ]
        if self.found.finding.verdict in UNJUDGED:
            pytest.fail(_text(self.found), pytrace=False)

    def runtest(self) -> None:
        assert self.found is not None
        if self.found.finding.verdict is Verdict.FAIL:
            raise AssertionError(_text(self.found))

    def left_out(self) -> str:
        """Why a check is neither passed nor failed; "" where it is one of these."""
        return LEFT_OUT.get(self.found.finding.verdict, "") if self.found is not None else ""

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        if isinstance(excinfo.value, AssertionError):
            return str(excinfo.value)
        return super().repr_failure(excinfo)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        line = None if self._line is None else self._line - 1
        return self.path, line, f"{self.check_id.partition('/')[0]}: {self.name}"


def _text(check: CheckResult) -> str:
    if check.finding.feedback is None:
        return f"{words.MARKS[check.finding.verdict]} {check.title}"
    return plaintext.failure(check)


NOT_DONE, AGAIN = "not done yet", "for the same reason"


@final
class Reports:
    """What pytest's own terminal says of these tests: what is not written yet and what was said before is counted, not told again."""

    def __init__(self) -> None:
        self._said: set[tuple[str, ...]] = set()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item) -> Any:
        report = yield
        if not isinstance(item, CheckItem):
            return report
        if report.when == "call" and report.passed and (why := item.left_out()):
            path, line, _ = item.reportinfo()
            report.outcome, report.longrepr = "skipped", (str(path), (line or 0) + 1, why)
        if report.failed:
            report.grader_category = self._category(item, report.longreprtext)
        return report

    def _category(self, item: CheckItem, text: str) -> str:
        if item.found is not None and words.undone(item.found):
            return NOT_DONE
        key: tuple[str, ...] = (str(item.path), str(item.parent and item.parent.nodeid), text)
        if item.found is None:  # of the whole file
            key = (str(item.path), text)
        elif (feedback := item.found.finding.feedback) is not None:
            key = (*key[:2], feedback.label, feedback.what, feedback.reason)
        told = AGAIN if key in self._said else ""
        self._said.add(key)
        return told

    @pytest.hookimpl(tryfirst=True)
    def pytest_report_teststatus(self, report: pytest.TestReport) -> tuple[str, str, str] | None:
        category = getattr(report, "grader_category", "")
        if not category or report.passed:
            return None
        return category, "n" if category == NOT_DONE else "F", category.upper()
