"""Fixtures that several folders of tests share."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from grader.catalog import Assignment, load_assignment
from grader.grading import Grader
from grader.sandbox import SandboxUnavailable, open_sandbox

# No clock decides a test; and a run before landing is the same each time, while one at a desk looks further.
settings.register_profile("desk", deadline=None)
settings.register_profile("landing", deadline=None, derandomize=True)
settings.load_profile("landing" if os.environ.get("CI") else "desk")

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def lecture07() -> Assignment:
    return load_assignment(str(ROOT / "assignments" / "lecture07"))


@pytest.fixture(scope="session")
def best_isolation() -> str:
    """The strongest kind this machine offers; tests that need any sandbox run in it."""
    try:
        with open_sandbox("auto") as sandbox:
            return sandbox.name
    except SandboxUnavailable:
        return "process"


@pytest.fixture(scope="session")
def grader07(lecture07: Assignment, best_isolation: str) -> Iterator[Grader]:
    with Grader(lecture07, open_sandbox(best_isolation)) as grader:
        yield grader


Cli = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def cli() -> Cli:
    """Run the command line as a user would, in a process of its own, from the project's root."""

    def run(*arguments: object, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "grader", *map(str, arguments)],
            cwd=cwd,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run
