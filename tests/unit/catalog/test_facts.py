"""Facts on disk: found again, never wrong, never half, never seen by a worker."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import grimp
import pytest

from grader import wire
from grader.catalog import Assignment, facts, load_assignment
from grader.catalog import load as loading
from grader.checks import Case
from grader.checks.same import same
from grader.desk import packing
from grader.model import Call, Cell, Job, Returned
from grader.sandbox import SandboxUnavailable, open_sandbox
from tests import waiting
from tests.conftest import ASSIGNMENTS, ROOT
from tests.small import made

EXERCISE = """\
functions: [slope]
inputs:
  u: {normal: [3, 1]}
cases: {public: [{}], hidden: 2}
checks:
  - {gradient: slope, of: squares, wrt: u, points: 1}
"""


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GRADER_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "facts"


@pytest.fixture
def place(tmp_path: Path) -> str:
    return str(
        made(
            tmp_path,
            EXERCISE,
            "def slope(u):\n    return 2 * u\n",
            'def slope__half(u):\n    """The 2 is missing."""\n    return u\n',
            "def squares(u):\n    return np.sum(u**2)\n",
        )
    )


def only_file(cache: Path) -> Path:
    (file,) = cache.iterdir()
    return file


def table(assignment: Assignment) -> dict[str, object]:
    return {key: value for e in assignment.exercises for key, value in e.subject.facts.items()}


def written(case: Case) -> bytes:
    return wire.encode([case.id, case.sizes, case.inputs, case.functions], trusted=True)


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_a_second_load_computes_nothing_and_gives_the_same(
    name: str, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = str(ROOT / "assignments" / name)
    cold = load_assignment(folder)

    def never(*_: object) -> None:
        raise AssertionError("drawn again")

    monkeypatch.setattr(loading, "choose", never)
    warm = load_assignment(folder)
    for one, other in zip(cold.exercises, warm.exercises, strict=True):
        assert one.attempts == other.attempts
        for first, second in zip(one.subject.cases, other.subject.cases, strict=True):
            assert written(first) == written(second)
    before, after = table(cold), table(warm)
    assert before.keys() == after.keys()
    assert all(same(before[key], after[key]) for key in before)
    assert packing.make(cold) == packing.make(warm)


def flipped(raw: bytes) -> bytes:
    return raw[:-9] + bytes([raw[-9] ^ 1]) + raw[-8:]


@pytest.mark.parametrize(
    "damage",
    [
        flipped,
        lambda raw: raw[: len(raw) // 2],
        lambda raw: b"",
        lambda raw: raw + b"more",
        lambda raw: b"grader facts 0\n" + raw[15:],
        lambda raw: os.urandom(500),
    ],
    ids=["flipped", "cut", "empty", "longer", "other version", "noise"],
)
def test_a_damaged_file_is_written_anew(
    damage: Callable[[bytes], bytes], cache: Path, place: str
) -> None:
    wanted = table(load_assignment(place))
    file = only_file(cache)
    raw = file.read_bytes()
    file.write_bytes(damage(raw))
    found = table(load_assignment(place))
    assert all(same(wanted[key], found[key]) for key in wanted)
    assert only_file(cache).read_bytes() == raw


def test_facts_of_other_cases_are_not_taken(cache: Path, place: str) -> None:
    first = load_assignment(place)
    name = only_file(cache).stem
    facts.write(name, {e.name: ({"p1": 0}, {}) for e in first.exercises})
    again = load_assignment(place)
    assert [len(e.subject.cases) for e in again.exercises] == [
        len(e.subject.cases) for e in first.exercises
    ]


def test_a_file_that_others_can_write_is_not_believed(cache: Path, place: str) -> None:
    load_assignment(place)
    file = only_file(cache)
    assert file.stat().st_mode & 0o777 == 0o600
    assert cache.stat().st_mode & 0o777 == 0o700
    assert facts.read(file.stem) is not None
    file.chmod(0o666)
    assert facts.read(file.stem) is None


def test_the_key_follows_the_files_and_the_seed(cache: Path, place: str) -> None:
    digests = {load_assignment(place, seed=seed).digest for seed in (1, 2)}
    assert len({facts.key(digest) for digest in digests}) == 2
    assert len(list(cache.iterdir())) == 2


@pytest.mark.parametrize("nowhere", ["", "/proc/nowhere"])
def test_where_nothing_can_be_kept_all_still_works(
    nowhere: str, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRADER_CACHE", nowhere)
    assert load_assignment(place).exercises


def test_old_files_go(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facts, "KEPT", 3)
    for k in range(6):
        facts.write(f"name{k}", {"one": ({"p1": k}, {"one/x": float(k)})})
        os.utime(cache / f"name{k}.facts", (k, k))
    facts.write("last", {})
    assert {file.stem for file in cache.iterdir()} == {"name4", "name5", "last"}


def test_several_processes_at_once(cache: Path, place: str) -> None:
    code = f"from grader.catalog import load_assignment; load_assignment({place!r})"
    running = [subprocess.Popen([sys.executable, "-c", code], cwd=ROOT) for _ in range(4)]
    waiting.until(lambda: all(process.poll() is not None for process in running))
    assert [process.wait() for process in running] == [0] * 4
    assert facts.read(only_file(cache).stem) is not None


READER = """
def look(path):
    import os
    found = []
    for place in (path, os.path.dirname(path), "/proc/self/cwd/" + path):
        try:
            found.append(open(place, "rb").read(20) if "." in place else os.listdir(place))
        except OSError:
            pass
    return [str(found), str(sorted(os.environ))]
"""


@pytest.mark.parametrize("kind", ["namespaces", "container"])
def test_no_worker_sees_the_cache(kind: str, cache: Path, place: str) -> None:
    load_assignment(place)
    file = str(only_file(cache))
    call = Call(key="look", function="look", args=(file,))
    job = Job(cells=(Cell(source=READER, name="reader.py"),), calls=(call,))
    try:
        with open_sandbox(kind) as sandbox:
            answer = sandbox.run(job, lambda spec: print).answers["look"]
    except SandboxUnavailable as error:
        pytest.skip(str(error))
    assert isinstance(answer, Returned)
    found, environment = answer.value
    assert found == "[]"
    assert "GRADER_CACHE" not in environment


def test_all_that_computes_is_in_the_key() -> None:
    """The parts of the package that facts depend on are those that computing them imports; records hold no logic."""
    graph = grimp.build_graph("grader")
    graph.remove_import(importer="grader", imported="grader.desk.live")
    inside = {
        name for part in ("catalog", "checks") for name in graph.find_descendants(f"grader.{part}")
    }
    used = inside.union(*map(graph.find_upstream_modules, inside)) - {"grader"}
    parts = {name.split(".")[1] for name in used}
    files = {name.removesuffix(".py") for name in facts.CODE}
    assert parts - files == {"model"}
