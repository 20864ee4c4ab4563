"""The corpus of hostile submissions, many times over: runs in a row, or several at once.

Each process has a sandbox of its own and goes through the corpus in an order of its own; what broke is printed, and
the exit code is 1 when anything did. With ``--at-once 8`` the limits of time are three times as long, since the attacks
that keep a processor busy then share it.

    python benchmarks/attack_campaign.py [--kind namespaces] [--rounds 20] [--at-once 1] [--only NAME ...]
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))


def rounds(kind: str, count: int, seed: int, names: list[str]) -> list[str]:
    """What broke in ``count`` runs of the corpus in one sandbox."""
    from tests.attacks.runner import ATTACKS, Runner

    order = names or list(ATTACKS)
    broken: list[str] = []
    with tempfile.TemporaryDirectory() as folder, Runner(kind, Path(folder)) as runner:
        for number in range(count):
            random.Random(seed + number).shuffle(order)
            begin = time.monotonic()
            for name in order:
                for what in runner.broken_promises(name):
                    broken.append(f"{name}: {what}")
                    print(broken[-1], flush=True)
            took = time.monotonic() - begin
            print(
                f"{kind} process {seed}: run {number + 1}, {took:.0f} s, {len(broken)} broken",
                flush=True,
            )
    return broken


def main() -> int:
    from tests.sandboxes import SEALED

    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--kind", default=SEALED[0], choices=SEALED)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--at-once", type=int, default=1)
    parser.add_argument("--only", nargs="*", default=[])
    options = parser.parse_args()
    if options.at_once > 1:
        os.environ["GRADER_ATTACK_PATIENCE"] = "3"
    work = [(options.kind, options.rounds, 1000 * k, options.only) for k in range(options.at_once)]
    with multiprocessing.get_context("spawn").Pool(options.at_once) as pool:
        broken = [what for found in pool.starmap(rounds, work) for what in found]
    print("\n".join(sorted(broken)) or "everything held")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
