"""One student's work, from whatever was handed in, to cells.

A file is a script or a notebook by its content first and its name second. Which file of a folder or zip is the work,
:mod:`grader.intake.choosing` says. Everything else is ignored aloud: what lies beside a submission (``conftest.py``,
``numpy.py``) must never be imported with it.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import msgspec

import grader
from grader.intake.archive import Archive, nested, open_source
from grader.intake.cells import MAX_CELLS, has_code, split_script
from grader.intake.choosing import STRAY, choose, kind_of, stem
from grader.intake.errors import BadInput, named, safe_id, shown
from grader.intake.looks import mentioned, refuse_marimo, refuse_other_kinds, twice
from grader.intake.notebook import as_utf8, looks_like_notebook, read_notebook
from grader.intake.sources import (
    MAX_SUBMISSION_ENTRIES,
    Source,
    read_file,
    walk,
)
from grader.intake.text import decode
from grader.model import Cell, FileName, Notice, Record, Submission

MAX_CODE = 1 << 20
MAX_NOTICES = 20


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
        due = sorted(getattr(self.expected, "due", ()))
        about = (
            grader.__version__,
            self.place,
            name,
            str(self.expected),
            due,
            self.before,
            self.after,
        )
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
    expected = expected if isinstance(expected, FileName) else FileName(expected)
    chosen, why = choose(source, paths, expected, reader(expected))
    if chosen is None:
        zips = [path for path in paths if path[-1].lower().endswith(".zip")]
        if len(zips) == 1 and depth == 0:
            return find(nested(source, zips[0]), (), expected, id, depth=1)
        candidates = [p for p in paths if kind_of(p[-1]) and p[-1].lower() not in STRAY]
        _refuse(source.place(under), expected, candidates, paths, under)
    place = "/".join(shown(name) for name in chosen[len(under) :])
    rest = ["/".join(path[len(under) :]) for path in paths if path not in {chosen, *why}]
    if isinstance(source, Archive):
        rest += source.ignored
    return Work(
        raw=source.read(chosen),
        place=place,
        name=chosen[-1],
        expected=expected,
        id=id,
        before=tuple(why.values()),
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
    cells, notices = cells_of(raw, place, name, expected)
    due: frozenset[str] = getattr(expected, "due", frozenset())
    if due and not any(mentioned(cell.source, due) for cell in cells):
        raise BadInput(
            place,
            f"holds none of the functions asked for ({named(sorted(due), 3)}); is it the right file?",
        )
    return Submission(
        id=safe_id(id),
        cells=cells,
        digest=digest(cells),
        notices=_few((*notices, *twice(cells)), place),
        files=(shown(name),),
    )


def reader(expected: str) -> Callable[[bytes, str], tuple[Cell, ...]]:
    """What :func:`choose` reads files with."""
    return lambda raw, name: cells_of(raw, name, name, expected)[0]


def cells_of(
    raw: bytes, place: str, name: str, expected: str
) -> tuple[tuple[Cell, ...], tuple[Notice, ...]]:
    """The cells of a script or notebook, and what is to be said of how they were read. Raises BadInput."""
    notices: tuple[Notice, ...] = ()
    refuse_other_kinds(raw, place)
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
        refuse_marimo(text, place)
        cells, about_cells = split_script(text, script_name(expected))
        more = (*about_encoding, *about_cells)
    if not any(has_code(cell.source) for cell in cells):
        what = "holds no code" if raw.strip() else "the file is empty"
        raise BadInput(place, f"{what}; hand in the template with your functions filled in")
    if sum(len(cell.source.encode()) for cell in cells) > MAX_CODE or len(cells) > MAX_CELLS:
        raise BadInput(place, "is larger than 1 MiB of code; hand in code, not data")
    return cells, (*notices, *more)


def _few(notices: tuple[Notice, ...], place: str) -> tuple[Notice, ...]:
    if len(notices) <= MAX_NOTICES:
        return notices
    text = f"{len(notices) - MAX_NOTICES} more notices are left out."
    return (
        *notices[:MAX_NOTICES],
        Notice(label="intake.more", text=text, place=place),
    )


def ignored(names: list[str], graded: str) -> tuple[Notice, ...]:
    """A notice that names what is not looked at."""
    if not names:
        return ()
    text = f"Only {graded} is graded; ignored: {named(names)}."
    return (Notice(label="intake.ignored", text=text, place=graded),)


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
