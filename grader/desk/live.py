"""``grader.check("bias_jacobian")`` in a notebook: the public checks on the functions defined there.

The calls are made in the notebook's own process, by the same code as a worker's, so that what is checked is what
the student sees. It is their own machine: there is nothing to protect from them.
"""

from __future__ import annotations

import _thread
import contextlib
import linecache
import signal
import sys
import threading
import types
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, final

import msgspec

from grader.desk.bundle import Bundle, find, read
from grader.desk.cases import Inputs
from grader.desk.cases import case as inputs_of
from grader.desk.check import chosen, closing_line, passes, plan, report
from grader.desk.progress import hint as next_hint
from grader.exporters import desk, html
from grader.model import (
    Answer,
    Call,
    Missing,
    Raised,
    Report,
    Submission,
    TimedOut,
    Transcript,
)
from grader.sandbox.answers import read_answer
from grader.worker import Link, Session

NOTEBOOK = "your notebook"
"""What a cell is called: a notebook's own names for its cells mean nothing to a person."""
NOT_RUN = "Its cell has not run yet, or stopped with an error: run it, then check again."
RING_AGAIN = 0.5
"""Seconds from one interruption of a call that goes on to the next."""
PATIENCE = 3
"""How many times the limit of grading a call may take here, where other programs use the processor, too."""


@final
class Checked:
    """The result in a cell: HTML in a notebook, text elsewhere."""

    def __init__(self, result: Report) -> None:
        self.report = result

    def _repr_html_(self) -> str:
        closing = closing_line(self.report)
        return html.fragment(self.report, closing, heading="Public checks", points="Public points")

    def __repr__(self) -> str:
        return desk.text(self.report, closing_line(self.report), width=90)


class Said(str):
    """A text that a notebook shows as it is, not as Python would write it."""

    def __repr__(self) -> str:
        return str(self)


class _Nowhere(Link):
    """Answers are kept, not sent."""

    def __init__(self) -> None:
        super().__init__(-1, -1)


def check(question: object = None, folder: str | Path = ".") -> Checked:
    """Run the public checks of one exercise (or all) on the functions of the calling notebook.

    ``question``: the exercise's number, name or title, or a function of it.
    ``folder``: where the template lies. Raises ``WrongUse`` with one line when it is not there.
    """
    caller = sys._getframe(1)
    while caller.f_back is not None and caller.f_globals.get("__name__", "").startswith("grader"):
        caller = caller.f_back
    return check_names(read(find(Path(folder))), question, caller.f_globals)


def hint(question: object, folder: str | Path = ".") -> Said:
    """The next hint for an exercise, each time a step further. Raises ``WrongUse`` with one line."""
    place = find(Path(folder))
    return Said(next_hint(read(place), question, place.parent))


def case(question: object, number: int = 1, folder: str | Path = ".") -> Inputs:
    """The inputs of a public case, as the lines that make them and as a mapping: ``f(**grader.case("f", 1))``.

    ``question``: an exercise's number or name, or a function. Raises ``WrongUse`` with one line.
    """
    bundle = read(find(Path(folder)))
    return inputs_of(bundle, question, number, _session(bundle))


def require(
    question: object, names: Mapping[str, Any] | None = None, folder: str | Path = "."
) -> None:
    """For a test of someone else's, such as Otter's or nbgrader's: silent when the public checks of the exercise pass.

    Raises AssertionError with what ``grader check`` would say when they don't. ``names``: where the functions stand, by
    default the caller's globals. ``folder``: as of :func:`check`.
    """
    found = sys._getframe(1).f_globals if names is None else names
    checked = check_names(read(find(Path(folder))), question, dict(found))
    if not passes(checked.report):
        raise AssertionError(f"\n{checked!r}")


def check_names(bundle: Bundle, question: object, names: dict[str, Any]) -> Checked:
    """The same on any mapping of names."""
    exercises = chosen(bundle, question)
    session = _session(bundle)
    session.names = names
    session.places = {
        value.__code__.co_filename
        for value in names.values()
        if isinstance(value, types.FunctionType) and value.__module__ == names.get("__name__")
    }
    answers: dict[str, Answer] = {}
    stopped: dict[str, Answer] = {}
    seconds = PATIENCE * bundle.limits.call_seconds
    with _interrupts():
        for call in plan(exercises):
            found = stopped.get(call.function) or _called(session, call, seconds)
            if isinstance(found, TimedOut) or (
                isinstance(found, Raised) and found.kind == "KeyboardInterrupt"
            ):
                # What hangs once hangs again, and whoever interrupts it need not do so twice.
                stopped[call.function] = found
            elif isinstance(found, Missing):
                found = msgspec.structs.replace(found, why=NOT_RUN)
            answers[call.key] = found
    submission = Submission(id="notebook", cells=(), digest="")
    return Checked(
        report(
            bundle,
            exercises,
            submission,
            Transcript(cells=(), answers=answers),
            repeat='grader.case("{}", {})',
        )
    )


def _session(bundle: Bundle) -> Session:
    session = Session(_Nowhere())
    if "given" not in sys.modules:
        session.load_given(bundle.given)
    return session


@contextlib.contextmanager
def _interrupts() -> Iterator[None]:
    """Whoever starts a process in the background has it ignore interrupts, and the bell with them; here they are heeded."""
    handler = signal.getsignal(signal.SIGINT)
    deaf = handler in (signal.SIG_IGN, signal.SIG_DFL)
    if not deaf or threading.current_thread() is not threading.main_thread():
        yield
        return
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)


def _called(session: Session, call: Call, seconds: float) -> Answer:
    """The answer to one call, which ends as if it were interrupted when its time is up."""
    bell = _Bell(seconds)
    if threading.current_thread() is threading.main_thread():
        bell.start()
    try:
        found = _answer(session.call(call.function, call.args, call.times))
        bell.stop()
    except KeyboardInterrupt:
        if not bell.rang:
            raise
        found = TimedOut(seconds=seconds)  # it rang between the call's end and here
    finally:
        bell.stop()
    if bell.rang and isinstance(found, Raised) and found.kind == "KeyboardInterrupt":
        return TimedOut(seconds=seconds, line=found.line, text=found.text)
    return found


class _Bell(threading.Thread):
    """Interrupts the main thread when time is up, again and again until it is stopped: where the first one rings, Python may let no
    exception out (a callback of the garbage collector's), or the student's code may swallow it."""

    def __init__(self, seconds: float) -> None:
        super().__init__(daemon=True)
        self._seconds, self._stopped, self._lock = seconds, threading.Event(), threading.Lock()
        self.rang = False

    def run(self) -> None:
        wait = self._seconds
        while not self._stopped.wait(wait):
            with self._lock:
                if self._stopped.is_set():
                    return
                self.rang = True
                if hasattr(signal, "pthread_kill"):  # wakes what sleeps, too
                    signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
                else:
                    _thread.interrupt_main()
            wait = RING_AGAIN

    def stop(self) -> None:
        """Nothing rings once this has returned."""
        self._stopped.set()
        with self._lock:
            return


def _answer(told: list[Any]) -> Answer:
    """What a worker would have told, as a record; the student's own line comes from the cell it stands in."""
    answer = _lists(told)
    place = str(answer[3]) if answer[0] == "raised" else ""
    lines = dict(enumerate(linecache.getlines(place), start=1)) if place else {}
    found = read_answer(answer, {place: lines})
    if isinstance(found, Raised) and found.place:
        return msgspec.structs.replace(found, place=NOTEBOOK)
    return found


def _lists(answer: list[Any]) -> list[Any]:
    """The answer as it would have arrived over the wire: plain data, or a word on why not."""
    from grader import wire

    try:
        frame = wire.encode(answer)
    except wire.NotPortable as problem:
        return ["unreadable", str(problem)]
    except wire.Malformed:
        return ["toobig"]
    made = wire.decode(frame[wire.HEADER.size :])
    assert isinstance(made, list)
    return made
