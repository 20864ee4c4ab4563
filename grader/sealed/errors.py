"""What ends a sealed test, and what the student's code raised, as a test sees it."""

from __future__ import annotations

import builtins


class NotAnswered(BaseException):
    """Base of what ends a test. No ``Exception``, so that no ``pytest.raises(Exception)`` takes it for what it waits for."""


class StudentCodeStopped(NotAnswered):
    """The student's code hung, died or sent too much; nothing more can be asked of it in this test."""


class NotDefined(NotAnswered):
    """The submission does not define a name that the test uses."""


class CompareParts(NotAnswered):
    """A test asks an object of the student's whether it is right."""


_NAMED: dict[str, type[Exception]] = {}


def named(name: str) -> type[Exception]:
    """What a test gets for a name of the submission's that looks like an exception's, so that ``pytest.raises`` takes it."""
    if name not in _NAMED:
        _NAMED[name] = type(name, (Exception,), {})
    return _NAMED[name]


def exception(kind: str, name: str, message: str, place: str, line: int | None) -> BaseException:
    """What the student's code raised: of the same built-in type, and of the class that the test imported under its name."""
    builtin = getattr(builtins, kind, Exception)
    if not (isinstance(builtin, type) and issubclass(builtin, Exception | SystemExit)):
        builtin = Exception
    bases = (builtin,) if name not in _NAMED or name == kind else (_NAMED[name], builtin)
    try:
        # KeyError would put quotes around what is the message already.
        space = {"__module__": "submission", "__str__": lambda self: message}
        made = type(str(name)[:100] or "Exception", bases, space)
        found: BaseException = made(message)
    except TypeError:  # an exception whose own class asks for more, such as UnicodeDecodeError
        found = Exception(message)
    found.student_line = (place, line)  # type: ignore[attr-defined]
    return found
