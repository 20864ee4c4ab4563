"""The fork server: one Python with numpy loaded, inside the isolation, that never holds a secret.

The grader starts it once and asks it for workers: each request carries three descriptors (calls, answers,
output) and is answered by a fork, which takes a few milliseconds where starting an interpreter takes
a hundred. The server waits for the child's end or the grader's word, kills the child, reaps it, and tells how it
ended. One child at a time; the child is the first process of a pid namespace of its own where there is one,
so all it left behind ends with it.

Control messages from the grader: "F" + limits (with three descriptors), "E" (end the child), "W" (the same, once
it had a moment to end by itself). To the grader: "R" once ready, "S" forked, "D" + wait status.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import select
import signal
import socket
import struct
import sys
import time
from typing import Any

from grader import worker
from grader.sandbox import kernel, landlock, limits, seccomp
from grader.sandbox.base import GRACE_SECONDS

REQUEST = struct.Struct(">cQQ")
DIED = struct.Struct(">ci?")

# Loaded before any student's code, so that a fork need not read them, nor be able to.
PRELOADED = [
    "abc",
    "array",
    "base64",
    "bisect",
    "calendar",
    "cmath",
    "collections",
    "contextlib",
    "copy",
    "csv",
    "ctypes",
    "dataclasses",
    "datetime",
    "decimal",
    "enum",
    "fractions",
    "functools",
    "gc",
    "heapq",
    "inspect",
    "io",
    "itertools",
    "json",
    "math",
    "numbers",
    "operator",
    "os",
    "pprint",
    "queue",
    "random",
    "re",
    "statistics",
    "string",
    "struct",
    "sys",
    "textwrap",
    "threading",
    "time",
    "timeit",
    "traceback",
    "types",
    "typing",
    "unittest",
    "uuid",
    "warnings",
    "weakref",
    "numpy.linalg",
    "numpy.random",
    "numpy.testing",
    "numpy.fft",
    "numpy.polynomial",
    "numpy.typing",
]


class Config:
    """What the grader says on the command line: which layers to use."""

    def __init__(self, text: str) -> None:
        data: dict[str, Any] = json.loads(text)
        self.control: int = data["control"]
        self.namespaces: bool = data["namespaces"]
        self.landlock: bool = data["landlock"]
        self.seccomp: bool = data["seccomp"]
        self.uid: int | None = data["uid"]
        self.readable: list[str] = data["readable"]
        self.writable: list[str] = data["writable"]


def main() -> None:
    """Serve until the grader hangs up."""
    config = Config(sys.argv[1])
    for name in PRELOADED:
        with contextlib.suppress(ImportError):
            __import__(name)
    base = limits.virtual_size()
    if config.namespaces:
        own_pid_namespace = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
        from grader.sandbox import roots

        roots.enter(config.readable)
    else:
        own_pid_namespace = -1
    rules = -1
    if config.landlock:
        rules = landlock.ruleset(config.readable, config.writable)
    sys.path[:] = [path for path in sys.path if path not in ("", os.getcwd())]
    # What is here now is never garbage: collections in the forks needn't touch (and so copy) it.
    gc.collect()
    gc.freeze()
    control = socket.socket(fileno=config.control)
    control.send(b"R")
    while True:
        data, descriptors, _, _ = socket.recv_fds(control, REQUEST.size, 3)
        if not data:
            return
        if data[:1] == b"F" and len(descriptors) == 3:
            _, memory_bytes, file_bytes = REQUEST.unpack(data)
            if own_pid_namespace >= 0:
                kernel.unshare(kernel.CLONE_NEWPID)
            child = os.fork()
            if child == 0:
                _child(config, descriptors, rules, memory_bytes, file_bytes, base)
            if own_pid_namespace >= 0:
                kernel.setns(own_pid_namespace, kernel.CLONE_NEWPID)
            for descriptor in descriptors:
                os.close(descriptor)
            control.send(b"S")
            _watch(control, child)


def _watch(control: socket.socket, child: int) -> None:
    """Until the grader wants the child gone: a child that ended before that ended by itself."""
    select.select([control], [], [])
    data = control.recv(1)
    pid, status = os.waitpid(child, os.WNOHANG)
    patience = time.monotonic() + GRACE_SECONDS
    while pid == 0 and data == b"W" and time.monotonic() < patience:
        time.sleep(0.001)
        pid, status = os.waitpid(child, os.WNOHANG)
    killed = pid == 0
    if killed:
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    if data:
        control.send(DIED.pack(b"D", status, killed))
    else:
        os._exit(0)


def _child(
    config: Config,
    descriptors: list[int],
    rules: int,
    memory_bytes: int,
    file_bytes: int,
    base: int,
) -> None:
    """Become a worker: descriptors first, then one layer after the other, then the student's code."""
    code = 70
    try:
        if kernel.LINUX:
            kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
        for target, descriptor in enumerate(descriptors):
            os.dup2(descriptor, target)
        source, sink = worker.take_descriptors()
        for descriptor in range(3, max(64, *descriptors) + 1):
            if descriptor not in (source, sink, rules):
                with contextlib.suppress(OSError):
                    os.close(descriptor)
        os.setsid()
        if config.namespaces:
            from grader.sandbox import roots

            roots.private_tmp(file_bytes)
        limits.apply(memory_bytes, file_bytes, base)
        if config.uid is not None:
            os.setgroups([])
            os.setresgid(config.uid, config.uid, config.uid)
            os.setresuid(config.uid, config.uid, config.uid)
            # Changing user clears it.
            kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
        if config.namespaces or config.landlock or config.seccomp:
            kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
        if rules >= 0:
            landlock.restrict(rules)
            os.close(rules)
        if config.namespaces:
            kernel.drop_capabilities()
        if config.seccomp:
            seccomp.restrict()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGPIPE):
            signal.signal(number, signal.SIG_DFL)
        worker.serve(source, sink)
        code = 0
    except BaseException:
        # Said on the output pipe; the grader takes an early end for what it is.
        with contextlib.suppress(BaseException):
            import traceback

            traceback.print_exc()
    os._exit(code)
