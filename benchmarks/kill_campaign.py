"""Processes of running batches killed at random: workers, fork servers, grading processes, the batch itself.

After each batch has been run to its end, its reports are compared with those of an undisturbed one, and no process of it may
be left. The exit code is 1 when anything differs.

    python benchmarks/kill_campaign.py [--kills 200] [--seed 0]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

STUDENTS, PER_BATCH = 150, 25


def main() -> int:
    from tests.attacks.campaigns import (
        Killer,
        hasty_assignment,
        reports,
        run,
        survivors,
        write_class,
    )

    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    killer, failed, batches = Killer(options.seed), False, 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        assignment = hasty_assignment(folder)
        write_class(folder / "class", STUDENTS, 0)
        took = run(folder / "class", assignment, folder / "whole")
        whole = reports(folder / "whole")
        print(f"undisturbed: {len(whole)} reports in {took:.1f} s", flush=True)
        while killer.total() < options.kills:
            out = folder / f"killed{batches}"
            most = min(PER_BATCH, options.kills - killer.total())
            seen = killer.batch(folder / "class", assignment, out, most)
            batches += 1
            found = reports(out)
            lost = len(whole.keys() - found.keys())
            wrong = sum(found.get(student) != report for student, report in whole.items()) - lost
            left = survivors(seen)
            failed |= bool(lost or wrong or left)
            print(
                f"batch {batches}: {killer.total()} kills so far, {lost} reports lost, {wrong} wrong, "
                f"{len(left)} processes left",
                flush=True,
            )
    print(", ".join(f"{count} × {role}" for role, count in sorted(killer.kills.items())))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
