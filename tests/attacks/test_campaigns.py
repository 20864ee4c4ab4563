"""Short versions of the campaigns: attackers among honest students, and processes killed at random."""

from __future__ import annotations

import random
from pathlib import Path

from tests.attacks.campaigns import (
    Killer,
    hasty_assignment,
    reports,
    run,
    survivors,
    write_class,
)


def test_attackers_change_nobody_elses_report(tmp_path: Path) -> None:
    assignment = hasty_assignment(tmp_path)
    write_class(tmp_path / "quiet", 16, 0)
    write_class(tmp_path / "strewn", 16, 8, seed=random.randrange(1 << 30))
    run(tmp_path / "quiet", assignment, tmp_path / "one")
    run(tmp_path / "strewn", assignment, tmp_path / "other")
    honest = reports(tmp_path / "one")
    assert len(honest) == 16
    assert reports(tmp_path / "other", honest=True) == honest
    assert len(reports(tmp_path / "other")) == 24


def test_killed_processes_cost_nobody_a_point(tmp_path: Path) -> None:
    assignment = hasty_assignment(tmp_path)
    write_class(tmp_path / "class", 40, 0)
    run(tmp_path / "class", assignment, tmp_path / "whole")
    seed = random.randrange(1 << 30)
    print(f"seed {seed}")  # shown when the test fails
    killer = Killer(seed)
    seen = killer.batch(tmp_path / "class", assignment, tmp_path / "killed", 6)
    print(killer.kills)
    assert killer.total() > 0
    assert reports(tmp_path / "killed") == reports(tmp_path / "whole")
    assert survivors(seen) == set()
