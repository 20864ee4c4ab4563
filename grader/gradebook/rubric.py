"""What a person's mark is worth: rubric items that apply, an adjustment, never below 0 nor above the points of the answer.

A mark names items by their number and keeps no points, so a changed rubric item counts at once wherever it was used.
An *answer* is a text: marks belong to the text and not to a file or a student. Work graded or judged again keeps its
marks, a resubmission with the same words does too, one with other words is marked anew, and equal words earn equal points.
Answers without a text (blank, never defined, too large, ...) are told apart by what there was instead.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from grader.checks import by_person
from grader.checks.ids import CheckId
from grader.checks.marked import RubricItem
from grader.model import CheckResult, ExerciseResult, Record, Verdict


class Item(Record, frozen=True, kw_only=True):
    """A rubric item in use. ``number`` is its name for good; a retired one counts for nothing."""

    number: int
    item: str
    points: float
    retired: bool = False


Rubric = tuple[Item, ...]


class Key(Record, frozen=True, order=True):
    """Which answer: the exercise, its variable, and the digest of the text."""

    exercise: str
    variable: str
    answer: str


class Mark(Record, frozen=True, kw_only=True):
    """The state of one answer's marking after a change; ``id`` counts the changes. ``done`` False: to be marked.

    ``round`` 1 is the mark that counts, 2 a second person's. ``adjust`` are points beside the rubric, ``seconds`` how long the
    answer was looked at. ``change`` names what was done at once, so that a group is taken back at once.
    """

    key: Key
    round: int = 1
    done: bool = True
    items: tuple[int, ...] = ()
    adjust: float = 0.0
    comment: str = ""
    flag: bool = False
    marker: str = ""
    at: str = ""
    why: str = ""
    seconds: float = 0.0
    change: str = ""
    undoes: str = ""
    id: int = 0


class WrittenAnswer(Record, frozen=True, kw_only=True):
    """One written answer as a report has it. ``aside``: why it was put aside ("blank", "very short", ...); "" when
    it was not."""

    key: Key
    check: CheckResult
    text: str
    aside: str


ASIDE = {
    "written.blank": "blank",
    "written.template": "as in the template",
    "written.short": "very short",
    "missing": "not defined",
    "too_big": "too large to be read",
    "type": "not a text",
    "unreadable": "file could not be read",
}


def written(exercise: ExerciseResult) -> Iterator[WrittenAnswer]:
    """The written answers of an exercise that a person has to mark, or has marked."""
    for check in exercise.checks:
        if not by_person(check.kind) or check.finding.verdict is not Verdict.TO_MARK:
            continue
        variable = CheckId.read(check.id).function
        text = exercise.written.get(variable, "")
        label = check.finding.feedback.label if check.finding.feedback else ""
        yield WrittenAnswer(
            key=Key(exercise.name, variable, digest(text, label)),
            check=check,
            text=text,
            aside=ASIDE.get(label, "no answer") if label else "",
        )


def digest(text: str, label: str = "") -> str:
    """The name of an answer: of its text, or of what there was instead."""
    source = f"text\0{text}" if text else f"none\0{label}"
    return hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def points(rubric: Rubric, mark: Mark, out_of: float) -> float:
    """The points of a mark, 0 … ``out_of``."""
    given = sum(one.points for one in rubric if one.number in mark.items and not one.retired)
    return min(out_of, max(0.0, round(given + mark.adjust, 4)))


def started(items: tuple[RubricItem, ...]) -> Rubric:
    """The author's rubric, numbered from 1."""
    return tuple(
        Item(number=k, item=one.item, points=one.points) for k, one in enumerate(items, start=1)
    )


def merged(
    rubric: Rubric, before: tuple[RubricItem, ...], now: tuple[RubricItem, ...]
) -> tuple[Rubric, tuple[str, ...]]:
    """The rubric in use after its author changed exercise.yaml from ``before`` to ``now``, and what that changed.

    An item is known by its words. New ones are added, dropped ones retired, and new points taken over unless the markers
    have given that item points of their own since.
    """
    found, said = list(rubric), []
    old = {one.item: one.points for one in before}
    for one in now:
        place = next((k for k, item in enumerate(found) if item.item == one.item), None)
        if place is None:
            number = max((item.number for item in found), default=0) + 1
            found.append(Item(number=number, item=one.item, points=one.points))
            said.append(f"item {number} is new ({one.points:+g})")
            continue
        item = found[place]
        untouched = one.item in old and item.points == old[one.item]
        if item.points != one.points and untouched:
            said.append(f"item {item.number}: {item.points:+g} becomes {one.points:+g}")
            found[place] = Item(number=item.number, item=item.item, points=one.points)
    for k, item in enumerate(found):
        gone = item.item in old and item.item not in {one.item for one in now}
        if gone and not item.retired:
            said.append(f"item {item.number} is gone")
            found[k] = Item(number=item.number, item=item.item, points=item.points, retired=True)
    return tuple(found), tuple(said)
