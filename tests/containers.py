"""Throw-away containers for tests of platforms: a root of their own, as root, without user namespaces.

A container is what a platform's would be: a mount and a pid namespace, a fresh root (overlays, so an image is a stack of
folders), the capabilities that Docker leaves, a limit on memory where cgroups can be had, no network but by request. It is
entered by chroot, and in a chroot the kernel refuses new user namespaces; so grading must do with the profile ``container``.

The root is this machine's own programs, bound read-only below an otherwise empty root; or, where ``GRADER_ROOTS`` names folders
(separated by ``:``), each of these user lands too. ``make platforms`` makes fresh ones of Debian. Needs root, on Linux.
"""

from __future__ import annotations

import base64
import csv
import fcntl
import hashlib
import importlib.metadata
import io
import os
import shlex
import shutil
import subprocess
import sys
import time
import uuid
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from grader.platforms.bundle import REQUIRED
from tests import waiting

MEGABYTE = 1 << 20
MEMORY = 768 * MEGABYTE
"""What Gradescope gives by default."""

CAPABILITIES = (
    *("chown", "dac_override", "fowner", "fsetid", "kill", "setgid", "setuid", "setpcap"),
    *("net_bind_service", "net_raw", "sys_chroot", "mknod", "audit_write", "setfcap"),
)
OWN = "this-machine"
LANDS = [OWN, *filter(None, os.environ.get("GRADER_ROOTS", "").split(":"))]


@dataclass(frozen=True)
class Done:
    """How a command in a container ended. ``peak``: bytes of memory at most, None where it was not measured."""

    returncode: int
    stdout: str
    stderr: str
    peak: int | None


@dataclass(frozen=True)
class Starved:
    """What a container has less of than usual. ``mounts``: lines of sh after the root is laid out; ``$root`` is where it lies."""

    memory: int = MEMORY
    processes: int | None = None
    cpus: float | None = None
    mounts: tuple[str, ...] = ()


ENOUGH = Starved()


@dataclass(frozen=True)
class Image:
    """A stack of folders, the topmost first, and folders of this machine that are bound into it."""

    layers: tuple[Path, ...]
    binds: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)

    def with_layer(self, upper: Path) -> Image:
        """The image as it is after a run that wrote into ``upper``."""
        return Image((upper, *self.layers), self.binds, self.covers, self.environment)

    def run(
        self,
        command: list[str],
        upper: Path,
        *,
        user: int = 0,
        network: bool = False,
        proc: bool = True,
        environment: Mapping[str, str] | None = None,
        starved: Starved = ENOUGH,
    ) -> Done:
        """Run ``command``. ``upper``: a folder with what the run finds beside the image; after it, with what it wrote."""
        scratch = upper.parent / f".{upper.name}"
        for name in ("root", "work"):
            (scratch / name).mkdir(parents=True, exist_ok=True)
        upper.mkdir(exist_ok=True)
        root = scratch / "root"
        lowers = ":".join(map(str, self.layers))
        options = f"lowerdir={lowers},upperdir={upper},workdir={scratch / 'work'}"
        lines = [f"mount -t overlay overlay -o {shlex.quote(options)} {root}"]
        for path in self.binds:
            lines += [
                f"mkdir -p {root}{path} && mount --rbind {path} {root}{path}",
                f"mount -o remount,bind,ro {root}{path}",
            ]
        lines += [f"mount --bind /dev/null {root}{path}" for path in self.covers]
        lines += [
            f"mkdir -p {root}/dev {root}/proc {root}/tmp",
            f"mount -t tmpfs -o mode=755 dev {root}/dev",
            *(
                f"touch {root}/dev/{name} && mount --bind /dev/{name} {root}/dev/{name}"
                for name in ("null", "zero", "full", "random", "urandom")
            ),
            f"mkdir -m 1777 {root}/dev/shm",
            f"chmod 1777 {root}/tmp",
        ]
        if proc:
            lines += [
                f"mount -t proc proc {root}/proc",
                *(f"ln -s /proc/self/fd/{k} {root}/dev/{n}" for k, n in enumerate(STREAMS)),
                f"ln -s /proc/self/fd {root}/dev/fd",
            ]
        if starved.mounts:
            lines += [f"root={shlex.quote(str(root))}", *starved.mounts]
        kept = ",".join(["-all", *(f"+{name}" for name in CAPABILITIES)])
        inside = {
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "HOME": "/root" if user == 0 else "/home",
            **self.environment,
            **(environment or {}),
        }
        other = (
            [] if user == 0 else ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups"]
        )
        entered = [
            *("setpriv", f"--bounding-set={kept}", "--inh-caps=-all", "chroot", str(root)),
            *("/usr/bin/env", "-i", *(f"{k}={v}" for k, v in inside.items()), *other, *command),
        ]
        lines.append(f"exec {shlex.join(entered)}")
        outside = ["unshare", "--mount", "--pid", "--ipc", "--uts", "--fork", "--kill-child"]
        if not network:
            outside.append("--net")
        with _limits(starved) as group:
            entering = [f"echo $$ > {tasks}" for tasks in group.tasks] if group else []
            script = "\n".join(["set -e", *entering, *lines])
            done = waiting.run(
                [*outside, "sh", "-c", script],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                errors="replace",
            )
            return Done(done.returncode, done.stdout, done.stderr, group.peak() if group else None)


STREAMS = ("stdin", "stdout", "stderr")


@dataclass(frozen=True)
class _Group:
    """Cgroups with limits: one for each controller (version 1), or one for all (version 2)."""

    tasks: tuple[Path, ...]
    high_water: Path

    def peak(self) -> int | None:
        return int(self.high_water.read_text()) if self.high_water.exists() else None


PERIOD = 100_000
"""Microseconds in which a share of the processors is counted."""


@contextmanager
def _limits(starved: Starved) -> Iterator[_Group | None]:
    """Cgroups of one's own, where this machine lets us make them. More than a limit on memory is needed, or the test is left out."""
    name, base = f"grader-{uuid.uuid4().hex}", Path("/sys/fs/cgroup")
    first = (base / "memory").is_dir()
    memory = (
        ("memory.limit_in_bytes", "memory.max_usage_in_bytes")
        if first
        else ("memory.max", "memory.peak")
    )
    wanted = [("memory", memory[0], str(starved.memory))]
    if starved.processes is not None:
        wanted.append(("pids", "pids.max", str(starved.processes)))
    if starved.cpus is not None and first:
        wanted.append(("cpu", "cpu.cfs_quota_us", str(int(starved.cpus * PERIOD))))
    elif starved.cpus is not None:
        wanted.append(("cpu", "cpu.max", f"{int(starved.cpus * PERIOD)} {PERIOD}"))
    folders = {kind: base / kind / name if first else base / name for kind, _, _ in wanted}
    try:
        try:
            for kind, file, limit in wanted:
                folders[kind].mkdir(exist_ok=True)
                (folders[kind] / file).write_text(limit)
        except OSError as error:
            if starved.processes is not None or starved.cpus is not None:
                pytest.skip(f"cgroups are refused here ({error.strerror})")
            yield None
            return
        tasks = tuple(folder / "cgroup.procs" for folder in dict.fromkeys(folders.values()))
        yield _Group(tasks, folders["memory"] / memory[1])
    finally:
        for folder in dict.fromkeys(folders.values()):
            _removed(folder)


def _removed(folder: Path) -> None:
    for _ in range(100):  # the last processes may still be on their way out
        try:
            folder.rmdir()
            return
        except FileNotFoundError:
            return
        except OSError:
            time.sleep(0.05)


# --- images -------------------------------------------------------------------------------------


def own(folder: Path, packages: Iterable[str]) -> Image:
    """This machine's programs below an otherwise empty root, which is laid out in ``folder``; ``packages`` for its pip."""
    for name in ("etc", "var/tmp", "root", "home", "opt/bin", "wheels"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "etc" / "passwd").write_text("root:x:0:0:root:/root:/bin/sh\n")
    binds = ["/usr", *([] if sys.base_prefix.startswith("/usr") else [sys.base_prefix])]
    for path in map(Path, ("/bin", "/sbin", "/lib", "/lib64")):
        if path.is_symlink():
            _link(folder / path.name, path.readlink())
        elif path.is_dir():
            binds.append(str(path))
    # The wheels are of this Python's version; another one must not be found before it.
    _link(folder / "opt" / "bin" / "python", Path(sys.base_prefix) / "bin" / "python3")
    ours = f"python3.{sys.version_info.minor}"
    covers = tuple(
        str(path)
        for folder_of_programs in ("/usr/local/bin", "/usr/bin")
        for path in Path(folder_of_programs).glob("python3.[0-9]*")
        if path.name.removeprefix("python3.").isdigit() and path.name != ours
    )
    for package in packages:
        installed_wheel(package, folder / "wheels")
    environment = {
        "PATH": f"/opt/bin:{sys.base_prefix}/bin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": "/wheels",
    }
    return Image((folder,), tuple(binds), covers, environment)


def _link(at: Path, target: Path) -> None:
    if not at.is_symlink():
        at.symlink_to(target)


def installed_wheel(name: str, out: Path) -> Path:
    """What is installed here under ``name``, packed as a wheel again, so that pip needs no network."""
    found = importlib.metadata.distribution(name)
    about = next(file for file in found.files or () if file.name == "WHEEL")
    tag = next(
        row.split(":")[1].strip() for row in about.read_text().splitlines() if row.startswith("Tag")
    )
    stem = about.parent.name.removesuffix(".dist-info")
    record, wheel = io.StringIO(), out / f"{stem}-{tag}.whl"
    if wheel.exists():
        return wheel
    rows = csv.writer(record, lineterminator="\n")
    with zipfile.ZipFile(wheel, "w") as packed:
        for file in found.files or ():
            source = Path(str(found.locate_file(file)))
            if file.name == "RECORD" or ".." in file.parts or source.suffix == ".pyc":
                continue
            data = source.read_bytes()
            packed.writestr(str(file), data)
            digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip("=")
            rows.writerow([file, f"sha256={digest}", len(data)])
        rows.writerow([f"{stem}.dist-info/RECORD", "", ""])
        packed.writestr(f"{stem}.dist-info/RECORD", record.getvalue())
    return wheel


def debian(folder: Path, made: Path) -> Image:
    """The user land in ``folder``, with what it takes to reach packages from here. ``made``: a layer for that."""
    for name in (
        "/etc/resolv.conf",
        "/etc/hosts",
        "/etc/pip.conf",
        "/etc/ssl/certs/ca-certificates.crt",
    ):
        if os.path.exists(name):
            (made / name[1:]).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(name, made / name[1:])
    environment = {
        name: value
        for name, value in os.environ.items()
        if name in ("PIP_CERT", "PIP_INDEX_URL", "PIP_DEFAULT_TIMEOUT") or name.endswith("_proxy")
    }
    return Image((made, folder), environment=environment)


def why_not() -> str:
    """ "" where containers can be had, or what is missing."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return "containers need root on Linux"
    missing = [tool for tool in ("unshare", "setpriv", "chroot") if shutil.which(tool) is None]
    if missing:
        return f"containers need {', '.join(missing)}"
    tried = subprocess.run(
        ["unshare", "--mount", "--pid", "--net", "--fork", "true"], capture_output=True, check=False
    )
    return "" if tried.returncode == 0 else "mount namespaces are refused here"


Prepare = Callable[[str, str, Callable[[Image, Path], None]], Image]


@pytest.fixture(scope="session")
def prepare(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Prepare:
    """``prepare(land, name, fill)``: the image of that land with a layer ``name`` on it, which ``fill(image, folder)`` made.

    Made once, also when several processes share the tests: who comes meanwhile waits.
    """
    problem = why_not()
    if problem:
        pytest.skip(problem)
    base = tmp_path_factory.getbasetemp()
    images = (base if worker_id == "master" else base.parent) / "images"

    def make(land: str, name: str, fill: Callable[[Image, Path], None]) -> Image:
        place = images / Path(land).name
        place.mkdir(parents=True, exist_ok=True)
        with open(place / "lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if land == OWN:
                lowest = own(place / "base", sorted(REQUIRED))
            else:
                lowest = debian(Path(land), place / "base")
            layer, part = place / name, place / f"{name}.part"
            if not layer.exists():
                shutil.rmtree(part, ignore_errors=True)
                fill(lowest, part)
                part.rename(layer)
        return lowest.with_layer(layer)

    return make
