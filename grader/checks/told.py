"""What known-wrong classes and functions answer in the tests of a pytest file, and whose answers a student's are.

A sealed test is a dialogue. The reference's, of each test, is a fact: what is asked, as digests, and what is answered; and so is what each
known-wrong class answers to the same requests. A student whose failing dialogue asks the same and has a known-wrong class's answers,
from the first to the last, has its mistake, as far as this test can say. That the code raised something is no evidence, since any
mistake may do that: the first answer that differs from the reference's must be a value.

What other tests have to say against it, ``grading.py`` asks: one in which the student answers as the reference does, and the
known-wrong class does not (:func:`against`).
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator, Sequence
from typing import Any, final

from grader import sealed
from grader.asking import Ask, Request, digest
from grader.checks.base import KnownWrong, Subject
from grader.diagnosis.matching import equal
from grader.model import Answer, Exchange, Record, Returned, Value
from grader.objects import STEP

MOST = 3000
"""Answers of a test beyond which nobody asks whose they are."""
STOPPED = "stopped"
REPR = STEP + "repr"


class Asked(Record, frozen=True):
    """A test: its file, its name there, and how the file is used."""

    file: str
    test: str
    use: sealed.Use


@final
class Heard:
    """Asks ``ask``, and keeps what was asked and answered."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self.requests: list[Request] = []
        self.answers: list[Answer] = []

    def __call__(self, request: Request) -> Answer:
        answer = self._ask(request)
        # Where an assertion fails, pytest asks what objects look like.
        if request.function != REPR and len(self.answers) <= MOST:
            self.requests.append(request)
            self.answers.append(answer)
        return answer

    def last_of(self, names: Collection[str]) -> str:
        """The one of ``names`` that was asked for last; "" for none."""
        for request in reversed(self.requests):
            for name in reversed(list(_named(list(request.args or ())))):
                if name in names:
                    return name
        return ""

    @property
    def exchanges(self) -> tuple[Exchange, ...]:
        return tuple(
            Exchange(request=digest(request), answer=answer)
            for request, answer in zip(self.requests, self.answers, strict=True)
        )


def learn(subject: Subject, asked: Asked) -> None:
    """Compute what the reference and the known-wrong functions answer."""
    files = subject.files
    assert files is not None
    place = files.find(asked.file)
    with sealed.seeded(), contextlib.closing(files.local()) as ask:
        heard = Heard(ask)
        files.run(place, asked.use, asked.test, heard, files.public(place))
    right = [_said(answer) for answer in heard.answers]
    digests = [digest(request) for request in heard.requests]
    subject.fact(_key(asked), lambda _: [digests, right])
    for known in subject.known_wrong:

        def wrong(_: object, known: KnownWrong = known) -> Value:
            names = f"{known.function}__{known.name}"
            found = [_said(a) for a in files.follow(names, heard.requests)]
            alike = len(found) == len(right) and all(map(equal, found, right))
            return None if alike else found

        subject.fact(_key(asked, known), wrong)


def _key(asked: Asked, known: KnownWrong | None = None) -> str:
    name = f"/{known.function}/{known.name}" if known else ""
    return f"told/{asked.file}/{asked.test}{name}"


def whose(subject: Subject, asked: Asked, exchanges: Sequence[Exchange]) -> KnownWrong | None:
    """The one known-wrong function whose answers these are."""
    with contextlib.suppress(LookupError):
        answers, right = _same_questions(subject, asked, exchanges)
        found = [known for known, wrong in _wrong(subject, asked) if _is(answers, wrong, right)]
        return found[0] if len(found) == 1 else None
    return None


def against(
    subject: Subject, asked: Asked, exchanges: Sequence[Exchange]
) -> frozenset[tuple[str, str]]:
    """The known-wrong functions, each as (function, name), that answer otherwise where these answers are the reference's."""
    with contextlib.suppress(LookupError):
        answers, right = _same_questions(subject, asked, exchanges)
        if all(map(equal, answers, right)):
            return frozenset((known.function, known.name) for known, _ in _wrong(subject, asked))
    return frozenset()


def _same_questions(
    subject: Subject, asked: Asked, exchanges: Sequence[Exchange]
) -> tuple[list[Value], list[Value]]:
    """What was answered, and what the reference answers to the same. Raises :class:`LookupError` where others were asked."""
    digests, right = subject.fact(_key(asked), _not_learnt)
    if [one.request for one in exchanges] != digests[: len(exchanges)]:
        raise LookupError("other requests")
    return [_said(one.answer) for one in exchanges], right[: len(exchanges)]


def _wrong(subject: Subject, asked: Asked) -> Iterator[tuple[KnownWrong, list[Value]]]:
    """The known-wrong functions that don't answer as the reference does, and what they answer."""
    for known in subject.known_wrong:
        answers = subject.fact(_key(asked, known), _not_learnt)
        if answers is not None:
            yield known, answers


def _not_learnt(_: object) -> Value:
    raise LookupError("not learnt")


def _is(answers: list[Value], wrong: list[Value], right: list[Value]) -> bool:
    """Whether ``answers`` are the first of ``wrong``, which first differ from ``right`` in a value."""
    if STOPPED in answers or len(answers) > len(wrong) or not all(map(equal, answers, wrong)):
        return False
    first = next((a for a, b in zip(answers, right, strict=True) if not equal(a, b)), None)
    return first is not None and first[0] in ("value", "called")


def _named(tree: Any) -> Iterator[str]:
    """The names of the submission's in trees."""
    if type(tree) is list:
        if len(tree) == 2 and tree[0] == "n" and isinstance(tree[1], str):
            yield tree[1]
        for item in tree:
            yield from _named(item)


def _said(answer: Answer) -> Value:
    """What counts of an answer: not the words of an exception, or what classes are called."""
    match answer:
        case Returned(value=["value", tree, list() as changes, str() as printed, *_]):
            return ["value", _unnamed(tree), _unnamed(changes), printed]
        case Returned(value=["raised", str() as kind, *_]):
            return ["raised", kind]
        case Returned(value=["called", number, given, named, *_]):
            return ["called", number, _unnamed(given), _unnamed(named)]
        case Returned(value=["missing", name]):
            return ["missing", name]
    return STOPPED


def _unnamed(tree: Any) -> Any:
    if type(tree) is not list:
        return tree
    if tree[:1] == ["h"]:
        return tree[:2]
    return [_unnamed(item) for item in tree]
