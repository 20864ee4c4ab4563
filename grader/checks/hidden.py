"""What is said of a hidden case: one of a short list, and nothing else can be put into it.

Code that is called with a hidden case's inputs may choose whatever comes back: a value, a shape, an exception, a warning, which
arguments it changes. All of that could carry the inputs out. So of a hidden case a check says a :class:`Said`, whose fields are
members of closed lists and numbers of things that the exercise's author wrote. Its words are made of these, the check and the
exercise alone; no answer comes this way. ``tests/unit/checks/test_hidden.py`` counts how many there are, and sees to it, for
every kind of check and generated answers, that nothing else is said.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from grader.model import Feedback, Record

if TYPE_CHECKING:
    from grader.checks.base import Check, Subject
from grader.checks.trusted import Case

PLACE = "a hidden case"
TRY = "Try sizes and values of your own: all equal, all different, 1, large and negative numbers."


class Problem(enum.StrEnum):
    """What kind of thing is wrong. A kind of check names those that are its own, the main one first; the rest any check may say."""

    MISSING = "missing"
    SIGNATURE = "signature"
    NOT_DONE = "not_done"
    EXCEPTION = "raised"
    TIME = "timeout"
    TYPE = "type"

    SHAPE = "shape"
    VALUE = "value"
    PRECISION = "precision"
    WARNING = "warning"
    DERIVATIVE = "gradient"
    QUOTIENT = "analytic"
    MUTATED = "pure.mutated"
    REPEATED = "pure.repeat"
    RETURNED = "raises.returned"
    ALWAYS = "raises.always"
    CHOICE = "choice.wrong"
    PROPERTY = "property"
    COST = "cost"
    TOO_FEW = "cost.too_few"
    FOLLOWS = "follows"
    CONSTANT = "follows.constant"
    ROUGH = "follows.rough"
    START = "follows.start"


ANY = (
    Problem.MISSING,
    Problem.SIGNATURE,
    Problem.NOT_DONE,
    Problem.EXCEPTION,
    Problem.TIME,
    Problem.TYPE,
)


class Name(enum.StrEnum):
    """How an answer is wrong, where that has a name that helps. No entry, argument, number or case is in it."""

    TRANSPOSED = "transposed"
    FLAT = "flat"
    SIGN = "factor.-1"
    TWICE = "factor.2"
    HALF = "factor.1/2"
    FACTOR = "factor"
    ZEROS = "zeros"
    DIAGONAL = "diagonal"
    NOT_SUMMED = "not_summed"
    ELEMENTWISE = "elementwise"
    DIGITS = "digits"
    SIZE_ONE = "only_size_one"
    SQUARE = "only_square"
    SIGNS = "only_positive"
    PLACES = "entries"
    ITEMS = "items"
    ORDER = "list"
    INDEX = "index"
    SLOPE_MISSING = "slope_missing"
    SLOPE_AT_A = "slope_at_A"
    UNUSED = "unused"
    UPDATED = "updated"
    MIXED_UP = "other_function"


_NAMED: Mapping[Name, tuple[str, str]] = {
    Name.TRANSPOSED: (
        "The numbers are right, but rows and columns are swapped.",
        "Which index runs down, and which across? One `.T` is too many, or missing.",
    ),
    Name.FLAT: (
        "Vectors are columns here, 2-D arrays: (n,) is not (n, 1).",
        "Keep arrays 2-D: `.reshape(-1, 1)`, or `keepdims=True` in sums.",
    ),
    Name.SIGN: (
        "Every entry has the right size and the wrong sign.",
        "Which way round is the difference?",
    ),
    Name.TWICE: ("Every entry is twice what it should be.", "Look for a constant factor."),
    Name.HALF: ("Every entry is half of what it should be.", "Look for a constant factor."),
    Name.FACTOR: ("Every entry is off by the same factor.", "Look for a constant factor."),
    Name.ZEROS: ("Every entry is 0.", "Is an array made of zeros, and never filled?"),
    Name.DIAGONAL: (
        "That is the diagonal alone; the derivative of a vector by a vector is a matrix.",
        "Entry (j, k) is ∂v_k/∂u_j, zeros included.",
    ),
    Name.NOT_SUMMED: (
        "The terms are right, but they are not added up.",
        "Which index does the sum run over? A product of matrices sums for you.",
    ),
    Name.ELEMENTWISE: (
        "You multiply entry by entry; a product of matrices is due.",
        "Write `@` for `*`, and look at the sizes.",
    ),
    Name.DIGITS: (
        "The numbers are nearly right, to a few digits.",
        "Return the formula's value itself, without rounding, `float32` or difference quotients.",
    ),
    Name.SIZE_ONE: (
        "It is right only where every size is 1, where order and transposes don't matter.",
        "Write down the size of each factor where all sizes differ, such as 4 and 3.",
    ),
    Name.SQUARE: (
        "It is right only where all sizes are equal, where a transpose or a mixed-up size does not show.",
        "Write down the size of each factor where all sizes differ, such as 4 and 3.",
    ),
    Name.SIGNS: (
        "It is right only where an argument is positive.",
        "Work one entry with a negative number out by hand.",
    ),
    Name.PLACES: (
        "Only some entries are wrong, always in the same place.",
        "What is special at the edges, on the diagonal, and where an entry should be 0?",
    ),
    Name.ITEMS: (
        "Only some of the results, or items of a list, are wrong.",
        "Are all results computed from the same, unchanged values? Lists count from 0.",
    ),
    Name.ORDER: (
        "The items are right, but the list is reversed, shifted, or one short.",
        "What does item 0 stand for? Compare with the docstring.",
    ),
    Name.INDEX: (
        "That is the right answer for an index one larger or smaller.",
        "From which number does the index count here, and from which does Python?",
    ),
    Name.SLOPE_MISSING: (
        "That is what comes out when derivatives f′(Z) are left out, as if each were 1.",
        "∂A/∂Z = diag(f′(Z)) is a factor of its own: it is 1 for the identity only.",
    ),
    Name.SLOPE_AT_A: (
        "That is what comes out when f′ is taken at A = f(Z).",
        "∂A/∂Z = diag(f′(Z)): f′ is taken where f was applied, at Z.",
    ),
    Name.UNUSED: (
        "That is what comes out when one of the arguments is 0: is it left out?",
        "Follow each argument through your formula.",
    ),
    Name.UPDATED: (
        "One of your results is computed with a new value in place of the old one.",
        "Compute all changes first, and make them afterwards.",
    ),
    Name.MIXED_UP: (
        "That is what another function should return.",
        "Are two functions mixed up, or one copied into the other?",
    ),
}
_LABELS: Mapping[str, Name] = {
    **{name.value: name for name in Name},
    "row_for_column": Name.TRANSPOSED,
    "column_for_row": Name.TRANSPOSED,
    "numerator_layout": Name.TRANSPOSED,
    "table": Name.NOT_SUMMED,
    "other_exercise": Name.MIXED_UP,
    "shape.flat": Name.FLAT,
    "shape.transposed": Name.TRANSPOSED,
}
"""Labels of the diagnosis; of one that has a parameter what stands before the dot counts."""

COMMON_WORDS: Mapping[Problem, tuple[str, str]] = {
    Problem.MISSING: (
        "is not defined",
        "Keep the names of the template, and look above for an error in its cell.",
    ),
    Problem.SIGNATURE: (
        "does not take the arguments it is called with",
        "Restore the template's signature: same parameters, same order.",
    ),
    Problem.NOT_DONE: (
        "is not done yet",
        "Replace `raise NotImplementedError` with your own code.",
    ),
    Problem.EXCEPTION: ("stopped with an exception, or ended the process", TRY),
    Problem.TIME: (
        "gave no answer within the time limit",
        "Check the condition of each `while` and what your loops run over.",
    ),
    Problem.TYPE: (
        "returned something of another type than is due",
        "Return what the docstring says, in Python's or NumPy's own types, in every case.",
    ),
}


class Relation(enum.StrEnum):
    """In which cases it fails, where their sizes say so."""

    ALWAYS = "always"
    ONE = "one"
    EQUAL = "equal"
    UNEQUAL = "unequal"
    FEWER = "fewer"
    """The first size smaller than the second."""
    MORE = "more"


class Said(Record, frozen=True, kw_only=True):
    """``function``: its number among the check's. At most one of the others, and then with the check's main problem: a name, a
    known-wrong function or a size as the factor (by their numbers in the exercise), where it fails, one of the author's sentences."""

    problem: Problem
    function: int = 0
    name: Name | None = None
    known: int | None = None
    size: tuple[int, bool] | None = None
    """The number of the size, and whether the answer is that many times too large (else too small)."""
    relation: Relation | None = None
    sentence: int | None = None


def sizes_of(subject: Subject) -> tuple[str, ...]:
    """The sizes of an exercise that are whole numbers in every case."""
    names = {name for case in subject.cases for name in case.sizes}
    return tuple(
        name
        for name in sorted(names)
        if all(isinstance(case.sizes.get(name), int) for case in subject.cases)
    )


def of_label(label: str) -> Name | None:
    """The name that a diagnosis' label has here; what stands before its first dot counts where the whole has none."""
    return _LABELS.get(label) or _LABELS.get(label.partition(".")[0])


def named(subject: Subject, function: str, label: str) -> dict[str, object]:
    """What of a diagnosis, told by its label, may be said of a hidden case: fields of :class:`Said`, or none."""
    head, _, rest = label.partition(".")
    if head == "misconception":
        names = [(known.function, known.name) for known in subject.known_wrong]
        return {"known": names.index((function, rest))} if (function, rest) in names else {}
    found = of_label(label)
    if found is Name.FACTOR:
        sizes = sizes_of(subject)
        if rest.removeprefix("1/") in sizes:
            return {"size": (sizes.index(rest.removeprefix("1/")), not rest.startswith("1/"))}
    return {} if found is None else {"name": found}


def relation(subject: Subject, wrong: Sequence[Case], right: Sequence[Case]) -> Relation | None:
    """How the sizes of the cases that fail differ from those of the others."""
    if not right:
        return Relation.ALWAYS
    for one, holds in _relations(subject).items():
        if all(map(holds, wrong)) and not any(map(holds, right)):
            return one
    return None


def _relations(subject: Subject) -> dict[Relation, Callable[[Case], bool]]:
    found: dict[Relation, Callable[[Case], bool]] = {
        Relation.ONE: lambda case: _all_sizes(case) == {1},
        Relation.EQUAL: lambda case: len(_all_sizes(case)) == 1,
        Relation.UNEQUAL: lambda case: len(_all_sizes(case)) > 1,
    }
    sizes = sizes_of(subject)
    if len(sizes) == 2:
        one, other = sizes
        found[Relation.FEWER] = lambda case: bool(case.sizes[one] < case.sizes[other])
        found[Relation.MORE] = lambda case: bool(case.sizes[one] > case.sizes[other])
    return found if any(case.sizes for case in subject.cases) else {}


def _all_sizes(case: Case) -> set[int]:
    found: set[int] = set()
    for size in case.sizes.values():
        found |= set(size) if isinstance(size, list) else {size}
    return found


def usual(problem: Problem) -> tuple[str, str]:
    """The words of kinds that compare numbers."""
    if problem is Problem.SHAPE:
        return (
            f"has the wrong shape in {PLACE}",
            "Print the `.shape` of every factor in your formula.",
        )
    if problem is Problem.PRECISION:
        return (
            "returns numbers of a shorter type than float64: too few digits to tell right from wrong",
            "Leave out `float32` and `float16`: NumPy's own float64 has the digits.",
        )
    return f"is wrong in {PLACE}", TRY


def feedback(check: Check, subject: Subject, said: Said) -> Feedback:
    """The words of ``said``, from the check and the exercise alone."""
    function = check.functions[said.function]
    label, reason = str(said.problem), ""
    if said.problem in COMMON_WORDS:
        what, next_step = COMMON_WORDS[said.problem]
    else:
        what, next_step = check.words(said.problem)
    if said.sentence is not None:
        what = ""
        reason = check.sentences(subject)[said.sentence]
    elif said.name is not None:
        label = str(said.name)
        reason, next_step = _NAMED[said.name]
    elif said.known is not None:
        known = subject.known_wrong[said.known]
        label, reason = f"misconception.{known.name}", known.feedback
        next_step = "" if next_step == TRY else next_step
    elif said.size is not None:
        size, large = sizes_of(subject)[said.size[0]], said.size[1]
        label = f"factor.{size}" if large else f"factor.1/{size}"
        reason = f"Every entry is {size} times too {'large' if large else 'small'}: a sum where a mean is due, or the other way round."
        next_step = "Look at the definition: what is summed, what is a mean, and over which index?"
    names = ", ".join(subject.parameters.get(function, ()))
    return Feedback(
        label=label,
        what=f"`{function}` {what}." if what else f"`{function}` is wrong in {PLACE}.",
        where=f"{function}({names}), {_place(subject, said.relation)}",
        reason=reason,
        next_step=next_step,
    )


def _place(subject: Subject, relation: Relation | None) -> str:
    if relation is None:
        return PLACE
    if relation is Relation.ALWAYS:
        return "every hidden case"
    sizes = sizes_of(subject)
    words = {
        Relation.ONE: "where every size is 1",
        Relation.EQUAL: "where all sizes are equal",
        Relation.UNEQUAL: "where sizes differ",
    }
    if len(sizes) == 2:
        words[Relation.FEWER] = f"where {sizes[0]} < {sizes[1]}"
        words[Relation.MORE] = f"where {sizes[0]} > {sizes[1]}"
    return f"only {words[relation]}"


def sayings(check: Check, subject: Subject) -> Iterator[Said]:
    """All that ``check`` can say of hidden cases of its exercise."""
    main = check.problems[0]
    for k, function in enumerate(check.functions):
        for problem in (*ANY, *check.problems):
            yield Said(problem=problem, function=k)
        for relation in (Relation.ALWAYS, *_relations(subject)):
            yield Said(problem=main, function=k, relation=relation)
        for number in range(len(check.sentences(subject))):
            yield Said(problem=main, function=k, sentence=number)
        if check.explains:
            for name in Name:
                yield Said(problem=main, function=k, name=name)
            for number, known in enumerate(subject.known_wrong):
                if known.function == function:
                    yield Said(problem=main, function=k, known=number)
            for number in range(len(sizes_of(subject))):
                yield Said(problem=main, function=k, size=(number, True))
                yield Said(problem=main, function=k, size=(number, False))


def quiet(check: Check) -> Feedback:
    """What is said where another check of the same functions has said what fails in hidden cases: one function, one voice."""
    names = ", ".join(f"`{function}`" for function in check.functions)
    return Feedback(
        label="hidden",
        what=f"{names} fails here as well in {PLACE}; what its other checks say comes first.",
    )
