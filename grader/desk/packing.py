"""Writing the public part of an assignment, where its solutions are at hand.

Judging the reference's own answers once asks for every fact that judging any answers can ask for; those facts, with the
public cases, are all that a student's machine needs. A check that no public case concerns, or that needs a function of the
solutions, stays with the grader.
"""

from __future__ import annotations

from typing import Any

import msgspec

from grader import storage, wire
from grader.catalog import Assignment, Exercise
from grader.checks import Check
from grader.checks.base import Subject
from grader.checks.explain import learn
from grader.checks.rehearsal import rehearse
from grader.desk.bundle import VERSION
from grader.model import Returned

MAX_BYTES = 32 << 20


def make(assignment: Assignment) -> bytes:
    """The bundle of an assignment; the same assignment gives the same bytes."""
    data = {
        "version": VERSION,
        "title": assignment.title,
        "submission": str(assignment.submission),
        "given": assignment.given,
        "limits": msgspec.to_builtins(assignment.limits),
        "exercises": [_exercise(exercise) for exercise in assignment.exercises],
    }
    body = storage.dump(data, limit=MAX_BYTES)
    # The length was there from the beginning: without it, older versions could not even tell that this is newer.
    return wire.HEADER.pack(len(body)) + body


def public_subject(exercise: Exercise) -> Subject:
    """The exercise with its public cases alone, and no facts yet."""
    full = exercise.subject
    return Subject(
        exercise=full.exercise,
        parameters=full.parameters,
        cases=tuple(case for case in full.cases if case.public),
        known_wrong=full.known_wrong,
        trusted=full.trusted,
        elsewhere=full.elsewhere,
    )


def public_checks(exercise: Exercise, subject: Subject) -> list[tuple[str, Check, dict[str, Any]]]:
    """The checks that public cases and facts are enough for: id, check, and its YAML."""
    return [
        (check_id, check, dict(entry))
        for (check_id, check), entry in zip(exercise.checks, exercise.spec.checks, strict=True)
        if not check.needs_solutions and check.cases != "hidden" and check.plan(subject)
    ]


def _exercise(exercise: Exercise) -> dict[str, Any]:
    subject = public_subject(exercise)
    checks = public_checks(exercise, subject)
    for _, check, _ in checks:
        if check.by_person:
            # What the reference writes is the model answer, which stays with the grader.
            check.judge(subject, lambda _: Returned(value=""))
        else:
            rehearse(check, subject)
    # Explaining a wrong answer looks at all cases of its function, also those that no check judges.
    for function in exercise.functions:
        for case in subject.cases:
            subject.expected(function, case)
    learn(subject)
    shown = {name for names in subject.parameters.values() for name in names}
    return {
        "name": exercise.name,
        "title": exercise.title,
        "hints": list(exercise.hints),
        "functions": list(exercise.functions),
        "parameters": {name: list(names) for name, names in subject.parameters.items()},
        "cases": [
            {
                "id": case.id,
                "sizes": case.sizes,
                "inputs": {name: value for name, value in case.inputs.items() if name in shown},
                "functions": list(case.functions),
                "group": case.group,
            }
            for case in subject.cases
        ],
        "known_wrong": [[k.name, k.function, k.feedback] for k in subject.known_wrong],
        "checks": [
            [check_id, {key: value for key, value in entry.items() if key not in check.private}]
            for check_id, check, entry in checks
        ],
        "elsewhere": subject.answered_elsewhere(),
        "facts": dict(sorted(subject.facts.items())),
    }
