"""Sandboxes as tests ask for them: each kind, and ``container`` on a kernel without Landlock."""

from __future__ import annotations

from unittest import mock

from grader.sandbox import Sandbox, landlock, open_sandbox

CHROOT = "container without Landlock"
SEALED = ("namespaces", "container", CHROOT)


def opened(kind: str) -> Sandbox:
    """A sandbox of ``kind``. Raises :class:`SandboxUnavailable`."""
    if kind != CHROOT:
        return open_sandbox(kind)
    with mock.patch.object(landlock, "abi", return_value=0):
        return open_sandbox("container")
