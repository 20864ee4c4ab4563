import fcntl, os
import numpy as np

HELD = []
for path in (np.__file__, os.__file__, "/dev/null", "/etc/ld.so.cache", "/etc/passwd"):
    try:
        file = open(path, "rb")
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        HELD.append(file)
    except OSError:
        pass
