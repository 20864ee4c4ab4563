"""An assignment's folders → :class:`Assignment`. Every mistake in them is one ``file:line`` sentence.

``assignments/NAME`` holds what students may know, ``solutions/NAME`` what they may not. Loading runs the
author's Python, draws the cases and lets each check look whether its specification fits.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
from collections.abc import Mapping, Set
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import numpy as np

from grader import sealed
from grader.catalog import digests, facts
from grader.catalog.assignment import Assignment, Exercise
from grader.catalog.cases import CaseMaker
from grader.catalog.checks import Checks, checks_of, refusal, test_files
from grader.catalog.elsewhere import acquainted
from grader.catalog.errors import CatalogError
from grader.catalog.find import find_assignment
from grader.catalog.fits import validate
from grader.catalog.late import late_policy
from grader.catalog.live import again, choose
from grader.catalog.positions import Document, convert, read
from grader.catalog.python import (
    line_of,
    load,
    own_classes,
    own_functions,
    parameters_of,
    read_source,
)
from grader.catalog.spec import AssignmentSpec, ExerciseSpec
from grader.checks.base import FactTable, Subject
from grader.checks.explain import learn
from grader.checks.memo import Memo
from grader.checks.rehearsal import rehearse
from grader.checks.trusted import KnownWrong, Trusted
from grader.model import FileName, Limits

Kept = tuple[dict[str, int], FactTable] | None


@np.errstate(all="ignore")  # what overflows in a reference is its author's to choose
def load_assignment(
    name: str,
    start: Path | None = None,
    seed: int | None = None,
    *,
    lenient: bool = False,
    graded: Path | None = None,
) -> Assignment:
    """The assignment ``name`` (see :func:`find_assignment`), with ``seed`` in place of its own.

    ``lenient``: points that don't add up become ``faults``, for who wants to see what else is wrong.
    """
    folder, solutions = find_assignment(name, start, graded)
    document = read(folder / "assignment.yaml")
    spec: AssignmentSpec = convert(document, document.data, AssignmentSpec)
    if not solutions.is_dir():
        raise CatalogError(solutions, None, "no such folder; it holds the references")
    if not spec.exercises:
        raise document.error(("exercises",), "exercises is empty; name at least one folder")
    given_file = folder / "given.py"
    given = load(given_file, {}) if given_file.exists() else ModuleType("given")
    chosen = spec.seed if seed is None else seed
    digest = _digest(folder, solutions, chosen)
    kept = facts.read(facts.key(digest))
    exercises: list[Exercise] = []
    for k, exercise in enumerate(spec.exercises):
        if exercise in spec.exercises[:k]:
            raise document.error(("exercises", k), f"{exercise} stands twice; remove one")
        if not (folder / exercise / "exercise.yaml").is_file():
            raise document.error(("exercises", k), f"no folder {exercise!r} with an exercise.yaml")
        part = None if kept is None else kept.get(exercise)
        files = test_files(folder, solutions, exercise, spec, given)
        exercises.append(_exercise(folder, solutions, exercise, chosen, given, part, files))
    subjects = acquainted([one.subject for one in exercises])
    exercises = [replace(one, subject=s) for one, s in zip(exercises, subjects, strict=True)]
    if kept is None:
        for one in exercises:
            learn(one.subject)
        known = {one.name: (one.attempts, one.subject.facts) for one in exercises}
        facts.write(facts.key(digest), known)
    faults = [fault for exercise_record in exercises for fault in exercise_record.faults]
    total = sum(exercise.points for exercise in exercises)
    if abs(total - spec.points) > 1e-9:
        faults.append(
            document.error(
                ("points",), f"points is {spec.points:g}, but the exercises add up to {total:g}"
            )
        )
    if faults and not lenient:
        raise faults[0]
    owners: dict[str, str] = {}
    for exercise_record in exercises:
        for function in (*exercise_record.functions, *exercise_record.variables):
            if function in owners:
                raise exercise_record.document.error(
                    ("functions",), f"{function} belongs to {owners[function]} already; rename one"
                )
            owners[function] = exercise_record.name
    due = frozenset(owners)
    overrides = {k: v for k, v in msgspec.structs.asdict(spec.limits).items() if v is not None}
    for key, value in overrides.items():
        if value <= 0:
            raise document.error(("limits", key), f"limits.{key} must be above zero, not {value!r}")
    return Assignment(
        name=folder.name,
        title=spec.title,
        description=spec.description,
        seed=chosen,
        points=spec.points,
        exercises=tuple(
            replace(e, subject=replace(e.subject, due=due), number=number)
            for number, e in enumerate(exercises, start=1)
        ),
        limits=msgspec.structs.replace(Limits(), **overrides),
        late=late_policy(document, spec.late) if spec.late else None,
        submission=FileName(spec.submission or f"{folder.name}.py", due),
        given=read_source(given_file) if given_file.exists() else "",
        digest=digest,
        directory=folder,
        solutions=solutions,
        document=document,
        faults=tuple(faults),
    )


def _digest(folder: Path, solutions: Path, seed: int) -> str:
    # Gradebooks name results by it: it is made as it always was.
    digest = hashlib.sha256(f"seed {seed}".encode())
    for root in (folder, solutions):
        own = (
            file for file in digests.files(root) if file.relative_to(root).parts[0] != "examples"
        )
        digests.feed(digest, root, own, counted=False)
    return digest.hexdigest()


def _exercise(
    folder: Path,
    solutions: Path,
    name: str,
    seed: int,
    given: ModuleType,
    kept: Kept,
    files: sealed.Files,
) -> Exercise:
    document = read(folder / name / "exercise.yaml")
    spec: ExerciseSpec = convert(document, document.data, ExerciseSpec)
    files = replace(files, names=(*spec.functions, *spec.variables))
    reference = load(solutions / name / "reference.py", {"given": given})
    beside = {"given": given, "reference": reference}
    checks_file = solutions / name / "checks.py"
    others = own_functions(load(checks_file, beside)) if checks_file.exists() else {}
    checks, spec = checks_of(document, spec, name, files)
    planned = {f for _, check in checks if not check.interactive for f in check.functions}
    references = _references(document, spec, reference, planned)
    # What tests alone ask for, classes among it, needs no inputs.
    parameters = {
        function: parameters_of(solutions / name / "reference.py", references[function])
        for function in spec.functions
        if function in planned or not any(check.interactive for _, check in checks)
    }
    for function, names in parameters.items():
        for parameter in names:
            if parameter not in spec.inputs:
                raise document.error(
                    ("inputs",),
                    f"{function} takes {parameter!r}, which inputs does not draw; add it",
                )
    parameters |= dict.fromkeys(spec.variables, ())
    known, wrong = _known_wrong(solutions / name / "known_wrong.py", spec, beside, parameters)
    trusted = Trusted(
        references=references,
        others=others,
        known_wrong=wrong,
        given=own_functions(given),
        files=files,
    )
    subject, attempts = _subject(
        document, spec, seed, name, parameters, known, trusted, checks, kept
    )
    validate(document, checks, subject, solutions / name)
    faults: tuple[CatalogError, ...] = ()
    total = sum(check.points for _, check in checks)
    if abs(total - spec.points) > 1e-9:
        faults = (
            document.error(
                ("points",), f"points is {spec.points:g}, but the checks add up to {total:g}"
            ),
        )
    return Exercise(
        name=name,
        title=spec.title,
        points=spec.points,
        prompt=read_source(folder / name / "prompt.md"),
        functions=spec.functions,
        variables=spec.variables,
        subject=subject,
        attempts=attempts,
        checks=checks,
        spec=spec,
        document=document,
        reference=reference,
        solution_dir=solutions / name,
        faults=faults,
        hints=_hints(folder / name / "hints.md"),
    )


def _hints(file: Path) -> tuple[str, ...]:
    """The steps of a file of hints, which lines of three hyphens part; none where there is no file."""
    if not file.exists():
        return ()
    steps = re.split(r"^---[ \t]*$", read_source(file), flags=re.MULTILINE)
    return tuple(" ".join(step.split()) for step in steps if step.strip())


def _subject(
    document: Document,
    spec: ExerciseSpec,
    seed: int,
    name: str,
    parameters: Mapping[str, tuple[str, ...]],
    known: tuple[KnownWrong, ...],
    trusted: Trusted,
    checks: Checks,
    kept: Kept = None,
) -> tuple[Subject, dict[str, int]]:
    """The cases of ``seed`` and what the trusted functions return on them; and the attempt taken for each case."""
    functions = tuple(function for function in spec.functions if function in parameters)
    maker = CaseMaker(document, spec, seed, name, trusted.others, functions)
    probe = Subject(
        exercise=name, parameters=parameters, cases=(), known_wrong=known, trusted=trusted
    )
    drawn = None if kept is None else again(maker, kept[0])
    if kept is not None and drawn is not None:
        return replace(probe, cases=drawn, facts=kept[1], memo=Memo()), kept[0]
    alone = [check for _, check in checks if not check.interactive]
    chosen = choose(maker, probe, alone)
    subject = replace(chosen.subject(probe), memo=Memo())
    for check in alone:
        # The short way to a draw leaves out facts that grading needs.
        with contextlib.suppress(Exception):  # a check that does not fit: validation says so
            rehearse(check, subject)
    for check_id, check in checks:
        if check.interactive and (fault := refusal(check, check_id, subject)):
            raise fault
    return subject, chosen.attempts


def _references(
    document: Document, spec: ExerciseSpec, reference: ModuleType, planned: Set[str]
) -> dict[str, Any]:
    if not spec.functions and not spec.variables:
        raise document.error(("functions",), "functions is empty; name what students write")
    references: dict[str, Any] = {}
    own: dict[str, Any] = {**own_functions(reference), **own_classes(reference)}
    for k, function in enumerate(spec.functions):
        if function not in own:
            raise document.error(
                ("functions", k), f"reference.py does not define {function}; add it there"
            )
        references[function] = own[function]
    for k, variable in enumerate(spec.variables):
        if variable in planned and not isinstance(getattr(reference, variable, None), str):
            raise document.error(
                ("variables", k),
                f"reference.py does not define the string {variable}; add it there",
            )
        if not hasattr(reference, variable):
            raise document.error(
                ("variables", k), f"reference.py does not define {variable}; add it there"
            )
        references[variable] = getattr(reference, variable)
    return references


def _known_wrong(
    file: Path,
    spec: ExerciseSpec,
    beside: Mapping[str, ModuleType],
    parameters: Mapping[str, tuple[str, ...]],
) -> tuple[tuple[KnownWrong, ...], dict[tuple[str, str], Any]]:
    if not file.exists():
        return (), {}
    records: list[KnownWrong] = []
    code: dict[tuple[str, str], Any] = {}
    for name, function in own_functions(load(file, beside)).items():
        target, separator, misconception = name.partition("__")
        if not separator or target not in spec.functions or not misconception:
            raise CatalogError(
                file,
                line_of(function),
                f"{name}: name it <function>__<misconception>, with one of "
                f"{', '.join(spec.functions)}; or start it with an underscore",
            )
        if target not in parameters:
            continue
        if parameters_of(file, function) != parameters[target]:
            raise CatalogError(
                file,
                line_of(function),
                f"{name} must take ({', '.join(parameters[target])}) like {target}",
            )
        feedback = " ".join((function.__doc__ or "").split())
        if not feedback:
            raise CatalogError(
                file, line_of(function), f"{name} has no docstring; it is what the student reads"
            )
        records.append(KnownWrong(name=misconception, function=target, feedback=feedback))
        code[target, misconception] = function
    return tuple(records), code
