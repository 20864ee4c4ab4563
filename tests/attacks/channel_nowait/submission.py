import ctypes
import fcntl
import os

import numpy

libc = ctypes.CDLL(None, use_errno=True)
room = ctypes.create_string_buffer(8192)
page = (ctypes.addressof(room) + 4095) & ~4095


def call(*numbers):
    if libc.syscall(*numbers) < 0:
        raise OSError(ctypes.get_errno(), "refused")


def tried(act):
    try:
        act()
    except (OSError, AttributeError):
        return
    print("LEAK: it works")


try:
    fd = os.open(numpy.__file__, os.O_RDONLY)
except OSError:
    fd = os.open("/dev/zero", os.O_RDONLY)

tried(lambda: os.preadv(fd, [bytearray(1)], 0, os.RWF_NOWAIT))
