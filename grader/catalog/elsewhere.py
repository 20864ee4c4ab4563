"""What an exercise is told of the others: students copy from one into another, and return one factor of several.

So their references are asked for answers on this exercise's cases too, where the inputs have the right names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from grader.checks.base import Subject


def acquainted(subjects: Sequence[Subject]) -> list[Subject]:
    """The subjects of one assignment, each with the functions of all others; facts stay the very same tables."""
    found: list[Subject] = []
    for one in subjects:
        assert one.trusted is not None
        elsewhere = {
            name: code
            for other in subjects
            if other is not one and other.trusted is not None
            for name, code in other.trusted.references.items()
            if callable(code)
        }
        trusted = replace(one.trusted, elsewhere=elsewhere)
        found.append(replace(one, trusted=trusted, elsewhere=tuple(elsewhere)))
    return found
