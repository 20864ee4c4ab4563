"""``written``: an explanation in the student's own words, marked by a person against a rubric.

The grader only fetches the text; it never scores it. What is blank, or still the template's, is said
to be so.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import final

from grader.checks.base import Check, CheckError, Subject
from grader.checks.messages import not_returned
from grader.model import Answer, Call, Feedback, Finding, Record, Returned, Verdict

MAX_CHARACTERS = 20_000


class RubricItem(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing a marker looks for, worth ``points`` (negative takes away)."""

    item: str
    points: float


@final
class Written(Check, frozen=True, kw_only=True):
    rubric: tuple[RubricItem, ...] = ()
    model_answer: str = ""
    notes: str = ""
    minimum_words: int = 8

    @property
    def variable(self) -> str:
        return self.functions[0]

    def validate(self, subject: Subject) -> None:
        if not isinstance(self.target, str):
            raise CheckError("names one variable", "written")
        if not self.rubric:
            raise CheckError("needs a rubric: a list of {item, points}", "rubric")
        best = sum(item.points for item in self.rubric if item.points > 0)
        if abs(best - self.points) > 1e-9:
            raise CheckError(
                f"the rubric's items add up to {best:g}, the check has {self.points:g} points",
                "points",
            )

    def _call(self, subject: Subject) -> Call:
        return Call(
            key=f"{subject.exercise}/{self.variable}",
            function=self.variable,
            args=None,
            public=True,
        )

    def plan(self, subject: Subject) -> tuple[Call, ...]:
        return (self._call(subject),)

    def text(self, subject: Subject, answers: Mapping[str, Answer]) -> str:
        """What the student wrote, capped; empty when there is none."""
        answer = answers.get(self._call(subject).key)
        if isinstance(answer, Returned) and isinstance(answer.value, str):
            return answer.value[:MAX_CHARACTERS].strip()
        return ""

    def judge(self, subject: Subject, answers: Mapping[str, Answer]) -> Finding:
        answer = answers[self._call(subject).key]
        feedback: Feedback | None = None
        if not isinstance(answer, Returned):
            feedback = not_returned(subject, self.variable, None, answer)
        else:
            words = len(self.text(subject, answers).split())
            if words == 0:
                feedback = Feedback(
                    label="written.blank",
                    what=f"`{self.variable}` is still empty.",
                    next_step="Write two or three sentences in your own words; a person reads them.",
                )
            elif words < self.minimum_words:
                feedback = Feedback(
                    label="written.short",
                    what=f"`{self.variable}` is very short ({words} words).",
                    next_step="Say why, not only that; a person reads it.",
                )
        return Finding(
            verdict=Verdict.TO_MARK,
            public_verdict=Verdict.TO_MARK,
            feedback=feedback,
            public_feedback=feedback,
            cases=1,
        )
