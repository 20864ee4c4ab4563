"""What a worker on the same machine hangs on: three pipes, and how its end is told."""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
from typing import final

from grader.sandbox.base import End

PIPE_BYTES = 1 << 20


@final
class Pipe(End):
    """The grader's end of a pipe."""

    def __init__(self, descriptor: int) -> None:
        os.set_blocking(descriptor, False)
        self._descriptor = descriptor

    def fileno(self) -> int:
        return self._descriptor

    def read(self, count: int) -> bytes:
        return os.read(self._descriptor, count)

    def write(self, data: bytes | bytearray) -> int:
        return os.write(self._descriptor, data)

    def close(self) -> None:
        os.close(self._descriptor)


class Pipes:
    """Three pipes. ``ours`` are (calls to write, answers to read, output to read); ``theirs`` the descriptors of the
    other ends."""

    def __init__(self) -> None:
        calls_read, calls_write = os.pipe()
        answers_read, answers_write = os.pipe()
        output_read, output_write = os.pipe()
        self.theirs = [calls_read, answers_write, output_write]
        self.ours = [Pipe(calls_write), Pipe(answers_read), Pipe(output_read)]
        for descriptor in (calls_write, answers_read):
            with contextlib.suppress(OSError, AttributeError):
                fcntl.fcntl(descriptor, fcntl.F_SETPIPE_SZ, PIPE_BYTES)

    def close_theirs(self) -> None:
        for descriptor in self.theirs:
            os.close(descriptor)

    def close_ours(self) -> None:
        for end in self.ours:
            end.close()


def describe(status: int) -> str:
    """A wait status in words."""
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        try:
            return f"signal {signal.Signals(number).name}"
        except ValueError:
            return f"signal {number}"
    return f"exit code {os.waitstatus_to_exitcode(status)}"
