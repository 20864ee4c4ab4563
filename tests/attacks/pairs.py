"""One half of a pair: what a submission may do so that another one notices (``hold``), and where that one looks (``look``).

Runs as a cell in a sandbox. Each channel is two functions; what is refused is told as such, so that two looks can be compared.
"""

import contextlib
import ctypes
import fcntl
import mmap
import os
import resource
import socket
import struct
import tempfile
import threading

import numpy

libc = ctypes.CDLL(None, use_errno=True)
KEPT = []
FILES = [numpy.__file__, os.__file__, "/dev/null", "/dev/zero", "/dev/urandom"]
OPENED = {}
for _path in FILES:
    with contextlib.suppress(OSError):
        OPENED[_path] = os.open(_path, os.O_RDONLY)
KEY = 0x5EC2E7


def _call(*numbers):
    found = libc.syscall(*numbers)
    if found < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return found


def _each(act):
    """What ``act`` says of each file."""
    return [_said(lambda fd=fd: act(fd)) for fd in OPENED.values()]


def _said(act):
    try:
        return repr(act())
    except Exception as error:
        return type(error).__name__


def _lock(kind):
    return struct.pack("hhqqi4x", kind, os.SEEK_SET, 0, 1, 0)


def _bytes(text):
    return ctypes.create_string_buffer(text.encode())


def _resident(fd):
    size = os.fstat(fd).st_size
    mapped = mmap.mmap(fd, size, prot=mmap.PROT_READ)
    start = numpy.frombuffer(mapped, numpy.uint8).ctypes.data
    told = ctypes.create_string_buffer(size // 4096 + 1)
    _call(27, ctypes.c_void_p(start), ctypes.c_size_t(size), told)
    return told.raw


def _threads():
    """How many more can be started."""
    end = threading.Event()
    made = []
    try:
        for _ in range(70):
            made.append(threading.Thread(target=end.wait, daemon=True))
            made[-1].start()
    except RuntimeError:
        pass
    finally:
        end.set()
        for one in made[:-1]:
            one.join()
    return len(made)


def _many_threads():
    for _ in range(50):
        KEPT.append(threading.Thread(target=threading.Event().wait, daemon=True))
        KEPT[-1].start()


def _bound(address, family=socket.AF_UNIX):
    one = socket.socket(family, socket.SOCK_STREAM)
    KEPT.append(one)
    one.bind(address)
    one.listen()


def _write(path):
    with open(path, "w") as file:
        file.write("x")


def _queue(flags):
    return libc.mq_open(b"/pair", flags, 0o666, None) >= 0


def _semaphore(flags):
    libc.sem_open.restype = ctypes.c_void_p
    return bool(libc.sem_open(b"/pair", flags, 0o666, 1))


CHANNELS = {
    "flock": (
        lambda: _each(lambda fd: fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)),
        lambda: _each(lambda fd: fcntl.flock(fd, fcntl.LOCK_SH | fcntl.LOCK_NB)),
    ),
    "record lock": (
        lambda: _each(lambda fd: fcntl.fcntl(fd, fcntl.F_SETLK, _lock(fcntl.F_RDLCK))),
        lambda: _each(lambda fd: fcntl.fcntl(fd, fcntl.F_GETLK, _lock(fcntl.F_WRLCK))),
    ),
    "open file lock": (
        lambda: _each(lambda fd: fcntl.fcntl(fd, 37, _lock(fcntl.F_RDLCK))),
        lambda: _each(lambda fd: fcntl.fcntl(fd, 36, _lock(fcntl.F_WRLCK))),
    ),
    "lease": (
        lambda: _each(lambda fd: fcntl.fcntl(fd, 1024, fcntl.F_RDLCK)),
        lambda: _each(lambda fd: fcntl.fcntl(fd, 1025)),
    ),
    "hint": (
        lambda: _each(lambda fd: fcntl.fcntl(fd, 1036, struct.pack("Q", 3))),
        lambda: _each(lambda fd: fcntl.fcntl(fd, 1035, struct.pack("Q", 0))),
    ),
    "pages in memory": (
        lambda: _each(lambda fd: os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_DONTNEED)),
        lambda: _each(_resident),
    ),
    "reads that don't wait": (
        lambda: _each(lambda fd: os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_WILLNEED)),
        lambda: _each(lambda fd: os.preadv(fd, [bytearray(1)], 0, os.RWF_NOWAIT)),
    ),
    "times and modes of files": (
        lambda: [
            _said(lambda path=path: (os.utime(path, (1, 1)), os.chmod(path, 0o600)))
            for path in FILES
        ],
        lambda: _each(lambda fd: (os.fstat(fd).st_mtime_ns, os.fstat(fd).st_mode)),
    ),
    "attributes of files": (
        lambda: [_said(lambda path=path: os.setxattr(path, "user.pair", b"x")) for path in FILES],
        lambda: [_said(lambda path=path: os.listxattr(path)) for path in FILES],
    ),
    "files": (
        lambda: [
            _said(lambda place=place: _write(f"{place}/left-behind-pair"))
            for place in (".", tempfile.gettempdir(), "/tmp", "/var/tmp", "/dev/shm", "/run")
        ],
        lambda: [
            os.path.exists(f"{place}/left-behind-pair")
            for place in (".", tempfile.gettempdir(), "/tmp", "/var/tmp", "/dev/shm", "/run")
        ],
    ),
    "abstract sockets": (lambda: _bound("\0pair"), lambda: _bound("\0pair")),
    "ports": (
        lambda: _bound(("127.0.0.1", 48123), socket.AF_INET),
        lambda: _bound(("127.0.0.1", 48123), socket.AF_INET),
    ),
    "shared memory": (lambda: _call(29, KEY, 4096, 0o1666), lambda: _call(29, KEY, 4096, 0) >= 0),
    "semaphores": (lambda: _call(64, KEY, 1, 0o1666), lambda: _call(64, KEY, 1, 0) >= 0),
    "queues": (lambda: _call(68, KEY, 0o1666), lambda: _call(68, KEY, 0) >= 0),
    "named queues": (lambda: _queue(os.O_CREAT | os.O_RDWR), lambda: _queue(os.O_RDWR)),
    "named semaphores": (lambda: _semaphore(os.O_CREAT), lambda: _semaphore(0)),
    "keys": (
        lambda: _call(248, _bytes("user"), _bytes("pair"), _bytes("x"), 1, -4),
        lambda: _call(249, _bytes("user"), _bytes("pair"), None, 0) >= 0,
    ),
    "processes": (lambda: os.fork(), lambda: len(os.listdir("/proc"))),
    "threads": (_many_threads, _threads),
    "names of the machine": (lambda: socket.sethostname("pair"), lambda: socket.gethostname()),
    "pipes": (
        lambda: KEPT.extend(os.pipe() for _ in range(24)),
        lambda: fcntl.fcntl(os.pipe()[0], 1032),
    ),
    "priorities": (
        lambda: os.setpriority(os.PRIO_USER, 0, 7),
        lambda: os.getpriority(os.PRIO_USER, 0),
    ),
    "limits": (
        lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32)),
        lambda: resource.getrlimit(resource.RLIMIT_NOFILE),
    ),
}


def hold(name):
    return _said(CHANNELS[name][0])


def look(name):
    return _said(CHANNELS[name][1])
