"""One submission: a .py, an .ipynb, a folder or a zip → cells."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from grader.intake.cells import split_script
from grader.intake.errors import BadInput, shown
from grader.intake.files import Archive, folder_files, read_file
from grader.intake.notebook import read_notebook
from grader.intake.text import decode
from grader.model import Cell, Notice, Submission

Reader = Callable[[], bytes]


def read_submission(
    path: Path, *, expected: str = "submission.py", id: str | None = None
) -> Submission:
    """The submission at ``path``. ``expected`` is the name students were asked to hand in.

    Raises :class:`BadInput` with one clear line for whatever can't be used.
    """
    name = id if id is not None else shown(path.name)
    if path.is_symlink():
        raise BadInput(path, "is a link; hand in the file itself")
    if path.is_dir():
        found = {inner: _reader(file) for inner, file in folder_files(path)}
        return _chosen(path, found, expected, name)
    if path.suffix.lower() == ".zip":
        archive = Archive.open(path)
        return _chosen(
            path, {inner: _member(archive, inner) for inner in archive.names()}, expected, name
        )
    return from_bytes(read_file(path), path.name, name, shown(path))


def _reader(file: Path) -> Reader:
    return lambda: read_file(file)


def _member(archive: Archive, name: str) -> Reader:
    return lambda: archive.read(name)


def _chosen(path: Path, found: dict[str, Reader], expected: str, id: str) -> Submission:
    """The one file of several that is the submission, and a notice on those left aside."""
    stem = PurePosixPath(expected).stem
    code = [name for name in found if name.lower().endswith((".py", ".ipynb"))]
    ranked = [name for name in code if PurePosixPath(name).name == expected]
    ranked += [name for name in code if PurePosixPath(name).name == f"{stem}.ipynb"]
    ranked = sorted(ranked, key=lambda n: (n.count("/"), n.endswith(".ipynb"), n))
    if not ranked:
        ranked = [name for name in code if PurePosixPath(name).name not in SUPPORT]
    if not ranked:
        raise BadInput(path, f"holds no .py or .ipynb file; hand in {expected}")
    if len(ranked) > 1 and PurePosixPath(ranked[0]).stem != stem:
        names = ", ".join(shown(PurePosixPath(n).name, 40) for n in ranked[:5])
        raise BadInput(path, f"holds several files ({names}); name yours {expected}")
    chosen = ranked[0]
    submission = from_bytes(
        found[chosen](), PurePosixPath(chosen).name, id, f"{shown(path)}/{chosen}"
    )
    others = [shown(PurePosixPath(name).name, 60) for name in code if name != chosen]
    notices = submission.notices
    if others:
        text = f"only {shown(PurePosixPath(chosen).name, 60)} is graded; left aside: "
        notices += (Notice(label="left_aside", text=text + ", ".join(sorted(others)[:10])),)
    return Submission(
        id=id,
        cells=submission.cells,
        digest=submission.digest,
        notices=notices,
        files=tuple(shown(name) for name in sorted(found)[:50]),
    )


SUPPORT = {
    "given.py",
    "conftest.py",
    "sitecustomize.py",
    "usercustomize.py",
    "__init__.py",
    "setup.py",
}
"""Files that come with a template, or that would change how Python starts: never the submission."""


def from_bytes(data: bytes, file_name: str, id: str, place: str) -> Submission:
    """A submission from the bytes of one file; the kind is told by the name's ending."""
    lower = file_name.lower()
    notices: tuple[Notice, ...] = ()
    if not data.strip():
        raise BadInput(place, "is empty; hand in the template filled in")
    if lower.endswith(".ipynb"):
        cells, notices = read_notebook(data, place)
    elif lower.endswith(".py"):
        text, notices = decode(data, place)
        cells, more = split_script(text, shown(file_name))
        notices += more
    else:
        raise BadInput(place, "is neither .py nor .ipynb, a folder or a .zip; hand in one of those")
    if not cells:
        raise BadInput(place, "holds no code; hand in the template filled in")
    return Submission(
        id=id, cells=cells, digest=digest(cells), notices=notices, files=(shown(file_name),)
    )


def digest(cells: tuple[Cell, ...]) -> str:
    """SHA-256 over what is run: the code and where it stands, not the file's name or outputs."""
    hashed = hashlib.sha256()
    for cell in cells:
        hashed.update(f"\0{cell.first_line}\0".encode())
        hashed.update(cell.source.encode("utf-8", "surrogatepass"))
    return hashed.hexdigest()
