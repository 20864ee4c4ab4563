"""What a worker may read: the interpreter, its standard library, numpy, msgspec, and five files of ours.

Folders of installed packages lie inside the standard library's on most systems, and this package with an
assignment's solutions may well be installed there. So those folders are *hidden*: left out of what their parents
allow, and only numpy and msgspec are let back in.
"""

from __future__ import annotations

import os
import sys
import sysconfig
from pathlib import Path

import msgspec
import numpy as np

import grader
from grader.sandbox import roots

OWN_FILES = ("__init__.py", "model.py", "plain.py", "wire.py", "worker.py")
PACKAGE_FOLDERS = ("site-packages", "dist-packages")


def _standard() -> list[str]:
    found = (sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib"))
    return [*dict.fromkeys(path for path in found if path)]


def library() -> list[str]:
    """``sys.path`` of a server: the standard library, and where numpy, msgspec and this package lie."""
    standard = _standard()
    folders = {str(Path(module.__file__ or "").parent.parent) for module in (np, msgspec, grader)}
    return [*dict.fromkeys([*standard, f"{standard[0]}/lib-dynload", *sorted(folders)])]


def readable() -> list[str]:
    """Files and folders a worker may read, as far as they exist here."""
    found = [
        *copied(),
        str(Path(np.__file__).parent.parent / "numpy.libs"),
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
    return [path for path in dict.fromkeys(found) if os.path.exists(path)]


def copied() -> list[str]:
    """Of :func:`readable`, what is the interpreter's and ours: enough where its libraries are loaded already."""
    own = Path(grader.__file__).parent
    folders = (str(Path(module.__file__ or "").parent) for module in (np, msgspec))
    return [*_standard(), *folders, *(str(own / name) for name in OWN_FILES)]


def hidden(allowed: list[str]) -> list[str]:
    """The folders of packages inside ``allowed``, up to two levels down."""
    found: list[str] = []
    for path in allowed:
        folder = Path(path)
        if folder.name in PACKAGE_FOLDERS or not folder.is_dir():
            continue
        for name in PACKAGE_FOLDERS:
            found += [str(p) for p in (*folder.glob(name), *folder.glob(f"*/{name}"))]
    return sorted(set(found))


def without(allowed: list[str], masked: list[str]) -> list[str]:
    """``allowed`` with every folder that holds a masked one replaced by the rest of what it holds."""
    found: list[str] = []
    for path in allowed:
        real = os.path.realpath(path)
        if real in masked:
            continue
        if any(mask.startswith(real + "/") for mask in map(os.path.realpath, masked)):
            found += without([entry.path for entry in os.scandir(real)], masked)
        else:
            found.append(path)
    return found
