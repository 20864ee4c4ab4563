"""The student's desk: `grader check` says what grading would say, from public data alone."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from types import FunctionType

import pytest

from grader.catalog import Assignment
from grader.checks.rehearsal import answer
from grader.checks.trusted import trusted_function
from grader.desk import bundle, packing
from grader.desk.bundle import DeskExercise
from grader.desk.check import check_file, closing_line, passes, plan
from grader.desk.live import check_names, require
from grader.diagnosis.matching import differs
from grader.exporters import words
from grader.grading import Grader, judge_exercise
from grader.intake import read_submission
from grader.intake.errors import WrongUse
from grader.model import Job, Raised, Raising, Returned, Verdict
from grader.sandbox.desk import spawner
from grader.sandbox.driver import DrivenSandbox
from tests import waiting
from tests.conftest import DRAWN, ROOT, Cli, Load
from tests.submissions import in_place, submission

EXAMPLES = ROOT / "assignments" / "lecture07" / "examples"


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    folder = tmp_path / "desk"
    shutil.copytree(ROOT / "student_template" / "lecture07", folder)
    return folder


@pytest.mark.parametrize("path", sorted(EXAMPLES.iterdir()), ids=lambda path: path.name)
def test_public_findings_are_those_of_grading(
    path: Path, desk: Path, lecture07: Assignment, grader07: Grader
) -> None:
    file = desk / path.name
    shutil.copy(path, file)
    own = {c.id: c for e in check_file(file, None, spawner()).exercises for c in e.checks}
    graded = grader07.grade(read_submission(path, expected=lecture07.submission)).report
    compared = 0
    for exercise in graded.exercises:
        for check in exercise.checks:
            if check.id not in own or check.finding.public_verdict.value == "blocked":
                continue
            mine = own[check.id].finding
            # A check that is blocked by a hidden case of its shape is not blocked at the desk.
            if mine.verdict.value == "blocked":
                continue
            assert mine.public_verdict == check.finding.public_verdict, check.id
            if mine.feedback is not None and check.finding.public_feedback is not None:
                assert mine.feedback.what == check.finding.public_feedback.what
            compared += 1
    assert compared > 30


def test_reference_answers_pass_and_nobody_says_all(desk: Path) -> None:
    shutil.copy(EXAMPLES / "perfect.py", desk / "lecture07.py")
    report = check_file(desk / "lecture07.py", None, spawner())
    assert passes(report)
    # All that public checks can give, and no check that has no public case.
    for exercise in report.exercises:
        assert exercise.earned == exercise.points - exercise.to_mark, exercise.name
        for check in exercise.checks:
            assert check.finding.cases or check.finding.verdict is Verdict.TO_MARK, check.id
            assert words.WORDS[check.finding.verdict] in ("pass", "to be marked")
    assert closing_line(report) == ("Public checks pass; hidden checks use other sizes and values.")


def test_command(cli: Cli, desk: Path) -> None:
    done = cli("check", desk / "lecture07.py")
    assert done.returncode == 1
    assert "not done yet" in done.stdout
    shutil.copy(EXAMPLES / "perfect.py", desk / "lecture07.py")
    assert cli("check", desk / "lecture07.py", "-q", "dA_dW0").returncode == 0
    assert cli("check", cwd=desk).returncode == 0
    # Whoever works in the notebook has the stubs in the script, and the other way round.
    assert "lecture07.py is checked, not lecture07.ipynb" in cli("check", cwd=desk).stdout
    wrong = cli("check", desk / "lecture07.py", "-q", "bias_jacobin")
    assert wrong.returncode == 2
    assert "bias_jacobian" in wrong.stderr


@pytest.mark.parametrize("question", [None, "weight_gradient"])
def test_names_that_are_due_elsewhere_are_no_misspellings(desk: Path, question: str | None) -> None:
    """After a syntax error in one cell, the functions of the others are not what was meant by its name."""
    work = (EXAMPLES / "perfect.py").read_text()
    assert "def dloss_dWl(" in work
    file = desk / "lecture07.py"

    def reasons(source: str) -> set[str]:
        file.write_text(source)
        checks = [c for e in check_file(file, question, spawner()).exercises for c in e.checks]
        found = [c.finding.feedback for c in checks if c.finding.feedback is not None]
        return {f.reason for f in found if f.what == "`dloss_dW` is not defined."}

    broken = work.replace("def dloss_dW(", "def dloss_dW((")
    [reason] = reasons(broken)
    assert reason.startswith("`dloss_dW` was to be defined in line ")
    misspelt = work.replace("def dloss_dW(", "def dloss_dw(")
    assert reasons(misspelt) == {"Did you mean `dloss_dw`? That name is defined."}


def test_without_the_template_it_says_where_it_belongs(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "lecture07.py").write_text("x = 1\n")
    done = cli("check", tmp_path / "lecture07.py")
    assert done.returncode == 2
    assert "template" in done.stderr
    (tmp_path / bundle.NAME).write_bytes(b"\x00\x00\x00\x01\xc1")
    assert "damaged" in cli("check", tmp_path / "lecture07.py").stderr


def test_live_functions_of_a_notebook(desk: Path) -> None:
    import numpy as np

    found = bundle.read(desk / bundle.NAME)
    names = {
        "dA_dW0": lambda x, W, W0: np.ones((len(W0), len(W0))),
        "dA_dW0j": lambda x, W, W0, j: 1 / 0,
    }
    checked = check_names(found, "bias_jacobian", names)
    page = checked._repr_html_()
    assert "<table>" in page
    assert "ZeroDivisionError" in page
    assert "every offset" in page
    assert "public checks pass" in repr(checked)


def test_bundle_holds_no_hidden_case_and_no_function(lecture07: Assignment, tmp_path: Path) -> None:
    raw = packing.make(lecture07)
    assert packing.make(lecture07) == raw
    for exercise in lecture07.exercises:
        hidden = {case.id for case in exercise.subject.cases if not case.public}
        assert hidden
    for exercise in bundle.read(_written(tmp_path, raw)).exercises:
        assert exercise.subject.trusted is None
        assert all(case.public for case in exercise.subject.cases)
        assert not any(key.split("/")[-1].startswith("h") for key in exercise.subject.facts)


def _written(folder: Path, raw: bytes) -> Path:
    file = folder / bundle.NAME
    file.write_bytes(raw)
    return file


def _calling() -> None:
    require("layer_gradients", folder=folder)  # type: ignore[name-defined]  # noqa: F821


def test_require_in_someone_elses_test(desk: Path) -> None:
    """Silent, or an AssertionError with the whole explanation; names are the caller's or those given."""
    names = {
        "dloss_dWl": lambda A_prev, dloss_dZl: A_prev @ dloss_dZl.T,
        "dloss_dW0l": lambda dloss_dZl: dloss_dZl,
    }
    require("layer_gradients", names, desk)
    wrong = names | {"dloss_dWl": lambda A_prev, dloss_dZl: dloss_dZl @ A_prev.T}
    with pytest.raises(AssertionError, match="dloss_dWl") as told:
        require("layer_gradients", wrong, desk)
    assert "next" in str(told.value)
    calling = {"require": require, "folder": desk}
    FunctionType(_calling.__code__, {**names, **calling})()
    with pytest.raises(AssertionError, match="dloss_dWl"):
        FunctionType(_calling.__code__, {**wrong, **calling})()
    with pytest.raises(WrongUse, match="did you mean 14 layer_gradients"):
        require("layer_grdients", names, desk)


@pytest.mark.parametrize("name", DRAWN)
def test_known_wrong_functions_are_told_as_in_grading(name: str, load: Load) -> None:
    """Every one that a public case can show fails at the desk, with the words of grading."""
    assignment = load(name)
    found = bundle.parse(packing.make(assignment), bundle.NAME)
    sandbox = DrivenSandbox("process", (), spawner())
    caught = same = 0
    for exercise, public in zip(assignment.exercises, found.exercises, strict=True):
        wanted = [call for _, c in exercise.checks for call in c.plan(exercise.subject)]
        calls = tuple({call.key: call for call in wanted}.values())
        # The calls of grading hold those of the desk: both judge from the same answers.
        assert {call.key for call in plan((public,))} <= {call.key for call in calls}
        for known in exercise.subject.known_wrong:
            code = f"{known.function}__{known.name}"
            source = in_place(exercise, "known_wrong.py", code, known.function)
            cells = submission({exercise.name: source}).cells
            job = Job(cells=cells, calls=calls, given=found.given, limits=found.limits)
            answers = sandbox.run(
                job, lambda spec: trusted_function(assignment.trusted, spec)
            ).answers
            theirs = {check.id: check.finding for check in judge_exercise(exercise, answers).checks}
            shows = False
            for check in judge_exercise(public, answers).checks:
                here, there = check.finding, theirs[check.id]
                assert here.public_verdict is there.public_verdict, (code, check.id)
                if here.feedback is None or there.public_feedback is None:
                    assert here.feedback is there.public_feedback is None
                    continue
                # Hidden cases are evidence for the reason: at the desk there may be too little for one, and in grading some
                # against what public cases suggest.
                assert here.feedback.what == there.public_feedback.what, (code, check.id)
                assert here.feedback.got == there.public_feedback.got
                labels = {here.feedback.label, there.public_feedback.label}
                assert sum(label.startswith("misconception.") for label in labels) < 2
                same += here.feedback == there.public_feedback
                shows = shows or here.verdict is Verdict.FAIL
            expected = any(
                subject_differs(public, known.function, case.id, known.name)
                for case in public.subject.cases_of(known.function)
            )
            assert shows or not expected, f"{code} is not caught"
            caught += shows
    known_wrong = sum(len(e.subject.known_wrong) for e in assignment.exercises)
    assert caught > 0.9 * known_wrong
    assert same > 0.8 * known_wrong


@pytest.mark.parametrize("name", DRAWN)
def test_functions_of_other_exercises_are_told_as_in_grading(name: str, load: Load) -> None:
    """Each exercise is answered with the references of the others, where these take its inputs."""
    assignment = load(name)
    found = bundle.parse(packing.make(assignment), bundle.NAME)
    named = 0
    for exercise, public in zip(assignment.exercises, found.exercises, strict=True):
        subject = exercise.subject
        right = {call.key: answer(subject, call) for call in exercise.plan}
        for function in exercise.functions:
            for other in subject.elsewhere:
                try:
                    given = {
                        subject.call(function, case).key: subject.elsewhere_answer(other, case)
                        for case in subject.cases_of(function)
                    }
                except LookupError:
                    continue
                wrong = {
                    key: Raised(kind=value.kind)
                    if isinstance(value, Raising)
                    else Returned(value=value)
                    for key, value in given.items()
                }
                graded = judge_exercise(exercise, right | wrong)
                theirs = {check.id: check.finding.public_feedback for check in graded.checks}
                for check in judge_exercise(public, right | wrong).checks:
                    here, there = check.finding.feedback, theirs[check.id]
                    if here is not None and here.label == "other_exercise":
                        # Hidden cases may speak against it.
                        assert there is not None
                        assert (there.what, there.got) == (here.what, here.got), (function, other)
                        named += here == there
    assert named >= 3


def subject_differs(exercise: DeskExercise, function: str, case: str, known: str) -> bool:
    """Whether a known-wrong function answers otherwise than the reference on a public case."""
    facts, name = exercise.subject.facts, exercise.name
    return differs(
        facts[f"{name}/wrong/{function}/{known}/{case}"],
        facts[f"{name}/expected/{function}/{case}"],
    )


def test_watch_checks_again_after_a_change(desk: Path) -> None:
    file = desk / "lecture07.py"
    watching = subprocess.Popen(
        [
            sys.executable,
            "-u",
            "-m",
            "grader",
            "check",
            "lecture07.py",
            "-q",
            "activations",
            "--watch",
        ],
        cwd=desk,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
        # Started from a background job it would inherit that Ctrl-C means nothing.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    assert watching.stdout is not None

    def until(word: str) -> str:
        lines: list[str] = []
        for line in iter(watching.stdout.readline, ""):
            lines.append(line)
            if word in line:
                break
        return "".join(lines)

    try:
        assert "Not done yet" in until("Waiting")
        file.write_bytes(b"\xff\xfe\x00")  # in the middle of being saved
        assert "lecture07.py" in until("Waiting")
        shutil.copy(EXAMPLES / "perfect.py", file)
        assert "Public checks pass" in until("Waiting")
        watching.send_signal(signal.SIGINT)
        assert watching.wait() == 0
    finally:
        watching.kill()
        watching.stdout.close()
        watching.wait()


@pytest.mark.parametrize("columns", ["40", "80", "200"])
def test_fits_its_terminal_and_needs_no_colour(desk: Path, columns: str) -> None:
    """At any width, and as bytes of an encoding that has none of our letters."""
    shutil.copy(EXAMPLES / "misconceptions.py", desk / "lecture07.py")
    done = waiting.run(
        [sys.executable, "-m", "grader", "check", "lecture07.py"],
        cwd=desk,
        env=os.environ | {"PYTHONPATH": str(ROOT), "COLUMNS": columns, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
    )
    assert done.returncode == 1, done.stderr
    text = done.stdout.decode("ascii")
    assert "\x1b" not in text
    assert max(len(line) for line in text.splitlines()) <= int(columns)
    assert " fail " in text or ": fail," in text
