"""A folder of submissions: one file, folder or archive per student, its name being the student's id."""

from __future__ import annotations

from pathlib import Path

from grader.intake.errors import BadInput

ENDINGS = {".py", ".ipynb", ".zip"}
BESIDE = {"given.py", "conftest.py"}


def entries(path: Path) -> list[tuple[str, Path]]:
    """(student id, path) of each submission in ``path``, sorted by id. Raises :class:`BadInput`."""
    if not path.exists():
        raise BadInput(path, "no such folder; check the path")
    if not path.is_dir():
        raise BadInput(path, "is not a folder; give the folder that holds the submissions")
    found: dict[str, Path] = {}
    for entry in sorted(path.iterdir()):
        if entry.name.startswith((".", "__")) or entry.name in BESIDE:
            continue
        if entry.is_dir() or entry.suffix.lower() in ENDINGS or entry.is_symlink():
            student = entry.name if entry.is_dir() else entry.stem
            # Two files of one stem (a script and a notebook) are two submissions.
            found[student if student not in found else entry.name] = entry
    if not found:
        raise BadInput(path, "holds no submissions; expected .py, .ipynb, .zip or a folder each")
    return sorted(found.items())
