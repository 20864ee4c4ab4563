"""One worker's life, from its first cell to its end, as the grader sees it.

Calls are written ahead, answers are read as they come, time is kept: less what the worker, or the grader itself, spent
waiting for a core, so that a busy machine costs nobody points. What goes wrong, whoever's fault it is, ends the
conversation with :class:`Lost`; the driver decides what that costs and goes on with another worker.
"""

from __future__ import annotations

import selectors
import time
from collections import deque
from collections.abc import Sequence

import numpy as np

from grader import wire
from grader.model import (
    Answer,
    Asked,
    Call,
    CellOutcome,
    Died,
    Job,
    Returned,
    TimedOut,
    TooBig,
    Value,
)
from grader.sandbox import queueing
from grader.sandbox.answers import MAX_TEXT, read_answer, read_error, tagged
from grader.sandbox.base import Channel, Functions

CHUNK = 1 << 16
MAX_QUESTION = 4096
MAX_ANSWERS = 4
"""How many answers of the greatest size a submission's may be in all; beyond it large ones are too big, whatever their own size."""
MAX_VALUES = 100_000
"""Values in a submission's answers in all, beside plain arrays; beyond it only answers of few values are read. Reading each costs the
grader time, and a few bytes can be many values."""
MAX_PADDED = 16 << 20
"""Characters of an answer's strings if each were as long as the longest, as they are in an array."""
SMALL = 4096
FEW = 256
PROTOCOL = "broke the protocol"
MANY = 8
GATHER = 0.001
"""Seconds in which answers gather while so many are awaited: being woken for each costs more than reading it."""
PATIENCE = 4.0
"""How often the limit of the whole submission, at most, waiting for a core may add to it."""


class Lost(Exception):
    """The worker can't go on. ``answer`` is what the call (or cell) at hand gets."""

    def __init__(self, answer: TimedOut | Died | None) -> None:
        super().__init__()
        self.answer = answer


class Frames:
    """Calls as they are sent: by key, the bytes, the number that the answer bears, and the callables that stay here."""

    def __init__(self, calls: Sequence[Call]) -> None:
        self.calls = calls
        # Calls may share their arguments: one for each of several sources.
        arguments = {id(call.args): call.args for call in calls}
        packed = {key: wire.packed(args) for key, args in arguments.items()}
        self.number = {call.key: k for k, call in enumerate(calls)}
        self.bytes = {
            call.key: wire.encode(
                ["call", k, call.function, packed[id(call.args)], call.times], trusted=True
            )
            for k, call in enumerate(calls)
        }
        self.asked = {call.key: found for call in calls if (found := _asked(call.args))}


class State:
    """What is known of a submission so far. Workers come and go; this stays."""

    def __init__(self, job: Job, functions: Functions) -> None:
        self.job, self.functions = job, functions
        # A script's cells share one name and follow each other.
        self.lines: dict[str, dict[int, str]] = {}
        for cell in job.cells:
            known = self.lines.setdefault(cell.name, {})
            for number, row in enumerate([*cell.source.split("\n"), ""], cell.first_line):
                before = known.get(number, "")  # statements may share a line
                known[number] = f"{before}; {row}" if before and row else before or row
        self.end_time = time.monotonic() + job.limits.submission_seconds
        self.patience = PATIENCE * job.limits.submission_seconds
        self.left: float | None = None
        self.hidden = False
        self.want(Frames(()), ())
        self.begin_again()

    def want(self, frames: Frames, calls: Sequence[Call]) -> None:
        """These calls are to be answered next, which are among those of ``frames``."""
        self.frames, self.wanted = frames, calls
        self.pending = deque(sorted(calls, key=lambda call: not call.public))
        self.answers: dict[str, Answer] = {}

    def begin_again(self) -> None:
        """From the start; but what was told before the first hidden call stays, since later runs might know more."""
        kept = {call.key for call in self.wanted if call.public and self.hidden}
        self.answers = {key: answer for key, answer in self.answers.items() if key in kept}
        left = [call for call in self.wanted if call.key not in self.answers]
        self.pending = deque(sorted(left, key=lambda call: not call.public))
        self.workers = self.lost = 0
        if not self.hidden:
            self.lost_cells: set[int] = set()
            self.received = self.values = 0
            self.cells: dict[int, CellOutcome] = {}
            self.output = bytearray()
            self.output_cut = False

    def enter(self) -> None:
        """Time counts from here on."""
        if self.left is not None:
            self.end_time += time.monotonic() - self.left

    def leave(self) -> None:
        """Time does not count from here on: what a check does between two requests is not the student's."""
        self.left = time.monotonic()


class Conversation:
    """One worker's life, from its first cell to its end."""

    def __init__(self, state: State, channel: Channel) -> None:
        self.state, self.channel = state, channel
        self.limits = state.job.limits
        self.loaded = self.ready = False
        self.running = deque(k for k in range(len(state.job.cells)) if k not in state.lost_cells)
        self.outgoing = bytearray()
        self.incoming = bytearray()
        self.unsent: deque[Call] = deque()
        self.waiting = 0
        self.batch = ""
        self.counts: list[int] = []
        self.asked: list[Asked] = []
        self.selector = selectors.DefaultSelector()
        self.deadline = self.asked_last = 0.0
        self.overdue = False
        self.starved = queueing.of_this_thread()

    def run(self) -> None:
        """Until all pending calls are answered; more may be wanted afterwards. Raises :class:`Lost`."""
        self.unsent.extend(self.state.pending)
        if self.ready:
            self.starved = queueing.of_this_thread() + self.channel.starved()
            self._restart_clock(self.limits.call_seconds)
        else:
            self._start()
        while not self.ready or self.state.pending:
            self._refill()
            self._flush()
            now = time.monotonic()
            wait = min(self.deadline, self.state.end_time) - now
            decided = self.overdue or now >= self.state.end_time
            if wait <= 0 and decided and not self._more_time(now):
                self._late()
            # When time is up, what has come already is read before anything is decided: the grader may be the late one.
            self.overdue = wait <= 0
            if self.waiting >= MANY and wait > 10 * GATHER:
                time.sleep(GATHER)
            for key, _ in self.selector.select(max(wait, 0)):
                if key.fileobj is self.channel.output:
                    self._drain_output()
                elif key.fileobj is self.channel.answers:
                    self._read_answers()
        self._drain_output()

    def _start(self) -> None:
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

    def _restart_clock(self, seconds: float) -> None:
        self.seconds = seconds
        self.asked_last = time.monotonic()
        times = self.state.pending[0].times if self.ready and self.state.pending else 1
        self.deadline = self.asked_last + times * seconds
        self.overdue = False

    def _more_time(self, now: float) -> bool:
        """Give back what was spent waiting for a core since this was asked last; whether that is enough to go on.

        Of what was lost since then, a call can't have lost more than it has lasted.
        """
        starved = queueing.of_this_thread() + self.channel.starved()
        lost = max(starved - self.starved, 0.0)
        # Never less than before: a worker that starts threads tells less, and what was given is given once.
        self.starved += lost
        self.deadline += min(lost, now - self.asked_last)
        self.asked_last = now
        more = min(lost, self.state.patience)
        self.state.patience -= more
        self.state.end_time += more
        return min(self.deadline, self.state.end_time) > now

    def _late(self) -> None:
        submission = time.monotonic() >= self.state.end_time
        self._drain_output()
        raise Lost(
            TimedOut(
                seconds=self.limits.submission_seconds if submission else self.seconds,
                submission=submission,
            )
        )

    def _refill(self) -> None:
        """Queue the calls that may be sent now."""
        while self.ready and self.unsent and len(self.outgoing) < CHUNK:
            call = self.unsent[0]
            if self.waiting and (self.asked or call.key in self.state.frames.asked):
                return
            if not call.public and (not self.state.hidden or call.exercise != self.batch):
                # Hidden calls of another exercise could be read in the pipe while this one's are answered.
                if self.waiting:
                    return
                if not self.state.hidden:
                    self._drain_output()
                    self.state.hidden = True
                self.batch = call.exercise
            self.unsent.popleft()
            self.asked = self.state.frames.asked.get(call.key, [])
            self.counts = [0] * len(self.asked)
            if not self.waiting:
                self._restart_clock(self.limits.call_seconds)
            self.waiting += 1
            self.outgoing += self.state.frames.bytes[call.key]

    def _flush(self) -> None:
        while self.outgoing:
            try:
                sent = self.channel.calls.write(self.outgoing)
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
                part = self.channel.output.read(CHUNK)
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
            part = self.channel.answers.read(CHUNK)
        except BlockingIOError:
            return
        except OSError:
            part = b""
        if not part:
            self._drain_output()
            raise Lost(None)
        self.incoming += part
        came = bytes(self.incoming)
        begin, limit = 0, self.limits.answer_bytes + 4096
        try:
            while len(came) - begin >= wire.HEADER.size:
                start = begin + wire.HEADER.size
                size = wire.body_size(came[begin:start], limit=limit)
                if len(came) < start + size:
                    break
                begin = start + size
                self._frame(came[start:begin])
        except wire.Malformed:
            raise Lost(Died(why=PROTOCOL)) from None
        del self.incoming[:begin]

    def _frame(self, body: bytes) -> None:
        self.state.received += len(body)
        if self.waiting:
            if len(body) > SMALL and self.state.received > MAX_ANSWERS * self.limits.answer_bytes:
                self._answered(TooBig())
                return
            if (found := wire.returned_array(body)) is not None:
                number, value = found
                self._of_the_call_at_hand(number)
                self._answered(Returned(value=value, asked=tuple(self.counts)))
                return
        values, longest = wire.scan(body)
        if self.waiting and (
            values * longest > MAX_PADDED
            or (values > FEW and self.state.values + values > MAX_VALUES)
        ):
            self._answered(TooBig())
            return
        self.state.values += values
        self._message(wire.unscanned(body))

    def _message(self, message: Value) -> None:
        match tagged(message):
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
                self._of_the_call_at_hand(number)
                self._answered(read_answer(answer, self.state.lines, self.counts))
            case _:
                raise wire.Malformed("unexpected message")

    def _of_the_call_at_hand(self, number: int) -> None:
        if number != self.state.frames.number[self.state.pending[0].key]:
            raise wire.Malformed("answer to another call")

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
            or self.state.received > MAX_ANSWERS * self.limits.answer_bytes
        ):
            raise wire.Malformed("unexpected question")
        self.counts[index] += 1
        function = self.state.functions(self.asked[index].function)
        try:
            if sum(map(_entries, arguments)) > MAX_QUESTION:
                raise ValueError(f"arguments of more than {MAX_QUESTION} entries")
            with np.errstate(all="ignore"):
                reply = ["told", function(*arguments)]
            self.outgoing += wire.encode(reply, trusted=True)
        except Exception as error:
            # The arguments are the student's; a function that can't take them says so to the student.
            kind = "ValueError" if isinstance(error, ValueError) else "TypeError"
            self.outgoing += wire.encode(["refused", kind, str(error)[:MAX_TEXT]], trusted=True)


def _entries(value: Value) -> int:
    """How many numbers there are in an argument of a question. Raises TypeError for what is none: NumPy would make room for
    every string in a list as if it were the longest."""
    if isinstance(value, np.ndarray):
        return value.size
    if isinstance(value, list):
        return sum(map(_entries, value))
    if isinstance(value, bool | int | float | complex):
        return 1
    raise TypeError(f"numbers are due, not {type(value).__name__}")


def _asked(value: Value) -> list[Asked]:
    """The Asked arguments in ``value``, in order of appearance."""
    if isinstance(value, Asked):
        return [value]
    if isinstance(value, list | tuple):
        return [found for item in value for found in _asked(item)]
    return []
