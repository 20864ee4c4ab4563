"""The standings of a class, one student after the other: which of their attempts counts by the course's rules."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import msgspec

from grader.catalog import Assignment
from grader.course.marked import Marked
from grader.course.points import automatic_part
from grader.course.rules import Rules, moment
from grader.course.standing import Decided, Standing, ceiling, standing
from grader.gradebook import Attempt, Gradebook
from grader.grading import unreadable
from grader.model import Report


def standings(
    assignment: Assignment, book: Gradebook, rules: Rules, *, automatic: bool = False
) -> Iterator[Standing]:
    """One standing per student with a graded attempt, by student; one report in memory at a time, or a
    student's attempts with the policy ``best``. ``automatic``: leave out what a person marks."""
    decided = automatic_part if automatic else Marked.read(book, assignment.name).apply
    for first, *rest in contenders(assignment, book, rules, decided):
        yield msgspec.structs.replace(first, open=first.report.to_mark > 0 or bool(rest))


def contenders(
    assignment: Assignment, book: Gradebook, rules: Rules, decided: Decided
) -> Iterator[tuple[Standing, ...]]:
    """Per student the standing that counts now, then those of attempts that could yet take its place, once they are
    marked (with the policy ``best``)."""
    for _, group in itertools.groupby(book.attempts(assignment.name), lambda one: one.student):
        attempts = sorted(group, key=_age)
        tried = attempts
        if rules.policy != "best":
            tried = [attempts[0 if rules.policy == "first" else -1]]
        found = [
            standing(assignment, rules, one, report, decided)
            for one in tried
            if (report := _report(assignment, book, one)) is not None
        ]
        if found:
            # Of equals the latest: it is the one the student sees last.
            best = max(range(len(found)), key=lambda k: (found[k].final, k))
            rest = (s for k, s in enumerate(found) if k != best and ceiling(s) > found[best].final)
            yield tuple(
                msgspec.structs.replace(one, attempts=len(attempts)) for one in (found[best], *rest)
            )


def _age(one: Attempt) -> tuple[float, int, str]:
    """Oldest first. Times decide across downloads, numbers within one that tells no times."""
    try:
        at = moment(one.at)
    except ValueError:
        at = float("-inf")
    return at, one.number, one.label


def _report(assignment: Assignment, book: Gradebook, attempt: Attempt) -> Report | None:
    """The report of an attempt; None while it is not graded."""
    if attempt.problem:
        return unreadable(assignment, attempt.student, attempt.problem)
    return book.report(attempt, assignment.digest)
