"""Classes that tests in pytest judge: known-wrong ones are recognised by their answers, students run the public tests at their desk, in
a file or a notebook, and read what grading would say."""

from __future__ import annotations

import sys
import types
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.authoring import student
from grader.catalog import Assignment, CatalogError, load_assignment
from grader.desk import bundle, packing
from grader.desk.check import check_file
from grader.desk.live import check_names
from grader.grading import Grader
from grader.model import CheckResult, Report, Verdict
from grader.sandbox import open_sandbox
from grader.sandbox.desk import spawner
from tests.submissions import submission

GIVEN = """
UNIT = 10


class Money:
    \"\"\"Some cents.\"\"\"

    def __init__(self, cents):
        self.cents = cents
"""
REFERENCE = '''
from given import Money


class Purse:
    """Money that is put in and taken out."""

    def __init__(self):
        self.cents = 0

    def put(self, money):
        """Put money in."""
        self.cents += money.cents

    def take(self, cents):
        """Take so much out; ValueError where there is less."""
        if cents > self.cents:
            raise ValueError("not enough")
        self.cents -= cents
        return Money(cents)

    def total(self):
        """What is in it, a number."""
        return self.cents
'''
KNOWN_WRONG = '''
from reference import Purse


class Purse__forgets(Purse):
    """You keep only what was put in last."""

    def put(self, money):
        self.cents = money.cents


class Purse__never_refuses(Purse):
    """You let people take more than there is."""

    def take(self, cents):
        self.cents -= cents
        return None


class Purse__twice(Purse):
    """You take it out twice."""

    def take(self, cents):
        found = super().take(cents)
        self.cents -= cents
        return found
'''
PUBLIC = """
from given import UNIT, Money
from work import Purse


def test_put():
    purse = Purse()
    purse.put(Money(3 * UNIT))
    purse.put(Money(7))
    assert purse.total() == 37


def test_empty():
    assert Purse().total() == 0
"""
HIDDEN = """
import pytest
from given import Money
from work import Purse


@pytest.mark.parametrize("cents", [5, 8])
def test_take(cents):
    purse = Purse()
    purse.put(Money(12))
    assert purse.take(cents).cents == cents
    assert purse.total() == 12 - cents


def test_refuse():
    purse = Purse()
    purse.put(Money(4))
    with pytest.raises(ValueError):
        purse.take(5)
    assert purse.total() == 4, "a refused taking changes what is in it"


def test_many():
    purse = Purse()
    for cents in (1, 2, 30):
        purse.put(Money(cents))
    assert purse.total() == 33
"""


def course(folder: Path, **files: str) -> Path:
    for path, text in {
        "assignments/a/assignment.yaml": "title: A\npoints: 10\nexercises: [one]\nsubmission: work.py\n"
        "limits: {call_seconds: 1, test_seconds: 1}\n",
        "assignments/a/given.py": GIVEN,
        "assignments/a/one/exercise.yaml": "title: One\npoints: 10\nfunctions: [Purse]\nchecks:\n"
        "  - {pytest: test_public.py, points: 4}\n  - {pytest: test_hidden.py, points: 6}\n",
        "assignments/a/one/prompt.md": "Write `Purse`.\n",
        "assignments/a/one/test_public.py": PUBLIC,
        "solutions/a/one/reference.py": REFERENCE,
        "solutions/a/one/known_wrong.py": files.get("known_wrong", KNOWN_WRONG),
        "solutions/a/one/test_hidden.py": HIDDEN,
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


@pytest.fixture
def desk(assignment: Assignment, tmp_path: Path) -> Path:
    """A student's folder."""
    student.build(assignment, tmp_path / "desk")
    return tmp_path / "desk"


def checks(report: Report) -> dict[str, CheckResult]:
    return {one.id.partition("-pytest-")[2]: one for one in report.exercises[0].checks}


def named(report: Report) -> dict[str, str | None]:
    return {
        name: one.finding.misconception
        for name, one in checks(report).items()
        if one.finding.verdict is not Verdict.PASS
    }


FORGETS = REFERENCE.replace("self.cents += money.cents", "self.cents = money.cents")
TWICE = REFERENCE.replace("self.cents -= cents", "self.cents -= 2 * cents")


def test_answers_of_a_known_wrong_class_are_recognised(grader: Grader) -> None:
    report = grader.grade(submission({"work.py": FORGETS})).report
    assert named(report) == {"test_put": "forgets", "test_many": "forgets"}
    for one in named(report):
        feedback = checks(report)[one].finding.feedback
        assert feedback is not None
        assert feedback.reason == "You keep only what was put in last."
        assert feedback.label == "misconception.forgets"


def test_written_otherwise_it_is_the_same_mistake(grader: Grader) -> None:
    code = TWICE.replace("self.cents -= 2 * cents", "self.cents = self.cents - (cents + cents)")
    report = grader.grade(submission({"work.py": code})).report
    assert named(report) == {"test_take[5]": "twice", "test_take[8]": "twice"}


def test_what_is_right_elsewhere_speaks_against_a_name(grader: Grader) -> None:
    """One amount as one that takes twice would have it, another as it should be: something else is wrong."""
    code = TWICE.replace("2 * cents", "(2 if cents == 5 else 1) * cents")
    report = grader.grade(submission({"work.py": code})).report
    assert named(report) == {"test_take[5]": None}


def test_hidden_tests_take_no_name_from_public_ones(grader: Grader) -> None:
    """Or what is said of a public test would tell of a hidden one."""
    code = FORGETS.replace(
        "self.cents = money.cents",
        "self.kept = [*getattr(self, 'kept', []), money.cents]\n"
        "        self.cents = self.kept[-1] if len(self.kept) < 3 else sum(self.kept)",
    )
    report = grader.grade(submission({"work.py": code})).report
    assert named(report) == {"test_put": "forgets"}


def test_an_exception_alone_names_nothing(grader: Grader) -> None:
    code = REFERENCE.replace("raise ValueError", "raise KeyError")
    assert named(grader.grade(submission({"work.py": code})).report) == {"test_refuse": None}


def test_no_refusal_is_recognised_by_what_comes_back(grader: Grader) -> None:
    code = REFERENCE.replace(
        'if cents > self.cents:\n            raise ValueError("not enough")\n        ', ""
    ).replace("return Money(cents)", "return None")
    assert (
        named(grader.grade(submission({"work.py": code})).report)["test_refuse"] == "never_refuses"
    )


def test_judging_again_gives_the_same(grader: Grader) -> None:
    work = submission({"work.py": TWICE})
    first = grader.grade(work)
    assert grader.judge(work, first.transcript) == first.report


WORKS = {"right": REFERENCE, "forgets": FORGETS, "untouched": "# nothing yet\nx = 1\n", "hangs": REFERENCE.replace("return self.cents", "while True: pass")}  # fmt: skip


@pytest.mark.parametrize("name", WORKS)
def test_the_desk_says_what_grading_says_of_public_tests(
    name: str, grader: Grader, desk: Path
) -> None:
    (desk / "work.py").write_text(WORKS[name])
    at_desk = checks(check_file(desk / "work.py", None, spawner()))
    graded = checks(grader.grade(submission({"work.py": WORKS[name]})).report)
    assert at_desk.keys() == {"test_put", "test_empty"}
    for test, one in at_desk.items():
        assert one.finding.verdict is graded[test].finding.public_verdict
        assert one.finding.misconception == graded[test].finding.misconception
        assert one.finding.public_feedback == graded[test].finding.public_feedback


@pytest.mark.parametrize("name", WORKS)
def test_a_notebook_says_the_same(name: str, assignment: Assignment, desk: Path) -> None:
    given = types.ModuleType("given")
    exec(GIVEN, given.__dict__)  # noqa: S102
    names: dict[str, object] = {"__name__": "__main__"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "given", given)
        exec(WORKS[name], names)  # noqa: S102
        found = check_names(bundle.read(desk / bundle.NAME), None, names).report
    (desk / "work.py").write_text(WORKS[name])
    in_file = check_file(desk / "work.py", None, spawner())
    assert [one.finding.verdict for one in checks(found).values()] == [
        one.finding.verdict for one in checks(in_file).values()
    ]
    assert named(found) == named(in_file)


def test_what_students_get_holds_the_public_tests_and_no_hidden_one(
    assignment: Assignment, desk: Path
) -> None:
    assert (desk / "test_one.py").read_text() == PUBLIC
    whole = b"".join(file.read_bytes() for file in desk.iterdir())
    assert b"test_put" in whole
    for secret in (b"test_take", b"test_refuse", b"12 - cents", b"self.cents -= cents", b"Purse__"):
        assert secret not in whole


def test_where_a_process_cannot_fork_the_tests_are_left_out_and_named(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundle, "FORKS", False)
    (desk / "work.py").write_text(REFERENCE)
    found = check_file(desk / "work.py", None, spawner())
    assert checks(found) == {}
    assert [one.text for one in found.notices] == [
        "The tests of 1 one can't run here: run `pytest` in this folder."
    ]


def test_a_template_without_tests_is_read_by_the_version_before(lecture07: Assignment) -> None:
    with_tests = packing.make(lecture07)
    assert bundle.parse(with_tests, "here").exercises
    assert b"\xa7version\x03" in with_tests


def test_a_known_wrong_class_needs_a_docstring_and_a_name(tmp_path: Path) -> None:
    for number, (text, said) in enumerate(
        [
            ("class Purse__x: pass\n", "Purse__x has no docstring; it is what the student reads"),
            ("class Other__x:\n    '''No.'''\n", "name it <function>__<misconception>"),
        ]
    ):
        with pytest.raises(CatalogError, match=said):
            load_assignment(str(course(tmp_path / str(number), known_wrong=text)))
