"""Which of the files in a hand-in is the work.

What a file holds decides, not what it is called: the work is the one in which most of the assignment's functions are done.
So an untouched template never wins, and a copy may have any name ("Copy of …", " - copia", "_final"). Names decide between
files with the same functions done alike; two that are done differently are two works, and which of them counts is for the
student to say.

Where the assignment's functions are not known, or no file holds any, the expected name wins, then a copy of it that a platform or
browser numbered (``homework-1.py``, ``homework (2).py``), then the only script or notebook there is.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable
from typing import TypeAlias

from grader.intake.errors import BadInput, named, shown
from grader.intake.sources import Source
from grader.model import Cell, FileName, Notice, Record
from grader.parsing import parse, within_bounds

Path: TypeAlias = tuple[str, ...]
Reader: TypeAlias = Callable[[bytes, str], tuple[Cell, ...]]

KINDS = (".py", ".ipynb")

# What Python or pytest would load by itself, or what the course gives: never the work to grade.
STRAY = frozenset(
    {"__init__.py", "conftest.py", "given.py", "numpy.py", "setup.py", "sitecustomize.py"}
    | {"usercustomize.py", "grader.py"}
)
MOST_READ = 50
"""Files of one hand-in that are read to see which is the work."""
_NUMBERED = re.compile(r"^[ _-]*+(?:(?:copy|kopie)[ _-]*+)?\(?(\d{0,6})\)?$", re.IGNORECASE)
_DEFINED = re.compile(r"^[ \t]*+def[ \t]++(\w++)", re.MULTILINE)
_DOUBLE = (".txt", ".json")  # homework.py.txt: what browsers and mail programs make of it


class Held(Record, frozen=True):
    """What a file holds of the assignment: by name, the code of what is done; and the names that are still stubs."""

    path: Path
    done: dict[str, str]
    left: frozenset[str] = frozenset()
    problem: str = ""


def choose(
    source: Source, paths: list[Path], expected: FileName, read: Reader
) -> tuple[Path | None, dict[Path, Notice]]:
    """The file to grade among ``paths`` (nearest the top first), or None when names alone can't tell; and why others,
    or files of other names, are not graded. Raises BadInput for two different works.
    """
    code = [p for p in paths if kind_of(p[-1]) and not p[-1].startswith(".")]
    code = [p for p in code if p[-1].lower() not in STRAY or p[-1] == expected]
    if len(code) > 1 and expected.due:
        held = [_held(source, path, expected, read) for path in code[:MOST_READ]]
        found = [one for one in held if one.done or one.left]
        if found:
            return _by_content(source, found, held, expected)
    return _by_name(code, expected)


def _by_content(
    source: Source, found: list[Held], held: list[Held], expected: FileName
) -> tuple[Path, dict[Path, Notice]]:
    most = max(len(one.done) for one in found)
    best = [one for one in found if len(one.done) == most]
    if any(one.done != best[0].done for one in best):
        best = _apart(source, best, expected)
    chosen = min(best, key=lambda one: _rank(one.path, expected))
    others = [one for one in found if one is not chosen]
    others += [one for one in held if one.problem and one not in found]
    return chosen.path, {other.path: _why(chosen, other) for other in others}


def _apart(source: Source, best: list[Held], expected: FileName) -> list[Held]:
    """Of works with equally much done that differ, those that may count. Raises BadInput when that can't be told."""
    top = [one for one in best if len(one.path) == len(best[0].path)]
    numbers = [copy_number(one.path[-1], expected) for one in top]
    newest = max((n for n in numbers if n), default=0)
    if all(numbers):
        # Numbered by a platform or a browser, each time it was loaded again.
        top = [one for one, n in zip(top, numbers, strict=True) if n == newest]
    first = top[0]
    differ = sorted({n for o in top for n in first.done.keys() | o.done if _differ(first, o, n)})
    if not differ:
        return top
    names = named([one.path[-1] for one in top])
    raise BadInput(
        source.title,
        f"can't tell which file is the work: {names} have {_functions(len(first.done))} done each and differ in "
        f"{named(differ)}; hand in one of them",
    )


def _functions(count: int) -> str:
    return f"{count} function{'' if count == 1 else 's'}"


def _differ(one: Held, other: Held, name: str) -> bool:
    return one.done.get(name) != other.done.get(name)


def _rank(path: Path, expected: FileName) -> tuple[int, bool, bool, int, Path]:
    exact = stem(path[-1]).casefold() == stem(expected).casefold()
    kind = kind_of(path[-1]) == kind_of(expected)
    return len(path), not exact, not kind, -(copy_number(path[-1], expected) or 0), path


def _why(chosen: Held, other: Held) -> Notice:
    """Why the other file is not graded."""
    name, place = shown(other.path[-1]), shown(chosen.path[-1])
    more = sorted(other.done.keys() - chosen.done)
    if other.problem:
        why = f"it can't be read ({other.problem})"
    elif not other.done:
        why = "none of its functions is filled in"
    elif len(other.done) < len(chosen.done):
        why = f"it has {_functions(len(other.done))} done, {place} has {len(chosen.done)}"
        why += f" (but not {named(more)})" if more else ""
    elif other.done == chosen.done:
        why = "it holds the same functions"
    elif len(other.path) > len(chosen.path):
        why = "it lies in a folder beside it"
    else:
        why = "it is an older copy"
    return Notice(label="intake.choice", text=f"{place} is graded, not {name}: {why}.", place=place)


def _held(source: Source, path: Path, expected: FileName, read: Reader) -> Held:
    try:
        cells = read(source.read(path), path[-1])
    except BadInput as problem:
        return Held(path, {}, problem=str(problem).partition(": ")[2].partition(";")[0])
    done, left = contents(cells, expected.due)
    return Held(path, done, left)


def contents(cells: Iterable[Cell], due: frozenset[str]) -> tuple[dict[str, str], frozenset[str]]:
    """Of the names that are due, the code of those that are done, and those that are stubs or blank. The last one counts."""
    done: dict[str, str] = {}
    left: set[str] = set()
    for cell in cells:
        tree = parse(cell.source) if within_bounds(cell.source) else None
        if tree is None:  # an attempt, too
            broken = {name: cell.source for name in _DEFINED.findall(cell.source) if name in due}
            done |= broken
            left -= broken.keys()
        for name, node in _due(tree, due) if tree else ():
            done.pop(name, None)
            left.discard(name)
            if is_stub(node):
                left.add(name)
            else:
                done[name] = _code(node)
    return done, frozenset(left)


def _code(node: ast.stmt) -> str:
    """The statement without what doesn't matter: layout, comments and docstring."""
    if isinstance(node, ast.FunctionDef) and ast.get_docstring(node, clean=False) is not None:
        node.body = node.body[1:] or [ast.Pass()]
    return ast.dump(node)


def _due(tree: ast.Module, due: frozenset[str]) -> Iterable[tuple[str, ast.stmt]]:
    for node in tree.body:
        match node:
            case ast.FunctionDef(name=name) if name in due:
                yield name, node
            case (
                ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name))
            ) if name in due:
                yield name, node


def is_stub(node: ast.stmt) -> bool:
    """Whether nothing is filled in: a function that only says so, or a string in which nothing stands."""
    if isinstance(node, ast.Assign | ast.AnnAssign):
        value = node.value
        return isinstance(value, ast.Constant) and not str(value.value or "").strip()
    if not isinstance(node, ast.FunctionDef):
        return False
    for line in node.body:
        match line:
            case ast.Expr(value=ast.Constant()) | ast.Pass():
                continue
            case ast.Raise(exc=ast.Name(id="NotImplementedError")):
                return True
            case ast.Raise(exc=ast.Call(func=ast.Name(id="NotImplementedError"))):
                return True
            case _:
                return False
    return True


def _by_name(code: list[Path], expected: FileName) -> tuple[Path | None, dict[Path, Notice]]:
    wanted = stem(expected).casefold()
    exact = _top([p for p in code if stem(p[-1]).casefold() == wanted])
    if len({p[:-1] for p in exact}) > 1:
        return None, {}
    if exact:
        chosen = min(exact, key=lambda p: (p[-1] != expected, _rank(p, expected)))
        place = shown(chosen[-1])
        text = "{} is graded, not {}: it has the name asked for."
        return chosen, {
            p: Notice(label="intake.choice", text=text.format(place, shown(p[-1])), place=place)
            for p in exact
            if p != chosen
        }
    copies = _top([p for p in code if copy_number(p[-1], expected) is not None])
    if copies:
        newest = max(copies, key=lambda p: (copy_number(p[-1], expected) or 0, p))
        place = shown(newest[-1])
        text = f"{place} is graded: no file is called {expected}."
        return newest, {newest: Notice(label="intake.name", text=text, place=place)}
    return (code[0], {}) if len(code) == 1 else (None, {})


def _top(paths: list[Path]) -> list[Path]:
    return [path for path in paths if len(path) == len(paths[0])]


def copy_number(name: str, expected: str) -> int | None:
    """1 for "homework-1.py" or "homework (1).ipynb", 0 for "homework.py", None for other names."""
    bare, wanted = stem(name), stem(expected)
    if kind_of(name) is None or not bare.casefold().startswith(wanted.casefold()):
        return None
    match = _NUMBERED.match(bare[len(wanted) :])
    return int(match[1] or 0) if match else None


def kind_of(name: str) -> str | None:
    """ ".py" or ".ipynb", also of "homework.py.txt"; None for other names."""
    lower = name.lower()
    for double in _DOUBLE:
        lower = lower.removesuffix(double)
    for kind in KINDS:
        if lower.endswith(kind):
            return kind
    return None


def stem(name: str) -> str:
    """ "homework" of "homework.py", "homework.ipynb.json" or "homework.zip"."""
    kind = kind_of(name)
    if kind is not None:
        return name[: name.lower().rindex(kind)]
    return name[:-4] if name.lower().endswith(".zip") else name
