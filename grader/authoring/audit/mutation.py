"""Do the checks refuse what is almost right? Every mutant of a reference must fail, or be equivalent to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from grader.authoring.audit.equivalence import Compared
from grader.authoring.audit.records import ExerciseAudit, Mutant, Outcome, Problem, Survivor
from grader.authoring.audit.wholes import CACHED

PUBLIC = 0.9
"""The share of wrong mutants that public cases must refuse: what students see before they hand in should mean something."""

STALE = "no two of the cases have arguments of the same sizes and other numbers in them"


def survivors(mutants: Sequence[Mutant], outcomes: Mapping[str, Outcome]) -> list[Mutant]:
    """The mutants that no check refused."""
    return [mutant for mutant in mutants if not outcomes[mutant.name].failed]


def fate(mutant: Mutant, outcome: Outcome, compared: Sequence[Compared]) -> Survivor:
    """Why a mutant survived, from all its comparisons."""
    cases = sum(one.cases for one in compared)
    told = [one.case for one in compared if one.case]
    apart = sum(one.apart for one in compared)
    near = sum(one.near for one in compared)
    if mutant.operator == CACHED and apart:
        return Survivor(mutant=mutant, fate="survived", cases=cases, case=STALE)
    if told:
        return Survivor(mutant=mutant, fate="missing case", cases=cases, case=told[0])
    if any(one.spoils for one in compared):
        why = f"it writes into an argument; add {{pure: {mutant.function}}}"
    elif outcome.fault:
        why = outcome.fault
    elif apart and apart >= near:
        judged = sum(one.judged for one in compared)
        such = next(one.passing for one in compared if one.passing)
        why = (
            f"it differs on {apart:,} of {cases:,} random cases, and the checks let all {judged} of them pass "
            f"that they were asked to judge, such as {such}"
        )
    elif near:
        # Where an entry is 0 an rtol is one of the largest entry, and the checks let all pass that they were asked to judge.
        how = f"differs on {near + apart:,}, within the rtol of the check"
        return Survivor(mutant=mutant, fate="tolerated", cases=cases, case=how)
    else:
        return Survivor(mutant=mutant, fate="equivalent", cases=cases)
    return Survivor(mutant=mutant, fate="survived", cases=cases, case=why)


def problems(exercise: str, found: Sequence[Survivor], enough: int) -> list[Problem]:
    """A sentence for each survivor that is not as right as the reference, or could not be compared often enough."""
    texts: list[str] = []
    for one in found:
        change = f"line {one.mutant.line}, `{one.mutant.before}` → `{one.mutant.after}`"
        if one.fate == "missing case":
            texts.append(f"{change} gets full marks; a case is missing, such as {one.case}")
        elif one.fate == "survived":
            texts.append(f"{change} gets full marks: {one.case}")
        elif 2 * one.cases < enough:  # some of the cases may prove nothing
            texts.append(
                f"{change} gets full marks and could be compared on {one.cases} random cases only"
            )
    return [Problem(question="mutation", exercise=exercise, text=text) for text in texts]


def green_means_little(exercises: Sequence[ExerciseAudit]) -> list[Problem]:
    """Whether too many mutants pass all that students see, in all exercises together."""
    wrong = sum(one.mutants - one.equivalent for one in exercises)
    refused = sum(one.killed_publicly for one in exercises)
    if refused >= PUBLIC * wrong:
        return []
    worst = sorted(exercises, key=lambda one: one.public_score)[:3]
    least = ", ".join(f"{one.name} ({one.public_score:.0%})" for one in worst)
    text = (
        f"public cases refuse {refused / wrong:.1%} of the mutants that are wrong, where {PUBLIC:.0%} are asked for; "
        f"fewest in {least}: show students more of what the prompt asks"
    )
    return [Problem(question="mutation", exercise="", text=text)]
