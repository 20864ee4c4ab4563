"""Linux system calls that Python has no name for, through ctypes. Each raises OSError as os.* would.

Importable everywhere; the calls exist on Linux only.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys

CLONE_NEWNS = 0x00020000
CLONE_NEWUTS = 0x04000000
CLONE_NEWIPC = 0x08000000
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000

MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC = 1, 2, 4, 8
MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = 32, 4096, 16384, 1 << 18
MNT_DETACH = 2

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_CHILD_SUBREAPER = 36
PR_SET_NO_NEW_PRIVS = 38
PR_CAPBSET_DROP = 24

# System call numbers: x86_64, aarch64 (the generic table).
_NUMBERS = {
    "pivot_root": (155, 41),
    "capset": (126, 91),
    "seccomp": (317, 277),
    "mount_setattr": (442, 442),
    "landlock_create_ruleset": (444, 444),
    "landlock_add_rule": (445, 445),
    "landlock_restrict_self": (446, 446),
}
_MACHINE = {"x86_64": 0, "aarch64": 1}.get(platform.machine())

NOBODY = 65534
"""The user that owns nothing."""
LINUX = sys.platform == "linux" and _MACHINE is not None

if LINUX:
    _libc = ctypes.CDLL(None, use_errno=True)


def number(name: str) -> int:
    """The number of a system call on this machine."""
    if _MACHINE is None:
        raise OSError(f"no system call table for {platform.machine()}")
    return _NUMBERS[name][_MACHINE]


def _checked(result: int, what: str) -> int:
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{what}: {os.strerror(code)}")
    return result


def syscall(name: str, *arguments: object) -> int:
    made = [
        ctypes.c_long(a) if isinstance(a, int) else a  # ints are 32 bits in varargs otherwise
        for a in arguments
    ]
    return _checked(_libc.syscall(ctypes.c_long(number(name)), *made), name)


def prctl(option: int, *arguments: int) -> int:
    made = [ctypes.c_ulong(a) for a in (*arguments, 0, 0, 0, 0)[:4]]
    return _checked(_libc.prctl(option, *made), f"prctl {option}")


def unshare(flags: int) -> None:
    _checked(_libc.unshare(flags), "unshare")


def setns(descriptor: int, kind: int) -> None:
    _checked(_libc.setns(descriptor, kind), "setns")


def mount(source: str, target: str, kind: str, flags: int, options: str = "") -> None:
    _checked(
        _libc.mount(
            source.encode(), target.encode(), kind.encode(), ctypes.c_ulong(flags), options.encode()
        ),
        f"mount {target}",
    )


def umount(target: str) -> None:
    _checked(_libc.umount2(target.encode(), MNT_DETACH), f"umount {target}")


def read_only(target: str) -> None:
    """Make the mount at ``target`` and those below it read-only, without set-user-id and devices."""
    attributes = struct.pack("QQQQ", 1 | 2, 0, 0, 0)  # RDONLY | NOSUID
    buffer = ctypes.create_string_buffer(attributes)
    # -100 is AT_FDCWD, 0x8000 AT_RECURSIVE.
    syscall("mount_setattr", -100, target.encode(), 0x8000, buffer, len(attributes))


def pivot_root(new: str, old: str) -> None:
    syscall("pivot_root", new.encode(), old.encode())


def drop_capabilities() -> None:
    """No capability in any set, and none to be had by running a program."""
    for capability in range(64):
        try:
            prctl(PR_CAPBSET_DROP, capability)
        except OSError:
            break
    header = ctypes.create_string_buffer(struct.pack("Ii", 0x20080522, 0))
    data = ctypes.create_string_buffer(bytes(24))
    syscall("capset", header, data)
