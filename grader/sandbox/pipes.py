"""What a worker on the same machine hangs on: three pipes, and how its end is told."""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal

PIPE_BYTES = 1 << 20


class Pipes:
    """Three pipes. ``ours`` are (calls to write, answers to read, output to read), non-blocking; ``theirs`` the
    other ends."""

    def __init__(self) -> None:
        calls_read, calls_write = os.pipe()
        answers_read, answers_write = os.pipe()
        output_read, output_write = os.pipe()
        self.theirs = [calls_read, answers_write, output_write]
        self.ours = [calls_write, answers_read, output_read]
        for descriptor in self.ours:
            os.set_blocking(descriptor, False)
        for descriptor in (calls_write, answers_read):
            with contextlib.suppress(OSError, AttributeError):
                fcntl.fcntl(descriptor, fcntl.F_SETPIPE_SZ, PIPE_BYTES)

    def close_theirs(self) -> None:
        for descriptor in self.theirs:
            os.close(descriptor)

    def close_ours(self) -> None:
        for descriptor in self.ours:
            os.close(descriptor)


def describe(status: int) -> str:
    """A wait status in words."""
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        try:
            return f"signal {signal.Signals(number).name}"
        except ValueError:
            return f"signal {number}"
    return f"exit code {os.waitstatus_to_exitcode(status)}"
