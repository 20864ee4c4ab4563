"""The grader's reading of a worker's frames, without a worker: for bent ones in large numbers."""

from __future__ import annotations

from collections import deque
from typing import final

import numpy as np

from grader import wire
from grader.model import Answer, Asked, Call, Cell, Given, Job
from grader.sandbox.base import Channel
from grader.sandbox.conversation import Conversation, Frames, State
from grader.sandbox.pipes import Pipes

CALLS = 24
STAGES = 4
"""Before and while cells run, after the last of them, and at a call."""


@final
class Silent(Channel):
    """A worker that says nothing by itself."""

    def __init__(self) -> None:
        self._pipes = Pipes()
        self.calls, self.answers, self.output = self._pipes.ours

    def end(self, wait: bool) -> str:
        self._pipes.close_theirs()
        self._pipes.close_ours()
        return "killed"


class Reader:
    """The grader's end of a conversation, at any of its stages, for one frame at a time."""

    def __init__(self) -> None:
        self.calls = tuple(Call(key=f"c{k}", function="f", args=[]) for k in range(CALLS))
        job = Job(cells=(Cell(source="x", name="c"),), calls=self.calls)
        self.state = State(job, lambda spec: np.sum)
        self.conversation = Conversation(self.state, Silent())

    def close(self) -> None:
        self.conversation.selector.close()
        self.conversation.channel.end(wait=False)

    def read(self, body: bytes, stage: int, call: int) -> bool:
        """Whether the body is a message in its place; any other exception than Malformed goes through."""
        self.state.want(Frames(self.calls), self.calls)
        self.state.pending = deque(self.calls[call:])
        one = self.conversation
        one.loaded, one.ready, one.waiting = stage > 0, stage > 2, int(stage > 2)
        one.running = deque([0] if stage < 2 else [])
        one.asked, one.counts, one.outgoing = [Asked(function=Given(name="f"))], [0], bytearray()
        try:
            one._frame(body)
        except wire.Malformed:
            return False
        return all(isinstance(answer, Answer) for answer in self.state.answers.values())
