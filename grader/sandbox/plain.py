"""Workers where there is no fork (Windows): a fresh interpreter for each, over its standard streams.

Pipes can't be selected on there, so three threads carry bytes between the worker's streams and socket
pairs, which can. Slower than a fork by an interpreter start; otherwise the same to the driver.
"""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import threading
from typing import IO, Any

from grader.sandbox.base import GRACE_SECONDS, Channel, SandboxFault, Spawner

CHUNK = 1 << 16
PROGRAM = "import sys; sys.path[:0] = {path!r}; from grader.worker import main; main()"


class PlainSpawner(Spawner):
    """Starts one interpreter per worker."""

    def spawn(self, memory_bytes: int, file_bytes: int) -> Channel:
        from pathlib import Path

        import grader

        root = str(Path(grader.__file__).parent.parent)
        kept = {k: v for k, v in os.environ.items() if k.upper() in ("SYSTEMROOT", "PATH", "TEMP")}
        try:
            process = subprocess.Popen(
                [sys.executable, "-I", "-B", "-c", PROGRAM.format(path=[root])],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env={**kept, "OPENBLAS_NUM_THREADS": "1"},
            )
        except OSError as error:
            raise SandboxFault(f"no worker process could be started ({error})") from None
        return PlainChannel(process)

    def close(self) -> None:
        """Nothing outlives its channel."""


class PlainChannel(Channel):
    """A worker over its standard streams."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._ours: list[socket.socket] = []
        self.calls = self._pump_in(process.stdin)
        self.answers = self._pump_out(process.stdout)
        self.output = self._pump_out(process.stderr)

    def _pair(self) -> tuple[socket.socket, socket.socket]:
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        self._ours.append(ours)
        return ours, theirs

    def _pump_in(self, stream: IO[Any] | None) -> int:
        ours, theirs = self._pair()

        def pump() -> None:
            with contextlib.suppress(OSError, ValueError):
                while stream is not None and (data := theirs.recv(CHUNK)):
                    stream.write(data)
                    stream.flush()
            theirs.close()

        threading.Thread(target=pump, daemon=True).start()
        return ours.fileno()

    def _pump_out(self, stream: IO[Any] | None) -> int:
        ours, theirs = self._pair()

        def pump() -> None:
            with contextlib.suppress(OSError, ValueError):
                while stream is not None and (data := os.read(stream.fileno(), CHUNK)):
                    theirs.sendall(data)
            theirs.close()

        threading.Thread(target=pump, daemon=True).start()
        return ours.fileno()

    def end(self, wait: bool) -> str:
        if wait:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(GRACE_SECONDS)
        code = self._process.poll()
        if code is None:
            self._process.kill()
        self._process.wait()
        for ours in self._ours:
            ours.close()
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        return "killed" if code is None else f"exit code {code}"
