"""Random numbers that are the same on every machine.

NumPy promises the raw bits of PCG64 for ever, but not the stream of ``Generator.normal``. So numbers
are made here from raw 64-bit words: uniform by dividing, normal by the inverse of the normal
distribution function, both rounded to four decimals, which also makes public inputs pleasant to read and
takes away differences between C libraries in the last digit.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from statistics import NormalDist
from typing import Any

import numpy as np

_NORMAL = NormalDist()
DECIMALS = 4


class Draws:
    """A stream of random numbers named by ``words``: equal words, equal stream."""

    def __init__(self, *words: object, scale: float = 1.0) -> None:
        name = "\x1f".join(map(str, words)).encode()
        self._bits = np.random.PCG64(int.from_bytes(hashlib.sha256(name).digest()[:16], "big"))
        self.scale = scale
        self.chances = 0
        """How many numbers chance has decided so far: 0 means that another stream would give the same."""

    def _units(self, shape: Sequence[int]) -> list[float]:
        """Uniform in the open interval (0, 1), 53 bits, as many as ``shape`` has entries."""
        count = math.prod(shape)
        self.chances += count
        raw: list[int] = self._bits.random_raw(count).tolist()
        return [(word >> 11) * 2.0**-53 + 2.0**-54 for word in raw]

    def normal(self, *shape: int, scale: float = 1.0) -> Any:
        """Standard normal times ``scale``; a float when ``shape`` is empty."""
        # A zero would hide factors, and no normal number is one by chance.
        return _shaped(
            shape,
            [
                (round(_NORMAL.inv_cdf(unit), DECIMALS) or 0.1) * scale * self.scale
                for unit in self._units(shape)
            ],
        )

    def uniform(self, *shape: int, low: float = 0.0, high: float = 1.0) -> Any:
        return _shaped(
            shape,
            [
                round(low + (high - low) * unit, DECIMALS) * self.scale
                for unit in self._units(shape)
            ],
        )

    def integer(self, low: int, high: int) -> int:
        """A whole number in low … high, both included."""
        self.chances += high > low
        return low + int(self._bits.random_raw()) % (high - low + 1)

    def integers(self, *shape: int, low: int = 0, high: int = 9) -> Any:
        return _shaped(shape, [float(self.integer(low, high)) for _ in range(math.prod(shape))])

    def choose(self, items: Sequence[Any]) -> Any:
        return items[self.integer(0, len(items) - 1)]


def _shaped(shape: Sequence[int], numbers: list[float]) -> Any:
    return np.array(numbers, dtype=np.float64).reshape(shape) if shape else numbers[0]
