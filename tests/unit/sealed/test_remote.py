"""What a test may do with objects of the student's, over the code that the worker runs, without a worker."""

from __future__ import annotations

import collections
import copy
import datetime
import decimal
import fractions
import itertools
import textwrap
import unittest.mock
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from grader.model import Answer, Call, Died, Returned, TimedOut
from grader.sealed.connection import Connection
from grader.sealed.errors import CompareParts, NotAnswered, NotDefined, StudentCodeStopped
from grader.sealed.local import Local
from grader.sealed.remote import RemoteModule, remote

CODE = """
import collections
import numpy as np

class LayerError(Exception): pass

class Linear:
    kind = "layer"
    def __init__(self, m, n):
        if m < 0: raise LayerError("negative")
        if n < 0: raise ValueError("bad size")
        self.W = np.zeros((m, n))
    def forward(self, x): return self.W.T @ x
    @property
    def size(self): return self.W.shape

class Value:
    def __init__(self, data): self.data = data
    def __add__(self, other): return Value(self.data + (other.data if isinstance(other, Value) else other))
    __radd__ = __add__
    def __matmul__(self, other): return "plain"
    def __eq__(self, other): return self.data == other.data
    def __lt__(self, other): return self.data < other.data
    def __hash__(self): return hash(self.data)
    def __bool__(self): return bool(self.data)
    def __len__(self): return 4
    def __getitem__(self, key): return [10, 20, 30][key]
    def __contains__(self, item): return item == self.data
    def __str__(self): return f"Value {self.data}"
    def __repr__(self): return "<a value>"
    def __call__(self, x, *, twice=False): return x * (2 if twice else 1)
    def __enter__(self): return self
    def __exit__(self, *problem): self.data = "closed"
    def __neg__(self): return Value(-self.data)

class ParseError(Exception): pass
class NameError_(ParseError):
    def __init__(self, name, line):
        super().__init__(name, line)
        self.name, self.line = name, line
class Empty(Exception): pass
def parse(name):
    if not name: raise Empty("nothing to read")
    raise NameError_(name, 3)

class Node:
    def __init__(self, value, next=None): self.value, self.next = value, next
class Leaf(Node): pass
def same(x): return x
def chain(n): return [chain(n - 1)] if n else []
def depth(x): return 1 + depth(x[0]) if x else 0
def take(items, n): return [next(items) for _ in range(n)]
class Shy(type):
    def __instancecheck__(cls, other): return True
    def __eq__(cls, other): return True
    def __hash__(cls): return 0
class Everything(metaclass=Shy): pass

class Liar:
    def __eq__(self, other): return True
    __lt__ = __le__ = __gt__ = __ge__ = __ne__ = __contains__ = __eq__
    def __sub__(self, other): return 0.0
    __rsub__ = __mul__ = __truediv__ = __sub__
    def __array__(self, *a, **k): return np.zeros(3)
    def __len__(self): return 3

answer, words = 42, ["a", ("b", {"c": 1})]
Point = collections.namedtuple("Point", "x y")
def lie(*a): return Liar()
def double(x): return 2 * x
def point(): return Point(1, 2)
def counter(): return collections.Counter("aab")
def sort(items): items.sort()
def grow(rows, table, array, seen):
    rows[0].append(5); rows.append([9]); table["a"]["b"] = 2; table["new"] = 1; array[0] = 7.0; seen.add("x"); seen.discard("y")
def apply(g, x): return g(g(x))
def apply_object(g): return g(Value(3))
def catches(g):
    try: return g()
    except KeyError as problem: return f"caught {problem}"
def squares():
    k = 0
    while True:
        yield k * k
        k += 1
def greet():
    name = input("Name? ")
    print("Hello", name)
    return name
def lines():
    import sys
    return [line.strip() for line in sys.stdin]
def stops(): raise SystemExit(3)
def interrupts(): raise KeyboardInterrupt
def endless():
    a = []; a.append(a); return a
"""


@pytest.fixture
def connection() -> Iterator[tuple[Connection, RemoteModule]]:
    module = ModuleType("reference")
    exec(textwrap.dedent(CODE), module.__dict__)  # noqa: S102
    local = Local(lambda: [module])
    made = Connection(remote)
    made.open(local, public=True)
    yield made, RemoteModule("work", made, ("Linear",))
    local.close()


@pytest.fixture
def work(connection: tuple[Connection, RemoteModule]) -> Any:
    return connection[1]


def test_objects_stay_and_plain_data_comes(work: Any) -> None:
    layer = work.Linear(3, 2)
    layer.W = np.arange(6.0).reshape(3, 2)
    x = np.ones((3, 1))
    assert layer.forward(x).tolist() == [[6.0], [9.0]]
    assert layer.size == (3, 2)
    assert layer.kind == "layer"
    del layer.W
    with pytest.raises(AttributeError):
        layer.forward(x)
    assert work.answer == 42
    assert work.words == ["a", ("b", {"c": 1})]
    assert work.counter() == {"a": 2, "b": 1}


def test_objects_are_handed_back(work: Any) -> None:
    a, b = work.Value(2), work.Value(3)
    total = a + b + 4
    assert total.data == 9
    assert (5 + total).data == 14
    assert (-total).data == -9
    a += b
    assert a.data == 5
    assert work.apply(lambda value: value + a, b).data == 13


def test_exceptions_are_of_the_same_type(work: Any) -> None:
    error = work.LayerError
    with pytest.raises(ValueError, match="bad size"):
        work.Linear(1, -1)
    with pytest.raises(error, match="negative"):
        work.Linear(-1, 1)
    with pytest.raises(SystemExit):
        work.stops()
    with pytest.raises(Exception, match=r"^$"):
        work.interrupts()
    with pytest.raises(TypeError):
        work.double()
    with pytest.raises(ZeroDivisionError):
        work.apply(lambda x: 1 // 0, 1)
    assert work.catches(lambda: {}["gone"]) == "caught 'gone'"


def test_methods_of_the_language_go_through(work: Any) -> None:
    value = work.Value(3)
    assert len(value) == 4
    assert value[0] == 10
    assert value[1:] == [20, 30]
    assert str(value) == "Value 3"
    assert f"{value!r}" == "<a value>"
    assert value(5, twice=True) == 10
    with value as inside:
        assert inside.data == 3
    assert value.data == "closed"
    numbers = work.squares()
    assert [next(numbers) for _ in range(3)] == [0, 1, 4]
    assert next(number for number in work.squares() if number > 10) == 16


def test_changes_in_place_come_back(work: Any) -> None:
    numbers = [3, 1, 2]
    work.sort(numbers)
    assert numbers == [1, 2, 3]
    inner, deep = [4], {"b": 1}
    rows, table, array, seen = [inner], {"a": deep}, np.zeros(2), {"y"}
    work.grow(rows, table, array, seen)
    assert rows == [[4, 5], [9]]
    assert rows[0] is inner
    assert table == {"a": {"b": 2}, "new": 1}
    assert table["a"] is deep
    assert array.tolist() == [7.0, 0.0]
    assert seen == {"x"}


def test_functions_of_the_test_are_called_and_may_use_objects(work: Any) -> None:
    seen: list[Any] = []

    def function(x: Any) -> Any:
        seen.append(x)
        return work.double(x)

    assert work.apply(function, 3) == 12
    assert seen == [3, 6]
    assert work.apply_object(lambda value: value.data + 1) == 4


def test_input_and_output_are_the_tests_own(
    work: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter(["Ana"])
    monkeypatch.setattr("builtins.input", lambda prompt="": next(answers))
    assert work.greet() == "Ana"
    assert capsys.readouterr().out == "Hello Ana\n"
    monkeypatch.undo()
    import io

    monkeypatch.setattr("sys.stdin", io.StringIO("one\ntwo\n"))
    assert work.lines() == ["one", "two"]
    with pytest.raises(EOFError):
        work.greet()
    assert capsys.readouterr().out == "Name? "


COMPARISONS: dict[str, Callable[[Any], object]] = {
    "==": lambda lie: lie == 5,
    "!=": lambda lie: lie != 5,
    "<": lambda lie: lie < 5,
    ">=": lambda lie: lie >= 5,
    "in": lambda lie: 5 in lie,
    "inside a list": lambda lie: [lie] == [5],
    "difference": lambda lie: abs(lie - 5) < 1e-9,
    "difference from the right": lambda lie: abs(5 - lie) < 1e-9,
    "ratio": lambda lie: (lie / 5) < 1,
    "approx": lambda lie: lie == pytest.approx(5),
    "approx from the left": lambda lie: pytest.approx(5) == lie,
    "allclose": lambda lie: np.allclose(lie, np.zeros(3)),
    "assert_allclose": lambda lie: np.testing.assert_allclose(lie, np.zeros(3)),
    "array": lambda lie: np.array_equal(lie, np.zeros(3)),
    "array minus": lambda lie: np.zeros(3) - lie,
}


@pytest.mark.parametrize("way", COMPARISONS)
def test_an_object_that_lies_decides_nothing(work: Any, way: str) -> None:
    with pytest.raises(CompareParts):
        COMPARISONS[way](work.lie())


def test_an_object_is_no_instance_of_anything_here(work: Any) -> None:
    assert not isinstance(work.lie(), int | list | np.ndarray)


def test_the_students_own_answers_are_asked_by_name(work: Any) -> None:
    a, b = work.Value(2), work.Value(3)
    assert a.equals(work.Value(2))
    assert not a.equals(b)
    assert a.compare("<", b)
    assert a.holds(2)
    assert a.truth()
    assert a.is_a(work.Value)
    assert work.point().plain() == (1, 2)
    with pytest.raises(CompareParts):
        a @ 3


def test_objects_are_of_their_classes_and_the_same_where_they_are(work: Any) -> None:
    leaf = work.Leaf(3)
    node = work.Node(2, leaf)
    assert node.next is leaf
    assert node.next == leaf
    assert node != leaf
    assert (node == 5, node == None, leaf in [node, leaf]) == (False, False, True)  # noqa: E711
    assert isinstance(leaf, work.Node)
    assert not isinstance(node, work.Leaf)
    assert isinstance(leaf, (work.Value, work.Leaf))
    assert issubclass(work.Leaf, work.Node)
    assert not issubclass(work.Node, work.Leaf)
    assert not isinstance(node, work.Everything)
    assert not isinstance(3, work.Everything)
    assert type(leaf).__name__ == leaf.__class__.__name__ == "Leaf"
    assert node
    assert not work.Value(0)
    other = copy.deepcopy(node)
    other.next.value = 9
    assert leaf.value == 3


def test_what_an_object_of_a_plain_class_holds_is_compared(work: Any) -> None:
    assert work.point() == (1, 2)
    assert work.point() != (1, 3)
    assert work.point() < (1, 3)
    assert 2 in work.point()
    assert work.point() == work.point()
    x, y = work.point()
    assert (x, y) == (1, 2)


def test_operators_are_the_objects_own_where_an_author_says_so(work: Any) -> None:
    with pytest.raises(CompareParts):
        assert work.Value(2) == work.Value(2)
    connection = work.__dict__["_connection_"]
    connection.own_operators = True
    assert work.Value(2) == work.Value(2)
    assert work.Value(2) != work.Value(3)
    assert work.Value(2) < work.Value(3)
    assert 2 in work.Value(2)
    assert work.Value(2) @ 3 == "plain"
    for compare in (lambda: work.lie() == 5, lambda: work.lie() < 5):
        with pytest.raises(CompareParts):
            compare()


def test_exceptions_are_of_their_classes_with_what_they_carry(work: Any) -> None:
    with pytest.raises(work.ParseError) as caught:
        work.parse("x")
    assert caught.value.args == ("x", 3)
    assert (caught.value.name, caught.value.line) == ("x", 3)
    with pytest.raises(work.Empty, match="nothing to read"):
        work.parse("")
    with pytest.raises(Exception, match="x") as caught:
        work.parse("x")
    assert type(caught.value) is work.NameError_
    assert not isinstance(caught.value, work.Empty)
    assert not hasattr(caught.value, "column")
    with pytest.raises(ValueError, match="bad size") as plain:
        work.Linear(1, -1)
    assert type(plain.value) is ValueError
    assert plain.value.args == ("bad size",)


VALUES = [
    fractions.Fraction(3, 7), decimal.Decimal("1.50"), datetime.date(2024, 2, 29), datetime.time(23, 59, 1, 5),
    datetime.datetime(2024, 2, 29, 12, 30), datetime.timedelta(days=-3, seconds=7), collections.deque([1, [2]], maxlen=3), int, str, list,
    frozenset({(1, 2)}), range(1, 9, 2), {1.5: {"a": None}}, b"\x00\xff", 2**200, complex(1, -2), [[[]], ()], np.float32(0.5), True,
]  # fmt: skip


@pytest.mark.parametrize("value", VALUES, ids=str)
def test_values_come_back_as_they_were(work: Any, value: Any) -> None:
    back = work.same([value])[0]
    assert back == value
    assert type(back) is type(value)


def test_deep_values_travel_both_ways(work: Any) -> None:
    for n in (23, 24, 25, 47, 48, 100, 200):
        deep = work.chain(n)
        assert work.depth(deep) == n
    with pytest.raises(TypeError, match="nested deeper"):
        work.chain(300)


def test_iterators_of_the_test_are_asked_for_one_item_after_the_other(work: Any) -> None:
    asked = []

    def numbers() -> Iterator[int]:
        for k in itertools.count():
            asked.append(k)
            yield k

    assert work.take(numbers(), 3) == [0, 1, 2]
    assert asked == [0, 1, 2]
    assert work.same(map(str, [1, 2]).__next__)() == "1"


def test_a_function_of_the_test_comes_back_as_itself(work: Any) -> None:
    node, mock = work.Node(1), unittest.mock.MagicMock(return_value=7)
    node.hook = mock
    assert node.hook is mock
    assert work.apply(mock, 1) == 7
    assert mock.call_count == 2


def test_a_missing_name_ends_the_test_and_is_no_exception_that_a_test_may_wait_for(
    connection: tuple[Connection, RemoteModule],
) -> None:
    made, work = connection
    with pytest.raises(NotDefined, match="nothing"):
        work.nothing(3)
    assert made.missing == ["nothing"]
    assert not issubclass(NotAnswered, Exception)


def test_names_imported_while_loading_are_looked_up_later() -> None:
    made = Connection(remote)
    work: Any = RemoteModule("work", made, ("Linear", "answer"))
    linear, answer = work.Linear, work.answer
    with pytest.raises(AttributeError, match="while the test file loads"):
        linear.kind  # noqa: B018
    with pytest.raises(StudentCodeStopped, match="while the test file loads"):
        linear(1, 2)
    module = ModuleType("reference")
    exec(CODE, module.__dict__)  # noqa: S102
    local = Local(lambda: [module])
    made.open(local, public=False)
    space = {"Linear": linear, "answer": answer}
    work.rebind([space])
    assert space["answer"] == 42
    assert linear(3, 2).size == (3, 2)
    local.close()


ODD = [
    ["value"], ["value", 1, [], ""], ["value", ["x"], [], "", ""], ["value", 1, [[0]], "", ""], ["value", 1, [[0, 9, 1]], "", ""],
    ["raised", "ValueError"], ["raised", 1, 2, 3, 4, 5, [], "", ""], ["raised", "ValueError", ["#", 1], "", "", None, [], "", ""], ["called"], ["called", 99, ["l"], ["d"], "", ""],
    ["called", 0, 5, 6, "", ""], ["called", -7, ["l"], ["d"], "", ""], ["called", -1, ["l"], ["d", 1, 2], "", ""], [], 5, None, "value",
    ["value", ["d", ["l"], 1], [], "", ""], ["value", ["h", "x", 1, 2], [], "", ""], ["value", ["f", 3], [], "", ""],
]  # fmt: skip


@pytest.mark.parametrize("payload", ODD, ids=str)
def test_a_worker_that_breaks_the_protocol_ends_the_test(payload: Any) -> None:
    made = Connection(remote)
    made.open(lambda request: Returned(value=payload), public=False)
    work: Any = RemoteModule("work", made, ())
    if payload == ["value", 1, [[0, 9, 1]], "", ""]:
        assert work.f == 1  # a change of what is not there changes nothing
        return
    with pytest.raises((NotAnswered, TypeError)):
        work.f(lambda: 1)


@pytest.mark.parametrize("answer", [TimedOut(seconds=2.0), Died(why="exit code 3")])
def test_code_that_hangs_or_dies_ends_the_test(answer: Answer) -> None:
    made = Connection(remote)
    made.open(lambda request: answer, public=False)
    with pytest.raises(StudentCodeStopped):
        RemoteModule("work", made, ()).f()


def test_an_iteration_without_end_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grader.sealed.connection.MAX_STEPS", 50)
    made = Connection(remote)
    asked: list[Call] = []

    def ask(request: Call) -> Answer:
        asked.append(request)
        return Returned(value=["value", ["h", 1, "generator", "object"], [], "", ""])

    made.open(ask, public=False)
    work: Any = RemoteModule("work", made, ())
    with pytest.raises(StudentCodeStopped, match="50 steps"):
        list(work.numbers)
    assert len(asked) == 50


def test_values_without_end_can_not_be_sent(work: Any) -> None:
    with pytest.raises(TypeError, match="holds itself"):
        work.endless()
