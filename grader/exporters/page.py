"""A class as one HTML page: what went wrong, how the scores lie, which items are hard, what is misunderstood.

*Difficulty* of an item is the share that passes it. *Discrimination* is the point-biserial correlation between
passing it and the *rest score* (the points of everything else): ``(m1 - m0) / s * sqrt(p * (1 - p))`` with the
mean rest scores of those who pass and those who don't and the deviation ``s`` of all. Near 0, the item says nothing
about a student; below 0, the better students fail it, which mostly means that the item is wrong.

Reports are added one at a time; what stays of each is its row of the table. Everything a student or author
wrote is escaped by the template engine, after control characters are gone, and the page's policy lets nothing run
but the one script whose digest it names.
"""

from __future__ import annotations

import math
import statistics
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy as np
from jinja2 import Template

from grader.checks import by_person
from grader.course.people import Class
from grader.course.standing import Alike, Standing
from grader.exporters import jinja, words
from grader.exporters.escape import file_name
from grader.exporters.summary import Summary
from grader.model import Record, Report, Verdict

TEMPLATES = Path(__file__).parent / "templates"
BINS = 10
EXAMPLES = 5
LISTED = 30
ALIKE = 50
_BLOCK = 256
_CODES = {Verdict.PASS: 1, Verdict.FAIL: 0, Verdict.BLOCKED: 0}


class Item(Record, frozen=True, kw_only=True):
    """An exercise or check in numbers; None where nothing can be said (nobody was judged, all are alike)."""

    name: str
    title: str
    points: float
    judged: int
    share: float | None
    mean: float
    discrimination: float | None


class Items:
    """Running sums over students for a fixed list of items, folded in a block of students at a time."""

    def __init__(self) -> None:
        self._codes: list[list[int]] = []
        self._rests: list[list[float]] = []
        self._sums: np.ndarray[Any, np.dtype[np.float64]] | None = None

    def add(self, codes: list[int], rests: list[float]) -> None:
        """One student: per item 1 passed, 0 not, -1 not judged; and the points of everything else."""
        self._codes.append(codes)
        self._rests.append(rests)
        if len(self._codes) >= _BLOCK:
            self._fold()

    def _fold(self) -> None:
        if not self._codes:
            return
        code, rest = np.array(self._codes), np.array(self._rests)
        judged, passed = code >= 0, code == 1
        sums = np.stack([
            judged.sum(0), passed.sum(0), (rest * judged).sum(0), (rest**2 * judged).sum(0),
            (rest * passed).sum(0),
        ])  # fmt: skip
        self._sums = sums if self._sums is None else self._sums + sums
        self._codes, self._rests = [], []

    def results(self) -> list[tuple[int, float | None, float | None]]:
        """Per item: students judged, difficulty, discrimination."""
        self._fold()
        if self._sums is None:
            return []
        return [_result(*map(float, column)) for column in self._sums.T]


def _result(
    n: float, passed: float, rest: float, squares: float, rest_passed: float
) -> tuple[int, float | None, float | None]:
    if not n:
        return 0, None, None
    variance = squares / n - (rest / n) ** 2
    if passed in (0.0, n) or variance <= 1e-9 * max(1.0, squares / n):
        return int(n), passed / n, None
    p = passed / n
    difference = rest_passed / passed - (rest - rest_passed) / (n - passed)
    found = difference / math.sqrt(variance) * math.sqrt(p * (1 - p))
    return int(n), p, max(-1.0, min(1.0, found))


class ClassPage:
    """The page of a class, fed one standing at a time. ``links``: what stands before a feedback file's name in a
    link; "" when there is no feedback to link to."""

    def __init__(self, title: str, people: Class | None = None, *, links: str = "") -> None:
        self.summary = Summary()
        self._title = title
        self._people = people or Class()
        self._known = self._people.by_id()
        self._named = any(one.name for one in self._known.values())
        self._links = links
        self._rows: list[tuple[Any, ...]] = []
        self._seen: set[str] = set()
        self._first: Report | None = None
        self._exercises, self._checks = Items(), Items()
        self._examples: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._states: dict[str, list[str]] = defaultdict(list)
        self._penalised = self._several = False

    def add(self, standing: Standing, *, unknown_lateness: bool = False) -> None:
        report = standing.report
        timed_out = len(self.summary.time_outs)
        self.summary.add(report)
        self._seen.add(standing.student)
        self._first = self._first or report
        unreadable = any(notice.label == "unreadable" for notice in report.notices)
        short = []
        ex_codes, ex_rests, codes, rests = [], [], [], []
        total, _ = words.automatic(report)
        for index, exercise in enumerate(report.exercises):
            code = 1
            named = set()
            for check in exercise.checks:
                one = _CODES.get(check.finding.verdict, -1)
                codes.append(one)
                written = by_person(check.kind)
                rests.append(total - (0 if written else check.earned))
                if not written:
                    code = min(code, one)
                if check.finding.misconception:
                    named.add(check.finding.misconception)
            for name in named:
                examples = self._examples[exercise.name, name]
                if len(examples) < EXAMPLES:
                    examples.append(standing.student)
            ex_codes.append(code)
            ex_rests.append(total - words.automatic(exercise)[0])
            if code != 1:
                short.append(index)
        if not unreadable:
            # A file that could not be read fails every item alike, which says nothing about the items.
            self._checks.add(codes, rests)
            self._exercises.add(ex_codes, ex_rests)
        self._penalised |= standing.penalty > 0
        self._several |= standing.attempts > 1
        states = [
            word
            for word, there in (
                ("to be regraded", report.regrade),
                ("to be marked", standing.open),
                ("time limit", len(self.summary.time_outs) > timed_out),
                ("unreadable", unreadable),
                ("nothing filled in", words.untouched(report)),
                ("late", standing.late == "yes"),
                ("late by an unknown amount", unknown_lateness),
                ("part of the file did not run", any(cell.error for cell in report.cells)),
                ("files not looked at", any(n.label == "intake.ignored" for n in report.notices)),
            )
            if there
        ]
        for state in states:
            self._states[state].append(standing.student)
        person = self._known.get(standing.student)
        # Most rows say what others say, once.
        said = map(sys.intern, (
            words.points(total),
            "to be marked" if report.to_mark else words.points(words.marked(report)[0]),
            "to be marked" if standing.open else words.points(standing.final),
            str(len(report.exercises) - len(short)),
            f"{standing.counted} of {standing.attempts}",
            ", ".join(states),
            " ".join(map(str, short)),
        ))  # fmt: skip
        self._rows.append((standing.student, person.name if person else "", *said))

    def render(self, alike: Sequence[Alike] = ()) -> str:
        """The page. Deterministic: the same standings give the same bytes."""
        return "".join(self.pieces(alike))

    def pieces(self, alike: Sequence[Alike] = ()) -> Iterator[str]:
        """The page in pieces, since that of a large class is larger than all that is kept to make it."""
        script = (TEMPLATES / "report.js").read_text(encoding="utf-8").strip()
        exercises, checks = self._items()
        summary = self.summary
        absent = [one.id for one in self._people.roster if one.id not in self._seen]
        others = [one.id for one in self._people.others if one.id in self._seen]
        if not self._people.roster:
            others = []
        unsure = [id for id in others if id in self._people.unsure]
        pieces = _template().stream(
            title=self._title,
            style=(TEMPLATES / "report.css").read_text(encoding="utf-8").strip(),
            script=script,
            count=len(summary.scores),
            facts=self._facts(),
            attention=[
                (heading, explanation, ids[:LISTED], len(ids))
                for heading, explanation, ids in (
                    ("Grader errors and undecided checks",
                     "No final grade yet: run grader batch --failed.", summary.regrade),
                    ("Time limit", "A call or the whole file ran too long.", summary.time_outs),
                    ("Unreadable", "Counted with 0 points.", summary.unreadable),
                    (
                        "Several files of work",
                        "One is graded; the feedback says which, and why not the others.",
                        summary.several,
                    ),
                    ("To be marked", "No final grade yet: run grader mark.",
                     summary.open if summary.marks else []),
                    ("Not sure who it is", "In no export. Fill in unmatched.csv and run "
                     "grader batch --match unmatched.csv.", unsure),
                    ("Not on the roster", "In no export to a platform.",
                     [id for id in others if id not in self._people.unsure]),
                    ("Late by an unknown amount", "Nothing is taken off: give --due, and a download "
                     "with times.", self._states["late by an unknown amount"]),
                    ("Part of the file did not run", "The error is in the feedback.",
                     self._states["part of the file did not run"]),
                    ("Files not looked at", "More than the work was handed in.",
                     self._states["files not looked at"]),
                    ("Nothing handed in", "On the roster only.", absent),
                )
                if ids
            ],
            bars=self._bars(),
            exercises=exercises,
            checks=checks,
            misconceptions=[
                (name.replace("_", " "), summary.titles[exercise], count,
                 self._examples[exercise, name])
                for (exercise, name), count in sorted(
                    summary.misconceptions.items(), key=lambda item: (-item[1], item[0])
                )
            ],
            alike=[(one.students[:LISTED], len(one.students), one.share) for one in alike[:ALIKE]],
            more_alike=max(0, len(alike) - ALIKE),
            rows=self._rows,
            names=self._named,
            penalised=self._penalised,
            marking=bool(summary.to_mark),
            several=self._several,
            link=self._link,
            states=sorted({state for row in self._rows for state in row[7].split(", ") if state}),
        )  # fmt: skip
        pieces.enable_buffering(4096)  # else a quarter of a million of them
        return iter(pieces)

    def _link(self, student: str) -> str:
        """The address of a student's feedback; "" where there is none."""
        known = self._links and student in self._seen
        return f"{quote(self._links)}{quote(file_name(student))}.html" if known else ""

    def _facts(self) -> list[tuple[str, str]]:
        scores = self.summary.scores
        if not scores:
            return []
        ranked = sorted(scores)
        low, high = (np.percentile(ranked, q) for q in (25, 75))
        return [
            ("Submissions", str(len(scores))),
            ("Automatic points", words.points(self.summary.automatic)),
            *self._marking(),
            ("Mean", f"{statistics.fmean(scores):.1f}"),
            ("Median", f"{statistics.median(scores):.1f}"),
            ("Middle half", f"{low:.1f} to {high:.1f}"),
            ("Lowest, highest", f"{words.points(ranked[0])}, {words.points(ranked[-1])}"),
        ]

    def _marking(self) -> list[tuple[str, str]]:
        """How far people are with what they mark, and what they gave."""
        summary = self.summary
        if not summary.to_mark:
            return []
        found = [("Points marked by a person", words.points(summary.to_mark))]
        if summary.open:
            found.append(("Students to be marked", str(len(summary.open))))
        if summary.marks:
            found.append(("Mean of the marks", f"{statistics.fmean(summary.marks):.1f}"))
        return found

    def _bars(self) -> list[dict[str, Any]]:
        """The histogram: bins of equal width, the last one with its upper end. Heights in 0 … 1."""
        top = self.summary.automatic
        counts = [0] * BINS
        for score in self.summary.scores:
            counts[min(BINS - 1, int(score / top * BINS)) if top else 0] += 1
        most = max([*counts, 1])
        return [
            {
                "count": count,
                "height": count / most,
                "low": words.points(top * k / BINS),
                "high": words.points(top * (k + 1) / BINS),
            }
            for k, count in enumerate(counts)
        ]

    def _items(self) -> tuple[list[Item], list[list[Item]]]:
        """Exercises, and the checks of each."""
        report = self._first
        if report is None:
            return [], []
        of_exercises, of_checks = self._exercises.results(), iter(self._checks.results())
        exercises, checks = [], []
        for index, exercise in enumerate(report.exercises):
            judged, share, found = of_exercises[index] if of_exercises else (0, None, None)
            exercises.append(
                Item(
                    name=exercise.name,
                    title=exercise.title,
                    points=words.automatic(exercise)[1],
                    judged=judged,
                    share=share,
                    mean=self.summary.earned[exercise.name] / len(self.summary.scores),
                    discrimination=found,
                )
            )
            inner = []
            for check in exercise.checks:
                judged, share, found = next(of_checks, (0, None, None))
                inner.append(
                    Item(
                        name=check.id,
                        title=check.title,
                        points=check.points,
                        judged=judged,
                        share=share,
                        mean=check.points * (share or 0),
                        discrimination=found,
                    )
                )
            checks.append(inner)
        return exercises, checks


def percent(share: float | None) -> str:
    return "not judged" if share is None else f"{share:.0%}"


def separates(item: Item) -> str:
    """A discrimination with a word on it. The word on a negative one waits until it is more than two standard
    errors below 0, so that a handful of students raises no alarm."""
    value = item.discrimination
    if value is None:
        return "–"
    alarming = value < -2 / math.sqrt(item.judged)
    word = " (look at it)" if alarming else " (weak)" if value < 0.2 else ""
    return f"{value:.2f}{word}".replace("-", "−")


@cache
def _template() -> Template:
    environment = jinja.environment(TEMPLATES)
    environment.filters.update(percent=percent, separates=separates, points=words.points)
    return environment.get_template("report.html.jinja")
