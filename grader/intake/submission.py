"""One student's work, from whatever was handed in, to cells.

A file is a script or a notebook by its content first and its name second. In a folder or zip the
expected name wins; a copy of it that a platform or browser numbered (``homework-1.py``, ``homework (2).py``) stands in for
it; else the only script or notebook there is. Everything else is ignored aloud: what lies beside a
submission (``conftest.py``, ``numpy.py``) must never be imported with it.
"""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path
from typing import NoReturn

import msgspec

import grader
from grader.intake.archive import Archive, nested, open_source
from grader.intake.cells import MAX_CELLS, has_code, split_script
from grader.intake.errors import BadInput, named, safe_id, shown
from grader.intake.notebook import as_utf8, looks_like_notebook, read_notebook
from grader.intake.sources import (
    MAX_FILE,
    MAX_SUBMISSION_ENTRIES,
    Source,
    read_file,
    walk,
)
from grader.intake.text import decode
from grader.model import Cell, Notice, Record, Submission

MAX_CODE = 1 << 20
MAX_NOTICES = 20
KINDS = (".py", ".ipynb")

# What Python or pytest would load by itself, or what the course gives: never the work to grade.
STRAY = frozenset(
    {"__init__.py", "conftest.py", "given.py", "numpy.py", "setup.py", "sitecustomize.py"}
    | {"usercustomize.py", "grader.py"}
)
_NUMBERED = re.compile(r"^[ _-]*+(?:(?:copy|kopie)[ _-]*+)?\(?(\d{0,6})\)?$", re.IGNORECASE)
_DOUBLE = (".txt", ".json")  # homework.py.txt: what browsers and mail programs make of it
_STUB = b"raise NotImplementedError"


class Work(Record, frozen=True, kw_only=True):
    """The file of a hand-in that is to be graded, found but not looked into. ``before`` and ``after``: what is to be said of how
    it was found."""

    raw: bytes
    place: str
    name: str
    expected: str
    id: str
    before: tuple[Notice, ...] = ()
    after: tuple[Notice, ...] = ()

    def key(self) -> str:
        """SHA-256 of all that reading it depends on, but whose it is: with the same key it reads the same."""
        # A name of any bytes is a file's right; as text it may not be encodable.
        name = self.name.encode("utf-8", "surrogatepass")
        about = (grader.__version__, self.place, name, self.expected, self.before, self.after)
        state = hashlib.sha256(msgspec.msgpack.encode(about))
        state.update(self.raw)
        return state.hexdigest()

    def read(self) -> Submission:
        """The submission. Raises BadInput."""
        found = from_bytes(self.raw, self.place, self.name, self.expected, self.id)
        return msgspec.structs.replace(found, notices=(*self.before, *self.after, *found.notices))


def read_submission(path: Path, *, expected: str, id: str | None = None) -> Submission:
    """The submission at ``path``: a script, a notebook, a folder or a zip of one student.

    ``expected`` is the file name of the assignment's template; the notebook of the same stem is as welcome. ``id``
    is what reports call it (default: the file's stem). Raises BadInput.
    """
    path = Path(path)
    source = open_source(path, MAX_SUBMISSION_ENTRIES)
    if source is not None:
        return find(source, (), expected, id or stem(path.name or path.resolve().name)).read()
    kind = kind_of(path.name)
    place = shown(path)
    if kind is None:
        raw = read_file(path, 4096) if os.path.getsize(path) <= 4096 else b""
        what = "an empty file" if raw == b"" and os.path.getsize(path) == 0 else "not a submission"
        raise BadInput(
            path, f"{what}; hand in {expected}, its notebook, or a folder or zip with it"
        )
    return from_bytes(read_file(path), place, path.name, expected, id or stem(path.name))


def find(source: Source, under: tuple[str, ...], expected: str, id: str, *, depth: int = 0) -> Work:
    """The work in a folder of ``source``; a lone zip in it is opened once. Raises BadInput."""
    paths = list(walk(source, under))
    chosen, notices = choose(source, under, paths, expected)
    if chosen is None:
        zips = [path for path in paths if path[-1].lower().endswith(".zip")]
        if len(zips) == 1 and depth == 0:
            return find(nested(source, zips[0]), (), expected, id, depth=1)
        candidates = [p for p in paths if kind_of(p[-1]) and p[-1].lower() not in STRAY]
        _refuse(source.place(under), expected, candidates, paths, under)
    place = "/".join(shown(name) for name in chosen[len(under) :])
    rest = ["/".join(path[len(under) :]) for path in paths if path != chosen]
    if isinstance(source, Archive):
        rest += source.ignored
    return Work(
        raw=source.read(chosen),
        place=place,
        name=chosen[-1],
        expected=expected,
        id=id,
        before=notices,
        after=ignored(rest, place),
    )


def _refuse(
    place: str,
    expected: str,
    candidates: list[tuple[str, ...]],
    paths: list[tuple[str, ...]],
    under: tuple[str, ...],
) -> NoReturn:
    names = ["/".join(path[len(under) :]) for path in (candidates or paths)]
    if len(candidates) > 1:
        raise BadInput(
            place,
            f"can't tell which file is the work ({named(names)}); call one of them {expected}",
        )
    found = f"found only {named(names)}" if names else "it is empty"
    raise BadInput(place, f"no script or notebook ({found}); hand in {expected} or its notebook")


def from_bytes(raw: bytes, place: str, name: str, expected: str, id: str) -> Submission:
    """The submission that the file ``name`` with content ``raw`` is. Raises BadInput."""
    notices: tuple[Notice, ...] = ()
    as_json = as_utf8(raw)
    named_notebook = kind_of(name) == ".ipynb"
    is_notebook = looks_like_notebook(as_json) or (
        named_notebook and as_json.lstrip()[:1] in {b"", b"{", b"["}
    )
    if is_notebook != named_notebook:
        actual = "a notebook" if is_notebook else "a script"
        text = f"By its content the file is {actual}; it is read as one."
        notices = (Notice(label="intake.kind", text=text, place=place),)
    if is_notebook:
        cells, more = read_notebook(as_json, place)
    else:
        if len(raw) > 4 * MAX_CODE:
            raise BadInput(place, "is larger than 1 MiB of code; hand in code, not data")
        text, about_encoding = decode(raw, place)
        cells, about_cells = split_script(text, script_name(expected))
        more = (*about_encoding, *about_cells)
    if not any(has_code(cell.source) for cell in cells):
        what = "holds no code" if raw.strip() else "the file is empty"
        raise BadInput(place, f"{what}; hand in the template with your functions filled in")
    if sum(len(cell.source.encode()) for cell in cells) > MAX_CODE or len(cells) > MAX_CELLS:
        raise BadInput(place, "is larger than 1 MiB of code; hand in code, not data")
    return Submission(
        id=safe_id(id),
        cells=cells,
        digest=digest(cells),
        notices=_few((*notices, *more), place),
        files=(shown(name),),
    )


def _few(notices: tuple[Notice, ...], place: str) -> tuple[Notice, ...]:
    if len(notices) <= MAX_NOTICES:
        return notices
    text = f"{len(notices) - MAX_NOTICES} more notices are left out."
    return (
        *notices[:MAX_NOTICES],
        Notice(label="intake.more", text=text, place=place),
    )


def choose(
    source: Source, under: tuple[str, ...], paths: list[tuple[str, ...]], expected: str
) -> tuple[tuple[str, ...] | None, tuple[Notice, ...]]:
    """The file to grade among ``paths`` (nearest the top first), or None when that can't be told."""
    wanted = stem(expected).casefold()
    code = [path for path in paths if kind_of(path[-1]) and not path[-1].startswith(".")]
    exact = _top([p for p in code if stem(p[-1]).casefold() == wanted])
    if len({stem(p[-1]) for p in exact}) > 1 or len({p[:-1] for p in exact}) > 1:
        return None, ()
    if exact:
        return _script_or_notebook(source, exact, expected)
    copies = _top([p for p in code if copy_number(p[-1], expected) is not None])
    if copies:
        newest = max(copies, key=lambda p: (copy_number(p[-1], expected) or 0, p))
        text = f"{shown(newest[-1])} is graded: no file is called {expected}."
        return newest, (Notice(label="intake.name", text=text, place=shown(newest[-1])),)
    others = [path for path in code if path[-1].lower() not in STRAY]
    return (others[0], ()) if len(others) == 1 else (None, ())


def _script_or_notebook(
    source: Source, both: list[tuple[str, ...]], expected: str
) -> tuple[tuple[str, ...], tuple[Notice, ...]]:
    """Students get a script and a notebook and fill in one: the one with fewer stubs left is the work."""
    ordered = sorted(both, key=lambda p: (p[-1] != expected, p))
    if len(ordered) == 1:
        return ordered[0], ()
    stubs = [source.read(path, MAX_FILE).count(_STUB) for path in ordered]
    chosen = ordered[stubs.index(min(stubs))]
    others = named([path[-1] for path in ordered if path != chosen])
    why = (
        "it has fewer functions left to write"
        if len(set(stubs)) > 1
        else "it has the name asked for"
    )
    text = f"{shown(chosen[-1])} is graded, not {others}: {why}."
    return chosen, (Notice(label="intake.choice", text=text, place=shown(chosen[-1])),)


def _top(paths: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    return [path for path in paths if len(path) == len(paths[0])]


def copy_number(name: str, expected: str) -> int | None:
    """1 for "homework-1.py" or "homework (1).ipynb", 0 for "homework.py", None for other names."""
    bare, wanted = stem(name), stem(expected)
    if kind_of(name) is None or not bare.casefold().startswith(wanted.casefold()):
        return None
    match = _NUMBERED.match(bare[len(wanted) :])
    return int(match[1] or 0) if match else None


def ignored(names: list[str], graded: str) -> tuple[Notice, ...]:
    """A notice that names what is not looked at."""
    if not names:
        return ()
    text = f"Only {graded} is graded; ignored: {named(names)}."
    return (Notice(label="intake.ignored", text=text, place=graded),)


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


def script_name(expected: str) -> str:
    """What cells of a script are called, whatever the student's file is: the same work, the same digest."""
    return f"{stem(expected)}.py"


def digest(cells: tuple[Cell, ...]) -> str:
    """SHA-256 over names, first lines and sources, each with its length before it."""
    state = hashlib.sha256()
    for cell in cells:
        for part in (cell.name, str(cell.first_line), cell.source):
            raw = part.encode()
            state.update(len(raw).to_bytes(8, "big") + raw)
    return state.hexdigest()
