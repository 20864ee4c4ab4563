"""Why the answers of one function are wrong: the evidence of all cases, put to ``grader.diagnosis``.

The known-wrong functions are run (once per assignment) on every case, so an answer that equals one of
them wherever it differs from the reference names its misconception.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from grader import diagnosis
from grader.checks.base import Case, Subject
from grader.model import Answer, Raised, Raising, Record, Returned, Value


class Explanation(Record, frozen=True):
    label: str
    reason: str
    next_step: str
    misconception: str | None


def explain(
    subject: Subject,
    function: str,
    cases: Sequence[Case],
    answers: Mapping[str, Answer],
    part: int | None = None,
) -> Explanation | None:
    """The one best explanation, or None when no pattern fits honestly."""
    evidence: list[diagnosis.Evidence] = []
    used: list[Case] = []
    for case in cases:
        answer = answers[subject.call(function, case).key]
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
            )
        )
    if not evidence:
        return None
    wrong = {
        known.name: (
            [_part(subject.wrong_answer(known, case), part) for case in used],
            known.feedback,
        )
        for known in subject.known_wrong
        if known.function == function
    }
    found = diagnosis.explain(evidence, wrong, _others(subject, function, used))
    if found is None:
        return None
    return Explanation(
        label=found.label,
        reason=found.sentence,
        next_step=found.next_step,
        misconception=found.misconception,
    )


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


def _part(value: Value, part: int | None) -> Value:
    if part is None or not isinstance(value, list | tuple) or len(value) <= part:
        return value
    return value[part]
