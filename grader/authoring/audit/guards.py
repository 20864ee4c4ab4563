"""What is unguarded now? A check or a known-wrong function that was there at the last audit, and is gone.

What isn't there can't be seen in the files, so ``grader audit --accept`` writes down, in
``solutions/<assignment>/audit.json``, which checks and known-wrong functions an audit found, and the mutants whose answers are those
of each known-wrong function. A later audit runs a check that is gone beside the others, on the same answers, and says
what it alone would have refused, or said. The record holds no answers; it changes no grade.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
import yaml

from grader.authoring.audit.records import Outcome, Problem
from grader.catalog import Assignment, Exercise
from grader.checks import KINDS, Check, from_entry, kind_of
from grader.checks.base import CheckError
from grader.checks.ids import CheckId
from grader.model import Record

NAME = "audit.json"
SAMPLES = 3
MOST_LABELS = 3
STOPPED = ("raised", "timeout", "died", "missing", "signature")
"""Labels of answers that are none: every check of a function says the same of them."""


class Named(Record, frozen=True):
    """A known-wrong function: the first sentence of its feedback, and mutants that have its answers."""

    says: str
    mutants: tuple[str, ...] = ()


class Guarded(Record, frozen=True):
    """One exercise: its checks as the YAML has them, and its known-wrong functions by name."""

    checks: tuple[dict[str, Any], ...]
    known_wrong: dict[str, Named]


Guards = dict[str, Guarded]


def key_of(entry: Mapping[str, Any]) -> str:
    """A check in one line, without what is said about its points."""
    kind = KINDS.get(kind_of(entry), Check)
    kept = {key: value for key, value in entry.items() if key not in kind.wording}
    text: str = yaml.safe_dump(
        kept, default_flow_style=True, sort_keys=False, width=10_000, allow_unicode=True
    )
    return text.strip()


def path_of(assignment: Assignment) -> Path:
    return assignment.solutions / NAME


def load(assignment: Assignment) -> Guards | None:
    """The record; None where there is none. Raises :class:`ValueError` for one that can't be read."""
    file = path_of(assignment)
    if not file.exists():
        return None
    try:
        return msgspec.json.decode(file.read_bytes(), type=Guards)
    except (msgspec.MsgspecError, OSError) as error:
        raise ValueError(
            f"{file}: is damaged ({error}); restore it, or write it with --accept"
        ) from None


def write(assignment: Assignment, guards: Guards) -> Path:
    """Write the record, in the assignment's order."""
    file = path_of(assignment)
    ordered = {e.name: guards[e.name] for e in assignment.exercises if e.name in guards}
    text = msgspec.json.format(msgspec.json.encode(ordered), indent=1)
    file.write_bytes(text + b"\n")
    return file


def taken(exercise: Exercise, mutants: Mapping[str, Outcome]) -> Guarded:
    """What the record should say of an exercise whose mutants went as ``mutants`` say."""
    known: dict[str, Named] = {}
    for one in exercise.subject.known_wrong:
        function = f"{one.function}/"
        same = [
            name
            for name, outcome in mutants.items()
            if name.startswith(function)
            and any(failed.misconception == one.name for failed in outcome.failed)
        ]
        known[f"{one.function}__{one.name}"] = Named(
            says=first_sentence(one.feedback), mutants=tuple(sorted(same, key=len)[:SAMPLES])
        )
    return Guarded(checks=tuple(exercise.spec.checks), known_wrong=known)


def first_sentence(text: str) -> str:
    return text.partition(". ")[0].rstrip(".") + "."


def gone(exercise: Exercise, guarded: Guarded | None) -> tuple[tuple[str, Check], ...]:
    """The recorded checks that the exercise no longer has, ready to be judged, by their line."""
    if guarded is None:
        return ()
    present = {key_of(entry) for entry in exercise.spec.checks}
    found: list[tuple[str, Check]] = []
    for entry in guarded.checks:
        key = key_of(entry)
        if key in present:
            continue
        try:
            check = from_entry(entry)
            check.validate(exercise.subject)
            check.plan(exercise.subject)
        except (KeyError, msgspec.ValidationError, CheckError, LookupError):
            continue  # it no longer fits the exercise: what it spoke of is gone, too
        found.append((key, check))
    return tuple(found)


def exercises_gone(assignment: Assignment, recorded: Guards | None) -> list[Problem]:
    """Exercises of the record that the assignment no longer has."""
    present = {exercise.name for exercise in assignment.exercises}
    return [
        Problem(
            question="guards",
            exercise=name,
            text=f"the exercise is gone; unguarded now: its {len(guarded.checks)} checks and "
            f"{len(guarded.known_wrong)} known-wrong functions. If that is meant, --accept it",
        )
        for name, guarded in (recorded or {}).items()
        if name not in present
    ]


def problems(
    exercise: Exercise,
    guarded: Guarded | None,
    missed: Sequence[tuple[str, Check]],
    outcomes: Mapping[str, Outcome],
) -> list[Problem]:
    """What is unguarded, from the outcomes of all mutants and known-wrong functions."""
    if guarded is None:
        return []
    texts = [_check_is_gone(key, check, outcomes) for key, check in missed]
    present = {f"{known.function}__{known.name}" for known in exercise.subject.known_wrong}
    texts += [
        _known_wrong_is_gone(name, named, outcomes)
        for name, named in guarded.known_wrong.items()
        if name not in present
    ]
    return [Problem(question="guards", exercise=exercise.name, text=text) for text in texts]


def _check_is_gone(key: str, check: Check, outcomes: Mapping[str, Outcome]) -> str:
    head = f"the check {key} is gone; unguarded now:"
    if check.by_person:
        return f"{head} nobody is asked to mark {check.functions[0]}"
    refused = {
        name: failed
        for name, outcome in outcomes.items()
        for failed in outcome.gone
        if failed.check == key
    }
    parts: list[str] = []
    free = [name for name in refused if not outcomes[name].failed]
    if free:
        parts.append(f"nothing refuses {_count(free)}, such as {_samples(free)}")
    # Of those that still fail: what they were told before, and are told no more.
    told: dict[str, list[str]] = {}
    for name, failed in refused.items():
        labels = {other.label for other in outcomes[name].failed}
        if name not in free and failed.label not in labels and not failed.label.startswith(STOPPED):
            told.setdefault(failed.label, []).append(name)
    commonest = sorted(told.items(), key=lambda item: (-len(item[1]), item[0]))
    parts += [
        f"“{label}” is told to {_count(names)} fewer, such as {_samples(names)}"
        for label, names in commonest[:MOST_LABELS]
    ]
    if check.alone_gives:
        parts.append(check.alone_gives)
    if not parts:
        names = list(refused)
        lost = f"{check.points:g} points fewer" if check.points else "one reason fewer"
        parts.append(
            f"other checks alone refuse {_count(names)}, with {lost}, such as {_samples(names)}"
            if names
            else "nothing that an audit can make (it refused no mutant and no known-wrong answer)"
        )
    return f"{head} {'; '.join(parts)}"


def _known_wrong_is_gone(name: str, named: Named, outcomes: Mapping[str, Outcome]) -> str:
    unnamed: list[str] = []
    instead: set[str] = set()
    for mutant in named.mutants:
        if mutant in outcomes:
            function = name.partition("__")[0]
            own = [f for f in outcomes[mutant].failed if CheckId.read(f.check).function == function]
            found = {f.misconception for f in own if f.misconception}
            instead |= {str(one) for one in found}
            unnamed += [] if found else [mutant]
    text = f"the known-wrong function {name} is gone; unguarded now: nobody is told “{named.says}”"
    if unnamed:
        text += f"; {_samples(unnamed)} has its answers and no name"
    if instead:
        text += f"; its answers are now taken for {', '.join(sorted(instead))}"
    return text


def _count(names: Sequence[str]) -> str:
    return "1 wrong answer" if len(names) == 1 else f"{len(names)} wrong answers"


def _samples(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(names, key=len)[:2])
