"""The platforms that take a kit: built by the command, called as the platform calls it, read by the platform's own rules
(``tests/platform_rules.py``). A failure of ours is the platform's own state for it, never a score."""

from __future__ import annotations

import http.server
import json
import os
import shutil
import subprocess
import sys
import tarfile
import threading
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from grader.catalog import Assignment
from tests import platform_rules, waiting
from tests.conftest import ROOT, Cli
from tests.platform_rules import Recorded

EXAMPLES = ROOT / "assignments" / "lecture07" / "examples"
NAMES = ("autolab", "codegrade", "codio", "gitlab", "inginious", "submitty")
AUTOMATIC = 90

COMMANDS = '''\
#!{python}
"""The feedback commands of INGInious's containers, by their documented effect."""
import json, os, pathlib, sys
place = pathlib.Path(os.environ["FEEDBACK"])
told = json.loads(place.read_text()) if place.exists() else {{}}
name = pathlib.Path(sys.argv[0]).name
if name == "getinput":
    work = pathlib.Path(os.environ["WORK"])
    sys.stdout.buffer.write(work.name.encode() if sys.argv[1].endswith(":filename") else work.read_bytes())
    sys.exit()
if name == "feedback-msg":
    told["text"] = sys.stdin.read()
if name == "feedback-grade":
    told["grade"] = float(sys.argv[1])
if name == "feedback-result":
    told["result"] = sys.argv[1]
place.write_text(json.dumps(told))
'''


class Posted(http.server.BaseHTTPRequestHandler):
    forms: list[str]

    def do_POST(self) -> None:
        data = self.rfile.read(int(self.headers["Content-Length"]))
        self.forms.append(data.decode())
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Quiet."""


@pytest.fixture
def address() -> Iterator[tuple[str, list[str]]]:
    """Where Codio takes grades, and the forms that came."""
    handler = type("Handler", (Posted,), {"forms": []})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/?id=1", handler.forms
        server.shutdown()


@dataclass(frozen=True)
class Built:
    """What is built of each platform, with a Python in each kit."""

    folder: Path
    assignment: Assignment

    def kit(self, platform: str) -> Path:
        return self.folder / platform / KIT[platform]


KIT = {
    "autolab": "run/kit",
    "codegrade": "home/.grader",
    "codio": ".guides/secure/grader",
    "gitlab": "staff",
    "inginious": "kit",
    "submitty": "config/custom_validation_code/kit",
}


@pytest.fixture(scope="module")
def built(cli: Cli, lecture07: Assignment, tmp_path_factory: pytest.TempPathFactory) -> Built:
    out = tmp_path_factory.mktemp("kits")
    for platform in NAMES:
        done = cli("build", platform, "-a", "lecture07", "-o", out / platform)
        assert done.returncode == 0, done.stderr
    with tarfile.open(out / "autolab" / "autograde.tar") as archive:
        archive.extractall(out / "autolab" / "run", filter="data")
    with zipfile.ZipFile(out / "codegrade" / "kit.zip") as zipped:
        zipped.extractall(out / "codegrade" / "home" / ".grader")
    made = Built(out, lecture07)
    for platform in NAMES:
        python = made.kit(platform) / "venv" / "bin" / "python"
        python.parent.mkdir(parents=True)
        python.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
        python.chmod(0o755)
    return made


Grade = Callable[[str, Path], Recorded]


@pytest.fixture
def grade(built: Built, tmp_path: Path, address: tuple[str, list[str]]) -> Grade:
    """What a platform has recorded of the file; ``copy`` of the kit where one is given as ``tmp_path/kits``."""

    def run(platform: str, file: Path) -> Recorded:
        return PLATFORMS[platform](built, _copy(built, platform, tmp_path), file, tmp_path, address)

    return run


def call(command: list[Any], folder: Path, **more: Any) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"LC_ALL": "C", **more.pop("env", {})}
    return waiting.run(command, cwd=folder, env=environment, capture_output=True, text=True, **more)


Address = tuple[str, list[str]]


def autolab(built: Built, place: Path, file: Path, tmp_path: Path, _: Address) -> Recorded:
    """``make``, with the Makefile under its own name and the file under the lab's."""
    about = yaml.safe_load((place / "lecture07.yml").read_text())
    folder = tmp_path / "autolab"
    folder.mkdir()
    shutil.copy(file, folder / about["general"]["handin_filename"])
    shutil.copy(place / "autograde-Makefile", folder / "Makefile")
    with tarfile.open(folder / "autograde.tar", "w") as archive:
        archive.add(place / "run" / "kit", "kit")
    done = waiting.run(
        ["make"], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    problems = {one["name"]: one["max_score"] for one in about["problems"]}
    assert sum(problems.values()) == built.assignment.points
    return platform_rules.autolab(done.stdout, problems)


def codegrade(built: Built, place: Path, file: Path, tmp_path: Path, _: Address) -> Recorded:
    folder = tmp_path / "codegrade"
    folder.mkdir()
    shutil.copy(file, folder / f"lecture07{file.suffix}")
    told = tmp_path / "descriptor"
    done = call(
        ["bash", "-c", f"exec 3>'{told}'; . {place / 'custom_test.sh'}"],
        folder,
        env={"HOME": str(place / "home")},
    )
    assert "Traceback" not in done.stderr
    return platform_rules.codegrade(told.read_text(), done.returncode)


def codio(built: Built, place: Path, file: Path, tmp_path: Path, address: Address) -> Recorded:
    (place / "lecture07.py").unlink()
    (place / "lecture07.ipynb").unlink()
    shutil.copy(file, place / f"lecture07{file.suffix}")
    done = call(
        ["bash", ".guides/secure/grader/grade.sh", "codio", "."],
        place,
        env={"CODIO_AUTOGRADE_V2_URL": address[0]},
    )
    form = address[1][-1] if address[1] else None
    return platform_rules.codio(form, done.returncode)


def gitlab(built: Built, place: Path, file: Path, tmp_path: Path, _: Address) -> Recorded:
    """The job's script, with the folders of this test in the place of the runner's."""
    job = yaml.safe_load((place / "pipeline" / ".gitlab-ci.yml").read_text())["grade"]
    folder = tmp_path / "gitlab"
    shutil.copytree(place / "template", folder)
    (folder / "lecture07.ipynb").unlink()
    (folder / "lecture07.py").unlink()
    shutil.copy(file, folder / f"lecture07{file.suffix}")
    identity = ["-c", "user.name=s", "-c", "user.email=s@example.org"]
    for command in (["init", "-q"], ["add", "."], [*identity, "commit", "-q", "-m", "work"]):
        subprocess.run(["git", *command], cwd=folder, check=True)
    lines = "\n".join(job["script"]).replace("/opt/grader-kit", str(place / "staff"))
    lines = lines.replace("/tmp/submission", str(tmp_path / "submission"))
    done = call(["bash", "-e", "-c", lines], folder, env={"CI_PROJECT_DIR": str(folder)})
    report = folder / job["artifacts"]["reports"]["junit"]
    assert job["artifacts"]["when"] == "always"
    if not report.exists():  # the job fails, and there are no tests
        assert done.returncode not in (0, 1)
        return Recorded(None, done.stdout, "error")
    found = platform_rules.gitlab(report.read_text())
    assert (done.returncode == 0) == (found.share == 1)
    return found


def inginious(built: Built, place: Path, file: Path, tmp_path: Path, _: Address) -> Recorded:
    programs, feedback = tmp_path / "bin", tmp_path / "feedback.json"
    programs.mkdir()
    for name in ("getinput", "feedback-msg", "feedback-grade", "feedback-result"):
        (programs / name).write_text(COMMANDS.format(python=sys.executable))
        (programs / name).chmod(0o755)
    handed_in = tmp_path / "upload" / f"work{file.suffix}"
    handed_in.parent.mkdir()
    shutil.copy(file, handed_in)
    call(
        [place / "run"],
        place,
        env={
            "PATH": f"{programs}:{os.environ['PATH']}",
            "FEEDBACK": str(feedback),
            "WORK": str(handed_in),
            "TMPDIR": str(tmp_path),
        },
    )
    return platform_rules.inginious(json.loads(feedback.read_text()) if feedback.exists() else {})


def submitty(built: Built, place: Path, file: Path, tmp_path: Path, _: Address) -> Recorded:
    """The folder of the validation phase: what was handed in, and custom_validation_code, both at its top."""
    config = json.loads((place / "config" / "config.json").read_text())
    [case] = config["testcases"]
    [validator] = case["validation"]
    folder = tmp_path / "submitty"
    shutil.copytree(place / "config" / "custom_validation_code", folder)
    name = f"lecture07{file.suffix}"
    assert name in config["autograding"]["submission_to_validation"]
    shutil.copy(file, folder / name)
    command = validator["command"].replace("/opt/grader/bin/python", sys.executable)
    call(["sh", "-c", command], folder)
    result = folder / "validation_results.json"
    return platform_rules.submitty(
        json.loads(result.read_text()) if result.exists() else None, case["points"]
    )


PLATFORMS: dict[str, Callable[[Built, Path, Path, Path, Address], Recorded]] = {
    "autolab": autolab,
    "codegrade": codegrade,
    "codio": codio,
    "gitlab": gitlab,
    "inginious": inginious,
    "submitty": submitty,
}


def share(platform: str, points: float, built: Built) -> float:
    """What is to be recorded for so many points. JUnit counts what people mark among a test's points."""
    return points / (built.assignment.points if platform == "gitlab" else AUTOMATIC)


@pytest.mark.parametrize("platform", NAMES)
@pytest.mark.parametrize(
    ("example", "points"), [("misconceptions.py", 83.5), ("notebook.ipynb", 85)]
)
def test_a_submission_is_graded(
    example: str, points: float, platform: str, grade: Grade, built: Built
) -> None:
    found = grade(platform, EXAMPLES / example)
    assert found.share == pytest.approx(share(platform, points, built), abs=1e-6)
    if example == "misconceptions.py":
        assert "The factor 2 from the square is missing" in found.shown
    assert "Traceback" not in found.shown


@pytest.mark.parametrize("platform", NAMES)
def test_what_can_not_be_read_is_told_why(
    platform: str, grade: Grade, tmp_path: Path, built: Built
) -> None:
    file = tmp_path / "lecture07.py"
    file.write_text("<html><body>Sign in</body></html>")
    found = grade(platform, file)
    assert not found.share
    # CodeGrade shows what is printed, not the descriptor.
    if platform != "codegrade":
        assert "web page" in found.shown
    assert found.state in ("scored", "passed", "graded", "read", "failed", "success")
    assert str(tmp_path) not in found.shown


FAILED = {
    "autolab": "none",
    "codegrade": "failed",
    "codio": "failed",
    "gitlab": "error",
    "inginious": "crash",
    "submitty": "fail",
}
"""The platform's own word for a grader that failed."""


def spoiled_assignment(kit: Path) -> None:
    shutil.rmtree(kit / "solutions")


def spoiled_python(kit: Path) -> None:
    (kit / "venv" / "bin" / "python").write_text("#!/bin/sh\nkill -9 $$\n")


@pytest.mark.parametrize("spoil", [spoiled_assignment, spoiled_python])
@pytest.mark.parametrize("platform", NAMES)
def test_our_fault_is_no_score(
    platform: str, spoil: Callable[[Path], None], grade: Grade, built: Built, tmp_path: Path
) -> None:
    spoil(_copy(built, platform, tmp_path) / KIT[platform])
    found = grade(platform, EXAMPLES / "perfect.py")
    assert found.share is None
    assert found.state == FAILED[platform]
    assert "solutions" not in found.shown


def test_codio_without_a_network(built: Built, tmp_path: Path) -> None:
    """Nobody listens there: no grade, and the script fails."""
    found = codio(
        built,
        _copy(built, "codio", tmp_path),
        EXAMPLES / "perfect.py",
        tmp_path,
        ("http://127.0.0.1:9/", []),
    )
    assert found.share is None
    assert found.state == "failed"


def _copy(built: Built, platform: str, tmp_path: Path) -> Path:
    place = tmp_path / "kits" / platform
    if not place.exists():
        shutil.copytree(built.folder / platform, place, symlinks=True)
    return place


@pytest.mark.parametrize("platform", NAMES)
def test_no_solution_lies_where_students_can_read(platform: str, built: Built) -> None:
    """Files outside of the kit hold no reference."""
    kit, folder = built.kit(platform), built.folder / platform
    references = ROOT / "solutions" / "lecture07"
    solution = (references / "backward" / "reference.py").read_bytes()
    hidden = (kit, folder / "kit.zip", folder / "autograde.tar")
    assert solution == (kit / "solutions/lecture07/backward/reference.py").read_bytes()
    for file in folder.rglob("*"):
        if file.is_file() and not any(file.is_relative_to(place) for place in hidden):
            assert solution not in file.read_bytes(), file


def test_two_builds_are_the_same(cli: Cli, tmp_path: Path, built: Built) -> None:
    for platform in ("autolab", "codegrade"):
        assert cli("build", platform, "-a", "lecture07", "-o", tmp_path / platform).returncode == 0
        for file in (tmp_path / platform).rglob("*"):
            if file.is_file():
                before = built.folder / platform / file.relative_to(tmp_path / platform)
                assert file.read_bytes() == before.read_bytes()
