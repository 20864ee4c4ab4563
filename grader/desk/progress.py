"""How far a student is, from one check to the next: what is done, what has just become so, and what comes next.

What was done is kept in a small file beside the template, so that it moves with the folder; where it can't be written or read,
nothing is lost but the news.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path

import msgspec

from grader.desk.bundle import Bundle
from grader.exporters import words
from grader.model import ExerciseResult, Record, Report, Verdict

KEPT = ".grader-progress.json"
_DONE = (Verdict.PASS, Verdict.TO_MARK, Verdict.MARKED)


class Progress(Record, frozen=True, kw_only=True):
    """Numbers of exercises: all that are done, and which of them only since the check before; ``next`` is the first that is not."""

    total: int
    done: tuple[int, ...]
    gained: tuple[int, ...]
    lost: tuple[int, ...]
    next: int | None
    name: str = ""

    def __str__(self) -> str:
        if self.next is None:
            return f"All {self.total} exercises are done: every public check passes. Well done!"
        parts = [f"{len(self.done)} of {self.total} done"]
        if self.gained:
            parts.append(f"newly green: {_listed(self.gained)}")
        if self.lost:
            parts.append(f"no longer green: {_listed(self.lost)}")
        return " · ".join([*parts, f"next: {self.next} {self.name}"])


class _Kept(msgspec.Struct):
    done: list[str] = []


def progress(bundle: Bundle, report: Report, folder: Path) -> Progress:
    """The progress with this report, and keeps it. A report of one exercise leaves the others as they were."""
    before = _read(folder / KEPT)
    checked = {one.name: is_done(one) for one in report.exercises}
    done = {one.name for one in bundle.exercises if checked.get(one.name, one.name in before)}
    if done != before:
        _write(folder / KEPT, sorted(done))
    left = [one for one in bundle.exercises if one.name not in done]
    numbers = {one.name: one.number for one in bundle.exercises}
    return Progress(
        total=len(numbers),
        done=_numbers(numbers, done),
        gained=_numbers(numbers, done - before),
        lost=_numbers(numbers, before & numbers.keys() - done),
        next=left[0].number if left else None,
        name=left[0].name if left else "",
    )


def is_done(exercise: ExerciseResult) -> bool:
    """Whether all that public checks can say of an exercise is that it is right."""
    return words.verdict_of(exercise) in _DONE


def _numbers(numbers: dict[str, int], names: set[str]) -> tuple[int, ...]:
    return tuple(sorted(numbers[name] for name in names))


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers))


def _read(file: Path) -> set[str]:
    try:
        return set(msgspec.json.decode(file.read_bytes(), type=_Kept).done)
    except (OSError, msgspec.DecodeError):
        return set()


def _write(file: Path, done: list[str]) -> None:
    with contextlib.suppress(OSError):
        file.write_bytes(msgspec.json.encode(_Kept(done=done)))
