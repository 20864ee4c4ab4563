"""Hidden tests in plain pytest, the student's code remote in a real sandbox: right and wrong answers, hostile ones, and authors' mistakes."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.catalog import Assignment, CatalogError, load_assignment
from grader.grading import Graded, Grader
from grader.model import Finding, Report, Verdict
from grader.sandbox import open_sandbox
from tests.submissions import submission

SECRET = "0.8731"
REFERENCE = '''
import sys

class Stack:
    """A stack of numbers."""

    def __init__(self):
        self.items = []

    def push(self, item):
        self.items.append(item)

    def pop(self):
        if not self.items:
            raise IndexError("empty")
        return self.items.pop()


def total(numbers):
    """The sum of numbers."""
    return sum(numbers)


def main():
    """Add two lines of stdin."""
    print(int(input("? ")) + int(input("? ")))


LIMIT = 3

if __name__ == "__main__":
    main()
'''
HIDDEN = f'''
import pytest
import work
from work import Stack, total, LIMIT, main


@pytest.mark.points(3)
def test_last_in_first_out():
    """The item pushed last is popped first."""
    stack = Stack()
    for item in (1, {SECRET}, 3):
        stack.push(item)
    assert [stack.pop(), stack.pop(), stack.pop()] == [3, {SECRET}, 1]


def test_empty():
    """An empty stack raises IndexError."""
    with pytest.raises(IndexError):
        Stack().pop()


@pytest.mark.parametrize("numbers", [[], [{SECRET}, 2], [5]])
def test_total(numbers):
    assert total(numbers) == sum(numbers), "the total is wrong"


def test_limit():
    assert LIMIT == 3


def test_input(monkeypatch, capsys):
    answers = iter(["3", "4"])
    monkeypatch.setattr("builtins.input", lambda prompt: next(answers))
    main()
    assert capsys.readouterr().out == "7\\n"


def test_program():
    assert work.run(stdin="3\\n4\\n").stdout == "? ? 7\\n"
'''
PUBLIC = """
from work import total


def test_two_numbers():
    assert total([1, 2]) == 3
"""


def course(
    folder: Path, hidden: str = HIDDEN, checks: str = "", reference: str = REFERENCE
) -> Path:
    for path, text in {
        "assignments/a/assignment.yaml": "title: A\npoints: 10\nexercises: [one]\nsubmission: work.py\n"
        "limits: {call_seconds: 1, test_seconds: 1}\n",
        "assignments/a/one/exercise.yaml": "title: One\npoints: 10\nfunctions: [Stack, total, main]\nvariables: [LIMIT]\n"
        + (
            checks
            or "checks:\n  - {pytest: test_public.py, points: 1}\n  - {pytest: test_hidden.py, points: 9}\n"
        ),
        "assignments/a/one/prompt.md": "As it says.\n",
        "assignments/a/one/test_public.py": PUBLIC,
        "solutions/a/one/reference.py": reference,
        "solutions/a/one/test_hidden.py": hidden,
    }.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    return folder / "assignments/a"


@pytest.fixture(scope="module")
def assignment(tmp_path_factory: pytest.TempPathFactory) -> Assignment:
    return load_assignment(str(course(tmp_path_factory.mktemp("course"))))


@pytest.fixture(scope="module")
def grader(assignment: Assignment) -> Iterator[Grader]:
    with Grader(assignment, open_sandbox("auto")) as made:
        yield made


def graded(grader: Grader, code: str) -> Graded:
    return grader.grade(submission({"work.py": textwrap.dedent(code)}))


def findings(report: Report) -> dict[str, Finding]:
    return {
        check.id.partition("-pytest-")[2]: check.finding for check in report.exercises[0].checks
    }


def failing(report: Report) -> set[str]:
    return {
        name.partition("[")[0]
        for name, finding in findings(report).items()
        if finding.verdict is not Verdict.PASS
    }


def test_each_test_is_a_check_with_its_points(assignment: Assignment) -> None:
    points = [check.points for _, check in assignment.exercises[0].checks]
    assert points[:2] == [1, 3]
    assert points[2:] == [pytest.approx(6 / 7)] * 7
    assert [check.label for _, check in assignment.exercises[0].checks][:3] == [
        "two numbers",
        "The item pushed last is popped first",
        "An empty stack raises IndexError",
    ]


def test_options_for_another_pytest_have_no_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTEST_ADDOPTS", "--no-such-option -k nothing")
    monkeypatch.setenv("PYTEST_PLUGINS", "no_such_plugin")
    assert len(load_assignment(str(course(tmp_path))).exercises[0].checks) == 9


def test_the_reference_gets_all_and_judging_again_gives_the_same(grader: Grader) -> None:
    first = graded(grader, REFERENCE)
    assert first.report.earned == pytest.approx(10)
    assert not failing(first.report)
    again = grader.judge(submission({"work.py": textwrap.dedent(REFERENCE)}), first.transcript)
    assert again == first.report


def test_an_empty_file_gets_nothing_and_hears_what_is_missing(grader: Grader) -> None:
    report = graded(grader, "").report
    assert report.earned == 0
    finding = findings(report)["test_last_in_first_out"]
    assert finding.feedback is not None
    assert finding.feedback.reason == "It needs `Stack`, which your file does not define."


WRONG = {
    "first in first out": ("self.items.pop()", "self.items.pop(0)", {"test_last_in_first_out"}),
    "other exception": ('IndexError("empty")', 'ValueError("empty")', {"test_empty"}),
    "no sum of nothing": ("sum(numbers)", "numbers[0] + sum(numbers[1:])", {"test_total"}),
    "shared items": (
        "        self.items = []",
        "        self.items = Stack.shared = getattr(Stack, 'shared', [9])",
        {"test_empty", "test_last_in_first_out"} - {"test_last_in_first_out"},
    ),
    "other limit": ("LIMIT = 3", "LIMIT = 4", {"test_limit"}),
    "prints a sentence": ("print(int", 'print("It is", int', {"test_input", "test_program"}),
    "wants another line": (
        'print(int(input("? "))',
        'input(); print(int(input("? "))',
        {"test_input", "test_program"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_answer_loses_what_it_gets_wrong(grader: Grader, name: str) -> None:
    old, new, expected = WRONG[name]
    assert old in REFERENCE
    assert failing(graded(grader, REFERENCE.replace(old, new)).report) == expected


LIAR = """
class Liar(float):
    def __eq__(self, other): return True
    __lt__ = __le__ = __gt__ = __ge__ = __ne__ = __contains__ = __eq__
    def __hash__(self): return 0
    def __sub__(self, other): return 0.0
    __rsub__ = __abs__ = __sub__
    def __bool__(self): return True
    def __len__(self): return 1
    def __iter__(self): return iter([Everything()])
class Everything(Liar, metaclass=type("Meta", (type,), {"__instancecheck__": lambda *a: True})):
    pass
"""
HOSTILE = {
    "an object that equals all": LIAR + "def total(numbers): return Everything(7)\n",
    "a class that equals all": LIAR + "Stack = total = main = LIMIT = Everything\n",
    "attributes without end": "class Any_:\n    def __getattr__(self, name): return self\n    def __call__(self, *a): return self\n"
    "total = main = Stack = LIMIT = Any_()\n",
    "never ends": "def total(numbers):\n    while True: pass\n",
    "ends the process": "import os\ndef total(numbers): os._exit(0)\n",
    "kills itself": "import os\ndef total(numbers): os.kill(os.getpid(), 9)\n",
    "recursion": "def total(numbers): return total(numbers)\n",
    "raises what pytest raises": "import builtins\nclass Skipped(BaseException): pass\ndef total(numbers): raise Skipped('skip')\n",
    "raises an exit": "def total(numbers): raise SystemExit(0)\n",
    "raises what never ends to print": "class E(Exception):\n    def __str__(self):\n        while True: pass\ndef total(numbers): raise E\n",
    "a flood of text": "def total(numbers):\n    print('x' * 10**7)\n    return 0\n",
    "a huge answer": "def total(numbers): return 'x' * 10**8\n",
    "nested without end": "def total(numbers):\n    a = []\n    for k in range(10**5): a = [a]\n    return a\n",
    "frames of its own": "import os\ndef total(numbers):\n    for d in range(3, 20):\n        try: os.write(d, b'\\0\\0\\0\\1\\xc0')\n"
    "        except OSError: pass\n    return 0\n",
    "patched machinery": "import sys\nfor n, m in list(sys.modules.items()):\n    if n in ('grader.trees', 'grader.objects'):\n"
    "        for k in list(vars(m)):\n            if callable(getattr(m, k)): setattr(m, k, lambda *a, **k: 0)\n"
    "def total(numbers): return 0\n",
    "answers from the frames": "import sys, gc\ndef total(numbers):\n    f = sys._getframe()\n    while f:\n"
    "        for v in f.f_locals.values():\n            if isinstance(v, float): return v\n        f = f.f_back\n    return 0\n",
    "empties what it is given": "def total(numbers):\n    numbers.clear()\n    return 0\n",
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_code_earns_nothing_shows_nothing_and_stops_nothing(
    grader: Grader, name: str
) -> None:
    code = HOSTILE[name]
    own = "class Stack" not in code and "Stack =" not in code
    report = graded(grader, code).report
    assert {f.verdict for f in findings(report).values()} <= {Verdict.PASS, Verdict.FAIL}
    earned = {name for name, f in findings(report).items() if f.verdict is Verdict.PASS}
    # An emptied list has the sum 0, on both sides; that is the test's own to see.
    allowed = {"test_total[numbers0]"} | (
        {"test_total[numbers1]", "test_total[numbers2]"} if "clear" in code else set()
    )
    assert {one for one in earned if "[" in one} <= allowed
    assert not [one for one in earned if "[" not in one and one not in ("test_total",)]
    assert own or report.earned == 0
    shown = [f.feedback for f in findings(report).values()] + [report.output, report.cells]
    assert SECRET not in repr(shown)


def test_a_hang_costs_its_own_tests_only(grader: Grader) -> None:
    code = REFERENCE.replace(
        "return sum(numbers)", "return 1 / 0 if numbers else next(iter(int, 1))"
    )
    assert failing(graded(grader, code).report) == {"test_total", "test_two_numbers"}


def test_a_leak_through_messages_is_not_shown(grader: Grader) -> None:
    code = REFERENCE.replace("return sum(numbers)", "raise ValueError(numbers)").replace(
        "self.items.append(item)", "raise TypeError(str(item))"
    )
    report = graded(grader, code).report
    for name, finding in findings(report).items():
        if name != "test_two_numbers":
            assert SECRET not in repr(finding.feedback)
    said = findings(report)["test_total[numbers1]"].feedback
    assert said is not None
    assert said.reason == "Your code raised an exception that the test does not expect."


def test_a_public_test_is_shown_whole(grader: Grader) -> None:
    finding = findings(graded(grader, REFERENCE.replace("sum(numbers)", "0")).report)[
        "test_two_numbers"
    ]
    assert finding.public_feedback is not None
    assert "assert 0 == 3" in finding.public_feedback.got


BROKEN = {
    "syntax": ("def test(:\n", 1, "invalid syntax"),
    "import": ("import nothing_like_it\n", 1, "nothing_like_it"),
    "no test": ("x = 1\n", 1, "pytest collects no test"),
    "fixture": ("from work import total\n\ndef test(nothing): pass\n", None, "test fails for the reference"),
    "at loading": ("from work import total\nx = 1\nassert total([1]) == 1\n", 3, "not while the test file loads"),
    "wrong for the reference": (
        "from work import total\n\ndef test():\n    assert total([1]) == 2\n",
        4,
        "test fails for the reference: AssertionError",
    ),
    "object as a whole": (
        "from work import Stack\n\ndef test():\n    assert Stack() < 3\n",
        4,
        "is an object where plain data is due",
    ),
    "ends the process": ("import os\nos._exit(3)\n", 1, "ended pytest itself"),
    "never ends": ("def test():\n    while True: pass\n", None, "test fails for the reference: time"),
    "points": (
        "import pytest\n@pytest.mark.points(30)\ndef test(): pass\ndef test_b(): pass\n", None, "add up to 30"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_an_authors_mistake_is_one_line(tmp_path: Path, name: str) -> None:
    hidden, line, said = BROKEN[name]
    folder = course(tmp_path, hidden, "checks:\n  - {pytest: test_hidden.py, points: 10}\n")
    with pytest.raises(CatalogError) as problem:
        load_assignment(str(folder))
    text = str(problem.value)
    assert said in text
    assert "\n" not in text
    if line is not None:
        assert f"test_hidden.py:{line}: " in text


def test_a_file_outside_the_exercise_is_refused(tmp_path: Path) -> None:
    folder = course(tmp_path, checks="checks:\n  - {pytest: ../../x.py, points: 10}\n")
    with pytest.raises(CatalogError, match=r"exercise.yaml:6: pytest: no file"):
        load_assignment(str(folder))
