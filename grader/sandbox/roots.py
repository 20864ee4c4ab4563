"""The file system inside the namespaces: a fresh root that holds only what was asked for.

An empty tmpfs becomes the root; the interpreter, its libraries and a handful of devices are bound into it
read-only, under their own paths. Nothing else exists there: no home, no /proc, no assignment.
"""

from __future__ import annotations

import os

from grader.sandbox import kernel

NEW_ROOT = "/tmp"
# Landlock passes over the very folder that something is mounted on, and looks at those above it: so the
# rule that lets a worker write names this one, and /tmp is mounted one level below.
PRIVATE = "/private"
DEVICES = ("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom")


def enter(readable: list[str], hidden: list[str]) -> None:
    """Swap the root for a new one with ``readable`` in it, but not what lies in the folders ``hidden`` unless it
    is named itself. Needs a user and a mount namespace."""
    kernel.mount("none", "/", "none", kernel.MS_REC | kernel.MS_PRIVATE)
    held = {
        path: os.open(path, os.O_PATH)
        for path in (*readable, *DEVICES, *hidden)
        if os.path.exists(path)
    }
    # Over /tmp, since every system has that folder; what lies below is hidden, not touched.
    kernel.mount(
        "tmpfs", NEW_ROOT, "tmpfs", kernel.MS_NOSUID | kernel.MS_NODEV, "size=64k,mode=755"
    )
    links: list[tuple[str, str]] = []
    covers: list[str] = []
    for path, descriptor in sorted(held.items()):
        target = NEW_ROOT + path
        if path in hidden:
            if os.path.isdir(target):
                kernel.mount("tmpfs", target, "tmpfs", kernel.MS_NOSUID, "size=64k,mode=755")
                covers.append(target)
            continue
        if os.path.islink(path):
            links.append((os.readlink(path), target))
            continue
        if os.path.ismount(target) or os.path.exists(target):
            continue  # inside a folder that is bound already
        if os.path.isdir(f"/proc/self/fd/{descriptor}"):
            os.makedirs(target, exist_ok=True)
        else:
            os.makedirs(os.path.dirname(target), exist_ok=True)
            os.close(os.open(target, os.O_CREAT | os.O_WRONLY, 0o600))
        kernel.mount(f"/proc/self/fd/{descriptor}", target, "none", kernel.MS_BIND | kernel.MS_REC)
        kernel.read_only(target)
    for text, target in links:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        if not os.path.lexists(target):
            os.symlink(text, target)
    for cover in covers:
        kernel.read_only(cover)
    for folder in (PRIVATE + "/tmp", "/old"):
        os.makedirs(NEW_ROOT + folder, exist_ok=True)
    os.makedirs(f"{NEW_ROOT}/dev", exist_ok=True)
    # There is a /tmp already where the libraries themselves lie below it; then only tempfile finds the private one.
    for name in ("/tmp", "/dev/shm"):
        if not os.path.lexists(NEW_ROOT + name):
            os.symlink(PRIVATE + "/tmp", NEW_ROOT + name)
    for descriptor in held.values():
        os.close(descriptor)
    os.chdir(NEW_ROOT)
    kernel.pivot_root(".", "old")
    os.chdir("/")
    kernel.umount("/old")
    os.rmdir("/old")
    kernel.mount("none", "/", "none", kernel.MS_REMOUNT | kernel.MS_BIND | kernel.MS_RDONLY)


def private_tmp(size: int) -> None:
    """A /tmp of this process's own, gone with it."""
    kernel.unshare(kernel.CLONE_NEWNS | kernel.CLONE_NEWIPC)
    kernel.mount(
        "tmpfs",
        PRIVATE + "/tmp",
        "tmpfs",
        kernel.MS_NOSUID | kernel.MS_NODEV | kernel.MS_NOEXEC,
        f"size={size},nr_inodes=1000,mode=1777",
    )
    os.chdir(PRIVATE + "/tmp")
