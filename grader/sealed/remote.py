"""What a sealed test gets in place of the student's module, classes and objects.

A :class:`Remote` stands for an object that stays in the student's process. Attributes, calls, operators, iteration and ``with`` go
through; plain data comes back as a copy. What the student's code changes in place in an argument is copied back into it.

An object of the student's decides nothing by itself: ``==``, ``<``, ``in``, truth and ``isinstance`` raise, since a class whose ``__eq__``
always says yes would pass every assertion. A test compares plain parts, or says ``remote.equals(x)`` where the student's ``__eq__`` is
what is tested. An operator between a remote object and the test's own plain data must give an object again, never plain data, for the
same reason: ``abs(f(3) - 5) < 1e-9`` must not ask the student's class for the difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any, final

import numpy as np

from grader.model import Record
from grader.sealed.connection import LOADING, Connection, elsewhere
from grader.sealed.errors import CompareParts, named
from grader.trees import Handle, Named


def _step(remote: Any, name: str, *arguments: Any) -> Any:
    connection: Connection = object.__getattribute__(remote, "_connection_")
    return connection.step(name, *arguments)


class Remote:
    """An object of the student's. See the module's text for what it does by itself, which is nothing."""

    __slots__ = ("_connection_", "_elsewhere_")

    def __init__(self, connection: Connection, elsewhere: Handle | Named) -> None:
        object.__setattr__(self, "_connection_", connection)
        object.__setattr__(self, "_elsewhere_", elsewhere)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__") and name not in _READ:
            # Python and pytest look for these to find out what they have; only the student's own attributes are worth a step.
            raise AttributeError(name)
        if not object.__getattribute__(self, "_connection_").is_open:
            # pytest, too, looks at every name of a test file while it collects.
            raise AttributeError(LOADING)
        return _step(self, "get", self, name)

    def __setattr__(self, name: str, value: Any) -> None:
        _step(self, "set", self, name, value)

    def __delattr__(self, name: str) -> None:
        _step(self, "delete", self, name)

    def __call__(self, *arguments: Any, **named_: Any) -> Any:
        return _step(self, "call", self, list(arguments), named_)

    def __repr__(self) -> str:
        one = elsewhere(self)
        name = one.name if isinstance(one, Named) else one.kind or one.what
        return f"<{name} of the submission>"

    def __str__(self) -> str:
        return str(_plain(_step(self, "str", self), str))

    def __format__(self, spec: str) -> str:
        return str(_plain(_step(self, "format", self, spec), str))

    def __len__(self) -> int:
        return int(_plain(_step(self, "len", self), int))

    def __iter__(self) -> Iterator[Any]:
        iterator = _step(self, "iter", self)
        if not isinstance(iterator, Remote):
            raise TypeError("your __iter__ does not return an iterator")
        return _Iterator(iterator)

    def __next__(self) -> Any:
        return _step(self, "next", self)

    def __getitem__(self, key: Any) -> Any:
        return _step(self, "getitem", self, key)

    def __setitem__(self, key: Any, value: Any) -> None:
        _step(self, "setitem", self, key, value)

    def __delitem__(self, key: Any) -> None:
        _step(self, "delitem", self, key)

    def __enter__(self) -> Any:
        return _step(self, "special", self, "__enter__", [])

    def __exit__(self, *_: object) -> bool:
        return bool(_step(self, "special", self, "__exit__", [None, None, None]))

    def __float__(self) -> float:
        return float(_plain(_step(self, "float", self), float))

    def __int__(self) -> int:
        return int(_plain(_step(self, "int", self), int))

    def __index__(self) -> int:
        return int(_plain(_step(self, "index", self), int))

    def __complex__(self) -> complex:
        return complex(_plain(_step(self, "complex", self), complex))

    def __round__(self, digits: int | None = None) -> Any:
        return _step(self, "round", self) if digits is None else _step(self, "round", self, digits)

    def __neg__(self) -> Any:
        return _step(self, "neg", self)

    def __pos__(self) -> Any:
        return _step(self, "pos", self)

    def __abs__(self) -> Any:
        return _step(self, "abs", self)

    def __invert__(self) -> Any:
        return _step(self, "invert", self)

    # What decides an assertion is never asked of the student's object.

    def _compare(self, *_: object) -> Any:
        raise CompareParts(
            f"{self!r} is an object where plain data is due. (An object may lie, so tests compare its plain parts, such as "
            "`thing.value`; to test the submission's own method: `thing.equals(other)` for ==, `thing.holds(x)` for in, "
            "`thing.compare('<', other)` for an order, `thing.truth()` for its truth.)"
        )

    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __bool__ = __contains__ = _compare
    __instancecheck__ = __subclasscheck__ = _compare
    __array__ = _compare
    __array_ufunc__ = None

    def __hash__(self) -> int:
        return hash(elsewhere(self))


_READ = frozenset({"__name__", "__doc__", "__dict__"})


def _plain(value: Any, kind: type) -> Any:
    if isinstance(value, Remote):
        raise TypeError(f"your method gives no {kind.__name__}")
    return value


@final
class _Iterator:
    """Asks for one item after the other."""

    def __init__(self, iterator: Remote) -> None:
        self._iterator = iterator

    def __iter__(self) -> _Iterator:
        return self

    def __next__(self) -> Any:
        try:
            return next(self._iterator)
        except StopIteration:
            raise StopIteration from None


def _operator(name: str, swapped: bool) -> Callable[[Any, Any], Any]:
    def apply(self: Remote, other: Any) -> Any:
        value = _step(self, name, other, self) if swapped else _step(self, name, self, other)
        if not isinstance(value, Remote) and not isinstance(other, Remote):
            raise CompareParts(
                f"{self!r} is an object where plain data is due. (Its operators may lie, so tests ask for a plain part of it first.)"
            )
        return value

    return apply


for _name in (
    "add sub mul truediv floordiv mod pow matmul and or xor lshift rshift".split()  # noqa: SIM905
):
    _step_name = _name + "_" if _name in ("and", "or") else _name
    setattr(Remote, f"__{_name}__", _operator(_step_name, swapped=False))
    setattr(Remote, f"__r{_name}__", _operator(_step_name, swapped=True))
for _name in "add sub mul truediv floordiv mod pow matmul and or xor".split():  # noqa: SIM905
    setattr(Remote, f"__i{_name}__", _operator("i" + _name, swapped=False))

_ORDERS = {"<": "lt", "<=": "le", ">": "gt", ">=": "ge", "==": "eq"}


def _said(value: Any) -> bool:
    if type(value) not in (bool, np.bool_):
        raise TypeError("your method gives neither True nor False")
    return bool(value)


def equals(self: Remote, other: Any) -> bool:
    """What the student's ``==`` says."""
    return _said(_step(self, "eq", self, other))


def compare(self: Remote, sign: str, other: Any) -> bool:
    """What the student's ``<``, ``<=``, ``>``, ``>=`` or ``==`` says."""
    return _said(_step(self, _ORDERS[sign], self, other))


def holds(self: Remote, item: Any) -> bool:
    """What the student's ``in`` says."""
    return _said(_step(self, "contains", self, item))


def truth(self: Remote) -> bool:
    """What the student's ``bool()`` says."""
    return _said(_step(self, "bool", self))


def is_a(self: Remote, kind: Any) -> bool:
    """What ``isinstance`` says in the student's process."""
    return _said(_step(self, "isinstance", self, kind))


def plain(self: Remote) -> Any:
    """The plain value that an object of a subclass of list, tuple, dict, str or a number holds."""
    return _step(self, "plain", self)


for _method in (equals, compare, holds, truth, is_a, plain):
    setattr(Remote, _method.__name__, _method)


# --- the module -------------------------------------------------------------------------------------


class Program(Record, frozen=True):
    """How the submission ran as a program."""

    stdout: str
    stderr: str
    code: int


@final
class RemoteModule(ModuleType):
    """The student's module as tests import it. A name that is imported while the test file loads is looked up when it is used, since
    there is no submission yet; what is plain data is looked up when a test begins (:meth:`rebind`)."""

    def __init__(self, name: str, connection: Connection, names: tuple[str, ...]) -> None:
        super().__init__(name)
        self.__dict__.update(
            __all__=[*names, "run"], _connection_=connection, _loaded_=set(), run=self._run
        )

    def _run(self, stdin: str = "", arguments: tuple[str, ...] | list[str] = ()) -> Program:
        """The submission, run from its beginning as a program that reads ``stdin``."""
        connection: Connection = self.__dict__["_connection_"]
        stdout, stderr, code = connection.step("run", str(stdin), [str(a) for a in arguments])
        return Program(stdout=stdout, stderr=stderr, code=code)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if name.endswith(("Error", "Exception")):
            return named(name)
        connection: Connection = self.__dict__["_connection_"]
        remote = Remote(connection, Named(name=name))
        if not connection.is_open:
            self.__dict__["_loaded_"].add(name)
            return remote
        return connection.step("name", remote)

    def __setattr__(self, name: str, value: Any) -> None:
        if name.startswith("__"):
            super().__setattr__(name, value)
        else:
            self.__dict__["_connection_"].step("define", name, value)

    def rebind(self, spaces: list[dict[str, Any]]) -> None:
        """Put the plain data that the submission's names stand for in place of the names, wherever a test file has imported them."""
        if not self.__dict__["_loaded_"]:
            return
        wanted = sorted(self.__dict__["_loaded_"])
        found = self.__dict__["_connection_"].step("names", wanted)
        for space in spaces:
            for name, value in list(space.items()):
                if isinstance(value, Remote):
                    one = elsewhere(value)
                    if isinstance(one, Named) and one.name in found:
                        space[name] = found[one.name]
