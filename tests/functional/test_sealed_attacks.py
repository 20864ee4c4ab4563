"""Attacks on sealed tests: each submission below answers with an object that lies, a frame of its own or a class that is not what it
says. None earns a point, shows a hidden number, or stops what comes after it, under each kind of sealed isolation."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

import pytest

from grader.catalog import load_assignment
from grader.grading import Grader
from grader.model import Finding, Report, Verdict
from grader.sandbox import SandboxUnavailable
from tests.sandboxes import opened
from tests.submissions import submission

SECRET = 0.8731
REFERENCE = '''
class Jar:
    """A jar of numbers."""

    def __init__(self):
        self.items = []

    def add(self, item):
        self.items.append(item)

    def total(self):
        return sum(self.items)


class JarError(Exception):
    """A jar is broken."""


def mean(numbers):
    """The mean of numbers. Raises JarError for none."""
    if not numbers:
        raise JarError("no numbers")
    return sum(numbers) / len(numbers)


def each(function, numbers):
    """function of each of numbers, as a list."""
    return [function(x) for x in numbers]
'''
HIDDEN = f"""
import numpy as np
import pytest
import work
from work import Jar, mean, each


def test_equal():
    assert mean([{SECRET}, 2.0]) == ({SECRET} + 2.0) / 2


def test_approx():
    assert mean([{SECRET}, 3.0]) == pytest.approx(({SECRET} + 3.0) / 2)


def test_difference():
    assert abs(mean([{SECRET}, 4.0]) - ({SECRET} + 4.0) / 2) < 1e-9


def test_array():
    np.testing.assert_allclose(mean([{SECRET}, 5.0]), ({SECRET} + 5.0) / 2)


def test_type_and_order():
    found = mean([{SECRET}, 6.0])
    assert isinstance(found, float)
    assert 3.43 < found < 3.44


def test_jar():
    jar = Jar()
    assert isinstance(jar, Jar)
    for item in (1.5, {SECRET}):
        jar.add(item)
    assert len(jar.items) == 2
    assert jar.items[1] in ({SECRET},)
    assert jar.total() == 1.5 + {SECRET}


def test_callbacks():
    assert each(lambda x: x + {SECRET}, [1.0, 2.0]) == [1.0 + {SECRET}, 2.0 + {SECRET}]


def test_raises():
    with pytest.raises(work.JarError, match="^no numbers$"):
        mean([])
    assert mean([{SECRET}]) == {SECRET}
"""

JAR = """
class Jar:
    def __init__(self): self.items = LIE
    def add(self, item): pass
    def total(self): return LIE
class JarError(Exception): pass
def mean(numbers): return LIE
def each(function, numbers): return LIE
"""
ALWAYS = "lambda *a, **k: True"
ZERO = "lambda *a, **k: 0.0"


def lies(bases: str = "", keywords: str = "", make: str = "Lie()", **methods: str) -> str:
    """A submission that answers everything with an object of a class that has these special methods."""
    body = "".join(f"    __{name}__ = {code}\n" for name, code in methods.items()) or "    pass\n"
    return f"class Lie({bases}{keywords}):\n{body}LIE = {make}\n{JAR}"


EVERY = "eq ne lt le gt ge contains bool instancecheck subclasscheck".split()  # noqa: SIM905
ARITHMETIC = [
    "sub",
    "rsub",
    "add",
    "radd",
    "mul",
    "rmul",
    "truediv",
    "rtruediv",
    "abs",
    "neg",
    "pos",
    "round",
    "pow",
    "rpow",
    "mod",
    "floordiv",
]
ALL = dict.fromkeys(EVERY, ALWAYS)
META = f"import types\nMeta = type('Meta', (type,), {{n: {ALWAYS} for n in ['__instancecheck__', '__subclasscheck__', '__eq__', '__contains__']}} | {{'__hash__': lambda s: 0}})\n"


def code(text: str) -> str:
    return textwrap.dedent(text)


def broken(how: str) -> str:
    """The machinery of the worker, replaced."""
    return code(f"""
        import sys
        def tree(*a, **k): {how}
        for name, module in list(sys.modules.items()):
            if name == 'grader.trees': module.fold = tree
            if name == 'grader.objects': module.trees.fold = tree
        LIE = 0
        """) + JAR  # fmt: skip


ATTACKS = {
    **{f"an object whose __{name}__ says yes": lies(**{name: ALWAYS}) for name in EVERY},
    **{f"an object whose __{name}__ gives nought": lies(eq=ALWAYS, **{name: ZERO}) for name in ARITHMETIC},
    "all of them at once": lies(**ALL, **dict.fromkeys(ARITHMETIC, ZERO), hash="lambda s: 0"),
    "a float that lies": lies("float", make="Lie(7)", **ALL, **dict.fromkeys(ARITHMETIC, ZERO), hash="lambda s: 0"),
    "an int that lies": lies("int", make="Lie(7)", **ALL, hash="lambda s: 0"),
    "a text that lies": lies("str", make="Lie('x')", **ALL, hash="lambda s: 0"),
    "a list that lies": lies("list", make="Lie([1, 2])", **ALL, len="lambda s: 2", iter=f"lambda s: iter([{SECRET + 1}, 2])"),
    "a tuple that lies": lies("tuple", make="Lie((1, 2))", **ALL, len="lambda s: 2", getitem="lambda s, k: s"),
    "a dict that lies": lies("dict", make="Lie({1: 2})", **ALL, missing="lambda s, k: s"),
    "a set that lies": lies("set", make="Lie({1})", **ALL),
    "a named tuple that lies": "import collections\nclass Lie(collections.namedtuple('P', 'x y')):\n    __eq__ = __lt__ = lambda *a: True\n    __hash__ = lambda s: 0\nLIE = Lie(1, 2)\n" + JAR,
    "an array that lies": "import numpy as np\n" + lies("np.ndarray", make="np.zeros(3).view(Lie)", **ALL, array_ufunc="lambda *a, **k: np.zeros(3)", array_function="lambda *a, **k: True"),
    "an array by __array__": "import numpy as np\n" + lies(array="lambda *a, **k: np.zeros(())", array_priority="1e9"),
    "a ufunc of its own": lies(array_ufunc="lambda *a, **k: True", array_function="lambda *a, **k: True", **ALL),
    "a fraction of another name": "class Fraction:\n    __module__ = 'fractions'\n    numerator = denominator = 1\n    __eq__ = lambda *a: True\nLIE = Fraction()\n" + JAR,
    "a date with text in it": "class date:\n    __module__ = 'datetime'\n    year = month = day = 'x'\nLIE = date()\n" + JAR,
    "a decimal of an endless text": "class Decimal:\n    __module__ = 'decimal'\n    __str__ = lambda s: '9' * 10**6\nLIE = Decimal()\n" + JAR,
    "a deque without end": "class deque:\n    __module__ = 'collections'\n    maxlen = None\n    def __iter__(self):\n        while True: yield 1\nLIE = deque()\n" + JAR,
    "a class by another class": META + lies("", "metaclass=Meta", make="Lie", **ALL),
    "a class with an order of bases of its own": "class Meta(type):\n    def mro(cls): return [cls, float, object]\n" + "try:\n    class Lie(metaclass=Meta): pass\n    LIE = Lie()\nexcept TypeError: LIE = 0\n" + JAR,
    "another __class__": lies(**{"class": "property(lambda s: float)"}),
    "a class without a name": "LIE = type('', (), {'__eq__': lambda *a: True})()\n" + JAR,
    "a class named by a formula": "LIE = type('a b\\n', (), {'__eq__': lambda *a: True})()\n" + JAR,
    "attributes without end": "class Lie:\n    def __getattr__(self, name): return self\n    def __call__(self, *a, **k): return self\nLIE = Lie()\n" + JAR,
    "attributes that raise": "class Lie:\n    def __getattribute__(self, name): raise KeyError(name)\nLIE = Lie()\n" + JAR,
    "attributes that change": "class Lie:\n    n = 0\n    @property\n    def items(self):\n        Lie.n += 1\n        return Lie.n\nLIE = Lie()\n" + JAR,
    "items without end": lies(iter="lambda s: iter(int, 1)", len="lambda s: 10**9", getitem="lambda s, k: 0"),
    "an iterator without end": lies(iter="lambda s: s", next="lambda s: s"),
    "a length below nought": lies(len="lambda s: -1"),
    "a length that is no number": lies(len="lambda s: 'x'", float="lambda s: 'x'", index="lambda s: 0.5", int="lambda s: None"),
    "a text without end": lies(repr="lambda s: 'x' * 10**8", str="lambda s: 'x' * 10**8"),
    "a text that never comes": "class Lie:\n    def __repr__(self):\n        while True: pass\n    __str__ = __format__ = __repr__\nLIE = Lie()\n" + JAR,
    "a copy that lies": lies(copy="lambda s: 0", deepcopy="lambda s, m: 0", reduce="lambda s: (print, ())"),
    "functions without end": "def LIE(*a): return LIE\n" + JAR,
    "a handle that is a number": broken("return ['h', 10**9, 'float', 'object']"),
    "a handle below nought": broken("return ['h', -1, 'float', 'object']"),
    "a handle of no number": broken("return ['h', 'x', 1, None]"),
    "a function of the test's": broken("return ['f', 0]"),
    "a function that is not there": broken("return ['f', 99]"),
    "an iterator of the test's": broken("return ['i', 0]"),
    "an exception in place of a value": broken("return ['h', 1, 'AssertionError', 'exception']"),
    "a piece that is its own": broken("return ['T', ['#', 1], ['l', ['#', 1]]]"),
    "a piece used twice": broken("return ['T', ['l', ['#', 1], ['#', 1]], 1.0]"),
    "pieces doubled again and again": broken("return ['T', ['l', ['#', 1], ['#', 1]]] + [['l', ['#', k], ['#', k]] for k in range(2, 40)] + [1]"),
    "a chain of pieces": broken("return ['T'] + [['l', ['#', k]] for k in range(1, 1500)] + [1]"),
    "a type of another name": broken("return ['y', 'exec']"),
    "a value of another name": broken("return ['v', 'system', 'id']"),
    "a value made of nothing": broken("return ['v', 'Fraction', 1, 0]"),
    "a number with a power": broken("return ['v', 'Decimal', '1e999999999']"),
    "a range without end": broken("return ['r', 0, 2**200, 1]"),
    "no tree at all": broken("return {'a': 1}"),
    "a tree of a tree": broken("return ['l', ['l'], ['x']]"),
    "a flood of objects": "class Lie: pass\nLIE = [Lie() for _ in range(10**5)]\n" + JAR,
    "a flood of numbers": "LIE = list(range(10**6))\n" + JAR,
    "an object in itself": "LIE = []\nLIE.append(LIE)\n" + JAR,
    "nested too deep": "LIE = 0\nfor _ in range(10**4): LIE = [LIE]\n" + JAR,
    "a changed argument": JAR.replace("return LIE", "numbers[:] = [0.0] * 9; return 0.0") + "LIE = 0\n",
    "an exception that says assert": "class AssertionError(Exception):\n    __module__ = 'builtins'\n" + JAR.replace("return LIE", "raise AssertionError('ok')") + "LIE = 0\n",
    "an exception that ends tests": "class Skipped(BaseException): pass\n" + JAR.replace("return LIE", "raise Skipped('skip')") + "LIE = 0\n",
    "an exit without a fault": JAR.replace("return LIE", "raise SystemExit(0)") + "LIE = 0\n",
    "an interrupt": JAR.replace("return LIE", "raise KeyboardInterrupt") + "LIE = 0\n",
    "an exception that never speaks": "class E(Exception):\n    def __str__(self):\n        while True: pass\n" + JAR.replace("return LIE", "raise E") + "LIE = 0\n",
    "an exception that carries a lie": lies(**ALL) + "class E(Exception): pass\n" + JAR.replace("return LIE", "raise E(LIE)"),
    "an exception that is all errors": JAR.replace("JarError(Exception)", "JarError(ArithmeticError, LookupError)").replace("return LIE", "raise JarError('no numbers')") + "LIE = 0\n",
    "callbacks without end": "LIE = 0\n" + JAR.replace("def each(function, numbers): return LIE", "def each(function, numbers):\n    while True: function(1.0)"),
    "callbacks in callbacks": "LIE = 0\n" + JAR.replace("def each(function, numbers): return LIE", "def each(function, numbers): return each(lambda x: each(function, [x]), numbers)"),
    "a callback with a lie": lies(**ALL) + JAR.replace("def each(function, numbers): return LIE", "def each(function, numbers): return [function(LIE) for _ in numbers]"),
    "a callback kept for later": "LIE = 0\nKEPT = []\n" + JAR.replace("def each(function, numbers): return LIE", "def each(function, numbers):\n    import threading\n    threading.Thread(target=lambda: function(1.0)).start()\n    return [0.0, 0.0]"),
    "input asked without end": JAR.replace("return LIE", "\n        while True:\n            try: input()\n            except EOFError: pass") + "LIE = 0\n",
    "a flood of prints": JAR.replace("return LIE", "print('x' * 10**7); return 0") + "LIE = 0\n",
    "what it saw, printed": JAR.replace("def mean(numbers): return LIE", "def mean(numbers):\n    print(numbers); raise ValueError(repr(numbers))") + "LIE = 0\n",
    "what it saw, as a name": JAR.replace("def mean(numbers): return LIE", "def mean(numbers): raise type('E' + repr(numbers), (Exception,), {})()") + "LIE = 0\n",
    "what it saw, as a missing name": JAR.replace("def mean(numbers): return LIE", "def mean(numbers):\n    global work_\n    raise NameError(repr(numbers), name=repr(numbers))") + "LIE = 0\n",
    "remembers across tests": "import builtins, os\n" + JAR.replace("def mean(numbers): return LIE", "def mean(numbers):\n    seen = getattr(builtins, 'seen', 0.0); builtins.seen = sum(numbers) / 2; os.environ['SEEN'] = str(seen); return seen") + "LIE = 0\n",
    "frames of its own": JAR.replace("return LIE", "\n        import os\n        for d in range(3, 30):\n            try: os.write(d, b'\\0\\0\\0\\5\\x93\\xa6answer')\n            except OSError: pass\n        return 0.0") + "LIE = 0\n",
    "a fork that answers too": JAR.replace("return LIE", "\n        import os\n        try: os.fork()\n        except OSError: pass\n        return 0.0") + "LIE = 0\n",
    "looks for the number": JAR.replace("def mean(numbers): return LIE", "def mean(numbers):\n    import gc\n    for o in gc.get_objects():\n        if isinstance(o, float) and 0 < o < 4: return o\n    return 0.0") + "LIE = 0\n",
    "other operators": "import operator, builtins\nfor n in ('eq', 'getitem', 'sub', 'contains'): setattr(operator, n, lambda *a: True)\nbuiltins.isinstance = lambda *a: True\nLIE = 0\n" + JAR,
}  # fmt: skip


# The sandboxes differ in what a process may do, not in what a test is told; so the second one is tried on every eighth.
TRIED = [("namespaces", name) for name in ATTACKS]
TRIED += [("container", name) for name in sorted(ATTACKS)[::8]]


@pytest.fixture(scope="module")
def grader(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Grader]:
    folder = tmp_path_factory.mktemp("course")
    for path, text in {
        "assignments/a/assignment.yaml": "title: A\npoints: 8\nexercises: [one]\nsubmission: work.py\n"
        "limits: {call_seconds: 0.5, test_seconds: 1, submission_seconds: 8}\n",
        "assignments/a/one/exercise.yaml": "title: One\npoints: 8\nfunctions: [Jar, mean, each]\n"
        "checks:\n  - {pytest: test_hidden.py, points: 8}\n",
        "assignments/a/one/prompt.md": "As it says.\n",
        "solutions/a/one/reference.py": REFERENCE,
        "solutions/a/one/test_hidden.py": HIDDEN,
    }.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    try:
        sandbox = opened(request.param)
    except SandboxUnavailable as why:
        pytest.skip(str(why))
    with Grader(load_assignment(str(folder / "assignments/a")), sandbox) as made:
        yield made


def graded(grader: Grader, source: str) -> Report:
    return grader.grade(submission({"work.py": source})).report


def findings(report: Report) -> dict[str, Finding]:
    return {c.id.partition("-pytest-")[2]: c.finding for c in report.exercises[0].checks}


@pytest.mark.parametrize("grader", ["namespaces", "container"], indirect=True)
def test_there_are_sixty_and_the_reference_is_right(grader: Grader) -> None:
    assert len(ATTACKS) >= 60
    report = graded(grader, REFERENCE)
    assert report.earned == pytest.approx(8), findings(report)


@pytest.mark.parametrize(("grader", "name"), TRIED, indirect=["grader"], scope="module")
def test_an_attack_earns_nothing_and_shows_nothing(grader: Grader, name: str) -> None:
    report = graded(grader, ATTACKS[name])
    found = findings(report)
    assert {f.verdict for f in found.values()} == {Verdict.FAIL}
    assert report.earned == 0
    shown = repr([f.feedback for f in found.values()]) + report.output + repr(report.cells)
    assert str(SECRET) not in shown
