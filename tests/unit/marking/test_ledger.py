"""The running counts against counting all over again, after any sequence of changes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from grader.gradebook.rubric import Key, Mark
from grader.marking.ledger import Ledger

PLACE = ("why", "WHY")
KEYS = [Key(*PLACE, name) for name in "abcdefg"]
LEADERS = {key: KEYS[0] if key.answer in "abc" else key for key in KEYS}
ASIDE = {KEYS[5], KEYS[6]}

MARKS = st.builds(
    Mark,
    key=st.sampled_from([*KEYS, Key("gone", "GONE", "x")]),
    round=st.sampled_from([1, 1, 1, 2, 3]),
    done=st.booleans(),
    comment=st.sampled_from(["", "well", "why?"]),
    flag=st.booleans(),
    marker=st.sampled_from(["ana", "ben"]),
    seconds=st.sampled_from([0.0, 5.0, 900.0]),
)


@given(st.lists(MARKS, max_size=40))
def test_running_counts_are_those_of_counting_again(changes: list[Mark]) -> None:
    ledger = Ledger({PLACE: KEYS}, LEADERS, ASIDE)
    current: dict[tuple[int, Key], Mark] = {}
    for change in changes:
        ledger.apply(change)
        current[change.round, change.key] = change

    def done(key: Key, round: int = 1) -> bool:
        return (round, key) in current and current[round, key].done

    firsts = [current[1, key] for key in KEYS if (1, key) in current]
    for aside in (False, True):
        waiting = [key for key in KEYS if not done(key) and (key in ASIDE) == aside]
        assert list(ledger.waiting(PLACE, aside)) == waiting, "in order, whatever was taken back"
        assert ledger.left(PLACE, aside) == len(waiting)
    assert ledger.groups_left(PLACE) == len({LEADERS[key] for key in KEYS if not done(key)})
    assert ledger.flagged[PLACE] == sum(mark.flag for mark in firsts)
    comments = [mark.comment for mark in firsts if mark.comment]
    assert +ledger.comments[PLACE] == {text: comments.count(text) for text in comments}
    assert all(ledger.done(key, 2) == done(key, 2) for key in KEYS)
    for name in ("ana", "ben"):
        looks = [
            min(one.seconds, 300.0)
            for one in changes
            if one.done and one.seconds and one.marker == name and one.round < 3
        ]
        assert list(ledger.paces[name]) == looks[-40:]
