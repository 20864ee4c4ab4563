"""The zip for Otter, with the real ``otter run``, where Otter is installed.

A Python that has it may be named in ``OTTER_PYTHON``; it needs this package's own requirements beside Otter.
"""

from __future__ import annotations

import importlib.util
import io
import json
import os
import pickle
import shutil
import sys
import zipfile
from pathlib import Path
from typing import Any

import jupytext
import nbformat
import pytest

from grader.catalog import Assignment
from grader.exporters import plaintext, words
from grader.grading import Grader
from grader.intake import read_submission
from grader.model import Verdict
from grader.platforms import bundle, otter
from tests import handed_in, waiting
from tests.conftest import ROOT, Cli
from tests.functional.test_platform_results import text, valid
from tests.handed_in import HandedIn

EXAMPLES = ROOT / "assignments" / "lecture07" / "examples"
OTTER = os.environ.get("OTTER_PYTHON") or (
    sys.executable if importlib.util.find_spec("otter") else ""
)
needs_otter = pytest.mark.skipif(
    not OTTER,
    reason="the real Otter (`make otter`)",
)


@pytest.fixture(scope="module")
def archive(cli: Cli, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("otter") / "lecture07.zip"
    done = cli("build", "otter", "-a", "lecture07", "-o", out)
    assert done.returncode == 0, done.stderr
    return out


def run(work: Path, archive: Path, out: Path) -> dict[str, Any]:
    """What a TA types, with this checkout as the installed package."""
    out.mkdir(exist_ok=True)
    done = waiting.run(
        [OTTER, "-m", "otter", "run", work, "-a", archive, "-o", out, "--no-logo"],
        cwd=out,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    found: dict[str, Any] = json.loads((out / "results.json").read_text())
    return found


def scores(results: dict[str, Any]) -> list[float]:
    return [test["score"] for test in results["tests"]]


def test_two_builds_are_the_same_bytes(lecture07: Assignment, archive: Path) -> None:
    pins = (ROOT / "constraints.txt").read_text()
    assert otter.build(lecture07, pins) == archive.read_bytes()


def test_nothing_to_read_where_otter_puts_tests(archive: Path) -> None:
    with zipfile.ZipFile(archive) as opened:
        names = opened.namelist()
        config = json.loads(opened.read("otter_config.json"))
    assert [name for name in names if name.startswith(("tests/", "files/"))] == ["files/", "tests/"]
    assert {name.split("/")[0] for name in names} == {
        *("otter_config.json", "tests", "files", "sealed"),
        *("setup.sh", "run_autograder", "requirements.txt", bundle.wheel()[0]),
    }
    assert list(config["plugins"][0]) == [otter.PLUGIN]


def notebook_of(script: Path) -> bytes:
    return handed_in.notebook(
        [cell.source for cell in read_submission(script, expected="lecture07.py").cells]
    )


def script_of(notebook: Path) -> bytes:
    cells = read_submission(notebook, expected="lecture07.py").cells
    return "\n\n".join(f"# %%\n{cell.source}" for cell in cells).encode()


MISTAKEN = EXAMPLES / "misconceptions.py"
EXAMPLE_FILES = sorted(EXAMPLES.iterdir())


@needs_otter
@pytest.mark.parametrize(
    ("example", "form"),
    [(path, (".py", ".ipynb")[k % 2]) for k, path in enumerate(EXAMPLE_FILES)],
    ids=lambda value: getattr(value, "stem", value),
)
def test_scores_are_those_of_grade(
    archive: Path, tmp_path: Path, grader07: Grader, example: Path, form: str
) -> None:
    """Every example, as it is and in the other form."""
    work = tmp_path / f"lecture07{form}"
    if example.suffix == form:
        shutil.copy(example, work)
    else:
        work.write_bytes((script_of if form == ".py" else notebook_of)(example))
    report = grader07.grade(read_submission(work, expected="lecture07.py")).report
    results = run(work, archive, tmp_path / "out")
    assert [test["name"] for test in results["tests"]] == [e.name for e in report.exercises]
    assert scores(results) == [e.earned for e in report.exercises]
    assert sum(test["max_score"] for test in results["tests"]) == 90
    assert {test["visibility"] for test in results["tests"]} == {"after_published"}
    for test, exercise in zip(results["tests"], report.exercises, strict=True):
        passed = exercise.earned == exercise.points - exercise.to_mark
        assert ("All test cases passed" in test["output"]) == passed
    valid("otter", results)


@needs_otter
def test_the_picture_is_of_what_otter_writes(
    archive: Path, tmp_path: Path, grader07: Grader
) -> None:
    """But for its words, since who has no Otter can't write them anew."""
    report = grader07.grade(read_submission(MISTAKEN, expected="lecture07.py")).report
    results = run(MISTAKEN, archive, tmp_path / "out")
    for test, exercise in zip(results["tests"], report.exercises, strict=True):
        said = " ".join(test["output"].split())
        for check in words.failed(exercise):
            if check.finding.verdict is not Verdict.TO_MARK:
                assert " ".join(plaintext.failure(check).split()) in said
    drawn = json.loads((ROOT / "docs" / "pictures" / "otter.json").read_text())
    assert [test["name"] for test in drawn["tests"]] == [t["name"] for t in results["tests"]]
    assert scores(drawn) == scores(results), f"keep this in docs/pictures: {text(results)}"


FORGED = """\
import json, os, sys
import numpy as np

class Yes:
    __array_priority__ = 1e9
    def __eq__(self, other): return True
    def __call__(self, *a, **k): return self
    def __getattr__(self, name): return self
    def __array__(self, *a, **k): return np.ones((1, 1))
    def __float__(self): return 1.0
    def __len__(self): return 1
    def __iter__(self): return iter([self])

np.allclose = np.array_equal = np.isclose = lambda *a, **k: True
for name in NAMES:
    globals()[name] = Yes()
perfect = {"tests": [{"name": "q", "score": 90, "max_score": 90, "visibility": "visible"}], "score": 90}
for place in ("results.json", "../results/results.json", "/autograder/results/results.json", ".OTTER_LOG"):
    try:
        with open(place, "w") as file:
            json.dump(perfect, file)
    except OSError:
        pass
print(json.dumps(perfect))
for module in list(sys.modules.values()):
    for name in ("grade", "TestCaseResult", "check"):
        try:
            setattr(module, name, Yes())
        except Exception:
            pass
"""
LOOPING = (
    "while True:\n    try:\n        while True: pass\n    except BaseException:\n        pass\n"
)
KILLING = """\
import os, signal
for target in (os.getppid(), -1, 0):
    try:
        os.kill(target, signal.SIGKILL)
    except OSError:
        pass
os._exit(0)
"""


@needs_otter
@pytest.mark.parametrize(
    ("source", "form"),
    [(FORGED, ".py"), (FORGED, ".ipynb"), (LOOPING, ".ipynb"), (KILLING, ".py")],
    ids=["forged-py", "forged-ipynb", "looping", "killing"],
)
def test_what_solves_nothing_gets_nothing(
    archive: Path, tmp_path: Path, lecture07: Assignment, source: str, form: str
) -> None:
    """Where Otter alone gives full points, never ends, or has no results."""
    names = [name for exercise in lecture07.exercises for name in exercise.functions]
    code = source.replace("NAMES", repr(names)) + "\ndef step(z):\n    return z\n"
    work = tmp_path / f"lecture07{form}"
    work.write_bytes(code.encode() if form == ".py" else handed_in.notebook([code]))
    results = run(work, archive, tmp_path / "out")
    assert scores(results) == [0] * 16
    assert sum(test["max_score"] for test in results["tests"]) == 90


HOSTILE = [
    one
    for one in handed_in.attacks()
    if one.source.name in {"results_json", "kill_group", "hang_loop_in_call", "patch_numpy"}
]


@needs_otter
@pytest.mark.parametrize("one", HOSTILE, ids=str)
def test_an_attack_is_worth_what_is_honest_in_it(
    archive: Path, tmp_path: Path, grader07: Grader, one: HandedIn
) -> None:
    work = one.write(tmp_path / "work")
    report = grader07.grade(read_submission(work, expected="lecture07.py")).report
    assert scores(run(work, archive, tmp_path / "out")) == [e.earned for e in report.exercises]


@needs_otter
def test_student_code_never_enters_otters_processes(archive: Path, tmp_path: Path) -> None:
    """A file that shadows a module the kernel imports, another beside it, and a log that is a pickle."""
    marker = tmp_path / "entered"
    code = f"open({str(marker)!r}, 'a').write('entered')\n"

    class Bomb:
        def __reduce__(self) -> tuple[Any, ...]:
            return exec, (code,)

    handed_in = tmp_path / "handed_in.zip"
    with zipfile.ZipFile(handed_in, "w") as made:
        made.writestr("socket.py", code + (EXAMPLES / "perfect.py").read_text())
        made.writestr("dill/__init__.py", code)
        made.writestr("otter/__init__.py", code)
        made.writestr(".OTTER_LOG", pickle.dumps(Bomb()))
    results = run(handed_in, archive, tmp_path / "out")
    assert not marker.exists()
    # Nor did it get there in the sandbox: writing fails, so the first line ends the only cell.
    assert "A part of your file did not run" in results["output"]


@needs_otter
@pytest.mark.parametrize("name", ["socket.py", "pickle.py"])
def test_a_name_that_shadows_a_module_is_graded(archive: Path, tmp_path: Path, name: str) -> None:
    shutil.copy(EXAMPLES / "perfect.py", tmp_path / name)
    assert sum(scores(run(tmp_path / name, archive, tmp_path / "out"))) == 90


@needs_otter
def test_students_fault_is_said(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "lecture07.py").write_bytes(b"x = '\xe9'\n")
    results = run(tmp_path / "lecture07.py", archive, tmp_path / "out")
    assert scores(results) == [0]
    assert [test["max_score"] for test in results["tests"]] == [90]
    assert "Your submission could not be graded" in results["output"]
    assert "save the file as UTF-8" in results["output"]


@needs_otter
@pytest.mark.parametrize("broken", ["solutions", "version"])
def test_our_fault_is_said(archive: Path, tmp_path: Path, broken: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(archive) as whole, zipfile.ZipFile(out, "w") as part:
        for name in whole.namelist():
            data = whole.read(name)
            if broken == "version" and name == "otter_config.json":
                data = data.replace(b'"version": "', b'"version": "9.')
            if not (broken == "solutions" and name.startswith("sealed/solutions/")):
                part.writestr(name, data)
    (tmp_path / "broken.zip").write_bytes(out.getvalue())
    results = run(EXAMPLES / "perfect.py", tmp_path / "broken.zip", tmp_path / "out")
    assert "not your fault" in results["output"]
    assert results["tests"][0]["name"] == "The autograder failed"
    assert "it isn't set up as it should be" in results["output"]


def test_wrong_use_is_one_line(cli: Cli, tmp_path: Path) -> None:
    done = cli("build", "otter", "-a", "lecture07", "-o", tmp_path / "none" / "x.zip")
    assert done.returncode == 2
    assert "choose another place" in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.fixture(scope="module")
def own_notebook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which an Otter user has called `otter assign` on docs/own_otter_notebook.py, by docs/platforms.md."""
    folder = tmp_path_factory.mktemp("own")
    jupytext.write(
        jupytext.read(ROOT / "docs" / "own_otter_notebook.py"), folder / "homework.ipynb"
    )
    for name in ("public.checks", "given.py"):
        shutil.copy(ROOT / "student_template" / "lecture07" / name, folder)
    waiting.run(
        [OTTER, "-m", "otter", "assign", "homework.ipynb", "dist"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=True,
    )
    return folder / "dist"


@needs_otter
@pytest.mark.parametrize(
    ("product", "earned"), [("A_prev @ dloss_dZl.T", 6), ("dloss_dZl @ A_prev.T", 0)]
)
def test_a_notebook_of_ones_own_calls_our_checks(
    own_notebook: Path, tmp_path: Path, product: str, earned: float
) -> None:
    notebook = nbformat.read(own_notebook / "student" / "homework.ipynb", 4)
    cell = next(cell for cell in notebook.cells if "def dloss_dWl" in cell.source)
    before, after = "dloss_dZl):\n    ...", f"dloss_dZl):\n    return {product}"
    assert cell.source.count(before) == 2
    cell.source = cell.source.replace(before, after, 1).replace(
        before, "dloss_dZl):\n    return dloss_dZl"
    )
    nbformat.write(notebook, tmp_path / "homework.ipynb")
    (archive,) = (own_notebook / "autograder").glob("*.zip")
    results = run(tmp_path / "homework.ipynb", archive, tmp_path / "out")
    question = next(test for test in results["tests"] if test["name"] == "layer_gradients")
    assert (question["score"], question["max_score"]) == (earned, 6)
    assert ("Your matrix is transposed" in question["output"]) == (earned == 0)
