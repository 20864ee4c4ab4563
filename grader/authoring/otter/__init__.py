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

from grader.checks.analytic import Analytic
from grader.checks.base import Check
from grader.checks.choice import Choice
from grader.checks.gradient import Gradient
from grader.checks.percase import PerCase
from grader.checks.pure import Pure
from grader.checks.raises import Raises
from grader.checks.shape import Shape, size_names
from grader.checks.value import ValueCheck
from grader.desk.bundle import Bundle, DeskExercise
from grader.expressions import evaluate
from grader.model import Formula, Given

MODULE = "otter_checks"
PARTS = ("calls.py", "judging.py")

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
    """The two halves as one module that imports nothing of this package."""
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
    theory = ast.get_docstring(ast.parse(sources[0]))
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
    """A check as data: its kind and options, and what is expected, by function and case."""
    subject = exercise.subject
    made: dict[str, Any] = {"kind": check.kind}
    wanted: dict[tuple[str, str], Any] = {}
    match check:
        case Shape():
            for case in check.relevant(subject):
                wanted[check.function, case.id] = form(check.wanted(case), size_names(case))
        case ValueCheck():
            made |= {"exact": check.exact, "rtol": check.rtol, "silent": check.silent}
            for case in check.relevant(subject):
                expected = subject.expected(check.function, case)
                spread = subject.facts.get(f"{exercise.name}/spread/{check.function}/{case.id}")
                if check.part is not None:
                    expected = expected[check.part]
                wanted[check.function, case.id] = (expected, None if check.exact else spread)
        case Gradient():
            for case in check.relevant(subject):
                facts = check.estimates(subject, case)
                wanted[check.function, case.id] = (
                    [(value, error) for value, error, _ in facts]
                    if isinstance(facts, list)
                    else (facts[0], facts[1])
                )
        case Analytic():
            for case in check.relevant(subject):
                expected = subject.expected(check.function, case)
                wanted[check.function, case.id] = (
                    expected if check.part is None else expected[check.part]
                )
        case Choice():
            made["among"] = check.among
            for case in check.relevant(subject):
                wanted[check.function, case.id] = subject.expected(check.function, case)
        case Pure() | Raises():
            made |= {"error": check.error} if isinstance(check, Raises) else {}
            wanted = {(call.function, _case_of(call.key)): None for call in check.plan(subject)}
        case _:
            return None
    if isinstance(check, PerCase):
        made["part"] = check.part
    options = {
        key: value for key, value in made.items() if value is not None and value is not False
    }
    return {**options, "cases": wanted} if wanted else None


def _case_of(key: str) -> str:
    """The case in a call's key, "exercise/function/case" or with "/again" after it."""
    return key.split("/")[2]


def form(wanted: Any, names: dict[str, Any]) -> tuple[Any, ...]:
    """A shape as YAML says it, with its sizes filled in, as ``judging.match`` reads it."""
    if isinstance(wanted, dict):
        start = int(wanted.get("from", 1))
        length = evaluate(wanted["list"], names)
        return "list", [form(wanted["of"], names | {"l": k + start}) for k in range(length)]
    if wanted in ("scalar", []):
        return ("scalar",)
    if any(isinstance(item, list | dict) or item == "scalar" for item in wanted):
        return "results", [form(item, names) for item in wanted]
    sizes = tuple(evaluate(item, names) for item in wanted)
    symbols = f"({', '.join(map(str, wanted))})"
    plain = f"({', '.join(map(str, sizes))})"
    return "array", sizes, f"shape {plain}" if symbols == plain else f"shape {symbols} = {plain}"


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
