"""What did not run when a submission was loaded, and what that costs.

A statement that fails takes along whatever uses the names it was to define: other statements, and functions when they are
called. Each such failure is traced to the statement that began it, so that a student reads of one cause once, and not of fifteen
NameErrors.

Only the cells and the answers to *public* calls are looked at: which name a call misses is the student's code to say, and of a
hidden case it must say nothing.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from grader.model import Answer, Cell, CellOutcome, Job, Missing, Raised, Transcript
from grader.parsing import parse, within_bounds

EVERYTHING = "*"
_UNKNOWN = re.compile(r"name '(\w+)' is not defined")
_BINDS = re.compile(
    r"^(?:(?:async[ \t]++)?+def|class)[ \t]++(\w++)|^(\w++)[ \t]*+(?::[^=\n]*+)?+=(?!=)",
    re.MULTILINE,
)
_INDENTED = re.compile(r"^[ \t]++(?:async[ \t]++)?+def[ \t]++(\w++)", re.MULTILINE)
_BROKEN = ("SyntaxError", "IndentationError", "TabError")


@dataclass
class _Cause:
    """A cell that failed by itself, and what it takes along."""

    at: int
    place: str
    costs: list[str] = field(default_factory=list)
    also: list[str] = field(default_factory=list)


def traced(job: Job, transcript: Transcript) -> Transcript:
    """The transcript with every failure that follows from another one marked as such. Pure."""
    public = {call.key: call.function for call in job.calls if call.public}
    lost = {
        key: name or function
        for key, function in public.items()
        if (name := _lacks(transcript.answers[key])) is not None
    }
    failed = [k for k, one in enumerate(transcript.cells) if one.error is not None]
    if not failed and not lost:
        return transcript
    cells, answers = list(transcript.cells), dict(transcript.answers)
    bound = [binds(cell.source) for cell in job.cells]
    causes, lacking = _causes(job.cells, bound, cells, failed)
    known = frozenset().union(*bound)
    indented = _indented(job.cells)
    nowhere: dict[str, list[str]] = {}
    for key, name in lost.items():
        cause = lacking.get(name) or (None if name in known else lacking.get(EVERYTHING))
        why = ""
        if cause is not None:
            _once(cause.costs, public[key])
            why = f"`{name}` was to be defined in {cause.place}, which did not run."
        elif name in indented:
            why = (
                f"Its `def` in {indented[name]} is indented, so it belongs to what stands above it: "
                "move it to the left margin."
            )
        elif name not in known and name != public[key]:
            _once(nowhere.setdefault(name, []), public[key])
            why = f"`{name}` is not defined anywhere in your file."
        if why:
            answers[key] = msgspec.structs.replace(answers[key], why=why)
    for one in causes:
        cells[one.at] = msgspec.structs.replace(
            cells[one.at], costs=tuple(one.costs), also=tuple(one.also)
        )
    cells += [
        CellOutcome(
            name="",
            error=Raised(kind="NameError", message=f"name '{name}' is not defined"),
            costs=tuple(functions),
        )
        for name, functions in nowhere.items()
        if len(functions) > 1
    ]
    return msgspec.structs.replace(transcript, cells=tuple(cells), answers=answers)


def _causes(
    sources: Sequence[Cell],
    bound: Sequence[frozenset[str]],
    cells: list[CellOutcome],
    failed: Sequence[int],
) -> tuple[list[_Cause], Mapping[str, _Cause]]:
    """The cells that failed by themselves, and by name what would have come from them. Marks those that follow."""
    causes: list[_Cause] = []
    lacking: dict[str, _Cause] = {}
    last, broken_by = -2, None
    for k in failed:
        error, where = cells[k].error, _place(sources[k], cells[k].error)
        # Python can't be read any further where it is broken: neighbours are one mistake.
        broken = isinstance(error, Raised) and error.kind in _BROKEN
        cause = lacking.get(_unknown(error)) or (broken_by if broken and last == k - 1 else None)
        if cause is None:
            cause = _Cause(at=k, place=where)
            causes.append(cause)
        else:
            cause.also.append(where)
            cells[k] = msgspec.structs.replace(cells[k], follows=True)
        last, broken_by = k, cause if broken else None
        lacking |= dict.fromkeys(bound[k], cause)
    for k, names in enumerate(bound):
        if cells[k].error is None:
            for name in names & lacking.keys():
                del lacking[name]  # defined elsewhere, too
    return causes, lacking


def binds(source: str) -> frozenset[str]:
    """The names that a piece of code defines at the top level; "*" among them when it can't be told which."""
    tree = parse(source) if within_bounds(source) else None
    if tree is None:
        return frozenset(one or other for one, other in _BINDS.findall(source))
    return frozenset(_bound(tree.body))


def _bound(nodes: Sequence[ast.AST]) -> Iterator[str]:
    stack = list(nodes)
    while stack:
        node = stack.pop()
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield node.name
                continue
            case (
                ast.Lambda() | ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp()
            ):
                continue
            case ast.Import():
                yield from (a.asname or a.name.partition(".")[0] for a in node.names)
            case ast.ImportFrom():
                yield from (a.asname or a.name for a in node.names)
            case ast.Name(ctx=ast.Store()):
                yield node.id
        stack += ast.iter_child_nodes(node)


def _unknown(error: object) -> str:
    """The name that a NameError is about; "" for other failures."""
    if isinstance(error, Raised) and error.kind == "NameError":
        match = _UNKNOWN.match(error.message)
        return match[1] if match else ""
    return ""


def _lacks(answer: Answer) -> str | None:
    """The name that an answer says is not there ("" for the function itself); None for other answers."""
    if isinstance(answer, Missing):
        return ""
    return _unknown(answer) or None


def _once(names: list[str], name: str) -> None:
    if name not in names:
        names.append(name)


def _place(cell: Cell, error: object) -> str:
    """ "line 6", or "line 2 of cell 3": where a cell failed."""
    if isinstance(error, Raised) and error.line:
        return _named(cell, error.line)
    lines = enumerate(cell.source.split("\n"), cell.first_line)
    return _named(cell, next((k for k, row in lines if row.strip()), cell.first_line))


def _named(cell: Cell, line: int) -> str:
    return f"line {line}" if cell.name.endswith(".py") else f"line {line} of {cell.name}"


def _indented(cells: Sequence[Cell]) -> dict[str, str]:
    """The functions that are defined inside something else, which is as good as not at all, and where."""
    found: dict[str, str] = {}
    for cell in cells:
        line, before = cell.first_line, 0
        for match in _INDENTED.finditer(cell.source):
            line += cell.source.count("\n", before, match.start())
            before = match.start()
            found.setdefault(match[1], _named(cell, line))
    return found
