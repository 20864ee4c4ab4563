"""Marking in a browser: by keyboard alone, two people at once, through a killed server, right to the point."""

from __future__ import annotations

import csv
import io
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from grader.catalog import Assignment
from grader.gradebook import Gradebook
from grader.gradebook.marks import Marks
from tests import waiting
from tests.browser import Scheme, overflow, serious
from tests.conftest import ROOT, Cli
from tests.written_class import fill

SIGNS = {"vector": 1, "rules": 2, "column": 3}
FILLER = (
    "apple",
    "river",
    "stone",
    "cloud",
    "tiger",
    "lemon",
    "paper",
    "glass",
    "ocean",
    "piano",
    "violet",
)
STEP = "The slope of a step is zero nearly everywhere, so nothing below it learns"
HOSTILE = (
    "<script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\"> is what I think here",
    '=HYPERLINK("http://evil") is a formula for a spreadsheet and no explanation at all, +1 -1 @sum',
    "\x1b[31mred\x1b[0m \x9b2J and \u202egnp.exe\u202c and \u2066turned\u2069 text that wants to be something else",
    "$\\text{<script>alert(1)</script>}$ and $\\href{javascript:alert(1)}{x}$ and $\\frac{1}{$ and \\(y\\) as well",
    "long " * 200_000,
    "שלום עולם, זו תשובה בעברית שנכתבה מימין לשמאל עם W ו A באמצע המשפט",
)


class Server:
    """``grader mark`` as a process; its links, one for each marker."""

    def __init__(self, book: Path, port: int) -> None:
        self.process = subprocess.Popen(
            [
                sys.executable, "-m", "grader", "mark", book, "-a", "lecture07", "--marker", "ana",
                "--marker", "ben", "--port", str(port), "--second", "100",
            ],
            cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        assert self.process.stdout is not None
        self.links: dict[str, str] = {}
        for line in iter(self.process.stdout.readline, ""):
            name, _, link = line.strip().partition(": ")
            if link.startswith(f"http://127.0.0.1:{port}/enter?token="):
                self.links[name] = link
            if len(self.links) == 2:
                break
        assert set(self.links) == {"ana", "ben"}
        self.said: list[str] = []
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as lines:
            self.said += lines

    def end(self, by: signal.Signals) -> int:
        self.process.send_signal(by)
        waiting.until(lambda: self.process.poll() is not None)
        code = self.process.wait()
        self._reader.join()
        return code


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def start(port: int) -> Iterator[Callable[[Path], Server]]:
    running: list[Server] = []

    def run(book: Path) -> Server:
        running.append(Server(book, port))
        return running[-1]

    yield run
    for server in running:
        if server.process.poll() is None:
            server.end(signal.SIGKILL)


def enter(browser: Browser, link: str, width: int = 1200, scheme: Scheme = "light") -> Page:
    """A marker's page, in a browser profile of its own."""
    page = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
    ).new_page()
    page.set_default_timeout(15_000)
    page.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
    page.goto(link)
    page.wait_for_selector("#card article, #card .empty")
    return page


def text_of(number: int) -> str:
    """The words of an answer: which rubric items it deserves stands in it. Every fifth has two near-identical ones."""
    base = number - number % 5 if number % 5 in (1, 2) else number
    signs = [word for k, word in enumerate(SIGNS) if base >> k & 1]
    words = [FILLER[(base * 7 + k * (base + 3)) % len(FILLER)] + str(base) for k in range(24)]
    tail = f" indeed{number}" if number != base else ""
    return " ".join([*words, *signs]) + tail


def deserved(text: str) -> list[int]:
    return [number for word, number in SIGNS.items() if word in text.split()]


def mark_one(page: Page) -> str:
    """Mark the answer on the page as its words deserve, by keyboard; returns its name."""
    shown = page.locator("#shown").inner_text()
    name = page.locator("article").get_attribute("data-answer")
    assert name
    for number in deserved(shown) or [0]:
        page.keyboard.press(str(number))
    near = page.locator("article").get_attribute("data-near")
    page.keyboard.press("Enter")
    if near != "0":
        page.wait_for_selector("#group-form")
        page.keyboard.press("Enter")
    return name


def settled(page: Page, name: str) -> None:
    """Wait until the page has gone on from that answer."""
    page.wait_for_function(
        "name => !document.querySelector('#card').hasAttribute('aria-busy') && "
        "document.querySelector('article')?.dataset.answer !== name",
        arg=name,
    )


def focus_by_tab(page: Page, selector: str) -> None:
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"Tab never reaches {selector}")


def test_fifty_answers_by_keyboard_two_markers_and_a_killed_server(
    browser: Browser,
    start: Callable[[Path], Server],
    tmp_path: Path,
    lecture07: Assignment,
    cli: Cli,
) -> None:
    texts = [text_of(number) for number in range(50)]
    assert len(set(texts)) == 50
    book = fill(
        tmp_path / "gradebook.sqlite",
        lecture07,
        [{"WHY_NOT": one, "WHY_ZERO": STEP} for one in texts],
    )
    server = start(book)
    ana, ben = enter(browser, server.links["ana"]), enter(browser, server.links["ben"])

    # Both mark, and never the same answer.
    seen: list[str] = []
    for _ in range(6):
        for page in (ana, ben):
            seen.append(mark_one(page))
            settled(page, seen[-1])
    assert len(set(seen)) == 12

    # The server dies under a mark on its way; the page keeps it and goes on when the server is back.
    kept = ben.locator("article").get_attribute("data-answer")
    ben.keyboard.press("c")
    ben.keyboard.type("half a thought")
    ben.keyboard.press("Enter")
    assert server.end(signal.SIGKILL) == -signal.SIGKILL
    pending = mark_one_without_server(ana)
    expect(ana.locator("#lost")).to_contain_text("No connection")
    server = start(book)
    settled(ana, pending)
    expect(ana.locator("#lost")).to_be_hidden()
    ben.reload()
    ben.wait_for_selector("article")
    assert ben.locator("article").get_attribute("data-answer") == kept
    assert ben.locator("#comment").input_value() == "half a thought"

    # Undo brings the answer back, and it is marked again.
    ana.keyboard.press("u")
    expect(ana.locator("#said")).to_contain_text("Undone")
    assert ana.locator("article").get_attribute("data-answer") == pending
    settled_after = mark_one(ana)
    settled(ana, settled_after)

    # Skipped, flagged and looked up by number: all of it by keyboard.
    first = ana.locator("article").get_attribute("data-answer")
    assert first
    ana.keyboard.press("s")
    settled(ana, first)
    ana.keyboard.press("f")
    expect(ana.locator("#flagged")).to_be_visible()
    flagged = ana.locator("article").get_attribute("data-answer")
    ana.keyboard.press("/")
    ana.keyboard.type(f"#{first}")
    expect(ana.locator("#found button")).to_have_count(1)
    ana.keyboard.press("Enter")
    expect(ana.locator("article")).to_have_attribute("data-answer", first)

    for page in (ana, ben, ana, ben):
        for _ in range(60):
            if page.locator("#card .empty").count():
                break
            settled(page, mark_one(page))
        else:
            pytest.fail("marking comes to no end")
    ana.keyboard.press("n")
    expect(ana.locator("#progress")).to_contain_text("50 of 50 marked")

    # An item is worth less by now: a preview first, then all that used it change.
    ana.keyboard.press("e")
    ana.wait_for_selector("#rubric-form")
    ana.keyboard.press("Control+a")
    ana.keyboard.type("1.5")
    ana.keyboard.press("Enter")
    users = sum(1 in deserved(one) for one in texts)
    expect(ana.locator("#preview")).to_contain_text(f"{users} marked answers change")
    ana.keyboard.press("Enter")
    expect(ana.locator("#said")).to_contain_text(f"{users} answers scored anew")

    # The other exercise, reached by Tab: fifty equal texts are one answer.
    focus_by_tab(ana, "[data-task]")
    ana.keyboard.press("Enter")
    expect(ana.locator("article")).to_contain_text("50 students, same words")
    ana.keyboard.press("1")
    ana.keyboard.press("2")
    ana.keyboard.press("-")
    ana.keyboard.press("Enter")
    expect(ana.locator("#progress")).to_contain_text("1 of 1 marked")

    # Second marking of what the other marked, and how far they agree.
    second(ben)
    ben.keyboard.press("a")
    expect(ben.locator("#panel")).to_contain_text("Cohen’s κ 1.00")

    assert server.end(signal.SIGINT) == 0
    assert any("50 of 50 marked" in line for line in server.said)
    worth = {1: 1.5, 2: 1.0, 3: 2.0}
    table = cli("export", "csv", "-g", book, "-a", "lecture07").stdout
    rows = list(csv.DictReader(io.StringIO(table)))
    assert len(rows) == 50
    for row, text in zip(rows, texts, strict=True):
        assert float(row["WHY_NOT"]) == sum(worth[number] for number in deserved(text))
        assert (row["WHY_ZERO"], row["to_be_marked"]) == ("1.5", "0")
    with Gradebook(book) as opened:
        changes = Marks(opened, "lecture07").changes()
    firsts = [
        one
        for one in changes
        if one.round == 1 and one.done and not one.undoes and "flag" not in one.why
    ]
    assert {one.marker for one in firsts} == {"ana", "ben"}
    assert len({one.key for one in firsts}) == 51
    assert any(one.flag and one.key.answer == flagged for one in changes)
    assert any(one.why.startswith("like ") for one in changes), "groups were marked together"


def mark_one_without_server(page: Page) -> str:
    """Press the keys of a mark while nobody answers. The look at the group waits as well."""
    shown = page.locator("#shown").inner_text()
    name = page.locator("article").get_attribute("data-answer")
    assert name
    for number in deserved(shown) or [0]:
        page.keyboard.press(str(number))
    # A look at near-identical answers needs the server; an answer of its own goes straight to be saved.
    page.evaluate("document.querySelector('article').dataset.near = '0'")
    page.keyboard.press("Enter")
    return name


def second(page: Page) -> None:
    focus_by_tab(page, "#pile")
    page.keyboard.press("End")
    page.keyboard.press("Escape")
    for _ in range(10):
        page.wait_for_function("() => !document.querySelector('#card').hasAttribute('aria-busy')")
        if page.locator("#card .empty").count():
            break
        assert page.locator("article").get_attribute("data-round") == "2"
        assert page.locator(".chip.done").count() == 0, "the first mark is not shown"
        name = mark_one(page)
        settled(page, name)


@pytest.fixture
def hostile(tmp_path: Path, lecture07: Assignment) -> Path:
    cut = [
        one if len(one) < 20_000 else f"{one[:20_000]}\n[cut here: {len(one)} characters in all]"
        for one in HOSTILE
    ]
    return fill(
        tmp_path / "gradebook.sqlite",
        lecture07,
        [{"WHY_NOT": one, "WHY_ZERO": STEP} for one in cut],
    )


def test_hostile_answers_are_text(
    browser: Browser, start: Callable[[Path], Server], hostile: Path
) -> None:
    server = start(hostile)
    page = enter(browser, server.links["ana"], width=400, scheme="dark")
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    shown: list[str] = []
    for _ in HOSTILE:
        shown.append(page.locator("#shown").inner_text())
        assert page.locator("#answer script, #answer img, #answer a").count() == 0
        assert not set(shown[-1]) & set("\x1b\x9b\u202e\u2066")
        assert overflow(page) == 0
        assert serious(page) == []
        page.keyboard.press("v")
        name = page.locator("article").get_attribute("data-answer")
        assert name
        assert page.locator("#raw").is_visible()
        page.keyboard.press("0")
        page.keyboard.press("Enter")
        settled(page, name)
    assert any(one.startswith("<script>document.title") for one in shown)
    assert any("characters in all" in one for one in shown)
    assert page.title().startswith("Marking: ")
    assert refused == []


@pytest.mark.parametrize(("width", "scheme"), [(1300, "light"), (400, "dark")])
def test_nothing_serious_for_those_who_need_help_reading(
    browser: Browser, start: Callable[[Path], Server], tmp_path: Path, lecture07: Assignment,
    width: int, scheme: Scheme,
) -> None:  # fmt: skip
    texts = [{"WHY_NOT": text_of(number), "WHY_ZERO": STEP} for number in range(8)]
    server = start(fill(tmp_path / "gradebook.sqlite", lecture07, texts))
    page = enter(browser, server.links["ana"], width, scheme)
    page.keyboard.press("1")
    page.keyboard.press("m")
    assert serious(page) == []
    page.keyboard.press("m")
    page.keyboard.press("Enter")
    page.wait_for_selector("#group-form")
    assert serious(page) == []
    page.keyboard.press("Enter")
    for key, inside in (
        ("e", "#rubric-form"),
        ("/", "#found button"),
        ("?", "#inside kbd"),
        ("a", "#inside p"),
    ):
        page.wait_for_function("() => !document.querySelector('#card').hasAttribute('aria-busy')")
        page.keyboard.press(key)
        page.wait_for_selector(inside)
        assert serious(page) == []
        assert overflow(page) == 0
        page.keyboard.press("Escape")
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/[0-9a-f]{32}/", page.url)
