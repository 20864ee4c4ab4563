"""What a student reads of a public case whose call did not return, and the one word for it that hidden cases have."""

from __future__ import annotations

import pytest

from grader.checks.base import Subject
from grader.checks.hidden import ANY
from grader.checks.messages import not_returned, problem_of
from grader.checks.trusted import Case
from grader.model import Answer, BadSignature, Died, Missing, Raised, TimedOut, TooBig, Unreadable

CHOSEN = "chosen"
SUBJECT = Subject(exercise="e", parameters={"f": ("x",)}, cases=(), known_wrong=(), trusted=None)
CASE = Case(id="c", public=True, sizes={"m": 2}, inputs={"x": 1.5}, functions=("f",))
ANSWERS: list[Answer] = [
    Missing(defined=(f"f{CHOSEN}", "f")),
    BadSignature(got=f"({CHOSEN})"),
    Raised(kind="NotImplementedError"),
    Raised(kind="ValueError", message=CHOSEN, place="s.py", line=731, text=CHOSEN),
    Raised(kind="EOFError", message=CHOSEN, place="s.py", line=731, text=CHOSEN),
    Died(why=f"exit code {CHOSEN}"),
    TimedOut(seconds=2.0),
    TooBig(),
    Unreadable(why=f"a {CHOSEN}"),
]


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda a: type(a).__name__)
def test_public_cases_tell_what_happened_and_hidden_ones_which_kind_it_was(answer: Answer) -> None:
    told = not_returned(SUBJECT, "f", CASE, answer)
    assert told.next_step
    assert problem_of(answer) in ANY


def test_all_that_any_check_may_say_is_said_of_some_answer() -> None:
    assert {problem_of(answer) for answer in ANSWERS} == set(ANY)
