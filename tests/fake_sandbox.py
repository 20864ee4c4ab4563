"""A sandbox that runs nothing: a function answers, so that tests of grading need no processes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import final

from grader.asking import Ask, Request
from grader.model import Answer, Call, CellOutcome, Job, Transcript
from grader.sandbox.base import Functions, Sandbox, Session


@final
class FakeSandbox(Sandbox):
    name, layers = "fake", ()

    def __init__(self, answer: Ask) -> None:
        self.answer = answer
        self.log: list[str] = []
        """What was asked, in order: keys, and "fresh"."""

    def open(self, job: Job, functions: Functions) -> Session:
        return FakeSession(self, job)

    def close(self) -> None:
        """Nothing to end."""


@final
class FakeSession(Session):
    def __init__(self, sandbox: FakeSandbox, job: Job) -> None:
        self._sandbox, self._job = sandbox, job
        self._answers: dict[str, Answer] = {}

    def answers(self, calls: Sequence[Call], *, hidden: bool = True) -> Mapping[str, Answer]:
        for call in sorted(calls, key=lambda call: not call.public):
            if call.key not in self._answers and (hidden or call.public):
                self._answers[call.key] = self.ask(call)
        return self._answers

    def ask(self, request: Request) -> Answer:
        self._sandbox.log.append(request.key)
        return self._sandbox.answer(request)

    def fresh(self) -> None:
        self._sandbox.log.append("fresh")

    def transcript(self) -> Transcript:
        cells = tuple(CellOutcome(name=cell.name) for cell in self._job.cells)
        return Transcript(cells=cells, answers=self._answers)

    def close(self) -> None:
        """Nothing to end."""
