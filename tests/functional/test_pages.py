"""What a TA and a student open, in a browser: wide and narrow, light and dark, on paper, by keyboard, and by axe."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from playwright.sync_api import Browser, Page

from grader.batch.output import write
from grader.catalog import Assignment
from grader.course.rules import Rules
from grader.course.standing import Alike, Standing
from grader.exporters.page import ClassPage
from grader.gradebook import Attempt, Gradebook
from grader.grading import Grader
from grader.intake import read_submission
from tests.browser import Scheme, open_page, overflow, serious
from tests.conftest import ROOT
from tests.made_up import HOSTILE, report

EXAMPLES = ROOT / "assignments" / "lecture07" / "examples"
SHOWN = ("misconceptions", "wrong_signature", "syntax_error")
LOOKS = [(1200, "light"), (1200, "dark"), (400, "light"), (400, "dark")]


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory, lecture07: Assignment, grader07: Grader) -> Path:
    """What a batch leaves of a class in which much goes wrong."""
    folder = tmp_path_factory.mktemp("out")
    with Gradebook(folder / "gradebook.sqlite") as book:
        students = dict(zip(HOSTILE, ("perfect", "half_done", "untouched", "crash"), strict=True))
        for student, name in (students | {name: name for name in SHOWN}).items():
            work = read_submission(EXAMPLES / f"{name}.py", expected=lecture07.submission)
            book.put(grader07.grade(work).report, None)
            attempt = Attempt(student=student, label=name, submission=work.digest)
            book.record(lecture07.name, attempt)
        gone = Attempt(student="gus", label="gus", submission="", problem="a.py: not text")
        book.record(lecture07.name, gone)
        write(folder, lecture07, book, Rules(due="2026-03-01T12:00+00:00"))
    return folder


def opened(browser: Browser, path: Path, width: int = 1200, scheme: Scheme = "light") -> Page:
    page = open_page(browser, width, scheme)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(path.as_uri())
    assert said == [], "the page's own policy must let its script run"
    return page


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_class_report(browser: Browser, out: Path, width: int, scheme: Scheme) -> None:
    page = opened(browser, out / "report.html", width, scheme)
    assert serious(page) == []
    assert overflow(page) == 0
    page.context.close()


@pytest.mark.parametrize("student", [*SHOWN, "gus"])
@pytest.mark.parametrize(("width", "scheme"), [LOOKS[0], LOOKS[3]])
def test_feedback(browser: Browser, out: Path, student: str, width: int, scheme: Scheme) -> None:
    page = opened(browser, out / "feedback" / f"{student}.html", width, scheme)
    assert serious(page) == []
    assert overflow(page) == 0
    page.context.close()


def test_feedback_shows_formulas_and_the_offending_line(browser: Browser, out: Path) -> None:
    page = opened(browser, out / "feedback" / "misconceptions.html")
    assert page.locator("math mfrac").count() > 0
    page.goto((out / "feedback" / "wrong_signature.html").as_uri())
    source = (EXAMPLES / "wrong_signature.py").read_text(encoding="utf-8")
    lines = page.locator("pre.line").all_inner_texts()
    assert lines
    assert all(line.strip() in source for line in lines)
    page.context.close()


@pytest.mark.parametrize("name", ["report.html", "feedback/misconceptions.html"])
def test_on_paper(browser: Browser, out: Path, name: str) -> None:
    page = opened(browser, out / name, 700, "dark")
    page.emulate_media(media="print", color_scheme="light")
    assert overflow(page) == 0
    assert not page.locator("form:visible").count()
    assert len(page.pdf()) > 1000
    page.context.close()


def test_table_by_keyboard(browser: Browser, out: Path) -> None:
    page = opened(browser, out / "report.html")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the link past everything else
    page.get_by_label("Find a student").focus()
    page.keyboard.type("wrong_sig")
    page.get_by_text("1 of 8 students shown").wait_for()
    assert (
        page.locator("#table tbody tr:visible").all_inner_texts()[0].startswith("wrong_signature")
    )
    page.get_by_label("Find a student").fill("")
    page.get_by_text("8 of 8 students shown").wait_for()
    head = page.locator("#table thead button").nth(1)
    head.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert head.locator("xpath=..").get_attribute("aria-sort") == "descending"
    points = [
        float(text) for text in page.locator("#table tbody td:nth-child(2)").all_inner_texts()
    ]
    assert points == sorted(points, reverse=True)
    page.get_by_role("link", name="wrong_signature").last.click()
    page.wait_for_url("**/feedback/wrong_signature.html")
    page.context.close()


def test_students_with_markup_for_names_are_compared(browser: Browser, tmp_path: Path) -> None:
    page = ClassPage("Small", links="feedback/")
    for student in HOSTILE:
        made = report("pppf", student)
        page.add(Standing(student=student, final=made.earned, report=made))
    pairs = [Alike(students=HOSTILE[:2], share=1.0)] * 60
    path = tmp_path / "report.html"
    path.write_text(page.render(pairs), encoding="utf-8")
    shown = opened(browser, path)
    section = shown.locator("section[aria-labelledby=similar]")
    assert HOSTILE[0] in section.inner_text()
    assert "And 10 more." in section.inner_text()
    assert serious(shown) == []
    shown.context.close()


def test_filter_on_a_large_class(browser: Browser, tmp_path: Path) -> None:
    """The figure itself is printed by benchmarks/pages.py; here only that all rows take part."""
    page = ClassPage("Large", links="feedback/")
    made = report("pppf")
    for number in range(2000):
        one = msgspec.structs.replace(made, submission=f"s{number:04}")
        page.add(Standing(student=f"s{number:04}", final=one.earned, report=one))
    path = tmp_path / "report.html"
    path.write_text(page.render(), encoding="utf-8")
    shown = opened(browser, path)
    rows = shown.locator("#table tbody tr:visible")
    shown.get_by_text("2000 of 2000 students shown, the first 300 of them here").wait_for()
    assert rows.count() == 300
    assert serious(shown) == []
    shown.get_by_label("Find a student").fill("s19")
    shown.get_by_text("100 of 2000 students shown").wait_for()
    assert rows.count() == 100
    shown.get_by_label("Find a student").fill("")
    shown.locator("#table thead button").first.click()
    assert rows.first.inner_text().startswith("s1999")
    shown.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert rows.count() == 2000, "paper shows all"
    shown.evaluate("dispatchEvent(new Event('afterprint'))")
    assert rows.count() == 300
    assert rows.first.inner_text().startswith("s1999")
    shown.get_by_role("button", name="Show all").click()
    shown.get_by_text("2000 of 2000 students shown").wait_for()
    assert rows.count() == 2000
    shown.context.close()
