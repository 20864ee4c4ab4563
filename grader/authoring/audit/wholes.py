"""Mutants of a function as a whole: what it does with its arguments, and with its answer.

An argument is ignored, taken to be what it is in all cases, rounded, cut off or taken as positive; an answer is cast, cut off, wrong in
one entry, one item or one part, or one that was given before to arguments of the same sizes. The function's own code stands unchanged
in a function inside.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from grader.authoring.audit import random_cases
from grader.catalog import Exercise
from grader.checks.base import EVERY
from grader.model import Asked, Formula, Given, Raising, Value

Offer = tuple[str, str, str]
"""The operator, the change in words, the code of the whole function."""

CACHED = "cached"
INNER = "_right"

ARRAYS = {
    "argument_ignored": ("np.zeros(np.shape({a}))", "np.ones(np.shape({a}))"),
    "argument_cast": ("np.trunc({a})", "np.float64(np.float32({a}))", "np.round({a}, 2)"),
    "argument_cut": ("np.clip({a}, -10, 10)", "np.maximum({a}, 0.0)", "np.abs({a})"),
}
NUMBERS = {
    "argument_ignored": ("0.0", "1.0"),
    "argument_cast": ("float(int({a}))", "float(np.float32({a}))", "round({a}, 2)"),
    "argument_cut": ("min({a}, 10.0)", "max({a}, 0.0)", "abs({a})"),
}
LISTS = {"argument_ignored": ("[{a}[0]] * len({a})", "[{a}[-1]] * len({a})", "{a}[::-1]")}
ANSWERS = {
    "answer_cast": ("np.float64(np.float32({a}))", "np.float64(np.float16({a}))", "np.trunc({a})"),
    "answer_cut": (
        "np.clip({a}, -1, 1)",
        "np.clip({a}, -10, 10)",
        "np.maximum({a}, 0.0)",
        "np.abs({a})",
    ),
    "answer_nearly": ("2 * {a}", "{a} + 1.0"),
}
ZEROS = "np.where(np.equal({a}, 0), -1e-09, {a})", "np.where(np.equal({a}, 0), 1.0, {a})"
ENTRIES = ("_entry({a}, 0)", "_entry({a}, -1)")
ITEMS = (
    "_item({a}, 0)",
    "_item({a}, len({a}) // 2)",
    "_item({a}, -1)",
    "{a}[::-1]",
    "{a}[:-1]",
)

SPOILT = """\
def _entry(a, k):
    a = np.array(a, dtype=float)
    a.flat[k] += 1.0
    return a

def _item(a, k):
    a = list(a)
    if a:
        a[k] = 2 * np.asarray(a[k]) + 1.0
    return a
"""

STORE = """\
def _sizes(a):
    if isinstance(a, list):
        return [_sizes(item) for item in a]
    return list(np.shape(a)) if isinstance(a, np.ndarray) else type(a).__name__
"""


@dataclass(frozen=True)
class Use:
    """How a function is called in the cases of its exercise: its arguments by name, case by case, and the reference's answers."""

    function: str
    arguments: dict[str, list[Value]]
    answers: list[Value]


def use(exercise: Exercise, function: str) -> Use:
    subject = exercise.subject
    cases = subject.cases_of(function, EVERY)
    return Use(
        function=function,
        arguments={
            name: [random_cases.uncounted(case.inputs[name]) for case in cases]
            for name in subject.parameters[function]
        },
        answers=[
            answer
            for case in cases
            if not isinstance(answer := subject.expected(function, case), Raising)
        ],
    )


def offers(function: ast.FunctionDef, called: Use) -> Iterator[Offer]:
    """All changes of ``function`` as a whole."""
    for operator, text in _of_arguments(called):
        yield operator, text, _with_argument(function, text)
    for operator, text in _of_answer(called.answers, "_a"):
        yield operator, text, _with_answer(function, text)
    if any(isinstance(value, np.ndarray | list) for v in called.arguments.values() for value in v):
        yield CACHED, "as it answered arguments of these sizes before", _cached(function)


def _of_arguments(called: Use) -> Iterator[tuple[str, str]]:
    for name, values in called.arguments.items():
        for operator, texts in _texts(values[0] if values else None).items():
            yield from ((operator, f"{name} = {text.format(a=name)}") for text in texts)
        yield from (("hard_coded", text) for text in _alike(name, values))


def _texts(value: Value) -> Mapping[str, tuple[str, ...]]:
    if isinstance(value, np.ndarray):
        return ARRAYS
    if isinstance(value, float):
        return NUMBERS
    if isinstance(value, list):
        return LISTS
    return {}


def _alike(name: str, values: list[Value]) -> Iterator[str]:
    """What the argument, or the first or last item of it, is in all cases."""
    written = {_code(value) for value in values}
    if len(written) == 1 and len(values) > 1 and (text := written.pop()):
        yield f"{name} = {text}"
        return
    lists = [value for value in values if isinstance(value, list) and value]
    if len(lists) == len(values) > 1:
        for place, rest in ((0, f"{name}[1:]"), (-1, f"{name}[:-1]")):
            written = {_code(value[place]) for value in lists}
            if len(written) == 1 and (text := written.pop()):
                parts = f"[{text}, *{rest}]" if place == 0 else f"[*{rest}, {text}]"
                yield f"{name} = {parts} if {name} else {name}"


def _code(value: Value) -> str:
    """A value as code; empty for one that can't be written down at a glance."""
    if isinstance(value, Asked):
        return _code(value.function)
    if isinstance(value, Given):
        return f"__import__('given').{value.name}"
    if isinstance(value, np.ndarray):
        return f"np.array({value.tolist()})"
    if isinstance(value, Formula):
        return ""
    if isinstance(value, list):
        parts = [_code(item) for item in value]
        return f"[{', '.join(parts)}]" if all(parts) else ""
    return repr(value)


def _of_answer(answers: Sequence[Value], a: str) -> Iterator[tuple[str, str]]:
    """Changes of the answer, as expressions in which ``a`` stands for it; ``answers``: those of the reference."""
    answer = answers[0] if answers else None
    if isinstance(answer, bool):
        yield from (("answer_kind", f"{kind}({a})") for kind in ("int", "str"))
    elif isinstance(answer, str):
        yield from (("answer_kind", f"{a}.{how}()") for how in ("upper", "title"))
    elif isinstance(answer, np.ndarray | float):
        for operator, texts in ANSWERS.items():
            yield from ((operator, text.format(a=a)) for text in texts)
        if any(np.any(np.equal(one, 0)) for one in answers):
            yield from (("answer_nearly", text.format(a=a)) for text in ZEROS)
        if isinstance(answer, np.ndarray):
            yield from (("answer_entry", text.format(a=a)) for text in ENTRIES)
    elif isinstance(answer, list | tuple):
        if all(isinstance(item, int | str) for item in answer):
            # Of several results it does not matter what holds them.
            yield "answer_kind", f"list({a})" if isinstance(answer, tuple) else f"tuple({a})"
        elif isinstance(answer, tuple):
            for k in range(len(answer)):
                parts = [one[k] for one in answers if isinstance(one, tuple)]
                for operator, text in _of_answer(parts, f"{a}[{k}]"):
                    yield operator, f"({a}[:{k}] + ({text},) + {a}[{k + 1}:])"
        elif isinstance(answer[0], float | np.ndarray):
            yield from (("answer_item", text.format(a=a)) for text in ITEMS)


def _with_argument(function: ast.FunctionDef, text: str) -> str:
    changed = copy.deepcopy(function)
    body = changed.body
    start = 1 if ast.get_docstring(function) is not None else 0
    changed.body = [*body[:start], *_numpy(text), *body[start:]]
    return ast.unparse(ast.fix_missing_locations(changed))


def _with_answer(function: ast.FunctionDef, text: str) -> str:
    helpers = SPOILT if "_entry" in text or "_item" in text else ""
    return _wrapped(function, helpers, f"_a = {INNER}({_passed(function)})\nreturn {text}")


def _cached(function: ast.FunctionDef) -> str:
    passed = _passed(function)
    body = (
        f"key = repr(_sizes([{passed}]))\n"
        f"if key not in _known:\n    _known[key] = {INNER}({passed})\n"
        "return __import__('copy').deepcopy(_known[key])"
    )
    return _wrapped(function, f"_known = {{}}\n{STORE}", body)


def _wrapped(function: ast.FunctionDef, helpers: str, body: str) -> str:
    """``helpers``, the function under another name, and one of its name with ``body``."""
    inner, outer = copy.deepcopy(function), copy.deepcopy(function)
    inner.name = INNER
    start = 1 if ast.get_docstring(function) is not None else 0
    outer.body = [*function.body[:start], *ast.parse(body).body]
    parts = [*_numpy(helpers), inner, outer]
    module = ast.Module(body=parts, type_ignores=[])
    return ast.unparse(ast.fix_missing_locations(module))


def _numpy(text: str) -> list[ast.stmt]:
    return ast.parse(f"import numpy as np\n{text}").body


def _passed(function: ast.FunctionDef) -> str:
    return ", ".join(argument.arg for argument in function.args.args)
