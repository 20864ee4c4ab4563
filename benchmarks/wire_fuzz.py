"""Frames bent in every way, read as a worker's: each must give a value or Malformed, and in bounded time.

python benchmarks/wire_fuzz.py [--frames 1000000] [--seed 0]
"""

from __future__ import annotations

import argparse
import random
import struct
import sys
import time
from typing import Any

import numpy as np

from grader import wire
from grader.model import Answer
from grader.sandbox.answers import read_answer

SLOW = 0.25
"""Seconds of processor that no single frame may take."""

BYTES = bytes(range(256))
TOKENS = [
    b"\xdd\xff\xff\xff\xff", b"\xdc\xff\xff", b"\xc7\xff\x01", b"\xc9\xff\xff\xff\xff\x01", b"\xd4\x01", b"\xc7\x00\x01",
    b"\xc7\x0a\x01d\x01" + struct.pack(">Q", 1 << 63), b"\xdf\xff\xff\xff\xff", b"\x81\xa1x\x01", b"\xc1", b"\x91" * 40,
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


def bent(chance: random.Random, known: list[bytes]) -> bytes:
    """One of the known bodies with one to four changes."""
    body = bytearray(chance.choice(known))
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(body) + 1)
        match chance.randrange(7):
            case 0:
                body[at:at] = bytes([chance.choice(BYTES)])
            case 1:
                del body[at : at + chance.randint(1, 8)]
            case 2:
                body[at : at + 1] = bytes([chance.choice(BYTES)])
            case 3:
                body[at:at] = chance.choice(TOKENS)
            case 4:
                other = chance.choice(known)
                body[at:] = other[chance.randrange(len(other)) :]
            case 5:
                body[at : at + 8] = struct.pack(">Q", chance.choice((0, 1 << 31, 1 << 40, 1 << 63)))
            case _ if body:
                body[at % len(body)] ^= 1 << chance.randrange(8)
    return bytes(body)


def read(body: bytes) -> bool:
    """Whether the body is a value; any other exception than Malformed goes through."""
    try:
        message = wire.decode(body)
    except wire.Malformed:
        return False
    if isinstance(message, list) and len(message) == 3 and str(message[0]) == "answer":
        try:
            assert isinstance(read_answer(message[2], {}), Answer)
        except wire.Malformed:
            return False
    return True


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--frames", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    chance, known = random.Random(options.seed), seeds()
    assert all(map(read, known))
    values, slowest = 0, 0.0
    begin = time.perf_counter()
    for _ in range(options.frames):
        body = bent(chance, known)
        start = time.process_time()
        try:
            values += read(body)
        except Exception:
            print(f"a reader broke on {body!r}")
            raise
        slowest = max(slowest, time.process_time() - start)
    print(
        f"{options.frames} frames in {time.perf_counter() - begin:.0f} s: {values} were values, the others "
        f"Malformed; the slowest took {1e3 * slowest:.1f} ms"
    )
    return 0 if slowest < SLOW else 1


if __name__ == "__main__":
    sys.exit(main())
