"""In which cases an answer is wrong: where n > m, where l = L, where f1 is relu.

No reason, only an observation, but one that a student can try out. It is made when the cases that are wrong are exactly those of one
condition, there are enough of either kind, and no other condition of the list does as well.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from grader.diagnosis.records import Diagnosis, Evidence
from grader.model import Asked, Given

LEAST_WRONG, LEAST_RIGHT = 3, 2


def in_some_cases(bad: Sequence[Evidence], right: Sequence[Evidence]) -> Diagnosis | None:
    """The one condition that tells the wrong cases from the right ones."""
    if len(bad) < LEAST_WRONG or len(right) < LEAST_RIGHT:
        return None
    everywhere = [dict(_conditions(item)) for item in [*bad, *right]]
    known = set(everywhere[0]).intersection(*everywhere)
    fitting = [
        words
        for words in sorted(known)
        if all(found[words] == (k < len(bad)) for k, found in enumerate(everywhere))
    ]
    if any(" is not " not in words for words in fitting):
        # Of two functions, one is what the other is not.
        fitting = [words for words in fitting if " is not " not in words]
    if len(fitting) != 1:
        return None
    return Diagnosis(
        label=f"cases.{fitting[0]}",
        sentence=f"In our cases it is wrong exactly where {fitting[0]}.",
        next_step="Work out by hand a small case of that kind, and one of the other.",
    )


def _conditions(item: Evidence) -> Iterator[tuple[str, bool]]:
    """What may hold in a case, in words, and whether it does."""
    sizes = {name: size for name, size in sorted(item.sizes.items()) if type(size) is int}
    whole = {name: value for name, value in sorted(item.args.items()) if type(value) is int}
    for name, size in sizes.items():
        yield f"{name} = 1", size == 1
        yield f"{name} > 1", size > 1
    for (one, first), (other, second) in itertools.combinations(sizes.items(), 2):
        yield f"{one} = {other}", first == second
        yield f"{one} ≠ {other}", first != second
        yield f"{one} > {other}", first > second
        yield f"{one} < {other}", first < second
    for index, at in whole.items():
        if index in sizes:
            continue
        yield f"{index} = 0", at == 0
        yield f"{index} > 0", at > 0
        for name, size in sizes.items():
            yield f"{index} = {name}", at == size
            yield f"{index} < {name}", at < size
            yield f"{index} = {name} − 1", at == size - 1
    for name, value in item.args.items():
        inner = value.function if isinstance(value, Asked) else value
        if isinstance(inner, Given):
            for function in ("identity", "relu", "sigmoid", "step", "tanh"):
                found = inner.name in (function, f"d{function}")
                yield f"{name} is {function}", found
                yield f"{name} is not {function}", not found
