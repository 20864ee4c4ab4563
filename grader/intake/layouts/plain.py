"""No platform: a file, a folder or a zip per student, named after the student, or a mixture.

``anna.py``, ``homework_anna.ipynb``, ``anna.zip`` and ``anna/`` are all Anna's; so is ``homework-anna/``, a clone of her repository on GitHub as
``gh classroom clone student-repos`` and ``git clone`` call it, also where the assignment there has another name and all lies in ``NAME-submissions``. Files that can't be work (a roster, a
syllabus) or that never are (``conftest.py``) are left over, aloud.
"""

from __future__ import annotations

import re
from collections import Counter

from grader.intake.choosing import STRAY, kind_of, stem
from grader.intake.errors import shown
from grader.intake.identity import Kind
from grader.intake.layouts.base import (
    FileReader,
    FolderReader,
    HandIn,
    Listing,
    Reader,
    is_work,
)
from grader.intake.sources import Source

_RUN = re.compile(r"\d{3,}|[^\W\d_]+(?:[ '’.-][^\W\d_]+)*")
# A number of three digits or more between or after separators, as ids of hand-ins are.
_MADE = re.compile(r"a(?: - |[_(,]).*9|9(?: - |[_(,-]).*a")
_FEW = 3


def recognise(source: Source, expected: str) -> Listing | None:
    """The hand-ins; None when nothing at the top can be one."""
    folders, names = source.folders(()), source.files(())
    files = [name for name in names if is_work(name) and name.lower() not in STRAY]
    if not folders and not files:
        return None
    readers: list[tuple[str, str, Reader]]
    affix = _affix(stem(expected), *_clones(source.title, folders))
    readers = [
        (_student(name, affix, name), name, FolderReader(source, (name,), expected))
        for name in folders
    ]
    readers += [
        (_student(stem(name), affix, name), name, FileReader(source, (name,), expected))
        for name in files
    ]
    found = [
        HandIn(student=student, label=name, read=read, ids=((Kind.ID, student),))
        for student, name, read in readers
    ]
    kinds = {"folders"} if folders else set()
    kinds |= {"files" if kind_of(name) else "zips" for name in files}
    used = set(files)
    notice = _unknown_platform([label for _, label, _ in readers])
    return Listing(
        layout=kinds.pop() if len(kinds) == 1 else "mixed",
        found=tuple(sorted(found, key=lambda one: (one.student, one.label))),
        left_over=tuple(name for name in names if name not in used),
        notices=(notice,) if notice else (),
    )


def _unknown_platform(names: list[str]) -> str:
    """What to do about names that a program has made and no layout here knows; "" where people have made them."""
    shapes = Counter(_RUN.sub(_kind, stem(name)) for name in names)
    shape, count = shapes.most_common(1)[0]
    if len(names) < _FEW or count < 0.8 * len(names) or not _MADE.search(shape):
        return ""
    example = shown(next(name for name in names if _RUN.sub(_kind, stem(name)) == shape), 60)
    return (
        f"Looks like a platform's download ({example}, …) that is not supported: people are looked for by the whole name. Rename "
        "each to the student's id, or say who is who with --match"
    )


def _kind(run: re.Match[str]) -> str:
    return "9" if run[0][0].isdigit() else "a"


def _clones(title: str, folders: list[str]) -> list[str]:
    """The name of the assignment on GitHub, where the folder of clones says it."""
    name = title.rpartition("/")[2].removesuffix("-submissions")
    whole = [folder for folder in folders if folder.startswith(f"{name}-")]
    return [name] if title.endswith("-submissions") and name and whole == folders else []


def _affix(*assignments: str) -> re.Pattern[str]:
    """The assignment's name before or after a student's."""
    names = "|".join(map(re.escape, assignments))
    return re.compile(rf"^(?:{names})[ _-]+|[ _-]+(?:{names})$", re.IGNORECASE)


def _student(bare: str, affix: re.Pattern[str], name: str) -> str:
    """A name without the assignment's: "anna" of "homework_anna"."""
    return affix.sub("", bare) or bare or name
