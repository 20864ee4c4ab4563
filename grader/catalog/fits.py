"""Do the checks and the inputs of an exercise fit its functions? Asked once the cases are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from grader.catalog.positions import Document
from grader.checks.base import Check, CheckError, Subject
from grader.model import Asked, Given


def validate(document: Document, checks: Sequence[tuple[str, Check]], subject: Subject) -> None:
    """Raise :class:`CatalogError` for the first check or input that does not fit the exercise."""
    for k, (_, check) in enumerate(checks):
        try:
            check.validate(subject)
        except CheckError as error:
            place = ("checks", k, error.key)
            raise document.error(place, f"{check.kind}: {error}") from None
    _validate_given(document, subject)


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
