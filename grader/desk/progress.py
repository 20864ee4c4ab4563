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
from grader.desk.check import chosen
from grader.exporters import words
from grader.intake.errors import WrongUse
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
    hints: dict[str, int] = {}


def progress(bundle: Bundle, report: Report, folder: Path) -> Progress:
    """The progress with this report, and keeps it. A report of one exercise leaves the others as they were."""
    kept = _read(folder / KEPT)
    before = set(kept.done)
    checked = {one.name: is_done(one) for one in report.exercises}
    done = {one.name for one in bundle.exercises if checked.get(one.name, one.name in before)}
    if done != before:
        kept.done = sorted(done)
        _write(folder / KEPT, kept)
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


def hint(bundle: Bundle, question: object, folder: Path) -> str:
    """The next hint for an exercise: each time a step further, at the end the last one again. Raises :class:`WrongUse`."""
    exercise, *others = chosen(bundle, question)
    if others:
        raise WrongUse("name an exercise: its number, its name or one of its functions")
    name = f"{exercise.number} · {exercise.name}"
    if not exercise.hints:
        return f"There are no hints for {name}."
    kept = _read(folder / KEPT)
    step = min(kept.hints.get(exercise.name, 0) + 1, len(exercise.hints))
    kept.hints[exercise.name] = step
    _write(folder / KEPT, kept)
    more = "Ask again for more." if step < len(exercise.hints) else "There is no further hint."
    return f"Hint {step} of {len(exercise.hints)} for {name}: {exercise.hints[step - 1]}\n{more}"


def _read(file: Path) -> _Kept:
    try:
        return msgspec.json.decode(file.read_bytes(), type=_Kept)
    except (OSError, msgspec.DecodeError):
        return _Kept()


def _write(file: Path, kept: _Kept) -> None:
    with contextlib.suppress(OSError):
        file.write_bytes(msgspec.json.encode(kept))
