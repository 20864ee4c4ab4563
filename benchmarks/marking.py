"""How long the marking page takes with many answers: a made-up gradebook of one written answer for each student, marked
through the server as a browser does it (without the network between).

    python benchmarks/marking.py [--answers 10000] [--saves 300]
"""

from __future__ import annotations

import argparse
import asyncio
import random
import re
import resource
import statistics
import sys
import tempfile
import time
import uuid
from pathlib import Path
from typing import Any

import httpx
import msgspec
from examples import reports

import grader
from grader.catalog import Assignment, load_assignment
from grader.course.rules import Rules
from grader.gradebook import Attempt, Gradebook
from grader.marking.app import Pages
from grader.marking.guard import Door
from grader.marking.room import Room

ROOT = Path(__file__).resolve().parent.parent
HOST = "http://127.0.0.1:8036"
TASK = ("no_substitution", "WHY_NOT")
WORDS = "size matrix vector index rule layout column row product chain term entry gradient loss layer weight".split()  # noqa: SIM905


def made_up(assignment: Assignment, book: Gradebook, answers: int) -> None:
    """Fill ``book``: every answer differs, one in four is near to another."""
    base = max(reports(), key=lambda one: one.earned)
    chance = random.Random(8)
    last = ""
    for number in range(answers):
        words = [f"{chance.choice(WORDS)}{chance.randrange(40)}" for _ in range(45)]
        last = f"{last} {number}" if number % 4 == 1 else " ".join(words)
        exercises = tuple(
            msgspec.structs.replace(one, written=dict.fromkeys(one.written, last))
            for one in base.exercises
        )
        digest = f"{number:064x}"
        report = msgspec.structs.replace(
            base, assignment_digest=assignment.digest, grader=grader.__version__,
            submission_digest=digest, exercises=exercises,
        )  # fmt: skip
        book.put(report, None)
        student = f"s{number:05}"
        book.record(
            assignment.name, Attempt(student=student, label=f"{student}.py", submission=digest)
        )


class Browser:
    """A marker's browser."""

    def __init__(self, pages: Pages, door: Door) -> None:
        self._pages, self._link = pages.app(), door.link("ana").removeprefix(HOST)

    async def open(self) -> None:
        transport = httpx.ASGITransport(self._pages)
        self._client = httpx.AsyncClient(transport=transport, base_url=HOST)
        await self._client.get(self._link)
        page = (await self._client.get("/")).text
        token = re.search('name="grader-token" content="([0-9a-f]+)"', page)
        assert token
        self._client.headers["X-Grader-Token"] = token[1]

    async def ask(self, path: str, **body: Any) -> tuple[dict[str, Any], float]:
        """The answer, and the seconds it took."""
        begin = time.perf_counter()
        response = await self._client.post(path, json=body)
        took = time.perf_counter() - begin
        response.raise_for_status()
        found: dict[str, Any] = response.json()
        return found, took


def looked_at(html: str) -> tuple[dict[str, str], int]:
    """The answer on the page and the state it has."""
    found = dict(re.findall(r'data-(exercise|variable|answer|seen)="([^"]*)"', html.split(">")[0]))
    return {name: found[name] for name in ("exercise", "variable", "answer")}, int(found["seen"])


async def mark(browser: Browser, saves: int) -> dict[str, list[float]]:
    """Mark that many answers and look around; seconds by what was done."""
    await browser.open()
    where = {"task": "/".join(TASK)}
    times: dict[str, list[float]] = {"save and next": [], "search": [], "undo": []}
    shown, took = await browser.ask("/answer", where=where)
    times["first answer"] = [took]
    for number in range(saves):
        key, seen = looked_at(shown["html"])
        change = {
            "change": uuid.uuid4().hex,
            "key": key,
            "seen": seen,
            "items": [1 + number % 3],
            "seconds": 20,
        }
        shown, took = await browser.ask("/save", where=where, change=change)
        assert "Saved" in shown["said"], shown
        times["save and next"].append(took)
    for _ in range(5):
        _, took = await browser.ask("/find", task=where["task"], text="matrix3 ")
        times["search"].append(took)
        _, took = await browser.ask("/undo", where=where, change=uuid.uuid4().hex)
        times["undo"].append(took)
    return times


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--answers", type=int, default=10_000)
    parser.add_argument("--saves", type=int, default=300)
    options = parser.parse_args()
    assignment = load_assignment(str(ROOT / "assignments" / "lecture07"))
    with tempfile.TemporaryDirectory() as folder, Gradebook(Path(folder) / "book.sqlite") as book:
        made_up(assignment, book, options.answers)
        begin = time.perf_counter()
        room = Room(assignment, book, Rules(), marker="ana")
        opened = time.perf_counter() - begin
        door = Door(room.marks, 8036)
        pages = Pages(room, door, names=False, entered=lambda marker: None)
        times = asyncio.run(mark(Browser(pages, door), options.saves))
    print(f"{options.answers} answers in {len(room.order(TASK))} texts")
    print(f"opening: reading, grouping    {opened:8.2f} s")
    for name, found in times.items():
        ranked = sorted(found)
        worst = ranked[min(len(ranked) - 1, int(0.99 * len(ranked)))]
        print(
            f"{name:24} median {1000 * statistics.median(ranked):8.1f} ms   99 % {1000 * worst:8.1f} ms   worst {1000 * ranked[-1]:8.1f} ms"
        )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"most memory                   {peak:8.0f} MiB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
