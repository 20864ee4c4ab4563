"""An audit for the terminal: a table of exercises, then what is wrong, then the survivors, and a verdict."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from grader.authoring.audit.records import RIGHT, Audit, Problem, Survivor
from grader.exporters import words
from grader.exporters.escape import line

LISTED = 12
"""Equivalent mutants listed unless all are asked for; the JSON and the page hold all of them."""

QUESTIONS = {
    "references": "References",
    "template": "Template",
    "known_wrong": "Known-wrong functions",
    "alternatives": "Other right answers",
    "mutation": "Mutants",
    "domain": "What no hidden case shows",
    "coverage": "Checks that can't fail",
    "guards": "Unguarded",
    "wording": "Text and points",
}


def show(audit: Audit, *, console: Console | None = None) -> None:
    """Print the audit."""
    (console or Console(highlight=False)).print(render(audit))


def render(audit: Audit) -> RenderableType:
    parts: list[RenderableType] = [_table(audit)]
    for question, heading in QUESTIONS.items():
        listed = [problem for problem in audit.problems if problem.question == question]
        if listed:
            parts.append(Text(f"{heading}", "bold"))
            parts += [_problem(problem) for problem in listed]
            parts.append(Text())
    parts += _survivors(audit)
    parts += [Text(f"Note: {_place(note)}{line(note.text)}", "yellow") for note in audit.notes]
    parts.append(Text(verdict(audit), "bold green" if audit.sound else "bold red"))
    return Group(*parts)


def verdict(audit: Audit) -> str:
    """ "Sound: …" or "Not sound: 3 problems. …", with the score."""
    count = len(audit.problems)
    head = "Sound" if audit.sound else f"Not sound: {count} problem{'s' if count > 1 else ''}"
    equivalent = sum(exercise.equivalent for exercise in audit.exercises)
    return (
        f"{head}. {audit.mutants} mutants, {equivalent} of them equivalent; "
        f"{audit.score:.1%} of the others refused, {audit.public_score:.1%} by public cases. {audit.seconds:.0f} s."
    )


def _table(audit: Audit) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=0)
    table.add_column("", width=1)
    table.add_column("Exercise", no_wrap=True)
    headings = (
        "Pts",
        "Checks",
        "ms",
        "Wrong",
        "Right",
        "Mutants",
        "Equal",
        "Score",
        "Public",
    )
    for heading in headings:
        table.add_column(heading, justify="right", no_wrap=True)
    unsound = {problem.exercise for problem in audit.problems}
    for exercise in audit.exercises:
        wrong = exercise.name in unsound
        table.add_row(
            Text("✗" if wrong else "✓", "red" if wrong else "green"),
            exercise.name,
            words.points(exercise.points),
            str(exercise.checks),
            f"{exercise.milliseconds:.0f}",
            str(exercise.known_wrong),
            str(exercise.alternatives),
            str(exercise.mutants),
            str(exercise.equivalent),
            "100%" if exercise.score == 1 else f"{exercise.score:.1%}",
            f"{exercise.public_score:.0%}",
        )
    return table


def _place(problem: Problem) -> str:
    return f"{problem.exercise}: " if problem.exercise else ""


def _problem(problem: Problem) -> RenderableType:
    text = Text("✗ ", "red") + Text(f"{_place(problem)}{line(problem.text)}")
    return Padding(text, (0, 0, 0, 2))


def _survivors(audit: Audit) -> list[RenderableType]:
    alike = [
        (exercise.name, one)
        for exercise in audit.exercises
        for one in exercise.survivors
        if one.fate in RIGHT
    ]
    if not alike:
        return []
    parts: list[RenderableType] = [Text("Mutants that are as right as the reference", "bold")]
    for name, one in alike[:LISTED]:
        parts.append(Padding(difference(name, one), (0, 0, 0, 2)))
    if len(alike) > LISTED:
        rest = f"… and {len(alike) - LISTED} more; --html or --json lists them all"
        parts.append(Padding(Text(rest, "dim"), (0, 0, 0, 2)))
    parts.append(Text())
    return parts


def difference(name: str, one: Survivor) -> RenderableType:
    """A survivor as two lines of a diff and the reason."""
    mutant = one.mutant
    return Group(
        Text(
            f"{name}, line {mutant.line}, {mutant.function} ({mutant.operator.replace('_', ' ')})"
        ),
        Text(f"  - {line(mutant.before)}", "red"),
        Text(f"  + {line(mutant.after)}", "green"),
        Text(f"  {reason(one)}", "dim"),
    )


def reason(one: Survivor) -> str:
    """Why a survivor survived."""
    if one.fate == "equivalent":
        return f"the same on {one.cases:,} random cases"
    return f"{one.fate}: {one.case}"


def survivors(audit: Audit) -> Sequence[tuple[str, Survivor]]:
    """All survivors with the name of their exercise."""
    return [(e.name, one) for e in audit.exercises for one in e.survivors]
