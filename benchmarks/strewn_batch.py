"""A class with attackers strewn in, beside the same class without them.

Prints whether the honest reports are the same bytes, and how long both took beside what the attackers' time limits allow.

    python benchmarks/strewn_batch.py [--honest 450] [--attackers 50] [--jobs 2]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))


def main() -> int:
    from tests.attacks.campaigns import (
        SUBMISSION_SECONDS,
        hasty_assignment,
        reports,
        run,
        write_class,
    )

    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--honest", type=int, default=450)
    parser.add_argument("--attackers", type=int, default=50)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        assignment = hasty_assignment(folder)
        write_class(folder / "quiet", options.honest, 0)
        write_class(folder / "strewn", options.honest, options.attackers, options.seed)
        quiet = run(folder / "quiet", assignment, folder / "one", options.jobs)
        strewn = run(folder / "strewn", assignment, folder / "other", options.jobs)
        honest, among = reports(folder / "one"), reports(folder / "other", honest=True)
        same = sum(among.get(student) == report for student, report in honest.items())
        all_of_them = len(reports(folder / "other"))
    allowed = quiet + options.attackers * SUBMISSION_SECONDS / options.jobs
    print(f"honest reports: {same} of {len(honest)} the same bytes; {all_of_them} reports in all")
    print(
        f"without attackers {quiet:.1f} s, with {options.attackers} of them {strewn:.1f} s, allowed {allowed:.1f} s"
    )
    return 0 if same == len(honest) == options.honest and strewn <= allowed else 1


if __name__ == "__main__":
    sys.exit(main())
