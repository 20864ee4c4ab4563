"""Where an assignment lies: a path, or a name that is looked up in the course.

An assignment is code that the grader runs, and students can hand in folders that look like one. So a name is looked up where staff
said, and never beside or below what is graded.
"""

from __future__ import annotations

import os
from pathlib import Path

from grader.catalog.errors import CatalogError

COURSE = "GRADER_COURSE"
"""The variable that names the course's folder: then names are looked up there and nowhere else."""


def find_assignment(
    name: str, start: Path | None = None, graded: Path | None = None
) -> tuple[Path, Path]:
    """The folders (assignment, solutions) of ``name``: a path, or a name looked up in the course that ``GRADER_COURSE`` names, else from
    ``start`` upwards.

    An assignment is code that the grader runs, so a name never finds one that lies beside or below ``graded``, which a student may have
    handed in with it. Raises :class:`CatalogError` that lists the assignments that are there.
    """
    given = Path(name)
    if (given / "assignment.yaml").is_file():
        folder = given.resolve()
        if given.name == name and graded is not None:
            _refuse_beside(folder, graded)  # a bare name is hardly meant as a path
        return folder, folder.parent.parent / "solutions" / folder.name
    course = os.environ.get(COURSE, "")
    here = (start or Path.cwd()).resolve()
    seen: list[str] = []
    for root in (Path(course).resolve(),) if course else (here, *here.parents):
        folder = root / "assignments" / name
        if name and "/" not in name and (folder / "assignment.yaml").is_file():
            if not course and graded is not None:
                _refuse_beside(folder.resolve(), graded)
            return folder, root / "solutions" / name
        if (root / "assignments").is_dir():
            seen += sorted(p.parent.name for p in (root / "assignments").glob("*/assignment.yaml"))
    known = (
        f"there are {', '.join(seen)}"
        if seen
        else "run this inside the folder that has assignments/, or give the path of an assignment's folder"
    )
    raise CatalogError(Path(name), None, f"no assignment {name!r}; {known}")


def _refuse_beside(assignment: Path, graded: Path) -> None:
    """Raise CatalogError where the assignment lies below a folder that is graded, or the one in which a graded file lies."""
    if not graded.exists():
        return
    work = graded.resolve()
    handed_in = work if work.is_dir() else work.parent
    # What an author keeps among an assignment's own files, such as its examples, has been handed in by nobody.
    if assignment.is_relative_to(handed_in) and not work.is_relative_to(assignment):
        raise CatalogError(
            assignment,
            None,
            f"lies with what is graded ({graded}), so it may be a student's; give its path, or set {COURSE}",
        )
