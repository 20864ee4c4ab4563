"""A report for the terminal: a table of exercises, then each failure with its reason.

Marks are letters as well as colours, so nothing is lost without colour (``NO_COLOR``) or to a screen reader;
the colours are the terminal's own sixteen, readable on dark and on light.
"""

from __future__ import annotations

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from grader.exporters import words
from grader.exporters.escape import line, plain
from grader.model import CheckResult, Report, Verdict

STYLES = {
    Verdict.PASS: "green",
    Verdict.FAIL: "red",
    Verdict.BLOCKED: "dim",
    Verdict.UNDECIDED: "yellow",
    Verdict.GRADER_ERROR: "bold magenta",
    Verdict.TO_MARK: "cyan",
    Verdict.MARKED: "cyan",
}


def show(report: Report, *, staff: bool = True, console: Console | None = None) -> None:
    """Print the report."""
    (console or Console(highlight=False)).print(render(report, staff=staff))


def render(report: Report, *, staff: bool = True) -> RenderableType:
    parts: list[RenderableType] = [
        Text(f"{words.DID_NOT_RUN} {error}\n{plain(consequence)}\n", "yellow")
        for error, consequence in words.stopped(report)
    ]
    parts.append(_table(report))
    if words.untouched(report):
        parts.append(
            Text(
                "\nNothing is filled in yet. Start with the first exercise: replace its "
                "`raise NotImplementedError` and run `grader check`."
            )
        )
    else:
        parts += _failures(report, staff)
    parts += _notes(report, staff)
    parts.append(Text(f"\nScore: {words.total(report)}", style="bold"))
    if report.regrade:
        parts.append(
            Text("This report needs regrading: some checks could not be judged.", "magenta")
        )
    return Group(*parts)


def _table(report: Report) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("", width=1)
    table.add_column("Exercise", ratio=1, overflow="fold")
    table.add_column("Checks", justify="right", no_wrap=True)
    table.add_column("Points", justify="right", no_wrap=True)
    for exercise in report.exercises:
        verdict = words.verdict_of(exercise)
        automatic = words.automatic_checks(exercise)
        passed = sum(check.finding.verdict is Verdict.PASS for check in automatic)
        table.add_row(
            Text(words.MARKS[verdict], STYLES[verdict]),
            words.heading(exercise),
            f"{passed}/{len(automatic)}",
            words.exercise_score(exercise),
        )
    return table


def _failures(report: Report, staff: bool) -> list[RenderableType]:
    parts: list[RenderableType] = []
    for exercise in report.exercises:
        shown = words.distinct(words.failed(exercise))
        if not shown:
            continue
        parts.append(Text(f"\n{words.heading(exercise)}", "bold"))
        parts += [failure(check, staff=staff) for check in shown]
    return parts


def failure(check: CheckResult, *, staff: bool = False) -> RenderableType:
    """One failed check: what, then the fields that are filled."""
    finding = check.finding
    feedback = finding.feedback
    assert feedback is not None
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True, style="dim")
    grid.add_column(overflow="fold")
    for heading, text in words.lines(feedback):
        grid.add_row(heading, Text(plain(text)))
    if staff and finding.misconception:
        grid.add_row("name", Text(finding.misconception))
    if staff and finding.staff:
        grid.add_row("staff", Text(plain(finding.staff, 1000)))
    mark = Text(f"{words.MARKS[finding.verdict]} ", STYLES[finding.verdict])
    return Group(
        Padding(mark + Text(line(feedback.what)), (0, 0, 0, 2)), Padding(grid, (0, 0, 0, 4))
    )


def _notes(report: Report, staff: bool) -> list[RenderableType]:
    parts: list[RenderableType] = []
    parts += [Text(f"Note: {line(text)}", "yellow") for text in words.noticed(report)]
    if staff and report.output:
        parts.append(Text("\nPrinted by the submission:", "dim"))
        parts.append(Padding(Text(plain(report.output, 2000), "dim"), (0, 0, 0, 2)))
    return parts
