"""Public tests for Otter: for each exercise a file of its public cases, and beside the template one module that judges them.

Otter executes every ``tests/*.py`` as a test, so what they share lies beside ``given.py``; it needs NumPy and nothing of this
package. All numbers come from the bundle that ``grader check`` judges from, so both judge by the same.
Otter reads files in the machine's own encoding: all text is ASCII.
"""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Set
from pathlib import Path
from typing import Any

import numpy as np

from grader.checks.base import Check
from grader.desk.bundle import Bundle, DeskExercise
from grader.model import Asked, Formula, Given

MODULE = "otter_checks"
PARTS = (
    "../../plain.py",
    "../../pasting.py",
    "calls.py",
    "judging.py",
    "question.py",
    "../../numeric/showing.py",
)

TEST_FILE = '''"""Public tests of {name}, for Otter: `otter check`, or `Notebook().check("{name}")`.

They hold what students may see: public inputs and what is expected for them. Hidden checks use other sizes and values.
"""

from numpy import array, inf, nan
from otter.test_files import test_case
from {module} import Formula, Given, Question

OK_FORMAT = False

name = "{name}"

FUNCTIONS = {functions}

CASES = {cases}

CHECKS = {checks}

# What other exercises ask for is no misspelling of what this one does.
ELSEWHERE = {elsewhere}

question = Question(FUNCTIONS, CASES, CHECKS, ELSEWHERE, seconds={seconds:g})
{tests}'''

TEST = """

@test_case(name={title}, points={points})
def test_{number}(env):
    question.report(env, {index})
"""


def files(bundle: Bundle) -> dict[str, str]:
    """Relative path → text; the same bundle gives the same text."""
    tests = {
        f"tests/{exercise.name}.py": text
        for exercise in bundle.exercises
        if (text := test_file(exercise, bundle.limits.call_seconds))
    }
    return {f"{MODULE}.py": module(), **tests} if tests else {}


def module() -> str:
    """The parts as one module that imports nothing of this package."""
    here = Path(__file__).parent
    sources = [(here / part).read_text(encoding="utf-8") for part in PARTS]
    bodies: list[str] = []
    whole: set[str] = set()
    parts: dict[str, set[str]] = {}
    for source in sources:
        lines = source.splitlines()
        first = 0
        for node in ast.parse(source).body:
            docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
            if not docstring and not isinstance(node, ast.Import | ast.ImportFrom):
                break
            if isinstance(node, ast.Import):
                whole.add(ast.unparse(node))
            elif isinstance(node, ast.ImportFrom) and not str(node.module).startswith("grader."):
                parts.setdefault(str(node.module), set()).update(n.name for n in node.names)
            first = node.end_lineno or first
        bodies.append("\n".join(lines[first:]).strip("\n"))
    parts.pop("__future__")
    imports = [
        *sorted(whole),
        *(f"from {name} import {', '.join(sorted(parts[name]))}" for name in sorted(parts)),
    ]
    theory = ast.get_docstring(ast.parse(sources[PARTS.index("calls.py")]))
    head = [f'"""{theory}\n"""', "from __future__ import annotations", "\n".join(imports)]
    return ascii_only("\n\n".join(head) + "\n\n" + "\n\n\n".join(bodies) + "\n")


def ascii_only(text: str) -> str:
    """``text``, refused where it holds letters that another encoding would spoil."""
    text.encode("ascii")
    return text


def test_file(exercise: DeskExercise, seconds: float) -> str:
    """The test file of one exercise; empty where nothing of it can be judged here."""
    judged = [
        (check, entry)
        for _, check in exercise.checks
        if (entry := _entry(exercise, check)) is not None
    ]
    if not judged:
        return ""
    # Otter divides by the sum of all points: where all are worth nothing, it shares out one point itself.
    worthless = not any(check.points for check, _ in judged)
    tests = "".join(
        TEST.format(
            title=ascii(f"{number}. {check.label}"),
            points="None" if worthless else f"{check.points:g}",
            number=number,
            index=number - 1,
        )
        for number, (check, _) in enumerate(judged, start=1)
    )
    subject = exercise.subject
    used = {case for _, entry in judged for _, case in entry["cases"]}
    functions = {f: subject.parameters[f] for f in exercise.functions}
    shown = {name for names in functions.values() for name in names}
    cases = {
        case.id: {
            "sizes": case.sizes,
            "inputs": {name: value for name, value in case.inputs.items() if name in shown},
        }
        for case in subject.cases
        if case.id in used
    }
    text = TEST_FILE.format(
        name=exercise.name,
        module=MODULE,
        functions=literal(functions),
        cases=literal(cases),
        checks=literal([entry for _, entry in judged]),
        elsewhere=_listed(subject.due - functions.keys()),
        seconds=seconds,
        tests=tests,
    )
    return ascii_only(text)


def _entry(exercise: DeskExercise, check: Check) -> dict[str, Any] | None:
    """A check as data: what judges it, its options, and what is expected, by function and case."""
    drawn = check.otter(exercise.subject)
    if drawn is None or not drawn.wanted:
        return None
    counts = bool(check.points) and check.proves
    flags = {"gate": check.gate, "manners": check.manners, "counts": counts, "again": drawn.again}
    said = {**drawn.options, **flags}
    options = {
        key: value for key, value in said.items() if value is not None and value is not False
    }
    return {"judge": drawn.judge, **options, "cases": drawn.wanted}


def _listed(among: Set[str]) -> str:
    """A tuple of names as Python source, line by line."""
    lines = textwrap.wrap(" ".join(f"{name!a}," for name in sorted(among)), 100)
    return "(\n" + "".join(f"    {line}\n" for line in lines) + ")" if lines else "()"


def literal(value: Any, indent: str = "") -> str:
    """``value`` as Python source; mappings and lists of them stand line by line."""
    deeper = indent + "    "
    if isinstance(value, dict):
        lines = [f"{deeper}{literal(k)}: {literal(v, deeper)},\n" for k, v in value.items()]
        return "{\n" + "".join(lines) + indent + "}" if lines else "{}"
    if isinstance(value, list) and value and isinstance(value[0], dict):
        lines = [f"{deeper}{literal(item, deeper)},\n" for item in value]
        return "[\n" + "".join(lines) + indent + "]"
    if isinstance(value, np.ndarray):
        return f"array({value.tolist()!r}{'' if value.size else f', dtype={str(value.dtype)!r}'})"
    if isinstance(value, Asked):
        return literal(value.function, indent)  # calls are not counted here
    if isinstance(value, Given):
        return f"Given({value.name!a})"
    if isinstance(value, Formula):
        return (
            f"Formula({value.source!a}, {value.parameters!a}, {literal(value.constants, indent)})"
        )
    if isinstance(value, list):
        return "[" + ", ".join(literal(item, indent) for item in value) + "]"
    if isinstance(value, tuple):
        inner = ", ".join(literal(item, indent) for item in value)
        return f"({inner},)" if len(value) == 1 else f"({inner})"
    return ascii(value)
