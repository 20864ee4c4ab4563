"""What a sealed test gets in place of the student's module, classes and objects.

A :class:`Remote` stands for an object that stays in the student's process. Attributes, calls, operators, iteration and ``with`` go
through; plain data comes back as a copy. What the student's code changes in place in an argument is copied back into it.

What a test expects is shown to no object of the student's by itself: ``==``, ``<`` and ``in`` raise, since a class whose ``__eq__``
always says yes would pass every assertion. A test compares plain parts, or says ``remote.equals(x)`` where the student's ``__eq__`` is
what is tested. An operator between a remote object and the test's own plain data must give an object again, never plain data, for the
same reason: ``abs(f(3) - 5) < 1e-9`` must not ask the student's class for the difference. Where these methods are the exercise,
``own_operators`` lets objects compare themselves with each other.

What shows the object nothing goes through: truth is what a plain True could say as well; ``is`` and ``isinstance`` with a class of the
student's are what Python knows of the object, and none of its code is asked; a list, tuple or text of a class of the student's own
is compared by what it holds.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any, final

import numpy as np

from grader.model import Record
from grader.sealed.connection import LOADING, Connection, Outside, elsewhere
from grader.sealed.errors import CompareParts, Unsealed, named
from grader.trees import Handle, Named


def _connection(remote: Any) -> Connection:
    found: Connection = object.__getattribute__(remote, "_connection_")
    return found


def _step(remote: Any, name: str, *arguments: Any) -> Any:
    return _connection(remote).step(name, *arguments)


def _called(remote: Any) -> str:
    """A remote object in a message; nothing is asked of it."""
    one = elsewhere(remote)
    name = one.name if isinstance(one, Named) else one.kind or one.what
    return f"<{name} of the submission>"


_kinds: dict[str, type[Remote]] = {}


def remote(connection: Connection, elsewhere: Handle | Named) -> Remote:
    """A remote object, of a type with its class's name, so that ``type(x).__name__`` says it."""
    name = elsewhere.kind if isinstance(elsewhere, Handle) and elsewhere.what == "object" else ""
    if not name.isidentifier():
        return Remote(connection, elsewhere)
    if name not in _kinds:
        _kinds[name] = type(name, (Remote,), {"__slots__": ()})
    return _kinds[name](connection, elsewhere)


class Remote(Outside):
    """An object of the student's. See the module's text for what it does by itself."""

    __slots__ = ()

    def __init__(self, connection: Connection, elsewhere: Handle | Named) -> None:
        object.__setattr__(self, "_connection_", connection)
        object.__setattr__(self, "_elsewhere_", elsewhere)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__") and name not in _READ:
            # Python and pytest look for these to find out what they have; only the student's own attributes are worth a step.
            raise AttributeError(name)
        if not _connection(self).is_open:
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
        if not _connection(self).is_open:
            return _called(self)
        return str(_plain(_step(self, "repr", self), str))

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

    def __divmod__(self, other: Any) -> Any:
        return _step(self, "divmod", self, other)

    def __floor__(self) -> Any:
        return _step(self, "floor", self)

    def __ceil__(self) -> Any:
        return _step(self, "ceil", self)

    def __trunc__(self) -> Any:
        return _step(self, "trunc", self)

    def __reversed__(self) -> Iterator[Any]:
        return iter(_step(self, "reversed", self))

    def __copy__(self) -> Any:
        return _step(self, "copy", self)

    def __deepcopy__(self, _: object) -> Any:
        return _step(self, "deepcopy", self)

    def __bool__(self) -> bool:
        return _said(_step(self, "bool", self))

    def __instancecheck__(self, other: Any) -> bool:
        if not isinstance(other, Remote):
            return _said(_step(self, "instance", other, self))
        key = ("instance", elsewhere(other), elsewhere(self))
        return _said(_connection(self).once(key, "instance", other, self))

    def __subclasscheck__(self, other: Any) -> bool:
        return _said(_step(self, "subclass", other, self))

    # What a test expects is shown to no object of the student's.

    def _compare(self, *_: object) -> Any:
        raise CompareParts(
            f"{_called(self)} is an object where plain data is due. (An object may lie, so tests compare its plain parts, such as "
            "`thing.value`; to test the submission's own method: `thing.equals(other)` for ==, `thing.holds(x)` for in, "
            "`thing.compare('<', other)` for an order; or `own_operators: true` beside `pytest`.)"
        )

    def __eq__(self, other: object) -> bool:
        if other is None or (isinstance(other, Remote) and _is(self, other)):
            return other is not None
        compares, held = _step(self, "alike", self)
        if not isinstance(held, Remote):
            return bool(held == (plain(other) if isinstance(other, Remote) else other))
        if isinstance(other, Remote) and _connection(self).own_operators:
            return _said(_step(self, "eq", self, other))
        if compares or (isinstance(other, Remote) and _step(other, "alike", other)[0]):
            return bool(self._compare())
        return False

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __contains__(self, item: Any) -> bool:
        if _connection(self).own_operators:
            return _said(_step(self, "contains", self, item))
        held = _step(self, "alike", self)[1]
        return bool(self._compare() if isinstance(held, Remote) else item in held)

    __array__ = _compare
    __array_ufunc__ = None

    def __hash__(self) -> int:
        return hash(elsewhere(self))


def _is(one: Remote, other: Remote) -> bool:
    """Whether both are one object. Only of a name the other side must say what it stands for."""
    if isinstance(elsewhere(one), Handle) and isinstance(elsewhere(other), Handle):
        return one is other
    return elsewhere(one) == elsewhere(other) or _said(_step(one, "is", one, other))


def _order(sign: str) -> Callable[[Any, Any], bool]:
    def apply(self: Remote, other: Any) -> bool:
        if isinstance(other, Remote) and _connection(self).own_operators:
            return compare(self, sign, other)
        held = _step(self, "alike", self)[1]
        if isinstance(held, Remote):
            self._compare()
        theirs = plain(other) if isinstance(other, Remote) else other
        return bool(getattr(operator, _ORDERS[sign])(held, theirs))

    return apply


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
        plain_ones = not isinstance(value, Remote) and not isinstance(other, Remote)
        if plain_ones and not _connection(self).own_operators:
            raise CompareParts(
                f"{_called(self)} is an object where plain data is due. (Its operators may lie, so tests ask for a plain part of it first.)"
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
for _sign, _name in list(_ORDERS.items())[:4]:
    setattr(Remote, f"__{_name}__", _order(_sign))


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
        found = Remote(connection, Named(name=name))
        if not connection.is_open:
            self.__dict__["_loaded_"].add(name)
            return found
        value = connection.once(name, "name", found)
        one = elsewhere(value) if isinstance(value, Remote) else None
        if not (isinstance(one, Handle) and one.what == "class"):
            connection.forget(name)
        return value

    def __setattr__(self, name: str, value: Any) -> None:
        if name.startswith("__"):
            super().__setattr__(name, value)
        else:
            connection: Connection = self.__dict__["_connection_"]
            connection.forget(name)
            connection.step("define", name, value)

    def _text(self) -> str:
        # Without this doctest would find no example and be content.
        raise Unsealed("the text of the submission and its doctests can't be had in a sealed test")

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


RemoteModule.__doc__ = property(RemoteModule._text)  # type: ignore[assignment]
