"""Why the answers of one function are wrong: the evidence of all cases, put to ``grader.diagnosis``.

The known-wrong functions, the variants of the reference and the other functions of the exercise and the assignment are run
(once per assignment) on every case, so an answer that equals one of them wherever it differs from the reference is
recognised.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence

import msgspec
import numpy as np

from grader import diagnosis
from grader.asking import Ask, weight
from grader.checks.base import EVERY, Subject
from grader.checks.trusted import Case
from grader.checks.variants import variants
from grader.model import Raised, Raising, Record, Returned, Value

_Known = tuple[diagnosis.Wrong, diagnosis.Others, list[diagnosis.Variant], diagnosis.Others]
"""What :func:`grader.diagnosis.explain` is told besides the evidence."""

MOST = 1_000
"""Of such a weight, and beyond four times what is due, nobody asks why an answer is wrong: it would be compared a hundred times."""


class Explanation(Record, frozen=True):
    label: str
    reason: str
    next_step: str
    misconception: str | None


def explain(
    subject: Subject,
    function: str,
    cases: Sequence[Case],
    ask: Ask,
    part: int | None = None,
    *,
    derivative: bool = False,
) -> Explanation | None:
    """The one best explanation, or None when there is nothing to say. ``derivative``: the answers are derivatives."""
    evidence: list[diagnosis.Evidence] = []
    used: list[Case] = []
    for case in cases:
        answer = ask(subject.call(function, case))
        expected = subject.expected(function, case)
        if isinstance(answer, Returned):
            got = answer.value
        elif isinstance(answer, Raised):
            got = Raising(kind=answer.kind)
        else:
            continue
        used.append(case)
        evidence.append(
            diagnosis.Evidence(
                function=function,
                sizes=case.sizes,
                args={name: case.inputs[name] for name in subject.parameters[function]},
                got=_part(got, part),
                expected=_part(expected, part),
                derivative=derivative,
            )
        )
    if not evidence or sum(weight(one.got) for one in evidence) > max(
        MOST, 4 * sum(weight(one.expected) for one in evidence)
    ):
        return None

    def known() -> _Known:
        return _known(subject, function, used, part)

    # Nearly always there is an answer in every case; what is known of those is the same for all submissions.
    of_all = (function, part, tuple(case.id for case in cases))
    every = len(used) == len(cases)
    found = diagnosis.explain(
        evidence, *(subject.memo.explanations.once(of_all, known) if every else known())
    )
    if found is None:
        return None
    return Explanation(
        label=found.label,
        reason=found.sentence,
        next_step=found.next_step,
        misconception=found.misconception,
    )


def _known(subject: Subject, function: str, used: Sequence[Case], part: int | None) -> _Known:
    wrong = {
        known.name: (
            [_part(subject.wrong_answer(known, case), part) for case in used],
            known.feedback,
        )
        for known in subject.known_wrong
        if known.function == function
    }
    changed = [
        msgspec.structs.replace(
            variant, answers=tuple(_part(answer, part) for answer in variant.answers)
        )
        for variant in variants(subject, function, used)
    ]
    return wrong, _others(subject, function, used), changed, _elsewhere(subject, used)


def learn(subject: Subject) -> None:
    """Compute all facts that any explanation can ask for."""
    with np.errstate(all="ignore"):
        for function in subject.parameters:
            cases = subject.cases_of(function, EVERY)
            variants(subject, function, cases)
            _others(subject, function, cases)
            _elsewhere(subject, cases)
            for known in subject.known_wrong:
                if known.function == function:
                    for case in cases:
                        subject.wrong_answer(known, case)


def _others(
    subject: Subject, function: str, cases: Sequence[Case]
) -> dict[str, list[Value | Raising]]:
    """What the exercise's other references return on the same inputs, where they take these inputs."""
    return {
        other: [subject.expected(other, case) for case in cases]
        for other in subject.parameters
        if other != function
        and subject.parameters[other]
        and all(other in case.functions for case in cases)
    }


def _elsewhere(subject: Subject, cases: Sequence[Case]) -> dict[str, list[Value | Raising]]:
    """What references of other exercises return on the same inputs, where all cases have inputs of these names."""
    found: dict[str, list[Value | Raising]] = {}
    for other in subject.elsewhere:
        with contextlib.suppress(LookupError):
            found[other] = [subject.elsewhere_answer(other, case) for case in cases]
    return found


def _part(value: Value, part: int | None) -> Value:
    if part is None or not isinstance(value, list | tuple) or len(value) <= part:
        return value
    return value[part]
