"""The checks of an exercise: its lines of YAML as records, and the test files that some of them name.

One line may stand for several checks, such as the tests that pytest collects from a file; what it stands for, its kind says.
"""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec

from grader import sealed
from grader.catalog.errors import CatalogError
from grader.catalog.positions import Document, convert
from grader.catalog.python import load
from grader.catalog.spec import AssignmentSpec, ExerciseSpec
from grader.checks import KINDS, fields_of, kind_of
from grader.checks.base import Check, CheckError, Subject
from grader.checks.ids import CheckId
from grader.checks.rehearsal import rehearse
from grader.model import Limits, Verdict

Checks = tuple[tuple[str, Check], ...]


def checks_of(
    document: Document, spec: ExerciseSpec, name: str, files: sealed.Files
) -> tuple[Checks, ExerciseSpec]:
    """The checks, and the specification with a line for each: one line of YAML may stand for several."""
    checks: list[tuple[str, Check]] = []
    entries: list[dict[str, Any]] = []
    if not spec.checks:
        raise document.error(("checks",), "checks is empty; an exercise needs at least one")
    for k, written in enumerate(spec.checks):
        place = ("checks", k)
        kind = kind_of(written)
        if kind not in KINDS:
            raise document.error(
                place, f"{kind!r} is no kind of check; the first key is one of {', '.join(KINDS)}"
            )
        convert(document, fields_of(written), KINDS[kind], place)
        entries += _each(document, place, dict(written), files)
    for k, entry in enumerate(entries):
        place = ("checks", min(k, len(spec.checks) - 1))
        kind = kind_of(entry)
        check: Check = convert(document, fields_of(entry), KINDS[kind], place)
        if not isinstance(check.target, str | list | tuple) or not check.functions:
            raise document.error((*place, kind), f"{kind}: names a function, not {check.target!r}")
        if check.points < 0:
            raise document.error((*place, "points"), "points can't be negative")
        checks.append((str(CheckId(name, k + 1, kind, check.functions[0])), check))
    return tuple(checks), msgspec.structs.replace(spec, checks=entries)


def _each(
    document: Document, place: tuple[str, int], entry: dict[str, Any], files: sealed.Files
) -> list[dict[str, Any]]:
    try:
        return [dict(one) for one in KINDS[kind_of(entry)].each(entry, files)]
    except CheckError as error:
        raise document.error((*place, error.key), f"{kind_of(entry)}: {error}") from None
    except sealed.Broken as broken:
        raise CatalogError(broken.file or files.secret, broken.line, broken.problem) from None


def test_files(
    folder: Path, solutions: Path, name: str, spec: AssignmentSpec, given: ModuleType
) -> sealed.Files:
    """The test files of the exercise ``name``; their reference is that of the whole assignment."""

    def references() -> list[ModuleType]:
        others = [one for one in spec.exercises if one != name]
        return [load(solutions / one / "reference.py", {"given": given}) for one in (*others, name)]

    return sealed.Files(
        shown=folder / name,
        secret=solutions / name,
        module=Path(spec.submission or folder.name).stem,
        names=(),
        seconds=spec.limits.test_seconds or Limits().test_seconds,
        references=references,
    )


def refusal(check: Check, check_id: str, subject: Subject) -> CatalogError | None:
    """What a test has against the reference."""
    finding = rehearse(check, subject)
    if finding.verdict is Verdict.PASS:
        return None
    assert subject.trusted is not None
    assert subject.trusted.files is not None
    file = subject.trusted.files.find(str(check.target))
    place, _, said = finding.staff.partition(": ")
    line = place.rpartition(":")[2]
    what = said.splitlines()[0] if said else "it does not come to an end"
    return CatalogError(
        file,
        int(line) if line.isdigit() and line != "0" else None,
        f"{check.functions[0]} fails for the reference: {what}",
    )
