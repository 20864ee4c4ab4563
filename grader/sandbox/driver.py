"""A session over workers that may lie, hang, flood or die. Kind-independent.

Calls are written ahead without waiting for answers; they wait in the kernel's pipe, so a call costs no
round trip and the worker holds none that it has not started. Two barriers: a call with callables that stay with the grader
is sent alone, since its questions and the next call would cross; and the first hidden call is sent only
when all public answers are in, since what is printed is shown to students only up to there.

Time is kept here, by the clock, never by an alarm inside: a call may take ``call_seconds`` from the
answer before it. A worker that is late, dies or breaks the protocol is killed with all it started; the call at
hand gets that answer, further calls of the same function are not tried again, and the rest
goes on in a fresh worker, which runs the cells again without one that hung. How a cell went is told of its first
run: a later one could know hidden inputs, from whatever a worker manages to leave behind.

What a worker does before it says "loaded" is ours, not the student's: a failure there is a fault.

A worker that was killed, and not from here, may have been: by somebody, by a system short of memory. So the calls that are
wanted are made once more from the start, and only then is it what the submission did. Of a dialogue nobody but the one who asks can
begin again: it is told that it was disturbed.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Mapping, Sequence
from typing import final

import msgspec

from grader.asking import Request
from grader.model import Answer, Call, CellOutcome, Died, Job, TimedOut, Transcript
from grader.sandbox.base import (
    SERVER_GONE,
    Channel,
    Functions,
    Sandbox,
    SandboxFault,
    Session,
    Spawner,
)
from grader.sandbox.conversation import Conversation, Frames, Lost, State

MAX_WORKERS = 24
DISTURBED = frozenset({"signal SIGKILL", SERVER_GONE})
"""Ends that student code can hardly bring about, and others can."""


class DrivenSandbox(Sandbox):
    """The sandbox over any spawner."""

    def __init__(self, name: str, layers: tuple[str, ...], spawner: Spawner) -> None:
        self.name, self.layers, self._spawner = name, layers, spawner
        self._planned = Frames(())

    def open(self, job: Job, functions: Functions) -> Session:
        return DrivenSession(self, State(job, functions))

    def spawn(self, job: Job) -> Channel:
        return self._spawner.spawn(job.limits.memory_bytes, job.limits.file_bytes)

    def planned(self, calls: Sequence[Call]) -> Frames:
        """The frames of a plan; the same plan serves a whole class, so they are made once."""
        if self._planned.calls is not calls:
            self._planned = Frames(calls)
        return self._planned

    def close(self) -> None:
        self._spawner.close()


@final
class DrivenSession(Session):
    def __init__(self, sandbox: DrivenSandbox, state: State) -> None:
        self._sandbox, self._state = sandbox, state
        self._worker: Conversation | None = None
        self._answers: dict[str, Answer] = {}
        self._again = self._ran = self._asking = False
        self._stopped: TimedOut | Died | None = None

    def answers(self, calls: Sequence[Call], *, hidden: bool = True) -> Mapping[str, Answer]:
        wanted = [
            call for call in calls if call.key not in self._answers and (hidden or call.public)
        ]
        self._asking = False
        self._state.want(self._sandbox.planned(calls), wanted)
        self._finish()
        self._answers |= {call.key: self._state.answers[call.key] for call in wanted}
        return self._answers

    def ask(self, request: Request) -> Answer:
        if self._stopped is None:
            self._asking = True
            self._state.want(Frames((request,)), (request,))
            self._finish()
            answer = self._state.answers[request.key]
            if not isinstance(answer, TimedOut | Died):
                return answer
            self._stopped = msgspec.structs.replace(answer, skipped=True)
            return answer
        return self._stopped

    def fresh(self) -> None:
        self._end(wait=False)
        self._stopped, self.disturbed = None, False

    def transcript(self) -> Transcript:
        state = self._state
        return Transcript(
            cells=tuple(
                state.cells.get(k, CellOutcome(name=cell.name))
                for k, cell in enumerate(state.job.cells)
            ),
            answers=dict(self._answers),
            output=state.output.decode("utf-8", "replace"),
            output_cut=state.output_cut,
            layers=self._sandbox.layers,
        )

    def close(self) -> None:
        self._end(wait=False)

    def _end(self, wait: bool) -> str:
        """End the worker, if there is one; how it had ended."""
        worker, self._worker = self._worker, None
        if worker is None:
            return ""
        try:
            return worker.channel.end(wait)
        finally:
            worker.selector.close()

    def _finish(self) -> None:
        """Until all that is wanted has an answer, of one worker or another, and the cells have run."""
        state = self._state
        state.enter()
        while state.pending or not self._ran:
            if time.monotonic() >= state.end_time:
                seconds = state.job.limits.submission_seconds
                self._give_up(TimedOut(seconds=seconds, skipped=True, submission=True))
            elif state.lost >= MAX_WORKERS:
                self._give_up(Died(why="too many crashes", skipped=True))
            else:
                self._go_on()
        state.leave()

    def _give_up(self, answer: Answer) -> None:
        for call in self._state.pending:
            self._state.answers[call.key] = answer
        self._state.pending.clear()
        self._ran = True

    def _go_on(self) -> None:
        """As far as one worker comes."""
        state = self._state
        if self._worker is None:
            state.workers += 1
            self._worker = Conversation(state, self._sandbox.spawn(state.job))
        worker, lost = self._worker, None
        try:
            worker.run()
        except Lost as problem:
            lost = problem
        except BaseException:
            self._end(wait=False)
            raise
        if lost is None:
            self._ran = True
            return
        # A worker whose pipe closed is about to end by itself: how it did is worth a moment.
        why = self._end(wait=lost.answer is None)
        state.lost += 1
        if lost.answer is None and why in DISTURBED:
            if self._asking:
                self.disturbed = True
            elif not self._again:
                self._again = True
                state.begin_again()
                return
        late = isinstance(lost.answer, TimedOut) and lost.answer.submission
        if not worker.loaded and not (late and state.workers > 1):
            raise SandboxFault(f"a worker did not start ({lost.answer or why})")
        answer = lost.answer or Died(why=why)
        if not worker.ready:
            self._lose_cell(worker, answer)
        else:
            self._ran = True
            if state.pending:
                self._lose_call(answer)

    def _lose_cell(self, worker: Conversation, answer: TimedOut | Died) -> None:
        state = self._state
        if not worker.running:
            # Every cell ran, and the worker ended before the first call: an exit handler or a thread.
            self._give_up(Died(why=answer.why) if isinstance(answer, Died) else answer)
            return
        k = worker.running[0]
        state.cells.setdefault(k, CellOutcome(name=state.job.cells[k].name, error=answer))
        state.lost_cells.add(k)

    def _lose_call(self, answer: TimedOut | Died) -> None:
        state = self._state
        call = state.pending.popleft()
        state.answers[call.key] = answer
        again: TimedOut | Died = (
            TimedOut(seconds=answer.seconds, skipped=True)
            if isinstance(answer, TimedOut)
            else Died(why=answer.why, skipped=True)
        )
        kept: deque[Call] = deque()
        for other in state.pending:
            if other.function == call.function:
                state.answers[other.key] = again
            else:
                kept.append(other)
        state.pending = kept
