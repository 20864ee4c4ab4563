"""Runs a job over workers that may lie, hang, flood or die. Kind-independent.

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

A worker that was killed, and not from here, may have been: by somebody, by a system short of memory. So the job is run
once more from the start, and only then is it what the submission did.
"""

from __future__ import annotations

import time
from collections import deque

from grader import wire
from grader.model import (
    Answer,
    Asked,
    Call,
    CellOutcome,
    Died,
    Job,
    TimedOut,
    Transcript,
    Value,
)
from grader.sandbox.base import SERVER_GONE, Functions, Sandbox, SandboxFault, Spawner
from grader.sandbox.conversation import Conversation, Lost, State

MAX_WORKERS = 24
DISTURBED = frozenset({"signal SIGKILL", SERVER_GONE})
"""Ends that student code can hardly bring about, and others can."""


class DrivenSandbox(Sandbox):
    """The sandbox over any spawner."""

    def __init__(self, name: str, layers: tuple[str, ...], spawner: Spawner) -> None:
        self.name, self.layers, self._spawner = name, layers, spawner
        self._frames: dict[str, bytes] = {}
        self._asked: dict[str, list[Asked]] = {}
        self._frames_of: tuple[Call, ...] | None = None

    def run(self, job: Job, functions: Functions) -> Transcript:
        if self._frames_of is not job.calls:
            # The same plan serves a whole class; its frames are made once.
            # Calls may share their arguments: one for each of several sources.
            arguments = {id(call.args): call.args for call in job.calls}
            packed = {key: wire.packed(args) for key, args in arguments.items()}
            self._frames = {
                call.key: wire.encode(
                    ["call", k, call.function, packed[id(call.args)]], trusted=True
                )
                for k, call in enumerate(job.calls)
            }
            self._asked = {call.key: found for call in job.calls if (found := _asked(call.args))}
            self._frames_of = job.calls
        state = State(job, functions, self._frames, self._asked)
        return _Run(state, self._spawner, self.layers).transcript()

    def close(self) -> None:
        self._spawner.close()


class _Run:
    """One job."""

    def __init__(self, state: State, spawner: Spawner, layers: tuple[str, ...]) -> None:
        self.state, self.spawner, self.layers = state, spawner, layers
        self.again = False

    def transcript(self) -> Transcript:
        while True:
            if time.monotonic() >= self.state.end_time:
                self._give_up(
                    TimedOut(
                        seconds=self.state.job.limits.submission_seconds,
                        skipped=True,
                        submission=True,
                    )
                )
                break
            if self.state.workers >= MAX_WORKERS:
                self._give_up(Died(why="too many crashes", skipped=True))
                break
            self.state.workers += 1
            if self._one_worker():
                break
        return Transcript(
            cells=tuple(
                self.state.cells.get(k, CellOutcome(name=cell.name))
                for k, cell in enumerate(self.state.job.cells)
            ),
            answers={call.key: self.state.answers[call.key] for call in self.state.job.calls},
            output=self.state.output.decode("utf-8", "replace"),
            output_cut=self.state.output_cut,
            layers=self.layers,
        )

    def _give_up(self, answer: Answer) -> None:
        for call in self.state.pending:
            self.state.answers[call.key] = answer
        self.state.pending.clear()

    def _one_worker(self) -> bool:
        """Go on in a fresh worker; True when nothing is left to do."""
        limits = self.state.job.limits
        channel = self.spawner.spawn(limits.memory_bytes, limits.file_bytes)
        worker = Conversation(self.state, channel)
        lost: Lost | None = None
        try:
            worker.run()
        except Lost as problem:
            lost = problem
        finally:
            # A worker whose pipe closed is about to end by itself: how it did is worth a moment.
            why = channel.end(wait=lost is not None and lost.answer is None)
            worker.selector.close()
        if lost is None:
            return True
        if lost.answer is None and why in DISTURBED and not self.again:
            self.again = True
            self.state.begin()
            return False
        late = isinstance(lost.answer, TimedOut) and lost.answer.submission
        if not worker.loaded and not (late and self.state.workers > 1):
            raise SandboxFault(f"a worker did not start ({lost.answer or why})")
        answer = lost.answer or Died(why=why)
        if not worker.ready:
            self._lose_cell(worker, answer)
        elif self.state.pending:
            self._lose_call(answer)
        return not self.state.pending and worker.ready

    def _lose_cell(self, worker: Conversation, answer: TimedOut | Died) -> None:
        if not worker.running:
            # Every cell ran, and the worker ended before the first call: an exit handler or a thread.
            self._give_up(Died(why=answer.why) if isinstance(answer, Died) else answer)
            worker.ready = True
            return
        k = worker.running[0]
        self.state.cells.setdefault(k, CellOutcome(name=self.state.job.cells[k].name, error=answer))
        self.state.lost_cells.add(k)

    def _lose_call(self, answer: TimedOut | Died) -> None:
        call = self.state.pending.popleft()
        self.state.answers[call.key] = answer
        again: TimedOut | Died = (
            TimedOut(seconds=answer.seconds, skipped=True)
            if isinstance(answer, TimedOut)
            else Died(why=answer.why, skipped=True)
        )
        kept: deque[Call] = deque()
        for other in self.state.pending:
            if other.function == call.function:
                self.state.answers[other.key] = again
            else:
                kept.append(other)
        self.state.pending = kept


def _asked(value: Value) -> list[Asked]:
    """The Asked arguments in ``value``, in order of appearance."""
    if isinstance(value, Asked):
        return [value]
    if isinstance(value, list | tuple):
        return [found for item in value for found in _asked(item)]
    return []
