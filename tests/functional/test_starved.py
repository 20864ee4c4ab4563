"""Machines that have too little of something: a full disk, a root that can't be written, half a processor, 512 MB, 24 processes, and
never a network. What comes of it is the right score or the platform's own state for a grader that failed, and no other score."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.authoring import student
from grader.platforms import bundle, gradescope, prairielearn
from tests import platform_rules
from tests.conftest import ROOT, Load
from tests.containers import MEGABYTE, OWN, Done, Image, Prepare, Starved
from tests.functional.test_containers import CONSTRAINTS, EVERYTHING, set_up
from tests.functional.test_kits import CALLS, OUT, WORK, kit_image

EXAMPLE = ROOT / "assignments" / "lecture07" / "examples" / "misconceptions.py"
SHARE = 83.5 / 90
FULL = """
mkdir $root/../kept && cp -a $root{0}/. $root/../kept
mount -t tmpfs -o size=16m,mode=1777 full $root{0}
cp -a $root/../kept/. $root{0} && rm -r $root/../kept
head -c 32M /dev/zero > $root{0}/.filled || true
"""
"""A folder with what lies in it on a disk of its own that has no byte left."""

READ_ONLY = "mount --bind $root{0} $root{0}"
"""A folder that stays writable while the root is made read-only."""


def starved(kind: str, *writable: str) -> Starved:
    """``writable``: the folders that the platform's own program writes to."""
    if kind == "full_disk":
        places = ("/tmp", "/dev/shm", *writable)
        return Starved(mounts=tuple(FULL.format(place) for place in places))
    if kind == "read_only":
        kept = [READ_ONLY.format(place) for place in writable]
        return Starved(mounts=(*kept, "mount -o remount,bind,ro $root"))
    return {
        "half_a_processor": Starved(cpus=0.5),
        "512_MB": Starved(memory=512 * MEGABYTE),
        "24_processes": Starved(processes=24),
        "all_of_these": Starved(memory=512 * MEGABYTE, processes=24, cpus=0.5),
    }[kind]


KINDS = ["full_disk", "read_only", "all_of_these"]
if EVERYTHING:
    KINDS += ["half_a_processor", "512_MB", "24_processes"]
MUST_GRADE = {"half_a_processor", "512_MB", "24_processes", "all_of_these"}
"""With these there is enough to grade."""

Found = float | None
"""The share of the points that the platform records; None where it knows that the grader failed."""


# --- platforms with a folder of their own ---------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_gradescope(kind: str, prepare: Prepare, load: Load, tmp_path: Path) -> None:
    image = prepare(OWN, "gradescope", set_up(gradescope.build(load("lecture07"), CONSTRAINTS)))
    place = tmp_path / "run" / "autograder"
    for name in ("submission", "results"):
        (place / name).mkdir(parents=True)
    (place / "submission_metadata.json").write_text("{}")
    shutil.copy(EXAMPLE, place / "submission" / "lecture07.py")
    less = starved(kind, "/autograder/results")
    # What a run leaves on a disk of its own is gone with it, so it is printed.
    show = "/autograder/run_autograder; code=$?; cat /autograder/results/results.json && exit $code"
    done = image.run(["bash", "-c", show], tmp_path / "run", starved=less)
    results = told(done)
    share = sum(test.get("score", 0) for test in results["tests"]) / 90 if results else None
    judge(kind, share, done)


@pytest.fixture(scope="module")
def prairielearn_image(prepare: Prepare, load: Load) -> Image:
    def fill(image: Image, upper: Path) -> None:
        assignment = load("lecture07")
        members = prairielearn.build(assignment, CONSTRAINTS, student.members(assignment))
        bundle.write_folder(upper / "question", members, prairielearn.PROGRAMS)
        requirements = upper / "question" / "image" / "requirements.txt"
        made = f"python -m venv /opt/grader && /opt/grader/bin/python -m pip install -q -r /question/image/{requirements.name}"
        done = image.run(["/bin/sh", "-c", made], upper)
        assert done.returncode == 0, done.stderr

    return prepare(OWN, "prairielearn-alone", fill)


@pytest.mark.parametrize("kind", KINDS)
def test_prairielearn(kind: str, prairielearn_image: Image, tmp_path: Path) -> None:
    place = tmp_path / "run" / "grade"
    shutil.copytree(prairielearn_image.layers[0] / "question" / "tests", place / "tests")
    for name in ("data", "results", "student"):
        (place / name).mkdir()
    (place / "data" / "data.json").write_text("{}")
    shutil.copy(EXAMPLE, place / "student" / "lecture07.py")
    show = "/grade/tests/run.sh; code=$?; cat /grade/results/results.json && exit $code"
    done = prairielearn_image.run(
        ["bash", "-c", show], tmp_path / "run", starved=starved(kind, "/grade/results")
    )
    results = told(done)
    share = results["score"] if results and results["gradable"] else None
    judge(kind, share, done)


def told(done: Done) -> dict[str, object] | None:
    """The result that was printed; None where there was none. Never a torn one."""
    text = done.stdout[done.stdout.find("{") :] if "{" in done.stdout else ""
    found: dict[str, object] | None = json.loads(text) if text else None
    return found


def judge(kind: str, share: Found, done: Done) -> None:
    """The right score, or none."""
    assert share is None or share == pytest.approx(SHARE, abs=1e-6), done.stdout
    if kind in MUST_GRADE:
        assert share is not None, f"{done.stdout}\n{done.stderr}"
    assert "Traceback" not in done.stdout + done.stderr


# --- platforms that take a kit --------------------------------------------------------------------


def gitlab_share(text: str, code: int) -> Found:
    if not text.strip():
        assert code not in (0, 1)
        return None
    found = platform_rules.gitlab(text)
    # JUnit has no total, so what people mark counts among the points of tests.
    return None if found.share is None else found.share * 100 / 90


def inginious_share(text: str, code: int) -> Found:
    told = dict(row.split(" ", 1) for row in text.splitlines() if row.startswith("feedback-"))
    feedback: dict[str, object] = {}
    if "feedback-grade" in told:
        feedback["grade"] = float(told["feedback-grade"])
    if "feedback-result" in told:
        feedback["result"] = told["feedback-result"].strip()
    if "result" not in feedback:
        return None  # "No feedback was given !": a crash
    return platform_rules.inginious(feedback).share


def submitty_share(text: str, code: int) -> Found:
    data = json.loads(text) if text.strip() else None
    return platform_rules.submitty(data, 180).share


SHARES: dict[str, Callable[[str, int], Found]] = {
    "gitlab": gitlab_share,
    "submitty": submitty_share,
    "codegrade": lambda text, code: platform_rules.codegrade(text, code).share,
    "inginious": inginious_share,
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("platform", CALLS)
def test_a_kit(platform: str, kind: str, prepare: Prepare, load: Load, tmp_path: Path) -> None:
    image = kit_image(prepare, load)
    work = tmp_path / "run" / WORK[1:]
    work.mkdir(parents=True)
    shutil.copy(EXAMPLE, work / "lecture07.py")
    if platform == "autolab":  # which puts all that it has into one folder
        shutil.copy(EXAMPLE, work.parent / "lecture07.py")
        for file in (image.layers[0] / "autolab").iterdir():
            shutil.copy(file, work.parent)
    result = {"inginious": "feedback", "autolab": "/dev/null"}.get(platform, "result")
    show = (
        f"({CALLS[platform]}); code=$?; echo; echo ----; cat {OUT}/{result} 2>/dev/null; exit $code"
    )
    done = image.run(["bash", "-c", show], tmp_path / "run", starved=starved(kind, OUT))
    printed, _, left = done.stdout.partition("\n----\n")
    if platform == "autolab":
        problems = {one.name: one.points - one.to_mark for one in load("lecture07").exercises}
        share = platform_rules.autolab(printed, problems).share
    else:
        share = SHARES[platform](left, done.returncode)
    judge(kind, share, done)
