"""The plugin that Otter loads for a zip of ours. Needs the extra ``otter``; see :mod:`grader.platforms.otter`.

Otter calls it three times: before anything of the submission is used, with the notebook it is about to execute, and with the
results. Otter's kernel starts in the submission's folder with that folder on its path, and its log there is read by
unpickling; so everything a student handed in is set aside in between, or a file ``socket.py`` would run in the kernel.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import nbformat
from otter.plugins import AbstractOtterPlugin
from otter.test_files.abstract_test import TestCase, TestCaseResult
from otter.test_files.exception_test import ExceptionTestFile

import grader
from grader.exporters import plaintext, words
from grader.exporters.escape import line
from grader.intake.errors import WrongUse
from grader.model import CheckResult, ExerciseResult, Report, Verdict
from grader.platforms import bundle
from grader.platforms.otter import PLUGIN

ASIDE = "handed_in"


class GraderPlugin(AbstractOtterPlugin):  # type: ignore[misc]  # otter has no types
    """Grades in place of Otter."""

    made: Report | bundle.Fault = bundle.Fault("the plugin was not called", student=False)

    @property
    def _submission(self) -> Path:
        return Path(self.submission_path)

    def before_grading(self, config: Any) -> None:
        """Grade, with all but the submission itself out of the way."""
        work = self._submission
        for entry in list(work.parent.iterdir()):
            if entry.name not in (work.name, "tests") and not _otters_own(entry):
                self._set_aside(entry)
        self.made = bundle.attempt(self._grade, hide=work.parent.parent)
        try:
            work.read_text(encoding="utf-8")
        except ValueError:
            # Otter reads it next and would give up without results.
            self._set_aside(work)
            work.touch()

    def _grade(self) -> Report:
        settings = self.plugin_config
        if settings["version"] != grader.__version__:
            raise WrongUse(
                f"the zip was built by grader {settings['version']}, but {grader.__version__} is "
                "installed; build it again"
            )
        home = self._submission.parent.parent / "source" / bundle.SEALED
        # Which file is the work is decided as everywhere, by what each holds.
        self._aside.mkdir(exist_ok=True)
        copy = self._aside / self._submission.name
        shutil.copyfile(self._submission, copy, follow_symlinks=False)
        try:
            _, report = bundle.grade(home, settings["assignment"], self._aside)
        finally:
            copy.unlink()
        return report

    def before_execution(self, submission: Any) -> Any:
        """What Otter executes: nothing, from a folder with nothing of the student's in it."""
        if self._submission.exists():
            self._set_aside(self._submission)
        return nbformat.v4.new_notebook()

    def after_grading(self, results: Any) -> None:
        """Fill in Otter's results and put the student's files back."""
        made = self.made
        if isinstance(made, bundle.Fault):
            text = f"{words.fault(made.student)} {line(made.message)}"
            name = "The submission could not be read" if made.student else "The autograder failed"
            case = TestCase(name, "", True, self.plugin_config["points"], None, None)
            files = [_file(name, [TestCaseResult(case, text, False)])]
            data: dict[str, Any] = {"regrade": not made.student}
        else:
            text = "\n\n".join(plaintext.notes(made))
            files = [_exercise(exercise) for exercise in made.exercises]
            data = {"regrade": made.regrade, "isolation": made.isolation}
        results.results = {file.name: file for file in files}
        if text:
            results.set_output(text)
        results.set_plugin_data(PLUGIN, data)
        self._put_back()

    @property
    def _aside(self) -> Path:
        return self._submission.parent.parent / ASIDE

    def _set_aside(self, path: Path) -> None:
        self._aside.mkdir(exist_ok=True)
        os.rename(path, self._aside / path.name)

    def _put_back(self) -> None:
        folder = self._submission.parent
        for entry in list(self._aside.iterdir()):
            os.replace(entry, folder / entry.name)
        shutil.rmtree(self._aside)


def _otters_own(path: Path) -> bool:
    """Otter makes the folder a package; of an empty file nothing need be said."""
    return path.name == "__init__.py" and path.is_file() and path.stat().st_size == 0


def _exercise(exercise: ExerciseResult) -> ExceptionTestFile:
    results = [
        _case(check, number)
        for number, check in enumerate(exercise.checks, start=1)
        if check.finding.verdict is not Verdict.TO_MARK
    ]
    if exercise.to_mark:
        later = TestCase("written answer", "", True, 0, words.later(exercise.to_mark), None)
        results.append(TestCaseResult(later, None, True))
    return _file(exercise.name, results)


def _case(check: CheckResult, number: int) -> TestCaseResult:
    finding = check.finding
    case = TestCase(f"{number}. {check.title}", "", True, check.points, None, None)
    if finding.verdict is Verdict.PASS:
        return TestCaseResult(case, f"{words.MARKS[Verdict.PASS]} passes", True)
    message = (
        plaintext.failure(check)
        if finding.feedback is not None
        else f"{words.WORDS[finding.verdict]}: see the checks before this one"
    )
    return TestCaseResult(case, message, False)


def _file(name: str, results: list[TestCaseResult]) -> ExceptionTestFile:
    """Otter's record of one question. Each check counts for itself."""
    cases = [result.test_case for result in results]
    file = ExceptionTestFile(name, f"{name}.py", cases, all_or_nothing=False)
    file.test_case_results = results
    return file
