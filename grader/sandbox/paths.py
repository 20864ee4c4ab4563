"""What a worker may read: the standard library, numpy, msgspec, five files of ours, and the shared libraries that these have loaded.

Every file that all submissions may read is a way to signal from one to the other, as long as it may take to tell from the time of a
read whether somebody else has read it. So there are no more of them than Python and the assignment's packages need.

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
UNNEEDED = ("test", "idlelib", "tkinter", "turtledemo", "ensurepip", "lib2to3")
"""Folders of the standard library that no answer needs."""
MAPS = Path("/proc/self/maps")
SYSTEM = ("/lib", "/lib64", "/usr/lib", "/usr/lib64")


def _standard() -> list[str]:
    found = (sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib"))
    return [*dict.fromkeys(path for path in found if path)]


def library() -> list[str]:
    """``sys.path`` of a server: the standard library, and where numpy, msgspec and this package lie."""
    standard = _standard()
    folders = {str(Path(module.__file__ or "").parent.parent) for module in (np, msgspec, grader)}
    return [*dict.fromkeys([*standard, f"{standard[0]}/lib-dynload", *sorted(folders)])]


def readable() -> list[str]:
    """Files and folders a worker may read beside :func:`loaded`, as far as they exist here."""
    found = [*copied(), "/usr/share/zoneinfo", "/etc/localtime", *roots.DEVICES]
    return [path for path in dict.fromkeys(found) if os.path.exists(path)]


def loaded() -> list[str]:
    """The shared libraries that this process has loaded; all that the system has where nobody tells.

    An extension module that needs another one can't be imported by a worker.
    """
    try:
        lines = MAPS.read_text().splitlines()
    except OSError:
        return [
            path for path in (*SYSTEM, os.path.join(sys.base_prefix, "lib")) if os.path.exists(path)
        ]
    files = (line.split(maxsplit=5)[5] for line in lines if line.count("/"))
    return sorted({path for path in files if ".so" in os.path.basename(path)})


def copied() -> list[str]:
    """Of :func:`readable`, what is the interpreter's and ours: enough where its libraries are loaded already."""
    own = Path(grader.__file__).parent
    folders = (str(Path(module.__file__ or "").parent) for module in (np, msgspec))
    return [*_standard(), *folders, *(str(own / name) for name in OWN_FILES)]


def hidden(allowed: list[str]) -> list[str]:
    """The folders of packages inside ``allowed``, up to two levels down, and what is unneeded of the standard library."""
    found = [str(Path(folder) / name) for folder in _standard() for name in UNNEEDED]
    found = [path for path in found if os.path.isdir(path)]
    for path in allowed:
        folder = Path(path)
        if folder.name in PACKAGE_FOLDERS or not folder.is_dir():
            continue
        for name in PACKAGE_FOLDERS:
            found += [str(p) for p in (*folder.glob(name), *folder.glob(f"*/{name}"))]
    return sorted(set(found))


def without(allowed: list[str], masked: list[str]) -> list[str]:
    """``allowed`` with every folder that holds a masked one replaced by the rest of what it holds."""
    return _without(allowed, frozenset(masked), [os.path.realpath(mask) for mask in masked])


def _without(allowed: list[str], masked: frozenset[str], masks: list[str]) -> list[str]:
    found: list[str] = []
    for path in allowed:
        real = os.path.realpath(path)
        if real in masked:
            continue
        within = real + "/"
        if any(mask.startswith(within) for mask in masks):
            found += _without([entry.path for entry in os.scandir(real)], masked, masks)
        else:
            found.append(path)
    return found
