"""New assignments and exercises: a small one that is sound at once, with "fill in" where it becomes your own."""

from __future__ import annotations

import keyword
import re
import zlib
from pathlib import Path

from grader.authoring import student
from grader.catalog import CatalogError, find_assignment, load_assignment, schema

TEMPLATES = Path(__file__).parent / "templates"
POINTS = 3
"""What the exercise of the templates is worth."""


class NotNew(ValueError):
    """The name can't be used; the message says why, in one line."""


def assignment(name: str, root: Path, first: str = "") -> list[Path]:
    """The folders of a new assignment under ``root``, with an exercise ``first``. Returns what was written.

    Raises :class:`NotNew`.
    """
    first = first or f"{name}_1"
    _check_name(name)
    _check_name(first)
    folder, solutions = root / "assignments" / name, root / "solutions" / name
    for place in (folder, solutions):
        if place.exists():
            raise NotNew(f"{_short(place, root)} is there already; choose another name")
    text = _filled("assignment.yaml", name).replace("SEED", str(zlib.crc32(name.encode()) % 10_000))
    written = [_write(folder / "assignment.yaml", text)]
    solutions.mkdir(parents=True)
    for file, content in schema.texts().items():
        if not (root / "assignments" / file).exists():
            written.append(_write(root / "assignments" / file, content))
    return written + exercise(first, folder)


def exercise(name: str, folder: Path | str) -> list[Path]:
    """A new exercise in the assignment ``folder`` (or of that name), named in its assignment.yaml; the students' template
    is made anew. Returns what was written.

    Raises :class:`NotNew` and :class:`CatalogError`.
    """
    _check_name(name)
    folder, solutions = find_assignment(str(folder))
    for place in (folder / name, solutions / name):
        if place.exists():
            raise NotNew(
                f"{_short(place, folder.parent.parent)} is there already; choose another name"
            )
    listed = folder / "assignment.yaml"
    before = listed.read_text(encoding="utf-8-sig")
    changed = _listed(before, name, listed)
    written = [
        _write(folder / name / "exercise.yaml", _filled("exercise.yaml", name)),
        _write(folder / name / "prompt.md", _filled("prompt.md", name)),
        *(
            _write(solutions / name / file, _filled(file, name))
            for file in ("reference.py", "known_wrong.py", "alternatives.py")
        ),
        _write(listed, changed),
    ]
    try:
        loaded = load_assignment(str(folder))
    except CatalogError as error:
        listed.write_text(before, encoding="utf-8")
        for file in written[:-1]:
            file.unlink()
        (folder / name).rmdir()
        (solutions / name).rmdir()
        raise NotNew(f"nothing was changed: {error}") from None
    out = folder.parent.parent / "student_template" / folder.name
    return written + student.build(loaded, out)


def _check_name(name: str) -> None:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or keyword.iskeyword(name) or "__" in name:
        raise NotNew(
            f"{name!r} can't be a name: use small letters, digits and single underscores, a letter first"
        )


def _filled(template: str, name: str) -> str:
    text = (TEMPLATES / f"{template}.txt").read_text(encoding="utf-8")
    return text.replace("NAME", name)


def _write(file: Path, text: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def _listed(text: str, name: str, file: Path) -> str:
    """assignment.yaml with the exercise at the end of ``exercises`` and its points added; comments stay."""
    points = re.search(r"^points:[ \t]*(\d+(?:\.\d+)?)", text, re.MULTILINE)
    flow = re.search(r"^exercises:[ \t]*\[([^\]]*)\]", text, re.MULTILINE)
    block = re.search(r"^exercises:[^\n]*\n((?:[ \t]*(?:-|#)[^\n]*(?:\n|\Z))+)", text, re.MULTILINE)
    if points is None or (flow is None and block is None):
        raise CatalogError(
            file, None, "has no `points:` and `exercises:` to add to; write them first"
        )
    total = f"{float(points[1]) + POINTS:g}"
    if flow is not None:
        inside = flow[1].strip().rstrip(",")
        text = (
            text[: flow.start(1)] + (f"{inside}, {name}" if inside else name) + text[flow.end(1) :]
        )
    elif block is not None:
        indent = re.match(r"[ \t]*", block[1])
        end = "" if block[1].endswith("\n") else "\n"
        line = f"{end}{indent[0] if indent else '  '}- {name}\n"
        text = text[: block.end(1)] + line + text[block.end(1) :]
    return re.sub(
        r"^points:[ \t]*\d+(?:\.\d+)?", f"points: {total}", text, count=1, flags=re.MULTILINE
    )


def _short(place: Path, root: Path) -> Path:
    return place.relative_to(root) if place.is_relative_to(root) else place
