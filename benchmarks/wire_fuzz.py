"""Frames bent in every way, read as a worker's: each must be a message in its place or Malformed, and in bounded time.

python benchmarks/wire_fuzz.py [--frames 1000000] [--seed 0]
"""

from __future__ import annotations

import argparse
import itertools
import random
import struct
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from grader import wire

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

SLOW = 0.25
"""Seconds of processor that no single frame may take."""

BYTES = bytes(range(256))
TOKENS = [
    b"\xdd\xff\xff\xff\xff", b"\xdc\xff\xff", b"\xc7\xff\x01", b"\xc9\xff\xff\xff\xff\x01", b"\xd4\x01", b"\xc7\x00\x01",
    b"\xc7\x0a\x01d\x01" + struct.pack(">Q", 1 << 63), b"\xdf\xff\xff\xff\xff", b"\x81\xa1x\x01", b"\xc1", b"\x91" * 40,
    wire.encode(np.ones(2))[wire.HEADER.size :], b"\x92" + wire.encode(np.eye(2))[wire.HEADER.size :],
    b"\xdb\xff\xff\xff\xff", b"\xd9\x04\xf0\x28\x8c\xbc", b"\xc4\x02ab", b"\xd6\xff\x00\x00\x00\x00", b"\xcf" + b"\xff" * 8,
]  # fmt: skip


def seeds() -> list[bytes]:
    """Bodies that a worker may send."""
    values: list[Any] = [
        None, True, -1, 2**63, 10**40, 1.5, float("nan"), 1j, "text", "\x00\u202e", [], [1, [2.0, ["x"]]],
        np.eye(3), np.zeros((0, 4)), np.arange(6, dtype=np.int8).reshape(2, 3), np.float32(2), np.array(True),
        [np.ones((2, 1)), (1, 2)],
    ]  # fmt: skip
    messages: list[Any] = [
        ["loaded"],
        ["ready"],
        ["cell", "c", None],
        ["ask", 0, [1.0, np.ones(2)]],
    ]
    messages += [["answer", k, ["returned", v, [0], ["Warning"]]] for k, v in enumerate(values)]
    messages += [
        ["answer", 1, ["raised", "ValueError", "text", "place", 3]],
        ["answer", 2, ["missing", ["f", "g"]]],
        ["answer", 3, ["signature", "(x)"]],
        ["answer", 4, ["toobig"]],
    ]
    return [wire.encode(message)[wire.HEADER.size :] for message in messages]


def bent(chance: random.Random, body: bytes, known: list[bytes]) -> bytes:
    """``body`` with one to four changes."""
    made = bytearray(body)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(made) + 1)
        match chance.randrange(7):
            case 0:
                made[at:at] = bytes([chance.choice(BYTES)])
            case 1:
                del made[at : at + chance.randint(1, 8)]
            case 2:
                made[at : at + 1] = bytes([chance.choice(BYTES)])
            case 3:
                made[at:at] = chance.choice(TOKENS)
            case 4:
                other = chance.choice(known)
                made[at:] = other[chance.randrange(len(other)) :]
            case 5:
                made[at : at + 8] = struct.pack(">Q", chance.choice((0, 1 << 31, 1 << 40, 1 << 63)))
            case _ if made:
                made[at % len(made)] ^= 1 << chance.randrange(8)
    return bytes(made)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--frames", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    from tests.reader import CALLS, STAGES, Reader

    chance, known = random.Random(options.seed), seeds()
    reader = Reader()
    # Where each of them is a message: beyond that place, nothing is read of it but its number.
    places = {
        body: place
        for body in known
        for place in itertools.product(range(STAGES), range(CALLS))
        if reader.read(body, *place)
    }
    assert places.keys() == set(known)
    values, slowest = 0, 0.0
    begin = time.perf_counter()
    for _ in range(options.frames):
        source = chance.choice(known)
        body = bent(chance, source, known)
        place = places[source]
        if chance.random() < 0.1:
            place = chance.randrange(STAGES), chance.randrange(CALLS)
        start = time.process_time()
        try:
            values += reader.read(body, *place)
        except Exception:
            print(f"a reader broke at {place} on {body!r}")
            raise
        slowest = max(slowest, time.process_time() - start)
    print(
        f"{options.frames} frames in {time.perf_counter() - begin:.0f} s: {values} were messages, the others "
        f"Malformed; the slowest took {1e3 * slowest:.1f} ms"
    )
    return 0 if slowest < SLOW else 1


if __name__ == "__main__":
    sys.exit(main())
