"""An assignment with its solutions as files to be sent: names and bytes, laid out as ``load_assignment`` finds them.

It holds every secret there is, so it goes only to places that student code can't read.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from grader.catalog.assignment import Assignment
from grader.catalog.load import load_assignment

LEFT_OUT = frozenset({"__pycache__", "examples"})


def files(root: Path, prefix: str) -> dict[str, bytes]:
    """All that lies below ``root``, under names that begin with ``prefix``."""
    return {
        f"{prefix}/{file.relative_to(root).as_posix()}": file.read_bytes()
        for file in sorted(root.rglob("*"))
        if file.is_file() and not LEFT_OUT & set(file.relative_to(root).parts)
    }


def sealed(assignment: Assignment) -> dict[str, bytes]:
    """The files of the assignment and its solutions."""
    return {
        **files(assignment.directory, f"assignments/{assignment.name}"),
        **files(assignment.solutions, f"solutions/{assignment.name}"),
    }


def unpack(members: Mapping[str, bytes], folder: Path) -> Assignment:
    """The assignment in ``members``, loaded from ``folder``, which may be deleted afterwards."""
    for name, content in members.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (found,) = (folder / "assignments").iterdir()
    return load_assignment(str(found))
