"""The template's public tests for Otter say what ``grader check`` says: on all examples and all known-wrong functions.

Most of it runs without Otter (``tests/otter_desk.py`` stands for it); what is about Otter itself runs with the real package,
where there is one (``OTTER_PYTHON``, see ``test_otter.py``). ``GRADER_OTTER_ALL=1`` takes it through every example.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest

from grader.catalog import Assignment
from grader.desk import bundle
from grader.desk.bundle import Bundle
from grader.desk.check import check_file, chosen, plan, report
from grader.intake import read_submission
from grader.model import Job, Report, Submission, Verdict
from grader.sandbox.desk import spawner
from grader.sandbox.driver import DrivenSandbox
from tests import waiting
from tests.conftest import ASSIGNMENTS, ROOT, Load
from tests.functional.test_otter import OTTER, needs_otter
from tests.submissions import in_place, submission

DESK = ROOT / "tests" / "otter_desk.py"


def template(name: str) -> Path:
    return ROOT / "student_template" / name


def examples(name: str) -> list[Path]:
    return sorted((ROOT / "assignments" / name / "examples").iterdir())


def told(
    name: str, submissions: list[list[str]], only: list[list[str]] | None = None, forks: bool = True
) -> list[dict[str, list[str]]]:
    """What the template's tests say of submissions, each a list of cells."""
    asked = {"submissions": submissions, "only": only, "forks": forks}
    done = waiting.run(
        [sys.executable, "-I", DESK, template(name)],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["loaded"] == [], "NumPy alone is enough"
    found: list[dict[str, list[str]]] = answer["told"]
    return found


def verdicts(made: Report) -> dict[str, list[bool]]:
    """Whether each check passes, by exercise; without those that a person marks."""
    return {
        exercise.name: [
            check.finding.verdict is Verdict.PASS
            for check in exercise.checks
            if check.finding.verdict is not Verdict.TO_MARK
        ]
        for exercise in made.exercises
    }


def passes(messages: dict[str, list[str]]) -> dict[str, list[bool]]:
    return {name: [not message for message in found] for name, found in messages.items()}


def cells_of(path: Path) -> list[str]:
    """What Otter executes: a script as one cell, a notebook cell by cell (IPython's commands left out)."""
    if path.suffix == ".py":
        return [path.read_text()]
    return [cell.source for cell in read_submission(path, expected=path.name).cells]


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_all_examples(name: str) -> None:
    paths = examples(name)
    desk = bundle.read(template(name) / bundle.NAME)
    found = told(name, [cells_of(path) for path in paths])
    for path, messages in zip(paths, found, strict=True):
        made = checked(desk, read_submission(path, expected=desk.submission))
        assert passes(messages) == verdicts(made), path.name


def checked(desk: Bundle, work: Submission, only: str | None = None) -> Report:
    exercises = chosen(desk, only)
    job = Job(cells=work.cells, calls=plan(exercises), given=desk.given, limits=desk.limits)
    sandbox = DrivenSandbox("process", (), spawner())
    return report(desk, exercises, work, sandbox.run(job, lambda spec: len))


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_all_known_wrong_functions(name: str, load: Load) -> None:
    assignment = load(name)
    desk = bundle.read(template(name) / bundle.NAME)
    wrong = [
        (exercise.name, known.name, in_place(exercise, "known_wrong.py", code, known.function))
        for exercise in assignment.exercises
        for known in exercise.subject.known_wrong
        for code in [f"{known.function}__{known.name}"]
    ]
    found = told(name, [[source] for _, _, source in wrong], [[e] for e, _, _ in wrong])
    for (exercise, known, source), messages in zip(wrong, found, strict=True):
        made = checked(desk, submission({exercise: source}), exercise)
        assert passes(messages)[exercise] == verdicts(made)[exercise], known


def test_answers_of_every_kind(lecture07: Assignment) -> None:
    """float32, integers, lists, subclasses, 0-d, complex, None, inf: judged alike."""
    kinds = {
        "float32": "A.astype('float32')",
        "float16": "A.astype('float16')",
        "integers": "np.rint(A).astype(int)",
        "a list": "A.tolist()",
        "a matrix": "np.matrix(A)",
        "complex": "A + 0j",
        "booleans": "A != 0",
        "none": "None",
        "objects": "A.astype(object)",
        "more digits": "A.astype(np.longdouble)",
        "a masked array": "np.ma.array(A)",
        "a mask": "np.ma.array(A, mask=True)",
        "a subclass": "A.view(type('Grad', (np.ndarray,), {}))",
        "a fraction": "__import__('fractions').Fraction(float(A.ravel()[0]))",
        "memory": "memoryview(A)",
        "words": "np.array('A')",
        "a set": "{1, 2}",
        "a function": "print",
        "one truth": "np.array([bool(A.ravel()[0])])",
        "infinite": "A / 0",
        "a little off": "A * (1 + 1e-9)",
        "hardly off": "A * (1 + 1e-12)",
        "noise": "A + 1e-8",
        "flat": "A.ravel()",
        "a number": "float(A.ravel()[0])",
        "one entry": "A.ravel()[0]",
        "twice": "[A, A]",
        "text": "'A'",
    }
    functions = [
        (exercise, function)
        for exercise in lecture07.exercises
        for function in exercise.functions
        if function in ("dA_dW0", "dloss_dWjk", "sigmoid", "dloss_dZ", "same_result")
    ]
    asked = [
        (
            exercise.name,
            (exercise.solution_dir / "reference.py").read_text()
            + f"\n\nimport numpy as np\n_right = {function}\n"
            f"def {function}(*arguments):\n"
            f"    A = np.asarray(_right(*arguments), dtype=float)\n    return {code}\n",
        )
        for exercise, function in functions
        for code in kinds.values()
    ]
    found = told("lecture07", [[s] for _, s in asked], [[e] for e, _ in asked])
    desk = bundle.read(template("lecture07") / bundle.NAME)
    outcomes = set()
    for (exercise, source), messages in zip(asked, found, strict=True):
        made = checked(desk, submission({exercise: source}), exercise)
        assert passes(messages)[exercise] == verdicts(made)[exercise], source[-200:]
        outcomes |= set(passes(messages)[exercise])
    assert outcomes == {True, False}


def test_where_there_is_no_fork() -> None:
    """The same verdicts and an end to endless loops, in one process."""
    paths = [
        path
        for path in examples("lecture07")
        if path.name in ("perfect.py", "misconceptions.py", "endless_loop.py", "half_done.py")
    ]
    cells = [cells_of(path) for path in paths]
    loop = [
        "def output_activation(task):\n    while True:\n        pass\n",
        "def both_orders(a, b):\n    raise SystemExit\ndef same_result(n):\n    return n == 1\n",
    ]
    only = [[file.stem for file in (template("lecture07") / "tests").glob("*.py")]] * len(paths)
    chosen = [*only, ["output_activation", "order_of_terms"]]
    with_forks = told("lecture07", [*cells, loop], chosen)
    without = told("lecture07", [*cells, loop], chosen, forks=False)
    assert with_forks == without
    assert "no answer within 2 s" in without[-1]["output_activation"][0]
    assert "SystemExit" in without[-1]["order_of_terms"][0]
    assert without[-1]["order_of_terms"][2] == ""


def test_messages_are_for_beginners() -> None:
    """Not done yet, did you mean, the signature, one's own line, sizes, what a process that ended means."""
    cells = [
        "def dA_dW0(x, W, W0):\n    raise NotImplementedError\n",
        "def two_layer(x, W1, W01, W2, W02, f1, f2):\n    return 1\n",
        "def sgd_step(x):\n    return x\n",
        "def dloss_dWl(A_prev, dloss_dZl):\n    return A_prev @ dloss_dZl\n",
        "import os\ndef forward(x, Ws, W0s, fs):\n    os._exit(3)\n",
    ]
    (found,) = told(
        "lecture07",
        [cells],
        [
            [
                "bias_jacobian",
                "two_layers",
                "sgd_step",
                "layer_gradients",
                "forward",
                "weight_gradient",
            ]
        ],
    )
    text = "\n".join(message for messages in found.values() for message in messages)
    assert "`dA_dW0` is not done yet." in text
    assert "Did you mean `two_layer`?" in text
    # Another exercise asks for `dloss_dWl`; it is no misspelling of this one's `dloss_dW`.
    assert "`dloss_dW` is not defined." in text
    assert "Did you mean `dloss_dWl`?" not in text
    assert "`dA_dW0j` is not defined.\n  called    dA_dW0j(np.array([[" in text
    assert "with m = 4, n = 3: A_prev (4, 1), dloss_dZl (3, 1)" in text
    assert "def sgd_step(x)" in text
    assert "def sgd_step(x, y, W, W0, eta)" in text
    assert "ended during `forward` (exit code 3)" in text


def test_cells_that_ended_before_their_functions() -> None:
    """A script that Otter runs as one cell, and a notebook's cell with a command that IPython can't run here."""
    right = "def output_activation(task):\n    return {'regression': 'identity', 'nll': 'sigmoid'}[task]\n"
    script = f"# %%\nx = (1\n\n# %%\n{right}"
    notebook = f"get_ipython().run_line_magic('matplotlib', 'inline')\n{right}"
    unrelated = f"1 / 0\n{right}"
    found = told("lecture07", [[script], [notebook], [unrelated]], [["output_activation"]] * 3)
    assert [answer["output_activation"][0] == "" for answer in found] == [True, True, False]


GRADE = """
import json, sys
from otter.execute import grade_notebook
file = sys.argv[1]
results = grade_notebook(file, tests_glob=sys.argv[2:], test_dir="./tests", script=file.endswith(".py"))
print("RESULTS" + json.dumps({
    name: [result.passed for result in test.test_case_results]
    for name, test in results.results.items()
}))
"""


def otter(folder: Path, *command: str) -> str:
    """Otter in a student's folder. Its Python knows nothing of this checkout."""
    done = waiting.run(
        [OTTER, *command],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": ""},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


ALL = os.environ.get("GRADER_OTTER_ALL")
TRIED = [
    (name, path.name)
    for name in ASSIGNMENTS
    for path in examples(name)
    if ALL or (name, path.name) in {("lecture07", "syntax_error.py"), ("lecture07", "crash.py")}
]


@needs_otter
@pytest.mark.parametrize(("name", "example"), TRIED)
def test_otter_itself_agrees(name: str, example: str, tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    shutil.copytree(template(name), folder)
    source = ROOT / "assignments" / name / "examples" / example
    file = shutil.copy(source, folder / f"{name}{source.suffix}")
    tests = sorted(str(path.relative_to(folder)) for path in (folder / "tests").glob("*.py"))
    text = otter(folder, "-c", GRADE, file.name, *tests)
    found: dict[str, Any] = json.loads(text.partition("RESULTS")[2])
    assert found == verdicts(check_file(file, None, spawner()))


@needs_otter
def test_the_students_commands(tmp_path: Path) -> None:
    """`otter check lecture07.py`, and a check in a notebook, as the README says."""
    folder = tmp_path / "desk"
    shutil.copytree(template("lecture07"), folder)
    shutil.copy(ROOT / "assignments/lecture07/examples/perfect.py", folder / "lecture07.py")
    assert "All tests passed!" in otter(folder, "-m", "otter", "check", "lecture07.py")
    notebook = ROOT / "assignments/lecture07/examples/notebook.ipynb"
    book = nbformat.read(notebook, as_version=4)
    ask = "import otter\nprint(otter.Notebook().check('bias_jacobian'))"
    book.cells.append(nbformat.v4.new_code_cell(ask))
    nbformat.write(book, folder / "lecture07.ipynb")
    otter(folder, "-m", "jupyter", "execute", "--inplace", "lecture07.ipynb")
    executed = nbformat.read(folder / "lecture07.ipynb", as_version=4)
    assert "bias_jacobian results: All test cases passed!" in str(executed.cells[-1].outputs)
