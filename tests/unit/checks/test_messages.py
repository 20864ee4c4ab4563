"""What a student reads of a hidden case holds nothing that student code may choose."""

from __future__ import annotations

import pytest

from grader.checks.base import Case, Subject
from grader.checks.messages import COMMON, not_returned
from grader.checks.percase import hidden
from grader.model import Answer, BadSignature, Died, Missing, Raised, Unreadable

CHOSEN = "chosen"
SUBJECT = Subject(exercise="e", parameters={"f": ("x",)}, cases=(), known_wrong=(), trusted=None)


def case(public: bool) -> Case:
    return Case(id="c", public=public, sizes={"m": 2}, inputs={"x": 1.5}, functions=("f",))


@pytest.mark.parametrize(
    "answer",
    [
        Missing(defined=(f"f{CHOSEN}", "f")),
        BadSignature(got=f"({CHOSEN})"),
        Raised(kind="ValueError", message=CHOSEN, place="s.py", line=731, text=CHOSEN),
        Raised(kind="EOFError", message=CHOSEN, place="s.py", line=731, text=CHOSEN),
        Died(why=f"exit code {CHOSEN}"),
        Unreadable(why=f"a {CHOSEN}"),
    ],
)
def test_hidden_cases_tell_nothing_that_was_chosen(answer: Answer) -> None:
    told = str(not_returned(SUBJECT, "f", case(True), answer))
    quiet = str(hidden(not_returned(SUBJECT, "f", case(False), answer)))
    assert CHOSEN in told or "f" in told
    assert CHOSEN not in quiet
    assert "731" not in quiet
    assert "EOFError" not in quiet
    if isinstance(answer, Raised):
        assert ("ValueError" in quiet) == (answer.kind in COMMON)
