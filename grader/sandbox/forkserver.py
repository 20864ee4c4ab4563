"""The grader's end of the fork server: start it, ask it for workers, start it again when it is gone."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import sysconfig
from pathlib import Path

import msgspec
import numpy as np

import grader
from grader.sandbox import roots
from grader.sandbox.base import Channel, SandboxFault, Spawner
from grader.sandbox.server import DIED, REQUEST

START_SECONDS = 30.0
PIPE_BYTES = 1 << 20
RESTARTS = 3
NEEDED = ("__init__.py", "model.py", "wire.py", "worker.py")


class Layers(msgspec.Struct, frozen=True, kw_only=True):
    """Which layers a server uses."""

    namespaces: bool = False
    landlock: bool = False
    seccomp: bool = False
    uid: int | None = None


def library_paths() -> list[str]:
    """``sys.path`` of a server: the standard library, numpy and msgspec, and this package."""
    standard = [p for p in (sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib")) if p]
    dynload = os.path.join(standard[0], "lib-dynload")
    packages = {str(Path(module.__file__ or "").parent.parent) for module in (np, msgspec, grader)}
    return [*dict.fromkeys([*standard, dynload, *sorted(packages)])]


def readable_paths() -> list[str]:
    """Files and folders a worker may read: interpreter, libraries, and four files of this package."""
    standard = [p for p in (sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib")) if p]
    packages = Path(np.__file__).parent.parent
    own = Path(grader.__file__).parent
    found = [
        *standard,
        *(str(packages / name) for name in ("numpy", "numpy.libs")),
        str(Path(msgspec.__file__).parent),
        *(str(own / name) for name in NEEDED),
        os.path.join(sys.base_prefix, "lib"),
        "/lib",
        "/lib64",
        "/usr/lib",
        "/usr/lib64",
        "/usr/share/zoneinfo",
        "/etc/ld.so.cache",
        "/etc/localtime",
        *roots.DEVICES,
    ]
    # The folder of other packages lies inside the standard library's: nothing of it but numpy.
    return [path for path in dict.fromkeys(found) if os.path.exists(path)]


class ForkServer(Spawner):
    """Spawns workers as forks of one server with the given layers."""

    def __init__(self, layers: Layers) -> None:
        self.layers = layers
        self._control: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._start()

    def _start(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        config = {
            "control": theirs.fileno(),
            "path": library_paths(),
            "readable": readable_paths(),
            "writable": ["/dev/null", *([roots.PRIVATE] if self.layers.namespaces else [])],
            **msgspec.to_builtins(self.layers),
        }
        launch = (Path(__file__).parent / "launch.py").read_text(encoding="utf-8")
        environment = {
            "OPENBLAS_NUM_THREADS": "1",
            "OMP_NUM_THREADS": "1",
            "MKL_NUM_THREADS": "1",
            "PYTHONHASHSEED": "0",
            "LC_ALL": "C.UTF-8",
        }
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", "-B", "-c", launch, json.dumps(config)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            pass_fds=[theirs.fileno()],
            env=environment,
            cwd="/",
            start_new_session=True,
        )
        theirs.close()
        ours.settimeout(START_SECONDS)
        self._control = ours
        try:
            ready = ours.recv(1) == b"R"
        except OSError:
            ready = False
        if not ready:
            why = self._last_words()
            self.close()
            raise SandboxFault(f"the fork server did not start: {why}")

    def _last_words(self) -> str:
        process = self._process
        if process is None or process.stderr is None:
            return "no reason given"
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(1)
        os.set_blocking(process.stderr.fileno(), False)
        text = (process.stderr.read() or b"").decode("utf-8", "replace").strip()
        return text.splitlines()[-1] if text else "no reason given"

    def spawn(self, memory_bytes: int, file_bytes: int) -> Channel:
        for _ in range(RESTARTS):
            descriptors = _Pipes()
            control = self._control
            assert control is not None
            try:
                socket.send_fds(
                    control,
                    [REQUEST.pack(b"F", memory_bytes, file_bytes)],
                    descriptors.theirs,
                )
                answer = control.recv(1)
            except OSError:
                answer = b""
            descriptors.close_theirs()
            if answer == b"S":
                return ForkChannel(control, descriptors)
            descriptors.close_ours()
            # Student code can reach the server only in kinds without a pid namespace.
            self.close()
            self._start()
        raise SandboxFault("the fork server ends again and again")

    def close(self) -> None:
        if self._control is not None:
            self._control.close()
            self._control = None
        process, self._process = self._process, None
        if process is not None:
            with contextlib.suppress(OSError):
                os.killpg(process.pid, signal.SIGKILL)
            process.kill()
            process.wait()
            if process.stderr is not None:
                process.stderr.close()


class _Pipes:
    """Three pipes: ``ours`` are (calls to write, answers to read, output to read)."""

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


class ForkChannel(Channel):
    """A worker forked by the server."""

    def __init__(self, control: socket.socket, pipes: _Pipes) -> None:
        self._control, self._pipes = control, pipes
        self.calls, self.answers, self.output = pipes.ours

    def end(self, wait: bool) -> str:
        try:
            self._control.send(b"W" if wait else b"E")
            reply = self._control.recv(DIED.size)
            _, status, killed = DIED.unpack(reply)
            why = "killed" if killed else describe(status)
        except (OSError, struct.error):
            why = "the server ended with it"
        finally:
            self._pipes.close_ours()
        return why


def describe(status: int) -> str:
    """A wait status in words."""
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        try:
            return f"signal {signal.Signals(number).name}"
        except ValueError:
            return f"signal {number}"
    return f"exit code {os.waitstatus_to_exitcode(status)}"
