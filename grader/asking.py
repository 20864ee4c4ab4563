"""The one seam between checks and code that runs: a request goes in, an answer comes out.

*Live* asks a sandbox's session and notes what was asked and answered. *Replay* answers from such notes. Trusted functions
answer in ``checks/rehearsal.py``. A verdict always comes from Replay: whatever a check found while it asked live is thrown away,
so judging stays pure, saved answers can be judged again, and a check that asks something else the second time is found out.

Requests that were planned are known by their key. In a *dialogue* a request may depend on earlier answers, so it is replayed in
order, and each request must be the one that was noted in its place.
"""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias, final

from grader import wire
from grader.model import Answer, Call, Exchange

Request: TypeAlias = Call
Ask: TypeAlias = Callable[[Request], Answer]


class NotRecorded(LookupError):
    """There is no answer to this request among those noted: to know it, the code must run again."""


def digest(request: Request) -> str:
    """What tells a request of a dialogue from another one."""
    body = wire.encode([request.function, request.args], limit=wire.MAX_START, trusted=True)
    return hashlib.sha256(body).hexdigest()[:32]


@final
class Live:
    """Asks ``ask`` and notes each exchange, so that changing an answer in place changes no note."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self.exchanges: list[Exchange] = []
        self.fault: Exception | None = None
        """What was raised instead of an answer, which a check may have swallowed."""

    def __call__(self, request: Request) -> Answer:
        asked = digest(request)
        try:
            answer = self._ask(request)
        except Exception as error:
            self.fault = error
            raise
        self.exchanges.append(Exchange(request=asked, answer=copy.deepcopy(answer)))
        return answer


@final
class Replay:
    """Answers from what was noted. Raises :class:`NotRecorded`."""

    def __init__(
        self,
        answers: Mapping[str, Answer],
        dialogues: Mapping[str, Sequence[Exchange]] | None = None,
    ) -> None:
        self._answers, self._dialogues = answers, dialogues or {}

    def __call__(self, request: Request) -> Answer:
        try:
            return self._answers[request.key]
        except KeyError:
            raise NotRecorded(request.key) from None

    def dialogue(self, check: str) -> Dialogue:
        """One check's dialogue, from its beginning."""
        return Dialogue(self._dialogues.get(check, ()))


@final
class Dialogue:
    """Answers in the order of the exchanges noted. Raises :class:`NotRecorded`, and keeps it, since a check may swallow it."""

    def __init__(self, exchanges: Sequence[Exchange]) -> None:
        self._exchanges = iter(exchanges)
        self.missing: NotRecorded | None = None

    def __call__(self, request: Request) -> Answer:
        noted = None if self.missing else next(self._exchanges, None)
        if noted is None or noted.request != digest(request):
            self.missing = self.missing or NotRecorded(request.key)
            raise self.missing
        return copy.deepcopy(noted.answer)
