"""The numbers of the class page, against their definitions."""

from __future__ import annotations

import random
from html.parser import HTMLParser

import numpy as np
import pytest

from grader.course.standing import Standing
from grader.exporters.page import ClassPage, Item, Items, separates
from tests.made_up import SCRIPT, report


def standing(verdicts: str, student: str, **more: str) -> Standing:
    made = report(verdicts, student, **more)
    return Standing(student=student, final=made.earned, report=made)


def test_discrimination_is_the_correlation_with_the_rest() -> None:
    chance = random.Random(3)
    codes, rests = [], []
    items = Items()
    for _ in range(700):  # more than two blocks
        able = chance.random()
        codes.append([int(chance.random() < able), int(chance.random() < 0.5), -1])
        rests.append([able * 90 + chance.random(), chance.random(), 1.0])
        items.add(codes[-1], rests[-1])
    results = items.results()
    for k in (0, 1):
        judged, share, found = results[k]
        passed, rest = np.array(codes)[:, k], np.array(rests)[:, k]
        assert judged == 700
        assert share == pytest.approx(passed.mean())
        assert found == pytest.approx(np.corrcoef(passed, rest)[0, 1])
    assert results[2] == (0, None, None)


def test_students_who_are_not_judged_are_left_out() -> None:
    items = Items()
    for code, rest in ((1, 5.0), (-1, 99.0), (0, 3.0), (1, 4.0)):
        items.add([code], [rest])
    judged, share, found = items.results()[0]
    assert (judged, share) == (3, pytest.approx(2 / 3))
    assert found == pytest.approx(np.corrcoef([1, 0, 1], [5, 3, 4])[0, 1])


@pytest.mark.parametrize("codes", [[1, 1, 1], [0, 0, 0], [1, 0, 1]])
def test_nothing_is_said_where_all_are_alike(codes: list[int]) -> None:
    items = Items()
    for code in codes:
        items.add([code], [4.0])
    assert items.results()[0][2] is None


def test_alarm_only_when_clearly_negative() -> None:
    def shown(value: float, judged: int) -> str:
        return separates(
            Item(name="", title="", points=1, judged=judged, share=0.5, mean=0.5,
                 discrimination=value)
        )  # fmt: skip

    assert shown(-0.3, 400) == "−0.30 (look at it)"
    assert shown(-0.3, 10) == "−0.30 (weak)"
    assert shown(0.5, 10) == "0.50"


class Tags(HTMLParser):
    """All tags with their attributes, and the text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_empty_class() -> None:
    assert "No submissions." in ClassPage("Nobody").render()


def test_same_standings_same_bytes_and_no_links_without_feedback() -> None:
    texts = []
    for _ in range(2):
        page = ClassPage(SCRIPT)
        page.add(standing("pfpp", "ada"))
        page.add(standing("ffff", "ben", label="timeout"))
        texts.append(page.render())
    assert texts[0] == texts[1]
    tags = Tags(texts[0])
    assert [attrs.get("href") for tag, attrs in tags.found if tag == "a"] == ["#students"]
    assert SCRIPT in tags.text
    assert sum(tag == "script" for tag, _ in tags.found) == 1


def test_time_outs_and_examples_are_named() -> None:
    page = ClassPage("Class", links="feedback/")
    for k in range(8):
        page.add(standing("pfpp", f"s{k}"))
    page.add(standing("gfff", "late one", label="timeout"))
    text = page.render()
    assert "Time limit: 1" in text
    assert "Grader errors and undecided checks: 1" in text
    assert 'href="feedback/late%20one.html"' in text
    assert "missing two" in text
