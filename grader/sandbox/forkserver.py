"""The grader's end of the fork server: start it, ask it for workers, start it again when it is gone."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import struct
import subprocess
import sys
from pathlib import Path
from typing import final

import msgspec

from grader.sandbox import arithmetic, cgroup, paths, queueing, roots
from grader.sandbox.base import SERVER_GONE, Channel, SandboxFault, Spawner
from grader.sandbox.jail import Jail
from grader.sandbox.launch import LENGTH, exactly
from grader.sandbox.pipes import Pipes, describe
from grader.sandbox.server import DIED, REQUEST
from grader.sandbox.users import OwnUser

START_SECONDS = 30.0
RESTARTS = 3


class Layers(msgspec.Struct, frozen=True, kw_only=True):
    """Which layers a server uses."""

    namespaces: bool = False
    landlock: bool = False
    seccomp: bool = False
    own_user: bool = False
    jail: bool = False
    """A copy of what workers may read as their root folder. With ``own_user`` only."""


class ForkServer(Spawner):
    """Spawns workers as forks of one server with the given layers."""

    def __init__(self, layers: Layers) -> None:
        readable = paths.readable()
        hidden = paths.hidden(readable)
        self._own_user = OwnUser() if layers.own_user else None
        self.uid = None if self._own_user is None else self._own_user.uid
        self._jail: Jail | None = None
        if layers.jail and self._own_user is not None:
            try:
                self._jail = Jail(self._own_user.uid)
            except OSError as error:
                self._own_user.close()
                raise SandboxFault(f"no root folder could be made ({error})") from None
        self._config = json.dumps(
            {
                **msgspec.to_builtins(layers),
                "uid": self.uid,
                "root": "" if self._jail is None else str(self._jail.root),
                "path": paths.library(),
                "readable": readable,
                "hidden": hidden,
                "allowed": paths.without(readable, hidden),
                "writable": ["/dev/null", *([roots.PRIVATE] if layers.namespaces else [])],
            }
        ).encode()
        self._group: cgroup.Group | None = None
        self._control: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None
        try:
            self._start()
        except SandboxFault:
            self.close()
            raise

    def _start(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        launch = str(Path(__file__).parent / "launch.py")
        environment = {
            "OPENBLAS_NUM_THREADS": "1",
            "OMP_NUM_THREADS": "1",
            "MKL_NUM_THREADS": "1",
            "PYTHONHASHSEED": "0",
            "LC_ALL": "C.UTF-8",
            **arithmetic.chosen(),
        }
        self._process = subprocess.Popen(
            [sys.executable, "-s", "-P", "-S", "-B", launch, str(theirs.fileno())],
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
        self._counted(self._process.pid)
        try:
            ours.sendall(LENGTH.pack(len(self._config)) + self._config)
            ready = ours.recv(1) == b"R"
        except OSError:
            ready = False
        if not ready:
            why = self._last_words()
            self._stop()
            raise SandboxFault(f"the fork server did not start: {why}")

    @property
    def counted(self) -> bool:
        """Whether the kernel counts memory and processes for all workers together."""
        return self._group is not None

    def _counted(self, pid: int) -> None:
        """Put the server into a group of its own, where there can be one, before it starts anything."""
        self._group = cgroup.make()
        if self._group is not None:
            try:
                self._group.take(pid)
            except OSError:
                self._group.close()
                self._group = None

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
            descriptors = Pipes()
            control = self._control
            assert control is not None
            try:
                if self._group is not None:
                    self._group.limit(memory_bytes)
                socket.send_fds(
                    control,
                    [REQUEST.pack(b"F", memory_bytes, file_bytes)],
                    descriptors.theirs,
                )
                answer, handles, _, _ = socket.recv_fds(control, 1, 1)
            except OSError:
                answer, handles = b"", []
            descriptors.close_theirs()
            if answer == b"S":
                return ForkChannel(control, descriptors, *handles)
            descriptors.close_ours()
            # Student code can reach the server only in kinds without a pid namespace.
            self._stop()
            self._start()
        raise SandboxFault("the fork server ends again and again")

    def close(self) -> None:
        self._stop()
        if self._jail is not None:
            self._jail.close()
        if self._own_user is not None:
            self._own_user.close()

    def _stop(self) -> None:
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
        if self._group is not None:
            self._group.close()
            self._group = None


@final
class ForkChannel(Channel):
    """A worker forked by the server."""

    def __init__(self, control: socket.socket, pipes: Pipes, handle: int = -1) -> None:
        self._control = control
        self._handle = handle
        self.calls, self.answers, self.output = pipes.ours

    def starved(self) -> float:
        return queueing.of_process(self._handle) if self._handle >= 0 else 0.0

    def end(self, wait: bool) -> str:
        try:
            self._control.send(b"W" if wait else b"E")
            reply = exactly(self._control, DIED.size)
            _, status, killed = DIED.unpack(reply)
            why = "killed" if killed else describe(status)
        except (OSError, struct.error):
            why = SERVER_GONE
        finally:
            for ours in (self.calls, self.answers, self.output):
                ours.close()
            if self._handle >= 0:
                os.close(self._handle)
        return why
