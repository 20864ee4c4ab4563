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
"""

from __future__ import annotations

import os
import selectors
import time
from collections import deque

import numpy as np

from grader import wire
from grader.model import (
    Answer,
    Asked,
    Call,
    CellOutcome,
    Died,
    Job,
    TimedOut,
    TooBig,
    Transcript,
    Value,
)
from grader.sandbox.answers import MAX_TEXT, read_answer, read_error
from grader.sandbox.base import Channel, Functions, Sandbox, SandboxFault, Spawner

CHUNK = 1 << 16
MAX_WORKERS = 24
MAX_QUESTION = 4096
MAX_ANSWERS = 16 << 20
"""Bytes of a submission's answers in all; beyond it large ones are too big, whatever their own size."""
SMALL = 4096
PROTOCOL = "broke the protocol"


class _Lost(Exception):
    """The worker can't go on. ``answer`` is what the call (or cell) at hand gets."""

    def __init__(self, answer: TimedOut | Died | None) -> None:
        super().__init__()
        self.answer = answer


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
            self._frames = {
                call.key: wire.encode(["call", k, call.function, call.args], trusted=True)
                for k, call in enumerate(job.calls)
            }
            self._asked = {call.key: found for call in job.calls if (found := _asked(call.args))}
            self._frames_of = job.calls
        return _Run(
            job, functions, self._spawner, self._frames, self._asked, self.layers
        ).transcript()

    def close(self) -> None:
        self._spawner.close()


class _Run:
    """One job. Workers come and go; the answers so far stay."""

    def __init__(
        self,
        job: Job,
        functions: Functions,
        spawner: Spawner,
        frames: dict[str, bytes],
        asked: dict[str, list[Asked]],
        layers: tuple[str, ...],
    ) -> None:
        self.job, self.functions, self.spawner, self.frames = job, functions, spawner, frames
        self.layers, self.asked = layers, asked
        self.number = {call.key: k for k, call in enumerate(job.calls)}
        self.answers: dict[str, Answer] = {}
        self.pending = deque(sorted(job.calls, key=lambda call: not call.public))
        self.cells: dict[int, CellOutcome] = {}
        self.lost_cells: set[int] = set()
        self.received = 0
        self.output = bytearray()
        self.output_cut = False
        self.workers = 0
        self.hidden = False
        # A script's cells share one name and follow each other.
        self.lines: dict[str, dict[int, str]] = {}
        for cell in job.cells:
            known = self.lines.setdefault(cell.name, {})
            known.update(enumerate([*cell.source.split("\n"), ""], cell.first_line))
        self.end_time = time.monotonic() + job.limits.submission_seconds

    def transcript(self) -> Transcript:
        while True:
            if time.monotonic() >= self.end_time:
                self._give_up(
                    TimedOut(
                        seconds=self.job.limits.submission_seconds, skipped=True, submission=True
                    )
                )
                break
            if self.workers >= MAX_WORKERS:
                self._give_up(Died(why="too many crashes", skipped=True))
                break
            self.workers += 1
            if self._one_worker():
                break
        return Transcript(
            cells=tuple(
                self.cells.get(k, CellOutcome(name=cell.name))
                for k, cell in enumerate(self.job.cells)
            ),
            answers={call.key: self.answers[call.key] for call in self.job.calls},
            output=self.output.decode("utf-8", "replace"),
            output_cut=self.output_cut,
            layers=self.layers,
        )

    def _give_up(self, answer: Answer) -> None:
        for call in self.pending:
            self.answers[call.key] = answer
        self.pending.clear()

    def _one_worker(self) -> bool:
        """Go on in a fresh worker; True when nothing is left to do."""
        limits = self.job.limits
        channel = self.spawner.spawn(limits.memory_bytes, limits.file_bytes)
        worker = _Worker(self, channel)
        lost: _Lost | None = None
        try:
            worker.run()
        except _Lost as problem:
            lost = problem
        finally:
            # A worker whose pipe closed is about to end by itself: how it did is worth a moment.
            why = channel.end(wait=lost is not None and lost.answer is None)
            worker.selector.close()
        if lost is None:
            return True
        late = isinstance(lost.answer, TimedOut) and lost.answer.submission
        if not worker.loaded and not (late and self.workers > 1):
            raise SandboxFault(f"a worker did not start ({lost.answer or why})")
        answer = lost.answer or Died(why=why)
        if not worker.ready:
            self._lose_cell(worker, answer)
        elif self.pending:
            self._lose_call(answer)
        return not self.pending and worker.ready

    def _lose_cell(self, worker: _Worker, answer: TimedOut | Died) -> None:
        if not worker.running:
            # Every cell ran, and the worker ended before the first call: an exit handler or a thread.
            self._give_up(Died(why=answer.why) if isinstance(answer, Died) else answer)
            worker.ready = True
            return
        k = worker.running[0]
        self.cells.setdefault(k, CellOutcome(name=self.job.cells[k].name, error=answer))
        self.lost_cells.add(k)

    def _lose_call(self, answer: TimedOut | Died) -> None:
        call = self.pending.popleft()
        self.answers[call.key] = answer
        again: TimedOut | Died = (
            TimedOut(seconds=answer.seconds, skipped=True)
            if isinstance(answer, TimedOut)
            else Died(why=answer.why, skipped=True)
        )
        kept: deque[Call] = deque()
        for other in self.pending:
            if other.function == call.function:
                self.answers[other.key] = again
            else:
                kept.append(other)
        self.pending = kept


class _Worker:
    """One worker's life, from its first cell to its last answer."""

    def __init__(self, run: _Run, channel: Channel) -> None:
        self.state, self.channel = run, channel
        self.limits = run.job.limits
        self.loaded = self.ready = False
        self.running = deque(k for k in range(len(run.job.cells)) if k not in run.lost_cells)
        self.outgoing = bytearray()
        self.incoming = bytearray()
        self.unsent: deque[Call] = deque(run.pending)
        self.waiting = 0
        self.counts: list[int] = []
        self.asked: list[Asked] = []
        self.selector = selectors.DefaultSelector()
        self.deadline = 0.0

    def run(self) -> None:
        """Until all pending calls are answered. Raises :class:`_Lost`."""
        cells = [
            [cell.source, cell.name, cell.first_line]
            for k, cell in enumerate(self.state.job.cells)
            if k not in self.state.lost_cells
        ]
        self.outgoing += wire.encode(
            ["start", self.state.job.given, cells], limit=wire.MAX_START, trusted=True
        )
        self.selector.register(self.channel.answers, selectors.EVENT_READ)
        self.selector.register(self.channel.output, selectors.EVENT_READ)
        self._restart_clock(self.limits.cells_seconds)
        while not self.ready or self.state.pending:
            self._refill()
            self._flush()
            wait = min(self.deadline, self.state.end_time) - time.monotonic()
            if wait <= 0:
                self._late()
            for key, _ in self.selector.select(wait):
                if key.fd == self.channel.output:
                    self._drain_output()
                elif key.fd == self.channel.answers:
                    self._read_answers()
        self._drain_output()

    def _restart_clock(self, seconds: float) -> None:
        self.seconds = seconds
        self.deadline = time.monotonic() + seconds

    def _late(self) -> None:
        submission = time.monotonic() >= self.state.end_time
        self._drain_output()
        raise _Lost(
            TimedOut(
                seconds=self.limits.submission_seconds if submission else self.seconds,
                submission=submission,
            )
        )

    def _refill(self) -> None:
        """Queue the calls that may be sent now."""
        while self.ready and self.unsent and len(self.outgoing) < CHUNK:
            call = self.unsent[0]
            if self.waiting and (self.asked or call.key in self.state.asked):
                return
            if not call.public and not self.state.hidden:
                if self.waiting:
                    return
                self._drain_output()
                self.state.hidden = True
            self.unsent.popleft()
            self.asked = self.state.asked.get(call.key, [])
            self.counts = [0] * len(self.asked)
            if not self.waiting:
                self._restart_clock(self.limits.call_seconds)
            self.waiting += 1
            self.outgoing += self.state.frames[call.key]

    def _flush(self) -> None:
        while self.outgoing:
            try:
                sent = os.write(self.channel.calls, self.outgoing)
            except BlockingIOError:
                break
            except OSError:
                # The worker is gone or closed its end; what it still said is read first.
                self.outgoing.clear()
                break
            del self.outgoing[:sent]
        writing = self.channel.calls in self.selector.get_map()
        if self.outgoing and not writing:
            self.selector.register(self.channel.calls, selectors.EVENT_WRITE)
        elif not self.outgoing and writing:
            self.selector.unregister(self.channel.calls)

    def _drain_output(self) -> None:
        # A pipe holds one chunk: what was there on entry is read, what a flood adds meanwhile is not awaited.
        for _ in range(2):
            try:
                part = os.read(self.channel.output, CHUNK)
            except BlockingIOError:
                return
            except OSError:
                part = b""
            if not part:
                if self.channel.output in self.selector.get_map():
                    self.selector.unregister(self.channel.output)
                return
            # Cells that run again in a further worker print again.
            if not self.state.hidden and (self.ready or self.state.workers == 1):
                room = self.limits.output_bytes - len(self.state.output)
                self.state.output += part[:room]
                self.state.output_cut |= len(part) > room
            if len(part) < CHUNK:
                return

    def _read_answers(self) -> None:
        try:
            part = os.read(self.channel.answers, CHUNK)
        except BlockingIOError:
            return
        except OSError:
            part = b""
        if not part:
            self._drain_output()
            raise _Lost(None)
        self.incoming += part
        try:
            while len(self.incoming) >= wire.HEADER.size:
                size = wire.body_size(
                    bytes(self.incoming[: wire.HEADER.size]), limit=self.limits.answer_bytes + 4096
                )
                end = wire.HEADER.size + size
                if len(self.incoming) < end:
                    return
                body = bytes(self.incoming[wire.HEADER.size : end])
                del self.incoming[:end]
                self.state.received += size
                if self.waiting and size > SMALL and self.state.received > MAX_ANSWERS:
                    self._answered(TooBig())
                else:
                    self._message(wire.decode(body))
        except wire.Malformed:
            raise _Lost(Died(why=PROTOCOL)) from None

    def _message(self, message: Value) -> None:
        match message:
            case ["loaded"] if not self.loaded:
                self.loaded = True
            case ["cell", str(), None | list() as error] if self.loaded and self.running:
                k = self.running.popleft()
                cell = self.state.job.cells[k]
                found = None if error is None else read_error(error, self.state.lines)
                self.state.cells.setdefault(k, CellOutcome(name=cell.name, error=found))
            case ["ready"] if self.loaded and not self.ready and not self.running:
                self._drain_output()
                self.ready = True
                self._restart_clock(self.limits.call_seconds)
            case ["ask", int() as index, list() as arguments] if self.waiting and not isinstance(
                index, bool
            ):
                self._tell(index, arguments)
            case ["answer", int() as number, list() as answer] if self.waiting:
                call = self.state.pending[0]
                if number != self.state.number[call.key]:
                    raise wire.Malformed("answer to another call")
                self._answered(read_answer(answer, self.state.lines, self.counts))
            case _:
                raise wire.Malformed("unexpected message")

    def _answered(self, answer: Answer) -> None:
        """The call at hand has its answer; the clock of the next one starts."""
        self.state.answers[self.state.pending.popleft().key] = answer
        self.waiting -= 1
        if not self.waiting:
            self.asked, self.counts = [], []
        self._restart_clock(self.limits.call_seconds)

    def _tell(self, index: int, arguments: list[Value]) -> None:
        """Answer a question about a callable that stays with the grader."""
        # An honest worker awaits each reply: a question beside an unread one would only pile them up.
        if (
            self.outgoing
            or not 0 <= index < len(self.asked)
            or sum(self.counts) >= self.limits.asks
        ):
            raise wire.Malformed("unexpected question")
        self.counts[index] += 1
        function = self.state.functions(self.asked[index].function)
        try:
            if any(np.size(argument) > MAX_QUESTION for argument in arguments):
                raise ValueError(f"an argument of more than {MAX_QUESTION} entries")
            with np.errstate(all="ignore"):
                reply = ["told", function(*arguments)]
            self.outgoing += wire.encode(reply, trusted=True)
        except Exception as error:
            # The arguments are the student's; a function that can't take them says so to the student.
            kind = "ValueError" if isinstance(error, ValueError) else "TypeError"
            self.outgoing += wire.encode(["refused", kind, str(error)[:MAX_TEXT]], trusted=True)


def _asked(value: Value) -> list[Asked]:
    """The Asked arguments in ``value``, in order of appearance."""
    if isinstance(value, Asked):
        return [value]
    if isinstance(value, list | tuple):
        return [found for item in value for found in _asked(item)]
    return []
