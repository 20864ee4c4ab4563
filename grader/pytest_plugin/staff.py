"""Grading as staff: ``pytest --grader-assignment NAME SUBMISSIONS``, a group of tests for each submission, hidden checks too.

Students choose what lies in a submission's folder, and pytest would run some of it as whoever calls it: ``conftest.py``, ``__init__.py``,
``test_*.py``, plugins that a ``pytest.ini`` names. Here it does none of that. No conftest.py is read; a configuration that lies
with submissions ends the run; and no directory or file reaches pytest's own collectors.
"""

from __future__ import annotations

import sys
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any, final

import pytest

from grader.catalog import Assignment, CatalogError, find_assignment, load_assignment
from grader.exporters import words
from grader.exporters.escape import line
from grader.grading import Grader, unreadable
from grader.intake import BadInput, read_submission
from grader.intake.download import class_layout, read_listing
from grader.intake.errors import WrongUse, shown
from grader.intake.layouts.base import HandIn
from grader.model import Report
from grader.pytest_plugin.items import Exercise, Reports, groups
from grader.sandbox import SandboxUnavailable, open_sandbox


def shut_out(config: pytest.Config) -> None:
    """See to it that nothing of a submission's runs here. Raises UsageError where that is too late."""
    namespace = config.known_args_namespace
    here = config.invocation_params.dir
    named = [here / str(one).partition("::")[0] for one in namespace.file_or_dir] or [here]
    folders = [(one if one.is_dir() else one.parent).resolve() for one in named]
    if config.inipath is not None:
        found = config.inipath.resolve()
        if any(found.parent.is_relative_to(folder) or folder == found.parent for folder in folders):
            raise pytest.UsageError(
                f"{shown(found)}: a configuration that lies with submissions may be a student's, so it isn't used; "
                "move it away, or name your own with -c"
            )
    inside = here.resolve()
    if any(inside.is_relative_to(folder) for folder in folders) and (
        "" in sys.path or str(inside) in sys.path
    ):
        raise pytest.UsageError(
            "this folder has submissions and is on the import path; call `pytest`, not `python -m pytest`, or go to another folder"
        )
    namespace.noconftest = True
    # It would write where the arguments lie, through whatever links there are.
    for name in ("cacheprovider", "stepwise"):
        config.pluginmanager.unregister(name=name)


@final
class Grading:
    """The hooks of such a run, and the one sandbox that it has."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._assignment: Assignment | None = None
        self._grader: Grader | None = None
        self._reports: list[Report] = []

    def pytest_configure(self, config: pytest.Config) -> None:
        config.pluginmanager.register(Reports())

    def pytest_sessionstart(self, session: pytest.Session) -> None:
        given = [Path(str(one).partition("::")[0]) for one in session.config.args]
        try:
            for work in given:
                find_assignment(self._name, graded=work)
            self._assignment = load_assignment(self._name)
        except CatalogError as error:
            raise pytest.UsageError(str(error)) from None

    @pytest.hookimpl(tryfirst=True)
    def pytest_collect_directory(self, path: Path, parent: pytest.Collector) -> pytest.Collector:
        if parent.session.isinitpath(path):
            return Submissions.from_parent(parent, path=path, grading=self)
        return pytest.Dir.from_parent(parent, path=path)  # type: ignore[arg-type,unused-ignore]

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_collect_file(
        self, file_path: Path, parent: pytest.Collector
    ) -> Generator[None, list[pytest.Collector], list[pytest.Collector]]:
        yield
        if not parent.session.isinitpath(file_path):
            return []
        return [Submissions.from_parent(parent, path=file_path, grading=self)]

    @property
    def assignment(self) -> Assignment:
        assert self._assignment is not None
        return self._assignment

    def grade(self, hand_in: HandIn | Path) -> Report:
        """The report of a submission; one that can't be read is one, too, with 0 points."""
        report = self._graded(hand_in)
        self._reports.append(report)
        return report

    def _graded(self, hand_in: HandIn | Path) -> Report:
        name = hand_in.name if isinstance(hand_in, Path) else hand_in.student
        try:
            if isinstance(hand_in, Path):
                submission = read_submission(hand_in, expected=self.assignment.submission)
            elif hand_in.problem:
                return unreadable(self.assignment, hand_in.student, hand_in.problem)
            else:
                submission = hand_in.read(hand_in.student).read()
        except BadInput as error:
            return unreadable(self.assignment, name, str(error))
        if self._grader is None:
            try:
                self._grader = Grader(self.assignment, open_sandbox("auto")).__enter__()
            except SandboxUnavailable as error:
                raise WrongUse(str(error)) from None
        return self._grader.grade(submission).report

    def pytest_unconfigure(self) -> None:
        if self._grader is not None:
            self._grader.sandbox.close()

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        if self._reports:
            terminalreporter.section("points")
        for report in self._reports:
            regrade = " (some checks could not be judged)" if report.regrade else ""
            terminalreporter.write_line(
                f"{line(report.submission)}: {words.total(report)}{regrade}"
            )


@final
class Submissions(pytest.Directory):
    """What an argument holds: the submissions of a class, or one."""

    def __init__(self, *, grading: Grading, **given: Any) -> None:
        super().__init__(**given)
        self._grading = grading

    def collect(self) -> Iterator[HandedIn]:
        expected = self._grading.assignment.submission
        try:
            if self._is_one(expected):
                yield self._node(self.path.name, self.path, set())
                return
            found = read_listing(self.path, expected).found
        except BadInput as error:
            raise self.CollectError(str(error)) from None
        used: set[str] = set()
        for one in found:
            yield self._node(one.student, one, used)

    def _is_one(self, expected: str) -> bool:
        if self.path.is_dir():
            work = (self.path / expected, (self.path / expected).with_suffix(".ipynb"))
            return any(file.exists() for file in work)
        return not class_layout(self.path, expected)

    def _node(self, name: str, work: HandIn | Path, used: set[str]) -> HandedIn:
        plain = shown(name).replace("::", "__").replace("[", "(").replace("]", ")")
        number, unique = 1, plain
        while unique in used:
            number += 1
            unique = f"{plain} ({number})"
        used.add(unique)
        return HandedIn.from_parent(self, name=unique, grading=self._grading, work=work)


@final
class HandedIn(pytest.Collector):
    """One submission, graded when the first of its tests is set up."""

    def __init__(self, *, grading: Grading, work: HandIn | Path, **given: Any) -> None:
        super().__init__(**given)
        self._grading, self._work = grading, work
        self._graded: Report | None = None

    def collect(self) -> Iterator[Exercise]:
        yield from groups(self, self._grading.assignment.exercises, self.report, {})

    def report(self) -> Report:
        if self._graded is None:
            self._graded = self._grading.grade(self._work)
        return self._graded
