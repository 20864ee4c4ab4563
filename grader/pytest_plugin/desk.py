"""A student's own file, found by the ``public.checks`` beside it: what ``grader check`` says, as tests.

The tests are those of the script or notebook that grading would choose in the folder, or of the one that was named. Only the exercises whose
tests were chosen are run, in one process of their own. That is an interpreter of its own: a fork of pytest could be one of a debugger, too.
"""

from __future__ import annotations

import ast
import contextlib
import shutil
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any, final

import pytest

from grader.desk.bundle import NAME, Bundle, read
from grader.desk.check import check_exercises, chosen_file, closing_line
from grader.desk.progress import progress
from grader.exporters import desk as paper
from grader.intake.choosing import STRAY
from grader.intake.errors import WrongUse
from grader.model import Notice, Report
from grader.pytest_plugin.items import Exercise, Lines, Reports, groups
from grader.sandbox.plain import PlainSpawner

SUMMARY = "grader-desk"


def beside(checks: Path, parent: pytest.Collector) -> list[pytest.Collector]:
    """The work that lies in the folder of ``checks``; none where it was named on the command line and so is met by itself."""
    try:
        file, notices = chosen_file(checks.parent, read(checks))
    except WrongUse as problem:
        return [Work.from_parent(parent, path=checks, problem=str(problem))]
    if parent.session.isinitpath(file):
        return []
    return [Work.from_parent(parent, path=file, notices=notices)]


def named(file: Path, parent: pytest.Collector) -> list[pytest.Collector]:
    """The work ``file`` that was named; nothing where it is a test file or one that the course gave."""
    tests = parent.config.getini("python_files")
    if file.name in STRAY or any(fnmatch(file.name, pattern) for pattern in tests):
        return []
    return [Work.from_parent(parent, path=file)]


@final
class Work(pytest.File):
    def __init__(
        self, *, notices: tuple[Notice, ...] = (), problem: str = "", **given: Any
    ) -> None:
        super().__init__(**given)
        self._notices, self._problem = notices, problem
        self._report: Report | None = None
        self._unreadable = ""
        self.bundle: Bundle | None = None

    def collect(self) -> Iterator[Exercise]:
        if self._problem:
            raise self.CollectError(self._problem)
        try:
            self.bundle = read(self.path.parent / NAME)
        except WrongUse as problem:
            raise self.CollectError(str(problem)) from None
        _summary(self.config).works.append(self)
        yield from groups(self, self.bundle.exercises, self.report, _lines(self.path))

    def report(self) -> Report:
        """The report of the exercises that were chosen. Raises :class:`WrongUse` where the file can't be read."""
        if self._report is None and not self._unreadable:
            try:
                self._report = self._checked()
            except WrongUse as problem:
                self._unreadable = str(problem)
        if self._report is None:
            raise WrongUse(self._unreadable)
        return self._report

    def _checked(self) -> Report:
        assert self.bundle is not None
        wanted = {
            item.parent.name
            for item in self.session.items
            if item.parent is not None and item.parent.parent is self
        }
        exercises = tuple(one for one in self.bundle.exercises if one.name in wanted)
        with contextlib.closing(PlainSpawner()) as workers:
            return check_exercises(self.bundle, exercises, self.path, workers, self._notices)

    def closing(self) -> str:
        """What is to be said of the whole file; "" where nothing was run."""
        if self._report is None or self.bundle is None:
            return ""
        so_far = progress(self.bundle, self._report, self.path.parent)
        return paper.text(
            self._report,
            f"{closing_line(self._report)}\n{so_far}",
            width=shutil.get_terminal_size().columns,
            failures=False,
        )


def _lines(file: Path) -> Lines:
    """Where a script defines its functions and variables; nothing of a notebook, or of what is no Python yet."""
    found: dict[str, int] = {}
    with contextlib.suppress(OSError, SyntaxError, ValueError, RecursionError):
        for node in ast.parse(file.read_bytes()).body if file.suffix == ".py" else []:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                found[node.name] = node.lineno
            elif isinstance(node, ast.Assign | ast.AnnAssign):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                found |= {one.id: node.lineno for one in targets if isinstance(one, ast.Name)}
    return found


def _summary(config: pytest.Config) -> Summary:
    found = config.pluginmanager.get_plugin(SUMMARY)
    if found is None:
        found = Summary()
        config.pluginmanager.register(found, SUMMARY)
        config.pluginmanager.register(Reports())
    assert isinstance(found, Summary)
    return found


@final
class Summary:
    def __init__(self) -> None:
        self.works: list[Work] = []

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        for work in self.works:
            if text := work.closing():
                terminalreporter.section(f"public checks of {work.path.name}")
                terminalreporter.write(text)
