"""Each hostile submission against each kind of isolation that this machine offers: see ``runner.py``.

``GRADER_ATTACK_RUNS=20`` runs the whole corpus that often, one run after the other.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

import pytest

from grader.sandbox import SandboxUnavailable
from tests.attacks.runner import ATTACKS, HERE, Runner
from tests.sandboxes import CHROOT, SEALED

RUNS = int(os.environ.get("GRADER_ATTACK_RUNS", "1"))


# What comes back is judged the same from whichever sandbox, so the others try it in longer runs only.
JUDGED = (
    "value", "text", "notebook", "archive", "name", "said", "code", "doubt", "judge", "ask", "raise", "hide", "forged",
    "leak_by", "lying", "constant", "finite", "follow", "gradient", "random", "written", "zero", "linecache", "change_arguments",
    "terminal_escape",
)  # fmt: skip
# Nor does it matter there what an attack does inside its own Python, or how its process ends.
INSIDE = (
    *JUDGED, "answer", "exit", "hang", "patch", "forge", "ahead", "settrace", "clear", "frames", "freed", "gc", "swallow",
    "import_stops", "slow", "atexit", "change_modes",
)  # fmt: skip
# And where only the way files are hidden differs, what has to do with files is tried.
FILES = (
    "file", "proc", "open", "read", "chroot", "become", "beside", "import_solutions", "channel_open", "channel_flock", "channel_record",
    "network_unix", "mount", "unshare", "environment", "keyring", "shmget", "memfd", "host", "message",
)  # fmt: skip


def tried(kind: str, name: str) -> bool:
    if kind == CHROOT:
        return name.startswith(FILES)
    return kind != "container" or not name.startswith(INSIDE)


PAIRS = [(kind, name) for kind in SEALED for name in ATTACKS if RUNS > 1 or tried(kind, name)]


@pytest.fixture(scope="module")
def runner(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Runner]:
    try:
        opened = Runner(request.param, tmp_path_factory.mktemp("range"))
    except SandboxUnavailable as error:
        pytest.skip(str(error))
    with opened:
        yield opened


@pytest.mark.parametrize("run", range(RUNS))
@pytest.mark.parametrize(("runner", "name"), PAIRS, indirect=["runner"], scope="module")
def test_attack(name: str, run: int, runner: Runner) -> None:
    assert runner.broken_promises(name) == []


def test_every_attack_is_in_the_table_of_what_is_tried() -> None:
    named = set(re.findall(r"`(\w+)`", (HERE / "README.md").read_text()))
    assert named >= set(ATTACKS)
    assert len(ATTACKS) >= 120
    assert {name for name in named if (HERE / name).exists()} == set(ATTACKS)
