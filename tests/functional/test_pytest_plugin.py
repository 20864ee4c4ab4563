"""pytest as a front door: a student's checks as tests, staff's grading as tests, and nothing at all elsewhere."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

import pytest

from grader.catalog import Assignment
from grader.desk import bundle
from grader.desk.check import check_file
from grader.exporters import plaintext, words
from grader.grading import Grader
from grader.intake import read_submission
from grader.model import Verdict
from grader.sandbox.desk import spawner
from tests import waiting
from tests.conftest import ROOT

EXAMPLES = ROOT / "assignments" / "lecture07" / "examples"
CHECKS = 95
"""Public checks of lecture 7."""

EXPLORER = '''
"""Reads the tests as VS Code's extension does (python_files/vscode_pytest of microsoft/vscode-python): groups are parents that are
classes, a group's line is that of its object's source, outcomes are noted around pytest_report_teststatus."""
import inspect, json, os, pathlib
import pytest

told = {"tests": [], "outcomes": {}, "interactions": []}

def split(nodeid, path):
    return "::".join([str(path), *nodeid.split("::")[1:]])

def pytest_exception_interact(node, call, report):
    told["interactions"].append(call.excinfo.typename)

@pytest.hookimpl(hookwrapper=True, trylast=True)
def pytest_report_teststatus(report, config):
    if report.when == "call" or (report.when == "setup" and report.skipped):
        value = "success" if report.passed else "failure" if report.failed else "skipped"
        told["outcomes"][report.nodeid] = [value, report.longreprtext if report.failed else None]
    yield

def pytest_sessionfinish(session):
    for item in session.items:
        group = item.parent
        assert isinstance(group, pytest.Class)
        try:
            line = inspect.getsourcelines(group.obj)[1]
        except (OSError, TypeError):
            line = None
        told["tests"].append({
            "id": split(item.nodeid, item.path), "name": item.name, "group": group.name, "group_line": line,
            "file": os.fspath(group.parent.path),
            "line": None if item.location[1] is None else item.location[1] + 1,
        })
    pathlib.Path(os.environ["TOLD"]).write_text(json.dumps(told))
'''


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    folder = tmp_path / "desk"
    shutil.copytree(ROOT / "student_template" / "lecture07", folder)
    return folder


def run(folder: Path, *arguments: str, **more: str) -> Any:
    """The program ``pytest`` as anybody calls it: the plugin comes by its entry point."""
    # With CI set, pytest's summary is longer.
    apart = ("PYTEST_", "GRADER_COURSE", "CI", "BUILD_NUMBER")
    environment = {k: v for k, v in os.environ.items() if not k.startswith(apart)}
    program = Path(sys.executable).with_name("pytest")
    return waiting.run(
        [program, *arguments],
        cwd=folder,
        env={**environment, "COLUMNS": "100", **more},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def told(folder: Path, *arguments: str) -> tuple[Any, dict[str, Any]]:
    """What a test explorer is told, and pytest's own output."""
    beside = folder.parent / "explorer"
    beside.mkdir(exist_ok=True)
    (beside / "explorer.py").write_text(EXPLORER)
    place = beside / "told.json"
    done = run(folder, "-p", "explorer", *arguments, PYTHONPATH=str(beside), TOLD=str(place))
    return done, json.loads(place.read_text())


# --- at a student's desk -------------------------------------------------------------------------


@pytest.mark.parametrize("example", ["misconceptions", "half_done", "crash", "endless_loop"])
def test_pytest_tells_what_check_tells(example: str, desk: Path) -> None:
    """The same verdicts, and word for word the same feedback, without a frame of ours."""
    shutil.copy(EXAMPLES / f"{example}.py", desk / "lecture07.py")
    done, explorer = told(desk)
    report = check_file(desk, None, spawner())
    found = explorer["outcomes"]
    for exercise in report.exercises:
        for check in exercise.checks:
            outcome, text = found.pop(f"lecture07.py::{check.id.replace('/', '::')}")
            verdict = check.finding.verdict
            wanted = {Verdict.PASS: "success", Verdict.FAIL: "failure"}.get(verdict, "skipped")
            assert outcome == wanted, check.id
            if verdict is Verdict.FAIL:
                assert text == plaintext.failure(check)
                if not words.undone(check):
                    assert check.finding.feedback is not None
                    assert check.finding.feedback.what in done.stdout
    assert not found
    assert done.returncode == 1
    # A failed assertion is a failure to explorers; any other exception is an error.
    assert set(explorer["interactions"]) == {"AssertionError"}
    assert "Traceback" not in done.stdout
    assert "grader/" not in done.stdout
    assert "public checks pass; hidden checks use other sizes and values." in done.stdout


def test_a_fresh_copy(desk: Path) -> None:
    done = run(desk)
    assert done.returncode == 1
    assert f"collected {CHECKS} items" in done.stdout
    assert "FAILURES" not in done.stdout  # what is not written yet has no feedback to read
    assert "Next: 1 · activations" in done.stdout
    assert "0 of 16 done · next: 1 activations" in done.stdout
    assert "not done yet" in done.stdout.splitlines()[-1]


def test_right_answers_pass(desk: Path) -> None:
    shutil.copy(EXAMPLES / "perfect.py", desk / "lecture07.py")
    done = run(desk)
    assert done.returncode == 0
    assert "Public checks pass" in done.stdout


def test_explorers_see_exercises_at_their_lines(desk: Path) -> None:
    done, explorer = told(desk, "--collect-only", "-q")
    assert done.returncode == 0
    assert len(explorer["tests"]) == CHECKS
    lines = (desk / "lecture07.py").read_text().splitlines()
    exercises = bundle.read(desk / bundle.NAME).exercises
    groups = list(dict.fromkeys(test["group"] for test in explorer["tests"]))
    assert groups == [exercise.name for exercise in exercises]
    for test in explorer["tests"]:
        assert test["file"] == str(desk / "lecture07.py")
        name = test["name"].rpartition("-")[2]
        assert name in lines[test["line"] - 1], test["name"]
        assert lines[test["group_line"] - 1].startswith(("def ", "WHY"))
    one = explorer["tests"][3]["id"]
    done, explorer = told(desk, f"--rootdir={desk}", one)  # as an explorer runs one
    assert list(explorer["outcomes"]) == ["lecture07.py::activations::4-shape-dsigmoid"]


def test_the_notebook(desk: Path) -> None:
    """Found when it is where the work is, and when it is named."""
    shutil.copy(EXAMPLES / "notebook.ipynb", desk / "lecture07.ipynb")
    _, found = told(desk, "--collect-only")
    _, named = told(desk, "--collect-only", "lecture07.ipynb")
    for explorer in (found, named):
        assert len(explorer["tests"]) == CHECKS
        assert {test["file"] for test in explorer["tests"]} == {str(desk / "lecture07.ipynb")}
    (desk / "lecture07.py").unlink()
    report = check_file(desk, "forward", spawner())
    done, explorer = told(desk, "lecture07.ipynb::forward")
    assert len(explorer["outcomes"]) == len(report.exercises[0].checks)
    assert done.returncode == 0, done.stdout


def test_only_what_was_chosen_runs(desk: Path) -> None:
    """The endless loop is in another exercise."""
    shutil.copy(EXAMPLES / "endless_loop.py", desk / "lecture07.py")
    done = run(desk, "lecture07.py::activations", "-q")
    assert done.returncode == 0, done.stdout
    assert "did not end" not in done.stdout


def test_a_script_that_was_named_is_not_imported(desk: Path) -> None:
    (desk / "lecture07.py").write_text("open('ran', 'w')\n" + (EXAMPLES / "perfect.py").read_text())
    run(desk, "lecture07.py::activations")
    assert not (desk / "ran").exists()


def test_what_the_file_prints_is_told_once(desk: Path) -> None:
    text = (EXAMPLES / "perfect.py").read_text()
    (desk / "lecture07.py").write_text(f"{text}\nprint('printed ' + 'by me')\n")
    done = run(desk)
    assert done.returncode == 0
    assert done.stdout.count("printed by me") == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<html><body>Sign in</body></html>", "web page"),
        ("def sigmoid(:\n", "SyntaxError"),
    ],
)
def test_a_file_that_is_no_script(text: str, said: str, desk: Path) -> None:
    (desk / "lecture07.ipynb").unlink()
    (desk / "lecture07.py").write_text(text)
    done = run(desk)
    assert done.returncode != 0
    assert said in done.stdout
    assert "Traceback" not in done.stdout
    assert len(done.stdout.splitlines()) < 250


def test_two_different_works_are_said(desk: Path) -> None:
    shutil.copy(EXAMPLES / "perfect.py", desk / "lecture07.py")
    shutil.copy(EXAMPLES / "misconceptions.py", desk / "other.py")
    done = run(desk)
    assert done.returncode == 2
    assert "other.py" in done.stdout
    assert "Traceback" not in done.stdout


def test_tests_of_ones_own_run_beside(desk: Path) -> None:
    (desk / "test_mine.py").write_text("def test_one():\n    assert True\n")
    done = run(desk, "test_mine.py")
    assert "1 passed" in done.stdout
    assert f"collected {CHECKS + 1} items" in run(desk, "--collect-only").stdout


def test_points_in_junit(desk: Path) -> None:
    shutil.copy(EXAMPLES / "misconceptions.py", desk / "lecture07.py")
    run(desk, "--junitxml=out.xml")
    report = check_file(desk, None, spawner())
    suite = ElementTree.parse(desk / "out.xml").getroot()[0]
    assert _points(suite, "points") == report.earned
    assert _points(suite, "max_points") == report.points
    checks = [check for exercise in report.exercises for check in exercise.checks]
    failed = [check for check in checks if check.finding.verdict is Verdict.FAIL]
    assert int(suite.get("failures", "")) == len(failed)


def _points(suite: ElementTree.Element, name: str) -> float:
    return sum(
        float(one.get("value", "")) for one in suite.iter("property") if one.get("name") == name
    )


# --- staff ---------------------------------------------------------------------------------------


EVIL = "import pathlib\npathlib.Path(__file__).with_suffix('.ran').write_text('')\n"


@pytest.fixture
def submissions(tmp_path: Path) -> Path:
    folder = tmp_path / "submissions"
    (folder / "bob").mkdir(parents=True)
    for name in ("perfect", "misconceptions"):
        shutil.copy(EXAMPLES / f"{name}.py", folder)
    shutil.copy(EXAMPLES / "flat_vectors.py", folder / "bob" / "lecture07.py")
    for name in ("conftest.py", "__init__.py", "test_x.py", "x_test.py"):
        (folder / "bob" / name).write_text(EVIL)
        (folder / name).write_text(EVIL)
    (folder / "bob" / "pytest.ini").write_text("[pytest]\naddopts = -p evil\npythonpath = .\n")
    (folder / "bob" / "evil.py").write_text(EVIL)
    (folder / "bob" / "evil.egg-info").mkdir()
    (folder / "bob" / "evil.egg-info" / "entry_points.txt").write_text("[pytest11]\nevil = evil\n")
    return folder


def ran(folder: Path) -> list[Path]:
    return list(folder.rglob("*.ran"))


def test_staff_grade_with_pytest(
    submissions: Path, tmp_path: Path, lecture07: Assignment, grader07: Grader
) -> None:
    """A group for each submission, with the points and verdicts of ``grader grade``; nothing of theirs runs here."""
    out = tmp_path / "out.xml"
    name = str(lecture07.directory)
    done = run(tmp_path, f"--grader-assignment={name}", "submissions", f"--junitxml={out}")
    assert done.returncode == 1
    suite = ElementTree.parse(out).getroot()[0]
    for who, file in {
        "bob": EXAMPLES / "flat_vectors.py",
        "perfect": EXAMPLES / "perfect.py",
        "misconceptions": EXAMPLES / "misconceptions.py",
    }.items():
        submission = read_submission(file, expected="lecture07.py")
        report = grader07.grade(submission).report
        assert f"{who}: {words.total(report)}" in done.stdout
        cases = [c for c in suite if c.get("classname", "").startswith(f"submissions.{who}.")]
        checks = [check for exercise in report.exercises for check in exercise.checks]
        assert len(cases) == len(checks)
        earned = sum(_points(case, "points") for case in cases)
        assert earned == report.earned
        failed = [c.get("name") for c in cases if c.find("failure") is not None]
        assert failed == [
            c.id.partition("/")[2] for c in checks if c.finding.verdict is Verdict.FAIL
        ]
    assert not ran(submissions)
    assert "Traceback" not in done.stdout


def test_a_submission_that_cannot_be_read_is_graded(tmp_path: Path, lecture07: Assignment) -> None:
    (tmp_path / "lecture07.py").write_text("<html></html>")
    done = run(tmp_path, f"--grader-assignment={lecture07.directory}", "lecture07.py")
    assert done.returncode == 1
    assert "0 of 90 automatic" in done.stdout
    assert "could not be read" in done.stdout


@pytest.mark.parametrize(
    ("name", "argument"),
    [
        ("pytest.ini", "submissions/bob"),
        (".pytest.ini", "submissions/bob/lecture07.py"),
        ("tox.ini", "submissions/bob"),
        ("setup.cfg", "submissions/bob"),
        ("pyproject.toml", "submissions/bob"),
    ],
)
def test_a_configuration_of_theirs_is_refused(
    name: str, argument: str, submissions: Path, tmp_path: Path, lecture07: Assignment
) -> None:
    (submissions / "bob" / "pytest.ini").unlink()
    section = {"setup.cfg": "[tool:pytest]", "pyproject.toml": "[tool.pytest.ini_options]"}
    (submissions / "bob" / name).write_text(
        f"{section.get(name, '[pytest]')}\naddopts = '--junitxml=forged.xml'\n"
    )
    done = run(tmp_path, f"--grader-assignment={lecture07.directory}", argument)
    assert done.returncode == 4
    assert name in done.stdout
    assert not list(tmp_path.rglob("forged.xml"))
    assert not ran(submissions)


def test_a_folder_with_submissions_is_no_place_to_import_from(
    submissions: Path, lecture07: Assignment
) -> None:
    done = waiting.run(
        [sys.executable, "-m", "pytest", "--grader-assignment", str(lecture07.directory)],
        cwd=submissions,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert done.returncode == 4
    assert "call `pytest`" in done.stdout


def test_an_assignment_that_is_not_there(tmp_path: Path) -> None:
    done = run(tmp_path, "--grader-assignment", "nothing")
    assert done.returncode == 4
    assert "no assignment 'nothing'" in done.stdout
    assert "Traceback" not in done.stdout


# --- elsewhere -----------------------------------------------------------------------------------


def test_other_suites_are_as_they_were(tmp_path: Path) -> None:
    """The same output with and without the plugin, and nothing of ours is imported but the plugin itself."""
    (tmp_path / "lecture07.py").write_text("def test_in_a_script():\n    pass\n")
    (tmp_path / "test_other.py").write_text(
        "import sys\nimport pytest\n\n"
        "def test_passes(): pass\n"
        "def test_fails(): assert 1 == 2\n"
        "@pytest.mark.skip(reason='later')\ndef test_later(): pass\n"
        "@pytest.mark.xfail\ndef test_expected(): assert False\n"
        "class TestGroup:\n    @pytest.mark.parametrize('n', [1, 2])\n    def test_n(self, n): assert n\n"
    )
    (tmp_path / "loaded.py").write_text(
        "import sys\n"
        "def pytest_unconfigure():\n"
        "    ours = [m for m in sys.modules if m.split('.')[0] in ('grader', 'numpy', 'msgspec', 'click')]\n"
        "    print('LOADED', *sorted(ours))\n"
    )
    for arguments in ([], ["lecture07.py"], ["--doctest-modules"]):
        quiet = ["-q", "-p", "no:randomly", "-o", "console_output_style=classic", *arguments]
        texts = [
            [row for row in run(tmp_path, *quiet, *more).stdout.splitlines() if " in " not in row]
            for more in ([], ["-p", "no:grader"])
        ]
        assert texts[0] == texts[1]
    done = run(tmp_path, "-p", "loaded", PYTHONPATH=str(tmp_path))
    loaded = next(row for row in done.stdout.splitlines() if row.startswith("LOADED"))
    assert loaded.split()[1:] == ["grader", "grader.pytest_plugin"]
