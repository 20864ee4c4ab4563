"""Which attacks hold under ``process`` is said in docs/security.md; here it is looked up what is true.

Only as root, where workers have a user of their own: as anyone else the attacks would reach what that person owns.
"""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.sandbox import kernel
from tests.attacks.runner import ATTACKS, HERE, ROOT, Runner, descendants, litter

PAGE = (ROOT / "docs" / "security.md").read_text()


def row(beginning: str) -> set[str]:
    """The attacks named in the row of the page's table that begins so."""
    line = next(line for line in PAGE.splitlines() if line.startswith(f"| {beginning}"))
    return set(re.findall(r"`(\w+)`", line))


# What a value looks like or how a file is read has nothing to do with isolation. Of those that hold a quarter is tried,
# all of them with GRADER_ATTACK_RUNS.
OURS = [
    name
    for number, name in enumerate(ATTACKS)
    if name in row("does not hold")
    or (
        not name.startswith("value_")
        and not (HERE / name / "build.py").exists()
        and (number % 4 == 0 or "GRADER_ATTACK_RUNS" in os.environ)
    )
]

pytestmark = pytest.mark.skipif(
    not kernel.LINUX or os.geteuid() != 0, reason="only root's workers have a user of their own"
)


@pytest.fixture(scope="module")
def loose() -> Iterator[Runner]:
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        with Runner("process", Path(folder)) as opened:
            yield opened


@pytest.fixture(autouse=True)
def clean(loose: Runner) -> Iterator[None]:
    """What an attack of this test leaves is taken away, by the user it belongs to."""
    yield
    uid = loose.uid
    assert uid is not None
    for pid in descendants(os.getpid()) - loose.processes:
        with contextlib.suppress(OSError):
            if os.stat(f"/proc/{pid}").st_uid == uid:
                os.kill(pid, signal.SIGKILL)
    if paths := [left for left in litter(uid) if left.startswith("/")]:
        subprocess.run(
            ["xargs", "-0", "rm", "-rf", "--"], input="\0".join(paths).encode(), check=True
        )
    for flag, table in (("-m", "shm"), ("-s", "sem"), ("-q", "msg")):
        lines = Path(f"/proc/sysvipc/{table}").read_text().splitlines()[1:]
        for line in lines:
            if str(uid) in line.split():
                subprocess.run(["ipcrm", flag, line.split()[1]], check=True)


@pytest.mark.parametrize("name", OURS)
def test_the_page_is_right(name: str, loose: Runner) -> None:
    broken = loose.broken_promises(name)
    if name in row("does not hold"):
        assert broken, f"{name} holds; the page says it does not"
    elif name not in row("depends on the machine"):
        assert broken == []


def test_the_page_names_attacks_that_exist() -> None:
    assert row("does not hold") | row("depends on the machine") <= set(ATTACKS)
