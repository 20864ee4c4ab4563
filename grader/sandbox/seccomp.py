"""seccomp: system calls that student code has no use for are refused by the kernel.

A classic BPF program, assembled here: another architecture's calls kill the process; new processes
are refused while threads of this process stay possible (numpy's libraries may start some); calls that name a
process may name this one alone; ``ioctl`` is left with what the interpreter asks of a file; the rest of the list gets
EPERM; all else is allowed. ``clone3`` gets ENOSYS, since its flags lie in memory that a filter can't read; the C library
then falls back to ``clone``, whose flags are in a register. So do calls that are newer than this table: what nobody has
looked at is not offered.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct

from grader.sandbox import kernel

_ALLOW, _KILL, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
_LOAD, _EQUAL, _AT_LEAST, _BITS, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_CLONE_THREAD = 0x00010000
_ARCHITECTURE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}

# name: (x86_64, aarch64); None where the architecture has no such call.
REFUSED: dict[str, tuple[int | None, int | None]] = {
    # other processes and their memory
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "process_madvise": (440, 440),
    "kcmp": (312, 272),
    "pidfd_open": (434, 434),
    "pidfd_getfd": (438, 438),
    "pidfd_send_signal": (424, 424),
    "process_mrelease": (448, 448),
    "migrate_pages": (256, 238),
    "move_pages": (279, 239),
    "get_robust_list": (274, 100),
    "setpriority": (141, 140),
    "getpriority": (140, 141),
    "ioprio_get": (252, 31),
    "ioprio_set": (251, 30),
    "sched_setparam": (142, 118),
    "sched_setscheduler": (144, 119),
    "sched_setattr": (314, 274),
    "tkill": (200, 130),
    "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240),
    "setpgid": (109, 154),
    "sched_setaffinity": (203, 122),
    "sched_getattr": (315, 275),
    # new processes
    "fork": (57, None),
    "vfork": (58, None),
    "execve": (59, 221),
    "execveat": (322, 281),
    # network and other sockets
    "socket": (41, 198),
    "socketpair": (53, 199),
    "connect": (42, 203),
    "bind": (49, 200),
    "listen": (50, 201),
    "accept": (43, 202),
    "accept4": (288, 242),
    "sendto": (44, 206),
    "sendmsg": (46, 211),
    "sendmmsg": (307, 269),
    "recvmsg": (47, 212),
    # keyrings, System V and POSIX IPC
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "shmget": (29, 194),
    "shmat": (30, 196),
    "shmctl": (31, 195),
    "semget": (64, 190),
    "semop": (65, 193),
    "semtimedop": (220, 192),
    "semctl": (66, 191),
    "msgget": (68, 186),
    "msgsnd": (69, 189),
    "msgrcv": (70, 188),
    "msgctl": (71, 187),
    "mq_open": (240, 180),
    # what other submissions could see: locks on files that all may read, which pages of them are in memory, what was read or
    # used elsewhere; and what slows all processors or disks
    "flock": (73, 32),
    "fadvise64": (221, 223),
    "readahead": (187, 213),
    "mincore": (27, 232),
    "cachestat": (451, 451),
    "getrusage": (98, 165),
    "sysinfo": (99, 179),
    "membarrier": (324, 283),
    "sync_file_range": (277, 84),
    "msync": (26, 227),
    "futex_waitv": (449, 449),
    "futex_wake": (454, 454),
    "futex_wait": (455, 455),
    "futex_requeue": (456, 456),
    # memory and files that no limit or rule sees; Landlock watches no change of mode, owner or time
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "truncate": (76, 45),
    "chmod": (90, None),
    "fchmod": (91, 52),
    "fchmodat": (268, 53),
    "fchmodat2": (452, 452),
    "chown": (92, None),
    "lchown": (94, None),
    "fchown": (93, 55),
    "fchownat": (260, 54),
    "utime": (132, None),
    "utimes": (235, None),
    "futimesat": (261, None),
    "utimensat": (280, 88),
    "setxattr": (188, 5),
    "lsetxattr": (189, 6),
    "fsetxattr": (190, 7),
    "removexattr": (197, 14),
    "lremovexattr": (198, 15),
    "fremovexattr": (199, 16),
    "setxattrat": (463, 463),
    "removexattrat": (466, 466),
    "file_setattr": (469, 469),
    # large kernel surfaces
    "io_setup": (206, 0),
    "io_submit": (209, 2),
    "splice": (275, 76),
    "tee": (276, 77),
    "vmsplice": (278, 75),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "bpf": (321, 280),
    "userfaultfd": (323, 282),
    "perf_event_open": (298, 241),
    "modify_ldt": (154, None),
    "fanotify_init": (300, 262),
    "inotify_init": (253, None),
    "inotify_init1": (294, 26),
    "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265),
    # namespaces and mounts
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "unshare": (272, 97),
    "setns": (308, 268),
    "open_tree": (428, 428),
    "open_tree_attr": (467, 467),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fspick": (433, 433),
    "mount_setattr": (442, 442),
    "statmount": (457, 457),
    "listmount": (458, 458),
    # the machine
    "vhangup": (153, 58),
    "sysfs": (139, None),
    "uselib": (134, None),
    "reboot": (169, 142),
    "swapon": (167, 224),
    "swapoff": (168, 225),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
    "kexec_load": (246, 104),
    "kexec_file_load": (320, 294),
    "clock_adjtime": (305, 266),
    "quotactl_fd": (443, 443),
    "acct": (163, 89),
    "quotactl": (179, 60),
    "settimeofday": (164, 170),
    "clock_settime": (227, 112),
    "adjtimex": (159, 171),
    "syslog": (103, 116),
    "sethostname": (170, 161),
    "personality": (135, 92),
    "iopl": (172, None),
    "ioperm": (173, None),
}
# The first argument names a process: this one may, and 0 where that means it.
OWN_PROCESS = {"kill": (62, 129), "tgkill": (234, 131)}
OWN_OR_ZERO = {
    "prlimit64": (302, 261),
    "getpgid": (121, 155),
    "getsid": (124, 156),
    "sched_getaffinity": (204, 123),
    "sched_getparam": (143, 121),
    "sched_getscheduler": (145, 120),
    "sched_rr_get_interval": (148, 127),
}
# One argument (by number) is a command, and these are refused: those that let this process outlive the server, hand its memory
# to a tracer, have its pages shared with equal ones of others, or its core with theirs.
REFUSED_COMMANDS: dict[str, tuple[tuple[int, int], int, tuple[int, ...]]] = {
    # PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_MM, PR_SET_CHILD_SUBREAPER, PR_SCHED_CORE, PR_SET_MEMORY_MERGE, PR_SET_PTRACER
    "prctl": ((157, 167), 0, (1, 4, 35, 36, 62, 67, 0x59616D61)),
}
# Here only these are allowed, and the others get this error. Terminals get ENOTTY as any file does; commands of file systems can
# change what belongs to others through a descriptor that was opened for reading; locks, leases and hints on a file are seen by
# whoever else opens it; advice about pages of a file changes what is in memory for all.
ALLOWED_COMMANDS: dict[str, tuple[tuple[int, int], int, tuple[int, ...], int]] = {
    # FIOCLEX, FIONCLEX, FIONBIO, FIONREAD
    "ioctl": ((16, 29), 1, (0x5451, 0x5450, 0x5421, 0x541B), errno.ENOTTY),
    # F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_DUPFD_CLOEXEC, F_GETPIPE_SZ
    "fcntl": ((72, 25), 1, (0, 1, 2, 3, 4, 1030, 1032), errno.EPERM),
    # MADV_NORMAL, DONTNEED, FREE, DONTFORK, HUGEPAGE, NOHUGEPAGE, DONTDUMP, DODUMP
    "madvise": ((28, 233), 2, (0, 4, 8, 10, 14, 15, 16, 17), errno.EINVAL),
}
# Only with this bit (of an argument, by number). A futex without FUTEX_PRIVATE_FLAG is found by every process that has the same
# page of a file before it, be it only for reading; the C library tries again, and joins its threads all the same.
ONLY_WITH: dict[str, tuple[tuple[int, int], int, int, int]] = {
    "futex": ((202, 98), 1, 0x80, errno.EAGAIN),
}
# Never with this bit. Clocks of negative numbers are those of other processes and threads.
NEVER_WITH: dict[str, tuple[tuple[int, int], int, int, int]] = {
    "clock_gettime": ((228, 113), 0, 0x80000000, errno.EINVAL),
    "clock_getres": ((229, 114), 0, 0x80000000, errno.EINVAL),
    "clock_nanosleep": ((230, 115), 0, 0x80000000, errno.EINVAL),
    "timer_create": ((222, 107), 0, 0x80000000, errno.EINVAL),
}
# Nothing is done, and nothing is said to be wrong: no file here is worth the time of all disks.
DONE_WITHOUT = {
    "sync": (162, 81),
    "syncfs": (306, 267),
    "fsync": (74, 82),
    "fdatasync": (75, 83),
}
# As if the kernel were older: Python does without them.
UNKNOWN = {"preadv2": (327, 286), "pwritev2": (328, 287)}
LAST_KNOWN = 469
"""The newest call that this table has been looked through for, the same number on all architectures."""
_CLONE = (56, 220)
_CLONE3 = (435, 435)
_X32 = 0x40000000
_ARGUMENT = (16, 24, 32)  # where the low halves of the arguments lie


def available() -> bool:
    """Whether this kernel has filters and this machine a table."""
    if not kernel.LINUX:
        return False
    try:
        # SECCOMP_GET_ACTION_AVAIL for ERRNO.
        action = ctypes.create_string_buffer(struct.pack("I", _ERRNO))
        kernel.syscall("seccomp", 2, 0, action)
    except OSError:
        return False
    return True


def program(machine: str, process: int) -> bytes:
    """The filter for ``machine`` ("x86_64", "aarch64") and a process id as ``sock_filter`` records."""
    column = {"x86_64": 0, "aarch64": 1}[machine]
    refused = [n for pair in REFUSED.values() if (n := pair[column]) is not None]
    code: list[tuple[int, int, int, int]] = [
        (_LOAD, 0, 0, 4),  # architecture
        (_EQUAL, 1, 0, _ARCHITECTURE[machine]),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, 0),  # number
    ]
    if machine == "x86_64":
        code += [(_AT_LEAST, 0, 1, _X32), (_RETURN, 0, 0, _KILL)]
    code += [
        (_AT_LEAST, 0, 1, LAST_KNOWN + 1),
        (_RETURN, 0, 0, _ERRNO | errno.ENOSYS),
        (_EQUAL, 0, 1, _CLONE3[column]),
        (_RETURN, 0, 0, _ERRNO | errno.ENOSYS),
        (_EQUAL, 0, 4, _CLONE[column]),
        (_LOAD, 0, 0, _ARGUMENT[0]),  # clone's flags
        (_BITS, 0, 1, _CLONE_THREAD),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _ERRNO | errno.EPERM),
    ]
    for names, allowed in ((OWN_PROCESS, (process,)), (OWN_OR_ZERO, (0, process))):
        for numbers in names.values():
            tests = [(_EQUAL, len(allowed) - k, 0, value) for k, value in enumerate(allowed)]
            code += [
                (_EQUAL, 0, len(tests) + 3, numbers[column]),
                (_LOAD, 0, 0, _ARGUMENT[0]),
                *tests,
            ]
            code += [(_RETURN, 0, 0, _ERRNO | errno.EPERM), (_RETURN, 0, 0, _ALLOW)]
    refuse, allow = (_RETURN, 0, 0, _ERRNO | errno.EPERM), (_RETURN, 0, 0, _ALLOW)
    commanded = [
        *((*one, allow, refuse) for one in REFUSED_COMMANDS.values()),
        *(
            (numbers, argument, commands, (_RETURN, 0, 0, _ERRNO | error), allow)
            for numbers, argument, commands, error in ALLOWED_COMMANDS.values()
        ),
    ]
    for numbers, argument, commands, others, these in commanded:
        tests = [(_EQUAL, len(commands) - k, 0, value) for k, value in enumerate(commands)]
        load = (_LOAD, 0, 0, _ARGUMENT[argument])
        code += [(_EQUAL, 0, len(tests) + 3, numbers[column]), load, *tests, others, these]
    for with_bit, table in ((True, ONLY_WITH), (False, NEVER_WITH)):
        for numbers, argument, bit, error in table.values():
            no = (_RETURN, 0, 0, _ERRNO | error)
            code += [
                (_EQUAL, 0, 4, numbers[column]),
                (_LOAD, 0, 0, _ARGUMENT[argument]),
                (_BITS, 0, 1, bit),
                *((allow, no) if with_bit else (no, allow)),
            ]
    for names, error in ((DONE_WITHOUT, 0), (UNKNOWN, errno.ENOSYS)):
        for numbers in names.values():
            code += [(_EQUAL, 0, 1, numbers[column]), (_RETURN, 0, 0, _ERRNO | error)]
    for number in refused:
        code += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _ERRNO | errno.EPERM)]
    code.append((_RETURN, 0, 0, _ALLOW))
    return b"".join(struct.pack("HBBI", *instruction) for instruction in code)


def restrict() -> None:
    """Apply the filter to all threads of this process, for good. Needs no_new_privs."""
    body = program(platform.machine(), os.getpid())
    instructions = ctypes.create_string_buffer(body, len(body))
    header = struct.pack("HxxxxxxP", len(body) // 8, ctypes.addressof(instructions))
    # SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC.
    kernel.syscall("seccomp", 1, 1, ctypes.create_string_buffer(header, len(header)))
