"""A class in numbers: how the scores lie, which exercises were hard, which misconceptions are common.

Fed one report at a time, so that a class of any size needs no more memory than its distinct scores.
"""

from __future__ import annotations

import statistics
from collections import Counter
from typing import Any

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from grader.exporters import words
from grader.exporters.escape import line
from grader.model import Report, Verdict


class Summary:
    """Running totals over reports."""

    def __init__(self) -> None:
        self.scores: list[float] = []
        self.automatic = 0.0
        self.to_mark = 0.0
        self.titles: dict[str, str] = {}
        self.full: Counter[str] = Counter()
        self.earned: Counter[str] = Counter()
        self.points: dict[str, float] = {}
        self.misconceptions: Counter[tuple[str, str]] = Counter()
        self.time_outs: list[str] = []
        self.regrade: list[str] = []
        self.unreadable: list[str] = []
        self.several: list[str] = []
        self.open: list[str] = []
        self.marks: list[float] = []

    def kept(self) -> dict[str, Any]:
        """The totals as plain lists and numbers, for JSON."""
        return {
            name: list(map(list, value.items())) if isinstance(value, dict) else value
            for name, value in vars(self).items()
        }

    @classmethod
    def of(cls, kept: dict[str, Any]) -> Summary:
        """The summary whose ``kept`` this is."""
        made = cls()
        for name, value in vars(made).items():
            if isinstance(value, dict):
                for key, held in kept[name]:
                    value[tuple(key) if isinstance(key, list) else key] = held
            else:
                setattr(made, name, kept[name])
        return made

    def add(self, report: Report) -> None:
        earned, self.automatic = words.automatic(report)
        self.scores.append(earned)
        given, of_given = words.marked(report)
        self.to_mark = report.to_mark + of_given
        if report.to_mark:
            self.open.append(report.submission)
        elif of_given:
            self.marks.append(given)
        if report.regrade:
            self.regrade.append(report.submission)
        if any(notice.label == "unreadable" for notice in report.notices):
            self.unreadable.append(report.submission)
        if any(notice.label == "intake.choice" for notice in report.notices):
            self.several.append(report.submission)
        late = False
        for exercise in report.exercises:
            self.titles[exercise.name] = exercise.title
            part, self.points[exercise.name] = words.automatic(exercise)
            self.earned[exercise.name] += part  # type: ignore[assignment]
            self.full[exercise.name] += words.verdict_of(exercise) in (
                Verdict.PASS,
                Verdict.TO_MARK,
                Verdict.MARKED,
            )
            named = {c.finding.misconception for c in exercise.checks if c.finding.misconception}
            for name in named:
                self.misconceptions[exercise.name, str(name)] += 1
            late |= any(
                c.finding.feedback is not None and c.finding.feedback.label == "timeout"
                for c in exercise.checks
            )
        if late:
            self.time_outs.append(report.submission)

    def _marking(self) -> str:
        """How far people are with marking."""
        if not self.marks:
            return "to be marked"
        mean = f"marked by a person, mean {statistics.fmean(self.marks):.1f}"
        return f"{mean} ({len(self.open)} still to be marked)" if self.open else mean

    def render(self) -> RenderableType:
        """The tables at the end of a batch."""
        if not self.scores:
            return Text("No submissions.")
        scores = self.scores
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
        table.add_column("Exercise", overflow="fold")
        table.add_column("All right", justify="right", no_wrap=True)
        table.add_column("", no_wrap=True)
        table.add_column("Mean points", justify="right", no_wrap=True)
        for name, title in self.titles.items():
            share = self.full[name] / len(scores)
            table.add_row(
                Text(f"{title} ") + Text(f"({name})", "dim"),
                f"{share:.0%}",
                Text("█" * round(share * 10) + "░" * (10 - round(share * 10)), "cyan"),
                f"{self.earned[name] / len(scores):.1f} / {words.points(self.points[name])}",
            )
        parts: list[RenderableType] = [table]
        if self.misconceptions:
            common = Table(box=box.SIMPLE_HEAD, pad_edge=False)
            common.add_column("Commonest misconceptions", overflow="fold")
            common.add_column("Exercise", no_wrap=True)
            common.add_column("Students", justify="right")
            ranked = sorted(self.misconceptions.items(), key=lambda item: (-item[1], item[0]))
            for (exercise, name), count in ranked[:8]:
                common.add_row(name.replace("_", " "), exercise, str(count))
            parts.append(common)
        for heading, ids in (
            ("Needs regrading", self.regrade),
            ("Ran into a time limit", self.time_outs),
            ("Could not be read", self.unreadable),
            ("Handed in several files of work", self.several),
        ):
            if ids:
                more = f" and {len(ids) - 10} more" if len(ids) > 10 else ""
                parts.append(Text(f"{heading}: {', '.join(map(line, ids[:10]))}{more}", "yellow"))
        marked = f" + {words.points(self.to_mark)} {self._marking()}" if self.to_mark else ""
        parts.append(
            Text(
                f"{len(scores)} submissions; of {words.points(self.automatic)} automatic points{marked}: "
                f"mean {statistics.fmean(scores):.1f}, median {statistics.median(scores):.1f}, "
                f"lowest {words.points(min(scores))}, highest {words.points(max(scores))}",
                "bold",
            )
        )
        return Group(*parts)
