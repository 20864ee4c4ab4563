"""Why an answer is wrong: the one best explanation, or none.

The evidence is what a function returned, and should have, over all cases. An explanation must
hold in every case in which the two differ, in at least two of them, and only where the cases could tell: a transposed
symmetric matrix says nothing. The cases that the student got right speak as well: where the mistake would have shown in one
of them, it is not the mistake. What the exercise's author foresaw (a known-wrong function) comes first; then how the
numbers differ (transposed, a factor, …), what the reference itself would return if one thing were otherwise (an index one too
large, a derivative left out: a *variant*), a known-wrong answer times a factor or transposed, and where it is wrong. A wrong
name would send a student the wrong way, so the rule is: sure, or silent.
"""

from __future__ import annotations

import types
from collections.abc import Mapping, Sequence

import numpy as np

from grader.diagnosis import places
from grader.diagnosis.cases import in_some_cases
from grader.diagnosis.factors import Pattern, factor_of, factor_words
from grader.diagnosis.matching import differs, equal, peculiar
from grader.diagnosis.patterns import LAST_PATTERNS, PATTERNS, transposed
from grader.diagnosis.records import Diagnosis, Evidence, Variant
from grader.model import Raising, Value

__all__ = ["Diagnosis", "Evidence", "Others", "Variant", "Wrong", "explain"]

NOT_BY_CHANCE = 4
"""Different numbers in the only case there is (at a student's desk) that stand for two cases."""

Wrong = Mapping[str, tuple[Sequence[Value], str]]
Others = Mapping[str, Sequence[Value]]

PLACES: tuple[Pattern, ...] = (
    places.out_of_step,
    places.where_an_argument_is_negative,
    places.in_some_places,
)


@np.errstate(all="ignore")  # answers may hold anything
def explain(
    evidence: Sequence[Evidence],
    wrong: Wrong,
    others: Others,
    variants: Sequence[Variant] = (),
    elsewhere: Others = types.MappingProxyType({}),
) -> Diagnosis | None:
    """The best explanation of all cases in which ``got`` differs from ``expected``, or None.

    ``wrong``: name of a misconception → (answers aligned with the evidence, the author's feedback);
    ``others``: name of another function → its right answers on the same inputs; ``elsewhere``: the same of functions of
    other exercises.
    """
    bad = [k for k, item in enumerate(evidence) if differs(item.got, item.expected)]
    if not bad:
        return None
    return (
        _known_wrong(evidence, bad, wrong)
        or _first(PATTERNS, evidence, bad)
        or _variant(evidence, bad, variants)
        or _composed(evidence, bad, wrong)
        or _other_function(evidence, bad, others)
        or _other_exercise(evidence, bad, elsewhere)
        or _first(PLACES, evidence, bad)
        or _item_by_item(evidence, bad)
        or _first((*LAST_PATTERNS, in_some_cases), evidence, bad)
    )


def _first(
    patterns: Sequence[Pattern], evidence: Sequence[Evidence], bad: Sequence[int]
) -> Diagnosis | None:
    wrong = [evidence[k] for k in bad]
    right = [item for k, item in enumerate(evidence) if k not in bad]
    for pattern in patterns:
        found = pattern(wrong, right)
        if found is not None:
            return found
    return None


def _everywhere(evidence: Sequence[Evidence], bad: list[int], answers: Sequence[Value]) -> bool:
    """Whether the student's answers are these wherever they are wrong, and these are right wherever the student's are."""
    return all(
        equal(evidence[k].got, answers[k])
        if k in bad
        else not differs(answers[k], evidence[k].expected)
        for k in range(len(evidence))
    )


def _known_wrong(evidence: Sequence[Evidence], bad: list[int], wrong: Wrong) -> Diagnosis | None:
    names = []
    for name, (answers, _) in wrong.items():
        if not _everywhere(evidence, bad, answers):
            continue
        # That both stop with the same kind of exception says little: a NameError is anybody's.
        telling = sum(not isinstance(evidence[k].got, Raising) for k in bad)
        # The only case there is, at a student's desk, must do; but a yes or no is right or wrong by chance.
        alone = len(evidence) == 1 and not isinstance(evidence[0].expected, bool)
        if telling >= 2 or (telling == 1 == len(bad) and (len(evidence) > 1 or alone)):
            names.append(name)
    if len(names) != 1:
        return None
    return Diagnosis(
        label=f"misconception.{names[0]}", sentence=wrong[names[0]][1], misconception=names[0]
    )


def _variant(
    evidence: Sequence[Evidence], bad: list[int], variants: Sequence[Variant]
) -> Diagnosis | None:
    """The one variant of the reference that gives the student's answers in all cases in which it gives any."""
    fitting = [variant for variant in variants if _is_that(evidence, bad, variant.answers)]
    if len(fitting) != 1:
        return None
    return Diagnosis(
        label=fitting[0].label, sentence=fitting[0].sentence, next_step=fitting[0].next_step
    )


def _is_that(evidence: Sequence[Evidence], bad: list[int], answers: Sequence[Value]) -> bool:
    told = [k for k in range(len(evidence)) if not isinstance(answers[k], Raising)]
    return (
        all(equal(evidence[k].got, answers[k]) for k in told)
        and sum(differs(answers[k], evidence[k].expected) for k in told if k in bad) >= 2
    )


def _composed(evidence: Sequence[Evidence], bad: list[int], wrong: Wrong) -> Diagnosis | None:
    """A known-wrong answer, transposed or times one factor."""
    found: list[Diagnosis] = []
    for name, (answers, feedback) in wrong.items():
        # The cases that are right count, too: there the two mistakes must cancel.
        pairs = [(item.got, answer) for item, answer in zip(evidence, answers, strict=True)]
        if len(bad) < 2:
            continue
        factor = factor_of(pairs)
        if factor is not None and abs(factor - 1.0) > 1e-6:
            extra = f"On top of that, the result is {factor_words(factor)}."
        elif transposed(pairs):
            extra = "On top of that, the result is transposed."
        else:
            continue
        found.append(
            Diagnosis(
                label=f"misconception.{name}",
                sentence=f"{feedback} {extra}",
                misconception=name,
            )
        )
    return found[0] if len(found) == 1 else None


def _other_function(
    evidence: Sequence[Evidence], bad: list[int], others: Others
) -> Diagnosis | None:
    names = [
        name
        for name, answers in others.items()
        if _everywhere(evidence, bad, answers) and sum(peculiar(answers[k]) > 0 for k in bad) >= 2
    ]
    if len(names) != 1:
        return None
    return Diagnosis(
        label="other_function",
        sentence=f"That is what `{names[0]}` should return, not `{evidence[0].function}`.",
        next_step="Are two functions mixed up, or one copied into the other?",
    )


def _other_exercise(
    evidence: Sequence[Evidence], bad: list[int], elsewhere: Others
) -> Diagnosis | None:
    """As :func:`_other_function`; as inputs share no more than a name, the numbers must be such as chance does not give."""

    def telling(answers: Sequence[Value]) -> bool:
        numbers = [count for k in bad if (count := peculiar(answers[k]))]
        return len(numbers) >= 2 or (len(evidence) == 1 and sum(numbers) >= NOT_BY_CHANCE)

    names = [
        name
        for name, answers in elsewhere.items()
        if _everywhere(evidence, bad, answers) and telling(answers)
    ]
    if len(names) != 1:
        return None
    return Diagnosis(
        label="other_exercise",
        sentence=f"That is what `{names[0]}` of another exercise should return, not "
        f"`{evidence[0].function}`.",
        next_step="Is it copied from there, or one factor of several?",
    )


def _item_by_item(evidence: Sequence[Evidence], bad: list[int]) -> Diagnosis | None:
    """Lists and several results: which items are wrong in every case, and how those are."""
    which = _first((places.in_some_items,), evidence, bad)
    items: list[Evidence] = []
    for item in evidence:
        if not isinstance(item.got, list | tuple) or not isinstance(item.expected, list | tuple):
            return None
        if len(item.got) != len(item.expected):
            return None
        items += [
            Evidence(
                function=item.function,
                sizes=item.sizes,
                args=item.args,
                got=got,
                expected=expected,
                derivative=item.derivative,
            )
            for got, expected in zip(item.got, item.expected, strict=True)
            # Of items that are wrong in one place it is said how these are wrong; else it must hold for all.
            if which is None or differs(got, expected)
        ]
    how = explain(items, {}, {})
    if which is None or how is None:
        return which or how
    return Diagnosis(
        label=f"{which.label}.{how.label}",
        sentence=f"{which.sentence} {how.sentence}",
        next_step=how.next_step,
    )
