"""What there is to mark: the written answers of the attempts that count, each text once.

With the policy "best" an attempt may count once it is marked, so all that could are here. Equal texts are one answer with
several students. The results of the automatic checks of the same exercise stand beside each.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from grader.catalog import Assignment
from grader.checks.marked import Marked
from grader.course.rules import Rules
from grader.course.standings import contenders
from grader.exporters import words
from grader.gradebook import Gradebook
from grader.gradebook.marks import Marks
from grader.gradebook.rubric import Key, Rubric, merged, started, written
from grader.model import Record


class Task(Record, frozen=True, kw_only=True):
    """One written exercise, as its author describes it."""

    exercise: str
    variable: str
    title: str
    prompt: str
    points: float
    model_answer: str
    notes: str

    @property
    def place(self) -> tuple[str, str]:
        return self.exercise, self.variable


class Answer(Record, frozen=True, kw_only=True):
    """One text, and whose it is. ``aside``: why it was put aside, or "". ``results``: per automatic check of the exercise its
    title and how many of these students have which verdict."""

    key: Key
    text: str
    aside: str
    students: tuple[str, ...]
    results: tuple[tuple[str, dict[str, int]], ...]


def tasks(assignment: Assignment) -> tuple[Task, ...]:
    """The written exercises of an assignment, in its order."""
    return tuple(
        Task(
            exercise=exercise.name,
            variable=check.variable,
            title=exercise.title,
            prompt=exercise.prompt,
            points=check.points,
            model_answer=check.model_answer,
            notes=check.notes,
        )
        for exercise in assignment.exercises
        for _, check in exercise.checks
        if isinstance(check, Marked)
    )


def collect(assignment: Assignment, book: Gradebook, rules: Rules) -> dict[Key, Answer]:
    """All answers to be marked or marked already."""
    texts: dict[Key, tuple[str, str]] = {}
    students: dict[Key, dict[str, None]] = defaultdict(dict)
    results: dict[Key, dict[str, Counter[str]]] = defaultdict(dict)
    # Marks are left out here, so that what was marked is found as well.
    for standings in contenders(assignment, book, rules, lambda report: report):
        for standing in standings:
            for exercise in standing.report.exercises:
                for answer in written(exercise):
                    key = answer.key
                    texts[key] = answer.text, answer.aside
                    if standing.student in students[key]:
                        continue
                    students[key][standing.student] = None
                    for check in words.automatic_checks(exercise):
                        counts = results[key].setdefault(check.title, Counter())
                        counts[check.finding.verdict.value] += 1
    return {
        key: Answer(
            key=key,
            text=text,
            aside=aside,
            students=tuple(students[key]),
            results=tuple((title, dict(counts)) for title, counts in results[key].items()),
        )
        for key, (text, aside) in texts.items()
    }


def agree_on_rubrics(
    assignment: Assignment, marks: Marks, marker: str
) -> tuple[dict[tuple[str, str], Rubric], tuple[str, ...]]:
    """The rubrics in use, brought up to what exercise.yaml says by now; and what that changed, a line each."""
    found: dict[tuple[str, str], Rubric] = {}
    said: list[str] = []
    for exercise in assignment.exercises:
        for _, check in exercise.checks:
            if not isinstance(check, Marked):
                continue
            place = exercise.name, check.variable
            kept = marks.rubric(*place)
            if kept is None:
                found[place] = started(check.rubric)
                reason = "the author's rubric"
            else:
                found[place], changes = merged(*kept, check.rubric)
                if not changes and kept[1] == check.rubric:
                    continue
                said += [f"{exercise.name}/{check.variable}, rubric: {one}" for one in changes]
                marks.book.note(f"{'/'.join(place)}: rubric taken over", "exercise.yaml changed")
                reason = "exercise.yaml changed: " + "; ".join(changes or ("words only",))
            marks.set_rubric(*place, found[place], check.rubric, who=marker, why=reason)
    for place in {task.place for task in tasks(assignment)} - found.keys():
        kept = marks.rubric(*place)
        assert kept is not None
        found[place] = kept[0]
    return found, tuple(said)


def searched(answer: Answer, wanted: str) -> bool:
    """Whether the text has these words, in any case."""
    return wanted.casefold() in answer.text.casefold()


def shown_results(answer: Answer) -> list[dict[str, Any]]:
    """The automatic results for a page: title, mark and words for each check."""
    marks = {verdict.value: words.MARKS[verdict] for verdict in words.MARKS}
    names = {verdict.value: words.WORDS[verdict] for verdict in words.WORDS}
    found = []
    for title, counts in answer.results:
        verdict = max(counts, key=lambda one: counts[one])
        text = ", ".join(
            f"{names[one]} {count}" if len(counts) > 1 else names[one]
            for one, count in sorted(counts.items())
        )
        found.append({"title": title, "mark": marks[verdict], "text": text, "verdict": verdict})
    return found
