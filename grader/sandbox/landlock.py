"""Landlock: which files a process may touch, decided by itself and never widened again.

A ruleset handles all rights the kernel knows; what no rule allows is refused. Here: read below a few
folders, write below a private one. From ABI 4 on TCP is refused, from ABI 6 on abstract sockets and signals
to processes outside.
"""

from __future__ import annotations

import ctypes
import os
import struct

from grader.sandbox import kernel

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1, 2, 4, 8
_RIGHTS_OF_ABI = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 4: (1 << 15) - 1}
_ALL = (1 << 16) - 1
_OF_FILES = EXECUTE | WRITE_FILE | READ_FILE | 1 << 14 | 1 << 15
_PATH_BENEATH = 1


def abi() -> int:
    """The kernel's Landlock version, 0 where there is none."""
    if not kernel.LINUX:
        return 0
    try:
        return kernel.syscall("landlock_create_ruleset", None, 0, 1)
    except OSError:
        return 0


def _handled(version: int) -> int:
    return _RIGHTS_OF_ABI.get(version, _ALL)


def ruleset(readable: list[str], writable: list[str]) -> int:
    """A ruleset descriptor that allows reading below ``readable`` and all below ``writable``."""
    version = abi()
    handled = _handled(version)
    network = 3 if version >= 4 else 0
    scoped = 3 if version >= 6 else 0
    attributes = struct.pack("QQQ", handled, network, scoped)
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    buffer = ctypes.create_string_buffer(attributes)
    descriptor = kernel.syscall("landlock_create_ruleset", buffer, size, 0)
    for path in readable:
        _allow(descriptor, path, (READ_FILE | READ_DIR | EXECUTE) & handled)
    for path in writable:
        _allow(descriptor, path, handled & ~EXECUTE)
    return descriptor


def _allow(descriptor: int, path: str, rights: int) -> None:
    try:
        parent = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        if not os.path.isdir(path):
            rights &= _OF_FILES
        rule = ctypes.create_string_buffer(struct.pack("=Qi", rights, parent))
        kernel.syscall("landlock_add_rule", descriptor, _PATH_BENEATH, rule, 0)
    finally:
        os.close(parent)


def restrict(descriptor: int) -> None:
    """Apply the ruleset to this process, for good. Needs no_new_privs."""
    kernel.syscall("landlock_restrict_self", descriptor, 0)
