"""``written``: an explanation in the student's own words, marked by a person against a rubric.

The grader only fetches the text; it never scores it. What is blank, still the template's, or very short is said to be
so, and put aside for the markers.
"""

from __future__ import annotations

from typing import final

from grader.asking import Ask, NotRecorded
from grader.checks.base import CheckError, Subject
from grader.checks.ids import CallId
from grader.checks.marked import Marked
from grader.checks.messages import not_returned
from grader.model import Call, Feedback, Finding, Returned, Verdict

MAX_CHARACTERS = 20_000
TEMPLATE = "\n"
"""What the variable holds in the students' template."""


@final
class Written(Marked, frozen=True, kw_only=True):
    minimum_words: int = 8

    def validate(self, subject: Subject) -> None:
        super().validate(subject)
        if self.minimum_words < 0:
            raise CheckError("minimum_words can't be negative", "minimum_words")

    def _call(self, subject: Subject) -> Call:
        return Call(
            key=str(CallId(subject.exercise, self.variable)),
            function=self.variable,
            args=None,
            public=True,
        )

    def plan(self, subject: Subject) -> tuple[Call, ...]:
        return (self._call(subject),)

    def text(self, subject: Subject, ask: Ask) -> str:
        """What the student wrote, capped and saying so; empty when there is none."""
        try:
            answer = ask(self._call(subject))
        except NotRecorded:
            return ""
        if not isinstance(answer, Returned) or not isinstance(answer.value, str):
            return ""
        text = answer.value.strip()
        if len(text) <= MAX_CHARACTERS:
            return text
        return f"{text[:MAX_CHARACTERS]}\n[cut here: {len(text)} characters in all]"

    def texts(self, subject: Subject, ask: Ask) -> dict[str, str]:
        return {self.variable: self.text(subject, ask)}

    def judge(self, subject: Subject, ask: Ask) -> Finding:
        answer = ask(self._call(subject))
        feedback: Feedback | None = None
        if not isinstance(answer, Returned):
            feedback = not_returned(subject, self.variable, None, answer)
        elif not isinstance(answer.value, str):
            feedback = Feedback(
                label="type",
                what=f"`{self.variable}` is not a text.",
                next_step="Assign a string: your sentences between quotes.",
            )
        elif answer.value == TEMPLATE:
            feedback = Feedback(
                label="written.template",
                what=f"`{self.variable}` is as it was in the template.",
                next_step="Write two or three sentences in your own words; a person reads them.",
            )
        else:
            words = len(self.text(subject, ask).split())
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
