"""Honest files: what is not the student's mistake costs no point, whatever else their file holds.

Perfect work is handed in with lines before, between and after it, as students have them in scripts, percent scripts and notebooks.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from grader.catalog import Assignment
from grader.exporters import words
from grader.intake import read_submission
from grader.model import Report
from tests.conftest import ROOT, GraderOf, Load

PERFECT = (ROOT / "assignments/logistic_regression/examples/perfect.py").read_text()
IMPORTS, _, WORK = PERFECT.partition("import numpy as np\n")
FULL = 1e-9

PLACES = (("plain", "before"), ("percent", "after"), ("notebook", "before"), ("notebook", "end"))

HARMLESS = {
    # modules that grading doesn't have
    "matplotlib": "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()",
    "pyplot with a style": "import matplotlib.pyplot as plt, seaborn as sns\nsns.set()\nfig, ax = plt.subplots()\nax.plot([1])",
    "xrange": "from past.builtins import xrange\nfor k in xrange(3):\n    print(k)",
    "colab": "from google.colab import drive\ndrive.mount('/content/drive')",
    "scipy": "from scipy.special import expit\nfrom scipy import *",
    "jax": "import jax.numpy as jnp\nkey = jax.random.key(0)",
    "torch": "import torch\n\n@torch.no_grad()\ndef helper(x: torch.Tensor) -> torch.Tensor:\n    return x",
    "otter": "import otter\ngrader = otter.Notebook()\ngrader.check('q1')",
    "grader": "import grader\ngrader.check('sigmoid_and_slope')",
    "one line": "import pandas as pd; import numpy as np; df = pd.DataFrame()",
    "own module": "from helper import *\nimport helper as h\nh.go()",
    "in a try": "try:\n    import cupy as cp\nexcept ImportError:\n    cp = None",
    "ipython": "from IPython.display import display, clear_output\nclear_output()",
    "edited given.py": "from given import my_helper, another\nmy_helper()",
    # what only a notebook has
    "display": "display(np.zeros(3))\ndisplay()",
    "get_ipython": "if get_ipython() is not None:\n    get_ipython().run_line_magic('matplotlib', 'inline')",
    "ipython in an expression": "shell = str(get_ipython())",
    "last values": "_\nprint(_, __, ___)\nOut\nIn\nprint(Out.get(3))\nOut[3]",
    "await": "import asyncio\nawait asyncio.sleep(0)\nasync def later():\n    return 1\nx = await later()",
    "magic": "%matplotlib inline\n%load_ext autoreload\n%autoreload 2\n!pip install numpy\nnp.sin?",
    # files, input, the way it was started
    "input": "name = input('Name: ')\nprint(f'Hello {name}')",
    "open": "with open('given.py') as file:\n    text = file.read()\nprint(len(text))",
    "load": "data = np.load('data.npy')\nX = data[0]",
    "file": "import os\nhere = os.path.dirname(os.path.abspath(__file__))",
    "path": "import sys\nsys.path.append('..')\nsys.path.insert(0, '.')",
    "main": "if __name__ == '__main__':\n    import unittest\n    unittest.main()",
    "argv": "import sys\nfile = sys.argv[1]",
    "exit": "import sys\nsys.exit()",
    # statements that fail
    "assert": "assert 1 + 1 == 3, 'no'",
    "division": "1 / 0",
    "own test": "import numpy.testing as t\nt.assert_allclose(1, 2)",
    "loop": "for k in [1, 0]:\n    print(1 / k)",
    "with": "with np.errstate(all='ignore'), open('/nowhere') as f:\n    pass",
    "class": "class Layer:\n    size = undefined_name\n\nlayer1 = Layer()",
    "decorator": "@undefined\ndef helper(x):\n    return x\n\nhelper(1)",
    "default": "def helper(x=undefined):\n    return x",
    "raise": "raise ValueError('stop')",
    "recursion": "def f(n):\n    return f(n + 1)\nf(0)",
    "return": "return 3",
    "syntax": "print 'Python 2'",
    "plain prose": "This is not code, is it",
    "interrupt": "raise KeyboardInterrupt",
    # honest extras
    "helpers": "def helper(x):\n    return 2 * x\n\nassert helper(2) == 4\nprint('fine')",
    "dataclass": "from dataclasses import dataclass\n\n@dataclass\nclass P:\n    x: int\n    y: 'int' = 0\n\nprint(P(1))",
    "typing": "from typing import *\nfrom numpy.typing import NDArray\nA = NDArray[np.float64]",
    "seed": "np.random.seed(0)\nrng = np.random.default_rng()\nprint(rng.random())",
    "print options": "np.set_printoptions(precision=2)\nimport warnings\nwarnings.filterwarnings('ignore')",
    "future": "from __future__ import annotations",
    "logging": "import logging\nlogging.basicConfig(level=logging.INFO)\nlogging.info('hi')",
    "doctest": "import doctest\ndoctest.testmod()",
}  # fmt: skip


def written(form: str, extra: str, where: str, folder: Path) -> Path:
    """Perfect work with ``extra`` lines in the cell of its imports, before or after them, or at the end."""
    top = {
        "before": f"{extra}\nimport numpy as np\n",
        "after": f"import numpy as np\n{extra}\n",
        "end": "import numpy as np\n",
    }[where]
    last = extra if where == "end" else "done = True"
    if form == "plain":
        text = f"{IMPORTS}{top}{WORK}\n\n{last}\n".replace("# %%", "#")
        path = folder / "logistic_regression.py"
    elif form == "percent":
        text = f"# %%\n{IMPORTS}{top}\n# %%\n{WORK}\n\n{last}\n".replace("\n# %% [markdown]", "\n#")
        path = folder / "logistic_regression.py"
    else:
        sources = [IMPORTS + top, f"{WORK}\n\n{last}".replace("# %%", "#")]
        cells = [{"cell_type": "code", "source": source} for source in sources]
        text = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
        path = folder / "logistic_regression.ipynb"
    path.write_text(text)
    return path


def graded(path: Path, assignment: Assignment, grader_of: GraderOf) -> Report:
    submission = read_submission(path, expected=assignment.submission)
    return grader_of(assignment.name).grade(submission).report


@pytest.mark.parametrize("name", HARMLESS)
def test_it_costs_nothing(name: str, tmp_path: Path, load: Load, grader_of: GraderOf) -> None:
    assignment = load("logistic_regression")
    for form, where in PLACES:
        report = graded(written(form, HARMLESS[name], where, tmp_path), assignment, grader_of)
        lost = [e.name for e in report.exercises if e.earned < e.points - e.to_mark - FULL]
        assert not lost, (form, where, words.stopped(report))
        # One cause is told once, and that it costs nothing.
        assert len(words.stopped(report)) <= 2
        assert all(
            "No public check fails because of it." in said for _, said in words.stopped(report)
        )


@pytest.mark.parametrize("form", ["plain", "percent", "notebook"])
@pytest.mark.parametrize(
    "statement",
    [
        "from scipy.special import expit",
        "from scipy.special import softmax, expit",
        "from scipy.special import *",
        "import scipy.special; expit = scipy.special.expit",
        "import scipy\nexpit = scipy.special.expit",
        "from given import expit",
        "expit = 1 / 0",
        "def expit(z, e=undefined):\n    return 1 / (1 + e ** -z)",
        "def expit(z):\n    return (1 / (1 + e ** -z)",
        "if True:\n    1 / 0\n    expit = np.tanh",
        "with open('expit.txt') as file:\n    expit = eval(file.read())",
        "for expit in [][0]:\n    pass",
        "class expit(undefined):\n    pass",
        "try:\n    import scipy\n    expit = scipy.special.expit\nfinally:\n    print('tried')",
        "expit: object = input()",
        "raise SystemExit\nexpit = 1 / 0",
    ],
)
def test_it_costs_what_uses_it_and_says_so_once(
    statement: str, form: str, tmp_path: Path, load: Load, grader_of: GraderOf
) -> None:
    assignment = load("logistic_regression")
    before = "    small = np.exp(-np.abs(z))  # never above 1\n    return np.where"
    assert PERFECT.count(before) == 1
    path = written(form, statement, "after", tmp_path)
    new = "    return expit(z)\n    return np.where"
    old_text, new_text = (json.dumps(t)[1:-1] if form == "notebook" else t for t in (before, new))
    raw = path.read_text()
    if form == "notebook":
        raw = json.dumps(json.loads(raw), ensure_ascii=True)
    assert old_text in raw
    path.write_text(raw.replace(old_text, new_text))
    report = graded(path, assignment, grader_of)
    short = [e for e in report.exercises if e.earned < e.points - e.to_mark - FULL]
    told = [(error, said) for error, said in words.stopped(report) if "Because of it" in said]
    assert len(told) == 1
    assert "`sigmoid`" in told[0][1]
    [feedback, *_] = [c.finding.feedback for c in short[0].checks if c.finding.feedback]
    assert short[0].name == "sigmoid_and_slope"
    assert "`expit` was to be defined in " in feedback.next_step
    assert "did not run" in feedback.next_step
