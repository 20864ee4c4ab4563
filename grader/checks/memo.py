"""What follows from an exercise's facts and is asked for again with every submission: named caches, never stored on disk.

Each is a mapping that computes what it has not got. A check's own keys begin with its whole specification
(:attr:`grader.checks.base.Check.identity`), so that equal checks share and others never do.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from grader.model import Answer, Call, Value

if TYPE_CHECKING:
    from grader.checks.quick import Packed
    from grader.checks.trusted import Case
    from grader.checks.wrt import Neighbourhood
    from grader.numeric import Estimate

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Cache(dict[K, V]):
    """A mapping that can compute what it has not got."""

    def once(self, key: K, compute: Callable[[], V]) -> V:
        """What ``compute()`` gave the first time it was asked for under ``key``."""
        try:
            return self[key]
        except KeyError:
            found = self[key] = compute()
            return found


@dataclass(frozen=True, eq=False)
class Memo:
    cases: Cache[tuple[str, str], tuple[Case, ...]] = field(default_factory=Cache)
    """By function, and all, public or hidden."""
    answered: Cache[tuple[str, str], tuple[Case, ...]] = field(default_factory=Cache)
    """The same, without those in which the reference raises."""
    relevant: Cache[bytes, tuple[Case, ...]] = field(default_factory=Cache)
    """By check: the cases that it judges."""
    calls: Cache[tuple[str, str, str], Call] = field(default_factory=Cache)
    """By function, case and variant."""
    packs: Cache[bytes, Packed] = field(default_factory=Cache)
    """By check: what it accepts of doubles."""
    explanations: Cache[Hashable, Any] = field(default_factory=Cache)
    """By function, part and cases: what known-wrong functions and variants return."""
    estimates: Cache[tuple[bytes, str, int], Estimate] = field(default_factory=Cache)
    """By check, case and item: the derivative with its bar."""
    neighbourhoods: Cache[tuple[tuple[str, ...], str], Neighbourhood] = field(default_factory=Cache)
    """By parameters and case."""
    starts: Cache[tuple[bytes, str], tuple[Call, ...]] = field(default_factory=Cache)
    """By follow-up check and case: the calls of the function that is followed from."""
    exchanged: Cache[tuple[bytes, str], dict[str, Call]] = field(default_factory=Cache)
    """The same: its calls with one input exchanged, by the input."""
    directions: Cache[tuple[bytes, str], dict[str, Value]] = field(default_factory=Cache)
    """By follow-up check and case: the direction along which a slope is taken."""
    rehearsed: Cache[str, Answer] = field(default_factory=Cache)
    """By call: the trusted functions' own answer."""
    told_apart: Cache[tuple[str, str], Value] = field(default_factory=Cache)
    """By function and misconception ("" for none): what is compared when a case is drawn."""
