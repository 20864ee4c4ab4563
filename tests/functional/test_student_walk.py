"""A new student, with nothing but the template's folder and its README: script and notebook reach all public points.

What is typed is taken from the README, the solutions are pasted where the stubs stand, the notebook is executed by
a real kernel, and its output is looked at in a browser.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Browser

from grader.catalog import Assignment
from tests import waiting
from tests.browser import Scheme, open_page, overflow, serious
from tests.conftest import ASSIGNMENTS, ROOT, Cli, Load
from tests.submissions import reference_source

STUB = "raise NotImplementedError"
WRITTEN = "A vector by a matrix needs three indices, so no rule lays it out as a matrix, and sizes differ."


def desk(name: str, folder: Path) -> Path:
    shutil.copytree(ROOT / "student_template" / name, folder / "desk")
    return folder / "desk"


def readme(folder: Path) -> list[str]:
    """What the README tells to type: the lines of its blocks."""
    blocks = re.findall(r"^ +```\w*\n(.*?)^ +```$", (folder / "README.md").read_text(), re.M | re.S)
    return [line.strip() for block in blocks for line in block.splitlines()]


def solved(assignment: Assignment, stub: str) -> str:
    """The reference of the exercise whose stub this is; anything else as it is."""
    for exercise in assignment.exercises:
        if STUB in stub and f"def {exercise.functions[0]}(" in stub:
            written = [f'{name} = "{WRITTEN}"' for name in exercise.variables]
            return "\n".join([reference_source(exercise), *written])
    return stub


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_the_script(name: str, tmp_path: Path, cli: Cli, load: Load) -> None:
    folder = desk(name, tmp_path)
    everything, one = [
        line.split()[1:] for line in readme(folder) if line.startswith("grader check")
    ]
    first = load(name).exercises[0]
    assert everything == ["check", f"{name}.py"]
    assert one == [*everything, "-q", first.name]

    nothing = cli(*everything, cwd=folder)
    assert nothing.returncode == 1
    assert f"Next: 1 · {first.name}: {first.title}" in " ".join(nothing.stdout.split())
    assert "✗" not in nothing.stdout, "what is not begun is no failure"

    file = folder / f"{name}.py"
    cells = file.read_text().split("# %%")
    at = next(k for k, cell in enumerate(cells) if f"def {first.functions[0]}(" in cell)
    begun = [*cells[:at], "\n" + solved(load(name), cells[at]) + "\n\n", *cells[at + 1 :]]
    file.write_text("# %%".join(begun))
    green = cli(*one, cwd=folder)
    assert green.returncode == 0, green.stdout
    assert re.search(r"^✓  pass ", green.stdout, re.M)

    done = ["\n" + solved(load(name), cell) + "\n\n" if STUB in cell else cell for cell in cells]
    file.write_text("# %%".join(done))
    full = cli(*everything, cwd=folder)
    assert full.returncode == 0, full.stdout
    assert "Public checks pass; hidden checks use other sizes and values." in full.stdout
    assert "not done yet" not in full.stdout
    scores = re.findall(r" ([\d.]+) / ([\d.]+)", full.stdout)
    assert len(scores) == len(load(name).exercises)
    assert all(earned == points for earned, points in scores)


WRONG = """def dA_dW0j(x, W, W0, j):
    return np.ones((1, W0.shape[0]))


def dA_dW0(x, W, W0):
    return W @ x
"""


@pytest.fixture(scope="module")
def executed(tmp_path_factory: pytest.TempPathFactory, load: Load) -> dict[str, str]:
    """The HTML under the cells of the executed notebook: by exercise, and of a wrong and an empty answer."""
    folder = desk("lecture07", tmp_path_factory.mktemp("walk"))
    assignment = load("lecture07")
    typed = [line for line in readme(folder) if "import grader" in line or "grader.check(" in line]
    assert typed == ["import grader", f'grader.check("{assignment.exercises[0].name}")']
    book = nbformat.read(folder / "lecture07.ipynb", as_version=4)
    asked: dict[str, int] = {}

    def ask(label: str, before: str, exercise: str) -> None:
        if before:
            book.cells.append(nbformat.v4.new_code_cell(before))
        cell = nbformat.v4.new_code_cell(f'import grader\ngrader.check("{exercise}")')
        book.cells.append(cell)
        asked[label] = len(book.cells) - 1

    ask("nothing", "", "activations")
    ask("wrong", WRONG, "bias_jacobian")
    for cell in [c for c in book.cells if c.cell_type == "code" and STUB in c.source]:
        for exercise in assignment.exercises:
            if f"def {exercise.functions[0]}(" in cell.source:
                ask(exercise.name, solved(assignment, cell.source), exercise.name)
    nbformat.write(book, folder / "lecture07.ipynb")
    # nbclient in a process of its own: a kernel's client brings an event loop, and so does the browser.
    done = waiting.run(
        [Path(sys.executable).with_name("jupyter-execute"), "--inplace", "lecture07.ipynb"],
        cwd=folder,
        env=os.environ | {"IPYTHONDIR": str(folder / "ipython")},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    book = nbformat.read(folder / "lecture07.ipynb", as_version=4)
    return {label: book.cells[at].outputs[0].data["text/html"] for label, at in asked.items()}


def test_the_notebook(executed: dict[str, str], lecture07: Assignment) -> None:
    for exercise in lecture07.exercises:
        page = executed[exercise.name]
        assert "Public checks pass; hidden checks use other sizes and values." in page
        (score,) = re.findall(r"<td class='number'>([\d.]+) / ([\d.]+)", page)
        assert score[0] == score[1]
    assert "Not done yet: <code>step</code>, <code>sigmoid</code>" in executed["nothing"]
    assert "in your notebook, line 6" in executed["wrong"]
    assert "return W @ x" in executed["wrong"]
    assert "with m = 4, n = 3: x (4, 1), W (4, 3), W0 (3, 1)" in executed["wrong"]


PAGE = '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>A notebook</title></head>'


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [400, 1000])
def test_what_the_notebook_shows(
    executed: dict[str, str], browser: Browser, width: int, scheme: Scheme
) -> None:
    paper, ink = ("#fff", "#111") if scheme == "light" else ("#111", "#eee")
    page = open_page(browser, width, scheme)
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    for label in ("wrong", "nothing", "bias_jacobian"):
        page.set_content(
            f"{PAGE}<body style='background: {paper}; color: {ink}'><main><h1>Notebook</h1><h2>Cell</h2>"
            f"{executed[label]}</main></body></html>"
        )
        assert serious(page) == [], label
        assert overflow(page) == 0, label
    page.set_content(f"{PAGE}<body>{executed['wrong']}</body></html>")
    # A quotient is set as one: its numerator stands above its denominator.
    over, under = (page.locator("math mfrac > *").nth(k).bounding_box() for k in (0, 1))
    assert over is not None
    assert under is not None
    assert over["y"] + over["height"] <= under["y"] + 2
    assert page.locator("math[alttext]").count() == page.locator("math").count() > 3
    assert page.locator("table th[scope]").count() == 5
    assert requests == []
    page.close()
