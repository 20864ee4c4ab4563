"""A class as it was downloaded: a folder or zip, by the layout of the platform that made it."""

from __future__ import annotations

from pathlib import Path

from grader.intake.archive import nested, open_source
from grader.intake.choosing import STRAY, copy_number, kind_of
from grader.intake.errors import BadInput
from grader.intake.layouts import PLATFORMS, Listing, plain
from grader.intake.layouts.base import Selection, is_work
from grader.intake.sources import (
    MAX_CLASS_ENTRIES,
    Folder,
    Source,
    Subfolder,
)

_DEEPEST = 4
_MAX_CLASS_ZIP = 512 << 20


def read_listing(path: Path, expected: str) -> Listing:
    """The hand-ins in a folder or zip as a platform made it. Contents are read when somebody asks for them.

    Raises BadInput when ``path`` is neither, or holds nothing that could be a submission.
    """
    path = Path(path)
    source = open_source(path, MAX_CLASS_ENTRIES)
    if source is None:
        if kind_of(path.name) is None:
            raise BadInput(path, "not a class; give the folder or zip that the platform made")
        source = Folder(path.parent)
        found = Selection(source, path.parent.name, {path.name: (path.name,)})
        listing = plain.recognise(found, expected)
    else:
        listing = _recognise(source, expected, 0)
    if listing is None:
        raise BadInput(
            path, f"holds no submissions; expected {expected}, notebooks, zips or folders"
        )
    return listing


def class_layout(path: Path, expected: str) -> str:
    """The platform whose download of several people ``path`` is; "" when it is something else. Raises BadInput."""
    source: Source | None = open_source(path, MAX_CLASS_ENTRIES)
    for _ in range(_DEEPEST if source is not None else 0):
        assert source is not None
        for layout in PLATFORMS:
            found = layout(source, expected)
            if found is not None:
                several = len({one.who.key for one in found.found}) > 1
                return found.layout if several else ""
        folders = source.folders(())
        if len(folders) != 1 or source.files(()):
            return ""
        source = Subfolder(source, (folders[0],))
    return ""


def _recognise(source: Source, expected: str, depth: int) -> Listing | None:
    """The listing by the first layout that fits, also when it lies in a folder or zip of its own."""
    for layout in PLATFORMS:
        if (listing := layout(source, expected)) is not None:
            return listing
    inner = _wrapped(source) if depth < _DEEPEST else None
    if inner is not None and _is_class(inner, expected):
        listing = _recognise(inner, expected, depth + 1)
        if listing is not None:
            return listing
    return plain.recognise(source, expected)


def _wrapped(source: Source) -> Source | None:
    """The one folder or zip in which everything lies, if that is so."""
    folders = source.folders(())
    work = [name for name in source.files(()) if is_work(name)]
    if len(folders) == 1 and not work:
        return Subfolder(source, (folders[0],))
    if folders or len(work) != 1 or kind_of(work[0]) is not None:
        return None
    try:
        return nested(source, (work[0],), _MAX_CLASS_ZIP, MAX_CLASS_ENTRIES)
    except BadInput:
        return None  # one student's damaged zip: an attempt with a problem


def _is_class(source: Source, expected: str) -> bool:
    """Whether ``source`` holds several students' work, rather than one's."""
    if any(layout(source, expected) is not None for layout in PLATFORMS):
        return True
    work = [n for n in source.files(()) if is_work(n) and n.lower() not in STRAY]
    if any(copy_number(name, expected) is not None for name in work):
        return False
    if len(work) + len(source.folders(())) > 1:
        return True
    inner = _wrapped(source)
    return inner is not None and _is_class(inner, expected)
