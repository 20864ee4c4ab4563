"""First thing inside the server's process: enter the namespaces, then become the fork server.

Runs as ``python -I -S -c`` with this file's text, so that nothing of the user's site is loaded. The
process that entered the pid namespace is not in it, only its children are: so it forks, and waits.
"""

from __future__ import annotations

import json
import os
import sys


def main() -> None:
    config = json.loads(sys.argv[1])
    sys.path[:] = config["path"]
    if config["namespaces"]:
        from grader.sandbox import kernel

        uid, gid = os.geteuid(), os.getegid()
        kernel.unshare(
            kernel.CLONE_NEWUSER
            | kernel.CLONE_NEWNS
            | kernel.CLONE_NEWPID
            | kernel.CLONE_NEWNET
            | kernel.CLONE_NEWIPC
            | kernel.CLONE_NEWUTS
        )
        _write("/proc/self/setgroups", "deny")
        _write("/proc/self/uid_map", f"65534 {uid} 1")
        _write("/proc/self/gid_map", f"65534 {gid} 1")
        child = os.fork()
        if child:
            for descriptor in (config["control"],):
                os.close(descriptor)
            os.waitpid(child, 0)
            os._exit(0)
        kernel.prctl(kernel.PR_SET_PDEATHSIG, 9)
        # /proc of the new pid namespace: the server reads its own namespace there, then leaves it behind.
        kernel.mount("none", "/", "none", kernel.MS_REC | kernel.MS_PRIVATE)
        kernel.mount("proc", "/proc", "proc", kernel.MS_NOSUID | kernel.MS_NODEV | kernel.MS_NOEXEC)
    from grader.sandbox import server

    server.main()


def _write(path: str, text: str) -> None:
    with open(path, "w") as file:
        file.write(text)


if __name__ == "__main__":
    main()
