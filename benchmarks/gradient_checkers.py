"""Who rejects right gradients and who accepts wrong ones: ours beside the checkers people use, on the same random nets.

Each net gives one right gradient (backpropagation in doubles) and two dozen wrong ones, checked against 50 digits to be
wrong by 1e-5 of some entry at least. Results go into a file, a line per net, so that a run can be cut into portions:

    pip install -r benchmarks/gradient_checkers.txt
    python benchmarks/gradient_checkers.py --nets 1200 --into results.jsonl --seconds 400   # again, until done
    python benchmarks/gradient_checkers.py --nets 1200 --into results.jsonl --table         # prints the table
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import mpmath
import numpy as np
from checkers import CHECKERS, claims
from nets import draw, is_wrong, mistakes, sweep, truth
from rich.progress import track

KINDS = ("smooth", "near a kink")
EVERY = {"torch gradcheck": 16}
OURS = [name for name in CHECKERS if name.startswith("ours")]


def examine(seed: int, near_kink: bool, others: bool) -> dict[str, Any]:
    """One net: for each checker, or ours alone, what it says of the right gradient and of each wrong one, bars, cost."""
    np.seterr(all="ignore")
    net = draw(seed, near_kink)
    exact, _ = truth(net)
    right = sweep(net).gradient(net.place)
    wrong = [(name, got) for name, got in mistakes(net, right, seed) if is_wrong(got, exact)]
    found: dict[str, Any] = {}
    for name, claim, bars, loss in claims(net, CHECKERS if others else OURS):
        begin = time.perf_counter()
        entry: dict[str, Any] = {"right": _asked(claim, right)}
        evaluations = bars.evaluations if bars is not None else 0
        entry["evaluations"] = (evaluations or loss.calls) / right.size
        # The slow ones are asked about some of the wrong gradients: others for each net.
        some = wrong[seed % EVERY[name] :: EVERY[name]] if name in EVERY else wrong
        said = [_asked(claim, got) for _, got in some]
        entry["asked"] = len(some)
        entry["accepted"] = [
            kind for (kind, _), word in zip(some, said, strict=True) if word == "agrees"
        ]
        entry["undecided"] = said.count("undecided")
        if bars is not None:
            off = np.vectorize(mpmath.mpf, otypes=[object])(bars.value) - exact
            inside = np.abs(off).astype(float) <= bars.error
            entry["inside"] = int(np.sum(inside | ~np.isfinite(bars.value)))
        entry["seconds"] = time.perf_counter() - begin
        found[name] = entry
    return {
        "seed": seed,
        "kind": KINDS[near_kink],
        "layers": len(net.Ws),
        "entries": right.size,
        "wrong": [kind for kind, _ in wrong],
        "checkers": found,
    }


def _asked(claim: Any, got: Any) -> str:
    try:
        return str(claim(got))
    except Exception:
        return "disagrees"  # a checker that stops with an error has not accepted


def results(path: Path) -> list[dict[str, Any]]:
    if not path.exists():
        return []
    # A run that was killed may have left half a line; of a net that was asked about again the last line counts.
    found = [json.loads(line) for line in path.read_text().splitlines() if line.endswith("}")]
    return list({(one["seed"], one["kind"]): one for one in found}.values())


def run(nets: int, others: int, path: Path, seconds: float, jobs: int) -> bool:
    """Examine what is missing in ``path``, for about ``seconds``; whether all is done."""
    done = {(one["seed"], one["kind"]): set(one["checkers"]) for one in results(path)}
    todo = [
        (seed, near, 2 * seed < others)
        for seed in range((nets + 1) // 2)
        for near in (False, True)
        if not set(CHECKERS if 2 * seed < others else OURS) <= done.get((seed, KINDS[near]), set())
    ]
    end = time.monotonic() + seconds
    # One thread per process: the arrays are small, and torch and BLAS would fight over the cores.
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=spawn) as pool, path.open("a") as file:
        waiting = (pool.map(examine, *zip(*part, strict=True)) for part in _parts(todo, 4 * jobs))
        finished = 0
        for part in track(waiting, "Nets", total=-(-len(todo) // (4 * jobs))):
            for one in part:
                file.write(json.dumps(one) + "\n")
                file.flush()
                finished += 1
            if time.monotonic() > end:
                break
    return finished == len(todo)


def _parts(todo: list[Any], size: int) -> Iterator[list[Any]]:
    for k in range(0, len(todo), size):
        yield todo[k : k + size]


def table(found: list[dict[str, Any]]) -> str:
    """Markdown: per checker what share of right gradients it rejects and of wrong ones it accepts."""
    lines = [
        "| checker | nets | right rejected: smooth | near a kink | wrong accepted | undecided: right | wrong "
        "| truth inside the bar | evaluations per parameter |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    wrong = sum(len(one["wrong"]) for one in found)
    for name in CHECKERS:
        asked_on = [one for one in found if name in one["checkers"]]
        entries = sum(one["entries"] for one in asked_on)
        mine = [one["checkers"][name] for one in asked_on]
        cells = [f"{len(mine):,}"]
        cells += [
            _share(sum(one["checkers"][name]["right"] == "disagrees" for one in part), len(part))
            for part in ([one for one in asked_on if one["kind"] == kind] for kind in KINDS)
        ]
        asked = sum(one["asked"] for one in mine)
        cells.append(_share(sum(len(one["accepted"]) for one in mine), asked))
        ours = name.startswith("ours")
        cells.append(
            _share(sum(m["right"] == "undecided" for m in mine), len(mine)) if ours else ""
        )
        cells.append(_share(sum(m["undecided"] for m in mine), asked) if ours else "")
        bars = [m["inside"] for m in mine if "inside" in m]
        cells.append(f"{100 * sum(bars) / entries:.4g} %" if bars else "")
        cells.append(f"{np.median([m['evaluations'] for m in mine]):.3g}")
        lines.append(f"| {name} | {' | '.join(cells)} |")
    kinds = Counter(kind for one in found for kind in one["wrong"])
    missed = Counter(
        kind
        for one in found
        for checker, entry in one["checkers"].items()
        if not checker.startswith("ours")
        for kind in entry["accepted"]
    )
    lines += [
        "",
        f"{len(found):,} nets ({sum(one['kind'] == KINDS[0] for one in found):,} smooth), "
        f"{sum(one['entries'] for one in found):,} entries, {wrong:,} wrong gradients of {len(kinds)} kinds. "
        f"Most often accepted by others: {', '.join(kind for kind, _ in missed.most_common(5))}.",
    ]
    return "\n".join(lines)


def _share(count: int, of: int) -> str:
    return f"{100 * count / of:.3g} %" if count else "0"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--nets", type=int, default=1200)
    parser.add_argument("--others", type=int, default=1000, help="of these, on how many the others")
    parser.add_argument("--into", type=Path, default=Path("gradient_checkers.jsonl"))
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop after so long")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--table", action="store_true", help="print the table and run nothing")
    options = parser.parse_args()
    done = options.table or run(
        options.nets, options.others, options.into, options.seconds, options.jobs
    )
    found = results(options.into)
    print(table(found) if found else "no results yet")
    if not done:
        print("\nNot done yet: run the same command again.")


if __name__ == "__main__":
    main()
