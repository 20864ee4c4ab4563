"""What students get: the script and the notebook to fill in, given.py, and a README.

All of it is made from the assignment and always comes out the same, byte for byte; a test compares the
committed copy. It holds stubs and prompts: no reference, no hidden case, no known-wrong function.
"""

from __future__ import annotations

import re
from pathlib import Path

import jupytext
import nbformat

from grader.authoring import otter, public
from grader.authoring.stubs import exercise_imports, exercise_stubs
from grader.catalog import Assignment, Exercise
from grader.desk import bundle
from grader.exporters import words


def files(assignment: Assignment) -> dict[str, str]:
    """The template as relative path → text."""
    script = render_script(assignment)
    stem = Path(assignment.submission).stem
    made = {
        f"{stem}.py": script,
        f"{stem}.ipynb": render_notebook(script),
        "README.md": render_readme(assignment),
    }
    if assignment.given:
        made["given.py"] = assignment.given
    return made


def members(assignment: Assignment) -> dict[str, bytes]:
    """What a student needs on any platform, as relative path → content, the public checks with it."""
    made = {name: text.encode() for name, text in files(assignment).items()}
    return {**made, **public_tests(assignment), bundle.NAME: public.checks(assignment)}


def public_tests(assignment: Assignment) -> dict[str, bytes]:
    """The exercises' public pytest files, under names that don't clash; students run them with plain ``pytest``."""
    made: dict[str, bytes] = {}
    for exercise in assignment.exercises:
        for file in dict.fromkeys(
            assignment.directory / exercise.name / str(check.target)
            for _, check in exercise.checks
            if check.interactive and check.cases == "public"
        ):
            name = f"test_{exercise.name}.py"
            made[name if name not in made else f"test_{exercise.name}_{file.stem}.py"] = (
                file.read_bytes()
            )
    return made


def template(assignment: Assignment) -> dict[str, bytes]:
    """All of the template: the members, and public tests for those who have Otter in place of this package."""
    made = members(assignment)
    tests = otter.files(bundle.parse(made[bundle.NAME], bundle.NAME))
    readme = render_readme(assignment) + with_otter(assignment)
    return {
        **made,
        "README.md": readme.encode(),
        **{name: text.encode() for name, text in tests.items()},
    }


def build(assignment: Assignment, out: Path) -> list[Path]:
    """Write the template into the folder ``out``; returns what was written."""
    written = []
    for name, data in template(assignment).items():
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        written.append(path)
    return written


def render_script(assignment: Assignment) -> str:
    """The script in percent format: a text cell and a code cell for each exercise."""
    parts = [
        _text(
            f"# {assignment.title}\n\n{assignment.description}\n\n"
            "Replace each `raise NotImplementedError` with your own code and keep the names and "
            "parameters of all functions. Vectors are columns: arrays of shape $(n, 1)$.\n\n"
            "Check your work at any time with `grader check`. It runs the public checks; the hidden ones "
            "use other sizes and values."
        ),
        _code("\n".join(_imports(assignment))),
    ]
    for number, exercise in enumerate(assignment.exercises, start=1):
        parts.append(_text(_prompt(exercise, number)))
        parts.append(_code("\n\n\n".join(exercise_stubs(exercise))))
    return "\n\n".join(parts) + "\n"


def _imports(assignment: Assignment) -> list[str]:
    found = {line for exercise in assignment.exercises for line in exercise_imports(exercise)}
    standard = sorted(line for line in found if "numpy" not in line)
    return [
        *standard,
        *([""] if standard else []),
        *sorted(found - set(standard)),
        *_given(assignment),
    ]


def _given(assignment: Assignment) -> list[str]:
    names = re.findall(r"^def (\w+)", assignment.given, re.MULTILINE)
    return [f"from given import {', '.join(sorted(names))}  # noqa: F401"] if names else []


def _prompt(exercise: Exercise, number: int) -> str:
    marked = (
        f", {words.points(exercise.to_mark)} of them marked by a person" if exercise.to_mark else ""
    )
    head = f"## {number} · {exercise.name}: {exercise.title} ({words.points(exercise.points)} points{marked})"
    return f"{head}\n\n{exercise.prompt.strip()}"


def _text(text: str) -> str:
    commented = "\n".join(f"# {line}".rstrip() for line in text.splitlines())
    return f"# %% [markdown]\n{commented}"


def _code(text: str) -> str:
    return f"# %%\n{text}"


def render_notebook(script: str) -> str:
    """The same content as a notebook, with stable cell ids."""
    book = jupytext.reads(script, fmt="py:percent")
    book.metadata = nbformat.from_dict(
        {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        }
    )
    for number, cell in enumerate(book.cells):
        cell["id"] = f"cell-{number}"
        cell["metadata"] = nbformat.from_dict({})
    book.nbformat, book.nbformat_minor = 4, 5
    text: str = nbformat.writes(book)
    return text.rstrip("\n") + "\n"


def render_readme(assignment: Assignment) -> str:
    stem, first = Path(assignment.submission).stem, assignment.exercises[0]
    given = " `given.py` has functions you may\n   use." if assignment.given else ""
    also = ", and `given.py`" if assignment.given else ""
    return f"""# {assignment.title}

Five minutes from here to your first green check.

1. Install the checker once. Your course gives you a file `grader-….whl`; in its folder, with Python 3.11 or newer, run
   `python -m pip install` and the name of that file. (The package called `grader` on PyPI is another program.)
2. Open `{stem}.py` in an editor, or `{stem}.ipynb` in JupyterLab or VS Code. They hold the same exercises; work in
   one of them.
3. Read the first exercise and replace its `raise NotImplementedError` with your code.{given}
4. Check your work, as often as you like.

   * In a terminal, in this folder:

     ```
     grader check {stem}.py
     grader check {stem}.py -q {first.name}
     ```

     The second line checks one exercise only; its number, its title or one of its functions will do as well (`-q 1`). Add
     `--watch` to check again whenever you save. For the notebook, say `{stem}.ipynb`.
   * In the notebook, in a cell of its own:

     ```python
     import grader
     grader.check("{first.name}")
     ```

   * In VS Code or PyCharm, or with `pytest` in this folder: each public check is a test, and a failed one says why. In VS Code choose
     *Configure Python Tests → pytest → . Root directory* once.

   Green, and the word "pass", means that the public checks of that exercise pass. Otherwise it says what was called, what came
   back, what to try next, and how to have the same inputs again: `grader case {first.functions[0]} 1` in a terminal,
   `grader.case("{first.functions[0]}", 1)` in a notebook.
   Stuck? `grader check -q {first.name} --hint` and `grader.hint("{first.name}")` give a hint, each time a step further.
5. Hand in `{stem}.py` or `{stem}.ipynb` where your course says: one file, with all your functions in it. Grading has Python's
   standard library and NumPy{also}, and no other modules.

The public checks use a few sizes and values that they show you. Hidden checks use others, so don't write code that fits one
example only. Nothing here is a secret: try things.
"""


def with_otter(assignment: Assignment) -> str:
    """What the README of the whole template says besides: there Otter's tests are at hand."""
    stem, first = Path(assignment.submission).stem, assignment.exercises[0]
    return f"""
If your course works with Otter, `otter check {stem}.py` in this folder, or `import otter` and
`otter.Notebook().check("{first.name}")` in the notebook, run the same public checks from `tests/`. Its "All tests passed!"
speaks of these alone. Keep `otter_checks.py` where it is.
"""
