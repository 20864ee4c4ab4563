"""Which survivors are equivalent to their reference, and which cases are missing?

No program can decide that two programs are the same. Here they are run side by side on thousands of
wild random cases. Where they differ, the exercise's own checks judge that case: if one refuses the mutant, a case like
it is missing in the YAML; if none does, the checks ask for too little, unless the difference is within a tolerance that the
exercise itself gives (``rtol``). Only what never differs counts as equivalent. A case on which the author's right answers differ from
each other proves nothing.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import msgspec
import numpy as np

from grader.authoring.audit import random_cases, sources
from grader.authoring.audit.bench import Bench
from grader.authoring.audit.records import Mutant
from grader.authoring.audit.wholes import CACHED
from grader.catalog import Exercise
from grader.checks.base import Subject
from grader.checks.messages import short
from grader.checks.trusted import Case
from grader.checks.value import ValueCheck
from grader.grading import judge_exercise
from grader.model import Answer, Call, Cell, Job, Record, Returned, Verdict

AT_ONCE = 50
MOST_JUDGED = 12
_CELL = Path(__file__).with_name("side_by_side.py")


class Compared(Record, frozen=True):
    """A mutant after ``cases`` cases; ``case`` describes one that tells it apart (empty: none does).

    ``apart`` cases differed, ``judged`` of them were judged by the checks, which let all pass; such as ``passing``. ``near``: cases that differed within
    what is tolerated. ``spoils``: it writes into an argument, and no check objects.
    """

    name: str
    cases: int
    case: str = ""
    apart: int = 0
    judged: int = 0
    passing: str = ""
    near: int = 0
    spoils: bool = False


def affected(source: str, function: str, public: Sequence[str]) -> frozenset[str]:
    """Where a change of ``function``, which may be a method, shows: in itself, or else in the ``public`` functions that come to call it."""
    if function in public:
        return frozenset([function])
    calls = {
        node.name: {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
    }
    found = {function.partition(".")[0]}
    while more := {name for name, used in calls.items() if used & found} - found:
        found |= more
    return frozenset(found & set(public))


def compare(
    bench: Bench, exercise: Exercise, mutants: Sequence[Mutant], seed: int, count: int
) -> tuple[Compared, ...]:
    """Each mutant beside its reference on ``count`` cases per function that it may have changed."""
    own = sources.reference(exercise)
    touched = [affected(own, mutant.function, sources.called(exercise)) for mutant in mutants]
    functions = frozenset().union(*touched)
    compared = [0] * len(mutants)
    apart = [0] * len(mutants)
    judged = [0] * len(mutants)
    near = [0] * len(mutants)
    told: dict[int, str] = {}
    passing: dict[int, str] = {}
    spoils: set[int] = set()
    others = {
        name: sources.in_place(exercise, "alternatives.py", name)
        for name in sources.variants(exercise, "alternatives.py")
    }
    cases = list(random_cases.random_cases(exercise, functions, seed, count))
    for function in sorted(functions):
        wanted = [k for k, names in enumerate(touched) if function in names]
        with_it = [pair for pair in cases if function in pair[0].functions][:count]
        fair = [text for name, text in others.items() if name.partition("__")[0] == function]
        answers, unfair = _differences(bench, exercise, mutants, function, wanted, fair, with_it)
        for place, k in enumerate(wanted):
            compared[k] += len(with_it) - unfair
            differing, close, spoilt = answers[place]
            apart[k] += len(differing)
            near[k] += len(close)
            spoils |= {k} if spoilt else set()
            if k in told or not differing or mutants[k].operator == CACHED:
                continue  # what it answers depends on what it was asked before
            look = [with_it[number] for number in differing[: MOST_JUDGED - judged[k]]]
            subjects = [subject for _, subject in look]
            at, why = _refused(bench, exercise, mutants[k], [own, *fair], subjects)
            judged[k] += at
            if why:
                case, subject = look[at - 1]
                told[k] = f"{_describe(subject, function, case)}: {why}"
            else:
                passing[k] = _describe(look[0][1], function, look[0][0])
    return tuple(
        Compared(
            name=mutant.name,
            cases=compared[k],
            case=told.get(k, ""),
            apart=apart[k],
            judged=judged[k],
            passing=passing.get(k, ""),
            near=near[k],
            spoils=k in spoils,
        )
        for k, mutant in enumerate(mutants)
    )


def _differences(
    bench: Bench,
    exercise: Exercise,
    mutants: Sequence[Mutant],
    function: str,
    wanted: list[int],
    fair: Sequence[str],
    cases: Sequence[tuple[Case, Subject]],
) -> tuple[list[tuple[list[int], list[int], list[int]]], int]:
    """For each wanted mutant the numbers of the cases in which it differs, does so within what the exercise tolerates, and only
    changes an argument; and in how many cases the right answers ``fair`` differ, which prove nothing."""
    names = exercise.subject.parameters[function]
    calls = []
    for start in range(0, len(cases), AT_ONCE):
        part = [random_cases.freely(case) for case, _ in cases[start : start + AT_ONCE]]
        inputs = [[case.inputs[name] for name in names] for case in part]
        calls.append(Call(key=f"{start}", function="differences", args=(function, inputs)))
    texts = [sources.reference(exercise), *(mutants[k].source for k in wanted), *fair]
    numbers = f"_rtol = {_tolerance(exercise, function)}\n_others = {len(fair)}"
    transcript = bench.job(
        Job(
            cells=(
                Cell(source=f"_sources = {texts!r}\n{numbers}", name="sources"),
                Cell(source=_CELL.read_text(encoding="utf-8"), name="side_by_side.py"),
            ),
            calls=tuple(calls),
            given=bench.assignment.given,
            limits=msgspec.structs.replace(
                bench.assignment.limits, call_seconds=30, submission_seconds=600
            ),
        )
    )
    found: list[tuple[list[int], list[int], list[int]]] = [([], [], []) for _ in wanted]
    unfair = 0
    for call in calls:
        answer = transcript.answers[call.key]
        start = int(call.key)
        if isinstance(answer, Returned) and isinstance(answer.value, list):
            unfair += len(answer.value[-1][0])
            for own, kinds in zip(found, answer.value[:-1], strict=True):
                for listed, more in zip(own, kinds, strict=True):
                    listed += [start + number for number in more]
        else:  # one of the mutants ends or hangs the process: let the checks look at each
            for differing, _, _ in found:
                differing.append(start)
    return found, unfair


def _tolerance(exercise: Exercise, function: str) -> float:
    """The largest relative tolerance that a check of ``function`` is given in the YAML."""
    checks = [check for _, check in exercise.checks if isinstance(check, ValueCheck)]
    return max((check.rtol or 0.0 for check in checks if check.function == function), default=0.0)


def _refused(
    bench: Bench,
    exercise: Exercise,
    mutant: Mutant,
    right: Sequence[str],
    subjects: Sequence[Subject],
) -> tuple[int, str]:
    """How many of the cases were judged, and what a check says against the mutant on the last of these; empty when all
    checks let it pass on all, or when no case on which they don't is fair: right answers written in other ways fail there, too."""
    alone = [replace(exercise, subject=subject) for subject in subjects]
    for k, (one, failed) in enumerate(
        zip(alone, _failed(bench, alone, mutant.source), strict=True)
    ):
        for text in right:
            if failed:
                failed = failed - _failed(bench, [one], text)[0]
        if failed:
            return k + 1, f"{', '.join(sorted(failed))} fails"
    return len(alone), ""


def _failed(bench: Bench, exercises: Sequence[Exercise], source: str) -> list[set[str]]:
    """For each of the exercises, which have a case each, the kinds of the checks that do not pass."""
    planned = [one for one in exercises if _plan(one)]
    answers = bench.run_cases(planned, source)
    found = dict(zip(map(id, planned), map(_not_passed, planned, answers), strict=True))
    return [found.get(id(one), set()) for one in exercises]


def _plan(exercise: Exercise) -> tuple[Call, ...]:
    """Its calls; none where a check can't be planned for such a case."""
    try:
        return exercise.plan
    except (LookupError, TypeError, ValueError):
        return ()


def _not_passed(exercise: Exercise, answers: Mapping[str, Answer]) -> set[str]:
    with np.errstate(all="ignore"):
        result = judge_exercise(exercise, answers)
    passing = (Verdict.PASS, Verdict.TO_MARK)
    return {check.kind for check in result.checks if check.finding.verdict not in passing}


def _describe(subject: Subject, function: str, case: Case) -> str:
    """The sizes and arguments that tell a mutant apart, on one line."""
    sizes = ", ".join(f"{name}: {size}" for name, size in case.sizes.items())
    values = "; ".join(
        f"{name} = {' '.join(short(case.inputs[name], 80).split())}"
        for name in subject.parameters[function]
    )
    return f"{function} with {{{sizes}}}, {values[:240]}"
