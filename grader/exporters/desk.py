"""A report of public checks as plain text, for the terminal of a student.

``grader check`` must be there in the time NumPy takes to load, so this is written with what the command line has loaded anyhow.
Only marks are coloured and each stands beside a word in the terminal's own ink: nothing is lost without colours, to
a screen reader, or to a theme on which green can hardly be seen. What is not written yet is no failure and is not listed like one.
"""

from __future__ import annotations

import unicodedata

import click

from grader.exporters import words
from grader.exporters.escape import line, plain
from grader.model import ExerciseResult, Report, Verdict

NARROWEST, WIDEST = 40, 100
COLOURS = {"pass": "green", "fail": "red", "to be marked": "magenta"}
MOST_PRINTED = 2000


def text(
    report: Report,
    closing: str,
    *,
    width: int = 80,
    colour: bool = False,
    failures: bool = True,
) -> str:
    """The whole report, closed by the sentence ``closing``; lines of at most ``width`` columns. ``failures``: where what each failed
    check says is shown elsewhere, it is left out."""
    paper = _Paper(max(NARROWEST, min(width, WIDEST)), colour)
    _cells(paper, report)
    _table(paper, report)
    for exercise in report.exercises if failures else ():
        _failures(paper, exercise)
    _left(paper, report)
    for text in words.noticed(report):
        paper.add(f"Note: {line(text)}", before=1)
    if report.output:
        paper.add("Your file printed:", before=1, style="bold")
        for printed in plain(report.output, MOST_PRINTED).rstrip("\n").split("\n"):
            paper.add(printed, indent=2, cut=False)
    paper.add(closing, before=1, style="bold")
    return "\n".join(paper.lines) + "\n"


def paragraph(text: str, width: int) -> str:
    """``text`` in lines of at most ``width`` columns."""
    return "\n".join(wrapped(plain(text), max(NARROWEST, min(width, WIDEST)))) + "\n"


class _Paper:
    """Lines being written."""

    def __init__(self, width: int, colour: bool) -> None:
        self.lines: list[str] = []
        self.width, self._colour = width, colour

    def styled(self, text: str, style: str) -> str:
        if not self._colour or not style:
            return text
        return click.style(text, bold=True) if style == "bold" else click.style(text, fg=style)

    def add(
        self,
        text: str,
        *,
        indent: int = 0,
        first: str = "",
        before: int = 0,
        style: str = "",
        first_style: str = "",
        cut: bool = True,
    ) -> None:
        """A paragraph, wrapped, with ``first`` in the indent of its first line."""
        self.lines += [""] * before
        pieces = wrapped(text, self.width - indent) if cut else [text]
        for k, piece in enumerate(pieces):
            lead = self.styled(first.ljust(indent), first_style) if k == 0 else " " * indent
            self.lines.append((lead + self.styled(piece, style)).rstrip())


def columns(text: str) -> int:
    """How many columns of a terminal ``text`` takes: wide letters take two, combining ones none."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def wrapped(text: str, width: int) -> list[str]:
    """``text`` in lines of at most ``width`` columns; its own line ends stay, and the indent of a first line."""
    found: list[str] = []
    for part in text.split("\n"):
        row: str | None = None
        for word in part.split(" ") if columns(part) > width else [part]:
            longer = word if row is None else f"{row} {word}"
            if columns(longer) <= width:
                row = longer
                continue
            found += [row] if row and row.strip() else []
            row = word
            while columns(row) > width:
                fits = next(k for k in range(len(row), 0, -1) if columns(row[:k]) <= width)
                found.append(row[:fits])
                row = row[fits:]
        found.append(row or "")
    return found


def _table(paper: _Paper, report: Report) -> None:
    rows = [("", "Result", "Exercise", "Checks", "Public points")]
    for exercise in report.exercises:
        word = words.result_word(exercise)
        verdict = words.verdict_of(exercise)
        automatic = words.automatic_checks(exercise)
        passed = sum(check.finding.verdict is Verdict.PASS for check in automatic)
        rows.append(
            (
                words.MARKS[Verdict.BLOCKED if word == words.NOT_DONE else verdict],
                word,
                words.heading(exercise),
                f"{passed}/{len(automatic)}",
                words.exercise_score(exercise),
            )
        )
    widths = [max(columns(row[k]) for row in rows) for k in range(5)]
    free = paper.width - widths[0] - widths[1] - widths[3] - widths[4] - 8
    if free < 20:
        _list(paper, rows)
        return
    widths[2] = min(free, widths[2])
    for number, (mark, word, title, checks, score) in enumerate(rows):
        style = COLOURS.get(word, "")
        for k, piece in enumerate(wrapped(title, widths[2])):
            lead = f"{mark if k == 0 else '':{widths[0]}}"
            said = f"{word if k == 0 else '':{widths[1]}}"
            said = paper.styled(said, "bold") if number == 0 else said
            padded = piece + " " * (widths[2] - columns(piece))
            tail = f"{checks:>{widths[3]}}  {score:>{widths[4]}}" if k == 0 else ""
            body = paper.styled(padded, "bold") if number == 0 else padded
            tail = paper.styled(tail, "bold") if number == 0 and tail else tail
            paper.lines.append(f"{paper.styled(lead, style)}  {said}  {body}  {tail}".rstrip())
        if number == 0:
            paper.lines.append("-" * (sum(widths) + 8))


def _list(paper: _Paper, rows: list[tuple[str, str, str, str, str]]) -> None:
    """The table where there is no room for one."""
    for mark, word, title, checks, score in rows[1:]:
        paper.add(f"{title}: {word}, checks {checks}, public points {score}", indent=2, first=mark)


def _failures(paper: _Paper, exercise: ExerciseResult) -> None:
    shown = [check for check in words.distinct(words.failed(exercise)) if not words.undone(check)]
    if not shown or (words.result_word(exercise) == words.NOT_DONE and not exercise.earned):
        return
    paper.add(words.heading(exercise), before=1, style="bold")
    for check in shown:
        feedback = check.finding.feedback
        assert feedback is not None
        mark = words.MARKS[check.finding.verdict]
        style = COLOURS.get(words.WORDS[check.finding.verdict], "")
        paper.add(line(feedback.what), indent=4, first=f"  {mark}", first_style=style)
        for heading, said in words.lines(feedback):
            paper.add(plain(said), indent=16, first=f"    {heading}")


def _left(paper: _Paper, report: Report) -> None:
    """What is not written yet, and where to begin."""
    left = [
        (exercise, ", ".join(words.function_named(check) for check in undone))
        for exercise in report.exercises
        if (undone := list(filter(words.undone, words.distinct(words.failed(exercise)))))
    ]
    if not left:
        return
    paper.add("Not done yet", before=1, style="bold")
    for exercise, names in left:
        paper.add(f"{words.label(exercise)}: {names}", indent=4, first="  –")
    first = left[0][0]
    paper.add(
        f"Next: {words.heading(first)}. Replace `raise NotImplementedError` with your own code, then run",
        indent=2,
    )
    paper.add(f"grader check -q {first.number or first.name}", indent=6, cut=False)


def _cells(paper: _Paper, report: Report) -> None:
    """What did not run, before all else: much of the rest may follow from it."""
    for error, consequence in words.stopped(report):
        paper.add(f"{words.DID_NOT_RUN} {error}", indent=2, first="✗", first_style="red")
        paper.add(plain(consequence), indent=2)
        paper.lines.append("")
