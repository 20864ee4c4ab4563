"""A user id for each grading process that is root: one that owns nothing and that nobody else has.

Which ones are taken is kept by the kernel: who uses one holds an abstract socket of its name, which is
free again the moment its holder ends, however it ends.
"""

from __future__ import annotations

import errno
import socket

from grader.sandbox.base import SandboxFault

FIRST = 60_600
COUNT = 400
"""Above what systems hand out to people (59,999 on Debian), below those of systemd (61,184 on)."""


class OwnUser:
    """A user id of one's own, until :meth:`close`. Linux only."""

    def __init__(self) -> None:
        for uid in range(FIRST, FIRST + COUNT):
            holder = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            try:
                holder.bind(f"\0grader-user-{uid}")
            except OSError as error:
                holder.close()
                if error.errno != errno.EADDRINUSE:
                    raise SandboxFault(f"no user id could be claimed ({error})") from None
                continue
            self.uid, self._holder = uid, holder
            return
        raise SandboxFault(f"all {COUNT} user ids are taken")

    def close(self) -> None:
        self._holder.close()
