"""The Gradescope bundle, run from the folders that the platform lays out; test_containers.py does so in a root of its own."""

from __future__ import annotations

import json
import math
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Any, NoReturn

import msgspec
import pytest

from grader.catalog import Assignment
from grader.exporters import gradescope as exporter
from grader.grading import Grader
from grader.model import (
    CellOutcome,
    CheckResult,
    ExerciseResult,
    Feedback,
    Finding,
    Raised,
    Report,
    Verdict,
)
from grader.platforms import bundle as packed
from grader.platforms import gradescope
from grader.platforms.gradescope import Attempts
from grader.sandbox import SandboxUnavailable
from tests import waiting
from tests.conftest import ROOT, Cli

EXAMPLES = ROOT / "assignments" / "lecture07" / "examples"


@pytest.fixture(scope="module")
def bundle(lecture07: Assignment) -> bytes:
    return gradescope.build(lecture07, (ROOT / "constraints.txt").read_text())


@pytest.fixture
def container(bundle: bytes, tmp_path: Path) -> Path:
    """/autograder as it is at run time."""
    archive = tmp_path / "autograder.zip"
    archive.write_bytes(bundle)
    root = tmp_path / "autograder"
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(root / "source")
    (root / "submission").mkdir()
    return root


def run(root: Path, *options: str) -> dict[str, Any]:
    """What run_autograder runs, with this machine's Python in the place of the image's."""
    waiting.run(
        [
            *(sys.executable, "-m", "grader.platforms.gradescope", "lecture07"),
            *("--root", root, *options),
        ],
        cwd=ROOT,
        check=True,
    )
    found: dict[str, Any] = json.loads((root / "results" / "results.json").read_text())
    return found


def test_two_builds_are_the_same_bytes(lecture07: Assignment, bundle: bytes) -> None:
    assert gradescope.build(lecture07, (ROOT / "constraints.txt").read_text()) == bundle


def test_scripts_stand_at_the_root_and_pins_are_exact(container: Path) -> None:
    names = {p.name for p in (container / "source").iterdir()}
    wheel, content = packed.wheel()
    assert names == {"setup.sh", "run_autograder", "requirements.txt", "sealed", wheel}
    assert (container / "source" / wheel).read_bytes() == content
    pins = (container / "source" / "requirements.txt").read_text().split()
    assert all("==" in pin for pin in pins)
    assert any(pin.startswith("numpy==") for pin in pins)
    for script in ("setup.sh", "run_autograder"):
        subprocess.run(["bash", "-n", container / "source" / script], check=True)


@pytest.mark.parametrize(
    ("example", "earned"), [("misconceptions.py", 83.5), ("notebook.ipynb", 85)]
)
def test_scores_are_those_of_grade(
    container: Path, example: str, earned: float, best_isolation: str
) -> None:
    shutil.copy(EXAMPLES / example, container / "submission")
    results = run(container)
    assert results["extra_data"]["isolation"] == best_isolation
    assert sum(test.get("score", 0) for test in results["tests"]) == earned
    assert sum(test.get("max_score", 0) for test in results["tests"]) == 90


def outcome(*, verdict: Verdict, public: Verdict, name: str = "f") -> CheckResult:
    """A check's result; what failed says so, for hidden and for public cases."""
    told = Feedback(label="value", what=f"{name} is wrong in a hidden case")
    seen = Feedback(label="value", what=f"{name} is wrong in a public case")
    failed, failed_in_public = verdict is Verdict.FAIL, public is Verdict.FAIL
    finding = Finding(
        verdict=verdict,
        public_verdict=public,
        feedback=seen if failed_in_public else told if failed else None,
        public_feedback=seen if failed_in_public else None,
    )
    earned = 2.0 if verdict is Verdict.PASS else 0.0
    return CheckResult(
        id=f"e/{name}", kind="value", title=name, points=2, earned=earned, finding=finding
    )


def report(*checks: CheckResult) -> Report:
    exercise = ExerciseResult(
        name="e",
        title="Exercise",
        points=2.0 * len(checks),
        to_mark=0,
        earned=sum(check.earned for check in checks),
        checks=checks,
    )
    return Report(
        assignment="a",
        assignment_digest="",
        grader="0",
        submission="s",
        submission_digest="",
        earned=exercise.earned,
        points=exercise.points,
        to_mark=0,
        regrade=False,
        exercises=(exercise,),
    )


@pytest.mark.parametrize("grain", ["exercise", "check"])
@pytest.mark.parametrize("hidden", ["after_published", "after_due_date", "hidden"])
def test_what_students_see_at_once_is_the_public_part(grain: Any, hidden: Any) -> None:
    """A failure in hidden cases alone is told later; neither status nor text gives it away before."""
    made = exporter.results(
        report(
            outcome(verdict=Verdict.FAIL, public=Verdict.PASS, name="f"),
            outcome(verdict=Verdict.PASS, public=Verdict.PASS, name="g"),
        ),
        hidden=hidden,
        grain=grain,
    )
    public = [test for test in made["tests"] if test["visibility"] == "visible"]
    later = [test for test in made["tests"] if test["visibility"] == hidden]
    assert len(public) + len(later) == len(made["tests"])
    assert [(test["name"], test["status"]) for test in public] == [
        ("Public cases that pass", "passed")
    ]
    assert public[0]["output"] == "- e: Exercise"
    assert "score" not in public[0]
    assert "max_score" not in public[0]
    assert "hidden case" not in public[0]["output"] + made["output"].replace("hidden cases", "")
    assert sum(test["score"] for test in later) == 2
    assert sum(test["max_score"] for test in later) == 4
    assert "f is wrong in a hidden case" in later[0]["output"]
    statuses = ["failed"] if grain == "exercise" else ["failed", "passed"]
    assert [test["status"] for test in later] == statuses


def test_a_failure_in_public_cases_is_seen_at_once() -> None:
    made = exporter.results(report(outcome(verdict=Verdict.FAIL, public=Verdict.FAIL)))
    assert made["tests"][0]["status"] == "failed"
    assert "f is wrong in a public case" in made["tests"][0]["output"]


def test_staff_read_why_something_could_not_be_judged() -> None:
    failed = outcome(verdict=Verdict.GRADER_ERROR, public=Verdict.GRADER_ERROR)
    finding = msgspec.structs.replace(failed.finding, staff="Traceback of solutions/e.py")
    ours = report(msgspec.structs.replace(failed, finding=finding))
    made = exporter.results(msgspec.structs.replace(ours, regrade=True), hidden="visible")
    told = [test for test in made["tests"] if "Traceback" in test["output"]]
    assert [test["visibility"] for test in told] == ["hidden"]
    assert "score" not in told[0]


def test_all_visible_needs_no_public_part() -> None:
    made = exporter.results(
        report(outcome(verdict=Verdict.FAIL, public=Verdict.PASS)), hidden="visible"
    )
    assert [(test["number"], test["visibility"]) for test in made["tests"]] == [("1", "visible")]


def test_a_blocked_check_says_where_to_look() -> None:
    made = exporter.results(
        report(
            outcome(verdict=Verdict.FAIL, public=Verdict.FAIL, name="f"),
            outcome(verdict=Verdict.BLOCKED, public=Verdict.BLOCKED, name="g"),
        ),
        grain="check",
    )
    blocked = made["tests"][-1]
    assert (blocked["status"], blocked["score"]) == ("failed", 0)
    assert "see the checks before" in blocked["output"]


def test_what_a_cell_raised_is_no_markdown() -> None:
    error = Raised(kind="ValueError", message="<b>![x](http://example.org)</b>\n# heading")
    broken = msgspec.structs.replace(report(), cells=(CellOutcome(name="cell 1", error=error),))
    text = exporter.results(broken)["output"]
    assert text.index("```text") < text.index("<b>") < text.rindex("```")


@pytest.mark.parametrize(
    ("dates", "seconds"),
    [
        ({"assignment": {"due_date": "2026-03-02T00:00:00-05:00"}, "users": []}, 3600),
        # Another zone, the same moment.
        ({"assignment": {"due_date": "2026-03-02T05:00:00+00:00"}}, 3600),
        # An extension of one's own, and in a group the latest counts.
        (
            {
                "assignment": {"due_date": "2026-03-02T00:00:00-05:00"},
                "users": [
                    {"assignment": {"due_date": "2026-03-02T00:00:00-05:00"}},
                    {"assignment": {"due_date": "2026-03-03T00:00:00-05:00"}},
                ],
            },
            3600 - 86400,
        ),
        # Who has no date of their own has the assignment's.
        (
            {
                "assignment": {"due_date": "2026-03-03T00:00:00-05:00"},
                "users": [{"assignment": {"due_date": "2026-03-02T00:00:00-05:00"}}, {"name": "b"}],
            },
            3600 - 86400,
        ),
        ({"assignment": {"due_date": None}}, None),
        ({"assignment": {"due_date": "soon"}}, None),
        ({"assignment": {"due_date": "2026-03-02T00:00:00"}}, None),
        ({"users": [None]}, None),
        ({}, None),
    ],
)
def test_lateness_by_the_platforms_times(
    tmp_path: Path, dates: dict[str, Any], seconds: float | None
) -> None:
    metadata = tmp_path / "submission_metadata.json"
    metadata.write_text(json.dumps({"created_at": "2026-03-02T01:00:00.000000-05:00", **dates}))
    assert gradescope.seconds_late(metadata) == seconds


@pytest.mark.parametrize("content", [None, b"", b"[1]", b"\xff", b"nul", b"[" * 1_000_000])
def test_unreadable_metadata_costs_nothing(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "submission_metadata.json").write_bytes(content)
    assert gradescope.seconds_late(tmp_path / "submission_metadata.json") is None
    assert gradescope.submissions_before(tmp_path / "submission_metadata.json") == math.inf


def test_options_of_the_command_reach_run_autograder(cli: Cli, tmp_path: Path) -> None:
    out = tmp_path / "autograder.zip"
    options = ("--hidden", "hidden", "--tests", "check")
    done = cli("build", "gradescope", "-a", "lecture07", "-o", out, *options)
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(out) as opened:
        script = opened.read("run_autograder").decode()
    assert "lecture07 --hidden hidden --grain check" in script


def test_late_submissions_lose_by_the_policy(container: Path) -> None:
    shutil.copy(EXAMPLES / "perfect.py", container / "submission")
    metadata = {
        "created_at": "2026-03-03T12:00:00.000000-05:00",
        "assignment": {"due_date": "2026-03-02T00:00:00.000000-05:00"},
        "users": [{"assignment": {"due_date": "2026-03-02T00:00:00.000000-05:00"}}],
    }
    (container / "submission_metadata.json").write_text(json.dumps(metadata))
    results = run(container)
    assert results["score"] == 90 * 0.8
    assert "20%" in results["output"]


def test_students_fault_is_said(container: Path) -> None:
    (container / "submission" / "notes.txt").write_text("forgot the file")
    results = run(container)
    assert results["score"] == 0
    assert "Your submission could not be graded" in results["output"]
    assert results["extra_data"]["regrade"] is False


def test_our_fault_is_said(container: Path) -> None:
    shutil.copy(EXAMPLES / "perfect.py", container / "submission")
    shutil.rmtree(container / "source" / "sealed" / "solutions")
    done = waiting.run(
        [
            *(sys.executable, "-m", "grader.platforms.gradescope", "lecture07"),
            *("--root", container),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 3
    assert "solutions/lecture07" in done.stderr  # for the staff
    assert not list(container.glob("results/*"))


def no_sandbox(*_: object) -> NoReturn:
    raise SandboxUnavailable("container needs Landlock")


def no_sense(*_: object, **__: object) -> NoReturn:
    raise ZeroDivisionError("a mistake of ours")


@pytest.mark.parametrize(
    ("module", "name", "fails", "said"),
    [
        (packed, "open_sandbox", no_sandbox, "container needs Landlock"),
        (packed, "load_assignment", no_sense, "a mistake of ours"),
        (packed, "read_submission", no_sense, "a mistake of ours"),
        (Grader, "grade", no_sense, "a mistake of ours"),
        (exporter, "results", no_sense, "a mistake of ours"),
    ],
    ids=["sandbox", "assignment", "intake", "grading", "exporter"],
)
def test_a_failure_at_any_stage_gives_no_score(
    container: Path,
    monkeypatch: pytest.MonkeyPatch,
    module: Any,
    name: str,
    fails: Any,
    said: str,
) -> None:
    shutil.copy(EXAMPLES / "perfect.py", container / "submission")
    monkeypatch.setattr(module, name, fails)
    made = gradescope.grade(container, "lecture07")
    assert isinstance(made, packed.Fault)
    assert not made.student
    assert said in made.staff
    assert said not in made.message


# The first alarm may ring where Python only reports an exception; the next one comes through.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_running_out_of_time_is_our_fault(container: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(EXAMPLES / "perfect.py", container / "submission")
    monkeypatch.setattr(Grader, "grade", lambda *_: time.sleep(60))
    made = gradescope.grade(container, "lecture07", seconds=0.05)
    assert made == packed.Fault("grading did not end within 0.05 s", student=False)


@pytest.mark.parametrize(
    ("before", "hidden", "told"),
    [
        (0, "visible", True), (1, "visible", True), (2, "visible", False), (9, "visible", False),
        (None, "visible", False), (2, "hidden", False), (0, "after_due_date", False),
    ],
)  # fmt: skip
def test_only_so_many_submissions_are_told_of_hidden_cases_at_once(
    before: int | None, hidden: Any, told: bool, container: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    about = {} if before is None else {"previous_submissions": [{"score": "1.0"}] * before}
    (container / "submission_metadata.json").write_text(json.dumps(about))
    made = report(outcome(verdict=Verdict.FAIL, public=Verdict.PASS))
    monkeypatch.setattr(packed, "attempt", lambda make, **_: make())
    late = type("Loaded", (), {"late": None})()
    monkeypatch.setattr(packed, "grade", lambda *_: (late, made))
    found = gradescope.grade(container, "lecture07", hidden=hidden, attempts=Attempts(2))
    seen = [test for test in found["tests"] if test["visibility"] == "visible" and "score" in test]
    assert bool(seen) == told
    assert ("submissions 1 to 2" in found["output"]) == (before is None or before >= 2)
    if before is not None and before >= 2 and hidden == "visible":
        whole = gradescope.grade(container, "lecture07", hidden=hidden)
        assert {test["visibility"] for test in whole["tests"]} == {"visible"}


def test_the_limit_is_in_what_the_platform_runs(lecture07: Assignment) -> None:
    pins = (ROOT / "constraints.txt").read_text()
    scripts = gradescope.scripts(
        lecture07, pins, hidden="visible", grain="check", attempts=Attempts(5, True)
    )
    assert b"--attempts '5 per day'" in scripts["run_autograder"]


def previous(*times: str, **more: Any) -> list[dict[str, Any]]:
    return [{"submission_time": time, "score": "1.0", **more} for time in times]


@pytest.mark.parametrize(
    ("before", "count"),
    [
        ([], 0),
        (previous("2026-03-01T23:59:59-05:00"), 0),  # yesterday
        (previous("2026-03-02T00:00:00-05:00", "2026-03-02T09:00:00.000000-05:00"), 2),
        # The same days in another zone.
        (previous("2026-03-02T04:59:59+00:00", "2026-03-02T05:00:00+00:00"), 1),
        # Where the autograder failed, nothing was told.
        (previous("2026-03-02T09:00:00-05:00", autograder_error=True), 0),
        (previous("soon"), math.inf),
        ([{}], math.inf),
        ([None], math.inf),
        (None, math.inf),
    ],
)
def test_submissions_of_a_day_are_counted(tmp_path: Path, before: Any, count: float) -> None:
    metadata = tmp_path / "submission_metadata.json"
    about = {"created_at": "2026-03-02T10:00:00.000000-05:00", "previous_submissions": before}
    metadata.write_text(json.dumps(about))
    assert gradescope.submissions_before(metadata, daily=True) == count
    told = Attempts(2, daily=True).used_up(metadata)
    assert ("submission 3 of today" in told) == (count == 2)
    assert bool(told) == (count >= 2)


@pytest.mark.parametrize("text", ["0", "-1", "many", "5 per week", "5 a day", "", "1" * 9])
def test_wrong_attempts_are_one_line(cli: Cli, tmp_path: Path, text: str) -> None:
    done = cli(
        "build", "gradescope", "-a", "lecture07", "-o", tmp_path / "a.zip", "--attempts", text
    )
    assert done.returncode == 2
    assert "5 per day" in done.stderr
    assert "Traceback" not in done.stderr
