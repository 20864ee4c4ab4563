"""Do the checks and the inputs of an exercise fit its functions? Asked once the cases are drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from grader.catalog.errors import CatalogError
from grader.catalog.positions import Document
from grader.catalog.python import line_of
from grader.checks.base import EVERY, SHARES, Check, CheckError, Subject
from grader.model import Asked, Given, Raising


def validate(
    document: Document, checks: Sequence[tuple[str, Check]], subject: Subject, folder: Path
) -> None:
    """Raise :class:`CatalogError` for the first check or input that does not fit the exercise, whose solutions are in ``folder``."""
    _validate_given(document, subject)
    _groups_fit(document, checks, subject)
    _each(document, checks, lambda check: check.validate(subject))
    _asks_something(document, subject, folder)
    _each(document, checks, lambda check: _looks_at_something(check, subject))


def _groups_fit(document: Document, checks: Sequence[tuple[str, Check]], subject: Subject) -> None:
    """Whether checks name groups that there are, and every group is judged by some check."""
    groups = {case.group for case in subject.cases if case.group}
    for k, (_, check) in enumerate(checks):
        if check.cases not in SHARES and check.cases not in groups:
            known = ", ".join([*SHARES, *sorted(groups)])
            raise document.error(
                ("checks", k, "cases"), f"no group {check.cases!r} of cases; choose from {known}"
            )
    for group in sorted(groups - {check.cases for _, check in checks}):
        raise document.error(
            ("cases",),
            f"no check judges the cases of group {group!r}; name it in a check's `cases`",
        )


def _each(
    document: Document, checks: Sequence[tuple[str, Check]], look: Callable[[Check], None]
) -> None:
    for k, (_, check) in enumerate(checks):
        try:
            look(check)
        except CheckError as error:
            place = ("checks", k, error.key)
            raise document.error(place, f"{check.kind}: {error}") from None


def _looks_at_something(check: Check, subject: Subject) -> None:
    if not check.interactive and not check.plan(subject):
        raise CheckError(
            "checks nothing, since the reference answers in none of its cases; add one"
        )


def _asks_something(document: Document, subject: Subject, folder: Path) -> None:
    """Raise :class:`CatalogError` for a function of which nothing is asked, and for a known-wrong one that is only broken.

    A check passes on no case at all, so that a template that nobody touched would earn its points.
    """
    trusted = subject.trusted
    assert trusted is not None
    for function, code in trusted.references.items():
        if not callable(code) or function not in subject.parameters:
            continue  # text, or what tests alone ask for
        cases = subject.cases_of(function, EVERY)
        if not cases:
            raise document.error(("cases",), f"no case concerns {function}; add one")
        answers = [subject.expected(function, case) for case in cases]
        if all(isinstance(answer, Raising) for answer in answers):
            kinds = sorted({answer.kind for answer in answers if isinstance(answer, Raising)})
            raise CatalogError(
                folder / "reference.py",
                line_of(code),
                f"{function} raises {', '.join(kinds)} in every case, so no answer is ever asked for; mend it, or add a case "
                "in which it returns a value",
            )
    for known in subject.known_wrong:
        for case in subject.cases_of(known.function, EVERY):
            answer = subject.wrong_answer(known, case)
            if isinstance(answer, Raising) and answer.kind in ("NameError", "UnboundLocalError"):
                raise CatalogError(
                    folder / "known_wrong.py",
                    line_of(trusted.known_wrong[known.function, known.name]),
                    f"{known.function}__{known.name} stops with {answer.kind}; define or import what it uses",
                )


def _validate_given(document: Document, subject: Subject) -> None:
    """Whether given.py has all functions that the cases pass on."""
    assert subject.trusted is not None
    known = subject.trusted.given
    for case in subject.cases:
        for name, value in case.inputs.items():
            for given in _given_names(value):
                if given not in known:
                    there = f"it has {', '.join(known)}" if known else "there is none; write it"
                    raise document.error(
                        ("inputs", name), f"{name}: given.py has no function {given!r}; {there}"
                    )


def _given_names(value: Any) -> list[str]:
    if isinstance(value, list | tuple):
        return [name for item in value for name in _given_names(item)]
    inner = value.function if isinstance(value, Asked) else value
    return [inner.name] if isinstance(inner, Given) else []
