"""Why an answer is wrong: the one best explanation, or none.

The evidence is what a function returned, and should have, over all cases. An explanation must
hold in every case in which the two differ, in at least two of them, and only where the cases could tell: a transposed
symmetric matrix says nothing. What the exercise's author foresaw (a known-wrong function) comes first, then a
known-wrong answer times a factor or transposed, then patterns that need no author. A wrong name would
send a student the wrong way, so the rule is: sure, or silent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from grader.diagnosis.matching import differs, equal
from grader.diagnosis.patterns import PATTERNS, factor_of, factor_words, transposed
from grader.diagnosis.records import Diagnosis, Evidence
from grader.model import Value

__all__ = ["Diagnosis", "Evidence", "explain"]

Wrong = Mapping[str, tuple[Sequence[Value], str]]
Others = Mapping[str, Sequence[Value]]


def explain(evidence: Sequence[Evidence], wrong: Wrong, others: Others) -> Diagnosis | None:
    """The best explanation of all cases in which ``got`` differs from ``expected``, or None.

    ``wrong``: name of a misconception → (answers aligned with the evidence, the author's feedback);
    ``others``: name of another function → its right answers on the same inputs.
    """
    bad = [k for k, item in enumerate(evidence) if differs(item.got, item.expected)]
    if not bad:
        return None
    named = _known_wrong(evidence, bad, wrong)
    if named is not None:
        return named
    for pattern in PATTERNS:
        found = pattern([evidence[k] for k in bad], evidence)
        if found is not None:
            return found
    return _composed(evidence, bad, wrong) or _other_function(evidence, bad, others)


def _enough(hits: int, telling: int, bad: int) -> bool:
    """Two telling cases, or all of the only one there is."""
    return hits == bad and (telling >= 2 or bad == 1 == telling)


def _known_wrong(evidence: Sequence[Evidence], bad: list[int], wrong: Wrong) -> Diagnosis | None:
    fitting: list[tuple[int, str]] = []
    for name, (answers, _) in wrong.items():
        if all(equal(evidence[k].got, answers[k]) for k in bad):
            # Where the misconception gives the right answer, so must the student.
            agrees = all(
                not differs(answers[k], evidence[k].expected)
                for k in range(len(evidence))
                if k not in bad
            )
            telling = sum(differs(answers[k], evidence[k].expected) for k in bad)
            if _enough(len(bad), telling, len(bad)):
                fitting.append((telling + len(evidence) * agrees, name))
    if not fitting:
        return None
    best = max(score for score, _ in fitting)
    names = [name for score, name in fitting if score == best]
    if len(names) > 1:
        return None
    return Diagnosis(
        label=f"misconception.{names[0]}", sentence=wrong[names[0]][1], misconception=names[0]
    )


def _composed(evidence: Sequence[Evidence], bad: list[int], wrong: Wrong) -> Diagnosis | None:
    """A known-wrong answer, transposed or times one factor."""
    found: list[Diagnosis] = []
    for name, (answers, feedback) in wrong.items():
        pairs = [(evidence[k].got, answers[k]) for k in bad]
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
        if len(bad) >= 2 and all(equal(evidence[k].got, answers[k]) for k in bad)
    ]
    if len(names) != 1:
        return None
    return Diagnosis(
        label="other_function",
        sentence=f"That is what `{names[0]}` should return, not `{evidence[0].function}`.",
        next_step="Are two functions mixed up, or one copied into the other?",
    )
