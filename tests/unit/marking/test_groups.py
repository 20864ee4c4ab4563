"""Groups of near-identical answers: exactly those that comparing all pairs finds."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from grader.gradebook.rubric import Key, digest
from grader.marking.answers import Answer
from grader.marking.groups import compared, groups, near, shingles

LONG = "A is a vector of n numbers and W is a matrix so the derivative needs three indices in all"


def answer(text: str, students: int = 1, aside: str = "") -> Answer:
    names = tuple(f"s{k}" for k in range(students))
    key = Key("why", "WHY", digest(text))
    return Answer(key=key, text=text, aside=aside, students=names, results=())


def test_signs_and_capitals_don_t_count_numbers_and_letters_do() -> None:
    assert shingles("The  Size, is n!") == shingles("the size is n")
    assert shingles("the size is n") != shingles("the size is m")
    assert shingles("so A = B holds") != shingles("so A ≠ B holds")
    assert not near(frozenset(), frozenset())


def test_a_word_changed_is_near_another_argument_is_not() -> None:
    changed, other = (
        LONG.replace("needs", "has"),
        f"{LONG[:40]} but that is no reason for anything here",
    )
    found = groups([answer(LONG, 3), answer(changed), answer(other), answer("", aside="blank")])
    leader = answer(LONG).key
    assert found[leader] == (leader, answer(changed).key)
    assert len(found) == 3


WORDS = st.sampled_from("a b c d e f".split())  # noqa: SIM905 - letters read better than a list of them


@given(st.lists(st.lists(WORDS, min_size=1, max_size=9).map(" ".join), unique=True, max_size=14))
def test_same_groups_as_comparing_all_pairs(texts: list[str]) -> None:
    answers = [answer(text) for text in texts]
    expected: dict[Key, list[Key]] = {}
    for one in sorted(answers, key=lambda one: one.key):
        mine = shingles(one.text)
        by_key = {other.key: shingles(other.text) for other in answers}
        leader = next((key for key in expected if near(mine, by_key[key])), None)
        if leader is None:
            expected[one.key] = [one.key]
        else:
            expected[leader].append(one.key)
    assert groups(answers) == {key: tuple(keys) for key, keys in expected.items()}


def test_ten_thousand_answers_are_grouped_without_comparing_all() -> None:
    chance = random.Random(1)
    words = [f"word{k}" for k in range(400)]
    texts = {" ".join(chance.choices(words, k=40)) for _ in range(3000)}
    assert len(groups([answer(text) for text in sorted(texts)])) == len(texts)


def test_what_differs_is_shown_word_by_word() -> None:
    pieces = compared("one two three", "one 2 three four")
    assert [(piece.kind, piece.text) for piece in pieces] == [
        ("same", "one"),
        ("left out", "two"),
        ("added", "2"),
        ("same", "three"),
        ("added", "four"),
    ]


def test_long_texts_are_shown_whole() -> None:
    other = "a b " * 5000
    (piece,) = compared("a " * 9000, other)
    assert (piece.kind, piece.text) == ("whole", other)
