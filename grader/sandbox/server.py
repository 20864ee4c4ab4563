"""The fork server: one Python with numpy loaded, inside the isolation, that never holds a secret.

The grader starts it once and asks it for workers: each request carries three descriptors (calls, answers,
output) and is answered by a fork, which takes a few milliseconds where starting an interpreter takes
a hundred. The server waits for the child's end or the grader's word, kills the child, reaps it, and tells how it
ended. One child at a time; the child is the first process of a pid namespace of its own where there is one,
so all it left behind ends with it.

Control messages from the grader: "F" + limits (with three descriptors), "E" (end the child), "W" (the same, once
it had a moment to end by itself). To the grader: "R" once ready, "S" forked (with a handle on the child), "D" + wait status.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
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
SWEEPS = 500
# launch.py closed everything but the control socket; the server itself opens a handful.
MAX_DESCRIPTOR = 256

# Loaded before any student's code, so that a fork need not read them, nor be able to: where workers have a user of
# their own and the interpreter lies in a home folder, they can't.
PRELOADED = [
    "abc",
    "argparse",
    "array",
    "ast",
    "base64",
    "bisect",
    "calendar",
    "cmath",
    "collections",
    "collections.abc",
    "concurrent.futures",
    "contextlib",
    "copy",
    "csv",
    "ctypes",
    "dataclasses",
    "datetime",
    "decimal",
    "doctest",
    "enum",
    "fractions",
    "functools",
    "gc",
    "hashlib",
    "heapq",
    "inspect",
    "io",
    "itertools",
    "json",
    "logging",
    "math",
    "mmap",
    "numbers",
    "operator",
    "os",
    "pathlib",
    "pdb",
    "pprint",
    "queue",
    "random",
    "re",
    "resource",
    "secrets",
    "shutil",
    "signal",
    "statistics",
    "string",
    "struct",
    "sys",
    "tempfile",
    "textwrap",
    "threading",
    "time",
    "timeit",
    "traceback",
    "types",
    "typing",
    "unittest",
    "unittest.mock",
    "uuid",
    "warnings",
    "weakref",
    "numpy.linalg",
    "numpy.ma",
    "numpy.random",
    "numpy.testing",
    "numpy.fft",
    "numpy.polynomial",
    "numpy.typing",
]


class Config:
    """What the grader says at the start: which layers to use."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.namespaces: bool = data["namespaces"]
        self.landlock: bool = data["landlock"]
        self.seccomp: bool = data["seccomp"]
        self.uid: int | None = data["uid"]
        self.root: str = data["root"]
        self.readable: list[str] = data["readable"]
        self.allowed: list[str] = data["allowed"]
        self.hidden: list[str] = data["hidden"]
        self.writable: list[str] = data["writable"]


def main(data: dict[str, Any], control: socket.socket) -> None:
    """Serve on ``control`` until the grader hangs up."""
    config = Config(data)
    for name in PRELOADED:
        with contextlib.suppress(ImportError):
            __import__(name)
    with contextlib.suppress(OSError):
        ctypes.CDLL("libgcc_s.so.1")  # the C library loads it when a thread ends
    if config.namespaces or config.landlock:
        from grader.sandbox import paths

        libraries = paths.loaded()
        config.readable += libraries
        config.allowed += libraries
    base = limits.virtual_size()
    if config.namespaces:
        own_pid_namespace = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
        from grader.sandbox import roots

        roots.enter(config.readable, config.hidden)
    else:
        own_pid_namespace = -1
        if kernel.LINUX:
            # What a worker leaves behind becomes a child of the server, which ends it.
            kernel.prctl(kernel.PR_SET_CHILD_SUBREAPER, 1)
    rules = -1
    if config.landlock:
        rules = landlock.ruleset(config.allowed, config.writable)
    if kernel.LINUX:
        # Where workers share the server's user, neither may be traced or read through /proc.
        kernel.prctl(kernel.PR_SET_DUMPABLE, 0)
    sys.argv[:] = ["submission"]
    # What is here now is never garbage: collections in the forks needn't touch (and so copy) it.
    gc.collect()
    gc.freeze()
    control.send(b"R")
    while True:
        data_in, descriptors, _, _ = socket.recv_fds(control, REQUEST.size, 3)
        if not data_in:
            return
        data_in += control.recv(REQUEST.size - len(data_in), socket.MSG_WAITALL)
        if data_in[:1] == b"F" and len(descriptors) == 3:
            _, memory_bytes, file_bytes = REQUEST.unpack(data_in)
            if own_pid_namespace >= 0:
                kernel.unshare(kernel.CLONE_NEWPID)
            child = os.fork()
            if child == 0:
                _child(config, descriptors, rules, memory_bytes, file_bytes, base)
            if own_pid_namespace >= 0:
                kernel.setns(own_pid_namespace, kernel.CLONE_NEWPID)
            for descriptor in descriptors:
                os.close(descriptor)
            _announce(control, child)
            _watch(control, child)


def _announce(control: socket.socket, child: int) -> None:
    """Say that the child is there, with a handle on it where the system has such: its number means nothing outside."""
    handle = -1
    with contextlib.suppress(OSError, AttributeError):
        handle = os.pidfd_open(child)
    if handle < 0:
        control.send(b"S")
    else:
        socket.send_fds(control, [b"S"], [handle])
        os.close(handle)


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
    with contextlib.suppress(OSError):
        os.killpg(child, signal.SIGKILL)
    if killed:
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    _sweep()
    if data:
        control.send(DIED.pack(b"D", status, killed))
    else:
        os._exit(0)


def _sweep() -> None:
    """End what the child left behind, where it can leave anything."""
    for _ in range(SWEEPS):
        try:
            if os.waitpid(-1, os.WNOHANG)[0]:
                continue
        except ChildProcessError:
            return
        with contextlib.suppress(OSError), open("/proc/thread-self/children") as file:
            for orphan in file.read().split():
                os.kill(int(orphan), signal.SIGKILL)
        time.sleep(0.001)


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
        low = 3
        for kept in sorted({source, sink, rules} - {-1}):
            os.closerange(low, kept)
            low = kept + 1
        os.closerange(low, MAX_DESCRIPTOR)
        os.setsid()
        if config.namespaces:
            from grader.sandbox import roots

            roots.private_tmp(file_bytes)
        alone = config.namespaces or config.uid is not None
        limits.apply(memory_bytes, file_bytes, base, processes=alone)
        if config.root:
            os.chroot(config.root)
            os.chdir("/")
        if config.uid is not None:
            uid = kernel.NOBODY if config.namespaces else config.uid
            os.setgroups([])
            os.setresgid(uid, uid, uid)
            os.setresuid(uid, uid, uid)
            # Changing user clears it.
            kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
        if config.namespaces or config.landlock or config.root or config.seccomp:
            kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
        if rules >= 0:
            landlock.restrict(rules)
            os.close(rules)
        if config.namespaces or config.landlock or config.root:
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
