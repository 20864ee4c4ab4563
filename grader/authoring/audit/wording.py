"""Does the text fit the exercise? Points add up, prompts name every function and size, the YAML holds nothing unused."""

from __future__ import annotations

import ast
import re
from typing import Any

from grader.authoring.audit import sources
from grader.authoring.audit.records import Problem
from grader.catalog import Assignment, Exercise

WORD = re.compile(r"[A-Za-z_]\w*")


def problems(assignment: Assignment) -> list[Problem]:
    """Everything wrong with the words and numbers of an assignment."""
    found = [
        Problem(question="wording", exercise="", text=str(fault)) for fault in assignment.faults
    ]
    for exercise in assignment.exercises:
        texts = [*_unmentioned(exercise), *_unused(exercise)]
        found += [Problem(question="wording", exercise=exercise.name, text=text) for text in texts]
    return found


def _unmentioned(exercise: Exercise) -> list[str]:
    prompt = exercise.prompt
    names = [*exercise.functions, *exercise.variables]
    found = [f"prompt.md does not mention {name}" for name in names if name not in prompt]
    told = prompt + "\n".join(
        ast.get_docstring(node) or ""
        for node in ast.parse(sources.reference(exercise)).body
        if isinstance(node, ast.FunctionDef)
    )
    used = set[str]()
    for entry in exercise.spec.checks:
        if "shape" in entry:
            used |= _words(entry.get("is"))
    for size in sorted(used & set(exercise.spec.sizes)):
        if not re.search(rf"(?<![A-Za-z]){re.escape(size)}(?![A-Za-z])", told):
            found.append(f"neither prompt.md nor a docstring says what the size {size} is")
    return found


def _unused(exercise: Exercise) -> list[str]:
    spec = exercise.spec
    trusted = exercise.subject.trusted
    assert trusted is not None
    words = set[str]()
    for names in exercise.subject.parameters.values():
        words |= set(names)
    for function in trusted.others.values():
        words |= set(function.__code__.co_varnames[: function.__code__.co_argcount])
    checks_py = sources.read(exercise.solution_dir / "checks.py")
    words |= {
        node.value
        for node in ast.walk(ast.parse(checks_py))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    for given in (*trusted.given, *trusted.references):
        if any(entry.get("of") == given for entry in spec.checks):
            code = (trusted.given.get(given) or trusted.references[given]).__code__
            words |= set(code.co_varnames[: code.co_argcount])
    words |= _words(list(spec.inputs.values())) | _words(spec.checks)
    found = [
        f"the input {name} is drawn and never used; remove it"
        for name in spec.inputs
        if name not in words
    ]
    words |= _words(list(spec.sizes.values()))
    groups = [
        *spec.cases.public,
        *(spec.cases.hidden if isinstance(spec.cases.hidden, list) else []),
    ]
    words |= _words([group.get("inputs", {}) for group in groups])
    found += [
        f"the size {name} is drawn and never used; remove it"
        for name in spec.sizes
        if name not in words
    ]
    named = _words(spec.checks) | _words(list(spec.inputs.values()))
    named |= _words([group.get("inputs", {}) for group in groups])
    named |= {n.id for n in ast.walk(ast.parse(checks_py)) if isinstance(n, ast.Name)}
    found += [
        f"checks.py defines {name}, which no check and no input names; remove it, or start it with an underscore"
        for name in trusted.others
        if name not in named
    ]
    return found


def _words(value: Any) -> set[str]:
    """All words in the strings of a YAML value (not its keys)."""
    if isinstance(value, str):
        return set(WORD.findall(value))
    if isinstance(value, dict):
        return set[str]().union(*map(_words, value.values()))
    if isinstance(value, list | tuple):
        return set[str]().union(*map(_words, value))
    return set()
