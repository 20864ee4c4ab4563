"""``grader check --watch``: check again whenever the file changes or a key is pressed.

Time is only spent waiting: for a change, which is looked for five times a second, or for a key, where there is a keyboard.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

SECONDS = 0.2
QUIT = "q"

Keys = Callable[[float], str]
"""Waits at most so many seconds for a key; "" when none was pressed."""


def watch(path: Path, check: Callable[[], None], press: Callable[[str], None], keys: Keys) -> None:
    """Call ``check`` now and after each change of the file (or a file of the folder), ``press`` with each key; until "q"."""
    last: object = None
    while True:
        changed = _changed(path)
        if changed is not None and changed != last:
            last = changed
            check()
        key = keys(SECONDS)
        if key == QUIT:
            return
        if key:
            press(key)


@contextlib.contextmanager
def keyboard() -> Iterator[Keys]:
    """The keys of the terminal, each as it is pressed; none where there is no terminal."""
    if not sys.stdin.isatty():
        yield _none
    elif sys.platform == "win32":
        yield _windows
    else:
        import termios
        import tty

        descriptor = sys.stdin.fileno()
        before = termios.tcgetattr(descriptor)
        try:
            tty.setcbreak(descriptor)
            yield _posix
        finally:
            termios.tcsetattr(descriptor, termios.TCSADRAIN, before)


def _none(seconds: float) -> str:
    time.sleep(seconds)
    return ""


def _posix(seconds: float) -> str:
    import select

    ready, _, _ = select.select([sys.stdin], [], [], seconds)
    if not ready:
        return ""
    # A terminal that was closed has nothing more to say.
    return os.read(sys.stdin.fileno(), 1).decode("ascii", "replace").lower() or QUIT


def _windows(seconds: float) -> str:
    import msvcrt

    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if msvcrt.kbhit():  # type: ignore[attr-defined,unused-ignore]
            return str(msvcrt.getwch()).lower()  # type: ignore[attr-defined,unused-ignore]
        time.sleep(0.02)
    return ""


def _changed(path: Path) -> object:
    """What differs after a change: times and sizes; None while an editor is replacing the file."""
    try:
        if path.is_dir():
            files = sorted(file for file in path.iterdir() if file.suffix in (".py", ".ipynb"))
        else:
            files = [path]
        return [(file.name, file.stat().st_mtime_ns, file.stat().st_size) for file in files]
    except OSError:
        return None
