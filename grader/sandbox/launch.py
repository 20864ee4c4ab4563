"""First thing inside the server's process: enter the namespaces, then become the fork server.

Runs as ``python -s -P -S`` on this file with an environment of its own, so that nothing of the user's site is
loaded. Descriptor 3 is the control socket; the first message on it says which layers to use. The process
that entered the pid namespace is not in it, only its children are: so it forks, and waits.

When the grader is root, two users are mapped: the server stays root inside its namespace, to set up files, and
workers become a user that owns nothing, in there and outside. Only a process outside may write such a map,
so one more stays behind for that.
"""

from __future__ import annotations

import json
import os
import socket
import struct
import sys

CONTROL = 3
LENGTH = struct.Struct(">I")


def main() -> None:
    control = socket.socket(fileno=int(sys.argv[1]))
    (length,) = LENGTH.unpack(exactly(control, LENGTH.size))
    config = json.loads(exactly(control, length))
    if control.fileno() != CONTROL:
        os.dup2(control.fileno(), CONTROL)
        control.close()
    else:
        control.detach()
    os.closerange(CONTROL + 1, 1 << 16)
    sys.path[:] = config["path"]
    if config["namespaces"]:
        _enter(config["uid"])
    from grader.sandbox import server

    server.main(config, socket.socket(fileno=CONTROL))


def exactly(control: socket.socket, count: int) -> bytes:
    """``count`` bytes, or fewer at the end."""
    parts = b""
    while len(parts) < count and (part := control.recv(count - len(parts))):
        parts += part
    return parts


def _enter(worker: int | None) -> None:
    """Be the first process of namespaces of one's own. ``worker``: the user outside that workers are."""
    from grader.sandbox import kernel

    uid, gid = os.geteuid(), os.getegid()
    mapper = 0
    if worker is not None:
        entered, told = os.pipe()
        mapper = os.fork()
        if mapper == 0:
            os.close(told)
            os.read(entered, 1)
            for name, own in (("uid_map", uid), ("gid_map", gid)):
                _write(f"/proc/{os.getppid()}/{name}", f"0 {own} 1\n{kernel.NOBODY} {worker} 1")
            os._exit(0)
        os.close(entered)
    kernel.unshare(
        kernel.CLONE_NEWUSER
        | kernel.CLONE_NEWNS
        | kernel.CLONE_NEWPID
        | kernel.CLONE_NEWNET
        | kernel.CLONE_NEWIPC
        | kernel.CLONE_NEWUTS
    )
    if worker is None:
        _write("/proc/self/setgroups", "deny")
        _write("/proc/self/uid_map", f"{kernel.NOBODY} {uid} 1")
        _write("/proc/self/gid_map", f"{kernel.NOBODY} {gid} 1")
    else:
        os.close(told)
        if os.waitpid(mapper, 0)[1] != 0:
            raise OSError("the map of users could not be written")
    child = os.fork()
    if child:
        os.close(CONTROL)
        os.waitpid(child, 0)
        os._exit(0)
    kernel.prctl(kernel.PR_SET_PDEATHSIG, 9)
    # /proc of the new pid namespace: the server reads its own namespace there, then leaves it behind.
    kernel.mount("none", "/", "none", kernel.MS_REC | kernel.MS_PRIVATE)
    kernel.mount("proc", "/proc", "proc", kernel.MS_NOSUID | kernel.MS_NODEV | kernel.MS_NOEXEC)


def _write(path: str, text: str) -> None:
    with open(path, "w") as file:
        file.write(text)


if __name__ == "__main__":
    main()
