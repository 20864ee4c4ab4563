"""The same batch on a cluster: dask's scheduler and workers as processes of their own, encrypted, one of them killed midway."""

from __future__ import annotations

import contextlib
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import numpy as np
import pytest

import grader
from grader.catalog import Assignment
from grader.catalog.parcel import sealed
from tests import waiting
from tests.conftest import ROOT, Cli
from tests.functional.test_batch import EXAMPLES, FAST, reached, rows

pytest.importorskip("distributed")

from distributed.client import ClosedClientError
from distributed.comm.core import CommClosedError

from grader.batch import dask

CLASS = 40


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("class")
    for number in range(CLASS):
        text = (EXAMPLES / FAST[number % len(FAST)]).read_text(encoding="utf-8")
        (made / f"s{number:03}.py").write_text(f"{text}\nserial = {number}\n", encoding="utf-8")
    return made


class Cluster:
    """A scheduler and two workers on this machine."""

    def __init__(self, tmp: Path) -> None:
        self.tmp = tmp
        self.address = ""
        self.workers: list[subprocess.Popen[bytes]] = []
        self.scheduler = self._run("scheduler", "--host", "127.0.0.1", "--port", "0",
                                    "--no-dashboard", "--scheduler-file", tmp / "scheduler.json")  # fmt: skip
        waiting.until(self._found, lambda: "the scheduler did not start")
        for _ in range(2):
            self.add()

    def _found(self) -> bool:
        """Whether the scheduler has written its address, whole."""
        with contextlib.suppress(OSError, ValueError):
            self.address = json.loads((self.tmp / "scheduler.json").read_text())["address"]
        return bool(self.address)

    def add(self) -> None:
        self.workers.append(
            self._run("worker", self.address, "--nthreads", "1", "--no-nanny", "--no-dashboard",
                      "--local-directory", self.tmp, "--host", "127.0.0.1")
        )  # fmt: skip

    def _run(self, *arguments: object) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "distributed.cli.dask_" + str(arguments[0]), *map(str, arguments[1:])],
            cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def close(self) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    (tmp_path / "dask").mkdir()
    made = Cluster(tmp_path / "dask")
    yield made
    made.close()


class Batch:
    """A batch on a cluster, and how far it is."""

    def __init__(self, folder: Path, out: Path, address: str) -> None:
        self.book = out / "gradebook.sqlite"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "grader", "batch", folder, "-a", "lecture07", "-o", out,
             "--engine", "dask", "--scheduler", address],
            cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def wait_for(self, count: int) -> bool:
        """Until that many are graded; whether it is then still running."""
        reached(self.book, count, self.process)
        return self.process.poll() is None

    def end(self) -> tuple[int, str]:
        _, said = waiting.end(self.process)
        return self.process.returncode, said


def under_way(folder: Path, out: Path, address: str, count: int) -> Batch:
    """A batch of which ``count`` submissions are graded; another one where it was over before anyone looked."""
    for k in range(20):
        running = Batch(folder, out / str(k), address)
        if running.wait_for(count):
            return running
        code, said = running.end()
        assert code == 0, said
    pytest.fail("always over before anyone looked")


@pytest.fixture(scope="module")
def whole(cli: Cli, folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What an undisturbed run on this machine leaves."""
    out = tmp_path_factory.mktemp("whole")
    done = cli("batch", folder, "-a", "lecture07", "-o", out, "--jobs", 2)
    assert done.returncode == 0, done.stderr
    return out


def test_workers_killed_midway_lose_nothing(
    cluster: Cluster, folder: Path, whole: Path, tmp_path: Path
) -> None:
    running = under_way(folder, tmp_path / "killed", cluster.address, 5)
    cluster.workers[0].send_signal(signal.SIGKILL)
    running.wait_for(15)
    # The last one too: with it the only copy of the assignment is gone.
    cluster.workers[1].send_signal(signal.SIGKILL)
    cluster.add()
    code, said = running.end()
    assert code == 0, said
    one, other = rows(whole / "gradebook.sqlite"), rows(running.book)
    assert len(one["results"]) == CLASS
    for name in one:
        assert one[name] == other[name], name
    for name in ("gradebook.csv", "report.html"):
        assert (running.book.parent / name).read_bytes() == (whole / name).read_bytes()


def test_scheduler_holds_no_secret_and_no_name(
    cluster: Cluster, folder: Path, tmp_path: Path
) -> None:
    running = under_way(folder, tmp_path / "out", cluster.address, 10)
    held = memory(cluster.scheduler.pid)
    running.process.kill()
    running.end()
    solution = ROOT / "solutions/lecture07/backward"
    handed_in = b"".join(path.read_bytes() for path in folder.iterdir())
    secrets = [
        line.strip()
        for path in (solution / "reference.py", solution / "known_wrong.py")
        for line in path.read_bytes().splitlines()
        if len(line) > 50 and line.strip() not in handed_in
    ]
    assert len(secrets) > 10
    went_through = [k for k in range(CLASS) if f"serial = {k}".encode() in held]
    assert went_through, "the search must find what went through the scheduler"
    assert [line for line in secrets if line in held] == []
    assert [k for k in range(CLASS) if f"s{k:03}".encode() in held] == []


def memory(pid: int) -> bytes:
    """All that a process holds in its private memory."""
    found = []
    with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb", 0) as content:
        for line in maps:
            span, access, *rest = line.split()
            if (access.startswith("rw") and not line.rstrip().endswith("]")) or "[heap]" in rest:
                begin, end = (int(part, 16) for part in span.split("-"))
                try:
                    content.seek(begin)
                    found.append(content.read(end - begin))
                except OSError:
                    continue
    return b"".join(found)


def test_scheduler_that_goes_is_one_line_and_the_run_continues(
    cluster: Cluster, folder: Path, whole: Path, tmp_path: Path, cli: Cli
) -> None:
    running = under_way(folder, tmp_path / "out", cluster.address, 5)
    cluster.scheduler.kill()
    code, said = running.end()
    assert code == 2, said
    assert said.splitlines()[-1].startswith("grader: the scheduler is gone; run the batch again")
    assert "Traceback" not in said
    done = cli("batch", folder, "-a", "lecture07", "-o", running.book.parent, "--jobs", 2)
    assert done.returncode == 0, done.stderr
    assert rows(running.book) == rows(whole / "gradebook.sqlite")


@pytest.mark.parametrize("error", [CommClosedError, ClosedClientError])
def test_wherever_dask_notices_it_is_the_same_line(error: type[Exception]) -> None:
    with (
        pytest.raises(dask.Unfit, match="the scheduler is gone; run the batch again"),
        dask._while_there(),
    ):
        raise error("in the middle of something")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--engine", "dask", "--scheduler", "tcp://127.0.0.1:1"], "no scheduler answers there"),
        (["--engine", "dask", "--scheduler", "what://is this"], "is no scheduler's address"),
        (["--scheduler", "tcp://127.0.0.1:1"], "add --engine dask"),
    ],
)
def test_wrong_use_is_one_line(arguments: list[str], said: str, tmp_path: Path, cli: Cli) -> None:
    done = cli("batch", EXAMPLES, "-a", "lecture07", "-o", tmp_path, "--quiet", *arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1, done.stderr


def test_workers_of_other_versions_are_refused(
    lecture07: Assignment, monkeypatch: pytest.MonkeyPatch
) -> None:
    parcel = dask.Parcel(
        assignment=lecture07.digest,
        files=sealed(lecture07),
        isolation="auto",
        versions={"grader": "0.0.9", "numpy": np.__version__},
    )
    reply = msgspec.msgpack.decode(dask.grade(msgspec.msgpack.encode(parcel), b""), type=dask.Reply)
    assert f"grader {grader.__version__} instead of 0.0.9" in reply.unfit
