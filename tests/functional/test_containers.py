"""The bundles on their platforms' own folders, in throw-away containers: built as the platform builds them, started as it starts
them, as root, in the profile ``container``; what they write is valid and, but for the machine's share, what is made here.

By default a few of ``tests/handed_in.py`` go through each bundle, in a root made of this machine's programs. ``make platforms`` sends
all through all of them, and through Gradescope's also in fresh user lands of Debian.
"""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import stat
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from grader.authoring import student
from grader.checks.written import Written
from grader.intake import read_submission
from grader.platforms import bundle, github, gradescope, otter, prairielearn
from tests import handed_in
from tests.conftest import ROOT, GraderOf, Load
from tests.containers import LANDS, MEMORY, OWN, Image, Prepare
from tests.functional.test_github import outputs
from tests.functional.test_platform_results import MAKE, graded, text, valid
from tests.handed_in import HandedIn

CONSTRAINTS = (ROOT / "constraints.txt").read_text()
ALL = handed_in.examples("lecture07") + handed_in.attacks()
EVERYTHING = bool(os.environ.get("GRADER_ROOTS"))
FEW = {"misconceptions", "kill_group"}
MORE = FEW | {"notebook", "endless_loop", "results_json", "proc_parent"}


def some(names: set[str]) -> list[HandedIn]:
    """Those, or all when all are asked for."""
    return [one for one in ALL if EVERYTHING or one.source.stem in names]


PERFECT = next(one for one in ALL if one.source.stem == "perfect")
RUNNER = 1001
"""The user of GitHub's runners: not root."""


def unpack(data: bytes, folder: Path) -> None:
    """As the platform unpacks a zip: files keep the mark of programs."""
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        for entry in opened.infolist():
            path = Path(opened.extract(entry, folder))
            path.chmod(entry.external_attr >> 16 & 0o777)


Same = Callable[[dict[str, Any], str, HandedIn], None]


@pytest.fixture
def same(container_of: GraderOf, tmp_path: Path) -> Same:
    """Asserts that what a bundle wrote is what the platform is to be handed."""

    def compare(results: dict[str, Any], platform: str, one: HandedIn) -> None:
        valid(platform, results)
        if platform == "gradescope":
            assert results["extra_data"].pop("seconds_late") is None
        assert text(results) == text(MAKE[platform](graded(one, container_of, tmp_path / "here")))

    return compare


# --- Gradescope, with our zip and with Otter's ---------------------------------------------------


def set_up(data: bytes) -> Callable[[Image, Path], None]:
    """What the platform does with a zip that is uploaded: unpack it, copy run_autograder, run setup.sh."""

    def fill(image: Image, upper: Path) -> None:
        unpack(data, upper / "autograder" / "source")
        shutil.copy(upper / "autograder/source/run_autograder", upper / "autograder")
        done = image.run(["/autograder/source/setup.sh"], upper, network=upper.parent.name != OWN)
        assert done.returncode == 0, done.stderr
        assert "Ready: Python 3." in done.stdout

    return fill


@pytest.fixture(scope="module")
def gradescope_image(prepare: Prepare, load: Load) -> Callable[[str], Image]:
    """/autograder after the platform has built its image from the zip."""
    data = gradescope.build(load("lecture07"), CONSTRAINTS)
    return lambda land: prepare(land, "gradescope", set_up(data))


def autograde(
    image: Image, upper: Path, one: HandedIn | None, *, proc: bool = True, **metadata: Any
) -> dict[str, Any]:
    """results.json of one submission."""
    place = upper / "autograder"
    (place / "submission").mkdir(parents=True)
    (place / "results").mkdir()
    (place / "submission_metadata.json").write_text(json.dumps(metadata))
    if one is not None:
        one.write(place / "submission")
    done = image.run(["/autograder/run_autograder"], upper, proc=proc)
    if done.returncode:
        # The platform then says that the autograder failed, and gives no score.
        assert not (place / "results" / "results.json").is_file()
        return {"staff": done.stderr}
    if one is None or not one.attack:
        assert done.peak is None or done.peak < MEMORY
    found: dict[str, Any] = json.loads((place / "results" / "results.json").read_text())
    return found


@pytest.mark.parametrize("land", LANDS, ids=lambda land: Path(land).name)
@pytest.mark.parametrize("one", some(MORE), ids=str)
def test_gradescope(
    one: HandedIn, land: str, gradescope_image: Callable[[str], Image], tmp_path: Path, same: Same
) -> None:
    results = autograde(gradescope_image(land), tmp_path / "run", one)
    assert results["extra_data"]["isolation"] == "container"
    same(results, "gradescope", one)
    assert not list((tmp_path / "run" / "autograder" / "source").glob("*"))


def test_without_a_proc(gradescope_image: Callable[[str], Image], tmp_path: Path) -> None:
    results = autograde(gradescope_image(OWN), tmp_path / "run", PERFECT, proc=False)
    assert results["extra_data"]["isolation"] == "container"
    assert sum(test.get("score", 0) for test in results["tests"]) == 90


EATER = """\
def dA_dW0(x, W, W0):
    kept = []
    while True:
        kept.append(bytearray(b"x" * 20_000_000))
"""


def test_who_eats_all_memory_loses_that_function_only(
    gradescope_image: Callable[[str], Image], tmp_path: Path
) -> None:
    """The kernel ends the worker, not the grader, also where the container has less than a worker's own limit."""
    cells = [cell.source for cell in read_submission(PERFECT.source, expected="lecture07.py").cells]
    place = tmp_path / "run" / "autograder"
    (place / "submission").mkdir(parents=True)
    (place / "submission" / "lecture07.ipynb").write_bytes(handed_in.notebook([*cells, EATER]))
    done = gradescope_image(OWN).run(["/autograder/run_autograder"], tmp_path / "run")
    results = json.loads((place / "results" / "results.json").read_text())
    valid("gradescope", results)
    assert sum(test.get("score", 0) for test in results["tests"]) == 85.5
    assert done.peak is None or done.peak <= MEMORY


def test_late(gradescope_image: Callable[[str], Image], tmp_path: Path) -> None:
    results = autograde(
        gradescope_image(OWN),
        tmp_path / "run",
        PERFECT,
        created_at="2026-03-03T12:00:00.000000-05:00",
        assignment={"due_date": "2026-03-02T00:00:00.000000-05:00"},
        users=[{"assignment": {"due_date": "2026-03-02T00:00:00.000000-05:00"}}],
    )
    valid("gradescope", results)
    assert results["score"] == 90 * 0.8
    assert "20% of the points" in results["output"]


@pytest.mark.parametrize("grain", ["exercise", "check"])
def test_the_zip_for_otter_is_an_autograder_too(
    grain: Any, gradescope_image: Callable[[str], Image], load: Load, tmp_path: Path
) -> None:
    """Its files over the image's; what setup.sh has made, it makes from the same wheel and pins."""
    made = otter.build(load("lecture07"), CONSTRAINTS, hidden="visible", grain=grain)
    place = tmp_path / "layer" / "autograder"
    unpack(made, place / "source")
    shutil.copy(place / "source" / "run_autograder", place)
    (place / "source").chmod(0o700)
    image = gradescope_image(OWN)
    for name in ("setup.sh", "requirements.txt", bundle.wheel()[0]):
        before = image.layers[0] / "autograder" / "source" / name
        assert (place / "source" / name).read_bytes() == before.read_bytes()
    one = next(one for one in ALL if one.source.stem == "misconceptions")
    results = autograde(image.with_layer(tmp_path / "layer"), tmp_path / "run", one)
    valid("gradescope", results)
    assert sum(test["score"] for test in results["tests"]) == 83.5
    assert sum(test["max_score"] for test in results["tests"]) == 90
    assert {test["visibility"] for test in results["tests"]} == {"visible"}
    exercises = load("lecture07").exercises
    automatic = [c for e in exercises for _, c in e.checks if not isinstance(c, Written)]
    assert len(results["tests"]) == len(exercises if grain == "exercise" else automatic)


@pytest.mark.skipif(not EVERYTHING, reason="user lands (`make platforms`)")
def test_the_zip_for_otter_from_the_start(
    prepare: Prepare, load: Load, tmp_path: Path, same: Same
) -> None:
    data = otter.build(load("lecture07"), CONSTRAINTS)
    image = prepare(LANDS[-1], "otter", set_up(data))
    same(autograde(image, tmp_path / "run", PERFECT), "gradescope", PERFECT)


def spoiled_venv(root: Path) -> None:
    (root / "venv" / "bin").mkdir(parents=True)
    (root / "venv" / "bin" / "python").write_text("#!/bin/sh\nkill -9 $$\n")
    (root / "venv" / "bin" / "python").chmod(0o755)


def spoiled_assignment(root: Path) -> None:
    file = root / "source" / "sealed" / "assignments" / "lecture07" / "assignment.yaml"
    file.parent.mkdir(parents=True)
    file.write_text("points: [")
    (root / "source").chmod(0o700)


def spoiled_results(root: Path) -> None:
    """A leftover of another run must not be taken for this one's."""
    spoiled_venv(root)
    (root / "results").mkdir()
    (root / "results" / "results.json").write_text('{"score": 90}')


@pytest.mark.parametrize("spoil", [spoiled_venv, spoiled_assignment, spoiled_results])
def test_our_fault_at_any_stage_gives_no_score(
    spoil: Callable[[Path], None], gradescope_image: Callable[[str], Image], tmp_path: Path
) -> None:
    spoil(tmp_path / "layer" / "autograder")
    image = gradescope_image(OWN).with_layer(tmp_path / "layer")
    assert set(autograde(image, tmp_path / "run", PERFECT)) == {"staff"}


def test_nothing_handed_in_is_said(
    gradescope_image: Callable[[str], Image], tmp_path: Path
) -> None:
    results = autograde(gradescope_image(OWN), tmp_path / "run", None)
    valid("gradescope", results)
    assert "Your submission could not be graded" in results["output"]
    assert "/autograder" not in results["output"]


@pytest.mark.skipif(not EVERYTHING, reason="user lands (`make platforms`)")
def test_setup_says_when_there_is_no_python(prepare: Prepare, load: Load) -> None:
    """With nothing for apt-get to find, the image is not built, and its log says what to do."""

    def fill(image: Image, upper: Path) -> None:
        unpack(gradescope.build(load("lecture07"), CONSTRAINTS), upper / "autograder" / "source")
        (upper / "etc" / "apt").mkdir(parents=True)
        (upper / "etc" / "apt" / "sources.list").write_text("")
        done = image.run(["/autograder/source/setup.sh"], upper)
        assert done.returncode == 1
        assert "no Python 3.11 or newer" in done.stderr.splitlines()[-1]
        assert "Ubuntu 24.04" in done.stderr.splitlines()[-1]

    prepare(LANDS[1], "without-python", fill)


# --- PrairieLearn ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def prairielearn_image(prepare: Prepare, load: Load) -> Image:
    """What `docker build` makes of image/Dockerfile, on this machine's Python in the place of the base image's."""

    def fill(image: Image, upper: Path) -> None:
        assignment = load("lecture07")
        members = prairielearn.build(assignment, CONSTRAINTS, student.members(assignment))
        bundle.write_folder(upper / "question", members, prairielearn.PROGRAMS)
        lines = members["image/Dockerfile"].decode().splitlines()
        for line in lines:
            word, _, rest = line.partition(" ")
            if word == "COPY":
                source, target = rest.split()
                (upper / target[1:]).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(upper / "question" / "image" / source, upper / target[1:])
            if word == "RUN":
                done = image.run(["/bin/sh", "-c", rest], upper)
                assert done.returncode == 0, done.stderr

    return prepare(OWN, "prairielearn", fill)


@pytest.mark.parametrize("one", some(FEW), ids=str)
def test_prairielearn(one: HandedIn, prairielearn_image: Image, tmp_path: Path, same: Same) -> None:
    place = tmp_path / "run" / "grade"
    question = prairielearn_image.layers[0] / "question"
    shutil.copytree(question / "tests", place / "tests")
    for name in ("serverFilesCourse", "data", "results"):
        (place / name).mkdir()
    (place / "data" / "data.json").write_text("{}")
    one.write(place / "student")
    entrypoint = json.loads((question / "info.json").read_text())["externalGradingOptions"]
    done = prairielearn_image.run([entrypoint["entrypoint"]], tmp_path / "run")
    assert done.returncode == 0, done.stderr
    raw = (place / "results" / "results.json").read_bytes()
    assert len(raw) < 1_000_000
    results = json.loads(raw)
    assert results["grader"]["isolation"] == "container"
    same(results, "prairielearn", one)


# --- GitHub -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def github_image(prepare: Prepare, load: Load) -> Image:
    """The runner after the workflow's steps up to the grading one. No step is root's there."""

    def fill(image: Image, upper: Path) -> None:
        assignment = load("lecture07")
        work = upper / "home" / "work"
        bundle.write_folder(
            work,
            github.build(assignment, CONSTRAINTS, student.members(assignment)),
            github.PROGRAMS,
        )
        (work / "temp").mkdir()
        subprocess.run(["chown", "-R", f"{RUNNER}:{RUNNER}", upper / "home"], check=True)
        for step in steps(work):
            if "run" in step and step.get("id") != "autograding":
                done = shell(image, step, upper)
                assert done.returncode == 0, done.stderr

    return prepare(OWN, "github", fill)


def steps(work: Path) -> list[dict[str, Any]]:
    workflow = yaml.safe_load((work / "template/.github/workflows/autograding.yml").read_text())
    found: list[dict[str, Any]] = workflow["jobs"]["autograding"]["steps"]
    return found


def shell(image: Image, step: dict[str, Any], upper: Path) -> Any:
    """A step's lines, in its folder, as the runner's user."""
    lines = f"cd /home/work\n{step['run']}"
    return image.run(
        ["bash", "-e", "-c", lines],
        upper,
        user=RUNNER,
        environment={"RUNNER_TEMP": "/home/work/temp", "GITHUB_OUTPUT": "/home/work/temp/output"},
    )


@pytest.mark.parametrize("one", some(FEW), ids=str)
def test_github(one: HandedIn, github_image: Image, tmp_path: Path, same: Same) -> None:
    work = tmp_path / "run" / "home" / "work"
    built = github_image.layers[0] / "home" / "work"
    shutil.copytree(built / "template", work / "repository")
    for name in ("lecture07.py", "lecture07.ipynb"):
        (work / "repository" / name).unlink()
    one.write(work / "repository")
    identity = ["-c", "user.name=s", "-c", "user.email=s@example.org"]
    for command in (["init", "-q"], ["add", "."], [*identity, "commit", "-q", "-m", "work"]):
        subprocess.run(["git", *command], cwd=work / "repository", check=True)
    subprocess.run(["chown", "-R", f"{RUNNER}:{RUNNER}", tmp_path / "run" / "home"], check=True)
    step = next(step for step in steps(built) if step.get("id") == "autograding")
    done = shell(github_image, step, tmp_path / "run")
    runners = outputs((work / "temp" / "output").read_text())
    status = {0: "pass", 1: "fail", 3: "error"}[done.returncode]
    assert sum(record["max_score"] for record in runners.values()) == 90
    same({"status": status, "log": done.stdout, "runners": runners}, "github", one)


# --- what holds for all ---------------------------------------------------------------------------


def test_a_container_refuses_user_namespaces(prepare: Prepare, tmp_path: Path) -> None:
    """Or these tests would show the wrong profile."""
    image = prepare(OWN, "nothing", lambda image, upper: upper.mkdir())
    done = image.run(["unshare", "--user", "true"], tmp_path / "run")
    assert done.returncode != 0
    assert re.search("not permitted", done.stderr)


def test_programs_are_programs(load: Load, tmp_path: Path) -> None:
    for number, data in enumerate(
        (
            gradescope.build(load("lecture07"), CONSTRAINTS),
            otter.build(load("lecture07"), CONSTRAINTS),
        )
    ):
        unpack(data, tmp_path / str(number))
        for name in ("setup.sh", "run_autograder"):
            assert (tmp_path / str(number) / name).stat().st_mode & stat.S_IXUSR
