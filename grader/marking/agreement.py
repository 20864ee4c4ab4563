"""How far two people who marked the same answers agree.

Cohen's kappa (J. Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological Measurement 20,
1960): ``(p - e) / (1 - e)``, where ``p`` is the share of decisions on which both agree and ``e`` the share that would agree by chance,
given how often each says yes. 1 is full agreement, 0 no more than chance. A decision is one rubric item on one answer. Where both
always say the same word, ``e`` is 1 and kappa says nothing: it is None.
"""

from __future__ import annotations

from collections.abc import Sequence

from grader.gradebook.rubric import Key, Mark, Rubric, points
from grader.model import Record

Decisions = Sequence[tuple[bool, bool]]


class Agreement(Record, frozen=True, kw_only=True):
    """``items``: (number, words, kappa, share that agrees) per rubric item; ``kappa`` over all decisions. ``difference`` is the mean
    absolute difference in points; ``disputed`` the answers with other points, widest first."""

    answers: int
    kappa: float | None
    agree: float | None
    items: tuple[tuple[int, str, float | None, float], ...]
    difference: float
    disputed: tuple[Key, ...]


def kappa(decisions: Decisions) -> float | None:
    """Cohen's kappa of two people's yes or no; None where it says nothing."""
    n = len(decisions)
    if not n:
        return None
    agree = sum(a == b for a, b in decisions) / n
    first, second = (sum(pair[k] for pair in decisions) / n for k in (0, 1))
    chance = first * second + (1 - first) * (1 - second)
    return None if chance >= 1 - 1e-12 else (agree - chance) / (1 - chance)


def agreement(rubric: Rubric, pairs: Sequence[tuple[Mark, Mark]], out_of: float) -> Agreement:
    """How far both rounds agree on the answers of one exercise."""
    items = []
    everything: list[tuple[bool, bool]] = []
    for item in rubric:
        if item.retired:
            continue
        decisions = [(item.number in a.items, item.number in b.items) for a, b in pairs]
        everything += decisions
        share = sum(a == b for a, b in decisions) / len(decisions) if decisions else 0.0
        items.append((item.number, item.item, kappa(decisions), share))
    differences = [
        (abs(points(rubric, a, out_of) - points(rubric, b, out_of)), a.key) for a, b in pairs
    ]
    disputed = sorted((one for one in differences if one[0] > 0), key=lambda one: (-one[0], one[1]))
    return Agreement(
        answers=len(pairs),
        kappa=kappa(everything),
        agree=sum(a == b for a, b in everything) / len(everything) if everything else None,
        items=tuple(items),
        difference=sum(one[0] for one in differences) / len(pairs) if pairs else 0.0,
        disputed=tuple(key for _, key in disputed),
    )
