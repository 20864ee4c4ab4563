"""The pieces of the marking page as HTML. What a person wrote reaches a page as escaped text only."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from grader.exporters import jinja, words
from grader.gradebook.rubric import Key, Mark
from grader.marking import formulas
from grader.marking.answers import shown_results
from grader.marking.groups import compared
from grader.marking.rescore import Preview
from grader.marking.room import Progress, Room

FOLDER = Path(__file__).parent
STATES = ("to mark", "marked", "flagged", "put aside")
KEYS = (
    ("1 … 9", "a rubric item, on or off"),
    ("0", "no item: 0 points"),
    ("+ −", "half a point more or less"),
    ("Enter", "save and go on"),
    ("c", "write a comment (Enter: done)"),
    ("r", "take a comment used before (then its number)"),
    ("n p", "next, back (nothing is saved or lost)"),
    ("s", "skip: comes again at the end"),
    ("f", "flag, to talk about it"),
    ("u", "undo your last change"),
    ("m", "model answer, notes and question"),
    ("v", "the text as it was typed"),
    ("/", "search"),
    ("e", "change the rubric"),
    ("a", "agreement of second marking"),
    ("?", "these keys"),
    ("Esc", "close, leave a box"),
)


@cache
def _environment() -> Environment:
    environment = jinja.environment(FOLDER / "templates")
    environment.filters.update(points=words.points, signed=signed, math=formulas.shown)
    return environment


def render(name: str, **values: Any) -> str:
    return _environment().get_template(f"{name}.html.jinja").render(**values)


def signed(value: float) -> str:
    return f"{'+' if value >= 0 else '−'}{words.points(abs(value))}"


def page(room: Room, marker: str, token: str) -> str:
    """The whole page; the answer comes when the script asks for it."""
    return render(
        "page",
        title=room.assignment.title,
        tasks=[
            {"name": f"{task.exercise}/{task.variable}", "title": task.title}
            for task in room.tasks.values()
        ],
        marker=marker,
        token=token,
        book=room.marks.name,
        keys=KEYS,
        states=STATES,
        sample=f"{room.sample:.0%}",
    )


def card(room: Room, key: Key, marker: str, round: int, *, names: bool, holder: str = "") -> str:
    """One answer with all that is needed to mark it."""
    answer, task, mark = room.pool[key], room.task(key), room.mark(key, round)
    first = room.mark(key)
    second = room.mark(key, 2)
    return render(
        "card",
        key=key,
        round=round,
        task=task,
        answer=answer,
        rubric=[item for item in room.rubric(key) if not item.retired],
        mark=mark,
        seen=mark.id if mark else 0,
        given=_given(room, mark),
        # The first mark must not lead the second marker.
        other=_given(room, second) if round == 1 and first and first.done else None,
        near=len(room.near(key)) if round == 1 else 0,
        holder=holder if holder != marker else "",
        names=", ".join(answer.students) if names else "",
        results=shown_results(answer),
        prompt=formulas.prompt(task.prompt),
        comments=room.comments(task.place),
        raw=answer.text,
        shown=formulas.shown(answer.text),
    )


def _given(room: Room, mark: Mark | None) -> dict[str, Any] | None:
    if mark is None or not mark.done:
        return None
    return {
        "points": words.points(room.points(mark)),
        "marker": mark.marker,
        "numbers": " ".join(map(str, mark.items)) or "none",
        "comment": mark.comment,
        "why": mark.why,
    }


def empty(room: Room, place: tuple[str, str], marker: str, round: int, aside: bool) -> str:
    """What stands in the place of an answer when none is free."""
    waiting = sum(1 for _ in room.waiting(place, marker, round, aside))
    held = room.marks.leased(round, 0.0) if waiting else {}
    return render(
        "empty",
        task=room.tasks[place],
        waiting=waiting,
        others=sorted({name for name in held.values() if name != marker}),
        progress=room.progress(place, marker),
        round=round,
        aside=aside,
        tasks=[
            {"name": "/".join(other), "title": room.tasks[other].title, "left": left}
            for other in room.tasks
            if other != place and (left := room.progress(other, marker).left)
        ],
    )


def group(room: Room, key: Key) -> str:
    """The answers near to one, with what differs."""
    leader = room.pool[key].text
    members = [
        {
            "key": other,
            "seen": room.seen(other),
            "students": len(room.pool[other].students),
            "pieces": compared(leader, room.pool[other].text),
        }
        for other in room.near(key)
    ]
    return render("group", members=members, leader=leader)


def found(room: Room, place: tuple[str, str], wanted: str, state: str) -> str:
    """The list of answers that a search found."""
    keys, count = room.find(place, wanted, state)
    rows = []
    for key in keys:
        mark, text = room.mark(key), " ".join(room.pool[key].text[:2000].split())
        at = max(0, text.casefold().find(wanted.casefold()) - 40)
        rows.append(
            {
                "key": key,
                "text": ("…" if at else "") + text[at : at + 140],
                "aside": room.pool[key].aside,
                "students": len(room.pool[key].students),
                "points": words.points(room.points(mark)) if mark and mark.done else "",
                "marker": mark.marker if mark else "",
                "flag": bool(mark and mark.flag),
            }
        )
    return render("found", rows=rows, count=count)


def rubric(room: Room, place: tuple[str, str]) -> str:
    """The rubric as a form."""
    used = [mark.items for mark in room.marked(place)]
    return render(
        "rubric",
        task=room.tasks[place],
        items=room.rubrics[place],
        used={
            one.number: sum(one.number in items for items in used) for one in room.rubrics[place]
        },
    )


def preview(found: Preview) -> str:
    return render("preview", found=found)


def agreement(room: Room, place: tuple[str, str]) -> str:
    """Second marking in numbers."""
    return render(
        "agreement",
        found=room.agreement(place),
        disputed=[
            {"key": key, "first": _given(room, room.mark(key)), "second": _given(room, room.mark(key, 2))}
            for key in room.agreement(place).disputed[:50]
        ],
        sample=f"{room.sample:.0%}",
    )  # fmt: skip


def status(progress: Progress) -> dict[str, Any]:
    """The line of progress, in words."""
    minutes = None if progress.seconds is None else max(1, round(progress.seconds / 60))
    parts = [f"{progress.done} of {progress.answers} marked"]
    if progress.aside:
        parts.append(f"put aside: {progress.aside_done} of {progress.aside}")
    if progress.flagged:
        parts.append(f"flagged: {progress.flagged}")
    if progress.left and minutes is not None:
        parts.append(f"about {minutes} min left")
    whole = progress.answers + progress.aside
    return {
        "text": " · ".join(parts),
        "done": progress.done + progress.aside_done,
        "all": whole,
        "left": progress.left,
    }


def static(name: str) -> Markup | None:
    """One of our files, or None."""
    if name not in {"mark.js", "keep.js", "mark.css"}:
        return None
    return Markup((FOLDER / "static" / name).read_text(encoding="utf-8"))
