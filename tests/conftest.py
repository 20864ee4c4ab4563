"""Fixtures that several folders of tests share."""

from __future__ import annotations

import functools
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from syrupy.assertion import SnapshotAssertion

from grader.catalog import Assignment, load_assignment
from grader.grading import Grader
from grader.sandbox import SandboxUnavailable, open_sandbox
from tests import waiting
from tests.snapshots import TextFile

# No clock decides a test; and a run before landing is the same each time, while one at a desk looks further.
settings.register_profile("desk", deadline=None)
settings.register_profile("landing", deadline=None, derandomize=True)
settings.load_profile("landing" if os.environ.get("CI") else "desk")

# What a test calls is not called by the `make` that called us.
for variable in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL"):
    os.environ.pop(variable, None)

pytest_plugins = ["tests.browser", "tests.containers"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """``-m snapshot``: all tests that keep a text."""
    for item in items:
        if "snapshot" in getattr(item, "fixturenames", ()):
            item.add_marker("snapshot")


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """One line on what was left out, each with how to get it."""
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = Counter(str(one.longrepr[2]).removeprefix("Skipped: ") for one in skipped)
    if reasons:
        told = "; ".join(f"{count} × {reason}" for reason, count in reasons.most_common())
        terminalreporter.write_line(f"Left out: {told}")


ROOT = Path(__file__).resolve().parent.parent
ASSIGNMENTS = sorted(file.parent.name for file in ROOT.glob("assignments/*/assignment.yaml"))
DRAWN = [
    name
    for name in ASSIGNMENTS
    if any("inputs:" in f.read_text() for f in ROOT.glob(f"assignments/{name}/*/exercise.yaml"))
]
"""Those that draw inputs and plan calls; the others are judged by tests that ask as they go."""

Load = Callable[[str], Assignment]
GraderOf = Callable[[str], Grader]


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Facts are kept for this run of the tests alone, in all its processes."""
    base = tmp_path_factory.getbasetemp()
    place = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "cache"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GRADER_CACHE", str(place))
        yield


@pytest.fixture
def snapshot(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    """Equal to the text that is kept for the test."""
    return snapshot.use_extension(TextFile)


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def load() -> Load:
    """The assignment of that name, loaded once."""
    return functools.cache(lambda name: load_assignment(str(ROOT / "assignments" / name)))


@pytest.fixture(scope="session")
def lecture07(load: Load) -> Assignment:
    return load("lecture07")


@pytest.fixture(scope="session")
def best_isolation() -> str:
    """The strongest kind this machine offers; tests that need any sandbox run in it."""
    try:
        with open_sandbox("auto") as sandbox:
            return sandbox.name
    except SandboxUnavailable:
        return "process"


@pytest.fixture(scope="session")
def grader_of(load: Load, best_isolation: str) -> Iterator[GraderOf]:
    """The grader of the assignment of that name, opened once and closed at the end."""
    with ExitStack() as stack:
        yield functools.cache(
            lambda name: stack.enter_context(Grader(load(name), open_sandbox(best_isolation)))
        )


@pytest.fixture(scope="session")
def container_of(load: Load) -> Iterator[GraderOf]:
    """The same in the profile that platforms have."""
    with ExitStack() as stack:
        try:
            sandbox = stack.enter_context(open_sandbox("container"))
        except SandboxUnavailable as error:
            pytest.skip(str(error))
        yield lambda name: Grader(load(name), sandbox)


@pytest.fixture(scope="session")
def grader07(grader_of: GraderOf) -> Grader:
    return grader_of("lecture07")


Cli = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def cli() -> Cli:
    """Run the command line as a user would, in a process of its own, from the project's root."""

    def run(*arguments: object, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
        return waiting.run(
            [sys.executable, "-m", "grader", *map(str, arguments)],
            cwd=cwd,
            capture_output=True,
            text=True,
        )

    return run
