"""Reports with people's marks in them, for class tables, pages and exports. Nothing is written.

A report from the grader says TO_MARK for a written answer and stays the same bytes for ever. Here the answers that are marked
become MARKED: their points are earned, what the marker saw and wrote is the feedback. The others stay to be marked.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import final

import msgspec

from grader.course.points import points as shown
from grader.course.points import with_checks, with_exercises
from grader.gradebook.marks import Marks, has_marks
from grader.gradebook.rubric import Key, Mark, Rubric, WrittenAnswer, points, written
from grader.gradebook.store import Gradebook
from grader.model import CheckResult, ExerciseResult, Feedback, Finding, Report, Verdict


@final
class Marked:
    """What people have marked so far, read once."""

    def __init__(
        self, marks: Mapping[Key, Mark], rubrics: Mapping[tuple[str, str], Rubric]
    ) -> None:
        self._marks, self._rubrics = marks, rubrics

    @classmethod
    def read(cls, book: Gradebook, assignment: str) -> Marked:
        """The marks that count in this gradebook; none where nobody has marked."""
        if not has_marks(book):
            return cls({}, {})
        marks = Marks(book, assignment)
        current = {one.key: one for one in marks.changes() if one.round == 1}
        pairs = {(key.exercise, key.variable) for key in current}
        found = {pair: marks.rubric(*pair) for pair in pairs}
        return cls(current, {pair: both[0] for pair, both in found.items() if both is not None})

    def apply(self, report: Report) -> Report:
        """``report`` with the marks of its answers."""
        if not self._marks or not report.to_mark:
            return report
        return with_exercises(report, [self._exercise(one) for one in report.exercises])

    def _exercise(self, exercise: ExerciseResult) -> ExerciseResult:
        given = {}
        for answer in written(exercise):
            mark = self._marks.get(answer.key)
            if mark is not None and mark.done:
                given[answer.check.id] = self._check(answer, mark)
        if not given:
            return exercise
        return with_checks(exercise, [given.get(check.id, check) for check in exercise.checks])

    def _check(self, answer: WrittenAnswer, mark: Mark) -> CheckResult:
        rubric = self._rubrics.get((answer.key.exercise, answer.key.variable), ())
        check = answer.check
        earned = points(rubric, mark, check.points)
        said = feedback(answer.key.variable, rubric, mark, earned, check.points)
        return msgspec.structs.replace(
            check,
            earned=earned,
            finding=Finding(
                verdict=Verdict.MARKED,
                public_verdict=Verdict.MARKED,
                feedback=said,
                public_feedback=said,
                cases=1,
            ),
        )


def feedback(variable: str, rubric: Rubric, mark: Mark, earned: float, out_of: float) -> Feedback:
    """What a student reads about a marked answer: the points, the items that were found and those that were not."""
    counted = [item for item in rubric if not item.retired]
    found = [f"{_signed(one.points)}: {one.item}" for one in counted if one.number in mark.items]
    missing = [
        f"{shown(one.points)}: {one.item}"
        for one in counted
        if one.number not in mark.items and one.points > 0
    ]
    if mark.adjust:
        found.append(f"{_signed(mark.adjust)}: beside the rubric")
    return Feedback(
        label="written.marked",
        what=f"`{variable}`: {shown(earned)} of {shown(out_of)} points.",
        got="\n".join(found),
        expected="\n".join(missing),
        next_step=mark.comment,
    )


def _signed(value: float) -> str:
    return f"{'+' if value >= 0 else '−'}{shown(abs(value))}"
