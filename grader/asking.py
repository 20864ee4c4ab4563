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
import math
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias, final

import numpy as np

from grader import wire
from grader.model import Answer, Call, Exchange, Returned, TooBig, Value

Request: TypeAlias = Call
Ask: TypeAlias = Callable[[Request], Answer]


MOST = 10_000
"""Of one answer, in units of what an item of a list costs; an array is ten and one for fifty entries."""
MOST_IN_ALL = 30_000
"""Of the answers that are judged together: beyond it only light ones are looked at."""
LIGHT = 100


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
        self._weighed: dict[str, Answer] = {}
        self._weight = 0

    def __call__(self, request: Request) -> Answer:
        found = self._weighed.get(request.key)
        if found is None:
            try:
                found = self._answers[request.key]
            except KeyError:
                raise NotRecorded(request.key) from None
            found = self._weighed[request.key] = self._bearable(found)
        return found

    def _bearable(self, answer: Answer) -> Answer:
        """``answer``, or that it is too big: judging takes time for everything in it, whatever is wrong with it."""
        if type(answer) is not Returned:
            return answer
        found = weight(answer.value, MOST)
        if found > MOST or (found > LIGHT and self._weight + found > MOST_IN_ALL):
            return TooBig()
        self._weight += found
        return answer

    def dialogue(self, check: str) -> Dialogue:
        """One check's dialogue, from its beginning."""
        return Dialogue(self._dialogues.get(check, ()))


def weight(value: Value, most: int = MOST) -> int:
    """What looking at ``value`` costs; more than ``most`` is not told apart."""
    if isinstance(value, np.ndarray):
        return 10 + math.prod(value.shape) // 50
    if isinstance(value, str):
        return 1 + len(value) // 1000
    if isinstance(value, int):
        return 1 + value.bit_length() // 100
    if not isinstance(value, list | tuple):
        return 1
    found = 1
    for item in value:
        found += weight(item, most - found)
        if found > most:
            break
    return found


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
