"""What ends a sealed test, and what the student's code raised, as a test sees it."""

from __future__ import annotations

import builtins
from typing import Any, NamedTuple


class NotAnswered(BaseException):
    """Base of what ends a test. No ``Exception``, so that no ``pytest.raises(Exception)`` takes it for what it waits for."""


class StudentCodeStopped(NotAnswered):
    """The student's code hung, died or sent too much; nothing more can be asked of it in this test."""


class NotDefined(NotAnswered):
    """The submission does not define a name that the test uses."""


class Unsealed(NotAnswered):
    """A test asks for what can only be had where the student's code is."""


class CompareParts(NotAnswered):
    """A test asks an object of the student's whether it is right."""


class _Known(Exception):
    """Base of what stands for the student's exceptions: says what the student's would say."""

    __module__ = "submission"

    def __str__(self) -> str:
        message = vars(self).get("_message_")
        return super().__str__() if message is None else str(message)

    def __getattr__(self, name: str) -> Any:
        own = vars(self).get("_own_")
        if own is None or name.startswith("_"):
            raise AttributeError(name)
        return getattr(own, name)


_NAMED: dict[str, type[Exception]] = {}


def named(name: str) -> type[Exception]:
    """What a test gets for an exception class of the submission's, so that ``pytest.raises`` takes it."""
    if name not in _NAMED:
        readable = name if name.isidentifier() else "Exception"
        _NAMED[name] = type(readable, (_Known,), {"__module__": "submission"})
    return _NAMED[name]


class Problem(NamedTuple):
    """What is known of an exception in the worker: the names of its own classes, its arguments, and itself."""

    names: tuple[str, ...] = ()
    arguments: tuple[Any, ...] = ()
    own: Any = None


def exception(
    kind: str, problem: Problem, message: str, place: str, line: int | None
) -> BaseException:
    """What the student's code raised: of the same built-in type, or of the class that the test knows by its name."""
    builtin = getattr(builtins, kind, Exception)
    if not (isinstance(builtin, type) and issubclass(builtin, Exception | SystemExit)):
        builtin = Exception
    # Also of names that the test has not used yet: `except work.ParseError` looks its name up when the exception is there.
    own = [named(name[:100]) for name in dict.fromkeys(problem.names)]
    arguments = problem.arguments or ((message,) if message else ())
    try:
        found: BaseException = _made(own, builtin)(*arguments)
    except TypeError:  # an exception whose own class asks for more, such as UnicodeDecodeError
        found = Exception(message)
    vars(found).update(_message_=message, _own_=problem.own, student_line=(place, line))
    return found


def _made(own: list[type[Exception]], builtin: type[BaseException]) -> type[BaseException]:
    """The class of an exception whose own classes are ``own``, the most special first, and whose first built-in one is ``builtin``."""
    if not own:
        return builtin
    kind, *others = own
    bases = (*others, _Known) if builtin is Exception else (*others, _Known, builtin)
    if not all(issubclass(kind, base) for base in bases):
        try:
            kind.__bases__ = bases
        except TypeError:  # another layout, or an order that can't be
            return type(kind.__name__, (kind, builtin), {"__module__": "submission"})
    return kind
