"""Workers where there is no fork (Windows): a fresh interpreter for each, over its standard streams.

Pipes can't be selected on there, only sockets can, and a socket's number is no file descriptor. So three threads carry
bytes between the worker's streams and socket pairs, and the grader's ends are :class:`Socket` s. Slower than a fork by an
interpreter start; otherwise the same to the driver.
"""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO, final

import grader
from grader.sandbox import arithmetic
from grader.sandbox.base import GRACE_SECONDS, Channel, End, SandboxFault, Spawner

CHUNK = 1 << 16
PROGRAM = "import sys; sys.path[:0] = {path!r}; from grader.worker import main; main()"
KEPT = ("SYSTEMROOT", "PATH", "TEMP")
"""What an interpreter can't start without on Windows; nothing else of the environment goes in."""

Start = Callable[..., "subprocess.Popen[bytes]"]


@final
class Socket(End):
    """The grader's end of a socket pair."""

    def __init__(self, made: socket.socket) -> None:
        made.setblocking(False)
        self._socket = made

    def fileno(self) -> int:
        return self._socket.fileno()

    def read(self, count: int) -> bytes:
        return self._socket.recv(count)

    def write(self, data: bytes | bytearray) -> int:
        return self._socket.send(data)

    def close(self) -> None:
        self._socket.close()


@final
class PlainSpawner(Spawner):
    """Starts one interpreter per worker. ``start`` is ``subprocess.Popen``, or a fake of it."""

    def __init__(self, start: Start = subprocess.Popen) -> None:
        self._start = start

    def spawn(self, memory_bytes: int, file_bytes: int) -> Channel:
        root = str(Path(grader.__file__).parent.parent)
        environment = {k: v for k, v in os.environ.items() if k.upper() in KEPT}
        try:
            process = self._start(
                [sys.executable, "-I", "-B", "-c", PROGRAM.format(path=[root])],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env={
                    **environment,
                    "OPENBLAS_NUM_THREADS": "1",
                    "PYTHONHASHSEED": "0",
                    **arithmetic.chosen(),
                },
                cwd=os.path.abspath(os.sep),
            )
        except OSError as error:
            raise SandboxFault(f"no worker process could be started ({error})") from None
        return PlainChannel(process)

    def close(self) -> None:
        """Nothing outlives its channel."""


@final
class PlainChannel(Channel):
    """A worker over its standard streams."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._pumps: list[threading.Thread] = []
        self.calls = self._carry(process.stdin, inwards=True)
        self.answers = self._carry(process.stdout, inwards=False)
        self.output = self._carry(process.stderr, inwards=False)

    def _carry(self, stream: IO[bytes] | None, *, inwards: bool) -> Socket:
        assert stream is not None
        ours, theirs = socket.socketpair()
        pump = threading.Thread(target=_in if inwards else _out, args=(stream, theirs), daemon=True)
        pump.start()
        self._pumps.append(pump)
        return Socket(ours)

    def end(self, wait: bool) -> str:
        if wait:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(GRACE_SECONDS)
        code = self._process.poll()
        if code is None:
            self._process.kill()
        self._process.wait()
        for ours in (self.calls, self.answers, self.output):
            ours.close()
        # Both ends of each stream are closed now, so every pump ends, and closes its stream.
        for pump in self._pumps:
            pump.join(GRACE_SECONDS)
        return "killed" if code is None else f"exit code {code}"


def _in(stream: IO[bytes], theirs: socket.socket) -> None:
    """Carry what the grader writes to the worker."""
    with contextlib.suppress(OSError, ValueError), theirs:
        while data := theirs.recv(CHUNK):
            stream.write(data)
            stream.flush()
    with contextlib.suppress(OSError):
        stream.close()


def _out(stream: IO[bytes], theirs: socket.socket) -> None:
    """Carry what the worker writes to the grader."""
    with contextlib.suppress(OSError, ValueError), theirs:
        while data := os.read(stream.fileno(), CHUNK):
            theirs.sendall(data)
    with contextlib.suppress(OSError):
        stream.close()
